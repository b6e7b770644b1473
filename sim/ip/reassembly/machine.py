"""Putting fragments together again (RFC 791 3.2, RFC 815, RFC 1122 3.3.2).

Fragments that overlap end the datagram, since overlapping serves attacks only: RFC 1858 and RFC 3128 describe
those on filters, which see no port in a tiny first fragment, and RFC 5722 draws this consequence (for IPv6).
"""

from collections.abc import Mapping
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.effects import Arm, Cancel, Drop, Explain, Put, Remove
from sim.ip.ipv4.pdu import CE, HEADER_LENGTH, NOT_ECT, IPv4
from sim.ip.reassembly import rules
from sim.ip.reassembly.settings import ReassemblySettings
from sim.quantities import Instant
from sim.why import Rule, Why

TABLE = "reassembly"

MAXIMUM_LENGTH = 65535
"""Octets that the total length field can say (RFC 791 3.1)."""


class ReassemblyKey(NamedTuple):
    """What fragments of one datagram have in common (RFC 791 3.2, "BUFID")."""

    src: IPv4Address
    dst: IPv4Address
    protocol: int
    identification: int


class ReassemblyRow(NamedTuple):
    """A datagram that misses fragments: those on hand by offset, and ``length``, its data octets, once known.

    ``received`` counts data octets on hand. ``since`` is when the first fragment to arrive came, ``deadline``
    when the wait ends.
    """

    fragments: tuple[IPv4, ...]
    received: int
    length: int | None
    since: Instant
    deadline: Instant

    @property
    def holes(self) -> tuple[tuple[int, int | None], ...]:
        """The missing ranges of data, from the first octet up to but not including the last (RFC 815).

        The end is ``None`` while the last fragment is missing, which alone tells the length.
        """
        holes: list[tuple[int, int | None]] = []
        expected = 0
        for piece in self.fragments:
            if piece.fragment_offset > expected:
                holes.append((expected, piece.fragment_offset))
            expected = _end(piece)
        if self.length is None or expected < self.length:
            holes.append((expected, self.length))
        return tuple(holes)


class Reassembled(NamedTuple):
    """The datagram is whole: the first fragment's header, and all octets of data as ``bytes``."""

    datagram: IPv4
    why: Why


class Expired(NamedTuple):
    """The wait is over; ICMP time exceeded (code 1) is due, about the fragment ``first`` (RFC 792)."""

    first: IPv4
    why: Why


Table = Mapping[ReassemblyKey, ReassemblyRow]
Effect = Put | Remove | Arm | Cancel | Drop | Explain | Reassembled | Expired


def key_of(datagram: IPv4) -> ReassemblyKey:
    """The key of a fragment's datagram."""
    return ReassemblyKey(datagram.src, datagram.dst, datagram.protocol, datagram.identification)


def timer_of(key: ReassemblyKey) -> tuple[str, ReassemblyKey]:
    """The name of the timer that bounds the wait for a datagram."""
    return TABLE, key


def receive(table: Table, settings: ReassemblySettings, fragment: IPv4, now: int) -> list[Effect]:
    """Take a fragment (``fragment.is_fragment``) for this device, whose payload is octets; ``now`` in ns."""
    key = key_of(fragment)
    row = table.get(key)
    why = _malformed(fragment)
    if why is not None:
        return [Drop(why)]
    if row is None:
        new = ReassemblyRow((), 0, None, now, now + settings.timeout)
        return [*_make_room(table, settings), *_accept(key, new, fragment, is_new=True)]
    if _is_duplicate(row, fragment):
        return [Drop(_why(rules.DUPLICATE, fragment))]
    why = _contradiction(row, fragment)
    if why is not None:
        return [*_forget(key, why), Drop(why)]
    return _accept(key, row, fragment, is_new=False)


def timeout(table: Table, key: ReassemblyKey) -> list[Effect]:
    """The timer :func:`timer_of` ``(key)`` fired: give the datagram up.

    "If fragment zero is not available then no time exceeded need be sent at all" (RFC 792).
    """
    row = table.get(key)
    if row is None:
        return []
    first = row.fragments[0]
    facts = {
        **key._asdict(),
        "received": row.received,
        "holes": row.holes,
        "timeout": row.deadline - row.since,
    }
    if first.fragment_offset == 0:
        why = Why(rules.TIMEOUT, **facts)
        return [Remove(TABLE, key, why, expired=True), Expired(first, why)]
    why = Why(rules.TIMEOUT_WITHOUT_FIRST, **facts)
    return [Remove(TABLE, key, why, expired=True), Explain(why)]


def _octets(fragment: IPv4) -> bytes:
    payload = fragment.payload
    if not isinstance(payload, bytes):
        raise TypeError(f"a fragment's payload is octets, not {type(payload).__name__}")
    return payload


