"""Commands that people type: ping, traceroute, arping."""

from sim.why import Rule

APP_TYPED = Rule(
    "app.typed",
    "",
    "A command is typed",
    "Somebody types “{command}” on this device.",
)
APP_FINISHED = Rule(
    "app.finished",
    "",
    "The program ends",
    "“{command}” ends with exit status {status}; 0 means that all went well.",
)
APP_TIMER_NOT_NEEDED = Rule(
    "app.timer-not-needed",
    "",
    "Nothing left to wait for",
    "“{command}” has what it waited for, so the timer is not needed any more.",
)
PING_REQUEST = Rule(
    "ping.request",
    "RFC 792, echo message",
    "Are you there?",
    "ping asks {dst} whether it is there: echo request number {sequence}, which {dst} has to send back.",
)
PING_INTERVAL = Rule(
    "ping.interval",
    "",
    "Pause before next request",
    "ping lets {ns} pass before the next request.",
)
PING_LAST_WAIT = Rule(
    "ping.last-wait",
    "",
    "Wait for last answers",
    "The last request is sent: ping waits {ns} at most for answers that are still on their way.",
)
TRACEROUTE_PROBE = Rule(
    "traceroute.probe",
    "RFC 1393, 1",
    "Which router is there?",
    "traceroute sends query {query} towards {dst} with TTL {ttl}: where it runs out, the router has to report, "
    "and so tells its address.",
)
TRACEROUTE_WAIT = Rule(
    "traceroute.wait",
    "",
    "Wait for a report",
    "traceroute waits {ns} at most for a report, and prints a star if none comes.",
)
ARPING_REQUEST = Rule(
    "arping.request",
    "RFC 826, packet generation",
    "Who has this address?",
    "arping asks everyone on the link who has {ip}, whatever the ARP table says.",
)
ARPING_WAIT = Rule(
    "arping.wait",
    "",
    "Wait for answers",
    "arping waits {ns} for answers.",
)
