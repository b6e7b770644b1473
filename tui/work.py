"""What a reader did to a scenario, kept from one start to the next: checkpoints, and where a lab was left.

A file for each scenario, in the user's data folder. Nothing leaves the machine.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol, runtime_checkable

from tui.output.whole_file import write_new

Acts = tuple[tuple[str, ...], ...]
"""The edits of each act, in order."""


class Kept(NamedTuple):
    """A branch: its name ("" for the one that was left last), the acts that lead to it, and the reader's position."""

    name: str
    acts: Acts
    position: int


@runtime_checkable
class Keeper(Protocol):
    """An application that keeps what its reader does: in a folder, or ``None`` for nowhere."""

    @property
    def work(self) -> Path | None: ...


def folder() -> Path:
    """Where the work of a user is kept."""
    import platformdirs  # noqa: PLC0415 - only who does something needs it

    return Path(platformdirs.user_data_dir("hopscope", appauthor=False)) / "work"


def load(place: Path, scenario: str) -> list[Kept]:
    """What was kept of a scenario with this text; nothing where the file is none of ours."""
    with suppress(OSError, ValueError, RecursionError, TypeError, KeyError):
        value = json.loads(_file(place, scenario).read_text(encoding="utf-8"))
        return [kept for each in value["branches"] if (kept := _read(each)) is not None]
    return []


def store(place: Path, scenario: str, branches: Sequence[Kept], forgotten: Sequence[Acts] = ()) -> bool:
    """Keep branches of a scenario, beside checkpoints that another window kept meanwhile. Whether it could be done.

    Where nothing can be written, they last until the end of the program.
    """
    mine = {each.acts for each in branches if each.name}
    others = (each for each in load(place, scenario) if each.name and each.acts not in mine)
    whole = [*(each for each in others if each.acts not in forgotten), *branches]
    file = _file(place, scenario)
    with suppress(OSError):
        if not whole:
            file.unlink(missing_ok=True)
            return True
        place.mkdir(parents=True, exist_ok=True)
        write_new(file, json.dumps({"branches": [each._asdict() for each in whole]}, indent=1), replace=True)
        return True
    return False


def _file(place: Path, scenario: str) -> Path:
    return place / f"{sha256(scenario.encode()).hexdigest()[:32]}.json"


def _read(value: Any) -> Kept | None:
    name, acts, position = value["name"], value["acts"], value["position"]
    edits = [edit for act in acts for edit in act]
    is_fit = isinstance(name, str) and isinstance(position, int) and acts and all(acts)
    is_fit = is_fit and all(isinstance(act, list) for act in acts) and all(isinstance(edit, str) for edit in edits)
    return Kept(name, tuple(map(tuple, acts)), position) if is_fit else None
