"""Practising: one question after the other, each with its proof."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from sim.exam.marking import Answer, AnswerError, Marked, read_answer
from sim.exam.practice.trainer import Trainer
from sim.exam.question import Question, letter
from sim.exam.sheet import Sheet, sheet
from sim.feature import said
from sim.languages import LANGUAGES
from sim.session import Session
from tui.model.panes.bars import keys
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, cells, line, paragraphs, wrap
from tui.practice import words
from tui.practice.choosing import Choosing
from tui.practice.telling import outcome_lines
from tui.practice.view import question_view
from tui.widgets.bar import Bar
from tui.widgets.lines import Lines


class QuestionPane(Lines):
    """The question at hand. Keys point at its options and mark them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(1)", show=False),
        Binding("space", "mark", show=False),
        *(Binding(str(number), f"point({number - 1})", show=False) for number in range(1, 10)),
        Binding("enter", "submit", show=False),
    ]

    class Submitted(Message):
        """The answer is given."""

        def __init__(self, answer: Answer) -> None:
            super().__init__()
            self.answer = answer

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="question")
        self._glyphs = glyphs
        self._sheet: Sheet | None = None
        self.choosing: Choosing | None = None
        self.is_answered = False
        self._told: list[Line] = []

    def put(self, asked: Sheet, before: Answer | None = None) -> None:
        """Show another question, with the answer that was given ``before``."""
        self._sheet, self.choosing = asked, Choosing(asked.question, before)
        self._told, self.is_answered = [], False
        self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self.draw()

    def turn(self, asked: Sheet) -> None:
        """Show the same question in another language."""
        self._sheet = asked
        self.draw()

    def tell(self, lines: list[Line], *, is_answered: bool) -> None:
        """Show hints, or what came of the answer, below the question."""
        self._told, self.is_answered = lines, is_answered
        self.draw()

    def say(self, text: str) -> None:
        """Show a text in the place of a question."""
        self._sheet = None
        self.show(paragraphs(text, max(self.room[0], 20)))

    def draw(self) -> None:
        if self._sheet is None or self.choosing is None:
            return
        room, height = self.room
        view = question_view(self._sheet, self.choosing, max(room, 20), self._glyphs)
        below = [each for told in self._told for each in wrap(told, max(room, 20), 2)]
        self.show([*view.lines, *([()] if below else []), *below])
        if below:
            self.reveal(len(view.lines) + 1, min(len(below), height) - 1)
        elif view.focus:
            self.reveal(view.focus, 1)

    def on_resize(self, event: Resize) -> None:
        self.draw()

    def action_move(self, by: int) -> None:
        if self.choosing is None or self.is_answered or not self.choosing.count:
            self.scroll_relative(y=by, animate=False)
            return
        self.choosing.move(by)
        self.draw()

    def action_scroll(self, pages: int) -> None:
        self.scroll_relative(y=pages * max(1, self.room[1] - 1), animate=False)

    def action_point(self, place: int) -> None:
        if self.choosing is not None and not self.is_answered and 0 <= place < self.choosing.count:
            self.choosing.at = place
            self.draw()

    def action_mark(self) -> None:
        if self.choosing is not None and not self.is_answered:
            self.choosing.mark()
            self.draw()

    def action_submit(self) -> None:
        answer = None if self.choosing is None else self.choosing.answer
        if answer is not None:
            self.post_message(self.Submitted(answer))


