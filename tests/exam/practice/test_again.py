"""A wrong answer is shown again with the very question that it was given to."""

from pathlib import Path

import pytest

from sim.exam.making import Maker
from sim.exam.marking import Answer, read_answer
from sim.exam.paper import Wish
from sim.exam.practice.again import OtherQuestionError, again, refuse_strangers
from sim.exam.practice.attempt import Attempt, read_seed, source_of
from sim.exam.practice.choosing import Goal
from sim.exam.practice.memory import Memory
from sim.exam.practice.moments import AtMoment, questions
from sim.exam.practice.timed import begun
from sim.exam.practice.trainer import Trainer
from sim.exam.question import Question, Source
from sim.exam.run import Runs
from sim.exam.sheet import sheet
from tests.exam.practice.sitting import BEGIN, Sitting, written

MAKER = Maker()


def failed(trainer: Trainer, kept: list[Attempt]) -> tuple[Question, Attempt]:
    """The next question that has options, answered wrongly, and what is kept of it."""
    while (question := trainer.ask()) is not None:
        if question.kind.is_choice:
            text = written(question, right=False)
            trainer.answer(read_answer(question, text), text)
            return question, kept[-1]
    raise AssertionError


def test_a_question_of_a_sitting_is_the_same_and_marked_the_same() -> None:
    sitting = Sitting(Goal(("arp/who-answers",)))
    for _ in range(3):
        question, attempt = failed(sitting.trainer, sitting.kept)
        found = again(attempt, Maker())
        assert found.question == question
        assert found.run.source == question.source
        assert [each.id for each in found.marked.misconceptions] == list(attempt.misconceptions)


def test_a_question_about_one_scenario_is_about_it_again() -> None:
    sitting = Sitting(Goal(("tcp",), scenario="tcp/handshake"))
    question, attempt = failed(sitting.trainer, sitting.kept)
    assert again(attempt, Maker()).question == question
    assert attempt.scenario == question.source.name == "tcp/handshake"


@pytest.mark.parametrize("path", ["/opt/old/scenarios/tcp/handshake.yaml", r"C:\old\scenarios\tcp\handshake.yaml"])
def test_a_bundled_scenario_that_was_kept_by_its_path_is_found_by_its_name(path: str) -> None:
    sitting = Sitting(Goal(("tcp",), scenario="tcp/handshake"))
    question, attempt = failed(sitting.trainer, sitting.kept)
    assert again(attempt._replace(scenario=path), Maker()).question == question
    run = MAKER.run_of(Source("arp/arp-on-one-switch"))
    kept: list[Attempt] = []
    question, attempt = failed(
        AtMoment(run, questions(run, 0, len(run.trace)), Memory(), lambda: BEGIN, kept.append), kept
    )
    moved = attempt._replace(scenario=path.replace("tcp", "arp").replace("handshake", "arp-on-one-switch"))
    assert again(moved, Maker()).question == question
    with pytest.raises(OtherQuestionError):
        again(attempt._replace(scenario="/opt/old/lan.yaml"), Maker())


def test_a_question_of_a_paper_is_the_one_at_its_place() -> None:
    paper = begun(Wish(6, 7, "B", ("arp", "dhcp/order")), MAKER, minutes=10)
    for place, question in enumerate(paper.paper.questions):
        paper.go(place)
        wrong = [at for at in range(len(question.options)) if at not in question.right]
        paper.answer(Answer(tuple(wrong[:1]) or question.right[::-1]) if question.options else None)
    attempts = paper.attempts(BEGIN, lambda question: sheet(question, MAKER.run(question), "zh"))
    assert len(attempts) > 3
    for attempt in attempts:
        found = again(attempt, MAKER)
        assert found.question in paper.paper.questions
        assert found.question.template == attempt.template
        assert found.answer == paper.answers[paper.paper.questions.index(found.question)]


def test_a_question_about_a_moment_in_the_player_is_about_that_moment() -> None:
    run = MAKER.run_of(Source("arp/arp-on-one-switch"))
    kept: list[Attempt] = []
    trainer = AtMoment(run, questions(run, 0, len(run.trace)), Memory(), lambda: BEGIN, kept.append)
    question, attempt = failed(trainer, kept)
    assert again(attempt, Maker()).question == question


def test_a_question_about_a_moment_of_a_changed_run_is_about_that_run() -> None:
    """What was done to the run, and its seed, are kept with the answer."""
    source = Source("arp/arp-on-one-switch", seed=7, edits=("drop first arp reply on pc1 -- sw1",))
    run = MAKER.run_of(source)
    kept: list[Attempt] = []
    trainer = AtMoment(run, questions(run, 0, len(run.trace)), Memory(), lambda: BEGIN, kept.append)
    question, attempt = failed(trainer, kept)
    found = again(attempt, Maker())
    assert found.question == question
    assert found.run.source == source
    assert len(found.run.trace) != len(MAKER.run_of(Source("arp/arp-on-one-switch")).trace)


def test_code_that_an_imported_answer_brings_is_not_run() -> None:
    seed = '{"moment": "12-abcdef01", "edits": ["set programs.0.code = \\"raise SystemExit\\""]}'
    with pytest.raises(OtherQuestionError):
        Runs(refuse_strangers).of(source_of("sockets/on-one-host", read_seed(seed)))


ONE = Attempt("arp/who-answers", "0", "", BEGIN, 1, 0, False, "B", (), "Which device?", "B. sw1", "A. pc2")


@pytest.mark.parametrize(
    "attempt",
    [
        ONE,
        ONE._replace(template="arp/gone"),
        ONE._replace(seed="paper 7 A 3"),
        ONE._replace(seed='{"moment": "12-abcdef01"}', scenario="gone"),
        ONE._replace(seed='{"moment": "12-abcdef01", "edits": [7]}', scenario="arp/arp-on-one-switch"),
        ONE._replace(seed='{"moment": "12-abcdef01", "seed": "x"}', scenario="arp/arp-on-one-switch"),
        ONE._replace(seed='{"wish": {}, "place": 0}'),
        ONE._replace(answer="Z"),
    ],
)
def test_what_cannot_be_asked_as_it_was_is_not_asked_otherwise(attempt: Attempt) -> None:
    with pytest.raises(OtherQuestionError):
        again(attempt, MAKER)


def test_programs_of_a_stranger_are_not_run_without_being_asked(tmp_path: Path) -> None:
    (tmp_path / "lab.yaml").write_text(
        "title: t\nnodes:\n  a: {host: 10.0.0.1/24}\nprograms:\n  - {on: a, file: a.py}\n"
    )
    (tmp_path / "a.py").write_text("raise SystemExit\n")
    maker = Maker(Runs(refuse_strangers))
    attempt = ONE._replace(seed='{"moment": "12-abcdef01"}', scenario=str(tmp_path / "lab.yaml"))
    with pytest.raises(OtherQuestionError):
        maker.run_of(Source(attempt.scenario))
    with pytest.raises(OtherQuestionError):
        again(attempt, maker)
