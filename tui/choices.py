"""What a reader has chosen once and for all, such as light or dark: kept from one start to the next."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable


class Choices(NamedTuple):
    """``is_light``: dark letters on a light screen. ``is_future_hidden``: packets to come are not listed."""

    is_light: bool = False
    is_future_hidden: bool = False


@runtime_checkable
class Keeping(Protocol):
    """An application that keeps what a reader chooses."""

    choices: Choices

    def choose(self, choices: Choices) -> None: ...


def kept() -> Choices:
    """The choices of last time; the usual ones where there are none that can be read."""
    path, found = _file(), ""
    with suppress(OSError, ValueError):
        found = "" if path is None else path.read_text(encoding="utf-8")
    return Choices(*(name in found.split() for name in Choices._fields))


def keep(choices: Choices) -> None:
    """Keep choices. Where nothing can be written, they last until the end of the program."""
    path = _file()
    if path is not None:
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            words = (name for name, is_so in choices._asdict().items() if is_so)
            path.write_text("".join(f"{word}\n" for word in words), encoding="utf-8")


def _file() -> Path | None:
    base = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA") or os.path.expanduser("~/.config")
    return Path(base, "hopscope", "player") if os.path.isabs(base) else None
