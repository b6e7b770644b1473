"""What a reader did to a lab is there the next time: checkpoints, and where the lab was left."""

import os
import pty
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shlex import split

import pytest
from textual.app import App

from sim.branches.line import line_of, read_line
from sim.scenario.load import load_text
from sim.session import Session
from tests.exam.test_lab import LAB
from tests.tui.command import PING, said_on, status_of, written
from tests.tui.opened import Reader
from tui import work
from tui.app import FAILED, HopscopeApp, run
from tui.choices import Choices
from tui.screens.dialog import ListDialog
from tui.screens.player import PlayerScreen

MASK = "set nodes.pc2.host = 10.0.0.130/24"
OTHER = "set nodes.pc2.host = 10.0.0.131/24"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "folder", lambda: tmp_path / "work")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


@asynccontextmanager
async def opened(what: str | Session = LAB) -> AsyncIterator[Reader]:
    """A player that keeps what is done in it."""
    session = Session(load_text(what, "lab.yaml")) if isinstance(what, str) else what
    app = HopscopeApp(session, choices=Choices())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = next(each for each in app.screen_stack if isinstance(each, PlayerScreen))
        yield Reader(pilot, screen)


def offered(reader: Reader) -> list[str]:
    top = reader.top()
    return [told for _, told in top.options] if isinstance(top, ListDialog) else []


def done(reader: Reader) -> tuple[str, ...]:
    return reader.screen._branches.current.edits


async def act(reader: Reader, edit: str) -> None:
    await reader.act(edit)


async def test_who_opens_a_lab_again_can_go_on_where_it_was_left() -> None:
    async with opened() as reader:
        assert offered(reader) == []
        await act(reader, MASK)
    async with opened() as reader:
        assert offered(reader) == [f"where you left, after: {MASK}", "from the start"]
        await reader.press("enter")
        assert done(reader) == (MASK,)
        await reader.press("ctrl+z")
        assert done(reader) == ()
    async with opened() as reader:
        assert offered(reader) == []


async def test_checkpoints_are_there_the_next_time_and_can_be_gone_back_to() -> None:
    async with opened() as reader:
        await act(reader, MASK)
        await reader.press("E", "c")
        await reader.write("it answers")
        await act(reader, OTHER)
    async with opened() as reader:
        assert offered(reader) == ["it answers", f"where you left, after: {OTHER}", "from the start"]
        await reader.press("escape", "E", "r", "enter")
        assert done(reader) == (MASK,)


async def test_another_scenario_has_none_of_it_and_a_broken_file_is_none(tmp_path: Path) -> None:
    async with opened() as reader:
        await act(reader, MASK)
    async with opened(LAB.replace("title: ", "title: Another ")) as reader:
        assert offered(reader) == []
    (file,) = (tmp_path / "work").iterdir()
    for text in ("{", "[]", '{"branches": [{}]}', '{"branches": [{"name": "", "acts": [["x"], []], "position": 1}]}'):
        file.write_text(text)
        async with opened() as reader:
            assert offered(reader) == []


async def test_what_cannot_be_done_any_more_is_said(tmp_path: Path) -> None:
    async with opened() as reader:
        await act(reader, MASK)
    (file,) = (tmp_path / "work").iterdir()
    file.write_text(file.read_text().replace("pc2", "pc9"))
    async with opened() as reader:
        await reader.press("enter")
        assert reader.bar("keys").startswith("This cannot be gone back to: ")


def test_checkpoints_of_two_windows_are_both_kept(tmp_path: Path) -> None:
    one, two = (work.Kept(name, ((f"set {name} = 1",),), 3) for name in ("one", "two"))
    work.store(tmp_path, "lab", [one])
    work.store(tmp_path, "lab", [two])
    assert work.load(tmp_path, "lab") == [one, two]
    work.store(tmp_path, "lab", [two], forgotten=[one.acts])
    assert work.load(tmp_path, "lab") == [two]
    work.store(tmp_path, "lab", [], forgotten=[two.acts])
    assert list(tmp_path.iterdir()) == []


