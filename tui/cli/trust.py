"""Whose programs a scenario runs, and how: those of hopscope itself at once, a stranger's as somebody decides.

A program is Python code, and can do what the process can in which it runs. So the programs of any file but the bundled
ones run isolated, or because somebody trusts them, or not at all. Answers are kept: that a file is trusted for its very
content, that it is to run isolated for its path, since isolation holds whatever it contains, and that it is not to run
for its path as long as the session of the terminal lasts.
"""

import hashlib
import os
import shutil
import sys
import textwrap
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sim.scenario.library import has_strange_programs
from sim.scenario.plan import Scenario
from tui.cli.outcome import BadInputError
from tui.cli.stream import is_terminal, tell
from tui.isolation import walls

_MOST_FILES = 300
_MOST_OCTETS = 2**23
_MOST_ANSWERS = 2000
_NAMED = 4
_WIDEST = 80


class How(StrEnum):
    """How a scenario is run."""

    AS_IT_IS = "as it is"
    """It has no programs, or is bundled."""
    ISOLATED = "isolated"
    TRUSTED = "trusted"
    WITHOUT = "without programs"


class Programs(NamedTuple):
    """The programs of a scenario that is not bundled: its path or what its line begins with, their names as far as they
    are not hopscope's own, and the digest of all texts."""

    path: str
    names: tuple[str, ...]
    digest: str


def programs_of(scenario: Scenario) -> Programs | None:
    """The programs that somebody has to trust; ``None`` where there are none, or the scenario is bundled."""
    if not has_strange_programs(scenario):
        return None
    from sim.branches.line import SCHEME, strange_programs  # noqa: PLC0415 - a bundled scenario needs none of it

    names = strange_programs(scenario)
    if not names and scenario.folder is None:
        return None  # only what comes with hopscope is started, and there is nothing beside it to import
    path = scenario.path if scenario.path.startswith(SCHEME) else str(Path(scenario.path).resolve())
    return Programs(path, names or tuple(scenario.sources), _digest(scenario))


