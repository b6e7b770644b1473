"""What holds of the proof of every question: its records show the answer, and say by which clause."""

import re
from collections.abc import Iterator
from typing import Any

from sim.exam.question import Blank, Kind, Option, Question
from sim.exam.run import Run
from sim.exam.sheet import Sheet, sheet

_IN_WORDS = {
    "direct": ("goes directly",),
    "gateway": ("default gateway",),
    "vlans": ("stations in other vlans do not receive it", "no other port of this vlan"),
    "carried": ("does not carry this vlan", "out of every port of vlan", "no other port of this vlan"),
    "native": ("native vlan",),
    "none of them": ("none of its rules fits",),
}
"""What records say of answers that have a name for the program only."""
_COUNTED = frozenset({"ip/fragment-count", "nat/mapping-count", "tcp/segment-count", "programs/recv-count"})
"""Of these, each record that proves the answer is one that counts."""
_END = re.compile(r"(?<![\d.])(\d+\.\d+\.\d+\.\d+)[:.](\d+)(?![\d.]*\d)")
"""An address with its port, as tcpdump and NAT write it."""


def check_proof(question: Question, run: Run) -> None:
    """Raises ``AssertionError`` where the records of a proof do not show the answer, or name no clause."""
    assert question.proof
    assert all(0 <= n < len(run.trace) for n in question.proof)
    told = sheet(question._replace(figures=()), run)
    assert not list(_missing(question, told, run)), (told.text, told.answer, told.reason, told.evidence)
    assert told.reason.endswith("]") or any(each.clause for each in told.evidence), told.text


def _missing(question: Question, told: Sheet, run: Run) -> Iterator[Any]:
    """What is right and neither in the reason nor in what the records show."""
    text = _shown(told, run)
    if question.kind is Kind.ORDER:
        if len(question.proof) < len(question.options) or list(question.proof) != sorted(question.proof):
            yield question.proof
    elif question.kind is Kind.PACKET:
        yield from (each.value for each in question.options if each.is_right and each.value not in question.proof)
    elif question.kind.is_typed:
        for blank, gap in zip(question.blanks, told.gaps, strict=True):
            if not _has(text, _answer(blank, gap.answer)):
                yield gap
    else:
        rules = {each.rule for each in told.evidence}
        yield from (each for each in question.options if each.is_right and not _names(text, rules, each))
    if question.template in _COUNTED and len(question.proof) != question.blanks[0].truth:
        yield question.proof


def _shown(told: Sheet, run: Run) -> str:
    """The reason, and what the records show, each with its device; not their numbers and times, which are no proof."""
    lines = [told.reason, *(f"{run.node(each.n)} {each.shown} {each.sentence}" for each in told.evidence)]
    return _END.sub(r"\1 \2", "\n".join(lines)).casefold()


def _answer(blank: Blank, printed: str) -> str:
    return str(blank.truth) if blank.within is not None else printed


def _names(text: str, rules: set[str], option: Option) -> bool:
    if option.value in rules or _says(text, option.text.text()):
        return True
    return all(_says(text, word) for word in _words(option.value))


def _says(text: str, word: str) -> bool:
    return any(_has(text, each) for each in _IN_WORDS.get(word, (word,)))


def _words(value: Any) -> list[str]:
    """A value as it is written, or each part of a pair."""
    if type(value) is tuple:
        return [word for each in value for word in _words(each)]
    return [repr(value)] if isinstance(value, bytes) else [str(getattr(value, "value", value))]


def _has(text: str, word: str) -> bool:
    """Whether a word stands in a text, as itself; a MAC address also within an identifier of a bridge."""
    wanted = word.casefold()
    if word.count(":") == 5 or wanted not in text:
        return wanted in text
    return re.search(rf"(?<![\w.:]){re.escape(wanted)}(?!\w|[.:]\w)", text) is not None
