"""What both ends of a stream said as rows: text as it was written, or octets in hex; each row has its packet.

Rows do not depend on the cursor: how far a piece has come by then (:class:`Stage`) is asked when a row is drawn.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import IntEnum, StrEnum
from typing import NamedTuple

from sim import explain
from sim.languages import Wording
from sim.trace.records import NO_CAUSE
from sim.trace.trace import Trace
from tui.model.conversation.contents import MARKS, Piece, Stream
from tui.model.text.harmless import harmless
from tui.model.text.ink import beginning, cells
from tui.model.text.words import both, told

SIDES = ((0, 1), (0,), (1,))
"""Which ends are to be seen: both, or one."""
SIGNS = "><"
"""What stands before the lines of each end, for who sees no colour."""

_MARKED: Mapping[str, Wording] = {
    "syn": both("[SYN] {name} begins", "[SYN] {name} 开始"),
    "fin": both("[FIN] {name} sends no more", "[FIN] {name} 不再发送"),
    "rst": both("[RST] {name} breaks off", "[RST] {name} 中断连接"),
}
assert {*_MARKED} == {*MARKS.values()}
_MISSING = both("[{count} octets missing]", "[缺少 {count} 字节]")
_LOST = both("[a datagram of {count} octets lost]", "[丢失一个 {count} 字节的数据报]")
_REFUSED = both("[to nobody: {why}]", "[无人接收：{why}]")
_OCTETS_REFUSED = both("[{count} octets to nobody: {why}]", "[{count} 字节无人接收：{why}]")

IN_ROW = 16
"""Octets in a row of a hex dump, as Wireshark has them; half as many where there is less room."""
_OFFSET = 4
"""Digits of the number that stands before the octets of a row; more where there are more octets."""
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffd]")
"""What has a point in its place, as in Wireshark; the end of a line stays."""
_LONGEST_CHARACTER = 4
"""Octets of UTF-8."""


class Form(StrEnum):
    """How octets are shown."""

    TEXT = "text"
    HEX = "hex"


class Stage(IntEnum):
    """How far a piece has come at the cursor."""

    AHEAD = 0
    """It has not been sent yet."""
    UNDER_WAY = 1
    """It is on its way, or what comes before it is missing."""
    MISSING = 2
    """It has been lost, and did not come in another packet."""
    DELIVERED = 3


class Part(NamedTuple):
    """A text, and the piece that it is of; ``None`` for what stands between."""

    text: str
    piece: Piece | None


class Row(NamedTuple):
    """A row, with the piece that it begins in. ``is_first``: it begins a line of the text, or a dump.

    Without parts, it says what became of the piece, or what its mark means.
    """

    piece: Piece
    parts: tuple[Part, ...] = ()
    is_first: bool = True


def stage(piece: Piece, position: int) -> Stage:
    """How far a piece has come after the first ``position`` records."""
    if NO_CAUSE < piece.delivered < position:
        return Stage.DELIVERED
    if piece.delivered == NO_CAUSE and piece.arrived == NO_CAUSE and NO_CAUSE < piece.gone < position:
        return Stage.MISSING
    return Stage.UNDER_WAY if piece.first < position else Stage.AHEAD


def became(piece: Piece, stream: Stream, trace: Trace, language: str) -> str:
    """What is said of a piece in a row without its octets: its mark, or why nobody has them."""
    if piece.mark:
        return told(_MARKED[piece.mark], language, name=stream.ends[piece.side])
    if piece.journey.refused != NO_CAUSE:
        why = explain.title(trace.why[piece.journey.refused].rule, language)
        return told(_REFUSED if piece.is_refused else _OCTETS_REFUSED, language, why=why, count=len(piece.octets))
    return told(_LOST if stream.kind == "udp" else _MISSING, language, count=len(piece.octets))


def come(pieces: Sequence[Piece], side: int, position: int) -> tuple[int, int]:
    """How many octets from one end have come to their reader after ``position`` records, and how many there are."""
    own = [piece for piece in pieces if piece.side == side]
    here = (each for each in own if stage(each, position) is Stage.DELIVERED and not each.is_refused)
    return sum(len(piece.octets) for piece in here), sum(len(piece.octets) for piece in own)


def rows(pieces: Sequence[Piece], kind: str, sides: Collection[int], form: Form, width: int) -> list[Row]:
    """All rows of a stream, or those of one side, in ``width`` cells; 0 for rows as long as they come."""
    rows_of = _text_rows if form is Form.TEXT else _hex_rows
    found: list[Row] = []
    run: list[Piece] = []
    for piece in (*(each for each in pieces if each.side in sides), None):
        if run and (piece is None or not _goes_on(run[-1], piece, kind)):
            found += rows_of(run, width)
            run = []
        if piece is None:
            break
        if piece.mark or piece.arrived == NO_CAUSE:
            found.append(Row(piece))
            continue
        run.append(piece)
        if piece.is_refused:
            found += rows_of(run, width)
            found.append(Row(piece))
            run = []
    return found


def _goes_on(before: Piece, piece: Piece, kind: str) -> bool:
    """Whether octets of a connection follow those before without a break; a datagram stands by itself."""
    is_same = kind == "tcp" and before.side == piece.side and before.end == piece.begin
    return is_same and not piece.mark and piece.arrived != NO_CAUSE


def _text_rows(run: Sequence[Piece], width: int) -> Iterator[Row]:
    """The lines of a text. One that is longer than a row goes on in the next, as in a terminal."""
    parts: list[Part] = []
    used, is_first = 0, True
    for part in _texts(run):
        for number, whole in enumerate(part.text.split("\n")):
            text = whole
            if number:
                yield Row((parts or [part])[0].piece or run[0], tuple(parts or [Part("", part.piece)]), is_first)
                parts, used, is_first = [], 0, True
            while width and used + cells(text) > width:
                fits = beginning(text, width - used)
                if not fits and not used:
                    fits = text[:1]
                parts += [Part(fits, part.piece)] if fits else []
                yield Row(parts[0].piece or run[0], tuple(parts), is_first)
                text, parts, used, is_first = text[len(fits) :], [], 0, False
            if text:
                parts.append(Part(text, part.piece))
                used += cells(text)
    if parts:
        yield Row(parts[0].piece or run[0], tuple(parts), is_first)
    elif not any(piece.octets for piece in run):
        yield Row(run[0], (Part("", run[0]),))  # a datagram without octets


def _texts(run: Sequence[Piece]) -> Iterator[Part]:
    """Each piece as text. A character, or the end of a line, that two packets have parts of is the second one's."""
    carried = b""
    for number, piece in enumerate(run):
        octets = carried + piece.octets
        left = _unfinished(octets) if number + 1 < len(run) else 0
        carried = octets[len(octets) - left :]
        text = octets[: len(octets) - left].decode(errors="replace").replace("\r\n", "\n").replace("\t", "    ")
        yield Part(harmless(_UNPRINTABLE.sub(".", text)), piece)


