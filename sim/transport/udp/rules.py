"""UDP: datagrams between programs, and the errors about them."""

from sim.why import Rule

NO_LISTENER = Rule(
    "udp.no-listener",
    "RFC 1122, 4.1.3.1",
    "No program listens there",
    "{src} sends to UDP port {dst_port}, but no program on this device listens on that port. The datagram is dropped.",
)
CONNECTED = Rule(
    "udp.connected",
    "",
    "A peer is chosen",
    "Socket {socket} now sends to {dst} port {dst_port}, receives only from this peer, and is told of errors. UDP "
    "sends no packet for this.",
)
SENT = Rule(
    "udp.sent",
    "RFC 768",
    "A program sends",
    "A program sends {length:octet|octets} to {dst} port {dst_port} through socket {socket}. UDP sends one datagram at "
    "once and never retransmits it.",
)
MORE_FOLLOWS = Rule(
    "udp.more-follows",
    "",
    "The datagram is not complete yet",
    "The program says that more follows (MSG_MORE or UDP_CORK). Socket {socket} holds {length:octet|octets} back. They "
    "leave in one datagram with the rest.",
)
RECEIVED = Rule(
    "udp.received",
    "RFC 768",
    "A datagram for a program",
    "The datagram of {length:octet|octets} from {src} port {src_port} is for socket {socket}. It waits in the socket "
    "until the program reads it.",
)
BROADCAST_HEARD_HERE = Rule(
    "udp.broadcast-heard-here",
    "",
    "Broadcast reaches its sender too",
    "A datagram to {dst} is for everyone. A program on this device listens too, so it gets a copy.",
)
ERROR = Rule(
    "udp.error",
    "RFC 1122, 4.1.3.3",
    "An error for a program",
    "{src} reports that the data from socket {socket} did not arrive. The next call of the program raises {error}.",
)
ERROR_UNHEARD = Rule(
    "udp.error-unheard",
    "RFC 1122, 4.1.3.3",
    "Unconnected socket is not told",
    "The error {error} is about a datagram from socket {socket}. The socket is not connected to one peer, so the "
    "program is not told.",
)
ERROR_MAY_PASS = Rule(
    "udp.error-may-pass",
    "RFC 1122, 4.1.3.3",
    "This error may pass",
    "The error {error} is about a datagram from socket {socket}. The cause of the error may soon be over, so the "
    "program is not told.",
)
TRUNCATED = Rule(
    "udp.truncated",
    "RFC 768",
    "UDP header cut off",
    "A UDP header has {needed} octets, but only {present:octet is|octets are} here, so the datagram is dropped.",
)
BAD_LENGTH = Rule(
    "udp.bad-length",
    "RFC 768",
    "UDP length is wrong",
    "The length field of the UDP header says {length} octets, but {present:octet is|octets are} here, so the datagram "
    "is dropped.",
)
BAD_CHECKSUM = Rule(
    "udp.bad-checksum",
    "RFC 1122, 4.1.3.4",
    "UDP checksum is wrong",
    "The UDP checksum is {found}, but it should be {expected}. The datagram was damaged on the way, so it is dropped.",
)
NOT_UNDERSTOOD = Rule(
    "udp.not-understood",
    "RFC 768",
    "Not a UDP datagram",
    "The protocol field of the datagram says UDP, but its {length} octets of content are not a UDP datagram, so they "
    "are dropped.",
)
