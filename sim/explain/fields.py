"""What a header's fields give the catalogue: facts for the sentence, and which of its cases apply."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sim.addresses import BROADCAST_MAC, IPv4Address, MacAddress
from sim.explain.language import Case
from sim.ip.icmp import pdu as icmp
from sim.transport.tcp import options as tcp_options
from sim.transport.tcp import pdu as tcp

Value = int | bytes | tuple[int, ...]
Values = Mapping[str, Value]
"""The values of a layer's fields by name; those that are cut off are missing."""

_OCTETS = frozenset({"data", "fragment", "trailer", "padding", "fcs"})
"""Layers without a header: their one field has their name."""
_LONGEST_LENGTH = 1500
_LIMITED_BROADCAST = IPv4Address.parse("255.255.255.255")
_FIRST_GROUP = IPv4Address.parse("224.0.0.0")
_LAST_SYSTEM_PORT, _FIRST_DYNAMIC_PORT = 1023, 49152
_WITH_CODES = frozenset({icmp.DESTINATION_UNREACHABLE, icmp.REDIRECT, icmp.TIME_EXCEEDED, icmp.PARAMETER_PROBLEM})
_WITHOUT_CODES = frozenset(
    {icmp.ECHO_REPLY, icmp.ECHO_REQUEST, icmp.SOURCE_QUENCH, icmp.TIMESTAMP, icmp.TIMESTAMP_REPLY}
)


class Sense(NamedTuple):
    """What is known of a field's value: facts for templates, and the keys of the cases that apply, in order."""

    facts: Mapping[str, Any]
    cases: tuple[Case, ...]


def place_of(layer: str, name: str) -> tuple[str, str]:
    """Where the catalogue has a field: most under the layer and its name; ``name`` is "" for the layer itself."""
    if name == "truncated":
        return "any", name
    if name.startswith("option_"):
        return layer, "option"  # one that has a number and no name
    return layer, layer if not name and layer in _OCTETS else name


def sense(layer: str, name: str, values: Values) -> Sense:
    """The sense of the field ``name``, whose value is ``values[name]``; that of the layer where ``name`` is ""."""
    value = values.get(name)
    facts: dict[str, Any] = dict(values)
    if isinstance(value, bytes):
        # Such as an option whose length is wrong: only how much of it there is can be told.
        facts = {"size": len(value)}
        return Sense(facts, ())
    numbers = {each: number for each, number in values.items() if isinstance(number, int)}
    told = _TOLD.get((layer, name))
    if told is None:
        return Sense(facts, (numbers[name],) if name in numbers else ())
    found = told(values if isinstance(value, tuple) else numbers)
    return Sense({**facts, **found.facts}, found.cases)


def _mac(name: str) -> Callable[[Any], Sense]:
    def told(values: Mapping[str, int]) -> Sense:
        mac = MacAddress(values[name])
        case = "broadcast" if mac == BROADCAST_MAC else "group" if mac.is_group else "one"
        return Sense({"mac": mac}, ("asked",) if values.get("operation") == 1 else (case,))

    return told


def _ip(name: str) -> Callable[[Any], Sense]:
    def told(values: Mapping[str, int]) -> Sense:
        ip = IPv4Address(values[name])
        case = "broadcast" if ip == _LIMITED_BROADCAST else "group" if ip >= _FIRST_GROUP else "one"
        return Sense({"ip": ip}, (case,))

    return told


def _ethertype(values: Mapping[str, int]) -> Sense:
    return Sense({}, ("length",) if values["ethertype"] <= _LONGEST_LENGTH else ())


def _protocol_type(values: Mapping[str, int]) -> Sense:
    return Sense({"ethertype": values["protocol_type"]}, ())


def _sender_ip(values: Mapping[str, int]) -> Sense:
    ip = values["sender_ip"]
    return Sense({"ip": IPv4Address(ip)}, ("known" if ip else "none",))


def _target_ip(values: Mapping[str, int]) -> Sense:
    ip = values["target_ip"]
    return Sense({"ip": IPv4Address(ip)}, ("own",) if ip == values["sender_ip"] else ())


def _header_length(name: str) -> Callable[[Any], Sense]:
    def told(values: Mapping[str, int]) -> Sense:
        octets = values[name] * 4
        case = () if octets < tcp.HEADER_LENGTH else ("plain",) if octets == tcp.HEADER_LENGTH else ("options",)
        return Sense({"octets": octets, "options": octets - tcp.HEADER_LENGTH}, case)

    return told


def _tos(values: Mapping[str, int]) -> Sense:
    return Sense({"dscp": values["tos"] >> 2, "ecn": values["tos"] & 3}, (values["tos"],))


def _total_length(values: Mapping[str, int]) -> Sense:
    content = values["total_length"] - values["ihl"] * 4
    return Sense({"content": content if content >= 0 else None}, ())


def _identification(values: Mapping[str, int]) -> Sense:
    return Sense({"identification": f"0x{values['identification']:04x}"}, ())


