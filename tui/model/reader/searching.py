"""Searching: what a text in ``/`` means, whether it is sound, and how it goes on."""

from typing import TYPE_CHECKING, NamedTuple

from sim.explain.searching import mentions
from sim.languages import ENGLISH
from sim.packets.telling import summary
from sim.patterns import display_filter
from sim.patterns.syntax import parse, words_after
from sim.pdu.base import Pdu
from sim.trace.records import CONSOLE, Change
from sim.trace.trace import Trace
from sim.words import TextError
from tui.model.reader.steps import Steps, Test
from tui.model.text.ink import Ink
from tui.model.text.refusals import refusal
from tui.model.text.words import FOUND, FOUND_SO_FAR, NO_MATCH_SO_FAR, NONE_MATCHES, SEARCHES, told

if TYPE_CHECKING:
    from tui.model.reader.player import Player

_QUOTES = "\"'“”"


class Search(NamedTuple):
    """A search that can begin: its steps, and what is to be said of its text though it can be read."""

    steps: Steps
    remarks: tuple[TextError, ...] = ()


class Verdict(NamedTuple):
    """What is to be said of a text while it is written: good (green), doubtful (amber) or bad (red).

    ``offset`` counts the characters before the place that it is about, -1 where it is about all of it.
    """

    ink: Ink
    text: str
    offset: int = -1


def search(player: "Player", text: str) -> Search | None:
    """The search that is meant by a pattern, a display filter or a text in quotes; ``None`` for everything.

    Text that is not ASCII needs no quotes. Raises ``TextError``.
    """
    bare = text.strip()
    if not bare:
        return None
    trace = player.trace
    if is_plain(bare):
        return Search(Steps(trace, _telling(bare.strip(_QUOTES)), kinds=None))
    if display_filter.is_display_filter(text):
        found = display_filter.parse(text)
        return Search(Steps(trace, found.test), found.remarks)
    pattern = parse(text, player.scenario.names)
    has_ordinal = pattern.first != 1 or pattern.last is not None
    return Search(Steps(trace, pattern.matches, pattern.chosen if has_ordinal else None, pattern.kinds()))


def is_plain(text: str) -> bool:
    """Whether a text is looked for as it stands: it begins with a quotation mark, or has letters beyond ASCII."""
    return text[:1] in _QUOTES or (not text.isascii() and not display_filter.is_display_filter(text))


def wrong(error: TextError, language: str = ENGLISH) -> Verdict:
    """The verdict on a text that cannot be read."""
    return Verdict(Ink.BAD, refusal(error, language), error.offset)


def sound(found: Search, player: "Player") -> Verdict:
    """The verdict on a search as far as it has come."""
    steps = found.steps
    for remark in found.remarks:
        return Verdict(Ink.DOUBT, refusal(remark, player.language), remark.offset)
    is_over = steps.scanned == len(steps.trace)
    if len(steps):
        return Verdict(Ink.GOOD, told(FOUND if is_over else FOUND_SO_FAR, player.language, count=len(steps)))
    if not is_over:
        return Verdict(Ink.DIM, told(SEARCHES, player.language))
    return Verdict(Ink.DOUBT, told(NONE_MATCHES if player.is_complete else NO_MATCH_SO_FAR, player.language))


def completions(player: "Player", text: str) -> list[str]:
    """Whole texts that the text may become: its last word made whole, the likeliest first."""
    if is_plain(text.strip()):
        return []
    head, word = display_filter.split(text)
    found = display_filter.completions(text) if _is_filter(text) else []
    if not display_filter.is_display_filter(text):
        pattern_head = text[: len(text) - len(text.rpartition(" ")[2])]
        last = text[len(pattern_head) :]
        words = [each for each in words_after(pattern_head, player.scenario.names) if each.startswith(last)]
        return [pattern_head + each for each in words if each != last] + [
            head + each for each in found if each != word and each not in words
        ]
    return [head + each for each in found if each != word]


def _is_filter(text: str) -> bool:
    """Whether a text is a filter already or may become one."""
    return display_filter.is_display_filter(text) or " " not in text.strip()


def _telling(text: str) -> Test:
    """A test whether a record's line or reason has a text, in any language, capital letters or small."""
    wanted, is_told = text.casefold(), mentions(text)

    def test(trace: Trace, n: int) -> bool:
        what = trace.what[n]
        if n < trace.configured:
            return False
        if isinstance(what, Change) and what.table == CONSOLE and what.after is not None:
            return wanted in what.after.text.casefold()
        return is_told(trace.why[n], what) or (isinstance(what, Pdu) and wanted in str(summary(what)).casefold())

    return test
