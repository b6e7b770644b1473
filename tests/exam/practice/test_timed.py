"""A timed paper: the clock, answers in any order, points, and going on after a crash."""

import json

import pytest

from sim.exam.making import Maker
from sim.exam.marking import Answer
from sim.exam.paper import TooFewError, Wish, make
from sim.exam.practice.timed import OtherPaperError, TimedPaper, begun, resumed
from sim.exam.question import Kind, Question, letter
from sim.exam.sheet import Sheet, sheet
from sim.exam.typed import AnswerError

MAKER = Maker()
WISH = Wish(6, 7, "A", ("arp", "addressing"))


@pytest.fixture
def paper() -> TimedPaper:
    return begun(WISH, MAKER, minutes=10)


def asked(question: Question) -> Sheet:
    return sheet(question, MAKER.run(question))


def right(question: Question) -> Answer:
    if question.kind.is_typed:
        return Answer(texts=tuple(str(blank.truth) for blank in question.blanks))
    return Answer(question.right)


def test_the_time_ends_the_paper_and_is_told_once(paper: TimedPaper) -> None:
    assert not paper.pass_time(599_999)
    assert paper.left == 1
    assert paper.pass_time(5_000)
    assert paper.left == 0
    assert not paper.pass_time(5_000)


def test_without_a_limit_there_is_twice_the_time_that_one_needs() -> None:
    paper = begun(WISH, MAKER)
    assert paper.limit == 2000 * sum(question.seconds for question in paper.paper.questions)


def test_points_are_counted_by_topic_against_the_pass_mark(paper: TimedPaper) -> None:
    questions = paper.paper.questions
    for place in (0, 2, 3, 5):
        paper.go(place)
        paper.answer(right(questions[place]))
    result = paper.result()
    assert result.points == 4
    assert result.percent == 66
    assert not result.is_passed
    assert TimedPaper(paper.paper, 1, pass_mark=66).pass_mark == 66
    by_topic = {part.name: (int(part.points), part.questions) for part in result.topics}
    for topic in {question.topic for question in questions}:
        own = [place for place, question in enumerate(questions) if question.topic == topic]
        assert by_topic[topic] == (len({0, 2, 3, 5}.intersection(own)), len(own))


def test_a_blueprint_counts_by_its_domains() -> None:
    paper = begun(Wish(4, 1, "A", ("arp", "stp"), blueprint="ccna"), MAKER)
    assert sum(part.questions for part in paper.result().domains) == 4
    assert {part.name for part in paper.result().domains} == {"1", "2"}


def test_an_answer_can_be_changed_and_taken_back(paper: TimedPaper) -> None:
    paper.answer(right(paper.question))
    assert paper.result().points == 1
    paper.answer(None)
    assert paper.result().points == 0
    assert paper.answers == [None] * 6


def test_what_cannot_be_read_leaves_the_answer_before() -> None:
    paper = begun(Wish(1, 0, "A", ("addressing/host-count",)), MAKER)
    assert paper.question.kind is Kind.NUMBER
    paper.answer(right(paper.question))
    with pytest.raises(AnswerError):
        paper.answer(Answer(texts=("many",)))
    assert paper.result().points == 1


def test_flags_come_and_go_and_one_turns_no_further_than_the_ends(paper: TimedPaper) -> None:
    paper.flag()
    paper.go(99)
    assert paper.at == 5
    paper.flag()
    paper.flag()
    paper.go(-3)
    assert (paper.at, paper.flags) == (0, {0})


def test_a_paper_goes_on_where_it_was(paper: TimedPaper) -> None:
    paper.go(1)
    paper.answer(right(paper.question))
    paper.flag()
    paper.pass_time(90_000)
    kept = json.loads(json.dumps(paper.as_object()))
    again = resumed(kept, Maker())
    assert again.as_object() == paper.as_object()
    assert again.paper.questions == paper.paper.questions
    assert again.left == 510_000


def test_a_paper_whose_questions_are_others_by_now_is_refused(paper: TimedPaper) -> None:
    kept = json.loads(json.dumps(paper.as_object()))
    kept["questions"][0] = "another"
    with pytest.raises(OtherPaperError):
        resumed(kept, MAKER)


@pytest.mark.parametrize("change", [{"topics": ["gone"]}, {"blueprint": "gone"}, {"more": 1}])
def test_a_paper_that_cannot_be_made_any_more_is_refused(paper: TimedPaper, change: dict[str, object]) -> None:
    kept = json.loads(json.dumps(paper.as_object()))
    kept["wish"] |= change
    with pytest.raises(OtherPaperError):
        resumed(kept, MAKER)


def test_the_memory_is_told_of_what_was_answered(paper: TimedPaper) -> None:
    paper.go(2)
    paper.answer(right(paper.question))
    paper.go(4)
    paper.answer(right(paper.question))
    paper.pass_time(60_000)
    attempts = paper.attempts(1_790_000_000_000, asked)
    assert [(each.template, each.is_right, each.took) for each in attempts] == [
        (paper.paper.questions[2].template, True, 30_000),
        (paper.paper.questions[4].template, True, 30_000),
    ]
    assert [each.question for each in attempts] == ["", ""]


def test_a_wrong_answer_is_kept_in_words(paper: TimedPaper) -> None:
    at = next(place for place, each in enumerate(paper.paper.questions) if each.kind is Kind.ONE)
    paper.go(at)
    (truth,) = paper.question.right
    wrong = 0 if truth else 1
    paper.answer(Answer((wrong,)))
    (attempt,) = paper.attempts(1_790_000_000_000, asked)
    options = [each.text.text() for each in paper.paper.questions[at].options]
    assert attempt.question == paper.paper.questions[at].text.text()
    assert attempt.yours == f"{letter(wrong)}. {options[wrong]}"
    assert attempt.truth == f"{letter(truth)}. {options[truth]}"


def test_a_paper_of_more_questions_than_there_are_has_all_of_them() -> None:
    wish = Wish(30, 1, topics=("udp/lengths",), scenarios=("udp/udp-echo",))
    maker = Maker()
    with pytest.raises(TooFewError) as caught:
        make(wish, maker)
    timed = begun(wish, maker)
    assert 0 < len(timed.paper.questions) == caught.value.count < 30
    assert resumed(timed.as_object(), maker).paper == timed.paper
