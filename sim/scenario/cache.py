"""Scenarios that were found right are kept in the user's cache folder, so that the next run need not check them again.

Checking takes most of the time of a short run: the models alone take longer than everything else together. What is
kept is a scenario as frozen objects, with all that it was made from: its text, the files that were looked for and their
texts, and a stamp of this simulator's own modules. It is used only where all of that is still the same; otherwise, and
wherever anything is odd about the file in the cache, the text is read and checked anew. A scenario with an error is
never kept. The front of a scenario comes first in its file: who only wants that loads nothing of what runs. The cache
holds one file for each scenario, and a bounded number of them; several processes may write at once, since each file
is replaced as a whole.
"""

import os
import pickle
import sys
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sim
from sim.added import ADDED
from sim.scenario.front import Front, front
from sim.scenario.problem import ScenarioError
from sim.scenario.source import read

if TYPE_CHECKING:
    from sim.scenario.plan import Scenario

_MAGIC = b"hopscope scenario 3\n"
_MOST_FILES = 200
_MOST_OCTETS = 2**20
"""Of one file: a scenario with all its programs has a few thousand."""
_PATHS = ("pathlib", "pathlib._local")


class Opened:
    """A scenario that has been found right. Its ``front`` is at hand; the rest is read when somebody asks for it."""

    def __init__(self, front: Front, read: "Callable[[], Scenario]") -> None:
        self.front = front
        self._read = read

    @property
    def scenario(self) -> "Scenario":
        return self._read()


def load(path: str | Path) -> "Scenario":
    """The scenario in a file, as :func:`sim.scenario.load.load` gives it; raises ``ScenarioError``."""
    return opened(path).scenario


def opened(path: str | Path) -> Opened:
    """The scenario in a file, of which only the front is read; raises ``ScenarioError`` for whatever is wrong in it."""
    text = read(path)
    place, stamp = _place(path), _stamp()
    key = (stamp, str(path), text)
    if place is None or ADDED:
        return _at_hand(_checked(text, path))
    found = _kept(place, key, lambda: _checked(text, path))
    if found is None:
        found = _at_hand(_checked(text, path))
        _keep(place, key, found)
    return found


def _at_hand(scenario: "Scenario") -> Opened:
    return Opened(front(scenario), lambda: scenario)


def _checked(text: str, path: str | Path) -> "Scenario":
    # The models are what this module is to do without.
    from sim.scenario.load import load_text  # noqa: PLC0415

    return load_text(text, str(path), Path(path).parent)


def _place(path: str | Path) -> str | None:
    """The file in the cache that is for a scenario's file; ``None`` where this user has no cache."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    if not os.path.isabs(base):
        return None
    name = os.fsencode(os.path.abspath(path))
    return os.path.join(base, "hopscope", f"{zlib.crc32(name):08x}{zlib.adler32(name):08x}.scenario")


@cache
def _stamp() -> tuple[object, ...]:
    """What tells this simulator, under this Python, from any other; looked at once, as modules are loaded once."""
    facts = []
    folders = [sim.__path__[0]]
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    facts.append(f"{entry.path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}")
                elif entry.name != "__pycache__" and entry.is_dir():
                    folders.append(entry.path)
    return sys.version, zlib.crc32("\n".join(sorted(facts)).encode(errors="surrogateescape"))


def _kept(place: str, key: object, anew: "Callable[[], Scenario]") -> Opened | None:
    """The scenario in a file of the cache, if it is whole, this user's own, and made from what is there now.

    ``anew`` is what to do where the front was right, and the rest is found to be odd.
    """
    try:
        with open(place, "rb") as file:
            status = os.fstat(file.fileno())
            if status.st_size > _MOST_OCTETS or (hasattr(os, "getuid") and status.st_uid != os.getuid()):
                return None
            octets = file.read()
        head, content = octets[: len(_MAGIC) + 4], octets[len(_MAGIC) + 4 :]
        if head != _head(content):
            return None
        stream = BytesIO(content)
        made_from, files, front = _Reader(stream).load()
        if made_from == key and isinstance(front, Front) and _are_up_to_date(files):
            return Opened(front, lambda: _rest(stream) or anew())
    except Exception:
        return None
    return None


def _rest(stream: BytesIO) -> "Scenario | None":
    """What stands behind the front in a file of the cache."""
    from sim.scenario.plan import Scenario  # noqa: PLC0415

    begin = stream.tell()
    try:
        scenario = _Reader(stream).load()
    except Exception:
        return None
    finally:
        stream.seek(begin)
    return scenario if isinstance(scenario, Scenario) else None


def _are_up_to_date(files: Mapping[str, str | None]) -> bool:
    """Whether a scenario's programs' files are as they were, and those that were missing still are."""
    for name, text in files.items():
        try:
            now = read(name) if os.path.isfile(name) else None
        except ScenarioError:
            return False
        if now != text:
            return False
    return True


def _keep(place: str, key: object, found: Opened) -> None:
    """Put a scenario into the cache; where that is not possible, nothing is lost."""
    temporary = f"{place}.{os.getpid()}"
    scenario = found.scenario
    try:
        head = pickle.dumps((key, dict(scenario.files), found.front), protocol=4)
        content = head + pickle.dumps(scenario, protocol=4)
        if len(content) > _MOST_OCTETS - 100:
            return
        folder = os.path.dirname(place)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(temporary, "xb") as file:
            file.write(_head(content) + content)
        os.replace(temporary, place)
        _drop_oldest(folder)
    except (OSError, pickle.PicklingError):
        with suppress(OSError):
            os.remove(temporary)


def _head(content: bytes) -> bytes:
    return _MAGIC + zlib.crc32(content).to_bytes(4, "big")


def _drop_oldest(folder: str) -> None:
    with os.scandir(folder) as entries:
        files = [entry for entry in entries if entry.is_file()]
    if len(files) > _MOST_FILES:
        files.sort(key=lambda entry: entry.stat().st_mtime_ns)
        for entry in files[: len(files) - _MOST_FILES]:
            os.remove(entry.path)


class _Reader(pickle.Unpickler):
    """Makes nothing but values of this simulator, so that no file can make it do anything else."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name)
        if isinstance(found, type) and (module.startswith("sim.") or module in _PATHS) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a scenario")
