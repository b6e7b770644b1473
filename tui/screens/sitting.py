"""What a sitting and a timed paper share: a question that keys point at, a line to type in, the proof, the bars."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key, Resize
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from sim.exam.marking import Answer, Marked
from sim.exam.question import LETTERS, Question
from sim.exam.run import Run
from sim.exam.sheet import Sheet
from sim.languages import Wording, next_language, said
from sim.session import Session
from tui.model.panes.bars import keys
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, cells, line, paragraphs, wrap
from tui.practice import words
from tui.practice.choosing import Choosing
from tui.practice.network import Heading, QuestionMap
from tui.practice.telling import in_columns, outcome_lines
from tui.practice.view import Viewer
from tui.practice.words import Keys, named
from tui.screens.dialog import TextDialog
from tui.widgets.bar import Bar
from tui.widgets.lines import Lines

_FULL_WIDTH = 0xFEE0
"""From a letter to the full-width one."""
_ARROWS = (("up", 0, -1), ("down", 0, 1), ("left", -1, 0), ("right", 1, 0))


def _keys(sign: str) -> str:
    """The keys of a letter: also the full-width ones, which a Chinese keyboard writes."""
    return ",".join((sign.lower(), chr(ord(sign.lower()) + _FULL_WIDTH), chr(ord(sign) + _FULL_WIDTH)))


class QuestionPane(Lines):
    """The question at hand. Keys choose its options: by their letters, or by pointing at them in a list or on a map."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(_keys(sign), f"letter({place})", show=False) for place, sign in enumerate(LETTERS)),
        *(Binding(key, f"go({across}, {down})", show=False) for key, across, down in _ARROWS),
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(1)", show=False),
        Binding("space", "mark", show=False),
        Binding("backspace", "take_back", show=False),
        *(Binding(str(number), f"letter({number - 1})", show=False) for number in range(1, 10)),
        Binding("enter", "submit", show=False),
    ]

    class Submitted(Message):
        """The answer is given."""

        def __init__(self, answer: Answer) -> None:
            super().__init__()
            self.answer = answer

    class Incomplete(Message):
        """Something is still to be chosen."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="question")
        self._glyphs = glyphs
        self._asked: tuple[Sheet, Run, str] | None = None
        self._viewer: Viewer | None = None
        self._map: QuestionMap | None = None
        self.choosing: Choosing | None = None
        self.is_answered = False
        self.told: list[Line] = []
        self._text = ""
        """What stands in the place of a question."""

    def put(self, asked: Sheet, run: Run, language: str, before: Answer | None = None) -> None:
        """Show another question about a run, with the answer that was given ``before``."""
        self.choosing = Choosing(asked.question, before)
        self.told, self.is_answered = [], False
        self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self.turn(asked, run, language)

    def turn(self, asked: Sheet, run: Run, language: str) -> None:
        """Show the same question in another language."""
        self._asked, self._viewer = (asked, run, language), None
        self.draw()

    def tell(self, lines: list[Line], *, is_answered: bool) -> None:
        """Show hints, or what came of the answer, below the question."""
        self.told, self.is_answered = lines, is_answered
        self.draw()

    def review(self, lines: list[Line]) -> None:
        """Show what came of an answer that was given long ago: whoever reads it begins with the question."""
        self.tell(lines, is_answered=True)
        self.scroll_to(y=0, animate=False, immediate=True, force=True)

    def say(self, text: str) -> None:
        """Show a text in the place of a question."""
        self._asked = self._viewer = self._map = None
        self._text = text
        self.draw()

    def draw(self, *, follow: bool = False) -> None:
        """Draw all; with ``follow`` what is pointed at comes into sight."""
        room, height = self.room
        if self._asked is None or self.choosing is None:
            self.show(paragraphs(self._text, max(room, 20)) if self._text else [])
            return
        if self._viewer is None:
            asked, run, language = self._asked
            self._viewer = Viewer(asked, run, (room, height), self._glyphs, language)
        below = [each for told in self.told for each in wrap(told, max(room, 20), 2)]
        view = self._viewer.view(self.choosing, self.is_answered, len(below) + 1 if below else 0)
        self._map = view.map
        self.show([*view.lines, *([()] if below else []), *below, *([()] if view.rest else []), *view.rest])
        if follow:
            self.reveal(view.focus, 1)
        elif below and len(view.lines) + 1 + len(below) <= height:
            self.scroll_to(y=0, animate=False, immediate=True, force=True)
        elif below:
            self.reveal(len(view.lines) + 1, min(len(below), height) - 1)

    def on_resize(self, event: Resize) -> None:
        self._viewer = None
        self.draw()

    @property
    def is_open(self) -> bool:
        """Whether something can be chosen."""
        return (
            self._asked is not None and not self.is_answered and self.choosing is not None and self.choosing.count > 0
        )

    @property
    def is_on_map(self) -> bool:
        """Whether the arrows move on a map."""
        return self.is_open and self._map is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that chooses nothing here is left to what else it does."""
        if action == "letter":
            (place,) = parameters
            return self.is_open and self.choosing is not None and isinstance(place, int) and place < self.choosing.count
        if action == "go":
            return self.is_on_map
        return self.is_open if action in ("mark", "take_back") else True

    def action_letter(self, place: int) -> None:
        self._choose(lambda choosing: choosing.letter(place))

    def action_go(self, across: int, down: int) -> None:
        on = self._map
        if on is not None and self.choosing is not None:
            at = on.beside(self.choosing.at, Heading(across, down))
            self._choose(lambda choosing: setattr(choosing, "at", at))

    def action_move(self, by: int) -> None:
        if self.is_open:
            self._choose(lambda choosing: choosing.move(by))
        else:
            self.scroll_relative(y=by, animate=False)

    def action_scroll(self, pages: int) -> None:
        self.scroll_relative(y=pages * max(1, self.room[1] - 1), animate=False)

    def action_mark(self) -> None:
        self._choose(Choosing.mark)

    def action_take_back(self) -> None:
        self._choose(Choosing.take_back)

    def _choose(self, change: Callable[[Choosing], None]) -> None:
        assert self.choosing is not None
        change(self.choosing)
        self.draw(follow=True)

    def action_submit(self) -> None:
        if self.choosing is None or self._asked is None:
            return
        answer = Answer() if self.is_answered else self.choosing.answer
        self.post_message(self.Incomplete() if answer is None else self.Submitted(answer))


