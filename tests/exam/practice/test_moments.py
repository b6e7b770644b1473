"""Questions about the moment that somebody looks at."""

from collections import Counter

import pytest

from sim.exam.practice.memory import Memory
from sim.exam.practice.moments import AtMoment, prediction, questions
from sim.exam.question import Kind, Source
from sim.exam.run import Run, whole
from sim.session import Session
from tests.exam.practice.sitting import BEGIN


@pytest.fixture(scope="module")
def run() -> Run:
    session = Session.load("two-dormitories")
    session.run()
    return Run(session, Source("two-dormitories"))


def test_no_question_tells_of_what_has_not_been_seen(run: Run) -> None:
    for last in range(0, len(run.trace), 17):
        for question in questions(run, 0, last):
            assert question.moment <= last


def test_the_latest_moment_is_asked_about_first(run: Run) -> None:
    found = [question.moment for question in questions(run, 0, 200)]
    assert len(found) > 50
    assert found[0] > found[-1]


def test_a_prediction_is_proved_by_what_comes(run: Run) -> None:
    seen = 0
    for last in range(len(run.trace) - 1):
        question = prediction(run, last, last, last + 10)
        if question is not None:
            seen += 1
            assert question.moment <= last < question.proof[0] <= last + 10
    assert seen > 20


def test_a_prediction_shows_no_packet_that_is_to_come() -> None:
    """One could read off which segment ends a wait where the list had it with its time and its flags."""
    run = whole(Source("tcp/close-by-the-server"))
    offered = Counter[bool]()
    for last in range(len(run.trace) - 1):
        question = prediction(run, last, last, last + 60)
        if question is not None:
            later = [option for option in question.options if question.kind is Kind.PACKET and option.value > last]
            assert not later, question.name
            offered[question.kind is Kind.PACKET] += 1
    assert offered[False] > 10
    for last in range(50, len(run.trace), 40):
        to_choose = [each for each in questions(run, 0, last) if each.kind is Kind.PACKET]
        assert all(each.options[-1].value <= last for each in to_choose)


def test_each_template_asks_once_before_one_asks_again(run: Run) -> None:
    names = [question.template for question in questions(run, 0, 200)]
    first = names[: len(set(names))]
    assert len(set(first)) == len(first) > 8


def test_who_has_predicted_by_a_template_often_is_asked_by_others(run: Run) -> None:
    asked: Counter[str] = Counter()
    for last in range(len(run.trace) - 1):
        question = prediction(run, last, last, last + 40, asked)
        if question is not None:
            asked[question.template] += 1
    assert max(asked.values()) == 3
    assert len(asked) > 4


def test_a_sitting_about_a_run_ends_with_its_questions(run: Run) -> None:
    kept: list[object] = []
    sitting = AtMoment(run, questions(run, 0, 80), Memory(), lambda: BEGIN, kept.append)
    count = 0
    while (question := sitting.ask()) is not None:
        count += 1
        assert sitting.run is run
        assert question.source.name == "two-dormitories"
    assert count > 5
