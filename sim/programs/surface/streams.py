"""The module ``_io`` of a host: everything as it is, but ``open`` and ``FileIO``, which are about the host's files."""

import _io
import builtins
import errno
import io
import os
import posixpath
from collections.abc import Callable
from types import ModuleType
from typing import Any, ClassVar

from sim.programs.calls import shown
from sim.programs.console import Input, Output
from sim.programs.files import OpenFile, failure
from sim.programs.modules import stand_in
from sim.programs.process import Process
from sim.programs.surface import input_output

_TO_READ, _TO_WRITE = "r+", "wax+"


class RawFile(io.RawIOBase):
    """``FileIO``: the octets of an open file, by its descriptor."""

    _process: ClassVar[Process]

    def __init__(
        self, file: Any, mode: str = "r", closefd: bool = True, opener: Callable[[Any, int], int] | None = None
    ) -> None:
        self._fd = -1
        self.name = file
        self.mode = "rb+" if "+" in mode else mode.replace("b", "") + "b"
        self._closes = closefd
        readable = any(letter in _TO_READ for letter in mode)
        writable = any(letter in _TO_WRITE for letter in mode)
        self._readable, self._writable = readable, writable
        if isinstance(file, int):
            self._fd = int(file)
        elif opener is None:
            self._fd = open_path(self._process, file, mode)
        else:
            self._fd = opener(file, _flags(mode))
            if self._fd < 0:
                raise ValueError(f"opener returned {self._fd}")
        self._file = self._process.descriptors.get(self._fd).file

    def readable(self) -> bool:
        return self._readable

    def writable(self) -> bool:
        return self._writable

    def seekable(self) -> bool:
        return isinstance(self._file, OpenFile)

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        self._check()
        return self._fd

    def readinto(self, buffer: Any) -> int | None:
        self._check()
        if not self._readable:
            raise io.UnsupportedOperation("File not open for reading")
        try:
            data = input_output.read(self._process, self._fd, len(buffer))
        except BlockingIOError:
            return None
        buffer[: len(data)] = data
        return len(data)

    def write(self, data: Any) -> int | None:
        self._check()
        if not self._writable:
            raise io.UnsupportedOperation("File not open for writing")
        try:
            return input_output.write(self._process, self._fd, bytes(data))
        except BlockingIOError:
            return None

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._regular().seek(offset, whence)

    def truncate(self, size: int | None = None) -> int:
        file = self._regular()
        size = file.position if size is None else size
        file.truncate(size)
        return size

    def close(self) -> None:
        if not self.closed:
            super().close()
            fd, self._fd = self._fd, -1
            if self._closes and fd >= 0 and self._process.is_running:
                self._process.descriptors.close(fd, self._process.last_record())

    def _check(self) -> None:
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def _regular(self) -> OpenFile:
        self._check()
        if not isinstance(self._file, OpenFile):
            raise OSError(errno.ESPIPE, "Illegal seek")
        return self._file


class OutputBuffer(io.BufferedWriter):
    """The octets of standard output. Between two writes of them the run may be stopped, or a little time pass."""

    process: Process

    def write(self, data: Any, /) -> int:
        count = super().write(data)
        self.process.settle()
        return count

    def flush(self) -> None:
        super().flush()
        self.process.settle()


class OutputText(io.TextIOWrapper):
    """Standard output as a text: an explicit flush shows a line that has not ended."""

    output: Output

    def flush(self) -> None:
        super().flush()
        self.output.end_line()


def _flags(mode: str) -> int:
    """The flags of ``os.open`` for a mode of ``open``."""
    to_create = {"r": 0, "w": os.O_CREAT | os.O_TRUNC, "a": os.O_CREAT | os.O_APPEND, "x": os.O_CREAT | os.O_EXCL}
    access = os.O_RDWR if "+" in mode else os.O_RDONLY if "r" in mode else os.O_WRONLY
    return access | os.O_CLOEXEC | next(flags for letter, flags in to_create.items() if letter in mode)


