"""What ``tcpdump`` does."""

from sim.why import Rule

UNTIL_THE_END = Rule(
    "tcpdump.until-the-end",
    "",
    "Capture until the run ends",
    "tcpdump listens on {port} until somebody presses Ctrl-C. Here the end of the run does that.",
)
