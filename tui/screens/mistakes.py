"""My mistakes: what was last answered wrongly, and each question as it was asked, with its proof."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.screen import Screen

from sim.exam.making import Maker
from sim.exam.practice.again import Again, OtherQuestionError, again, refuse_strangers
from sim.exam.practice.attempt import Attempt
from sim.exam.practice.choosing import Goal
from sim.exam.practice.memory import Memory
from sim.exam.practice.trainer import Clock, Trainer
from sim.exam.run import Runs
from sim.exam.sheet import sheet
from sim.languages import next_language, said
from sim.words import TextError
from tui.model.panes.bars import keys
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, line, paragraphs, wrap
from tui.practice import words
from tui.practice.store import Store
from tui.practice.telling import mistake_lines
from tui.screens.practice import PracticeScreen
from tui.screens.sitting import SittingScreen
from tui.widgets.bar import Bar
from tui.widgets.lines import Lines


class MistakesPane(Lines):
    """The mistakes, one of which is chosen."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="mistakes")
        self._glyphs = glyphs
        self._mistakes: list[Attempt] = []
        self._language = ""
        self.at = 0

    def put(self, mistakes: list[Attempt], language: str) -> None:
        """Show the mistakes; the chosen place stays."""
        self._mistakes, self._language = mistakes, language
        self.at = max(0, min(self.at, len(mistakes) - 1))
        self.draw()

    def move(self, by: int) -> None:
        """Choose a mistake so many further down, or up."""
        self.at = max(0, min(self.at + by, len(self._mistakes) - 1))
        self.draw()

    def draw(self) -> None:
        room = max(self.room[0], 20)
        lines: list[Line] = []
        first = last = 0
        for place, attempt in enumerate(self._mistakes):
            is_chosen = place == self.at
            if is_chosen:
                first = len(lines)
            lines += self._block(attempt, is_chosen, room)
            if is_chosen:
                last = len(lines) - 1
            lines.append(EMPTY)
        self.show(lines[:-1] or paragraphs(said(words.NO_MISTAKES, self._language), room))
        self.reveal(first, min(last - first, self.room[1] - 1))

    def _block(self, attempt: Attempt, is_chosen: bool, room: int) -> list[Line]:
        """A mistake; what is wrapped is indented as its line."""
        title, *more = mistake_lines(attempt, self._language)
        sign, ink = (self._glyphs.cursor, Ink.CURSOR) if is_chosen else (" ", Ink.PLAIN)
        head = wrap(line(Span(f"{sign} {title}", ink)), room, 2)
        return [*head, *(part for text in more for part in wrap(line(text), room, len(text) - len(text.lstrip())))]


