"""The names of interfaces as IOS has them, such as ``FastEthernet0/1``, and which interface of a device each means."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sim.command import CommandLine
from sim.link.ethernet.pdu import LAST_VLAN

_KINDS = ("ethernet", "fastethernet", "gigabitethernet", "tengigabitethernet")
_NAME = re.compile(r"([a-z]+)((?:\d+/)*)(\d+)((?:\.\d+)?)", re.IGNORECASE)
_PART = re.compile(r"\s*([a-z-]*?)\s*((?:\d+/)*)(\d+)\s*(?:-\s*(?:[a-z]*\s*(?:\d+/)*)(\d+)\s*)?", re.IGNORECASE)


class _Written(NamedTuple):
    """A name in its parts: the kind of interface, the modules before the number, the number, a subinterface."""

    kind: str
    modules: str
    number: str
    sub: str


def named(typed: str, there: Collection[str]) -> str:
    """The name of the interface that is meant; what was typed, where none is.

    Where the devices have other names, the last number counts: ``fa0/1`` is port 1 of a switch, and ``gi0/1`` is eth1.
    """
    if typed in there:
        return typed
    written = _parts(typed)
    if written is None:
        return typed
    for name in there:
        other = _parts(name)
        if name.lower() == typed.lower() or (other is not None and "/" in other.modules and _is_same(written, other)):
            return name
    meant = f"{written.number}{written.sub}", f"eth{written.number}{written.sub}"
    return next((name for name in meant if written.modules and name.partition(".")[0] in there), typed)


def _parts(name: str) -> _Written | None:
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    kind = found[1].lower()
    return _Written(kind, *found.groups()[1:]) if any(each.startswith(kind) for each in _KINDS) else None


def _is_same(one: _Written, other: _Written) -> bool:
    is_cut = any(kind.startswith(one.kind) and kind.startswith(other.kind) for kind in _KINDS)
    return is_cut and one[1:] == other[1:]


def read_name(line: CommandLine) -> str:
    """The name of an interface, in one word or two, as vlan 10."""
    word = line.next("an interface, such as eth0, 1 or vlan 10")
    for prefix, kind in (("vl", "vlan"), ("po", "port-channel")):
        if word.lower().startswith(prefix) and kind.startswith(word.lower()):
            return f"{'po' if prefix == 'po' else kind}{line.integer(1, LAST_VLAN)}"
    return f"{word}{line.next()}" if word.isalpha() and line.peek()[:1].isdecimal() else word


def in_range(text: str) -> Iterator[str]:
    """The names that a range has, such as ``fa0/1 - 3 , fa0/5`` or ``1-3,5``; raises ``ValueError`` for any other text.

    A part without a kind has that of the part before.
    """
    kind = modules = ""
    for part in text.split(","):
        found = _PART.fullmatch(part)
        if found is None:
            raise ValueError(part.strip())
        if found[1] or found[2]:
            kind, modules = found[1] or kind, found[2]
        first, last = int(found[3]), int(found[4] or found[3])
        if not first <= last < first + _MOST:
            raise ValueError(part.strip())
        yield from (f"{kind}{modules}{number}" for number in range(first, last + 1))


_MOST = 1000
