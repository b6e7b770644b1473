"""Spanning tree: who is root, which ports forward, and what changes that."""

from sim.why import Rule

TRUNCATED = Rule(
    "stp.truncated",
    "IEEE 802.1D-2004, 9.3.4",
    "BPDU is cut off",
    "A BPDU of this type needs {needed:octet|octets}, but only {present:octet is|octets are} there.",
)
OTHER_PROTOCOL = Rule(
    "stp.other-protocol",
    "IEEE 802.1D-2004, 9.3.4",
    "Not spanning tree's protocol",
    "The protocol identifier is {protocol}, but spanning tree's is 0. The switch does not use the message.",
)
UNKNOWN_TYPE = Rule(
    "stp.unknown-type",
    "IEEE 802.1D-2004, 9.3.4",
    "Unknown type of BPDU",
    "No BPDU of version {version} has the type {bpdu_type}. The switch does not use the message.",
)
