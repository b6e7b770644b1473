"""The table of connections as people see it, and as ``conntrack -L`` prints it."""

from collections.abc import Mapping
from typing import Any

from sim.addresses import IPv4Address
from sim.feature import Table, TimerText
from sim.features.conntrack.machine import TABLE, ConnectionRow
from sim.features.conntrack.tuples import FiveTuple
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP
from sim.kernel import SECOND

_NAMES = {PROTOCOL_ICMP: "icmp", PROTOCOL_TCP: "tcp", PROTOCOL_UDP: "udp"}
_REPLY_OF = {8: 0, 13: 14, 15: 16, 17: 18}


def _name(key: tuple[int, IPv4Address, int, IPv4Address, int]) -> str:
    protocol, src, src_port, dst, dst_port = key
    return f"{_NAMES.get(protocol, protocol)} {src}:{src_port} > {dst}:{dst_port}"


def _protocol(number: int) -> str:
    return _NAMES.get(number, str(number))


CONNECTIONS = Table(
    TABLE,
    ConnectionRow,
    {"en": "Connections", "zh": "连接"},
    key=FiveTuple.__annotations__,
    joined={
        "from": ("src", "src_port"),
        "to": ("dst", "dst_port"),
    },
    label=_name,
    spoken={"en": "the connection", "zh": "连接"},
    timers={"expires": {"en": "the end of the connection {}", "zh": "连接 {} 到期"}},
    minor=("reply_src", "reply_src_port", "reply_dst", "reply_dst_port"),
    written={"protocol": _protocol},
    spare=("reply_src_port", "reply_src", "assured", "reply_dst_port", "reply_dst", "replied"),
    place=3,
)
TIMER = TimerText(
    TABLE,
    {
        "en": "the timer of the connection from {1.src}:{1.src_port} to {1.dst}:{1.dst_port}",
        "zh": "从 {1.src}:{1.src_port} 到 {1.dst}:{1.dst_port} 的连接的定时器",
    },
)


def conntrack_l(rows: Mapping[Any, Any], now: int) -> list[str]:
    """The connections at a time (ns), as ``conntrack -L`` prints them."""
    connections: Mapping[FiveTuple, ConnectionRow] = rows
    return [_line(ends, row, now) for ends, row in connections.items()]


def _line(ends: FiveTuple, row: ConnectionRow, now: int) -> str:
    left = max(0, -(-(row.expires - now) // SECOND))
    words = [f"{_NAMES.get(ends.protocol, 'unknown'):<8} {ends.protocol} {left}"]
    if row.state is not None:
        words.append(row.state)
    words.append(_ends(ends, is_reply=False))
    if not row.replied:
        words.append("[UNREPLIED]")
    words.append(_ends(row.reply_of(ends), is_reply=True))
    if row.assured:
        words.append("[ASSURED]")
    return " ".join([*words, "mark=0", "use=1"])


def _ends(ends: FiveTuple, is_reply: bool) -> str:
    addresses = f"src={ends.src} dst={ends.dst}"
    if ends.protocol == PROTOCOL_ICMP:
        query, identifier = (ends.src_port, ends.dst_port) if is_reply else (ends.dst_port, ends.src_port)
        kind = _REPLY_OF.get(query, query) if is_reply else query
        return f"{addresses} type={kind} code=0 id={identifier}"
    if ends.protocol not in (PROTOCOL_TCP, PROTOCOL_UDP):
        return addresses
    return f"{addresses} sport={ends.src_port} dport={ends.dst_port}"
