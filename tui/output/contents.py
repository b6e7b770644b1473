"""What the ends of streams said, as lines or as JSON."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sim.trace.records import NO_CAUSE
from sim.trace.trace import Trace
from tui.model.conversation.contents import Piece, Stream
from tui.model.conversation.transcript import SIGNS, Form, Stage, became, come, rows, stage
from tui.output.paint import Paint, plain

_GUTTER = 6
"""Cells for the number of a packet."""
_STYLES = ("added", "changed")


def stream_line(stream: Stream, position: int) -> str:
    """One stream of a list: its number, its ends, its packets and octets."""
    pieces = stream.pieces()
    octets = ", ".join(f"{SIGNS[side]} {come(pieces, side, position)[0]} octets" for side in (0, 1))
    return f"{stream.name}  {' > '.join(stream.ends)}  {stream.packets} packets, {octets}"


def content_lines(
    stream: Stream,
    trace: Trace,
    sends: Sequence[int],
    sides: Collection[int],
    form: Form,
    language: str,
    paint: Paint = plain,
) -> Iterator[str]:
    """All that was said at the end of the trace; before each line is the packet that brought it, by ``sends``."""
    numbers = {n: number for number, n in enumerate(sends, 1)}
    before = NO_CAUSE
    for row in rows(stream.pieces(), stream.kind, sides, form, 0):
        piece = row.piece
        number = "" if piece.sent == before else f"{numbers.get(piece.sent, '')}"
        before = piece.sent
        text = "".join(part.text for part in row.parts) or became(piece, stream, trace, language) * (not row.parts)
        style = "bad" if not row.parts and piece.mark in ("", "rst") else _STYLES[piece.side]
        yield f"{number:>{_GUTTER}} {paint(style, f'{SIGNS[piece.side]} {text}'.rstrip())}"


def stream_object(stream: Stream, trace: Trace, position: int) -> dict[str, Any]:
    """A stream as JSON has it, without what was said."""
    pieces = stream.pieces()
    first = min((piece.sent for piece in pieces), default=NO_CAUSE)
    return {
        "stream": stream.name,
        "numbers": stream.numbers,
        "begins": None if first == NO_CAUSE else trace.at[first],
        "packets": stream.packets,
        "ends": [
            {"name": end, "address": str(ip), "port": port, "octets": come(pieces, side, position)[0]}
            for side, (end, (ip, port)) in enumerate(zip(stream.ends, stream.sockets, strict=True))
        ],
    }


def content_objects(
    stream: Stream, trace: Trace, sends: Sequence[int], sides: Collection[int]
) -> Iterator[dict[str, Any]]:
    """Each piece that one packet brought: from which end, when it was handed on, and its octets in hex."""
    numbers = {n: number for number, n in enumerate(sends, 1)}
    for piece in stream.pieces():
        if piece.side in sides:
            yield _piece(piece, trace, numbers.get(piece.sent))


def _piece(piece: Piece, trace: Trace, number: int | None) -> dict[str, Any]:
    is_here = stage(piece, len(trace)) is Stage.DELIVERED
    found = {
        "from": piece.side,
        "packet": number,
        "record": piece.sent,
        "at": trace.at[piece.delivered] if is_here else None,
        "fate": _fate(piece, len(trace)),
    }
    return found | ({"mark": piece.mark} if piece.mark else {"begin": piece.begin, "octets": piece.octets.hex()})


def _fate(piece: Piece, position: int) -> str:
    if piece.is_refused:
        return "refused"
    found = {Stage.DELIVERED: "delivered", Stage.MISSING: "missing"}
    return found.get(stage(piece, position), "waiting" if piece.arrived != NO_CAUSE else "under-way")
