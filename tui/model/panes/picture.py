"""What the picture of a screen is called."""

from itertools import count
from pathlib import Path

from tui.model.reader.player import Player


def picture_name(player: Player) -> str:
    """The scenario and the number of the record: ``two-dormitories-record-78.svg``."""
    return f"{Path(player.scenario.path).stem}-record-{max(0, player.cursor.record)}.svg"


def unused(name: str) -> str:
    """The name of a file that is not there yet: the same, or with ``-2``, ``-3`` and so on before its suffix."""
    path = Path(name)
    names = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    while path.exists():
        path = next(names)
    return str(path)