def _unfinished(octets: bytes) -> int:
    """How many octets at the end begin a character, or the end of a line, that is not all there."""
    if octets.endswith(b"\r"):
        return 1
    for back in range(1, min(_LONGEST_CHARACTER, len(octets) + 1)):
        octet = octets[-back]
        if octet >= 0xC0:
            length = 2 if octet < 0xE0 else 3 if octet < 0xF0 else 4
            return back if length > back else 0
        if octet < 0x80:
            return 0
    return 0


def _hex_rows(run: Sequence[Piece], width: int) -> Iterator[Row]:
    """The octets of a run, so many in a row; the number before them counts those of the direction, or the datagram."""
    digits = max(_OFFSET, len(f"{run[-1].end:x}"))
    in_row = IN_ROW if not width or width >= hex_width(IN_ROW, digits) else IN_ROW // 2
    owners = [(piece, octet) for piece in run for octet in piece.octets]
    if not owners:
        yield Row(run[0], (Part("", run[0]),))
    for begin in range(0, len(owners), in_row):
        found = owners[begin : begin + in_row]
        parts = [Part(f"{run[0].begin + begin:0{digits}x}  ", None)]
        parts += [Part(f"{octet:02x} ", piece) for piece, octet in found]
        parts.append(Part("   " * (in_row - len(found)) + " ", None))
        parts += [Part(chr(octet) if 32 <= octet < 127 else ".", piece) for piece, octet in found]
        yield Row(found[0][0], tuple(_joined(parts)), not begin)


def hex_width(in_row: int, digits: int = _OFFSET) -> int:
    """The cells that a row of a hex dump takes, with a number of so many digits."""
    return digits + 2 + 3 * in_row + 1 + in_row


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Neighbours of the same piece as one part."""
    before = parts[0]
    for part in parts[1:]:
        if part.piece is before.piece:
            before = Part(before.text + part.text, part.piece)
        else:
            yield before
            before = part
    yield before
