"""A sitting: asks, hints, marks, and tells why. Screens and the text form are two ways to hold the same sitting."""

from collections.abc import Callable
from typing import NamedTuple

from sim.exam import catalogue
from sim.exam.making import Maker, NoQuestionError
from sim.exam.marking import Answer, Marked, mark
from sim.exam.practice.attempt import Attempt
from sim.exam.practice.choosing import Goal, chosen, pool
from sim.exam.practice.memory import Memory
from sim.exam.question import HintKind, Question, Source
from sim.exam.run import Run
from sim.exam.sheet import sheet
from sim.exam.template import Template
from sim.exam.typed import AnswerError

Clock = Callable[[], int]
"""Tells the time in ms since 1970."""


class Asked(NamedTuple):
    """The question at hand, what fixes it (as in ``Attempt``), and when it was shown (ms since 1970)."""

    question: Question
    seed: str
    scenario: str
    shown_at: int


class Trainer:
    """One sitting of a learner. ``keep`` is given each attempt, to store it."""

    def __init__(
        self, goal: Goal, memory: Memory, clock: Clock, keep: Callable[[Attempt], None], maker: Maker | None = None
    ) -> None:
        """Raises :class:`~sim.words.TextError` for a goal that there is not, ``ScenarioError`` for its scenario."""
        self.goal = goal
        self.memory = memory
        self.maker = Maker() if maker is None else maker
        self._clock = clock
        self._keep = keep
        self._templates = list(pool(goal))
        if goal.scenario:
            run = self.maker.run_of(Source(goal.scenario))
            self._templates = [each for each in self._templates if any(True for _ in each.moments(run))]
        self.asked: list[str] = []
        self._skipped: list[str] = []
        self.right = self.answered = 0
        self.at: Asked | None = None
        self.hints = 0
        self._is_answered = False

    @property
    def question(self) -> Question:
        """The question at hand."""
        assert self.at is not None
        return self.at.question

    @property
    def run(self) -> Run:
        """The run that the question at hand is about."""
        return self.maker.run(self.question)

    @property
    def now(self) -> int:
        """The time (ms since 1970)."""
        return self._clock()

    def next_due(self) -> int | None:
        """When the next of the cards of this sitting is due (ms since 1970); ``None`` where none was ever asked."""
        return min((due for each in self._templates if (due := self.memory.due(each.id)) is not None), default=None)

    def ask(self) -> Question | None:
        """The next question; ``None`` where nothing is left to do. One that was not answered is skipped."""
        if self.at is not None and not self._is_answered:
            self._skipped.append(self.question.template)
        while (template := self._next()) is not None:
            seed = str(sum(each.template == template.id for each in self.memory.attempts))
            try:
                question = question_of(self.maker, template.id, seed, self.goal.scenario)
            except NoQuestionError:
                self._templates.remove(template)
                continue
            self.asked.append(template.id)
            self.hints, self._is_answered = 0, False
            self.at = Asked(question, seed, self.goal.scenario, self._clock())
            return question
        self.at = None
        return None

    def _next(self) -> Template | None:
        return chosen(self._templates, self.goal, self.memory, self._clock(), self.asked, self._skipped)

    def hint(self, language: str = "en") -> str:
        """The next hint to the question at hand; "" where there is no more."""
        hints = self.question.hints
        if self.hints == len(hints):
            return ""
        self.hints += 1
        return hints[self.hints - 1].text.text(language)

    @property
    def hinted(self) -> int | None:
        """The record that a hint to the question at hand has named."""
        if self.at is None:
            return None
        given = self.question.hints[: self.hints]
        return next((each.text.facts["n"] for each in given if each.kind is HintKind.RECORD), None)

    def answer(self, answer: Answer, written: str, language: str = "en") -> Marked:
        """Mark an answer to the question at hand, which was asked in a language.

        Raises :class:`~sim.exam.typed.AnswerError` for one that cannot be read: that costs nothing.
        """
        assert self.at is not None
        marked = mark(self.question, answer)
        if marked.unreadable:
            raise AnswerError(marked.unreadable[0])
        now = self._clock()
        attempt = Attempt(
            self.question.template,
            self.at.seed,
            self.at.scenario,
            now,
            max(now - self.at.shown_at, 0),
            self.hints,
            marked.is_right,
            written,
            tuple(each.id for each in marked.misconceptions),
        ).in_words(lambda: sheet(self.question, self.run, language), answer)
        self._is_answered = True
        self._keep(attempt)
        self.memory.learn(attempt)
        self.answered += 1
        self.right += marked.is_right
        return marked


def question_of(maker: Maker, template: str, seed: str, scenario: str) -> Question:
    """The question of an attempt, again.

    Raises :class:`~sim.exam.making.NoQuestionError`, and ``TextError`` for a template that there is not any more.
    """
    return maker.question(
        catalogue.template(template), "practice", seed, sources=[Source(scenario)] if scenario else None
    )
