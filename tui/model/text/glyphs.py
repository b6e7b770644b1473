"""The characters that things are drawn with: Unicode's, or ASCII alone.

Box-drawing characters and arrows are two cells wide in some East Asian terminals, and missing in a few others.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Box(NamedTuple):
    """A frame around a node: corners and sides, from the top left."""

    top_left: str
    top: str
    top_right: str
    left: str
    right: str
    bottom_left: str
    bottom: str
    bottom_right: str


class Wire(NamedTuple):
    """A link: straight pieces, and corners named by the two sides that they join."""

    across: str
    upright: str
    right_down: str
    left_down: str
    right_up: str
    left_up: str
    crossing: str


class Shades(NamedTuple):
    """What fills a bar."""

    done: str
    full: str
    apart: str
    free: str


class Glyphs(NamedTuple):
    """One set of characters. ``boxes`` and ``brackets`` tell the kinds of nodes apart by their shape."""

    boxes: Mapping[str, Box]
    brackets: Mapping[str, str]
    wire: Wire
    wire_lit: Wire
    right: str
    left: str
    up: str
    down: str
    packet: str
    falls: str
    falls_left: str
    crosses: str
    loops: str
    lost: str
    cut: str
    barred: str
    barred_upright: str
    note: str
    cursor: str
    comes: str
    goes: str
    shades: Shades
    ellipsis: str
    rule: str
    dot: str
    done: str
    right_answer: str
    key_right: str
    key_left: str


_BRACKETS = {"host": "[]", "router": "()", "switch": "{}", "hub": "<>"}
_UNICODE = Glyphs(
    boxes={
        "host": Box(*"┌─┐││└─┘"),
        "router": Box(*"╭─╮││╰─╯"),
        "switch": Box(*"╔═╗║║╚═╝"),
        "hub": Box(*"┏━┓┃┃┗━┛"),
    },
    brackets=_BRACKETS,
    wire=Wire(*"─│╭╮╰╯┼"),
    wire_lit=Wire(*"━┃┏┓┗┛╋"),
    right="▶",
    left="◀",
    up="▲",
    down="▼",
    packet="●",
    falls="╲",
    falls_left="╱",
    crosses="╳",
    loops="↻",
    lost="✗",
    cut="╳",
    barred="╫",
    barred_upright="╪",
    note="◆",
    cursor="▶",
    comes="←",
    goes="→",
    shades=Shades(*"░█▒·"),
    ellipsis="…",
    rule="─",
    dot="·",
    done="✓",
    right_answer="✓",
    key_right="→",
    key_left="←",
)
_ASCII = Glyphs(
    boxes={
        "host": Box(*"+-+||+-+"),
        "router": Box(*".-.()'-'"),
        "switch": Box(*"#=####=#"),
        "hub": Box(*"*~****~*"),
    },
    brackets=_BRACKETS,
    wire=Wire(*"-|..''+"),
    wire_lit=Wire(*"=!..''+"),
    right=">",
    left="<",
    up="^",
    down="v",
    packet="o",
    falls="\\",
    falls_left="/",
    crosses="x",
    loops="@",
    lost="X",
    cut="X",
    barred="%",
    barred_upright="%",
    note="*",
    cursor=">",
    comes="<-",
    goes="->",
    shades=Shades(*":#+."),
    ellipsis="...",
    rule="-",
    dot="|",
    done="ok",
    right_answer="+",
    key_right="->",
    key_left="<-",
)


_PLAIN = str.maketrans("“”„‘’–—−…·µ→←×", '"""\'\'---..u><x')


def plainly(text: str) -> str:
    """A text with typographic characters replaced by ASCII of the same width; other letters stay what they are."""
    return text if text.isascii() else text.translate(_PLAIN)


def glyphs(ascii_only: bool) -> Glyphs:
    """The set to draw with."""
    return _ASCII if ascii_only else _UNICODE
