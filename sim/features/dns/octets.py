"""Reading and writing the octets of a message, with compressed names (RFC 1035 4.1.4)."""

from struct import Struct

from sim.features.dns import rules
from sim.features.dns.name import MAXIMUM_NAME, ROOT, Name
from sim.features.dns.numbers import type_name
from sim.why import Why

_POINTER = 0xC0
"""The first two bits of an octet that begins a pointer; those of one that begins a label are 0."""
_REACH = 0x4000
"""A pointer can lead to places before this one."""

pack_16 = Struct("!H").pack
pack_32 = Struct("!I").pack


class BadMessageError(Exception):
    """Octets that are no message; it does not leave this package."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class Reader:
    """The octets of one message. Raises :class:`BadMessageError`; places are octets from the message's first."""

    __slots__ = ("_names", "octets", "size")

    def __init__(self, octets: bytes) -> None:
        self.octets = octets
        self.size = len(octets)
        self._names: dict[int, Name] = {}

    def name(self, start: int) -> tuple[Name, int]:
        """The name that begins at a place, and the place behind it.

        RFC 1035 4.1.4: a pointer stands for "a prior occurance of the same name". So each one has to lead to before
        the piece of the name that it ends, and no name is without end.
        """
        octets, size = self.octets, self.size
        labels: list[bytes] = []
        targets: list[tuple[int, int, int]] = []
        begin = at = start
        end, length, tail = 0, 1, ROOT
        while True:
            if at >= size:
                raise self.cut()
            octet = octets[at]
            if octet == 0:
                break
            if octet < 0x40:
                at += 1
                label = octets[at : at + octet]
                at += octet
                if at > size:
                    raise self.cut()
                length += 1 + octet
                if length > MAXIMUM_NAME:
                    raise BadMessageError(Why(rules.NAME_TOO_LONG, at=start))
                labels.append(label)
                continue
            if octet < _POINTER:
                raise BadMessageError(Why(rules.LABEL_TYPE, at=at, octet=f"0x{octet:02x}"))
            if at + 1 >= size:
                raise self.cut()
            target = (octet & 0x3F) << 8 | octets[at + 1]
            if target >= begin:
                rule = rules.POINTER_LOOP if target <= at + 1 else rules.POINTER_FORWARD
                raise BadMessageError(Why(rule, at=start, pointer=target))
            end = end or at + 2
            pointed = self._names.get(target)
            if pointed is not None:
                tail = pointed
                if length + tail.length - 1 > MAXIMUM_NAME:
                    raise BadMessageError(Why(rules.NAME_TOO_LONG, at=start))
                break
            begin = at = target
            targets.append((target, len(labels), length))
        whole = (*labels, *tail.labels)
        key = (*[label.lower() for label in labels], *tail.key)
        length += tail.length - 1
        found = self._names[start] = Name.known(whole, key, length)
        for target, count, before in targets:
            self._names[target] = Name.known(whole[count:], key[count:], length - before + 1)
        return found, end or at + 1

    def word(self, at: int) -> int:
        """The 16 bits at a place."""
        if at + 2 > self.size:
            raise self.cut()
        return self.octets[at] << 8 | self.octets[at + 1]

    def cut(self) -> BadMessageError:
        """The error for octets that end too early."""
        return BadMessageError(Why(rules.CUT, at=self.size))

    def bad_length(self, rtype: int, at: int, length: int) -> BadMessageError:
        """The error for a record whose data, which begin at a place, cannot have their length."""
        return BadMessageError(Why(rules.BAD_RDLENGTH, at=at, length=length, rtype=type_name(rtype)))


class Writer:
    """The octets of a message that is being written. ``places`` says where a name, or the end of one, stands already.

    Names are shortened by names that are written in the same letters, small or capital, so that case is kept.
    """

    __slots__ = ("octets", "places")

    def __init__(self) -> None:
        self.octets = bytearray()
        self.places: dict[tuple[bytes, ...], int] = {}

    def name(self, name: Name) -> None:
        """Write a name, compressed."""
        octets, places = self.octets, self.places
        labels = name.labels
        while labels:
            place = places.get(labels)
            if place is not None:
                octets += pack_16(_POINTER << 8 | place)
                return
            here = len(octets)
            if here < _REACH:
                places[labels] = here
            label = labels[0]
            octets.append(len(label))
            octets += label
            labels = labels[1:]
        octets.append(0)

    def plain_name(self, name: Name) -> None:
        """Write a name as it is, for data in which it may not be compressed (RFC 3597 4)."""
        octets = self.octets
        for label in name.labels:
            octets.append(len(label))
            octets += label
        octets.append(0)