def _digest(scenario: Scenario) -> str:
    """One value for the scenario, its programs, and all that they could import beside it."""
    digest = hashlib.sha256()
    texts = [("", scenario.text.encode()), *((name, text.encode()) for name, text in scenario.sources.items())]
    beside = () if scenario.folder is None else _beside(scenario.folder)
    for name, octets in (*texts, *beside):
        for part in (name.encode(errors="surrogateescape"), octets):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _beside(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The program files in a folder and below. Of many, there is one more whose content is never the same."""
    total = 0
    files = sorted(islice(folder.rglob("*.py"), _MOST_FILES + 1))
    for file in files:
        with suppress(OSError):
            total += file.stat().st_size
            if total > _MOST_OCTETS:
                break
            yield str(file.relative_to(folder)), file.read_bytes()
    if len(files) > _MOST_FILES or total > _MOST_OCTETS:
        yield "", os.urandom(32)


class Trust:
    """Decides for one command. ``arguments`` have ``trust`` and ``programs``, which is false for ``--no-programs``."""

    def __init__(self, arguments: Namespace) -> None:
        self._trusts = arguments.trust
        self._runs_programs = arguments.programs
        self._for_all: How | None = None
        self._has_told = False

    def how(self, programs: Programs | None) -> How:
        """How to run; raises ``BadInputError`` where nobody says so, or somebody says no."""
        if programs is None:
            return How.AS_IT_IS
        if not self._runs_programs:
            _say_left_out(programs)
            return How.WITHOUT
        if self._trusts:
            return How.TRUSTED
        missing, kept = walls.missing(), _Answers()
        known = self._known(programs, kept)
        if known is not None and not (missing and known is How.ISOLATED):
            if known is How.WITHOUT:
                _say_left_out(programs)
            return known
        if is_terminal(sys.stdin) and is_terminal(sys.stderr):
            return self._asked(programs, missing, kept)
        if missing:
            raise BadInputError(
                f"{programs.path} has programs that are not hopscope's own ({_named(programs)}), and they cannot be "
                f"isolated: {missing}. --trust runs them as you, with all that you may do; --no-programs runs the rest"
            )
        if not self._has_told:
            self._has_told = True
            tell(f"hopscope: the programs of {programs.path} run isolated; --trust runs them as you")
        return How.ISOLATED

    def _known(self, programs: Programs, kept: "_Answers") -> How | None:
        """What somebody answered before."""
        if kept.has(How.TRUSTED, programs.digest):
            return How.TRUSTED
        if kept.has(How.ISOLATED, _path_digest(programs)):
            return How.ISOLATED
        return How.WITHOUT if kept.has(How.WITHOUT, _session_digest(programs)) else self._for_all

    def _asked(self, programs: Programs, missing: str, kept: "_Answers") -> How:
        tell(f"hopscope: {programs.path} has programs that are not hopscope's own: {_named(programs)}")
        _tell_wrapped(f"  They cannot be isolated: {missing}." if missing else f"  Isolated: {walls.PROTECTION}")
        _tell_wrapped("  Trusted: they run as you, and can do all that you may do.")
        others = "[t]rusted, [n]ot at all, or [q]uit?"
        if missing:
            answer = _choice(f"Run them {others} [q] ", "tnq", "q")
        else:
            answer = _choice(f"Run them [i]solated, {others} [i] ", "itnq", "i")
        match answer:
            case "t":
                kept.add(How.TRUSTED, programs.digest, programs.path)
                return How.TRUSTED
            case "q":
                raise BadInputError(f"{programs.path} is not run")
            case "i":
                kept.add(How.ISOLATED, _path_digest(programs), programs.path)
            case "n":
                kept.add(How.WITHOUT, _session_digest(programs), programs.path)
                _say_left_out(programs)
        self._for_all = How.ISOLATED if answer == "i" else How.WITHOUT
        return self._for_all


def _choice(question: str, letters: str, default: str) -> str:
    """The letter that somebody types; q where there is nobody any more."""
    while True:
        sys.stderr.write(question)
        sys.stderr.flush()
        line = sys.stdin.readline()
        letter = (line.strip().lower() or (default if line else "q"))[:1]
        if letter in letters:
            return letter


def _named(programs: Programs) -> str:
    more = len(programs.names) - _NAMED
    return ", ".join(programs.names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _tell_wrapped(text: str) -> None:
    """Tell in lines that fit the terminal, those behind the first set in."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    indent = " " * (len(text) - len(text.lstrip())) + "  "
    lines = textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    tell("\n".join(lines))


def _say_left_out(programs: Programs) -> None:
    _tell_wrapped(
        f"hopscope: the programs of {programs.path} are left out ({_named(programs)}); --trust runs them as you"
    )


def _session_digest(programs: Programs) -> str:
    """A value for the scenario's path, and for the terminal's session: a "no" is for as long as somebody sits there."""
    session = f"{os.getsid(0)}" if hasattr(os, "getsid") else f"{os.getppid()}"
    return hashlib.sha256(os.fsencode(programs.path) + b"\0" + session.encode()).hexdigest()


def _path_digest(programs: Programs) -> str:
    return hashlib.sha256(os.fsencode(programs.path)).hexdigest()


class _Answers:
    """What was answered before: a file of lines, each with an answer, a digest, and the path for people who read it."""

    def __init__(self) -> None:
        base = (
            os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.local/state")
        )
        self._file = Path(base, "hopscope", "trust") if os.path.isabs(base) else None
        self._lines: list[str] = []
        if self._file is not None:
            with suppress(OSError, ValueError):
                status = self._file.stat()
                if not hasattr(os, "getuid") or status.st_uid == os.getuid():
                    self._lines = self._file.read_text(encoding="utf-8").splitlines()

    def has(self, how: How, digest: str) -> bool:
        return any(line.startswith(f"{how} {digest} ") for line in self._lines)

    def add(self, how: How, digest: str, path: str) -> None:
        """Keep an answer; where that is not possible, it is asked for again."""
        if self._file is None:
            return
        self._lines = [*self._lines, f"{how} {digest} {path!r}"][-_MOST_ANSWERS:]
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = self._file.with_name(f"trust.{os.getpid()}.part")
            part.write_text("".join(f"{line}\n" for line in self._lines), encoding="utf-8")
            part.replace(self._file)
