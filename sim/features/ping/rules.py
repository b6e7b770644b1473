"""What ``ping`` does."""

from sim.why import Rule

REQUEST = Rule(
    "ping.request",
    "RFC 792, echo message",
    "Send an echo request",
    "ping sends {dst} an echo request with sequence number {sequence}. If {dst} is there, it sends an echo reply back.",
)
INTERVAL = Rule(
    "ping.interval",
    "",
    "Pause before next request",
    "ping waits {ns} before it sends the next request.",
)
UNTIL_THE_END = Rule(
    "ping.until-the-end",
    "",
    "Ask until the run ends",
    "With -t, ping asks until somebody presses Ctrl-C. Here the end of the run does that.",
)
LAST_WAIT = Rule(
    "ping.last-wait",
    "",
    "Wait for last answers",
    "ping has sent the last request. It waits at most {ns} for replies that are still on their way.",
)
AT_ONCE = Rule(
    "ping.at-once",
    "",
    "Next request at once",
    "The request before is answered or lost, so ping sends the next request at once, as Cisco IOS does.",
)
