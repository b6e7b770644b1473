"""What the packet view says of a checksum."""

from sim.why import Rule

CHECKSUM_GOOD = Rule(
    "checksum.good",
    "",
    "Checksum is right",
    "The checksum matches the octets that it covers, so no damage is found.",
)
CHECKSUM_BAD = Rule(
    "checksum.bad",
    "",
    "Checksum is wrong",
    "The checksum does not match the octets that it covers. The right checksum of these octets is {expected}.",
)
CHECKSUM_UNVERIFIED = Rule(
    "checksum.unverified",
    "",
    "Checksum cannot be checked",
    "The checksum also covers octets that are not in this packet, so it cannot be checked here.",
)
CHECKSUM_ABSENT = Rule(
    "checksum.absent",
    "RFC 768",
    "No checksum sent",
    "The checksum field is 0: the sender has not computed a checksum. UDP allows this.",
)
