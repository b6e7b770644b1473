"""How the options of an IPv4 and of a TCP header are laid out, which is the same (RFC 791 3.1, RFC 9293 3.1)."""

from collections.abc import Iterator

END_OF_LIST = 0
NO_OPERATION = 1


def pieces(octets: bytes) -> Iterator[tuple[int, bytes, bool]]:
    """Each option in its order: where it begins, its octets, and whether its length can be right.

    They cover all the octets. Two kinds have no length octet; the padding belongs to the end of the list; an option
    whose length cannot be right takes all that is left.
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
                yield at, octets[at:], False
                return
        yield at, octets[at : at + length], True
        at += length
