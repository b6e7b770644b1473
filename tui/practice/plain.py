"""Practising in lines of text: for a pipe, a screen reader, or who likes it."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from sim.branches.line import line_of
from sim.exam.blueprints import blueprint, missing_lines
from sim.exam.making import Maker
from sim.exam.marking import read_answer
from sim.exam.practice.again import OtherQuestionError, again
from sim.exam.practice.attempt import Attempt
from sim.exam.practice.trainer import Clock, Trainer
from sim.exam.sheet import sheet, with_texts
from sim.exam.typed import AnswerError
from sim.languages import said
from sim.words import TextError
from tui.practice import words
from tui.practice.telling import mistake_lines, outcome_lines, question_lines, why_nothing


class Dialog:
    """A sitting line by line: ``say`` writes a line, ``read`` gives the learner's, ``None`` where there are no more."""

    def __init__(
        self, trainer: Trainer, clock: Clock, say: Callable[[str], None], read: Callable[[], str | None], language: str
    ) -> None:
        self._trainer = trainer
        self._clock = clock
        self._say = say
        self._read = read
        self._language = language

    def hold(self, count: int | None) -> None:
        """Ask so many questions, or until nothing is left, or the learner leaves."""
        trainer = self._trainer
        if trainer.goal.blueprint:
            for told in missing_lines(blueprint(trainer.goal.blueprint), self._language):
                self._say(told)
            self._say("")
        number = 0
        while count is None or number < count:
            question = trainer.ask()
            if question is None:
                self._say(why_nothing(trainer, self._clock(), self._language))
                break
            number += 1
            printed = sheet(question, trainer.run, self._language, number)
            self._say(f"{number}. [{question.template}]")
            for line in question_lines(printed, self._language):
                self._say(line)
            self._say(said(words.HOW, self._language))
            if not self._answered(number):
                break
            self._say("")
        if trainer.answered:
            self._say(said(words.SCORE, self._language).format(right=trainer.right, count=trainer.answered))

    def _answered(self, number: int) -> bool:
        """Whether to go on: the learner has answered the question at hand, or skipped it."""
        trainer, language = self._trainer, self._language
        while (line := self._read()) is not None:
            text = line.strip()
            if not text:
                continue
            if text == "?":
                self._hint()
                continue
            if text in ("q", "s"):
                return text == "s"
            try:
                marked = trainer.answer(read_answer(trainer.question, text), text, language)
            except AnswerError as error:
                self._say(said(words.AGAIN, language).format(reason=error.said.text(language)))
                continue
            for told in outcome_lines(sheet(trainer.question, trainer.run, language, number), marked, language):
                self._say(told)
            return True
        return False

    def _hint(self) -> None:
        """Give the next hint; with a record also the run that it belongs to."""
        trainer, language = self._trainer, self._language
        hint = trainer.hint(language)
        self._say(said(words.HINT, language).format(hint=hint) if hint else said(words.NO_HINT, language))
        if hint and trainer.hinted is not None:
            session = trainer.run.session
            with suppress(TextError):  # no line can have files that stand beside a scenario
                run = line_of(session.scenario, session.edits, session.seed, trainer.hinted + 1)
                self._say(said(words.PLAYS, language).format(command=f"hopscope play '{run}'"))


class Review:
    """My mistakes line by line: the list, then each question as it was asked, with the answers and the proof.

    ``another`` asks a new question of a template.
    """

    def __init__(
        self,
        mistakes: Sequence[Attempt],
        maker: Maker,
        another: Callable[[str], None],
        say: Callable[[str], None],
        read: Callable[[], str | None],
        language: str,
    ) -> None:
        self._mistakes = mistakes
        self._maker = maker
        self._another = another
        self._say = say
        self._read = read
        self._language = language

    def hold(self) -> None:
        """Show the list, then what the learner asks for, until they leave."""
        if not self._mistakes:
            self._say(said(words.NO_MISTAKES, self._language))
            return
        self._say(said(words.MISTAKES, self._language).format(count=len(self._mistakes)))
        for number, attempt in enumerate(self._mistakes, 1):
            first, *more = mistake_lines(attempt, self._language)
            self._say(f"{number}. {first}")
            for told in more:
                self._say(told)
        self._say(said(words.REVIEW_HOW, self._language))
        while (line := self._read()) is not None:
            text = line.strip()
            if text == "q":
                return
            if text:
                self._do(text)
                self._say("")

    def _do(self, text: str) -> None:
        number = text.removeprefix(words.ANOTHER).strip()
        if not (number.isdecimal() and 0 < int(number) <= len(self._mistakes)):
            self._say(said(words.NO_SUCH_MISTAKE, self._language).format(text=text))
        elif text.startswith(words.ANOTHER):
            self._another(self._mistakes[int(number) - 1].template)
        else:
            self._show(int(number))

    def _show(self, number: int) -> None:
        attempt, language = self._mistakes[number - 1], self._language
        try:
            question, run, answer, marked = again(attempt, self._maker)
        except OtherQuestionError:
            for told in mistake_lines(attempt, language):
                self._say(told)
            self._say(said(words.NOT_AGAIN, language).format(another=f"{words.ANOTHER} {number}"))
            return
        asked = sheet(question, run, language)
        for told in question_lines(asked, language):
            self._say(told)
        yours = "; ".join(answer.texts) or with_texts(asked, answer.places)
        self._say(said(words.YOURS, language).format(answer=yours))
        for told in outcome_lines(asked, marked, language):
            self._say(told)
