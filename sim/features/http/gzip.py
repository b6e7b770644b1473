"""Content in the coding ``gzip`` (RFC 9110 8.4.1.3, RFC 1952), with the same octets on every machine.

The library's encoder is not the same everywhere, and a run must be. This one finds repeated strings and writes them
with the fixed codes of DEFLATE (RFC 1951 3.2.6).
"""

import zlib
from itertools import accumulate

_HEADER = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3))
"""No name, no time, and Linux."""
_SHORTEST, _LONGEST, _FURTHEST = 3, 258, 32768
_MOST_TRIES = 32

_LENGTH_BITS = (0,) * 8 + tuple(bits for bits in range(1, 6) for _ in range(4)) + (0,)
_DISTANCE_BITS = (0, 0, *(bits for bits in range(14) for _ in range(2)))
_LENGTHS = (*accumulate(_LENGTH_BITS[:-2], lambda least, bits: least + (1 << bits), initial=_SHORTEST), _LONGEST)
_DISTANCES = (*accumulate(_DISTANCE_BITS[:-1], lambda least, bits: least + (1 << bits), initial=1),)
"""The least length and the least distance of each code, with the number of bits behind it (RFC 1951 3.2.5)."""


def compress(octets: bytes) -> bytes:
    """The octets as one member in gzip's format."""
    size = len(octets) & 0xFFFFFFFF
    return _HEADER + _deflate(octets) + zlib.crc32(octets).to_bytes(4, "little") + size.to_bytes(4, "little")


class _Bits:
    """Writes bits, the lowest of an octet first (RFC 1951 3.1.1)."""

    def __init__(self) -> None:
        self._whole = bytearray()
        self._held = 0
        self._count = 0

    def number(self, value: int, bits: int) -> None:
        self._held |= value << self._count
        self._count += bits
        while self._count >= 8:
            self._whole.append(self._held & 0xFF)
            self._held >>= 8
            self._count -= 8

    def code(self, value: int, bits: int) -> None:
        """Huffman codes stand with their highest bit first."""
        self.number(int(f"{value:0{bits}b}"[::-1], 2), bits)

    def octets(self) -> bytes:
        return bytes(self._whole) + (bytes((self._held,)) if self._count else b"")


def _symbol(bits: _Bits, value: int) -> None:
    """A literal or a length, in its fixed code (RFC 1951 3.2.6)."""
    if value < 144:
        bits.code(0x30 + value, 8)
    elif value < 256:
        bits.code(0x190 + value - 144, 9)
    elif value < 280:
        bits.code(value - 256, 7)
    else:
        bits.code(0xC0 + value - 280, 8)


def _place(table: tuple[int, ...], value: int) -> int:
    return max(index for index, least in enumerate(table) if least <= value)


def _deflate(octets: bytes) -> bytes:
    bits = _Bits()
    bits.number(0b011, 3)  # the last block, with fixed codes
    seen: dict[bytes, list[int]] = {}
    at = 0
    while at < len(octets):
        length, distance = _longest(octets, at, seen.get(octets[at : at + _SHORTEST], []))
        if length:
            index = _place(_LENGTHS, length)
            _symbol(bits, 257 + index)
            bits.number(length - _LENGTHS[index], _LENGTH_BITS[index])
            index = _place(_DISTANCES, distance)
            bits.code(index, 5)
            bits.number(distance - _DISTANCES[index], _DISTANCE_BITS[index])
        else:
            _symbol(bits, octets[at])
        for each in range(at, at + max(length, 1)):
            seen.setdefault(octets[each : each + _SHORTEST], []).append(each)
        at += max(length, 1)
    _symbol(bits, 256)
    return bits.octets()


def _longest(octets: bytes, at: int, places: list[int]) -> tuple[int, int]:
    """The longest string that stands at one of the places and here too: its length, and how far back; 0 for none."""
    best, back = 0, 0
    most = min(_LONGEST, len(octets) - at)
    if most < _SHORTEST:
        return 0, 0
    for place in reversed(places[-_MOST_TRIES:]):
        if at - place > _FURTHEST:
            break
        length = _SHORTEST
        while length < most and octets[place + length] == octets[at + length]:
            length += 1
        if length > best:
            best, back = length, at - place
    return best, back
