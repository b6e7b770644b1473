"""The options of an IPv4 header, taken apart (RFC 791 3.1)."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.ip.ipv4.pdu import HEADER_LENGTH
from sim.pdu.options import pieces

LOOSE_SOURCE_ROUTE = 131
STRICT_SOURCE_ROUTE = 137

_COPIED = 0x80


class Option(NamedTuple):
    """An option; ``offset`` is that of its type in the header, ``octets`` has type and length in front."""

    type: int
    offset: int
    octets: bytes
    is_well_formed: bool = True

    @property
    def is_copied(self) -> bool:
        """Whether each fragment carries it."""
        return bool(self.type & _COPIED)


def split(octets: bytes) -> Iterator[Option]:
    """The options in their order, which cover all the octets; one whose length cannot be right takes what is left."""
    for at, piece, is_well_formed in pieces(octets):
        yield Option(piece[0], HEADER_LENGTH + at, piece, is_well_formed)
