"""Every template, over many seeds: the second way agrees, options differ, and nothing gives the answer away."""

import importlib
import os
import pkgutil
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

import tests.exam.oracles
from sim.exam import catalogue
from sim.exam.making import Maker
from sim.exam.marking import Answer, mark
from sim.exam.question import Blank, Form, Kind, Question
from sim.exam.template import Template
from tests.exam.octets import Wire
from tests.exam.oracles import ORACLES

for module in pkgutil.iter_modules(tests.exam.oracles.__path__):
    importlib.import_module(f"tests.exam.oracles.{module.name}")

SEEDS = int(os.environ.get("HOPSCOPE_EXAM_SEEDS", "12"))
"""Of each template; ``HOPSCOPE_EXAM_SEEDS=10000`` is the nightly size."""
_CHINESE = re.compile(r"[一-鿿]")
_MAKER = Maker()


def questions(name: str) -> tuple[Question, ...]:
    """The questions of a template, those that are the same left out."""
    template = catalogue.template(name)
    found = {}
    for seed in range(SEEDS):
        question = _MAKER.question(template, seed)
        found[question.source, question.name, tuple(option.value for option in question.options)] = question
    return tuple(found.values())


def _wire(question: Question) -> Wire:
    return _MAKER.run(question).kept("tests.exam", Wire)


@pytest.mark.parametrize("name", catalogue.IDS)
def test_template_over_many_seeds(name: str) -> None:
    """All at once, since to make the questions takes longest."""
    found = questions(name)
    _second_way_agrees(name, found)
    _questions_are_whole(name, found)
    _places_are_uniform(found)
    _lengths_do_not_tell(found)


def _second_way_agrees(name: str, found: Sequence[Question]) -> None:
    """The truth is right and every wrong option is wrong, by the oracle."""
    for question in found:
        holds = ORACLES[name](question, _wire(question))
        for option in question.options:
            if question.kind is not Kind.ORDER:
                assert holds(option.value) == option.is_right, (question.text.text(), option)
        if question.kind is Kind.ORDER:
            assert holds(tuple(question.options[place].value for place in question.right))
        for place, blank in enumerate(question.blanks):
            _check_blank(question, blank, place, holds)


def _check_blank(question: Question, blank: Blank, place: int, holds: Any) -> None:
    several = question.kind is Kind.ROW
    truth = (place, blank.truth) if several else blank.truth
    assert holds(truth), (question.text.text(), question.given, blank)
    for slip in blank.slips:
        assert not holds((place, slip.value) if several else slip.value), (question.text.text(), slip)


def _questions_are_whole(name: str, found: Sequence[Question]) -> None:
    template = catalogue.template(name)
    assert template.id == name
    for question in found:
        trace = _MAKER.run(question).trace
        assert question.proof
        assert all(0 <= n < len(trace) for n in question.proof)
        assert question.hints
        for language in ("en", "zh"):
            texts = [question.text.text(language), *(hint.text.text(language) for hint in question.hints)]
            texts += [each.correction.text(language) for each in question.options if each.correction is not None]
            texts += [slip.correction.text(language) for blank in question.blanks for slip in blank.slips]
            texts += [question.reason.text(language)] if question.reason is not None else []
            for text in texts:
                assert "{" not in text or "{" in str(question.facts), text
                assert (language == "zh") == bool(_CHINESE.search(text)), text
        _check_options(template, question)
        _check_marks(question)


def _check_options(template: Template, question: Question) -> None:
    texts = [option.text.text() for option in question.options]
    assert len(set(texts)) == len(texts), texts
    if question.kind is Kind.ONE:
        assert 3 <= len(texts) <= 5
        wrongs = [option for option in question.options if not option.is_right]
        assert all(option.misconception is not None for option in wrongs), question.options


def _check_marks(question: Question) -> None:
    """The right answer gets all points, and a slip is known for the belief that it shows."""
    if not question.kind.is_typed:
        assert mark(question, Answer(question.right)).is_right
        for place, option in enumerate(question.options):
            if question.kind.is_choice and not option.is_right:
                marked = mark(question, Answer((place,)))
                assert not marked.is_right
                assert not marked.share
                assert marked.misconceptions == ((option.misconception,) if option.misconception is not None else ())
        return
    texts = tuple(_written(blank, blank.truth) for blank in question.blanks)
    assert mark(question, Answer(texts=texts)).is_right, texts
    for place, blank in enumerate(question.blanks):
        for slip in blank.slips:
            marked = mark(question, Answer(texts=(*texts[:place], _written(blank, slip.value), *texts[place + 1 :])))
            assert not marked.is_right
            assert marked.misconceptions == (slip.misconception,)


def _written(blank: Blank, value: Any) -> str:
    return repr(value) if blank.form is Form.DECIMAL else str(value)


def _places_are_uniform(found: Sequence[Question]) -> None:
    """The place of the right option, by chi-square for each number of options; critical values are those of 0.1 %."""
    critical = {3: 13.82, 4: 16.27, 5: 18.47}
    places: dict[int, Counter[int]] = {}
    for question in found:
        if question.kind is Kind.ONE:
            places.setdefault(len(question.options), Counter())[question.right[0]] += 1
    for options, counted in places.items():
        expected = sum(counted.values()) / options
        if expected >= 5:
            statistic = sum((counted[place] - expected) ** 2 / expected for place in range(options))
            assert statistic < critical[options], counted


def _lengths_do_not_tell(found: Sequence[Question]) -> None:
    """Of options in words, the right one is not always the longest, or hardly longer than the others."""
    for language in ("en", "zh"):
        for question in found:
            if question.kind is not Kind.ONE:
                continue
            lengths = {option.value: len(option.text.text(language)) for option in question.options}
            truth = next(option.value for option in question.options if option.is_right)
            longest = max(length for value, length in lengths.items() if value != truth)
            assert lengths[truth] <= max(longest * 1.3, longest + 6), question.options


def test_same_seed_gives_the_same_question() -> None:
    for name in catalogue.IDS:
        template = catalogue.template(name)
        assert Maker().question(template, 5) == Maker().question(template, 5)
