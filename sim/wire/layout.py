"""Header layouts as data: one statement of a header's fields packs it, reads it, shows it and draws it."""

from collections.abc import Callable, Iterator, Mapping
from struct import Struct

from sim.addresses import IPv4Address, MacAddress

Show = Callable[[int], str]

_CODES = {8: "B", 16: "H", 32: "I", 64: "Q"}


class Field:
    """A field: its name, its width in bits, and how its value is written for a person."""

    __slots__ = ("bits", "name", "show")

    def __init__(self, name: str, bits: int, show: Show = str) -> None:
        self.name = name
        self.bits = bits
        self.show = show


class Layout:
    """The fields of a fixed header, in the order of transmission.

    ``pack`` and ``unpack_from`` are those of one ``struct.Struct`` over whole units: a field that starts and
    ends between octets is a unit (an integer of 8, 16, 32 or 64 bits, else ``bytes``), and fields that share
    octets are folded into one by whoever packs. ``length`` is in octets.
    """

    __slots__ = ("_spans", "fields", "length", "name", "pack", "unpack_from")

    def __init__(self, name: str, fields: tuple[Field, ...]) -> None:
        self.name = name
        self.fields = fields
        self._spans: dict[str, tuple[int, int]] = {}
        units = "!"
        bit = begun = 0
        for field in fields:
            self._spans[field.name] = (bit, bit + field.bits - 1)
            bit += field.bits
            if bit % 8 == 0:
                units += _CODES.get(bit - begun) or f"{(bit - begun) // 8}s"
                begun = bit
        if begun != bit:
            raise ValueError(f"the fields of {name} end inside an octet")
        struct = Struct(units)
        self.length = struct.size
        self.pack = struct.pack
        self.unpack_from = struct.unpack_from

    def span(self, name: str) -> tuple[int, int]:
        """The first and the last bit of a field, counted from the header's first bit, which is bit 0."""
        return self._spans[name]

    def read(self, octets: bytes, name: str) -> int:
        """A field's value; raises ``IndexError`` where the octets end before it does."""
        first, last = self._spans[name]
        if last // 8 >= len(octets):
            raise IndexError(f"{name} of {self.name} ends in octet {last // 8} of {len(octets)}")
        number = int.from_bytes(octets[first // 8 : last // 8 + 1], "big")
        return number >> 7 - last % 8 & (1 << last - first + 1) - 1

    def values(self, octets: bytes) -> dict[str, int]:
        """Every field that is wholly there, by name."""
        return {field.name: self.read(octets, field.name) for field in self.whole_fields(len(octets))}

    def whole_fields(self, octets: int) -> Iterator[Field]:
        """The fields that fit into so many octets."""
        return (field for field in self.fields if self._spans[field.name][1] < octets * 8)


def hexadecimal(digits: int) -> Show:
    """``0x00ff``, with so many digits."""
    return lambda value: f"0x{value:0{digits}x}"


hex16 = hexadecimal(4)


def address(value: int) -> str:
    return str(IPv4Address(value))


def mac(value: int) -> str:
    return str(MacAddress(value))


def times(factor: int) -> Show:
    """A count of units together with what it comes to: ``5 x 4 = 20``."""
    return lambda value: f"{value} x {factor} = {value * factor}"


def enumeration(names: Mapping[int, str], number: Show = str) -> Show:
    """``8 (echo request)``; the number alone where it has no name."""
    return lambda value: f"{number(value)} ({names[value]})" if value in names else number(value)


def flags(names: Mapping[int, str]) -> Show:
    """``0x2 (DF)``, from the mask of each flag."""

    def show(value: int) -> str:
        is_set = [name for mask, name in names.items() if value & mask]
        return f"{value:#x} ({' '.join(is_set)})" if is_set else f"{value:#x}"

    return show
