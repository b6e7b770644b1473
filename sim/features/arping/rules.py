"""What ``arping`` does."""

from sim.why import Rule

REQUEST = Rule(
    "arping.request",
    "RFC 826, packet generation",
    "Who has this address?",
    "arping asks everyone on the link who has {ip}, whatever the ARP table says.",
)
WAIT = Rule(
    "arping.wait",
    "",
    "Wait for answers",
    "arping waits {ns} for answers.",
)
