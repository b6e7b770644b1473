"""The files that a class hands in: single ones and those of folders, each with the name of its learner."""

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sim.words import listed
from tui.cli.outcome import BadInputError
from tui.cli.stream import tell
from tui.model.text.harmless import harmless_line


class AnswerFile(NamedTuple):
    """A file of somebody; ``refused`` says why it is not read at all, "" where it is."""

    learner: str
    path: Path
    refused: str = ""


def answer_files(given: Sequence[str], suffixes: Sequence[str]) -> list[AnswerFile]:
    """The files that are given, and of folders those that end so; raises ``BadInputError`` for what is none.

    The other files of the folders are told to be passed over.
    """
    found = [each for name in given for each in _answers(Path(name), suffixes)]
    others = [str(file) for name in given for file in _files(Path(name)) if file.suffix not in suffixes]
    if others:
        tell(f"hopscope: passed over, since answers end in {listed(suffixes)}: {harmless_line(listed(others, 'and'))}")
    return _named(found)


def _answers(given: Path, suffixes: Sequence[str]) -> list[tuple[tuple[str, ...], AnswerFile]]:
    """One file, or the files of a folder and of those below; each with the names that its learner may go by."""
    try:
        mode = given.stat().st_mode
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise BadInputError(f"{given}: this cannot be read: {reason}") from None
    if stat.S_ISREG(mode):
        return [((given.stem, given.name, str(given)), AnswerFile("", given))]
    if not stat.S_ISDIR(mode):
        raise BadInputError(f"{given} is neither a file nor a folder")
    found = [_within(given, file) for file in _files(given) if file.suffix in suffixes]
    if not found:
        raise BadInputError(f"{given} has no answer in it, which is a file that ends in {', '.join(suffixes)}")
    return found


def _files(folder: Path) -> Iterator[Path]:
    """The files in a folder and below; those that begin with a dot are nobody's answer."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(names):
            file = Path(place, name)
            is_file = file.is_symlink() or file.is_file()
            if is_file and not name.startswith("."):
                yield file


def _within(folder: Path, file: Path) -> tuple[tuple[str, ...], AnswerFile]:
    """An answer in a folder. A link in the folder of a class may lead to anything that the teacher can read."""
    below = file.relative_to(folder)
    refused = "this is a link, which is not followed; put the file itself here" if file.is_symlink() else ""
    names = (below.stem if len(below.parts) == 1 else below.parts[0], below.with_suffix("").as_posix(), str(below))
    return (*names, str(file)), AnswerFile("", file, refused)


def _named(found: Sequence[tuple[tuple[str, ...], AnswerFile]]) -> list[AnswerFile]:
    """The answers, each with the shortest name that no other one has."""
    used = Counter(name for names, _ in found for name in set(names))
    return [
        answer._replace(learner=next((name for name in names if used[name] == 1), names[-1])) for names, answer in found
    ]