def open_path(process: Process, path: Any, mode: str) -> int:
    """Open a file of the host; its descriptor."""
    name = process.path_of(path)
    contents = process.files.file(name)
    if contents is None and process.files.is_folder(name):
        raise failure(errno.EISDIR, path)
    if contents is not None and contents.socket is not None:
        raise failure(errno.ENXIO, path)
    if "x" in mode and contents is not None:
        raise failure(errno.EEXIST, path)
    if contents is None:
        if "r" in mode or not process.files.is_folder(posixpath.dirname(name)):
            raise failure(errno.ENOENT, path)
        contents = process.files.create(name, process.kernel.now)
        process.note_file(name)
    elif "w" in mode:
        contents.octets.clear()
        process.note_file(name)
    plus = "+" in mode
    file = OpenFile(
        contents, "r" in mode or plus, "r" not in mode or plus, "a" in mode, lambda: process.note_file(name)
    )
    if "a" in mode:
        file.seek(0, 2)
    return process.descriptors.add(file)


class Streams:
    """``open`` for one program."""

    def __init__(self, raw: type[RawFile]) -> None:
        self._raw = raw

    def open(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Callable[[Any, int], int] | None = None,
    ) -> Any:
        letters = set(mode)
        if letters - set("rwaxbt+") or len(mode) > len(letters) or len(letters & set("rwax")) != 1:
            raise ValueError(f"invalid mode: {mode!r}")
        binary = "b" in mode
        if binary and (encoding is not None or errors is not None or newline is not None):
            raise ValueError("binary mode doesn't take an encoding, errors or newline argument")
        raw = self._raw(file, mode.replace("t", "").replace("b", ""), closefd, opener)
        if buffering == 0:
            if not binary:
                raise ValueError("can't have unbuffered text I/O")
            return raw
        size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
        buffer: Any
        if "+" in mode:
            buffer = io.BufferedRandom(raw, size)
        elif "r" in mode:
            buffer = io.BufferedReader(raw, size)
        else:
            buffer = io.BufferedWriter(raw, size)
        if binary:
            return buffer
        text: Any = io.TextIOWrapper(buffer, encoding or "utf-8", errors, newline, buffering == 1)
        text.mode = mode
        return text


def open_standard_files(process: Process, stdin: Input) -> None:
    """Open the descriptors 0 to 2, and ``sys.stdin``, ``sys.stdout`` and ``sys.stderr`` on them."""
    for file in (stdin, Output(process.print_lines), Output(process.print_lines)):
        process.descriptors.add(file)
    own_io, own_sys = process.modules.load("_io"), process.modules.load("sys")
    for name, stream in zip(("stdin", "stdout", "stderr"), _streams(process, own_io.FileIO), strict=True):
        setattr(own_sys, name, stream)
        setattr(own_sys, f"__{name}__", stream)
    process.modules.builtins.update(_own_builtins(process, own_sys, own_io.open))


def _streams(process: Process, raw: type[RawFile]) -> tuple[Any, Any, Any]:
    stdin = io.TextIOWrapper(io.BufferedReader(raw(0, "r", False)), "utf-8", "surrogateescape")
    outputs = []
    for fd in (1, 2):
        buffer = OutputBuffer(raw(fd, "w", False))
        buffer.process = process
        text = OutputText(buffer, "utf-8", "backslashreplace", line_buffering=True)
        file = process.descriptors.get(fd).file
        assert isinstance(file, Output)
        text.output = file
        outputs.append(text)
    return stdin, outputs[0], outputs[1]


def make(process: Process) -> ModuleType:
    raw = process.classes.derived(RawFile, "FileIO", "_io")
    streams = Streams(raw)
    members = {name: value for name, value in vars(_io).items() if not name.startswith("__")}
    members |= {"open": streams.open, "open_code": lambda path: streams.open(path, "rb"), "FileIO": raw}
    return stand_in("_io", **members)


def _own_builtins(process: Process, own_sys: ModuleType, own_open: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """The functions among the builtins that are about the program's own streams."""
    show = builtins.print

    def print(*values: object, file: Any = None, **how: Any) -> None:  # noqa: A001 - what programs see
        show(*values, file=own_sys.stdout if file is None else file, **how)

    def input(prompt: object = "", /) -> str:  # noqa: A001
        process.reading = f"input({shown(prompt) if prompt else ''})"
        try:
            line: str = own_sys.stdin.readline()
        finally:
            process.reading = ""
        if not line:
            own_sys.stdout.write(str(prompt))
            own_sys.stdout.flush()
            raise EOFError("EOF when reading a line")
        own_sys.stdout.write(f"{prompt}{line}")
        return line.removesuffix("\n")

    def exit(code: Any = None) -> None:  # noqa: A001
        raise SystemExit(code)

    return {"open": own_open, "print": print, "input": input, "exit": exit, "quit": exit}