def _flags(values: Mapping[str, int]) -> Sense:
    flags = values["flags"]
    return Sense({}, tuple(1 << bit for bit in range(12) if flags >> bit & 1) or (0,))


def _fragment_offset(values: Mapping[str, int]) -> Sense:
    offset = values["fragment_offset"]
    case = () if offset else ("first",) if values["flags"] & 1 else ("whole",)
    return Sense({"octets": offset * 8}, case)


def _code(values: Mapping[str, int]) -> Sense:
    kind = values["type"]
    return Sense({}, ("named",) if kind in _WITH_CODES else ("plain",) if kind in _WITHOUT_CODES else ())


def _gateway(values: Mapping[str, int]) -> Sense:
    return Sense({"ip": IPv4Address(values["gateway"])}, ())


def _mtu(values: Mapping[str, int]) -> Sense:
    return Sense({}, ("known" if values["mtu"] else "none",))


def _port(name: str) -> Callable[[Any], Sense]:
    def told(values: Mapping[str, int]) -> Sense:
        port = values[name]
        case = ("system",) if port <= _LAST_SYSTEM_PORT else ("dynamic",) if port >= _FIRST_DYNAMIC_PORT else ()
        return Sense({}, case)

    return told


def _seq(values: Mapping[str, int]) -> Sense:
    is_syn = values.get("flags", 0) & tcp.SYN
    return Sense({"next": values["seq"] + 1 & tcp.SEQUENCE_MASK}, ("syn" if is_syn else "data",))


def _ack(values: Mapping[str, int]) -> Sense:
    return Sense({}, ("set" if values.get("flags", 0) & tcp.ACK else "unset",) if "flags" in values else ())


def _window(values: Mapping[str, int]) -> Sense:
    flags = values["flags"]
    facts = {"ack": values["ack"] if flags & tcp.ACK and not flags & tcp.RST else None}
    if flags & tcp.RST:
        return Sense(facts, ("reset",))
    if not values["window"]:
        return Sense(facts, ("zero",))
    return Sense(facts, ("octets" if flags & tcp.SYN else "scaled",))


def _urgent(values: Mapping[str, int]) -> Sense:
    end = values["seq"] + values["urgent"] & tcp.SEQUENCE_MASK
    return Sense({"end_of_urgent": end}, ("set" if values["flags"] & tcp.URG else "unset",))


def _window_scale(values: Mapping[str, int]) -> Sense:
    return Sense({"unit": 1 << min(values["window_scale"], tcp_options.LARGEST_SCALE)}, ())


def _sack(values: Mapping[str, tuple[int, ...]]) -> Sense:
    edges = values["sack"]
    # The octet behind the last one of a block may have the number 0.
    blocks = tuple((left, right or tcp.SEQUENCE_MASK + 1) for left, right in zip(edges[::2], edges[1::2], strict=True))
    return Sense({"blocks": blocks}, ())


def _timestamps(values: Mapping[str, Any]) -> Sense:
    clock, echo = values["timestamps"]
    if not values.get("flags", 0) & tcp.ACK:
        # RFC 7323 3.2: "The TSecr field is valid if the ACK bit is set in the TCP header."
        return Sense({"clock": clock}, ("none",) if "flags" in values else ())
    return Sense({"clock": clock, "echo": echo}, ())


_TOLD: Mapping[tuple[str, str], Callable[[Any], Sense]] = {
    ("ethernet", "dst"): _mac("dst"),
    ("ethernet", "src"): _mac("src"),
    ("ethernet", "ethertype"): _ethertype,
    ("arp", "protocol_type"): _protocol_type,
    ("arp", "sender_mac"): _mac("sender_mac"),
    ("arp", "sender_ip"): _sender_ip,
    ("arp", "target_mac"): _mac("target_mac"),
    ("arp", "target_ip"): _target_ip,
    ("ipv4", "ihl"): _header_length("ihl"),
    ("ipv4", "tos"): _tos,
    ("ipv4", "total_length"): _total_length,
    ("ipv4", "identification"): _identification,
    ("ipv4", "flags"): _flags,
    ("ipv4", "fragment_offset"): _fragment_offset,
    ("ipv4", "src"): _ip("src"),
    ("ipv4", "dst"): _ip("dst"),
    ("icmp", "code"): _code,
    ("icmp", "gateway"): _gateway,
    ("icmp", "mtu"): _mtu,
    ("udp", "src_port"): _port("src_port"),
    ("udp", "dst_port"): _port("dst_port"),
    ("tcp", "src_port"): _port("src_port"),
    ("tcp", "dst_port"): _port("dst_port"),
    ("tcp", "seq"): _seq,
    ("tcp", "ack"): _ack,
    ("tcp", "data_offset"): _header_length("data_offset"),
    ("tcp", "flags"): _flags,
    ("tcp", "window"): _window,
    ("tcp", "urgent"): _urgent,
    ("tcp", "window_scale"): _window_scale,
    ("tcp", "sack"): _sack,
    ("tcp", "timestamps"): _timestamps,
}
