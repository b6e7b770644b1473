"""UDP, and what checksums tell."""

from sim.explain.rule import Rule

RULES = {
    "udp.no-listener": Rule(
        "RFC 1122, 4.1.3.1",
        "Nobody listens there",
        "{src} sends to UDP port {dst_port}, and no program on this device listens there: the datagram is dropped.",
    ),
    "udp.connected": Rule(
        "",
        "A peer is chosen",
        "Socket {socket} now sends to {dst} port {dst_port}, hears only that peer, and is told of errors. With UDP no "
        "packet is sent for this.",
    ),
    "udp.sent": Rule(
        "RFC 768",
        "A program sends",
        "A program sends {length} octets to {dst} port {dst_port} through socket {socket}: one datagram, sent at once "
        "and never again.",
    ),
    "udp.received": Rule(
        "RFC 768",
        "A datagram for a program",
        "The datagram with {length} octets from {src} port {src_port} is for socket {socket}, where it waits to be "
        "read.",
    ),
    "udp.broadcast-heard-here": Rule(
        "",
        "Everyone includes oneself",
        "A datagram to {dst} is for everyone, and a program on this device listens too: it gets a copy.",
    ),
    "udp.error": Rule(
        "RFC 1122, 4.1.3.3",
        "An error for a program",
        "{src} reports that what socket {socket} sent did not arrive: the program's next call raises {error}.",
    ),
    "udp.error-unheard": Rule(
        "RFC 1122, 4.1.3.3",
        "Not connected, not told",
        "The error {error} is about a datagram that socket {socket} sent. It is not connected to one peer, so its "
        "program is not told.",
    ),
    "udp.error-may-pass": Rule(
        "RFC 1122, 4.1.3.3",
        "This error may pass",
        "The error {error} is about a datagram that socket {socket} sent, but what caused it may be over soon: the "
        "program is not told.",
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
