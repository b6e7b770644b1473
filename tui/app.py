"""The application: the library of scenarios and the player. What the command line calls."""

import gc
import locale
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import Monochrome, NoColor
from textual.screen import ModalScreen, Screen

from sim.session import Session
from tui.choices import Choices, keep, kept
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import Ink, paragraphs
from tui.model.text.words import FAILED_AND_KEPT, FAILED_AND_LOST, FAILED_WITH_NOTHING, told
from tui.theme import DARK, LIGHT, THEMES

if TYPE_CHECKING:
    from sim.exam.practice.attempt import Attempt
    from sim.exam.practice.trainer import Trainer
    from tui.practice.store import Store
    from tui.screens.library import LibraryScreen
    from tui.screens.player import PlayerScreen
    from tui.screens.sitting import SittingScreen

# Of the two screens, only the one that is seen is imported.

_LEFT = "left"
"""The name of the player that was left last."""
_BEAT = 0.5
"""Seconds."""
FAILED = 70
"""The exit status of a program that has an error in itself (EX_SOFTWARE of sysexits.h)."""
_FETCHED_FONT = r"\s*@font-face \{[^}]*\}"


class HopscopeApp(App[None]):
    """Begins with a session, or else with the library."""

    TITLE = "hopscope"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False, priority=True),
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+p", "palette", show=False),
        Binding("ctrl+t", "theme", show=False),
    ]
    CSS = """
    PlayerScreen, LibraryScreen { background: $surface; color: $foreground; }
    .-ascii PaneView { border-top: ascii $ink-rule; }
    .-ascii PaneView:focus { border-top: ascii $accent; }
    .-ascii NoteBar { border-left: ascii $ink-frame; }
    .-ascii ModalScreen > Vertical { border: ascii $ink-frame; }
    .-ascii BranchesScreen Lines { border: ascii $ink-frame; }
    CommandPalette > Vertical { margin-top: 1; background: $panel; }
    CommandPalette #--input { border: none; background: $surface; }
    CommandPalette #--input.--list-visible { border: none; }
    OptionList:nocolor > .option-list--option-highlighted { text-style: reverse; }
    CommandPalette SearchIcon { display: none; }
    CommandPalette CommandList { border: none; background: $panel; }
    """

    def __init__(
        self,
        session: Session | None = None,
        ascii_only: bool = False,
        language: str = "en",
        beat: Callable[[], object] | None = None,
        position: int = -1,
        first_screen: "Callable[[HopscopeApp], Screen[Any]] | None" = None,
        choices: Choices | None = None,
        keep: "Callable[[Attempt], None] | None" = None,
    ) -> None:
        """``first_screen`` makes another one to begin with. ``keep`` keeps answers elsewhere than in the user's file.

        ``choices`` are those to keep from now on; without them, the usual ones are taken and nothing is kept.
        """
        super().__init__()
        self._first_screen = first_screen
        self._store: Store | None = None
        self._keep = keep
        self._is_keeping = choices is not None
        self.choices = choices or Choices()
        if self.no_color:
            # Textual would paint the backgrounds in grey.
            self._filters[:] = [NoColor() if isinstance(each, Monochrome) else each for each in self._filters]
        self._left: PlayerScreen | None = None
        self.to_go_on: tuple[str, ...] = ()
        """After a failure: the commands that bring back what the reader did."""
        self.is_work_lost = False
        """After a failure: whether what the reader did could not be kept."""
        self._beat = beat
        self._position = position
        self.ascii_only = ascii_only
        self.glyphs = glyphs(ascii_only)
        self.first_session = session
        self.language = language
        self.set_class(ascii_only, "-ascii")
        for theme in THEMES:
            self.register_theme(theme)
        # To change the theme would have all styles read again; there are none yet.
        self.set_reactive(App.theme, (LIGHT if self.choices.is_light else DARK).name)
        self.stylesheet.set_variables(self.get_css_variables())

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        """The screen as SVG that shows alike everywhere: blanks kept, and no font fetched from elsewhere."""
        svg = super().export_screenshot(title=title, simplify=simplify)
        return re.sub(_FETCHED_FONT, "", svg).replace("<svg ", '<svg xml:space="preserve" ', 1)

    def get_default_screen(self) -> Screen[Any]:
        """The player or the library themselves: an empty screen beneath them would be laid out and painted first."""
        if self.first_session is not None:
            return self._player(self.first_session, self._position, are_edits_acts=True)
        if self._first_screen is not None:
            return self._first_screen(self)
        from tui.screens.library import LibraryScreen  # noqa: PLC0415

        return LibraryScreen(self.glyphs, self.language)

    def on_mount(self) -> None:
        if self._beat is not None:
            self.set_interval(_BEAT, self._beat)
        self.call_after_refresh(_collect_again)

    def on_library_screen_picked(self, message: "LibraryScreen.Picked") -> None:
        """Play a scenario; the one that was left last goes on where it was left."""
        self.language = message.language
        if self._left is not None and self._left.player.front == message.session.front:
            self._left.set_language(message.language)
            self.push_screen(_LEFT)
            return
        self._forget()
        self.push_screen(self._player(message.session))

    def on_library_screen_practised(self, message: "LibraryScreen.Practised") -> None:
        """Open the page of practice; what is answered is stored while it is open."""
        from sim.languages import said  # noqa: PLC0415
        from tui.practice.store import StoreError  # noqa: PLC0415
        from tui.practice.words import PRACTISE  # noqa: PLC0415
        from tui.screens.dialog import TextDialog  # noqa: PLC0415
        from tui.screens.practice_menu import PracticeMenuScreen  # noqa: PLC0415

        try:
            store = self._progress()
        except StoreError as error:
            room = min(100, self.size.width - 6)
            title = said(PRACTISE, message.language)
            self.push_screen(TextDialog(title, paragraphs(str(error), room, Ink.BAD), room, message.language))
            return
        self.push_screen(PracticeMenuScreen(store, self.glyphs, message.language, message.lesson))

    def keeping(self) -> "Callable[[Attempt], None]":
        """What keeps an answer; raises :class:`~tui.practice.store.StoreError`, and so does what it returns."""
        return self._keep or self._progress().keep

    def _progress(self) -> "Store":
        """What is kept of the learner; raises :class:`~tui.practice.store.StoreError`."""
        from tui.practice.store import Store, place  # noqa: PLC0415

        if self._store is None:
            self._store = Store(place())
        return self._store

    @property
    def work(self) -> Path | None:
        """The folder in which is kept what the reader does to scenarios; ``None`` where nothing is kept."""
        from tui.work import folder  # noqa: PLC0415

        return folder() if self._is_keeping else None

    def on_sitting_screen_proof(self, message: "SittingScreen.Proof") -> None:
        self.push_screen(self._player(message.session, message.position))

    def _forget(self) -> None:
        if self._left is not None:
            self.uninstall_screen(_LEFT)
            self._left.remove()
            self._left = None

    def _player(self, session: Session, position: int = -1, are_edits_acts: bool = False) -> Screen[Any]:
        from tui.screens.player import PlayerScreen  # noqa: PLC0415

        return PlayerScreen(session, self.glyphs, self.language, position, are_edits_acts)

    def _handle_exception(self, error: Exception) -> None:
        """Before the application fails, keep what its reader did; all answers have been kept when they were given."""
        try:
            self.to_go_on = self._keep_all() or self.to_go_on
        except Exception:  # what has failed may fail again
            self.is_work_lost = True
        super()._handle_exception(error)

    def _keep_all(self) -> tuple[str, ...]:
        from tui.screens.player import PlayerScreen  # noqa: PLC0415

        screens = (each for each in (*self.screen_stack, self._left) if isinstance(each, PlayerScreen))
        return tuple(dict.fromkeys(command for screen in screens if (command := screen.keep_all())))

    def choose(self, choices: Choices) -> None:
        """Take choices from now on, and keep them for the next time."""
        self.choices = choices
        self.theme = (LIGHT if choices.is_light else DARK).name
        if self._is_keeping:
            keep(choices)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """``ctrl+c`` is for what has it for itself: who types at a console gives up a line with it."""
        if action == "interrupt" and hasattr(self.focused, "action_interrupt"):
            return False
        return super().check_action(action, parameters)

    def action_interrupt(self) -> None:
        """End the application, as any program of a terminal ends."""
        self.exit()

    def action_theme(self) -> None:
        """From dark to light, and back."""
        self.choose(self.choices._replace(is_light=not self.choices.is_light))

    def action_palette(self) -> None:
        """Everything there is to do, found by typing."""
        from tui.screens.palette import palette  # noqa: PLC0415 - only who asks needs it

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(palette(self, self.screen))

    def action_leave(self) -> None:
        """Back to the library; out of the application where there is none."""
        if len(self.screen_stack) > 1:
            from tui.screens.player import PlayerScreen  # noqa: PLC0415 - it has been loaded

            if isinstance(self.screen, PlayerScreen) and self.screen is not self._left:
                self._forget()
                self._left = self.screen
                self.install_screen(self.screen, _LEFT)
            self.pop_screen()
        else:
            self.exit()