def _end(fragment: IPv4) -> int:
    """The first data octet behind the fragment."""
    return fragment.fragment_offset + len(fragment.payload)


def _why(rule: Rule, fragment: IPv4, **more: object) -> Why:
    return Why(rule, **key_of(fragment)._asdict(), start=fragment.fragment_offset, end=_end(fragment), **more)


def _malformed(fragment: IPv4) -> Why | None:
    """What is wrong with a fragment on its own."""
    length = len(_octets(fragment))
    if length == 0:
        return _why(rules.EMPTY_FRAGMENT, fragment)
    # RFC 791 3.2: "its data portion must be broken on 8 octet boundaries".
    if fragment.more_fragments and length % 8:
        return _why(rules.NOT_IN_EIGHTS, fragment, length=length)
    # Offset and length each fit their field, but not the sum: the "ping of death".
    if _end(fragment) > MAXIMUM_LENGTH - HEADER_LENGTH - len(fragment.options):
        return _why(rules.TOO_LONG, fragment, maximum=MAXIMUM_LENGTH)
    return None


def _is_duplicate(row: ReassemblyRow, fragment: IPv4) -> bool:
    return any(
        piece.fragment_offset == fragment.fragment_offset
        and piece.payload == fragment.payload
        and piece.more_fragments == fragment.more_fragments
        for piece in row.fragments
    )


def _contradiction(row: ReassemblyRow, fragment: IPv4) -> Why | None:
    """What in a fragment cannot be, given those on hand."""
    start, end = fragment.fragment_offset, _end(fragment)
    last = row.fragments[-1]
    if row.length is not None and (end > row.length or (not fragment.more_fragments and end != row.length)):
        return _why(rules.TWO_ENDS, fragment, length=row.length)
    if row.length is None and not fragment.more_fragments and end < _end(last):
        return _why(rules.TWO_ENDS, fragment, length=_end(last))
    for piece in row.fragments:
        if start < _end(piece) and piece.fragment_offset < end:
            have = {"have_start": piece.fragment_offset, "have_end": _end(piece)}
            return _why(rules.OVERLAP, fragment, **have)
    return None


def _make_room(table: Table, settings: ReassemblySettings) -> list[Effect]:
    """Give up the datagrams that have waited longest, so that one more has room."""
    excess = len(table) + 1 - settings.capacity
    if excess <= 0:
        return []
    oldest = sorted(table, key=lambda key: (table[key].since, key))[:excess]
    why = Why(rules.FULL, capacity=settings.capacity)
    return [effect for key in oldest for effect in _forget(key, why)]


def _forget(key: ReassemblyKey, why: Why) -> list[Effect]:
    return [Remove(TABLE, key, why), Cancel(timer_of(key), why)]


def _accept(key: ReassemblyKey, row: ReassemblyRow, fragment: IPv4, is_new: bool) -> list[Effect]:
    """Put a fragment where it belongs, and the datagram together where it was the last one missing."""
    pieces = tuple(sorted((*row.fragments, fragment), key=lambda piece: piece.fragment_offset))
    row = row._replace(
        fragments=pieces,
        received=row.received + len(fragment.payload),
        length=row.length if fragment.more_fragments else _end(fragment),
    )
    if row.received != row.length:
        why = _why(rules.WAITING, fragment, holes=row.holes)
        put = Put(TABLE, key, row, why)
        return [put, Arm(timer_of(key), row.deadline, why)] if is_new else [put]
    whole = _join(pieces)
    if len(whole) > MAXIMUM_LENGTH:
        why = _why(rules.TOO_LONG, fragment, maximum=MAXIMUM_LENGTH)
        return [*_forget(key, why), Drop(why)]
    codepoints = {piece.tos & CE for piece in pieces}
    if codepoints >= {NOT_ECT, CE}:
        # RFC 3168 5.3: the codepoint CE of any fragment is kept, but "this MUST NOT occur if any of the other fragments
        # contributing to this reassembly carries the Not-ECT codepoint": then "the packet is dropped".
        why = _why(rules.MIXED_MARKS, fragment)
        return [*_forget(key, why), Drop(why)]
    if CE in codepoints:
        whole.tos |= CE
    why = Why(rules.COMPLETE, **key._asdict(), fragments=len(pieces), length=row.length)
    return [*_forget(key, why), Reassembled(whole, why)]


def _join(pieces: tuple[IPv4, ...]) -> IPv4:
    first = pieces[0]
    return IPv4(
        first.src,
        first.dst,
        first.protocol,
        b"".join(map(_octets, pieces)),
        ttl=first.ttl,
        identification=first.identification,
        dont_fragment=first.dont_fragment,
        tos=first.tos,
        options=first.options,
    )