class PracticeScreen(Screen[None]):
    """A sitting. After each answer: right or wrong, why, the belief that led astray, and the way to the proof."""

    DEFAULT_CSS = """
    PracticeScreen {
        #sitting { height: 1fr; }
        QuestionPane { height: 1fr; padding: 0 1; }
        #typed { height: 1; border: none; padding: 0 1; background: $boost; display: none; }
        #typed.-open { display: block; }
        #typed:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "hint", show=False),
        Binding("n", "next", show=False),
        Binding("p", "proof", show=False),
        Binding("L", "language", show=False),
        Binding("escape,q", "leave", show=False),
    ]

    class Proof(Message):
        """A run is to be played, at a record."""

        def __init__(self, session: Session, position: int, language: str) -> None:
            super().__init__()
            self.session = session
            self.position = position
            self.language = language

    def __init__(
        self, trainer: Trainer, glyphs: Glyphs, language: str = "en", then: Callable[[], None] | None = None
    ) -> None:
        """``then`` is what follows when the first question is answered: the sitting ends with it."""
        super().__init__()
        self.trainer = trainer
        self._then = then
        self.glyphs = glyphs
        self.language = language
        self.marked: Marked | None = None
        self._number = 0
        self._message = ""
        self._hints: list[Line] = []

    def compose(self) -> ComposeResult:
        yield Bar(id="status")
        with Vertical(id="sitting"):
            yield QuestionPane(self.glyphs)
            typed = Input(id="typed")
            typed.cursor_blink = False
            yield typed
        yield Bar(id="keys")

    def on_mount(self) -> None:
        self.call_after_refresh(self.action_next)

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._bars)

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
        pane, typed = self.query_one(QuestionPane), self.query_one("#typed", Input)
        pane.put(self._sheet(question))
        typed.set_class(question.kind.is_typed, "-open")
        typed.value = ""
        typed.disabled = False
        (typed if question.kind.is_typed else pane).focus()
        self._bars()

    def _sheet(self, question: Question) -> Sheet:
        return sheet(question, self.trainer.maker.run(question), self.language, self._number)

    def _end(self) -> None:
        due = self.trainer.goal.only
        text = words.NO_MISTAKES if due == "mistakes" else words.NOTHING
        self.query_one("#typed", Input).remove_class("-open")
        self.query_one(QuestionPane).say(said(text, self.language))
        self._bars()

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
            event.input.value = ""
            self.action_hint()
            return
        try:
            answer = read_answer(self.trainer.question, event.value)
        except AnswerError as error:
            self._say(said(words.AGAIN, self.language).format(reason=error))
            return
        self._take(answer, event.value)

    def _take(self, answer: Answer, written: str) -> None:
        try:
            marked = self.trainer.answer(answer, written)
        except AnswerError as error:
            self._say(said(words.AGAIN, self.language).format(reason=error))
            return
        if marked.unreadable:
            self._say(said(words.AGAIN, self.language).format(reason=marked.unreadable))
            return
        self.marked = marked
        self._message = ""
        self._tell()
        typed = self.query_one("#typed", Input)
        if typed.has_focus:
            typed.disabled = True
        self.query_one(QuestionPane).focus()
        self._bars()

    def _tell(self) -> None:
        assert self.marked is not None
        told = outcome_lines(self._sheet(self.trainer.question), self.marked, self.language)
        first = Ink.GOOD if self.marked.is_right else Ink.BAD
        lines = [line(Span(text, first if place == 0 else Ink.PLAIN)) for place, text in enumerate(told)]
        self.query_one(QuestionPane).tell([*self._hints, *lines], is_answered=True)

    def action_hint(self) -> None:
        if self.trainer.at is None or self.marked is not None:
            return
        hint = self.trainer.hint(self.language)
        if not hint:
            self._say(said(words.NO_HINT, self.language))
            return
        self._hints.append(line(Span(said(words.HINT, self.language).format(hint=hint), Ink.NOTE)))
        self.query_one(QuestionPane).tell(self._hints, is_answered=False)

    def action_proof(self) -> None:
        """Play the run at the record that proves the answer; leaving the player comes back here."""
        if self.marked is None:
            self._say(said(words.ANSWER_FIRST, self.language))
            return
        proof = self.trainer.question.proof or (self.trainer.question.moment,)
        self.post_message(self.Proof(self.trainer.run.session, proof[0] + 1, self.language))

    def action_language(self) -> None:
        """Tell the question at hand in the next language."""
        codes = list(LANGUAGES)
        self.language = codes[(codes.index(self.language) + 1) % len(codes)]
        if self.trainer.at is not None:
            pane = self.query_one(QuestionPane)
            pane.turn(self._sheet(self.trainer.question))
            if self.marked is not None:
                self._tell()
        self._bars()

    # The bars

    def _say(self, text: str) -> None:
        self._message = text
        self._bars()

    def _bars(self) -> None:
        room = self.size.width
        trainer = self.trainer
        score = said(words.SCORE, self.language).format(right=trainer.right, count=trainer.answered)
        topic = "" if trainer.at is None else f"{self._number}  {trainer.question.template}"
        gap = " " * max(1, room - cells(topic) - cells(score) - 1)
        self.query_one("#status", Bar).set(line(Span(topic, Ink.TITLE), gap, Span(score, Ink.DIM)))
        if self.trainer.at is None:
            told = words.KEYS_END
        elif self.marked is not None:
            told = words.KEYS_AFTER if self._then is None else words.KEYS_REVEAL
        else:
            told = words.KEYS_TYPED if self.trainer.question.kind.is_typed else words.KEYS_BEFORE
        shown = [(key, what) for key, _, what in (pair.partition("=") for pair in said(told, self.language).split("|"))]
        self.query_one("#keys", Bar).set(line(Span(self._message)) if self._message else keys(shown, room))
