"""Start: how long a command takes from nothing to its end, beside a Python that does nothing; and the first picture.

The first picture of the player is the first frame in which all of this stands: the title in the status line, a device
in the drawing of the network, the goals in the pane beneath. The player paints no other frame before. The whole picture
has the number of the packets, too: then the scenario has been run. The first picture of the library
has the heading, that of the whole list of scenarios. A trivial program of textual's is measured in turn with them.
"""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Mapping, Sequence
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


class Screen(NamedTuple):
    """A screen, and the texts that are in its first picture, and in the whole; how often that may take a trivial one's.

    ``fresh``: with an empty cache.
    """

    name: str
    words: tuple[str, ...]
    first: tuple[str, ...]
    whole: tuple[str, ...]
    most: float | None = None
    fresh: bool = False


_LESSON = ("Who has 192.168.10.3?", "sw1", "Afterwards you can")
SCREENS = (
    Screen("the player", ("play", _SCENARIO), _LESSON, ("packets  record",), 1.3),
    Screen("the player, for the first time", ("play", _SCENARIO), _LESSON, ("packets  record",), fresh=True),
    Screen("the library", (), ("a network that you can rewind",), ("scenarios", "Basics")),
)


def measure(times: int) -> list[Line]:
    """Each command ``times`` times, in turn, as a process of its own; medians of the wall clock.

    There is one more time before, to compile all modules: with 0, only that.
    """
    nothing: list[float] = []
    took: dict[Command, list[float]] = {command: [] for command in COMMANDS}
    trivial: list[float] = []
    first: dict[Screen, list[float]] = {screen: [] for screen in SCREENS}
    whole: dict[Screen, list[float]] = {screen: [] for screen in SCREENS}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(times + 1):
            print(f"{PART}, {number} of {times}", file=sys.stderr)
            nothing.append(wall_time(NOTHING, folder))
            for command in COMMANDS:
                took[command].append(_timed(command, folder))
            trivial += painted([sys.executable, "-c", _TRIVIAL], [("painted",)], folder)
            for screen in SCREENS:
                seconds = _painted(screen, folder)
                first[screen].append(seconds[0])
                whole[screen].append(seconds[1])
    if times:
        for seconds in (nothing, trivial, *first.values(), *whole.values(), *took.values()):
            del seconds[0]  # then all modules are compiled, as those of an installed program are
    lines = [Line(PART, "python -c pass", _spelt(nothing))]
    for command, seconds in took.items():
        ratio = median(seconds) / median(nothing)
        text = f"{_spelt(seconds)}, {ratio:.1f} times that"
        lines.append(Line(PART, command.name, text, f"≤ {command.most:g} times", ratio <= command.most))
        if not command.fresh:
            lines.append(_imports(command))
    lines.append(Line(PART, "first picture of a trivial textual program", _spelt(trivial)))
    for screen in SCREENS:
        ratio = median(first[screen]) / median(trivial)
        text = f"{_spelt(first[screen])}, {ratio:.2f} times that"
        if screen.most is None:
            lines.append(Line(PART, f"first picture of {screen.name}", text))
        else:
            met = ratio <= screen.most
            lines.append(Line(PART, f"first picture of {screen.name}", text, f"≤ {screen.most} times", met))
        text = f"{_spelt(whole[screen])}, {median(whole[screen]) / median(trivial):.2f} times that"
        lines.append(Line(PART, f"whole picture of {screen.name}", text))
    return lines


def _timed(command: Command, folder: str) -> float:
    if not command.fresh:
        return wall_time([*HOPSCOPE, *command.words], folder)
    with tempfile.TemporaryDirectory() as empty:
        return wall_time([*HOPSCOPE, *command.words], folder, {"XDG_CACHE_HOME": empty})


def _painted(screen: Screen, folder: str) -> list[float]:
    line, texts = [*HOPSCOPE, *screen.words], [screen.first, screen.whole]
    if not screen.fresh:
        return painted(line, texts, folder)
    with tempfile.TemporaryDirectory() as empty:
        return painted(line, texts, folder, {"XDG_CACHE_HOME": empty})


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


def painted(
    line: list[str], pictures: Sequence[tuple[str, ...]], folder: str, more: Mapping[str, str] = MappingProxyType({})
) -> list[float]:
    """How long it takes until a program on a terminal of its own has painted all texts of each of some pictures.

    Then the program is ended.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
    size = {"TERM": "xterm-256color", "COLUMNS": str(_COLUMNS), "LINES": str(_ROWS)}
    setting = _environment(folder, {**size, **more})
    start = time.perf_counter()
    process = subprocess.Popen(line, stdin=theirs, stdout=theirs, stderr=theirs, env=setting, start_new_session=True)
    os.close(theirs)
    try:
        return [when - start for when in _read_until(pictures, lambda: os.read(ours, 65536))]
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _read_until(pictures: Sequence[tuple[str, ...]], read: Callable[[], bytes]) -> list[float]:
    """When all texts of each picture were there."""
    seen = b""
    found: list[float] = []
    while len(found) < len(pictures):
        wanted = pictures[len(found)]
        if all(text.encode() in seen for text in wanted):
            found.append(time.perf_counter())
            continue
        try:
            octets = read()
        except OSError as error:  # how Linux tells that nobody writes to a terminal any more
            raise RuntimeError(f"the program ended without {wanted!r}: {seen[-500:]!r}") from error
        if not octets:
            raise RuntimeError(f"the program ended without {wanted!r}: {seen[-500:]!r}")
        seen += octets
    return found


def imported(words: tuple[str, ...]) -> set[str]:
    """The top-level packages that a command imports, as Python itself lists them."""
    command = [HOPSCOPE[0], "-X", "importtime", *HOPSCOPE[1:], *words]
    run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    lines = [line for line in run.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
