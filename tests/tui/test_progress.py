"""The bar: for whoever waits at a terminal, and for nobody else."""

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from tests.tui.command import PING, STORM, hopscope, written
from tui.cli import main
from tui.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """Seconds as a test wants them."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("tui.cli.progress.monotonic", clock)
    monkeypatch.setenv("TERM", "xterm")
    return clock


def shown(monkeypatch: pytest.MonkeyPatch, clock: Clock, out: io.StringIO, err: io.StringIO, after: float) -> str:
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("sys.stderr", err)
    with Progress("storm") as progress:
        clock.now += after
        progress.update(0.25, "25 records")
        progress.update(0.5, "50 records")
    return err.getvalue()


def test_bar_is_shown_after_a_second(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    assert "storm" in shown(monkeypatch, clock, io.StringIO(), Terminal(), 1.1)


def test_short_run_shows_no_bar(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    assert shown(monkeypatch, clock, io.StringIO(), Terminal(), 0.9) == ""


def test_bar_is_for_terminals_alone(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    assert shown(monkeypatch, clock, io.StringIO(), io.StringIO(), 60) == ""


def test_bar_leaves_the_output_alone(monkeypatch: pytest.MonkeyPatch, clock: Clock, tmp_path: Path) -> None:
    path = written(tmp_path, STORM)
    plain = hopscope("run", path, "--records", "9000").out
    monkeypatch.setattr("tui.cli.progress.PATIENCE", 0.0)
    out, err = io.StringIO(), Terminal()
    with redirect_stdout(out), redirect_stderr(err):
        clock.now += 1
        assert main(["run", str(path), "--records", "9000"]) == 0
    assert "lan.yaml" in err.getvalue()
    assert out.getvalue() == plain


def test_output_on_the_terminal_needs_no_bar(monkeypatch: pytest.MonkeyPatch, clock: Clock, tmp_path: Path) -> None:
    monkeypatch.setattr("tui.cli.progress.PATIENCE", 0.0)
    out, err = Terminal(), Terminal()
    with redirect_stdout(out), redirect_stderr(err):
        assert main(["run", str(written(tmp_path, PING))]) == 0
    assert err.getvalue().startswith("hopscope: 8 packets")
