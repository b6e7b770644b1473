"""UDP, and what checksums tell."""

from sim.explain.rule import Rule

RULES = {
    "udp.no-listener": Rule(
        "RFC 1122, 4.1.3.1",
        "Nobody listens there",
        "{src} sends to UDP port {dst_port}, and no program on this device listens there: the datagram is dropped.",
    ),
    "udp.not-read": Rule(
        "",
        "Its owner never reads",
        "UDP port {dst_port} belongs to a program that only waits for ICMP errors and reads nothing: the datagram is "
        "dropped.",
    ),
    "udp.truncated": Rule(
        "RFC 768",
        "UDP header cut off",
        "A UDP header has {needed} octets and only {present} are here, so the datagram is dropped.",
    ),
    "udp.bad-length": Rule(
        "RFC 768",
        "UDP length is wrong",
        "The UDP header says {length} octets, but {present} are here, so the datagram is dropped.",
    ),
    "udp.bad-checksum": Rule(
        "RFC 1122, 4.1.3.4",
        "UDP checksum is wrong",
        "The UDP checksum is {found} and should be {expected}: the datagram was damaged on the way, so it is dropped.",
    ),
    "udp.not-understood": Rule(
        "RFC 768",
        "No UDP datagram",
        "The datagram says that it carries UDP, but its {length} octets of content are no UDP datagram, so it is "
        "dropped.",
    ),
    "checksum.good": Rule(
        "",
        "Checksum is right",
        "The checksum fits the octets that it covers: as far as it can tell, they are as they were sent.",
    ),
    "checksum.bad": Rule(
        "",
        "Checksum is wrong",
        "The checksum does not fit the octets that it covers: for these it should be {expected}.",
    ),
    "checksum.unverified": Rule(
        "",
        "Checksum cannot be checked",
        "The checksum covers octets that are not in this packet, so it cannot be checked here.",
    ),
    "checksum.absent": Rule(
        "RFC 768",
        "No checksum sent",
        "The checksum is 0: its sender has computed none, which UDP allows.",
    ),
}
