"""The options of a TCP header: taken apart, read, and written (RFC 9293 3.2, RFC 7323, RFC 2018)."""

from collections.abc import Iterator
from struct import Struct
from typing import NamedTuple

from sim.pdu.options import NO_OPERATION, pieces
from sim.transport.tcp.pdu import HEADER_LENGTH

MAXIMUM_SEGMENT_SIZE = 2
WINDOW_SCALE = 3
SACK_PERMITTED = 4
SACK = 5
TIMESTAMPS = 8

LARGEST_SCALE = 14
"""What a larger shift count is taken for (RFC 7323 2.3)."""

LARGEST_WINDOW = 0xFFFF << LARGEST_SCALE
"""In octets: what no sender goes beyond."""

_ALIGNED_TIMESTAMPS = Struct("!III")
_ALIGNED = 0x0101080A
"""Two no-operations and the head of a timestamps option: what RFC 7323 appendix A recommends."""

Block = tuple[int, int]
"""A range of sequence numbers: its first, and the one behind its last."""


class Option(NamedTuple):
    """An option; ``offset`` is that of its kind in the header, ``octets`` has kind and length in front."""

    kind: int
    offset: int
    octets: bytes
    is_well_formed: bool = True


class Options(NamedTuple):
    """What a header's options say; ``None`` or empty for those that are not there.

    ``timestamps`` are TSval and TSecr. ``sack`` blocks are as on the wire, modulo 2**32.
    """

    mss: int | None = None
    window_scale: int | None = None
    sack_permitted: bool = False
    sack: tuple[Block, ...] = ()
    timestamps: tuple[int, int] | None = None


NONE = Options()


def split(octets: bytes) -> Iterator[Option]:
    """The options in their order, which cover all the octets; one whose length cannot be right takes what is left."""
    for at, piece, is_well_formed in pieces(octets):
        yield Option(piece[0], HEADER_LENGTH + at, piece, is_well_formed)


def read(octets: bytes) -> Options:
    """What the options say; those unknown or of a wrong length are passed over (RFC 9293 3.1, MUST-6, MUST-7)."""
    if not octets:
        return NONE
    if len(octets) == _ALIGNED_TIMESTAMPS.size:
        head, value, echo = _ALIGNED_TIMESTAMPS.unpack(octets)
        if head == _ALIGNED:
            return Options(timestamps=(value, echo))
    found = NONE
    for _, option, is_well_formed in pieces(octets):
        if is_well_formed:
            found = _read(found, option)
    return found


def _read(found: Options, option: bytes) -> Options:
    body = option[2:]
    match option[0], len(option):
        case 2, 4:
            return found._replace(mss=int.from_bytes(body, "big"))
        case 3, 3:
            return found._replace(window_scale=body[0])
        case 4, 2:
            return found._replace(sack_permitted=True)
        case 8, 10:
            return found._replace(timestamps=(int.from_bytes(body[:4], "big"), int.from_bytes(body[4:], "big")))
        case 5, length if length >= 10 and length % 8 == 2:
            edges = [int.from_bytes(body[i : i + 4], "big") for i in range(0, len(body), 4)]
            return found._replace(sack=tuple(zip(edges[::2], edges[1::2], strict=True)))
    return found


def aligned_timestamps(value: int, echo: int) -> bytes:
    """The option that each segment of a connection with timestamps has, alone (RFC 7323 appendix A)."""
    return _ALIGNED_TIMESTAMPS.pack(_ALIGNED, value, echo)


def write(options: Options) -> bytes:
    """The octets, padded to 32 bits; in a SYN laid out as Linux does, else timestamps aligned (RFC 7323 A).

    More than three blocks beside timestamps, or four, do not fit a header.
    """
    if options.timestamps is not None and options[:-1] == NONE[:-1]:
        return aligned_timestamps(*options.timestamps)
    octets = b""
    if options.mss is not None:
        octets += bytes((MAXIMUM_SEGMENT_SIZE, 4)) + options.mss.to_bytes(2, "big")
    if options.sack_permitted:
        octets += bytes((SACK_PERMITTED, 2) if options.timestamps else (1, 1, SACK_PERMITTED, 2))
    if options.timestamps is not None:
        lead = b"" if options.sack_permitted else b"\1\1"
        value, echo = options.timestamps
        octets += lead + bytes((TIMESTAMPS, 10)) + value.to_bytes(4, "big") + echo.to_bytes(4, "big")
    if options.window_scale is not None:
        octets += bytes((NO_OPERATION, WINDOW_SCALE, 3, options.window_scale))
    if options.sack:
        octets += bytes((1, 1, SACK, 2 + 8 * len(options.sack)))
        octets += b"".join(edge.to_bytes(4, "big") for block in options.sack for edge in block)
    return octets
