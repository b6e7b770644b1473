"""The application under a pilot, with one of the tests' own scenarios."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from sim.session import Session
from tests.tui.lessons import TWO_NETWORKS, fresh
from tui.app import HopscopeApp, wants_ascii
from tui.model.text.ink import plain
from tui.screens.player import PlayerScreen
from tui.widgets.bar import Bar
from tui.widgets.lines import Lines
from tui.widgets.prompt import Prompt

KEYS = {" ": "space", "-": "minus", "#": "number_sign", ".": "full_stop", ":": "colon", "/": "slash"}


class Reader:
    """Somebody at the keyboard of a player. ``screen`` is the player's, also while a dialog is over it."""

    def __init__(self, pilot: Pilot[None], screen: PlayerScreen) -> None:
        self.pilot = pilot
        self.app = pilot.app
        self.screen = screen

    @property
    def position(self) -> int:
        return self.screen.player.cursor.position

    @property
    def record(self) -> int:
        return self.screen.player.cursor.record

    @property
    def packet(self) -> int:
        return self.screen.player.cursor.packet

    def is_playing(self) -> bool:
        return self.screen.playing.is_on

    def top(self) -> object:
        """The screen that has the keys: the player's, or a dialog's."""
        return self.app.screen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def write(self, text: str) -> None:
        """Put a text where one types, and press enter; what has no field hears the keys."""
        if isinstance(self.app.focused, Input):
            self.app.post_message(Paste(text))
            await self.press("enter")
        else:
            await self.press(*(KEYS.get(character, character) for character in text), "enter")

    async def act(self, line: str) -> None:
        """Type a line at the console of the device in hand, and leave the console."""
        await self.press("colon")
        await self.write(line)
        await self.press("escape")

    def prompt(self) -> Prompt:
        """The line for commands, which has the keys."""
        assert self.screen.prompt.display
        assert self.screen.focused is self.screen.prompt.line
        return self.screen.prompt

    def wrong(self) -> str:
        """What is said to be wrong with the line for commands, "" for nothing."""
        said = self.screen.prompt.query_one("#wrong")
        return str(said.render()) if said.display else ""

    def seen(self, pane: str) -> list[str]:
        """The lines of a pane, those out of sight too."""
        widget = self.screen.query_one(f"#{pane}", Lines)
        return [plain(widget.line_at(y)).rstrip() for y in range(widget.virtual_size.height)]

    def title(self, pane: str) -> str:
        return str(self.screen.query_one(f"#{pane}", Lines).border_title)

    def bar(self, name: str) -> str:
        return plain(self.screen.query_one(f"#{name}", Bar).line_at(0))

    def in_sight(self) -> list[str]:
        """The panes that can be seen."""
        return [str(pane) for pane, widget in self.screen.board.panes.items() if widget.display]


@asynccontextmanager
async def opened(
    what: str | Session, size: tuple[int, int] = (80, 24), ascii_only: bool | None = None
) -> AsyncIterator[Reader]:
    """A player at the start of a run that has come to its end; in ASCII where the environment asks for it."""
    session = fresh(what) if isinstance(what, str) else what
    app = HopscopeApp(session, wants_ascii() if ascii_only is None else ascii_only)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, PlayerScreen)
        yield Reader(pilot, screen)


BOOKS = {
    "arp/who-has": ("Who has 192.168.10.3?", "intro", "arp, switching", "Tell which devices hear an ARP request."),
    "arp/expiry": ("How long is an answer true?", "core", "arp", "Say when a device asks again."),
    "basics/boxes": ("Who opens which box?", "intro", "layers", "Name the layers that each device opens."),
    "routing/loop": ("Two routers point at each other", "core", "routing", "Say what the TTL is for."),
    "icmp/traceroute": ("How does traceroute find the routers?", "exam", "icmp, routing", "Explain a TTL of 1."),
}
"""A library of the tests' own: name, title, level, topics and goal."""
CHINESE = {"arp/who-has": "title: 谁有 192.168.10.3？\ndescription: 同一个子网掩码。\n"}
"""What is translated of it."""


@asynccontextmanager
async def library(size: tuple[int, int] = (80, 24), ascii_only: bool | None = None) -> AsyncIterator[Pilot[None]]:
    """The library, with the tests' own scenarios in it."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        paths = {}
        for name, (title, level, topics, goal) in BOOKS.items():
            path = paths[name] = Path(folder, f"{name}.yaml")
            path.parent.mkdir(exist_ok=True)
            head = f'title: "{title}"\ntopics: [{topics}]\nlevel: {level}\ngoal: {goal}\n'
            path.write_text(head + TWO_NETWORKS.partition("level: core\n")[2])
            if name in CHINESE:
                path.with_suffix(".zh.yaml").write_text(CHINESE[name])
        patch.setattr("tui.screens.library.bundled", lambda: paths)
        patch.setattr("sim.scenario.library.bundled", lambda: paths)
        patch.setattr("sim.scenario.library.bundled_folder", lambda: Path(folder))
        app = HopscopeApp(None, wants_ascii() if ascii_only is None else ascii_only)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            yield pilot
