"""Which entries of a list can never fit, because those before them fit all that they would: by exact set reasoning.

A datagram is a point in a space of eight dimensions, and an entry is a box in it. What is left of an entry, once the
boxes before it are taken away, is kept as boxes that do not overlap.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from sim.features.acl.entry import LAST_PORT, STATES, Entry, Ports, Where

_ALL_PROTOCOLS = (1 << 256) - 1
_ALL_PORTS = (1 << LAST_PORT + 1) - 1
_ALL_MESSAGES = (1 << 65536) - 1
"""Types and codes of ICMP, each type with 256 codes."""
_BOTH = 3
"""TCP segments that answer, and all others."""
_ALL_STATES = (1 << len(STATES)) - 1
_MOST_PIECES = 5000
"""More pieces than that are not looked at: an entry that is cut so finely is taken for one that can fit."""


class Box(NamedTuple):
    """A set of datagrams: all that have one of these addresses, and one value of each of ``sets``.

    The sets are numbers with a bit for each value: protocols, source ports, destination ports, types with codes of
    ICMP, whether a TCP segment answers, states of the connection.
    """

    src: Where
    dst: Where
    sets: tuple[int, ...]


class Shadowed(NamedTuple):
    """An entry that can never fit, and those before it that take all of it."""

    at: int
    by: tuple[int, ...]


def shadowed(entries: Sequence[Entry]) -> list[Shadowed]:
    """The entries that can never fit, with those that take what they would fit, by their indices."""
    boxes = [_box(entry) for entry in entries]
    found = []
    for index, box in enumerate(boxes):
        takers = _takers(box, boxes[:index])
        if takers is not None:
            found.append(Shadowed(index, takers))
    return found


def _takers(box: Box, before: Sequence[Box]) -> tuple[int, ...] | None:
    """Which of the boxes before take all of a box; ``None`` where something is left."""
    alone = next((index for index, other in enumerate(before) if _is_within(box, other)), None)
    if alone is not None:
        return (alone,)
    pieces, takers = [box], []
    for index, other in enumerate(before):
        left = [part for piece in pieces for part in _without(piece, other)]
        if left != pieces:
            takers.append(index)
        pieces = left
        if not pieces:
            return tuple(takers)
        if len(pieces) > _MOST_PIECES:
            return None
    return None


def _box(entry: Entry) -> Box:
    sets = (
        _ALL_PROTOCOLS if entry.protocol is None else 1 << entry.protocol,
        _bits(entry.src_ports),
        _bits(entry.dst_ports),
        _messages(entry.icmp),
        1 if entry.established else _BOTH,
        sum(1 << STATES.index(each) for each in entry.states) or _ALL_STATES,
    )
    return Box(entry.src, entry.dst, sets)


@cache
def _bits(ports: Ports) -> int:
    if not ports:
        return _ALL_PORTS
    return sum((1 << last + 1) - (1 << first) for first, last in ports)


@cache
def _messages(icmp: tuple[int, int | None] | None) -> int:
    if icmp is None:
        return _ALL_MESSAGES
    kind, code = icmp
    return (1 << 256) - 1 << kind * 256 if code is None else 1 << kind * 256 + code


def _is_within(box: Box, other: Box) -> bool:
    is_near = _contains(other.src, box.src) and _contains(other.dst, box.dst)
    return is_near and all(not ours & ~theirs for ours, theirs in zip(box.sets, other.sets, strict=True))


def _contains(outer: Where, inner: Where) -> bool:
    return outer.care & ~inner.care == 0 and outer.fits(inner.base)


def _without(box: Box, other: Box) -> Iterator[Box]:
    """What is left of a box without another, in boxes that do not overlap."""
    src, dst = _common(box.src, other.src), _common(box.dst, other.dst)
    sets = tuple(ours & theirs for ours, theirs in zip(box.sets, other.sets, strict=True))
    if src is None or dst is None or not all(sets):
        yield box
        return
    for part in _outside(box.src, src):
        yield Box(part, box.dst, box.sets)
    for part in _outside(box.dst, dst):
        yield Box(src, part, box.sets)
    for place, (whole, common) in enumerate(zip(box.sets, sets, strict=True)):
        left = whole & ~common
        if left:
            yield Box(src, dst, (*sets[:place], left, *box.sets[place + 1 :]))


def _common(one: Where, other: Where) -> Where | None:
    """The addresses that are in both."""
    if (one.base ^ other.base) & one.care & other.care:
        return None
    return Where(one.base | other.base, one.care | other.care)


def _outside(whole: Where, part: Where) -> Iterator[Where]:
    """The addresses of ``whole`` that are not in ``part``, which is within: a piece for each bit that is fixed more."""
    more = part.care & ~whole.care
    base, care = whole
    for bit in (1 << place for place in range(31, -1, -1)):
        if more & bit:
            yield Where(base | ~part.base & bit, care | bit)
            base, care = base | part.base & bit, care | bit
