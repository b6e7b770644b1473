"""The options of an IPv4 header (RFC 791 3.1, RFC 1108, RFC 2113)."""

from collections.abc import Iterator
from typing import NamedTuple

END_OF_LIST = 0
NO_OPERATION = 1

_NAMES = {
    END_OF_LIST: "end_of_option_list",
    NO_OPERATION: "no_operation",
    7: "record_route",
    68: "internet_timestamp",
    130: "security",
    131: "loose_source_route",
    137: "strict_source_route",
    148: "router_alert",
}


class Option(NamedTuple):
    """An option and where it is: octets ``[start, end)`` of all options."""

    name: str
    start: int
    end: int
    well_formed: bool = True


def split(octets: bytes) -> Iterator[Option]:
    """The options in their order, which cover all the octets.

    The padding belongs to the end of the list; an option whose length cannot be right takes all that is left.
    """
    at, end = 0, len(octets)
    while at < end:
        kind = octets[at]
        name = _NAMES.get(kind, f"option_{kind}")
        if kind == NO_OPERATION:
            length = 1
        elif kind == END_OF_LIST:
            length = end - at
        else:
            length = octets[at + 1] if at + 1 < end else 0
            if not 2 <= length <= end - at:
                yield Option(name, at, end, well_formed=False)
                return
        yield Option(name, at, at + length)
        at += length
