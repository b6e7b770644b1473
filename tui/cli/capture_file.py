"""A capture that is a whole file or no file."""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Self

from tui.cli.outcome import BadInputError

STANDARD_OUTPUT = "-"


class CaptureFile:
    """A file to write while this is entered. It takes the place of what was there when all went well.

    It is written beside its place under another name; a pipe or a device is written to as it is.
    Raises ``BadInputError`` where it cannot be written, before anything is run.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._path: Path | None = None
        self._part: Path | None = None
        self.stream: BinaryIO

    def __enter__(self) -> Self:
        if self._name == STANDARD_OUTPUT:
            self.stream = open(sys.stdout.fileno(), "wb", closefd=False)  # with a buffer, also if stdout has none
            return self
        try:
            path = Path(self._name).resolve()
            if path.is_dir():
                raise BadInputError(f"{self._name} is a directory; name a file in it")
            if path.exists() and not stat.S_ISREG(path.stat().st_mode):
                self.stream = path.open("wb")
                return self
            part = path.with_name(f".{path.name}.{os.getpid()}.part")
            self.stream = part.open("xb")
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise BadInputError(f"{self._name} cannot be written: {reason}") from None
        self._path, self._part = path, part
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._name == STANDARD_OUTPUT:
            self.stream.close()
            return
        try:
            self.stream.close()
            if self._part is not None and self._path is not None and kind is None:
                os.replace(self._part, self._path)
                self._part = None
        finally:
            if self._part is not None:
                with suppress(OSError):
                    self._part.unlink()
