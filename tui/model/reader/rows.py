"""Rows of any table in words."""

from collections.abc import Callable, Hashable, Mapping
from enum import Enum
from typing import Any

from sim.addresses import IPv4Address
from sim.ip.ipv4.pdu import IPv4
from sim.trace import columns
from sim.trace.records import Change
from sim.transport.tcp.machine.rows import CONNECTIONS, RECEIVING, SENDING, TIMERS, Endpoints
from sim.transport.tcp.options import LARGEST_WINDOW
from tui.model.packets.origins import ABSOLUTE, Origin
from tui.model.packets.summary import summary

TIMES = frozenset({"at", "began", "deadline", "defended", "since", "updated", *TIMERS})
"""Columns that are times, in ns."""
DURATIONS = frozenset({"rto", "rttvar", "srtt"})
"""Columns that are spans of time, in ns."""

SECOND = 1_000_000_000


def seconds(ns: int) -> str:
    """A time with all its nanoseconds, as lists of packets show it: ``1.000001480``."""
    return f"{ns // SECOND}.{ns % SECOND:09d}"


def span(ns: int) -> str:
    """A span of time, roughly: ``29.9s``, ``200ms``."""
    for unit, length in (("s", 10**9), ("ms", 10**6), ("us", 10**3)):
        if abs(ns) >= length - length // 20_000:  # what would be shown as 1000 of a unit is one of the next
            return f"{ns / length:.1f}".removesuffix(".0") + unit
    return f"{ns}ns"


def relative(ns: int) -> str:
    """A time as seen from now: ``in 29.9s``, ``2.5s ago``."""
    return "now" if ns == 0 else f"in {span(ns)}" if ns > 0 else f"{span(-ns)} ago"


def words(value: Any) -> str:
    """A cell for people; ``-`` where there is nothing in it."""
    if value is None or value in ((), ""):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, IPv4):
        return str(summary(value))
    if type(value) is tuple:
        is_socket = len(value) == 2 and isinstance(value[0], IPv4Address) and type(value[1]) is int
        return f"{value[0]}:{value[1]}" if is_socket else ", ".join(map(words, value))
    return str(value)


def values(table: str, key: Hashable, row: Any) -> dict[str, Any]:
    """The cells of a row, those of its key first; the sockets of a connection are a cell each."""
    found = columns.cells(table, key, row)
    if not isinstance(key, Endpoints):
        return found
    ends = {"local": key[:2], "remote": key[2:] if key.remote_port else None}
    return ends | {name: value for name, value in found.items() if name not in Endpoints._fields}


def cells(table: str, key: Hashable, row: Any, origin: Origin = ABSOLUTE) -> dict[str, str]:
    """The cells of a row in words, those of its key first; times in seconds, sequence numbers from ``origin``."""
    counted = _COUNTED.get(table, _AS_THEY_ARE)
    return {
        name: _cell(name, _from(value, getattr(origin, counted[name])) if name in counted else value)
        for name, value in values(table, key, row).items()
    }


_AS_THEY_ARE: Mapping[str, str] = {}
_COUNTED: Mapping[str, Mapping[str, str]] = {
    SENDING: dict.fromkeys(("snd_una", "snd_nxt", "written", "sacked"), "seq"),
    RECEIVING: dict.fromkeys(("rcv_nxt", "waiting"), "ack"),
}
"""The columns of sequence numbers, and which initial one they are counted from."""


def _from(value: Any, first: int) -> Any:
    """A sequence number, or blocks of them, counted from ``first``; ``None`` for one from before that was known."""
    if isinstance(value, int):
        return value - first if value >= first else None
    return tuple(tuple(edge - first for edge in each) for each in value)


def _cell(name: str, value: Any) -> str:
    write = _WRITTEN.get(name)
    if write is None or not isinstance(value, int | tuple) or value == ():
        return words(value)
    return write(value)


