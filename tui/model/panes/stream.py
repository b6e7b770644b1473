"""The content of the stream in hand, as far as it has come at the cursor; each line knows the packet behind it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sim.languages import Wording
from tui.model.conversation.contents import Piece, Stream
from tui.model.conversation.transcript import SIDES, SIGNS, Form, Row, Stage, became, come, rows, stage
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.ink import Ink, Line, Span, clip, line
from tui.model.text.words import both, told

HEAD = 3
"""Lines that stay above the content: one for each end, and the keys."""
INKS = (Ink.FORTH, Ink.BACK)

NO_STREAM = both("No packet of TCP or UDP yet.", "还没有 TCP 或 UDP 的数据包。")
_COUNTED = both("{count} of {total} octets", "{count}/{total} 字节")
_SHOWN: Mapping[Form, Wording] = {Form.TEXT: both("text", "文本"), Form.HEX: both("hex dump", "十六进制")}
_DIRECTIONS = (both("both directions", "双向"), both("only >", "只看 >"), both("only <", "只看 <"))
_KEYS = both(
    "i {form}  y {directions}  / find text  enter to the packet", "i {form}  y {directions}  / 查找文字  enter 去数据包"
)
_CHUNKED = both(", with the sizes of chunks as on the wire", "，含各块的长度，与线路上一样")
FIND = both("Find in the stream", "在流里查找")
FIND_HINT = both(
    "A text that one of the ends said, in capital letters or small. The next line that has it is chosen.",
    "某一端说过的文字，不分大小写。选中下一处含有它的行。",
)


class Look(NamedTuple):
    """How the reader wants to see a stream: in which form, and which of :data:`SIDES`."""

    form: Form = Form.TEXT
    sides: int = 0

    def other_form(self) -> "Look":
        return self._replace(form=Form.HEX if self.form is Form.TEXT else Form.TEXT)

    def next_sides(self) -> "Look":
        return self._replace(sides=(self.sides + 1) % len(SIDES))


class StreamPage:
    """The rows of one stream in ``room`` cells."""

    def __init__(self, stream: Stream, pieces: list[Piece], look: Look, room: int) -> None:
        self.stream = stream
        self.pieces = pieces
        self.look = look
        self.room = room
        self._gutter = 6
        self._rows = rows(pieces, stream.kind, SIDES[look.sides], look.form, max(8, room - self._gutter - 2))

    def fits(self, stream: Stream, pieces: list[Piece], look: Look, room: int) -> bool:
        """Whether it is the page of these, so that none need be made."""
        return (self.stream, self.look, self.room) == (stream, look, room) and self.pieces == pieces

    def seen(self, scene: Scene) -> list[Row]:
        """The rows that are shown at the cursor: all, or those of what has been sent."""
        if not scene.player.hides_future:
            return self._rows
        return [row for row in self._rows if stage(row.piece, scene.position) > Stage.AHEAD]

    def in_hand(self, seen: list[Row], scene: Scene) -> int:
        """The row of the packet in hand, else the last one that has been delivered; -1 for none."""
        journey = scene.player.journeys.of(scene.situation.frame_record)
        last = -1
        for index, row in enumerate(seen):
            if journey is not None and journey.sent in (row.piece.sent, row.piece.first):
                return index
            if stage(row.piece, scene.position) is Stage.DELIVERED:
                last = index
        return last

    def find(self, seen: list[Row], text: str, after: int) -> int | None:
        """The next row behind row ``after`` in which a text begins, from the top again behind the last."""
        wanted = text.casefold()
        if self.look.form is Form.HEX:
            # A dump breaks words: what is found there is the piece, by its text.
            has = {id(each) for each in self.pieces if wanted in each.octets.decode(errors="replace").casefold()}
            found = [n for n, row in enumerate(seen) if any(id(part) in has for _, part in row.parts)]
        else:
            found = sorted({*_beginnings(seen, wanted)})
        return next((n for n in found if n > after), found[0] if found else None)

    def _is_chunked(self, side: int) -> bool:
        """Whether an end sends a body in chunks (RFC 9112 7.1), whose sizes stand between its parts."""
        return any(each.side == side and _CODING in each.octets.lower() for each in self.pieces)

    def head(self, scene: Scene) -> list[Line]:
        """Both ends with what has come from each, and the keys."""
        language, position = scene.player.language, scene.position
        lines = []
        for side, end in enumerate(self.stream.ends):
            count, total = come(self.pieces, side, position)
            counted = words.OCTETS if scene.player.hides_future else _COUNTED
            text = told(counted, language, count=count, total=total)
            text += told(_CHUNKED, language) if self._is_chunked(side) else ""
            ink = INKS[side] if side in SIDES[self.look.sides] else Ink.DIM
            lines.append(line(Span(f" {SIGNS[side]} {end}", ink), Span(f"  {text}", Ink.DIM)))
        form = told(_SHOWN[self.look.other_form().form], language)
        directions = told(_DIRECTIONS[self.look.next_sides().sides], language)
        keys = told(_KEYS, language, form=form, directions=directions)
        return [*lines, line(Span(clip(f" {keys}", self.room, scene.player.glyphs.ellipsis), Ink.DIM))]

    def line(self, seen: list[Row], index: int, scene: Scene, is_chosen: bool) -> Line:
        """One row: the packet that brought it, the sign of its end, the text."""
        row, glyphs = seen[index], scene.player.glyphs
        piece = row.piece
        is_new = not index or seen[index - 1].piece.sent != piece.sent
        number = f"{scene.cursor.sends.before(piece.sent + 1) + 1}" if is_new else ""
        pointer = Span(glyphs.cursor if is_chosen else " ", Ink.POINTER)
        count = Span(f"{number:>{self._gutter - 2}}", Ink.CURSOR if is_chosen and number else Ink.DIM)
        return line(pointer, count, " ", *self._text(row, scene))

    def _text(self, row: Row, scene: Scene) -> list[Span]:
        position, piece = scene.position, row.piece
        if not row.parts:
            came = stage(piece, position)
            loud = Ink.BAD if piece.mark == "rst" or not piece.mark else Ink.STRONG
            ink = Ink.DIM if came < Stage.MISSING else loud
            room = self.room - self._gutter - 2
            text = clip(
                became(piece, self.stream, scene.player.trace, scene.player.language),
                room,
                scene.player.glyphs.ellipsis,
            )
            return [Span(f"{SIGNS[piece.side]} ", ink), Span(text, ink)]
        sign = SIGNS[piece.side] if row.is_first or self.look.form is Form.HEX else " "
        spans = [Span(f"{sign} ", self._ink(piece, scene))]
        for text, part in row.parts:
            if part is not None and scene.player.hides_future and stage(part, position) is Stage.AHEAD:
                break
            spans.append(Span(text, Ink.DIM if part is None else self._ink(part, scene)))
        return spans

    @staticmethod
    def _ink(piece: Piece, scene: Scene) -> Ink:
        return INKS[piece.side] if stage(piece, scene.position) is Stage.DELIVERED else Ink.DIM

    def about(self) -> str:
        """The stream as a display filter has it, with the other numbers that it has behind routers."""
        return ", ".join([self.stream.name, *(str(number) for number in self.stream.numbers[1:])])


_CODING = b"transfer-encoding: chunked"


def _beginnings(seen: Sequence[Row], wanted: str) -> Iterator[int]:
    """The rows in which a text begins; a line may go on in the rows below it."""
    whole, rows_of = "", list[int]()
    for n, row in enumerate(seen):
        said = "".join(text for text, _ in row.parts).casefold()
        said = f"\n{said}" if row.is_first or not row.parts else said
        whole += said
        rows_of += [n] * len(said)
    at = whole.find(wanted)
    while at >= 0:
        yield rows_of[at]
        at = whole.find(wanted, at + 1)
