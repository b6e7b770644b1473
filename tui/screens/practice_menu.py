"""Where a sitting begins: what is due, what went wrong, each topic with how well it is known, and the exams."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key, Resize
from textual.screen import Screen

from sim.exam import catalogue
from sim.exam.blueprints import BLUEPRINTS, missing_lines
from sim.exam.making import Maker
from sim.exam.practice.attempt import Attempt
from sim.exam.practice.choosing import Goal
from sim.exam.practice.memory import Memory
from sim.exam.practice.timed import TimedPaper, begun, resumed
from sim.exam.practice.trainer import Clock, Trainer
from sim.languages import Wording, next_language, said
from sim.scenario.problem import ScenarioError
from sim.words import TextError
from tui.model.panes.bars import keys
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, clip_line, line, plain, wrap
from tui.practice import words
from tui.practice.clock import now
from tui.practice.menu import Row, menu
from tui.practice.paper_form import About, PaperForm
from tui.practice.store import Store, export, import_
from tui.practice.telling import exam_rows, in_columns
from tui.screens.dialog import LineDialog, TextDialog
from tui.screens.mistakes import MistakesScreen
from tui.screens.paper_dialog import PaperDialog
from tui.screens.practice import PracticeScreen
from tui.screens.sitting import keys_dialog
from tui.screens.timed import NAME as TIMED
from tui.screens.timed import TimedScreen
from tui.widgets.bar import Bar
from tui.widgets.lines import Lines

_FILE = "hopscope-progress.json"


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
        """Show the rows; the chosen place stays, but where a paper has been left it is the first row, to go on with."""
        is_left = rows[0].resumes and not (self._rows and self._rows[0].resumes)
        self._rows = rows
        if is_left:
            self.at = 0
            self.reveal(0)
        if self.chosen is None or not self.chosen.is_entry:
            self.at = next((place for place, row in enumerate(rows) if row.is_entry), 0)
        self.draw()

    def move(self, by: int) -> None:
        """Choose a row that something begins at, so many of them further down, or up."""
        entries = [place for place, row in enumerate(self._rows) if row.is_entry]
        if self.at in entries:
            index = max(0, min(entries.index(self.at) + by, len(entries) - 1))
            self.at = entries[index]
            self.draw()
            # What stands above the first entry and below the last comes into sight, too.
            self.reveal(0 if index == 0 else self.at, 1)

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
        Binding("m", "mistakes", show=False),
        Binding("d", "domains", show=False),
        Binding("x", "export", show=False),
        Binding("i", "import", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("home", "move(-1000)", show=False),
        Binding("end", "move(1000)", show=False),
        Binding("L", "language", show=False),
        Binding("question_mark,f1", "keys", show=False),
        Binding("q", "app.leave", show=False),
        Binding("escape", "back", show=False),
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
        self._memory = Memory()
        self._is_learnt = False
        """Whether all that is stored is in the memory; until then nothing begins here."""
        self._message = ""

    def compose(self) -> ComposeResult:
        yield Bar(id="status")
        yield MenuPane(self.glyphs)
        yield Bar(id="keys")

    def on_mount(self) -> None:
        pane = self.query_one(MenuPane)
        pane.focus()
        self.watch(pane, "scroll_y", self._scrolled, init=False)
        self.call_after_refresh(self._fill)
        self.call_after_refresh(self._learn)

    def on_screen_resume(self) -> None:
        """Another window may have asked, too."""
        if self._is_learnt:
            self._learn()

    def _learn(self) -> None:
        """Take what is stored into the memory, beside the screen: of thousands of answers that takes a while."""
        self._learning(self.store.attempts())

    @work(exclusive=True)
    async def _learning(self, attempts: Sequence[Attempt]) -> None:
        if not self._is_learnt or len(attempts) != len(self._memory.attempts):
            self._memory = await asyncio.to_thread(_learnt, attempts)
            self._is_learnt = True
        self.call_after_refresh(self._fill)

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        rows = [Row(line(f"  {said(words.LEARNING, self.language)}"))]
        if self._is_learnt:
            ascii_only = self.app.has_class("-ascii")
            under_way = self.store.paper(TIMED)
            rows = menu(self._memory, self._clock(), self.language, ascii_only, self._lesson, under_way)
        self.query_one(MenuPane).put(rows)
        self.query_one("#status", Bar).set(line(Span(said(words.PRACTISE, self.language), Ink.TITLE)))
        self._draw_keys()

    def _scrolled(self) -> None:
        self.call_after_refresh(self._draw_keys)

    def _draw_keys(self) -> None:
        pane = self.query_one(MenuPane)
        pairs = words.with_more(words.KEYS_MENU, pane.scroll_offset.y, pane.virtual_size.height, pane.size.height)
        told = keys(words.named(pairs, self.language), self.size.width)
        self.query_one("#keys", Bar).set(line(Span(self._message)) if self._message else told)

    def on_key(self, event: Key) -> None:
        """Whatever a key does, a message has been read by then."""
        if self._message:
            self._message = ""
            self._draw_keys()

    def action_back(self) -> None:
        """Back to where somebody came from; one who came from nowhere is told how to leave."""
        if len(self.app.screen_stack) > 1:
            self.app.action_leave()  # type: ignore[attr-defined]
        else:
            self._say(said(words.Q_LEAVES, self.language))

    def action_keys(self) -> None:
        """Show all keys, which the bar may have no room for."""
        self.app.push_screen(keys_dialog(words.KEYS_MENU, self.language, self.size.width))

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
        """Ask what a timed paper is to be, and begin it. Each minute has another seed."""
        row = self.query_one(MenuPane).chosen
        if not self._is_learnt:
            return
        if self.store.paper(TIMED) is not None:
            self._tell(said(words.UNDER_WAY, self.language))
            return
        goal = Goal() if row is None or row.goal is None or row.goal.only else row.goal
        form = PaperForm(About(goal, self._lesson[1] if self._lesson else ""), self._clock() // 60_000)

        def begin(is_wanted: bool | None) -> None:
            if is_wanted:
                wish, minutes = form.wish, form.minutes
                self._open_paper(lambda maker: begun(wish, maker, minutes))

        self.app.push_screen(PaperDialog(form, self.glyphs, self.language), begin)

    def _open_paper(self, make: Callable[[Maker], TimedPaper]) -> None:
        self.app.push_screen(TimedScreen(make, self.store, self.glyphs, self._clock, self.language))

    def action_mistakes(self) -> None:
        """Show what was last answered wrongly; each question can be opened as it was asked."""
        if not self._is_learnt:
            return
        self.app.push_screen(MistakesScreen(self.store, self._memory, self.glyphs, self._clock, self.language))

    def action_domains(self) -> None:
        """Show the domains of the chosen exam: what each weighs, and how well it is known."""
        row = self.query_one(MenuPane).chosen
        if row is None or row.goal is None or not row.goal.blueprint:
            self._say(said(words.NO_EXAM, self.language))
            return
        blueprint = BLUEPRINTS[row.goal.blueprint]
        ascii_only = self.app.has_class("-ascii")
        rows = exam_rows(self._memory, self._clock(), blueprint, self.language, ascii_only)
        texts = [*in_columns(rows), "", *missing_lines(blueprint, self.language)]
        self._read_texts(said(blueprint.title, self.language), texts)

    def action_export(self) -> None:
        """Write all answers to a file."""
        self._ask(words.EXPORT, words.EXPORT_HINT, lambda name: not _path(name).exists(), self._exported)

    def action_import(self) -> None:
        """Add the answers of a file."""
        self._ask(words.IMPORT, words.IMPORT_HINT, lambda name: _path(name).is_file(), self._imported)

    def _ask(
        self, title: Wording, hint: Wording, is_good: Callable[[str], bool], then: Callable[[str | None], None]
    ) -> None:
        language = self.language

        def check(name: str) -> None:
            if not name.strip() or not is_good(name):
                raise TextError(said(words.OTHER_FILE, language))

        dialog = LineDialog(said(title, language), said(hint, language), check, _FILE, language=language)
        self.app.push_screen(dialog, then)

    def _exported(self, name: str | None) -> None:
        if name is None:
            return
        try:
            count = export(_path(name), self.store)
        except OSError as error:
            self._say(f"{name.strip()}: {error.strerror}")
        else:
            self._say(said(words.EXPORTED, self.language).format(count=count, name=name.strip()))

    def _imported(self, name: str | None) -> None:
        if name is None:
            return
        try:
            new, old = import_(_path(name), self.store)
        except OSError as error:
            self._say(f"{name.strip()}: {error.strerror}")
        except ValueError as error:
            self._say(f"{name.strip()}: {error}")
        else:
            self._learn()
            self._say(said(words.IMPORTED, self.language).format(new=new, old=old))

    def _say(self, message: str) -> None:
        """Show a message in the place of the keys until the next key."""
        self._message = message
        self._fill()

    def _tell(self, text: str) -> None:
        self._read_texts(said(words.PRACTISE, self.language), [text], Ink.BAD)

    def _read_texts(self, title: str, texts: Sequence[str], ink: Ink = Ink.PLAIN) -> None:
        """Show texts to read; what is wrapped is indented as its line."""
        room = min(100, self.size.width - 6)
        lines = [part for text in texts for part in wrap(line(Span(text, ink)), room, len(text) - len(text.lstrip()))]
        self.app.push_screen(TextDialog(title, lines, room, self.language))


def _learnt(attempts: Sequence[Attempt]) -> Memory:
    """The memory, with the templates loaded that the page tells of."""
    catalogue.templates()
    return Memory(attempts)


def _path(name: str) -> Path:
    return Path(name.strip()).expanduser()
