"""Practising: one question after the other, each with its proof."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from sim.exam.marking import Answer, Marked, read_answer
from sim.exam.practice.trainer import Trainer
from sim.exam.question import Question, letter
from sim.exam.sheet import Sheet, sheet
from sim.exam.typed import AnswerError
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, line
from tui.practice import words
from tui.practice.telling import why_nothing
from tui.screens.sitting import QuestionPane, SittingScreen


class PracticeScreen(SittingScreen):
    """A sitting. After each answer: right or wrong, why, the belief that led astray, and the way to the proof."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "hint", show=False),
        Binding("n", "next", show=False),
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(
        self, trainer: Trainer, glyphs: Glyphs, language: str = "en", then: Callable[[], None] | None = None
    ) -> None:
        """``then`` is what follows when the first question is answered: the sitting ends with it."""
        super().__init__(glyphs, language)
        self.trainer = trainer
        self._then = then
        self.marked: Marked | None = None
        self._number = 0
        self._hints: list[Line] = []

    def on_mount(self) -> None:
        self.pane.say(self.said(words.ASKING))
        self.call_after_refresh(self.action_next)

    # The question

    def action_next(self) -> None:
        """Ask the next question, once this one is answered."""
        if self.trainer.at is not None and self.marked is None:
            return
        if self.marked is not None and self._then is not None:
            self.action_leave()
            return
        self.marked = None
        question = self.trainer.ask()
        if question is None:
            self._end()
            return
        self._number += 1
        self._show(question)

    def action_leave(self) -> None:
        """Back to where the sitting began, and on from there."""
        if self._then is None:
            self.app.action_leave()  # type: ignore[attr-defined]
        else:
            self.app.pop_screen()
            self._then()

    def _show(self, question: Question) -> None:
        self._hints, self._message = [], ""
        asked = self._sheet(question)
        self.pane.put(asked, self.trainer.run, self.language)
        self.open_line(asked, "", is_open=question.kind.is_typed)
        self.call_after_refresh(self.draw_bars)

    def _sheet(self, question: Question) -> Sheet:
        return sheet(question, self.trainer.maker.run(question), self.language, self._number)

    def _end(self) -> None:
        self.typed.remove_class("-open")
        self.pane.say(why_nothing(self.trainer, self.trainer.now, self.language))
        self.pane.focus()
        self.draw_bars()

    # The answer

    def on_question_pane_submitted(self, message: QuestionPane.Submitted) -> None:
        if self.marked is not None:
            self.action_next()
            return
        self._take(message.answer, ", ".join(letter(place) for place in message.answer.places))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self.marked is not None:
            self.action_next()
            return
        if event.value.strip() == "?":
            self.write_line("")
            self.action_hint()
            return
        if event.value.strip() == "p" and self.trainer.hinted is not None:
            self.write_line("")
            self.action_proof()
            return
        if not event.value.strip():
            return
        try:
            answer = read_answer(self.trainer.question, event.value)
        except AnswerError as error:
            self.say(self.said(words.AGAIN, reason=error.said.text(self.language)))
            return
        self._take(answer, event.value)

    def _take(self, answer: Answer, written: str) -> None:
        try:
            marked = self.trainer.answer(answer, written, self.language)
        except AnswerError as error:
            self.say(self.said(words.AGAIN, reason=error.said.text(self.language)))
            return
        self.marked = marked
        self._message = ""
        self._tell()
        typed = self.typed
        if typed.has_focus:
            typed.disabled = True
        self.pane.focus()
        self.draw_bars()

    def _tell(self) -> None:
        assert self.marked is not None
        lines = self.outcome(self._sheet(self.trainer.question), self.marked)
        self.pane.tell([*self._hints, *lines], is_answered=True)

    def action_hint(self) -> None:
        if self.trainer.at is None or self.marked is not None:
            self.action_keys()
            return
        hint = self.trainer.hint(self.language)
        if not hint:
            self.say(self.said(words.NO_HINT))
            return
        keys = "p enter" if self.typed.has_focus else "p"
        told = self.said(words.HINT if self.trainer.hinted is None else words.HINT_PLAYS, hint=hint, keys=keys)
        self._hints.append(line(Span(told, Ink.NOTE)))
        self.pane.tell(self._hints, is_answered=False)

    def action_proof(self) -> None:
        """Play the run at the record that proves the answer, or before that, at the one that a hint has named.

        Leaving the player comes back here.
        """
        if self.marked is None and self.trainer.hinted is not None:
            self.post_message(self.Proof(self.trainer.run.session, self.trainer.hinted + 1, self.language))
            return
        if self.marked is None:
            self.say(self.said(words.ANSWER_FIRST))
            return
        self.prove(self.trainer.question, self.trainer.run.session)

    def tell_again(self) -> None:
        if self.trainer.at is not None:
            pane = self.pane
            pane.turn(self._sheet(self.trainer.question), self.trainer.run, self.language)
            if self.marked is not None:
                self._tell()
        self.draw_bars()

    # The bars

    def draw_bars(self) -> None:
        trainer = self.trainer
        score = self.said(words.SCORE, right=trainer.right, count=trainer.answered)
        topic = "" if trainer.at is None else f"{self._number}  {trainer.question.template}"
        if trainer.at is None:
            pairs = words.KEYS_END
        elif self.marked is not None:
            pairs = words.KEYS_AFTER if self._then is None else words.KEYS_REVEAL
        else:
            pairs = words.keys_before(trainer.question, self.pane.is_on_map)
        self.show_bars(topic, score, pairs)
