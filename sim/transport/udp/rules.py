"""UDP, and what checksums tell."""

from sim.why import Rule

NO_LISTENER = Rule(
    "udp.no-listener",
    "RFC 1122, 4.1.3.1",
    "Nobody listens there",
    "{src} sends to UDP port {dst_port}, and no program on this device listens there: the datagram is dropped.",
)
CONNECTED = Rule(
    "udp.connected",
    "",
    "A peer is chosen",
    "Socket {socket} now sends to {dst} port {dst_port}, hears only that peer, and is told of errors. With UDP no "
    "packet is sent for this.",
)
SENT = Rule(
    "udp.sent",
    "RFC 768",
    "A program sends",
    "A program sends {length} octets to {dst} port {dst_port} through socket {socket}: one datagram, sent at once "
    "and never again.",
)
RECEIVED = Rule(
    "udp.received",
    "RFC 768",
    "A datagram for a program",
    "The datagram with {length} octets from {src} port {src_port} is for socket {socket}, where it waits to be read.",
)
BROADCAST_HEARD_HERE = Rule(
    "udp.broadcast-heard-here",
    "",
    "Everyone includes oneself",
    "A datagram to {dst} is for everyone, and a program on this device listens too: it gets a copy.",
)
ERROR = Rule(
    "udp.error",
    "RFC 1122, 4.1.3.3",
    "An error for a program",
    "{src} reports that what socket {socket} sent did not arrive: the program's next call raises {error}.",
)
ERROR_UNHEARD = Rule(
    "udp.error-unheard",
    "RFC 1122, 4.1.3.3",
    "Not connected, not told",
    "The error {error} is about a datagram that socket {socket} sent. It is not connected to one peer, so its "
    "program is not told.",
)
ERROR_MAY_PASS = Rule(
    "udp.error-may-pass",
    "RFC 1122, 4.1.3.3",
    "This error may pass",
    "The error {error} is about a datagram that socket {socket} sent, but what caused it may be over soon: the "
    "program is not told.",
)
TRUNCATED = Rule(
    "udp.truncated",
    "RFC 768",
    "UDP header cut off",
    "A UDP header has {needed} octets and only {present} are here, so the datagram is dropped.",
)
BAD_LENGTH = Rule(
    "udp.bad-length",
    "RFC 768",
    "UDP length is wrong",
    "The UDP header says {length} octets, but {present} are here, so the datagram is dropped.",
)
BAD_CHECKSUM = Rule(
    "udp.bad-checksum",
    "RFC 1122, 4.1.3.4",
    "UDP checksum is wrong",
    "The UDP checksum is {found} and should be {expected}: the datagram was damaged on the way, so it is dropped.",
)
NOT_UNDERSTOOD = Rule(
    "udp.not-understood",
    "RFC 768",
    "No UDP datagram",
    "The datagram says that it carries UDP, but its {length} octets of content are no UDP datagram, so it is dropped.",
)
