"""A capture that is a whole file or no file."""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Self

from tui.cli.outcome import BadInputError

STANDARD_OUTPUT = "-"
_SECTION_HEADER = bytes.fromhex("0a0d0d0a")
"""The first octets of every pcapng file (draft-ietf-opsawg-pcapng, 4.1)."""


class CaptureFile:
    """A file to write while this is entered. It takes the place of what was there when all went well.

    It is written beside its place under another name; a pipe or a device is written to as it is. A file that is no
    capture is not replaced, unless ``force`` says so.
    Raises ``BadInputError`` where it cannot be written, before anything is run.
    """

    def __init__(self, name: str, force: bool = False) -> None:
        self._name = name
        self._force = force
        self._is_good = True
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
            if path.exists() and not self._force and not _is_capture(path):
                raise BadInputError(
                    f"{self._name} is there already, and is no capture; name another file, or replace it with --force"
                )
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
            if self._part is not None and self._path is not None and kind is None and self._is_good:
                os.replace(self._part, self._path)
                self._part = None
        finally:
            if self._part is not None:
                with suppress(OSError):
                    self._part.unlink()

    def discard(self) -> None:
        """Leave what was there as it was."""
        self._is_good = False


def _is_capture(path: Path) -> bool:
    """Whether a file has nothing in it, or begins as a pcapng file does."""
    with path.open("rb") as file:
        return file.read(len(_SECTION_HEADER)) in (b"", _SECTION_HEADER)
