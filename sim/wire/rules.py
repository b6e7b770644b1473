"""What the packet view says of a checksum."""

from sim.why import Rule

CHECKSUM_GOOD = Rule(
    "checksum.good",
    "",
    "Checksum is right",
    "The checksum fits the octets that it covers: as far as it can tell, they are as they were sent.",
)
CHECKSUM_BAD = Rule(
    "checksum.bad",
    "",
    "Checksum is wrong",
    "The checksum does not fit the octets that it covers: for these it should be {expected}.",
)
CHECKSUM_UNVERIFIED = Rule(
    "checksum.unverified",
    "",
    "Checksum cannot be checked",
    "The checksum covers octets that are not in this packet, so it cannot be checked here.",
)
CHECKSUM_ABSENT = Rule(
    "checksum.absent",
    "RFC 768",
    "No checksum sent",
    "The checksum is 0: its sender has computed none, which UDP allows.",
)
