"""Path MTU discovery: how long a datagram may be to arrive whole."""

from sim.why import Rule

REDUCED = Rule(
    "pmtu.reduced",
    "RFC 1191, 3",
    "Way takes less than thought",
    "The router {router} could not pass on {length} octets to {dst}: its next link takes {mtu}. This host "
    "remembers that for {timeout} and sends no longer datagrams there.",
)
GUESSED = Rule(
    "pmtu.guessed",
    "RFC 1191, 5",
    "Narrow, but how narrow?",
    "The router {router} could not pass on {length} octets to {dst} and does not say what its next link takes. "
    "The next lower size in use, {mtu} octets, is tried for {timeout}.",
)
NOT_LOWER = Rule(
    "pmtu.not-lower",
    "RFC 1191, 3",
    "Nothing new to learn",
    "The router {router} says that its next link towards {dst} takes {mtu} octets, but no more than {estimate} "
    "are sent there anyway. Such a message never makes datagrams longer.",
)
EXPIRED = Rule(
    "pmtu.expired",
    "RFC 1191, 6.3",
    "Try longer datagrams again",
    "It is long since a router said that the way to {dst} takes only {mtu} octets. The way may have changed, so "
    "longer datagrams are tried again.",
)
TOO_LONG = Rule(
    "pmtu.too-long",
    "RFC 1191, 3",
    "Too long for the way",
    "The datagram to {dst} has {length} octets and must not be cut (flag DF), but {router} said that the way "
    "takes {mtu}: it is not sent.",
)
FRAGMENT = Rule(
    "pmtu.fragment",
    "RFC 1191, 3",
    "Cut for the whole way",
    "The datagram to {dst} has {length} octets, and a router said that a link on the way takes {mtu}: its sender "
    "cuts it, and this is fragment {number} of {of}[, with the data from octet {offset} on].",
)
