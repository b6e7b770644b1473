"""NAT: which address and port a datagram gets, and what gets none."""

from sim.why import Rule

SOURCE = Rule(
    "nat.source",
    "RFC 3022, 2.2",
    "The source is translated",
    "The datagram leaves through the outside interface. Its source was {was} and is now {now}, by the mapping "
    "{outside} = {inside}.",
)
DESTINATION = Rule(
    "nat.destination",
    "RFC 3022, 2.2",
    "The destination is translated",
    "The datagram is for an outside address. Its destination was {was} and is now {now}, by the mapping "
    "{outside} = {inside}.",
)
HAIRPIN = Rule(
    "nat.hairpin",
    "RFC 4787, REQ-9",
    "Both ends are translated",
    "An inside host sends to an outside address that leads inside. The destination {was} becomes {now}. The source "
    "{was_source} becomes {now_source}, so that the answer comes this way, too.",
)
ERROR = Rule(
    "nat.error",
    "RFC 5508, REQ-4",
    "An ICMP error is translated",
    "The ICMP error quotes a datagram from {was}. The quote now says {now}, as the sender knows it, and the error goes "
    "to {dst}.",
)
ERROR_OUT = Rule(
    "nat.error-out",
    "RFC 5508, REQ-5",
    "An ICMP error is translated",
    "The ICMP error quotes a datagram to {was}. The quote now says {now}, as the sender knows it, and the error goes "
    "out with the source {src}.",
)
MAPPED = Rule(
    "nat.mapped",
    "RFC 4787, REQ-1",
    "A mapping begins",
    "{inside} sends to the outside for the first time, and gets {outside}, with its own port, which was free."
    "[ The mapping is for {remote} only.]",
)
MAPPED_TO_OTHER_PORT = Rule(
    "nat.mapped-to-other-port",
    "RFC 4787, REQ-1",
    "A mapping with another port",
    "{inside} sends to the outside for the first time. Its own port is in use there or may not be kept, so it gets "
    "{outside}.[ The mapping is for {remote} only.]",
)
FORWARDED = Rule(
    "nat.forwarded",
    "",
    "A port is forwarded",
    "The configuration says that {outside} leads to {inside}.",
)
ONE_TO_ONE = Rule(
    "nat.one-to-one",
    "RFC 3022, 2.1",
    "An address translated one-to-one",
    "The configuration says that {inside} has the outside address {outside} to itself, with all ports.",
)
REFRESHED = Rule(
    "nat.refreshed",
    "RFC 4787, REQ-6",
    "A mapping gets more time",
    "A connection of the mapping {outside} = {inside} is in use, so the mapping is kept as well.",
)
ENDED = Rule(
    "nat.ended",
    "RFC 7857, 3",
    "A mapping ends",
    "The last connection of the mapping {outside} = {inside} is over, so the mapping ends. The port is free again.",
)
UNUSED = Rule(
    "nat.unused",
    "",
    "A mapping was not needed",
    "The datagram for which {outside} was given to {inside} did not get through, so the mapping ends.",
)
ADDRESS_GONE = Rule(
    "nat.address-gone",
    "",
    "The outside address has changed",
    "{ip} is no outside address of this router any more, so the mapping {outside} = {inside} ends.",
)
NO_MAPPING = Rule(
    "nat.no-mapping",
    "RFC 3022, 2.2",
    "Nobody inside has this address",
    "{dst} is an outside address, and no mapping says which inside host has it. The datagram from {src} is dropped.",
)
FILTERED = Rule(
    "nat.filtered",
    "RFC 4787, REQ-8",
    "Not let in by the filter",
    "{dst} is mapped to {inside}, but the filter lets in only {behavior}, and {src} is not among them. The datagram is "
    "dropped.",
)
NO_ADDRESS = Rule(
    "nat.no-address",
    "",
    "There is no outside address",
    "The outside interface {port} has no address, so the source {src} cannot be translated. The datagram is dropped.",
)
EXHAUSTED = Rule(
    "nat.exhausted",
    "RFC 5508, REQ-8",
    "No outside port is left",
    "All ports that {inside} could get are in use (ports {ports} of {ip}). The datagram is dropped.",
)
HOST_LIMIT = Rule(
    "nat.host-limit",
    "RFC 6888, REQ-4",
    "The host has enough mappings",
    "{ip} has {limit:mapping|mappings} already and may not have more, so the datagram to {dst} is dropped.",
)
UNSOLICITED = Rule(
    "nat.unsolicited",
    "RFC 5382, REQ-4",
    "A SYN nobody asked for",
    "{src} wants to connect to {dst}, and no mapping leads from there to an inside host. The SYN is dropped. Its "
    "sender is told later, since both sides may be calling each other right now.",
)
UNSOLICITED_ANSWERED = Rule(
    "nat.unsolicited-answered",
    "RFC 5382, REQ-4",
    "The late answer to a SYN",
    "{timeout} after the SYN of {src} to {dst}, nobody inside has called {src}. So its sender is told that the port "
    "cannot be reached.",
)
HAIRPIN_OFF = Rule(
    "nat.hairpin-off",
    "RFC 4787, REQ-9",
    "No hairpin here",
    "{src} is inside and sends to {dst}, which leads inside again. This router does not translate that (hairpin is "
    "off), so the datagram is dropped.",
)
UNKNOWN = Rule(
    "nat.unknown",
    "",
    "Segment of an unknown connection",
    "{src} sends a segment that begins no connection, and the table has none from {src} to {dst}: it is over, or was "
    "forgotten. The segment is dropped.",
)
UNTRANSLATABLE = Rule(
    "nat.untranslatable",
    "",
    "Nothing to translate by",
    "The datagram from {src} belongs to no connection and begins none. Inside addresses must not be seen outside, so "
    "it is dropped.",
)
ERROR_STRAY = Rule(
    "nat.error-stray",
    "RFC 5508, REQ-4",
    "ICMP error about nothing known",
    "The ICMP error from {src} to {dst} quotes no datagram of a connection that the router knows, so it is dropped.",
)
RESET = Rule(
    "nat.reset",
    "",
    "RST for a lost connection",
    "{src} takes its connection to {dst} for open. The router answers with a RST in the name of {dst}, so that {src} "
    "notices at once.",
)
RECONFIGURED = Rule(
    "nat.reconfigured",
    "",
    "Translation by a command",
    "A command changes the translation, so the mapping of {inside} to {outside} is made anew or is gone.",
)
CLEARED = Rule(
    "nat.cleared",
    "",
    "Mapping cleared by a command",
    "The command clears the mapping of {inside} to {outside}. The connections that use the mapping are forgotten, too.",
)
