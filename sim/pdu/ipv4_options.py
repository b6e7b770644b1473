"""The options of an IPv4 header, taken apart (RFC 791 3.1)."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.pdu.ipv4 import HEADER_LENGTH

END_OF_LIST = 0
NO_OPERATION = 1
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
    """The options in their order, which cover all the octets; two have no length octet, the others do.

    The padding belongs to the end of the list; an option whose length cannot be right takes all that is left.
    """
    at, end = 0, len(octets)
    while at < end:
        kind = octets[at]
        if kind == NO_OPERATION:
            length = 1
        elif kind == END_OF_LIST:
            length = end - at
        else:
            # RFC 1122 3.2.1.8: "erroneous option lengths have been observed to put some IP implementations into
            # infinite loops".
            length = octets[at + 1] if at + 1 < end else 0
            if not 2 <= length <= end - at:
                yield Option(kind, HEADER_LENGTH + at, octets[at:], is_well_formed=False)
                return
        yield Option(kind, HEADER_LENGTH + at, octets[at : at + length])
        at += length
