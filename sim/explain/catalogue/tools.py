"""Commands, programs and timers."""

from sim.explain.rule import Rule

RULES = {
    "app.typed": Rule("", "A command is typed", "Somebody types “{command}” on this device."),
    "app.finished": Rule(
        "",
        "The program ends",
        "“{command}” ends with exit status {status}; 0 means that all went well.",
    ),
    "app.timer-not-needed": Rule(
        "",
        "Nothing left to wait for",
        "“{command}” has what it waited for, so the timer is not needed any more.",
    ),
    "console.line": Rule("", "A line of output", "A line is printed on the console of this device."),
    "timer.due": Rule("", "Time is up", "Time is up: {timer} runs out."),
    "ping.request": Rule(
        "RFC 792, echo message",
        "Are you there?",
        "ping asks {dst} whether it is there: echo request number {sequence}, which {dst} has to send back.",
    ),
    "ping.interval": Rule("", "Pause before next request", "ping lets {ns} pass before the next request."),
    "ping.last-wait": Rule(
        "",
        "Wait for last answers",
        "The last request is sent: ping waits {ns} at most for answers that are still on their way.",
    ),
    "traceroute.probe": Rule(
        "RFC 1393, 1",
        "Which router is there?",
        "traceroute sends query {query} towards {dst} with TTL {ttl}: where it runs out, the router has to report, "
        "and so tells its address.",
    ),
    "traceroute.wait": Rule(
        "",
        "Wait for a report",
        "traceroute waits {ns} at most for a report, and prints a star if none comes.",
    ),
    "arping.request": Rule(
        "RFC 826, packet generation",
        "Who has this address?",
        "arping asks everyone on the link who has {ip}, whatever the ARP table says.",
    ),
    "arping.wait": Rule("", "Wait for answers", "arping waits {ns} for answers."),
}