def keys_dialog(pairs: Keys, language: str, width: int) -> TextDialog:
    """Keys with what they do, a line for each, in a dialog on a screen so wide."""
    room = min(60, width - 6)
    lines = [part for row in in_columns(named(pairs, language)) for part in wrap(line(row), room)]
    return TextDialog(said(words.KEYS, language), lines, room, language)


class SittingScreen(Screen[None]):
    """Shows one question at a time. A subclass says which, and what an answer comes to."""

    DEFAULT_CSS = """
    SittingScreen {
        #sitting { height: 1fr; }
        QuestionPane { height: 1fr; padding: 0 1; }
        #typed { height: 1; border: none; padding: 0 1; background: $boost; display: none; }
        #typed.-open { display: block; }
        #typed:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "proof", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("L", "language", show=False),
        Binding("ctrl+u", "erase", show=False),
        Binding("question_mark,f1", "keys", show=False),
    ]

    class Proof(Message):
        """A run is to be played, at a record."""

        def __init__(self, session: Session, position: int, language: str) -> None:
            super().__init__()
            self.session = session
            self.position = position
            self.language = language

    def __init__(self, glyphs: Glyphs, language: str) -> None:
        super().__init__()
        self.glyphs = glyphs
        self.language = language
        self._message = ""
        self._told: list[Line] | None = None
        """What stood below the question before a message that is too long for the bar; ``None`` for no such message."""
        self._pairs: Keys = ()

    def compose(self) -> ComposeResult:
        yield Bar(id="status")
        with Vertical(id="sitting"):
            yield QuestionPane(self.glyphs)
            typed = Input(id="typed")
            typed.cursor_blink = False
            yield typed
        yield Bar(id="keys")

    @property
    def pane(self) -> QuestionPane:
        return self.query_one(QuestionPane)

    @property
    def typed(self) -> Input:
        """The line in which an answer is typed."""
        return self.query_one("#typed", Input)

    def on_mount(self) -> None:
        self.watch(self.pane, "scroll_y", self._scrolled, init=False)

    def on_key(self, event: Key) -> None:
        """Whatever a key does, a message has been read by then."""
        self.forget_message()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.forget_message()

    def on_descendant_focus(self) -> None:
        self.draw_bars()

    def _scrolled(self) -> None:
        self.call_after_refresh(self.draw_bars)

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self.draw_bars)

    def open_line(self, asked: Sheet, text: str, *, is_open: bool) -> None:
        """Show the line to type in, which names the values that it takes, or take it away; and give it the keys."""
        self.typed.set_class(is_open, "-open")
        self.typed.disabled = not is_open
        self.write_line(text)
        labels = [gap.label or "..." for gap in asked.gaps]
        self.typed.placeholder = "; ".join(labels) if len(labels) > 1 else asked.how
        (self.typed if is_open else self.pane).focus()

    def write_line(self, text: str) -> None:
        """Have a text in the line that nobody types."""
        with self.typed.prevent(Input.Changed):
            self.typed.value = text

    def action_erase(self) -> None:
        """Take all away that is typed."""
        if not self.typed.disabled:
            self.typed.value = ""
            self.typed.focus()

    def action_keys(self) -> None:
        """Show all keys, which the bar may have no room for."""
        self.app.push_screen(keys_dialog(self._pairs, self.language, self.size.width))

    def action_page(self, pages: int) -> None:
        """Turn the pages of the question, also while an answer is typed."""
        self.pane.action_scroll(pages)

    def action_language(self) -> None:
        """Tell all in the next language."""
        self.language = next_language(self.language)
        self.tell_again()

    def tell_again(self) -> None:
        """Tell all again, in the language that has just been chosen."""
        raise NotImplementedError

    def prove(self, question: Question, session: Session) -> None:
        """Play the run at the record that proves the answer; leaving the player comes back here."""
        first, *_ = question.proof or (question.moment,)
        self.post_message(self.Proof(session, first + 1, self.language))

    def outcome(self, asked: Sheet, marked: Marked, given: str = "", *, is_missed: bool = False) -> list[Line]:
        """What came of an answer, which may be shown as it was ``given``."""
        told = [*([given] if given else []), *outcome_lines(asked, marked, self.language, is_missed=is_missed)]
        first = Ink.GOOD if marked.is_right else Ink.BAD
        return [line(Span(text, first if place == 0 else Ink.PLAIN)) for place, text in enumerate(told)]

    def draw_bars(self) -> None:
        """Draw what is above and below the question."""
        raise NotImplementedError

    def show_bars(self, left: str, right: str, pairs: Keys) -> None:
        """Show where the reader is and how far, and the keys, or a message in their place."""
        room = self.size.width
        gap = " " * max(1, room - cells(left) - cells(right) - 1)
        self.query_one("#status", Bar).set(line(Span(left, Ink.TITLE), gap, Span(right, Ink.DIM)))
        pane = self.pane
        self._pairs = pairs
        pairs = words.with_more(pairs, pane.scroll_offset.y, pane.virtual_size.height, pane.size.height)
        shown = line(Span(self._message)) if self._message else keys(named(pairs, self.language), room)
        self.query_one("#keys", Bar).set(shown)

    def said(self, wording: Wording, **facts: object) -> str:
        """A text in the language of the screen."""
        return said(wording, self.language).format(**facts)

    def say(self, message: str) -> None:
        """Show a message until the next key: in the place of the keys, one that is too long below the question."""
        self.forget_message()
        if cells(message) > self.size.width:
            self._told = self.pane.told
            self.pane.tell([line(Span(message, Ink.NOTE))], is_answered=self.pane.is_answered)
        else:
            self._message = message
        self.draw_bars()

    def forget_message(self) -> None:
        """Show the keys again, and what a message stood in the place of."""
        if self._told is not None:
            self.pane.tell(self._told, is_answered=self.pane.is_answered)
            self._told = None
        if self._message:
            self._message = ""
            self.draw_bars()

    def on_question_pane_incomplete(self, message: QuestionPane.Incomplete) -> None:
        choosing = self.pane.choosing
        if choosing is not None and choosing.kind.is_typed:
            self.typed.focus()
        elif choosing is not None:
            self.say(self.said(words.missing(choosing.kind)))
