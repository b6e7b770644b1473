"""Lines of styled text: what the panes show, before anybody paints it.

A line is a tuple of spans, a span a text and its ink. Widths are in terminal cells, in which a CJK character takes two.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple
from unicodedata import combining, east_asian_width


class Ink(StrEnum):
    """What a text is, never how it looks; the widgets give each its style."""

    PLAIN = "plain"
    DIM = "dim"
    STRONG = "strong"
    TITLE = "title"
    KEY = "key"
    POINTER = "pointer"
    """The mark of the record, the field or the row in hand."""
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    PACKET = "packet"
    """The packet in hand, and the link it crosses."""
    FLIGHT = "flight"
    """A link that another packet crosses."""
    HERE = "here"
    """The device in hand."""
    TOUCHED = "touched"
    """A device that did something in this step."""
    CURSOR = "cursor"
    """The row or field that is chosen."""
    LIT = "lit"
    """The octets of the field that is chosen."""
    NOTE = "note"
    FUTURE = "future"
    """What an act made come otherwise: the mark of a packet that the branch before does not have so."""
    GOOD = "good"
    DOUBT = "doubt"
    """What is sound and leads to nothing, or is out of date."""
    BAD = "bad"
    ARP = "arp"
    ICMP = "icmp"
    TCP = "tcp"
    UDP = "udp"
    OTHER = "other"
    """A packet of any other protocol."""
    CONVERSATION_1 = "conversation-1"
    CONVERSATION_2 = "conversation-2"
    CONVERSATION_3 = "conversation-3"
    CONVERSATION_4 = "conversation-4"
    FORTH = "forth"
    """What the end of a stream says that spoke first."""
    BACK = "back"
    """What the other end says."""
    LAYER_2 = "layer-2"
    LAYER_3 = "layer-3"
    LAYER_4 = "layer-4"
    LAYER_7 = "layer-7"


class Span(NamedTuple):
    """A text in one ink."""

    text: str
    ink: Ink = Ink.PLAIN


_CLOSING = frozenset("，。、；：？！）》」』”’…％")
_OPENING = frozenset("（《「『“‘")
"""Signs that no line of Chinese begins with, and that none ends with."""

_UNBROKEN = "\N{NO-BREAK SPACE}"
"""What :func:`reference` has in the place of blanks until the line is broken."""

_WITH_BLANKS = re.compile(" *[^ ]+ *")
"""A word with the blanks behind it, the first also with those before it."""

Line = tuple[Span, ...]
EMPTY: Line = ()


class Window(NamedTuple):
    """The lines of a list that are to be seen."""

    top: int
    height: int

    def around(self, index: int, total: int) -> "Window":
        """The nearest window of the same height in which ``index`` is, with a line to spare on both sides."""
        spare = 1 if self.height > 2 else 0
        top = min(max(self.top, index - self.height + 1 + spare), max(0, index - spare))
        return self._replace(top=max(0, min(top, total - self.height)))


def line(*parts: str | Span) -> Line:
    """A line of plain texts and spans; empty ones are left out."""
    spans = (Span(part) if isinstance(part, str) else part for part in parts)
    return tuple(span for span in spans if span.text)


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    if text.isascii():
        return len(text)
    return sum(_cells_of(character) for character in text)


def width(spans: Iterable[Span]) -> int:
    """How many terminal cells a line takes."""
    return sum(cells(span.text) for span in spans)


def plain(spans: Iterable[Span]) -> str:
    """The text of a line alone."""
    return "".join(span.text for span in spans)


def clip(text: str, room: int, ellipsis: str = "…") -> str:
    """The text where it fits; else as many whole words as do and ``ellipsis``, of one long word its beginning."""
    if cells(text) <= room:
        return text
    left = room - cells(ellipsis)
    if left <= 0:
        return ellipsis if left == 0 else ""
    head = beginning(text, left)
    words = head.rpartition(" ")[0].rstrip(" ,;:") if text[len(head) : len(head) + 1] != " " else head.rstrip(" ,;:")
    # A cut word still tells more than none where it would be most of the line.
    return (words if cells(words) * 2 >= left else head) + ellipsis


def beginning(text: str, room: int) -> str:
    """As much of the text as fits into ``room`` cells."""
    if text.isascii():
        return text[:room]
    used = 0
    for index, character in enumerate(text):
        used += _cells_of(character)
        if used > room:
            return text[:index]
    return text


def fit(text: str, room: int, ellipsis: str = "…") -> str:
    """The text clipped or filled with blanks to exactly ``room`` cells."""
    clipped = clip(text, room, ellipsis)
    return clipped + " " * (room - cells(clipped))


def clip_line(spans: Line, room: int, ellipsis: str = "…") -> Line:
    """A line cut to ``room`` cells, with an ellipsis where something is left out."""
    if width(spans) <= room:
        return spans
    result: list[Span] = []
    for span in spans:
        left = room - width(result)
        if cells(span.text) + cells(ellipsis) <= left:
            result.append(span)
        else:
            result.append(span._replace(text=clip(span.text + " " * room, left, ellipsis)))
            break
    return tuple(result)


def reference(clause: str, room: int) -> Span:
    """A place in a standard behind a sentence; :func:`wrap` leaves it whole where ``room`` cells are enough for it."""
    text = f"[{clause}]"
    if cells(text) <= room:
        text = text.replace(" ", _UNBROKEN)
    return Span(f"  {text}" if clause else "", Ink.DIM)


def wrap(spans: Line, room: int, indent: int = 0) -> list[Line]:
    """The line broken between words (CJK text between characters); further lines begin with ``indent`` blanks.

    A word longer than a line is broken where the line ends. At least one line is returned.
    """
    room = max(room, indent + 2)
    if width(spans) <= room:
        whole = [*spans]
        _trim(whole)
        return [_merge(whole)]
    lines: list[list[Span]] = [[]]
    used = begin = 0
    for piece, ink in _words(spans):
        word, size = piece, cells(piece)
        if used + cells(word.rstrip()) > room and used > begin:
            # A sign that ends a clause takes the character before it along, whatever the ink of that is.
            carried = [lines[-1].pop()] if word[0] in _CLOSING and len(lines[-1]) > 1 else []
            _trim(lines[-1])
            lines.append([*([Span(" " * indent)] if indent else []), *carried])
            begin = indent
            used = indent + width(carried)
            word = word.lstrip(" ")
            size = cells(word)
        text = word
        while used + cells(text.rstrip()) > room:
            head = beginning(text, room - used) or text[:1]
            lines[-1].append(Span(head, ink))
            lines.append([Span(" " * indent)] if indent else [])
            text, used, begin = text[len(head) :], indent, indent
            size = cells(text)
        lines[-1].append(Span(text, ink))
        used += size
    _trim(lines[-1])
    return [_merge(each) for each in lines]


def paragraphs(text: str, room: int, ink: Ink = Ink.PLAIN) -> list[Line]:
    """A plain text of several lines, wrapped."""
    return [part for each in text.split("\n") for part in wrap((Span(each, ink),), room)]


@cache
def _cells_of(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _words(spans: Line) -> Iterator[Span]:
    """The pieces that a line can be broken after, each with the blanks behind it."""
    for text, ink in spans:
        if text.isascii():
            yield from (Span(word, ink) for word in _WITH_BLANKS.findall(text) or [text] if word)
            continue
        word = ""
        for character in text:
            if word and _is_break(word, character):
                yield Span(word, ink)
                word = ""
            word += character
        if word:
            yield Span(word, ink)


def _is_break(word: str, character: str) -> bool:
    """Whether a line can end behind a word and go on with a character."""
    if _cells_of(word[-1]) == 2:
        return character not in _CLOSING and word[-1] not in _OPENING
    return character != " " and word.endswith(" ") and bool(word.strip())


def _trim(spans: list[Span]) -> None:
    while spans and not (text := spans[-1].text.rstrip()):
        spans.pop()
    if spans:
        spans[-1] = spans[-1]._replace(text=text)


def _merge(spans: list[Span]) -> Line:
    merged: list[Span] = []
    for text, ink in spans:
        span = Span(text if text.isascii() else text.replace(_UNBROKEN, " "), ink)
        if merged and merged[-1].ink == span.ink:
            merged[-1] = Span(merged[-1].text + span.text, span.ink)
        elif span.text:
            merged.append(span)
    return tuple(merged)
