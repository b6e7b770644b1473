"""A timed paper: answers and flags in any order until the time is over, then the points. The time is given."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from sim.exam.blueprints import BLUEPRINTS
from sim.exam.catalogue import topics
from sim.exam.making import Maker
from sim.exam.marking import Answer, Marked, mark
from sim.exam.paper import Paper, TooFewError, Wish, make, read_wish
from sim.exam.practice.attempt import Attempt, paper_seed
from sim.exam.question import Question, letter
from sim.exam.sheet import Sheet
from sim.exam.typed import AnswerError

PASS_MARK = 70
"""Percent of the points, where nothing else is said."""


class Part(NamedTuple):
    """Points of one topic, or of one domain of a blueprint."""

    name: str
    points: Fraction
    questions: int


class Result(NamedTuple):
    """What a paper came to: a point a question, and shares of points for answers that are partly right."""

    marked: tuple[Marked, ...]
    topics: tuple[Part, ...]
    domains: tuple[Part, ...]
    pass_mark: int

    @property
    def points(self) -> Fraction:
        return sum((each.share for each in self.marked), Fraction())

    @property
    def percent(self) -> int:
        """Of all points, rounded down: what is shown as enough is enough."""
        return int(100 * self.points / len(self.marked))

    @property
    def is_passed(self) -> bool:
        return 100 * self.points >= self.pass_mark * len(self.marked)


class TimedPaper:
    """A paper under way. ``spent`` is the time that it has been open (ms), ``limit`` how long it may be."""

    def __init__(self, paper: Paper, limit: int, pass_mark: int = PASS_MARK) -> None:
        self.paper = paper
        self.limit = limit
        self.pass_mark = pass_mark
        self.answers: list[Answer | None] = [None] * len(paper.questions)
        self.flags: set[int] = set()
        self.at = 0
        self.spent = 0
        self.is_over = False

    @property
    def question(self) -> Question:
        """The question at hand."""
        return self.paper.questions[self.at]

    @property
    def left(self) -> int:
        """The time that is left (ms)."""
        return max(self.limit - self.spent, 0)

    def pass_time(self, ms: int) -> bool:
        """Let time pass; whether this has ended the paper."""
        if self.is_over:
            return False
        self.spent += ms
        self.is_over = not self.left
        return self.is_over

    def go(self, place: int) -> None:
        """Turn to another question."""
        self.at = max(0, min(place, len(self.paper.questions) - 1))

    def answer(self, answer: Answer | None) -> None:
        """Answer the question at hand, or take the answer back.

        Raises :class:`~sim.exam.typed.AnswerError` for one that cannot be read; the answer before stays.
        """
        if answer is not None and (reasons := mark(self.question, answer).unreadable):
            raise AnswerError(reasons[0])
        self.answers[self.at] = answer

    def flag(self) -> None:
        """Flag the question at hand to come back to it, or take the flag away."""
        self.flags ^= {self.at}

    def result(self) -> Result:
        """What the answers so far are worth; what was not answered is worth nothing."""
        questions = self.paper.questions
        marked = tuple(
            Marked(False, Fraction()) if answer is None else mark(question, answer)
            for question, answer in zip(questions, self.answers, strict=True)
        )
        blueprint = self.paper.wish.blueprint
        domains: tuple[Part, ...] = ()
        if blueprint:
            own = [each.domains[blueprint] for each in questions]
            domains = _parts(marked, own, list(BLUEPRINTS[blueprint].domains))
        parts = _parts(marked, [each.topic for each in questions], topics())
        return Result(marked, parts, domains, self.pass_mark)

    def attempts(self, now: int, asked: Callable[[Question], Sheet]) -> list[Attempt]:
        """What a learner's memory is told of the paper at its end: the questions that were answered.

        ``asked`` gives a question as it was shown.
        """
        took = self.spent // max(sum(answer is not None for answer in self.answers), 1)
        return [
            Attempt(
                question.template,
                paper_seed(self.paper.wish, place),
                "",
                now + place,  # one after the other, as they were asked
                took,
                0,
                marked.is_right,
                "; ".join(answer.texts) or ", ".join(map(letter, answer.places)),
                tuple(each.id for each in marked.misconceptions),
            ).in_words(partial(asked, question), answer)
            for place, (question, answer, marked) in enumerate(
                zip(self.paper.questions, self.answers, self.result().marked, strict=True)
            )
            if answer is not None
        ]

    def as_object(self) -> dict[str, Any]:
        """How far the paper is, as JSON has it: the wish makes the same questions again."""
        return {
            "wish": self.paper.wish.as_object(),
            "questions": [question.name for question in self.paper.questions],
            "limit": self.limit,
            "pass_mark": self.pass_mark,
            "answers": [None if answer is None else [answer.places, answer.texts] for answer in self.answers],
            "flags": sorted(self.flags),
            "at": self.at,
            "spent": self.spent,
        }


def begun(wish: Wish, maker: Maker, minutes: int | None = None, pass_mark: int = PASS_MARK) -> TimedPaper:
    """A new paper; by default it may take twice as long as who knows it all needs. Of fewer questions than were wished
    for, where there are no more.

    Raises :class:`~sim.words.TextError` for a wish that cannot be met, ``ScenarioError`` for a scenario.
    """
    try:
        paper = make(wish, maker)
    except TooFewError as error:
        if not error.count:
            raise
        return begun(wish._replace(number=error.count), maker, minutes, pass_mark)
    return TimedPaper(paper, 2000 * paper.seconds if minutes is None else 60_000 * minutes, pass_mark)


class OtherPaperError(Exception):
    """This version makes other questions of the same wish: the paper cannot be gone on with."""


def resumed(value: Mapping[str, Any], maker: Maker) -> TimedPaper:
    """The paper that was kept; raises :class:`OtherPaperError`, and ``ScenarioError`` for its scenario."""
    try:
        paper = make(read_wish(value["wish"]), maker)
    except ValueError:  # such as of a topic that there is not any more
        raise OtherPaperError from None
    timed = TimedPaper(paper, value["limit"], value["pass_mark"])
    if [question.name for question in timed.paper.questions] != value["questions"]:
        raise OtherPaperError
    timed.answers = [None if each is None else Answer(tuple(each[0]), tuple(each[1])) for each in value["answers"]]
    timed.flags = set(value["flags"])
    timed.go(value["at"])
    timed.spent = value["spent"]
    return timed


def _parts(marked: Sequence[Marked], names: Sequence[str], order: Sequence[str]) -> tuple[Part, ...]:
    found: dict[str, list[Fraction]] = {}
    for each, name in zip(marked, names, strict=True):
        found.setdefault(name, []).append(each.share)
    listed = sorted(found, key=lambda name: order.index(name) if name in order else len(order))
    return tuple(Part(name, sum(found[name], Fraction()), len(found[name])) for name in listed)