def _collect_again() -> None:
    """Search for garbage again, which the command line has put off, and never in what has been loaded until now."""
    gc.freeze()
    gc.enable()


def wants_ascii() -> bool:
    """Whether the environment asks for ASCII: ``HOPSCOPE_ASCII`` is set and not 0, or the locale is not UTF-8."""
    asked = os.environ.get("HOPSCOPE_ASCII", "")
    if asked:
        return asked != "0"
    return "utf" not in locale.getencoding().lower()


def run(app: HopscopeApp) -> int:
    """Run an application until its reader quits; returns the exit status. After a failure, say where the work is."""
    app.run()
    if not app.return_code:
        return 0
    if app.to_go_on:
        sys.stderr.write(f"{told(FAILED_AND_KEPT, app.language, command=', '.join(app.to_go_on))}\n")
    else:
        wording = FAILED_AND_LOST if app.is_work_lost else FAILED_WITH_NOTHING
        sys.stderr.write(f"{told(wording, app.language)}\n")
    return FAILED


def run_library(ascii_only: bool | None = None, language: str = "en") -> int:
    """Let a person choose a bundled scenario and play it; returns the exit status when they quit.

    ``ascii_only`` draws without box characters and arrows; ``None`` asks the environment (``HOPSCOPE_ASCII``,
    the locale's encoding). ``language`` is one of ``sim.languages.LANGUAGES``.
    """
    return run(HopscopeApp(None, wants_ascii() if ascii_only is None else ascii_only, language, choices=kept()))


