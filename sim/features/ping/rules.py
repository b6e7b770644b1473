"""What ``ping`` does."""

from sim.why import Rule

REQUEST = Rule(
    "ping.request",
    "RFC 792, echo message",
    "Are you there?",
    "ping asks {dst} whether it is there: echo request number {sequence}, which {dst} has to send back.",
)
INTERVAL = Rule(
    "ping.interval",
    "",
    "Pause before next request",
    "ping lets {ns} pass before the next request.",
)
LAST_WAIT = Rule(
    "ping.last-wait",
    "",
    "Wait for last answers",
    "The last request is sent: ping waits {ns} at most for answers that are still on their way.",
)
