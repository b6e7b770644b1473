"""The octets of ICMP messages (RFC 792)."""

from sim.addresses import IPv4Address
from sim.ip.icmp import pdu as icmp
from sim.ip.icmp import rules
from sim.ip.icmp.pdu import Icmp
from sim.why import Why
from sim.wire.checksum import checksum, complement, ones_sum
from sim.wire.layout import Field, Layout, Show, address, enumeration, hex16, hexadecimal

TYPES = {
    icmp.ECHO_REPLY: "echo reply",
    icmp.DESTINATION_UNREACHABLE: "destination unreachable",
    icmp.SOURCE_QUENCH: "source quench",
    icmp.REDIRECT: "redirect",
    icmp.ECHO_REQUEST: "echo request",
    9: "router advertisement",
    10: "router solicitation",
    icmp.TIME_EXCEEDED: "time exceeded",
    icmp.PARAMETER_PROBLEM: "parameter problem",
    icmp.TIMESTAMP: "timestamp",
    icmp.TIMESTAMP_REPLY: "timestamp reply",
}

_UNREACHABLE = {
    icmp.NET_UNREACHABLE: "network unreachable",
    icmp.HOST_UNREACHABLE: "host unreachable",
    icmp.PROTOCOL_UNREACHABLE: "protocol unreachable",
    icmp.PORT_UNREACHABLE: "port unreachable",
    icmp.FRAGMENTATION_NEEDED: "fragmentation needed and DF set",
    icmp.SOURCE_ROUTE_FAILED: "source route failed",
    icmp.NET_UNKNOWN: "destination network unknown",
    icmp.HOST_UNKNOWN: "destination host unknown",
    icmp.SOURCE_HOST_ISOLATED: "source host isolated",
    icmp.NET_PROHIBITED: "network administratively prohibited",
    icmp.HOST_PROHIBITED: "host administratively prohibited",
    icmp.NET_UNREACHABLE_FOR_TOS: "network unreachable for type of service",
    icmp.HOST_UNREACHABLE_FOR_TOS: "host unreachable for type of service",
    icmp.ADMINISTRATIVELY_PROHIBITED: "communication administratively prohibited",
    icmp.PRECEDENCE_VIOLATION: "host precedence violation",
    icmp.PRECEDENCE_CUTOFF: "precedence cutoff in effect",
}
_REDIRECT = {
    0: "for the network",
    icmp.REDIRECT_HOST: "for the host",
    2: "for the type of service and network",
    3: "for the type of service and host",
}
_TIME_EXCEEDED = {
    icmp.TTL_EXCEEDED: "time to live exceeded in transit",
    icmp.REASSEMBLY_EXCEEDED: "fragment reassembly time exceeded",
}
_PARAMETER_PROBLEM = {0: "pointer indicates the error", 1: "required option missing", 2: "bad length"}


def _layout(rest: tuple[Field, ...], code: Show = str) -> Layout:
    start = (
        Field("type", 8, enumeration(TYPES)),
        Field("code", 8, code),
        Field("checksum", 16, hex16),
    )
    return Layout("icmp", start + rest)


_IDENTIFIED = (Field("identifier", 16), Field("sequence", 16))
_UNUSED = Field("unused", 32, hexadecimal(8))
_TIMES = (Field("originate", 32), Field("receive", 32), Field("transmit", 32))

LAYOUT = _layout((Field("rest", 32, hexadecimal(8)),))
_ECHO = _layout(_IDENTIFIED)
_TIMESTAMP = _layout(_IDENTIFIED + _TIMES)
_FRAGMENTATION_NEEDED = _layout((Field("unused", 16, hex16), Field("mtu", 16)), enumeration(_UNREACHABLE))
_LAYOUTS = {
    icmp.ECHO_REPLY: _ECHO,
    icmp.ECHO_REQUEST: _ECHO,
    icmp.DESTINATION_UNREACHABLE: _layout((_UNUSED,), enumeration(_UNREACHABLE)),
    icmp.SOURCE_QUENCH: _layout((_UNUSED,)),
    icmp.REDIRECT: _layout((Field("gateway", 32, address),), enumeration(_REDIRECT)),
    icmp.TIME_EXCEEDED: _layout((_UNUSED,), enumeration(_TIME_EXCEEDED)),
    icmp.PARAMETER_PROBLEM: _layout(
        (Field("pointer", 8), Field("unused", 24, hexadecimal(6))), enumeration(_PARAMETER_PROBLEM)
    ),
    icmp.TIMESTAMP: _TIMESTAMP,
    icmp.TIMESTAMP_REPLY: _TIMESTAMP,
}


VARIANTS = tuple(dict.fromkeys((*_LAYOUTS.values(), _FRAGMENTATION_NEEDED)))
"""The headers of all kinds of message."""


def layout_of(message_type: int, code: int = 0) -> Layout:
    """The header as this kind of message uses it; ``LAYOUT`` for a type that is not known."""
    if (message_type, code) == (icmp.DESTINATION_UNREACHABLE, icmp.FRAGMENTATION_NEEDED):
        return _FRAGMENTATION_NEEDED
    return _LAYOUTS.get(message_type, LAYOUT)


def encode(message: Icmp, *_: IPv4Address) -> bytes:
    """The message; its checksum does not cover the addresses of the IP header."""
    data = message.data
    check = complement((message.type << 8 | message.code) + message.rest + ones_sum(data))
    return LAYOUT.pack(message.type, message.code, check, message.rest) + data


def decode(octets: bytes, *_: IPv4Address) -> Icmp | None:
    """The message that fills the octets, or ``None`` where ``fault`` has something to say."""
    if fault(octets) is not None:
        return None
    message_type, code, _, rest = LAYOUT.unpack_from(octets)
    return Icmp(message_type, code, rest, octets[8:])


def decode_first(octets: bytes) -> Icmp | None:
    """What a first fragment tells of its message; ``None`` where the header is not wholly there."""
    if len(octets) < LAYOUT.length:
        return None
    message_type, code, _, rest = LAYOUT.unpack_from(octets)
    return Icmp(message_type, code, rest, octets[LAYOUT.length :])


def fault(octets: bytes, *_: IPv4Address) -> Why | None:
    """Why these octets are no ICMP message."""
    if len(octets) < LAYOUT.length:
        return Why(rules.TRUNCATED, present=len(octets), needed=LAYOUT.length)
    found = LAYOUT.read(octets, "checksum")
    expected = expected_checksum(octets)
    if found != expected:
        return Why(rules.BAD_CHECKSUM, found=hex16(found), expected=hex16(expected))
    return None


def expected_checksum(octets: bytes) -> int:
    """What the checksum of this message should be, whatever it is."""
    return checksum(octets[:2] + b"\0\0" + octets[4:])
