"""Where a sitting begins: what is due, what went wrong, each topic with how well it is known, and the exams."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.screen import Screen

from sim.exam.making import Maker
from sim.exam.paper import Wish
from sim.exam.practice.memory import Memory
from sim.exam.practice.timed import TimedPaper, begun, resumed
from sim.exam.practice.trainer import Clock, Trainer
from sim.feature import said
from sim.languages import next_language
from sim.scenario.problem import ScenarioError
from sim.words import TextError
from tui.model.panes.bars import keys
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, clip_line, line, paragraphs, plain
from tui.practice import words
from tui.practice.clock import now
from tui.practice.menu import Row, menu
from tui.practice.store import Store
from tui.screens.dialog import TextDialog
from tui.screens.practice import PracticeScreen
from tui.screens.timed import NAME as TIMED
from tui.screens.timed import TimedScreen
from tui.widgets.bar import Bar
from tui.widgets.lines import Lines

LENGTH = 20
"""Questions of a timed paper."""


class MenuPane(Lines):
    """The rows, one of which is chosen."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="menu")
        self._glyphs = glyphs
        self._rows: list[Row] = []
        self.at = 0

    @property
    def chosen(self) -> Row | None:
        return self._rows[self.at] if self.at < len(self._rows) else None

    def put(self, rows: list[Row]) -> None:
        """Show the rows; the chosen place stays."""
        self._rows = rows
        if self.chosen is None or not self.chosen.is_entry:
            self.at = next((place for place, row in enumerate(rows) if row.is_entry), 0)
        self.draw()

    def move(self, by: int) -> None:
        """Choose the next row, or the one before, that something begins at."""
        place = self.at + by
        while 0 <= place < len(self._rows) and not self._rows[place].is_entry:
            place += by
        if 0 <= place < len(self._rows):
            self.at = place
            self.draw()
            self.reveal(place, 1)

    def draw(self) -> None:
        room = max(self.room[0], 10)
        self.show([self._line(place, row, room) for place, row in enumerate(self._rows)])

    def _line(self, place: int, row: Row, room: int) -> Line:
        if place != self.at or not row.is_entry:
            return clip_line(row.text, room, self._glyphs.ellipsis)
        return clip_line(line(Span(f"{self._glyphs.cursor}{plain(row.text)[1:]}", Ink.CURSOR)), room)


class PracticeMenuScreen(Screen[None]):
    """The page; the sittings that begin here store what is answered."""

    DEFAULT_CSS = """
    PracticeMenuScreen MenuPane { height: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("enter,space", "begin", show=False),
        Binding("t", "timed", show=False),
        Binding("L", "language", show=False),
        Binding("escape,q", "app.leave", show=False),
    ]

    def __init__(
        self,
        store: Store,
        glyphs: Glyphs,
        language: str = "en",
        lesson: tuple[str, str] | None = None,
        clock: Clock = now,
    ) -> None:
        """``lesson`` is the name and title of a scenario that can be asked about."""
        super().__init__()
        self.store = store
        self.glyphs = glyphs
        self.language = language
        self._lesson = lesson
        self._clock = clock
        self._memory = Memory(store.attempts())

    def compose(self) -> ComposeResult:
        yield Bar(id="status")
        yield MenuPane(self.glyphs)
        yield Bar(id="keys")

    def on_mount(self) -> None:
        self.query_one(MenuPane).focus()
        self.call_after_refresh(self._fill)

    def on_screen_resume(self) -> None:
        """Another window may have asked, too."""
        self._memory = Memory(self.store.attempts())
        self.call_after_refresh(self._fill)

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        ascii_only = self.app.has_class("-ascii")
        self.query_one(MenuPane).put(
            menu(self._memory, self._clock(), self.language, ascii_only, self._lesson, self.store.paper(TIMED))
        )
        self.query_one("#status", Bar).set(line(Span(said(words.PRACTISE, self.language), Ink.TITLE)))
        self.query_one("#keys", Bar).set(keys(words.named(words.KEYS_MENU, self.language), self.size.width))

    def action_move(self, by: int) -> None:
        self.query_one(MenuPane).move(by)

    def action_language(self) -> None:
        """Show the page in the next language."""
        self.language = next_language(self.language)
        self._fill()

    def action_begin(self) -> None:
        """Begin a sitting with the chosen goal, or go on with the paper under way."""
        row = self.query_one(MenuPane).chosen
        if row is None:
            return
        if row.resumes:
            kept = self.store.paper(TIMED)
            self._open_paper(lambda maker: resumed(kept, maker))
        elif row.goal is not None:
            try:
                trainer = Trainer(row.goal, self._memory, self._clock, self.store.keep)
            except (TextError, ScenarioError) as error:
                self._tell(str(error))
                return
            self.app.push_screen(PracticeScreen(trainer, self.glyphs, self.language))

    def action_timed(self) -> None:
        """Begin a timed paper with the chosen goal. Each minute has another paper."""
        row = self.query_one(MenuPane).chosen
        goal = None if row is None else row.goal
        if self.store.paper(TIMED) is not None:
            self._tell(said(words.UNDER_WAY, self.language))
            return
        if goal is None or goal.only:
            return
        scenarios = (goal.scenario,) if goal.scenario else ()
        wish = Wish(LENGTH, self._clock() // 60_000, "A", goal.topics, (), goal.blueprint, scenarios)
        self._open_paper(lambda maker: begun(wish, maker))

    def _open_paper(self, make: Callable[[Maker], TimedPaper]) -> None:
        self.app.push_screen(TimedScreen(make, self.store, self.glyphs, self._clock, self.language))

    def _tell(self, text: str) -> None:
        room = min(100, self.size.width - 6)
        title = said(words.PRACTISE, self.language)
        self.app.push_screen(TextDialog(title, paragraphs(text, room, Ink.BAD), room, self.language))
