"""DNS: why octets are no message, and what servers do."""

from sim.why import Rule

HEADER_CUT = Rule(
    "dns.header-cut",
    "RFC 1035, 4.1.1",
    "DNS header is cut off",
    "A DNS message begins with a header of {needed} octets. Only {present} are there.",
)
CUT = Rule(
    "dns.cut",
    "RFC 1035, 4.1",
    "DNS message is cut off",
    "The header announces more than the message has: the octets end at octet {at}, inside a question or a record.",
)
POINTER_LOOP = Rule(
    "dns.pointer-loop",
    "RFC 1035, 4.1.4",
    "Compressed name leads back to itself",
    "The name at octet {at} goes on at octet {pointer}, which is in the same name. Whoever follows the pointer never "
    "comes to an end.",
)
POINTER_FORWARD = Rule(
    "dns.pointer-forward",
    "RFC 1035, 4.1.4",
    "Pointer does not lead back",
    "The name at octet {at} goes on at octet {pointer}. A pointer may only lead to a name that stands before it.",
)
LABEL_TYPE = Rule(
    "dns.label-type",
    "RFC 1035, 4.1.4",
    "Unknown kind of label",
    "A label at octet {at} begins with {octet}. The first two bits of that octet are neither 00 (a label) nor 11 (a "
    "pointer).",
)
NAME_TOO_LONG = Rule(
    "dns.name-too-long",
    "RFC 1035, 2.3.4",
    "Name is too long",
    "The name at octet {at} has more than 255 octets, which is the most that a name can have.",
)
BAD_RDLENGTH = Rule(
    "dns.bad-rdlength",
    "RFC 1035, 3.2.1",
    "Length of a record is wrong",
    "The record at octet {at} says that its data have {length} octets. Data of type {rtype} cannot have this length.",
)
TRAILING = Rule(
    "dns.trailing",
    "RFC 1035, 4.1",
    "Octets behind the message",
    "The header announces fewer questions and records than there are octets: {octets:octet follows|octets follow} the "
    "last record.",
)
BAD_TCP_LENGTH = Rule(
    "dns.bad-tcp-length",
    "RFC 1035, 4.2.2",
    "Length in front is wrong",
    "Over TCP, two octets in front of a message say how long the message is. They say {length}; "
    "{present:octet is|octets are} there.",
)
