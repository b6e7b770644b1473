"""Markdown as lines of styled text: what teachers write into notes and descriptions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.words import unwrapped
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, cells, clip_line, plain, wrap
from tui.model.text.prose import prose

if TYPE_CHECKING:
    from markdown_it.token import Token

_INKS = {"strong_open": Ink.STRONG, "em_open": Ink.TITLE, "link_open": Ink.KEY}


def markdown(text: str, width: int, glyphs: Glyphs) -> list[Line]:
    """Headings, paragraphs, lists, quotes, code and tables, wrapped to ``width`` cells; raw HTML is shown as it is."""
    writer = _Writer(width, glyphs)
    text = unwrapped(text)
    paragraphs = prose(text)
    if paragraphs is not None:
        for each in paragraphs:
            writer.paragraph(each)
        return writer.finish()
    from markdown_it import MarkdownIt  # noqa: PLC0415 - see prose

    for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(text):
        writer.take(token)
    return writer.finish()


class _Writer:
    """Turns block tokens into lines; ``_leads`` are the indents of the lists and quotes that are open."""

    def __init__(self, width: int, glyphs: Glyphs) -> None:
        self.width = width
        self.glyphs = glyphs
        self.lines: list[Line] = []
        self._leads: list[str] = []
        self._counts: list[int | None] = []
        self._bullet = ""
        self._ink = Ink.PLAIN
        self._tight = False
        self._cells: list[str] | None = None

    def take(self, token: "Token") -> None:
        kind = token.type
        if kind == "inline":
            self._inline(token)
        elif kind in ("fence", "code_block"):
            self._code(token.content)
        elif kind == "hr":
            self._add([(Span(self.glyphs.rule * self._room(), Ink.DIM),)])
        elif kind in ("heading_open", "heading_close"):
            self._ink = Ink.TITLE if kind == "heading_open" else Ink.PLAIN
        elif kind == "paragraph_open":
            self._tight = token.hidden
        elif kind == "tr_open":
            self._cells = []
        elif kind == "tr_close":
            self._row()
        else:
            self._nest(token)

    def _nest(self, token: "Token") -> None:
        """Lists and quotes, which indent what is in them."""
        match token.type:
            case "bullet_list_open":
                self._counts.append(None)
            case "ordered_list_open":
                self._counts.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self._counts.pop()
                if self.lines and self.lines[-1]:
                    self.lines.append(EMPTY)
            case "list_item_open":
                self._item()
            case "blockquote_open":
                self._leads.append("  ")
            case "list_item_close" | "blockquote_close":
                self._leads.pop()

    def finish(self) -> list[Line]:
        while self.lines and not self.lines[-1]:
            self.lines.pop()
        return self.lines

    def _inline(self, token: "Token") -> None:
        spans = _inline(token.children or [], self._ink)
        if self._cells is None:
            self.paragraph(spans)
        else:
            self._cells.append(plain(spans))

    def paragraph(self, spans: Line) -> None:
        self._add(wrap(spans, self._room()), space=not self._tight)

    def _room(self) -> int:
        return max(8, self.width - sum(map(cells, self._leads)))

    def _item(self) -> None:
        count = self._counts[-1]
        self._bullet = "- " if count is None else f"{count}. "
        if count is not None:
            self._counts[-1] = count + 1
        self._leads.append(" " * len(self._bullet))

    def _code(self, text: str) -> None:
        room = self._room()
        self._add(
            [clip_line((Span(f"  {each}", Ink.KEY),), room, self.glyphs.ellipsis) for each in text.rstrip().split("\n")]
        )

    def _row(self) -> None:
        texts, self._cells = self._cells or [], None
        self._add(wrap((Span("  ".join(f"{text:<12}" for text in texts).rstrip()),), self._room()), space=False)

    def _add(self, lines: Sequence[Line], space: bool = True) -> None:
        lead = "".join(self._leads)
        for each in lines:
            first = lead
            if self._bullet:
                first = lead[: len(lead) - len(self._bullet)] + self._bullet
                self._bullet = ""
            self.lines.append((Span(first), *each) if first else each)
        if space:
            self.lines.append(EMPTY)


def _inline(tokens: "Sequence[Token]", ink: Ink) -> Line:
    spans: list[Span] = []
    inks = [ink]
    for token in tokens:
        match token.type:
            case "text":
                spans.append(Span(token.content, inks[-1]))
            case "code_inline":
                spans.append(Span(token.content, Ink.KEY))
            case "softbreak" | "hardbreak":
                spans.append(Span(" ", inks[-1]))
            case "image":
                spans.append(Span(token.content, inks[-1]))
            case kind if kind.endswith("_open"):
                inks.append(_INKS.get(kind, inks[-1]))
            case kind if kind.endswith("_close"):
                inks.pop()
    return tuple(spans)
