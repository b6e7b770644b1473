"""The library: the bundled scenarios by topic, with what can be learned from each."""

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.events import Resize
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from sim.languages import next_language
from sim.scenario.library import Outline, bundled, outline, prose
from sim.scenario.problem import ScenarioError
from sim.session import Session
from tui.model.panes.bars import keys
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, cells, line, paragraphs, width
from tui.model.text.words import told
from tui.screens.dialog import TextDialog
from tui.widgets.bar import Bar
from tui.widgets.shelf import Preview, Shelf

_KEYS = [
    ("enter", words.PLAYS), ("up down", words.CHOOSE), ("/", words.FIND), ("e", words.PRACTISE),
    ("L", words.LANGUAGE), ("q", words.QUIT),
]  # fmt: skip
_FINDING = [("enter", words.TO_THE_LIST), ("escape", words.SHOWS_ALL)]


class LibraryScreen(Screen[None]):
    """Where a person chooses a scenario."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual has it as an instance variable
    DEFAULT_CSS = """
    LibraryScreen {
        #find { height: 1; border: none; padding: 0 1; background: $surface; display: none; }
        #find.-open { display: block; }
        #body { height: 1fr; layout: vertical; }
        Shelf { height: 1fr; padding: 0 1 0 0; }
        Preview { height: 9; padding: 0 1; background: $boost; }
    }
    LibraryScreen.-wide {
        #body { layout: horizontal; }
        Shelf { width: 1fr; }
        Preview { width: 45%; height: 100%; padding: 1 2; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find"),
        Binding("e", "practise"),
        Binding("escape", "all"),
        Binding("L", "language"),
        Binding("question_mark,f1", "app.palette"),
        Binding("q", "app.leave"),
    ]

    class Picked(Message):
        """A scenario is loaded and to be played, in a language."""

        def __init__(self, session: Session, language: str) -> None:
            super().__init__()
            self.session = session
            self.language = language

    class Practised(Message):
        """Somebody wants to practise; ``lesson`` is the name and title of the chosen scenario."""

        def __init__(self, lesson: tuple[str, str] | None, language: str) -> None:
            super().__init__()
            self.lesson = lesson
            self.language = language

    def __init__(self, glyphs: Glyphs, language: str = "en") -> None:
        super().__init__()
        self.glyphs = glyphs
        self.language = language
        self.entries: list[Outline] = []

    def compose(self) -> ComposeResult:
        yield Bar(id="status")
        find = Input(id="find", placeholder=told(words.FIND_WORDS, self.language))
        find.cursor_blink = False
        yield find
        with Container(id="body"):
            yield Shelf(self.glyphs, self.language)
            yield Preview(self.language)
        yield Bar(id="keys")

    def on_mount(self) -> None:
        self.query_one(Shelf).focus()
        self.call_after_refresh(self.run_worker, self._read(), group="read")

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._bars)

    async def _read(self) -> None:
        """List the scenarios in the language of the screen, then read on for searches."""
        entries, files, shelf = [], bundled(), self.query_one(Shelf)
        for name, path in files.items():
            entries.append(_outline(name, str(path), self.language))
            await asyncio.sleep(0)
        self.entries = entries
        shelf.list(self.entries, shelf.words)
        self._bars()
        for name, path in files.items():
            if name not in shelf.prose:
                shelf.prose[name] = _prose(str(path))
                await asyncio.sleep(0)
        if shelf.words:
            shelf.list(self.entries, shelf.words)

    def action_language(self) -> None:
        """List the scenarios in the next language."""
        self.language = next_language(self.language)
        self.query_one("#find", Input).placeholder = told(words.FIND_WORDS, self.language)
        self.query_one(Shelf).language = self.query_one(Preview).language = self.language
        self.run_worker(self._read(), group="read", exclusive=True)

    def _bars(self, message: str = "") -> None:
        room = self.size.width
        count = told(words.SCENARIOS, self.language, count=len(self.entries))
        title = line(Span("hopscope", Ink.TITLE), f"  {told(words.SLOGAN, self.language)}")
        gap = " " * max(1, room - width(title) - cells(count))
        self.query_one("#status", Bar).set((*title, Span(gap), Span(count, Ink.DIM)))
        pairs = _FINDING if self.query_one("#find", Input).has_focus else _KEYS
        named = [(key, told(word, self.language)) for key, word in pairs]
        self.query_one("#keys", Bar).set(line(Span(message)) if message else keys(named, room))

    def on_shelf_chosen(self, message: Shelf.Chosen) -> None:
        self.query_one(Preview).tell(message.entry)

    # Finding

    def action_find(self) -> None:
        find = self.query_one("#find", Input)
        find.add_class("-open")
        find.focus()
        self.call_after_refresh(self._bars)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one(Shelf).list(self.entries, event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._to_list()

    def action_all(self) -> None:
        find = self.query_one("#find", Input)
        find.value = ""
        find.remove_class("-open")
        self._to_list()

    def _to_list(self) -> None:
        self.query_one(Shelf).focus()
        self.call_after_refresh(self._bars)

    # Opening

    def action_practise(self) -> None:
        chosen = self.query_one(Shelf).chosen
        self.post_message(self.Practised(None if chosen is None else (chosen.name, chosen.title), self.language))

    def on_shelf_opened(self, message: Shelf.Opened) -> None:
        self.open(message.entry)

    def open(self, entry: Outline) -> None:
        """Play a scenario."""
        self._bars(told(words.OPENING, self.language, title=entry.title))
        self.run_worker(self._open(entry.name), exclusive=True, group="open")

    async def _open(self, name: str) -> None:
        try:
            session = await asyncio.to_thread(Session.load, name)
            if problems := session.problems_in(self.language):
                raise ScenarioError(problems)
        except ScenarioError as error:
            self._bars()
            self._refuse(str(error))
            return
        self._bars()
        self.post_message(self.Picked(session, self.language))

    def _refuse(self, text: str) -> None:
        room = min(100, self.size.width - 6)
        lines: list[Line] = paragraphs(text, room, ink=Ink.BAD)
        self.app.push_screen(TextDialog(told(words.NOT_PLAYABLE, self.language), lines, room, self.language))


def _prose(path: str) -> str:
    """What a search looks at; nothing of a scenario that cannot be read."""
    try:
        return prose(path)
    except ScenarioError:
        return ""


def _outline(name: str, path: str, language: str) -> Outline:
    """A scenario's outline; of one that cannot be read, what opening it will complain about."""
    try:
        return outline(path, name, language)
    except ScenarioError:
        return Outline(name, name, (), "", ())
