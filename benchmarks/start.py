"""Start: how long a command takes from nothing to its end, beside a Python that does nothing; and the first picture."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Mapping
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

from benchmarks.table import Line
from benchmarks.work import HOPSCOPE

PART = "start"
SLOW = ("networkx", "scapy", "textual")
NOTHING = [sys.executable, "-c", "pass"]
_SCENARIO = "arp-on-one-switch"
_TRIVIAL = """
from textual.app import App
from textual.widgets import Static
class Trivial(App):
    def compose(self):
        yield Static("painted")
Trivial().run()
"""
"""The smallest program of textual's that paints anything."""
_ROWS, _COLUMNS = 40, 140


class Command(NamedTuple):
    """A command line, and how often it may take what ``python -c pass`` takes. ``fresh``: with an empty cache."""

    words: tuple[str, ...]
    most: float
    fresh: bool = False

    @property
    def name(self) -> str:
        return f"hopscope {' '.join(self.words)}{', for the first time' if self.fresh else ''}"


COMMANDS = (
    Command(("--help",), 5),
    Command(("list",), 12),
    Command(("run", _SCENARIO), 20),
    Command(("run", _SCENARIO), 35, fresh=True),
)
PAINT = 1.3
"""How often the first picture of the player may take what that of a trivial program takes."""


def measure(times: int) -> list[Line]:
    """Each command ``times`` times, in turn, as a process of its own; medians of the wall clock."""
    nothing: list[float] = []
    took: dict[Command, list[float]] = {command: [] for command in COMMANDS}
    trivial: list[float] = []
    player: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(times + 1):
            print(f"{PART}, {number} of {times}", file=sys.stderr)
            nothing.append(wall_time(NOTHING, folder))
            for command in COMMANDS:
                took[command].append(_timed(command, folder))
            trivial.append(first_paint([sys.executable, "-c", _TRIVIAL], "painted", folder))
            player.append(first_paint([*HOPSCOPE, "play", _SCENARIO], "sw1", folder))
    for seconds in (nothing, trivial, player, *took.values()):
        del seconds[0]  # then all modules are compiled, as those of an installed program are
    lines = [Line(PART, "python -c pass", _spelt(nothing))]
    for command, seconds in took.items():
        ratio = median(seconds) / median(nothing)
        text = f"{_spelt(seconds)}, {ratio:.1f} times that"
        lines.append(Line(PART, command.name, text, f"≤ {command.most:g} times", ratio <= command.most))
        if not command.fresh:
            lines.append(_imports(command))
    ratio = median(player) / median(trivial)
    lines.append(Line(PART, "first picture of a trivial textual program", _spelt(trivial)))
    text = f"{_spelt(player)}, {ratio:.2f} times that"
    lines.append(Line(PART, "first picture of the player", text, f"≤ {PAINT} times", ratio <= PAINT))
    return lines


def _timed(command: Command, folder: str) -> float:
    if not command.fresh:
        return wall_time([*HOPSCOPE, *command.words], folder)
    with tempfile.TemporaryDirectory() as empty:
        return wall_time([*HOPSCOPE, *command.words], folder, {"XDG_CACHE_HOME": empty})


def _environment(folder: str, more: Mapping[str, str]) -> dict[str, str]:
    """Compiled modules and checked scenarios are kept in a folder, whatever is set around here."""
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**around, "PYTHONPYCACHEPREFIX": folder, "XDG_CACHE_HOME": folder, **more}


def _spelt(seconds: list[float]) -> str:
    return f"{median(seconds) * 1e3:.0f} ms (best {min(seconds) * 1e3:.0f} ms)"


def _imports(command: Command) -> Line:
    found = sorted(set(SLOW) & imported(command.words))
    return Line(PART, f"{command.name} imports", ", ".join(found) or "none of them", f"no {', '.join(SLOW)}", not found)


def wall_time(line: list[str], folder: str, more: Mapping[str, str] = MappingProxyType({})) -> float:
    start = time.perf_counter()
    environment = _environment(folder, more)
    subprocess.run(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=True)
    return time.perf_counter() - start


def first_paint(line: list[str], text: str, folder: str) -> float:
    """How long it takes until a program on a terminal of its own has painted a text; then it is ended."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
    setting = _environment(folder, {"TERM": "xterm-256color", "COLUMNS": str(_COLUMNS), "LINES": str(_ROWS)})
    start = time.perf_counter()
    process = subprocess.Popen(line, stdin=theirs, stdout=theirs, stderr=theirs, env=setting, start_new_session=True)
    os.close(theirs)
    try:
        _read_until(text.encode(), lambda: os.read(ours, 65536))
        return time.perf_counter() - start
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _read_until(wanted: bytes, read: Callable[[], bytes]) -> None:
    seen = b""
    while wanted not in seen:
        try:
            octets = read()
        except OSError as error:  # how Linux tells that nobody writes to a terminal any more
            raise RuntimeError(f"the program ended without {wanted!r}: {seen[-500:]!r}") from error
        if not octets:
            raise RuntimeError(f"the program ended without {wanted!r}: {seen[-500:]!r}")
        seen += octets


def imported(words: tuple[str, ...]) -> set[str]:
    """The top-level packages that a command imports, as Python itself lists them."""
    command = [HOPSCOPE[0], "-X", "importtime", *HOPSCOPE[1:], *words]
    run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    lines = [line for line in run.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
