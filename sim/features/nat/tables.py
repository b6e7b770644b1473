"""The table of mappings as people see it, and as Cisco's IOS prints it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sim.addresses import IPv4Address
from sim.feature import Table, ValueNames
from sim.features.conntrack.machine import ConnectionRow
from sim.features.conntrack.tuples import FiveTuple
from sim.features.nat.machine import ANY_PROTOCOL, TABLE, Kind, MappingKey, MappingRow, is_outside_of, shown
from sim.features.nat.settings import Behavior
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP

_NAMES = {ANY_PROTOCOL: "---", PROTOCOL_ICMP: "icmp", PROTOCOL_TCP: "tcp", PROTOCOL_UDP: "udp"}

BEHAVIORS = ValueNames(
    "behavior",
    {
        Behavior.ADDRESS_DEPENDENT: {
            "en": "addresses that the inside host has sent to",
            "zh": "内部主机发送过的地址",
        },
        Behavior.ADDRESS_AND_PORT_DEPENDENT: {
            "en": "addresses and ports that the inside host has sent to",
            "zh": "内部主机发送过的地址和端口",
        },
    },
)


def _name(key: tuple[int, IPv4Address, int]) -> str:
    protocol, ip, port = key
    return f"{_NAMES.get(protocol, protocol)} {ip}" + (f":{port}" if port or protocol != ANY_PROTOCOL else "")


def _protocol(number: int) -> str:
    return _NAMES.get(number, str(number))


MAPPINGS = Table(
    TABLE,
    MappingRow,
    {"en": "NAT: mappings", "zh": "NAT：映射"},
    key={"protocol": int, "outside_ip": IPv4Address, "outside_port": int},
    kinds=("router",),
    joined={"outside": ("outside_ip", "outside_port")},
    label=_name,
    spoken={"en": "the NAT mapping", "zh": "NAT 映射"},
    timers={"expires": {"en": "the end of the NAT mapping {}", "zh": "NAT 映射 {} 到期"}},
    written={"protocol": _protocol},
    spare=("ports", "remote_port", "remote_ip"),
    place=2,
)


def translated(
    mappings: Mapping[Any, Any], connections: Mapping[Any, Any]
) -> dict[MappingKey, list[tuple[FiveTuple, ConnectionRow]]]:
    """The connections that each mapping translates."""
    return {key: [*_connections(key, row, connections.items())] for key, row in mappings.items()}


def _line(protocol: int, *columns: object) -> str:
    return f"{_NAMES.get(protocol, str(protocol)):<3} " + "".join(f"{each!s:<18} " for each in columns).rstrip()


def show_ip_nat_translations(mappings: Mapping[Any, Any], connections: Mapping[Any, Any]) -> list[str]:
    """The mappings and the connections that they translate, as ``show ip nat translations`` prints them."""
    lines = [_line(ANY_PROTOCOL, "Inside global", "Inside local", "Outside local", "Outside global")]
    lines[0] = "Pro" + lines[0][3:]
    rows: Mapping[MappingKey, MappingRow] = mappings
    for key, row in sorted(rows.items(), key=lambda item: item[0]):
        if row.kind is not Kind.DYNAMIC:
            lines.append(_line(key.protocol, *shown(key, row).values(), "---", "---"))
        lines += _translated(key, row, connections.items())
    return lines


def _translated(
    key: MappingKey, row: MappingRow, connections: Iterable[tuple[FiveTuple, ConnectionRow]]
) -> Iterable[str]:
    """A line for each connection that a mapping translates."""
    for ends, connection in _connections(key, row, connections):
        reply = connection.reply_of(ends)
        called, answers = ends.receiver, reply.sender
        is_out = _is_out(key, row, ends, reply)
        near, far = called, called
        if ends.protocol == PROTOCOL_ICMP:  # both ends have the identifier that the query has on that side
            near, far = called._replace(port=ends.src_port), called._replace(port=reply.dst_port)
            answers = answers._replace(port=reply.dst_port)
        if is_out:
            yield _line(ends.protocol, reply.receiver, ends.sender, near, far)
        else:
            yield _line(ends.protocol, near, answers, reply.receiver, reply.receiver)


def _connections(
    key: MappingKey, row: MappingRow, connections: Iterable[tuple[FiveTuple, ConnectionRow]]
) -> Iterable[tuple[FiveTuple, ConnectionRow]]:
    """The connections that a mapping translates, those to the outside and those from there."""
    for ends, connection in connections:
        reply = connection.reply_of(ends)
        is_in = is_outside_of(key, row, ends.receiver) and reply.sender != ends.receiver
        if key.protocol in (ends.protocol, ANY_PROTOCOL) and (is_in or _is_out(key, row, ends, reply)):
            yield ends, connection


def _is_out(key: MappingKey, row: MappingRow, ends: FiveTuple, reply: FiveTuple) -> bool:
    return is_outside_of(key, row, reply.receiver) and ends.sender != reply.receiver
