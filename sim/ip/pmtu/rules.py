"""Path MTU discovery: how long a datagram may be to arrive whole."""

from sim.why import Rule

REDUCED = Rule(
    "pmtu.reduced",
    "RFC 1191, 3",
    "Path MTU is smaller",
    "The router {router} could not forward {length} octets to {dst}: the MTU of its next link is {mtu} octets. For "
    "{timeout}, this host sends no datagram to {dst} that is longer than that.",
)
GUESSED = Rule(
    "pmtu.guessed",
    "RFC 1191, 5",
    "Path MTU is guessed",
    "The router {router} could not forward {length} octets to {dst} but does not say the MTU of its next link. For "
    "{timeout}, this host tries the next smaller common MTU: {mtu} octets.",
)
NOT_LOWER = Rule(
    "pmtu.not-lower",
    "RFC 1191, 3",
    "No smaller path MTU",
    "The router {router} says that the MTU of its next link to {dst} is {mtu} octets, but this host already sends at "
    "most {estimate} octets. Such a message never raises the path MTU.",
)
EXPIRED = Rule(
    "pmtu.expired",
    "RFC 1191, 6.3",
    "Try longer datagrams again",
    "A router said long ago that the path MTU to {dst} is only {mtu} octets. The path may have changed, so this host "
    "tries longer datagrams again.",
)
TOO_LONG = Rule(
    "pmtu.too-long",
    "RFC 1191, 3",
    "Too long for the path",
    "The datagram to {dst} has {length} octets and must not be fragmented (flag DF). The router {router} said that "
    "the path MTU is {mtu} octets, so the datagram is not sent.",
)
FRAGMENT = Rule(
    "pmtu.fragment",
    "RFC 1191, 3",
    "Fragmented for whole path",
    "The datagram to {dst} has {length} octets, but the path MTU is {mtu} octets, so the sender fragments the "
    "datagram. This is fragment {number} of {of}[; its data starts at octet {offset}].",
)
