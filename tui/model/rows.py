"""Rows of any table in words."""

from collections.abc import Hashable
from enum import Enum
from typing import Any

from sim.pdu.ipv4 import IPv4
from sim.trace import columns
from sim.trace.records import Change
from tui.model.summary import summary

TIMES = frozenset({"at", "began", "deadline", "defended", "since", "updated"})
"""Columns that are times, in ns."""

SECOND = 1_000_000_000


def seconds(ns: int) -> str:
    """A time with all its nanoseconds, as lists of packets show it: ``1.000001480``."""
    return f"{ns // SECOND}.{ns % SECOND:09d}"


def words(value: Any) -> str:
    """A cell for people; ``-`` where there is nothing in it."""
    if value is None or value == ():
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, IPv4):
        return str(summary(value))
    if type(value) is tuple:
        return ", ".join(map(words, value))
    return str(value)


def cells(table: str, key: Hashable, row: Any) -> dict[str, str]:
    """The cells of a row in words, those of its key first; times in seconds."""
    return {name: _cell(name, value) for name, value in columns.cells(table, key, row).items()}


def _cell(name: str, value: Any) -> str:
    if name in TIMES and isinstance(value, int):
        return seconds(value)
    if name == "timer" and isinstance(value, tuple):
        return " ".join(map(words, value))
    if name == "fragments":
        return ", ".join(f"{each.fragment_offset}-{each.fragment_offset + len(each.payload) - 1}" for each in value)
    return words(value)


_NAMED_BY = {
    "acd": ("ip", "port"),
    "arp": ("ip", "port"),
    "mac": ("mac", "vlan"),
    "reassembly": ("src", "dst", "protocol", "identification"),
    "route": ("prefix", "next_hop", "port"),
    "waiting": ("ip", "port"),
}
_COUNTERS = frozenset({"conflicts", "probes", "sent", "tokens"})
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


def describe(change: Change, brief: bool = False) -> str:
    """A change in one line: ``+`` a new row, ``-`` one that went, ``~`` what differs in it, before and after.

    ``brief`` leaves times and counters out, and of new rows what is no or nothing; it is "" where nothing else differs.
    """
    table, key, before, after = change
    shown = cells(table, key, after if after is not None else before)
    naming = _NAMED_BY.get(table) or columns.KEY_COLUMNS.get(table) or ("key",)
    parts = [_PREPOSITIONS.get((table, column), "") + shown[column] for column in naming if shown[column] != "-"]
    name = " ".join(parts)
    hidden = TIMES | _COUNTERS if brief else _NOTHING
    rest = [(column, text) for column, text in shown.items() if column not in naming and column not in hidden]
    if before is not None and after is not None:
        was = cells(table, key, before)
        changed = [f"{column} {was[column]} -> {text}" for column, text in rest if text != was[column]]
        return f"{table} ~ {name}: {', '.join(changed)}" if changed else ""
    if before is not None and brief:
        return f"{table} - {name}"
    blank = _BLANK if brief else ("-",)
    fields = ", ".join(f"{column} {text}" for column, text in rest if text not in blank)
    return f"{table} {'+' if before is None else '-'} {name}{': ' if fields else ''}{fields}"
