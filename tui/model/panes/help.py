"""The keys of the player and the marks on its screen, for the help dialog."""

from collections.abc import Iterator, Sequence

from sim.feature import said
from tui.model.panes.arrangement import Panes
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, line

_KEYS_A_LINE = 5
"""Panes that have one line of the help."""


def key_groups(glyphs: Glyphs, panes: Panes, language: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Every key of the player with what it does, in groups."""
    return {
        "Step": (
            (f"{glyphs.key_right} l   {glyphs.key_left} h", "next and previous packet; notes come in between"),
            (".   ,", "next and previous record"),
            ("home   end", "start and end of the run"),
            ("g", "go to packet 12, record #120 or time 2.5s"),
            ("space", "play and pause; it pauses at notes"),
            ("+   -", "play faster and slower"),
            ("n   N", "next and previous note"),
            ("r", "run to the next timer or row that ends"),
            ("U", "run until a packet, a drop, an expiry or a change"),
            ("]   [", "next and previous change of the row in hand"),
            ("W", "take a row in hand"),
            ("m a   ' a", "mark this place as a; back to it, with '' back"),
            ("T", "all timers to come; go to one"),
            ("/", "step only by packets that match, as arp from pc1"),
        ),
        "Act": (
            (":", "type a command at the device in hand, or another act"),
            ("x", "choose what to do: lose a packet, pull a cable ..."),
            ("ctrl+z ctrl+y", "undo and redo"),
            ("b", "choose a branch of time"),
            ("B", "compare with what it was before the act"),
            ("w", "ask why a packet did not come"),
        ),
        "Look": (
            *_opening(panes, language),
            ("v", "the ladder instead of the network, and back"),
            ("z", "the pane in all the room, and back"),
            ("c", "only the TCP connection in hand; c again ends it"),
            ("a", "sequence numbers as on the wire"),
            ("u", "ladder and plot also show what is to come"),
            ("tab", "next pane; shift+tab the one before"),
            ("up down j k", "scroll, or choose a field of the packet"),
            ("f   enter", "choose a device, keep it in hand"),
            ("d   D", "next and previous device"),
            ("t", "its tables"),
            ("M", "the whole note"),
            ("L", "reasons in another language"),
            ("escape", "follow the packets again; end a search"),
            ("e", "save the screen as an SVG picture"),
            ("q", "back to the library, or quit"),
        ),
    }


def help_lines(glyphs: Glyphs, panes: Panes, language: str) -> list[Line]:
    """Every key, then what the marks mean."""
    lines: list[Line] = []
    for title, keys in key_groups(glyphs, panes, language).items():
        lines.append(line(Span(title, Ink.TITLE)))
        lines += [line(Span(f"  {key:<15}", Ink.KEY), text) for key, text in keys]
    return [*lines, EMPTY, line(Span("Marks", Ink.TITLE)), *_marks(glyphs)]


def _opening(panes: Panes, language: str) -> Iterator[tuple[str, str]]:
    """The keys that open panes; those without one are chosen in a list."""
    keyed = [spec for spec in panes.specs if spec.key]
    for begin in range(0, len(keyed), _KEYS_A_LINE):
        some = keyed[begin : begin + _KEYS_A_LINE]
        yield " ".join(spec.key for spec in some), ", ".join(said(spec.title, "en").lower() for spec in some)
    others = [spec.label(language) for spec in panes.unkeyed]
    if others:
        yield "p", f"choose {', '.join(others)}"


_WORDS = (
    ("ARP?", "ARP request"), ("ARP!", "ARP reply"), ("ping", "echo request"), ("pong", "echo reply"),
    ("frag", "IP fragment"), ("TTL!", "time exceeded"), ("redir", "redirect"), ("ICMP", "other ICMP message"),
)  # fmt: skip
"""What packets are called where there is little room."""


def _signs(glyphs: Glyphs) -> list[Line]:
    signs = (
        (glyphs.comes, "received"), (glyphs.goes, "sent"), ("=", "decided"), (glyphs.dot, "timer"),
        ("$", "command"), (">", "printed"), (glyphs.cursor, "the record in hand"),
    )  # fmt: skip
    ladder = ((glyphs.falls, "leaves or comes, in the ladder"), ("*", "sent again"))
    return [_pairs(signs[:4]), _pairs(signs[4:]), _pairs(ladder), EMPTY, line(Span("Packets", Ink.TITLE)),
            *(_pairs(_WORDS[i : i + 3]) for i in range(0, len(_WORDS), 3))]  # fmt: skip


def _pairs(pairs: Sequence[tuple[str, str]]) -> Line:
    return line(*(span for sign, text in pairs for span in (Span(f"  {sign}", Ink.PACKET), Span(f" {text}"))))


def _marks(glyphs: Glyphs) -> list[Line]:
    added, changed, removed = Span("+", Ink.ADDED), Span("~", Ink.CHANGED), Span("-", Ink.REMOVED)
    packet, lost = Span(glyphs.right, Ink.PACKET), Span(glyphs.lost, Ink.BAD)
    return [
        line("  ", added, " added  ", changed, " changed  ", removed, " removed"),
        line("  ", packet, " on its way  ", lost, " lost or dropped  ", Span(glyphs.note, Ink.NOTE), " note"),
        *_signs(glyphs),
    ]
