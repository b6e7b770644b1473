"""TCP segments as octets: what makes them no segments, before any connection is asked."""

from sim.explain.rule import Rule

RULES = {
    "tcp.truncated": Rule(
        "RFC 9293, 3.1",
        "TCP header cut off",
        "The TCP header should have {needed} octets and only {present} are here, so the segment is dropped.",
    ),
    "tcp.bad-data-offset": Rule(
        "RFC 9293, 3.1",
        "Impossible data offset",
        "The data offset says that the TCP header is {header_length} octets long, but it has at least 20: the segment "
        "is dropped.",
    ),
    "tcp.bad-checksum": Rule(
        "RFC 9293, 3.1",
        "TCP checksum is wrong",
        "The TCP checksum is {found} and should be {expected}: the segment was damaged on the way, so it is dropped "
        "as if it had been lost.",
    ),
    "tcp.bad-option": Rule(
        "RFC 9293, 3.1",
        "TCP option of wrong length",
        "The option at octet {octet} of the TCP header has a length that cannot be right: it says nothing.",
    ),
}
