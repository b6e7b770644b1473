"""A file that is there as a whole, or not at all."""

import errno
import os
from itertools import count
from pathlib import Path


def write_new(path: Path, text: str, replace: bool = False) -> None:
    """Write a text to a file that is not there yet; raises ``FileExistsError`` and other ``OSError``.

    It is written under another name first, so that a full disk leaves nothing behind, and leaves a file that is to be
    replaced as it was.
    """
    if path.exists() and not replace:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        if replace:
            part.replace(path)
            return
        try:
            os.link(part, path)  # fails where somebody else made the file meanwhile
        except (AttributeError, PermissionError, NotImplementedError):  # a file system without such links
            part.rename(path)
    except OSError as error:
        error.filename, error.filename2 = str(path), None  # the other name means nothing to anybody
        raise
    finally:
        part.unlink(missing_ok=True)


def unused(path: Path) -> Path:
    """The name of a file that is not there yet: the same, or with ``-2``, ``-3`` and so on before its suffix."""
    names = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    found = path
    while found.exists():
        found = next(names)
    return found