def run_player(
    session: Session,
    ascii_only: bool | None = None,
    language: str = "en",
    beat: Callable[[], object] | None = None,
    position: int = -1,
    keep: "Callable[[Attempt], None] | None" = None,
) -> int:
    """Play a loaded session, which is run (on) while it is shown; returns the exit status when the person quits.

    ``beat`` is called again and again, as long as no program holds the player. ``position`` is where the cursor goes
    when the run has come to its end, -1 for nowhere. ``keep`` keeps what is answered, else the user's file of progress.
    """
    is_ascii = wants_ascii() if ascii_only is None else ascii_only
    return run(HopscopeApp(session, is_ascii, language, beat, position, choices=kept(), keep=keep))


def run_practice(
    store: "Store",
    trainer: "Trainer | None",
    language: str = "en",
    keep: "Callable[[Attempt], None] | None" = None,
) -> int:
    """Let a person practise; returns the exit status.

    Without a ``trainer`` they choose what to practise. ``keep`` is as for :func:`run_player`.
    """
    from tui.screens.practice import PracticeScreen  # noqa: PLC0415
    from tui.screens.practice_menu import PracticeMenuScreen  # noqa: PLC0415

    def first(app: HopscopeApp) -> Screen[Any]:
        if trainer is None:
            return PracticeMenuScreen(store, app.glyphs, language)
        return PracticeScreen(trainer, app.glyphs, language)

    return run(HopscopeApp(None, wants_ascii(), language, first_screen=first, choices=kept(), keep=keep))