class MistakesScreen(Screen[None]):
    """The list. It is that of the page from which it was opened: what is answered from here changes both."""

    DEFAULT_CSS = """
    MistakesScreen MistakesPane { height: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "move(-5)", show=False),
        Binding("pagedown", "move(5)", show=False),
        Binding("home", "move(-1000)", show=False),
        Binding("end", "move(1000)", show=False),
        Binding("enter,space,p", "open", show=False),
        Binding(words.ANOTHER, "another", show=False),
        Binding("L", "language", show=False),
        Binding("escape,q,m", "app.leave", show=False),
    ]

    def __init__(self, store: Store, memory: Memory, glyphs: Glyphs, clock: Clock, language: str) -> None:
        super().__init__()
        self._store = store
        self._memory = memory
        self._glyphs = glyphs
        self._clock = clock
        self.language = language

    def compose(self) -> ComposeResult:
        yield Bar(id="status")
        yield MistakesPane(self._glyphs)
        yield Bar(id="keys")

    @property
    def pane(self) -> MistakesPane:
        return self.query_one(MistakesPane)

    @property
    def _mistakes(self) -> list[Attempt]:
        """The latest first."""
        return self._memory.mistakes()[::-1]

    def on_mount(self) -> None:
        self.pane.focus()
        self.call_after_refresh(self._fill)

    def on_screen_resume(self) -> None:
        self.call_after_refresh(self._fill)

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        mistakes = self._mistakes
        self.pane.put(mistakes, self.language)
        title = said(words.MISTAKES, self.language).format(count=len(mistakes))
        self.query_one("#status", Bar).set(line(Span(title, Ink.TITLE)))
        pairs = words.KEYS_MISTAKES if mistakes else words.KEYS_END
        self.query_one("#keys", Bar).set(keys(words.named(pairs, self.language), self.size.width))

    def action_move(self, by: int) -> None:
        self.pane.move(by)

    def action_language(self) -> None:
        self.language = next_language(self.language)
        self._fill()

    def action_open(self) -> None:
        """Show the chosen question as it was asked."""
        if mistakes := self._mistakes:
            self.app.push_screen(MistakeScreen(mistakes, self.pane.at, self.another, self._glyphs, self.language))

    def action_another(self) -> None:
        if mistakes := self._mistakes:
            self.another(mistakes[self.pane.at].template)

    def another(self, template: str) -> None:
        """Ask questions of a template; nothing where it is one that this version does not have."""
        try:
            trainer = Trainer(Goal((template,)), self._memory, self._clock, self._store.keep)
        except TextError:
            return
        self.app.push_screen(PracticeScreen(trainer, self._glyphs, self.language))


class MistakeScreen(SittingScreen):
    """One mistake after the other: the question as it was asked, what was answered, what is right, and why."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,enter", "turn(1)", show=False),
        Binding(words.ANOTHER, "another", show=False),
        Binding("escape,q", "app.leave", show=False),
    ]

    def __init__(
        self, mistakes: list[Attempt], at: int, another: Callable[[str], None], glyphs: Glyphs, language: str
    ) -> None:
        """``another`` asks questions of the same template."""
        super().__init__(glyphs, language)
        self._mistakes = mistakes
        self._at = at
        self._another = another
        self._maker = Maker(Runs(refuse_strangers))
        self._again: Again | None = None

    def on_mount(self) -> None:
        self.pane.focus()
        self._turned()

    def action_turn(self, by: int) -> None:
        """Show the next mistake, or the one before."""
        at = max(0, min(self._at + by, len(self._mistakes) - 1))
        if at != self._at:
            self._at = at
            self._turned()

    def _turned(self) -> None:
        self._again, self._message = None, ""
        self.pane.say(self.said(words.ASKING))
        self._ask(self._mistakes[self._at])

    @work(exclusive=True)
    async def _ask(self, attempt: Attempt) -> None:
        try:
            self._again = await asyncio.to_thread(again, attempt, self._maker)
        except OtherQuestionError:
            self._again = None
        self._show()

    def _show(self) -> None:
        if self._again is None:
            told = self.said(words.NOT_AGAIN, another=words.ANOTHER)
            self.pane.say("\n".join((*mistake_lines(self._mistakes[self._at], self.language), "", told)))
        else:
            question, run, answer, marked = self._again
            asked = sheet(question, run, self.language)
            self.pane.put(asked, run, self.language, answer)
            given = self.said(words.YOURS, answer="; ".join(answer.texts)) if answer.texts else ""
            self.pane.review(self.outcome(asked, marked, given))
        self.call_after_refresh(self.draw_bars)

    def action_proof(self) -> None:
        if self._again is None:
            self.say(self.said(words.NO_PROOF))
        else:
            self.prove(self._again.question, self._again.run.session)

    def action_another(self) -> None:
        self._another(self._mistakes[self._at].template)

    def tell_again(self) -> None:
        self._show()

    def draw_bars(self) -> None:
        left = f"{self._at + 1}/{len(self._mistakes)}  {self._mistakes[self._at].template}"
        self.show_bars(left, self.said(words.MY_MISTAKES), words.KEYS_MISTAKE)