def threshold(octets: int) -> str:
    """RFC 5681 3.1: it begins "arbitrarily high", until something is lost."""
    return "highest" if octets >= LARGEST_WINDOW else str(octets)


def _blocks(value: tuple[Any, ...]) -> str:
    """Ranges as tcpdump writes them."""
    return " ".join(f"{begin}:{end}" for begin, end in value)


_WRITTEN: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(TIMES, seconds),
    **dict.fromkeys(DURATIONS, span),
    **dict.fromkeys(("sacked", "waiting"), _blocks),
    "fragments": lambda value: ", ".join(
        f"{each.fragment_offset}-{each.fragment_offset + len(each.payload) - 1}" for each in value
    ),
    "ssthresh": threshold,
    "timer": lambda value: " ".join(map(words, value)),
}
"""How the cells of these columns are written."""


_NAMED_BY = {
    "acd": ("ip", "port"),
    "arp": ("ip", "port"),
    "mac": ("mac", "vlan"),
    "reassembly": ("src", "dst", "protocol", "identification"),
    "route": ("prefix", "next_hop", "port"),
    "waiting": ("ip", "port"),
}
_COUNTERS = frozenset({"conflicts", "probes", "rttvar", "sent", "srtt", "tokens"})
_BLANK = ("-", "0", "no", "unicast")
_NOTHING: frozenset[str] = frozenset()
_PREPOSITIONS = {
    ("mac", "vlan"): "vlan ",
    ("reassembly", "dst"): "> ",
    ("reassembly", "protocol"): "protocol ",
    ("reassembly", "identification"): "id ",
    ("route", "next_hop"): "via ",
    ("route", "port"): "dev ",
}


def describe(change: Change, brief: bool = False, origin: Origin = ABSOLUTE) -> str:
    """A change in one line: ``+`` a new row, ``-`` one that went, ``~`` what differs in it, before and after.

    ``brief`` leaves times and counters out, and of new rows what is no or nothing; it is "" where nothing else differs.
    Sequence numbers are counted from ``origin``.
    """
    table, key, before, after = change
    shown = cells(table, key, after if after is not None else before, origin)
    naming = _naming(table, key)
    name = _name(table, key, shown)
    hidden = TIMES | _COUNTERS if brief else _NOTHING
    rest = [(column, text) for column, text in shown.items() if column not in naming and column not in hidden]
    if before is not None and after is not None:
        was = cells(table, key, before, origin)
        changed = [f"{_lead(table, column)}{was[column]} -> {text}" for column, text in rest if text != was[column]]
        return f"{table} ~ {name}: {', '.join(changed)}" if changed else ""
    if before is not None and brief:
        return f"{table} - {name}"
    blank = _BLANK if brief else ("-",)
    fields = ", ".join(f"{_lead(table, column)}{text}" for column, text in rest if text not in blank)
    return f"{table} {'+' if before is None else '-'} {name}{': ' if fields else ''}{fields}"


def _naming(table: str, key: Hashable) -> tuple[str, ...]:
    """The columns that name a row."""
    if isinstance(key, Endpoints):
        return ("local", "remote")
    return _NAMED_BY.get(table) or columns.KEY_COLUMNS.get(table) or ("key",)


def connection(key: Endpoints) -> str:
    """What a connection is called on its own host: ``49152 to 10.0.0.2:80``; a listener ``port 80``."""
    return f"{key.local_port} to {key.remote_ip}:{key.remote_port}" if key.remote_port else f"port {key.local_port}"


def _name(table: str, key: Hashable, shown: Mapping[str, str]) -> str:
    if isinstance(key, Endpoints):
        return connection(key)
    parts = [(column, shown[column]) for column in _naming(table, key) if shown[column] != "-"]
    return " ".join(_PREPOSITIONS.get((table, column), "") + text for column, text in parts)


def _lead(table: str, column: str) -> str:
    """What a cell is called in front of it; a state speaks for itself."""
    return "" if (table, column) == (CONNECTIONS, "state") else f"{column} "