async def test_a_checkpoint_that_is_forgotten_is_not_offered_unless_it_is_brought_back() -> None:
    async with opened() as reader:
        await act(reader, MASK)
        await act(reader, OTHER)
        reader.screen._branches.current.name = "mended"
        # Not in hand, and with what it was made of.
        await reader.press("ctrl+z", "ctrl+z", "b", "down", "X", "escape")
    async with opened() as reader:
        assert offered(reader) == []
        await act(reader, MASK)
        await act(reader, OTHER)
        reader.screen._branches.current.name = "mended"
        await reader.press("ctrl+z", "ctrl+z", "b", "down", "X", "ctrl+z", "escape")
    async with opened() as reader:
        assert offered(reader)[0] == "mended"


BROKEN = """
import sys
from tui.cli import main
from tui.screens.player import PlayerScreen

def fail(screen):
    raise RuntimeError("an error of the player's own")

PlayerScreen.action_picture = fail
sys.exit(main())
"""
EDIT = "set nodes.pc2.host = 192.168.10.3/24"
EDIT_OF = {"": EDIT, "on-one-host": "set seed = 5"}


def test_a_failure_of_the_player_is_no_success_and_says_where_the_work_is(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    keys = [b":", EDIT.encode() + b"\r", b"\x1b", b"e"]
    waits = [b"8 packets", b"does it", b"~", b"undoes"]
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ |= {"XDG_DATA_HOME": str(tmp_path), "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        os.execv(sys.executable, [sys.executable, "-c", BROKEN, "play", str(path)])
    heard = 0

    def hear(said: bytes) -> None:
        nonlocal heard
        if keys and waits[0] in said[heard:]:
            heard = len(said)
            waits.pop(0)
            os.write(terminal, keys.pop(0))

    said = re.sub(r"\r\n", "", said_on(terminal, pid, hear).decode())
    assert status_of(pid) == FAILED != 0
    assert said.endswith(f"your changes are kept, and you go on with: hopscope play {path}")


async def test_where_a_player_of_any_scenario_failed_is_offered_the_next_time() -> None:
    async with opened(PING) as reader:
        await act(reader, EDIT)
        assert reader.screen.keep_all() == "hopscope play lab.yaml"
    async with opened(PING) as reader:
        assert offered(reader) == [f"where you left, after: {EDIT}", "from the start"]


async def test_where_nothing_is_kept_the_command_has_all_that_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(PING) as reader:
        assert reader.screen.keep_all() == ""
        await act(reader, EDIT)
        monkeypatch.setattr(work, "store", lambda *_: False)
        (*_, line) = split(reader.screen.keep_all())
        assert "host: 192.168.10.3/24" in read_line(line).scenario.text


@pytest.mark.parametrize(
    ("name", "change"),
    [("", ""), ("on-one-host", 'set programs.0.code = "print(1)"')],
    ids=["a scenario of one's own", "a program of a bundled one"],
)
async def test_the_command_has_the_line_where_the_scenario_came_by_one(name: str, change: str) -> None:
    plain = Session.load(name).branch([change]) if name else Session(load_text(PING, "lab.yaml"))
    found = read_line(line_of(plain.scenario, plain.edits, None, -1))
    async with opened(Session(found.scenario, edits=found.edits)) as reader:
        await act(reader, EDIT_OF[name])
        (*_, line) = split(reader.screen.keep_all())
    assert line.startswith("hop:")
    async with opened(Session(read_line(line).scenario)) as reader:
        assert offered(reader) == [f"where you left, after: {EDIT_OF[name]}", "from the start"]


@pytest.mark.parametrize(
    ("language", "told"), [("en", "your changes could not be kept\n"), ("zh", "你的改动未能保存\n")]
)
def test_a_failure_that_keeps_nothing_does_not_say_that_nothing_was_changed(
    language: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> str:
        raise RuntimeError

    app = HopscopeApp(Session(load_text(PING, "lab.yaml")), language=language)
    monkeypatch.setattr(PlayerScreen, "keep_all", fail)
    monkeypatch.setattr(PlayerScreen, "on_mount", fail)
    monkeypatch.setattr(app, "run", lambda: App.run(app, headless=True))
    assert run(app) == FAILED
    assert capsys.readouterr().err.endswith(told)
