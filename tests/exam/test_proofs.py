"""The records that prove an answer show it, with the reason that stands beside them, and say by which clause."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from sim.exam import catalogue
from sim.exam.evidence import Evidence, briefly, evidence
from sim.exam.making import Maker
from sim.exam.question import Blank, Kind, Option, Question
from sim.exam.run import Run
from sim.exam.sheet import Sheet, sheet

_MAKER = Maker()
_SEEDS = 6
_IN_WORDS = {
    "direct": "goes directly",
    "gateway": "default gateway",
    "vlans": "stations in other vlans do not receive it",
    "carried": "does not carry this vlan",
    "native": "native vlan",
}
"""What records say of answers that have a name for the program only."""
_COUNTED = frozenset({"ip/fragment-count", "nat/mapping-count", "tcp/segment-count", "programs/recv-count"})
"""Of these, each record that proves the answer is one that counts."""
_END = re.compile(r"(?<![\d.])(\d+\.\d+\.\d+\.\d+)[:.](\d+)(?![\d.]*\d)")
"""An address with its port, as tcpdump and NAT write it."""


@pytest.mark.parametrize("name", catalogue.IDS)
def test_proof_shows_the_answer_and_says_by_which_clause(name: str) -> None:
    for seed in range(_SEEDS):
        question = _MAKER.question(catalogue.template(name), seed)
        run = _MAKER.run(question)
        told = sheet(question, run)
        assert not list(_missing(question, told, run)), (seed, told.text, told.answer, told.reason, told.evidence)
        assert told.reason.endswith("]") or any(each.clause for each in told.evidence), seed


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
    if option.value in rules or _has(text, option.text.text()):
        return True
    return all(_has(text, _IN_WORDS.get(word, word)) for word in _words(option.value))


def _words(value: Any) -> list[str]:
    """A value as it is written, or each part of a pair."""
    if type(value) is tuple:
        return [word for each in value for word in _words(each)]
    return [repr(value)] if isinstance(value, bytes) else [str(getattr(value, "value", value))]


def _has(text: str, word: str) -> bool:
    """Whether a word stands in a text, as itself; a MAC address also within an identifier of a bridge."""
    wanted = re.escape(word.casefold())
    if word.count(":") == 5:
        return wanted in text
    return re.search(rf"(?<![\w.:]){wanted}(?!\w|[.:]\w)", text) is not None


def test_what_crosses_a_link_is_no_proof_of_why_it_was_sent() -> None:
    """A message is proved where it is decided: the route that its frame takes says nothing of it."""
    for name in ("tcp/segment-count", "tcp/teardown-order", "dhcp/order", "dns/query-count", "http/connections"):
        question = _MAKER.question(catalogue.template(name), 1)
        run = _MAKER.run(question)
        assert not any(run.rule(n).startswith(("route.", "ipv4.", "nic.")) for n in question.proof), name


def _record(n: int, rule: str, shown: str, sentence: str) -> Evidence:
    return Evidence(n, rule, f"record {n}", shown, sentence, "RFC 9293, 3.8.4")


def test_rule_that_proves_an_answer_often_is_told_three_times() -> None:
    found = [_record(n, "tcp.data", f"segment {n}", f"octet {n}") for n in range(5)]
    assert [why for _, why in briefly(found)] == [*(f"octet {n} [RFC 9293, 3.8.4]" for n in range(3)), "", ""]
    same = [_record(1, "acl.denied", "SYN", "denied"), _record(2, "acl.denied", "FIN", "denied")]
    assert list(briefly(same)) == [("record 1: SYN", "denied [RFC 9293, 3.8.4]"), ("record 2: FIN", "")]


def test_row_that_changes_is_shown_before_and_after() -> None:
    question = _MAKER.question(catalogue.template("congestion/after-timeout"), 0)
    run = _MAKER.run(question)
    (found,) = evidence(run, question.proof)
    cwnd, ssthresh = question.facts["cwnd"], [blank.truth for blank in question.blanks]
    assert f"cwnd {cwnd} → {ssthresh[1]}" in found.shown
    assert f"→ {ssthresh[0]}" in found.shown
    assert "retransmit_at" not in found.shown


def test_mapping_of_everybody_is_not_said_to_be_for_one() -> None:
    question = _MAKER.question(catalogue.template("nat/mapping-count"), 0)
    for language in ("en", "zh"):
        for each in evidence(_MAKER.run(question), question.proof, language):
            assert "for  only" not in each.sentence
            assert "  " not in each.sentence
