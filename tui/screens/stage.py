"""What the deeds of a reader need of the screen of a player: stepping, looking, finding, acting and the others."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from textual.app import App
    from textual.geometry import Size
    from textual.widget import Widget

    from sim.languages import Wording
    from sim.session import Session
    from tui.model.panes.arrangement import Panes
    from tui.model.panes.bars import Playing
    from tui.model.reader.player import Player
    from tui.model.text.ink import Line
    from tui.widgets.board import Board
    from tui.widgets.prompt import Prompt

Then = Callable[[str | None], None]
"""What is done with what a dialog asked for; ``None`` if the reader left the dialog."""


class Stage(Protocol):
    """The screen of a player. ``extent`` is its size."""

    player: "Player"
    board: "Board"
    panes: "Panes"
    playing: "Playing"
    extent: "Size"

    @property
    def app(self) -> "App[Any]": ...
    @property
    def prompt(self) -> "Prompt": ...
    @property
    def focused(self) -> "Widget | None": ...

    # Showing

    def refresh_scene(self) -> None: ...
    def refresh_list(self) -> None: ...
    def refresh_bars(self) -> None: ...
    def moved(self, is_elsewhere: bool = True) -> None: ...
    def told(self, wording: "Wording", **facts: object) -> str: ...
    def say(self, message: str) -> None: ...
    def tell(self, wording: "Wording", **facts: object) -> None: ...

    # Dialogs

    def read(self, title: str, lines: list["Line"], room: int, then: Callable[[], None] | None = None) -> None: ...
    def choose(self, title: str, options: list[tuple[str, str]], chosen: str, then: Then) -> None: ...

    # Going elsewhere

    def jump(self, position: int) -> None: ...
    def left(self, position: int) -> None: ...
    def pin(self, device: str | None) -> None: ...
    def step_forward(self) -> None: ...
    def is_asked(self) -> bool: ...
    def is_stopped(self, before: int) -> bool: ...
    def when_begun(self, deed: Callable[[], None]) -> None: ...
    def replay(
        self,
        session: "Session",
        arrive: Callable[[], None],
        before: "Session | None" = None,
        compared: Callable[[], None] | None = None,
    ) -> None: ...

    # The clock

    def run_worker(self, work: Awaitable[None], *, group: str, exclusive: bool) -> Any: ...
    def set_interval(self, interval: float, callback: Callable[[], None]) -> Any: ...
