"""What is wrong with a tag."""

from sim.why import Rule

TRUNCATED = Rule(
    "vlan.truncated",
    "IEEE 802.1Q-2018, 9.3",
    "Tag is cut off",
    "A VLAN tag has {needed} octets behind the addresses and the type 0x8100, and only {present:octet is|octets are} "
    "here.",
)
