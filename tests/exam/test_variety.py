"""What questions are about: all that a template says it asks for comes up, and of the lessons that have it."""

import pytest

from sim.exam import catalogue
from sim.exam.making import Maker, possible
from sim.exam.question import Source
from tests.exam.checking import about, check_about

_MAKER = Maker()


def test_either_end_closes_first_in_the_questions_on_closing() -> None:
    template = catalogue.template("tcp/teardown-order")
    questions = [_MAKER.question(template, seed, is_made=True) for seed in range(8)]
    assert {question.facts["first"] for question in questions} == {"client", "server"}
    assert not _MAKER.reasons


@pytest.mark.parametrize(
    ("lesson", "template", "proofs"),
    [
        # Three connections of one server: only before the first recv of the first one all has come.
        ("sockets/messages-stick-together", "programs/first-recv", [b"helloworld"]),
        ("sockets/messages-stick-together", "programs/recv-count", [1]),
        ("sockets/two-sends-one-recv", "programs/first-recv", []),  # both servers already wait for the first data
    ],
)
def test_lesson_with_several_connections_brings_questions_on_what_recv_returns(
    lesson: str, template: str, proofs: list[object]
) -> None:
    run = _MAKER.run_of(Source(lesson))
    found = list(about(run, [catalogue.template(template)], 9))
    for question in found:
        check_about(question, run)
    answers = [
        question.blanks[0].truth if question.blanks else question.options[question.right[0]].value for question in found
    ]
    assert answers == proofs


def test_each_program_of_a_node_with_several_brings_a_question_on_what_waits() -> None:
    run = _MAKER.run_of(Source("tcp/address-already-in-use"))
    files = [moment.about.file for _, moment in possible(run, [catalogue.template("programs/which-blocks")])]
    assert len(files) == len(set(files)) > 2
