"""What ``arping`` does."""

from sim.why import Rule

REQUEST = Rule(
    "arping.request",
    "RFC 826, packet generation",
    "Broadcast an ARP request",
    "arping asks everyone on the link who has {ip}. It does not look at the ARP table.",
)
WAIT = Rule(
    "arping.wait",
    "",
    "Wait for answers",
    "arping waits {ns} for answers.",
)
