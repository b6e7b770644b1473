"""The module ``fcntl`` of a host: what can be asked and set of descriptors."""

import errno
import os
from types import ModuleType
from typing import Any

from sim.programs.console import Input, Output
from sim.programs.files import OpenFile
from sim.programs.modules import stand_in
from sim.programs.pipes import ReadEnd, WriteEnd
from sim.programs.process import Process
from sim.programs.surface.select_module import number_of
from sim.transport.sockets.errors import error

_COMMANDS = {
    "F_DUPFD": 0, "F_GETFD": 1, "F_SETFD": 2, "F_GETFL": 3, "F_SETFL": 4, "F_DUPFD_CLOEXEC": 1030, "FD_CLOEXEC": 1,
    "LOCK_SH": 1, "LOCK_EX": 2, "LOCK_NB": 4, "LOCK_UN": 8,
}  # fmt: skip


class FileControl:
    """The functions of ``fcntl`` for one program."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def fcntl(self, fd: Any, cmd: int, arg: int = 0, /) -> int:
        """EBADF, EINVAL."""
        number, descriptors = number_of(fd), self._process.descriptors
        description = descriptors.get(number)
        match cmd:
            case 0 | 1030:
                copy = descriptors.duplicate(number, arg)
                if cmd == 0:
                    descriptors.inheritable.add(copy)
                return copy
            case 1:
                return int(number not in descriptors.inheritable)
            case 2:
                (descriptors.inheritable.discard if arg & 1 else descriptors.inheritable.add)(number)
            case 3:
                return _access(description.file) | (0 if description.is_blocking else os.O_NONBLOCK)
            case 4:
                description.is_blocking = not arg & os.O_NONBLOCK
            case _:
                raise error("EINVAL")
        return 0

    def flock(self, fd: Any, operation: int, /) -> None:
        """No other program asks for a lock."""
        self._process.descriptors.get(number_of(fd))

    def lockf(self, fd: Any, cmd: int, len: int = 0, start: int = 0, whence: int = 0, /) -> None:  # noqa: A002
        self.flock(fd, cmd)

    def ioctl(self, fd: Any, request: int, arg: Any = 0, mutate_flag: bool = True, /) -> int:
        """ENOTTY: no device of a host can be controlled so."""
        self._process.descriptors.get(number_of(fd))
        raise OSError(errno.ENOTTY, "Inappropriate ioctl for device")


def _access(file: Any) -> int:
    """What a file was opened for."""
    if isinstance(file, OpenFile):
        return (os.O_RDWR if file.readable else os.O_WRONLY) if file.writable else os.O_RDONLY
    if isinstance(file, ReadEnd | Input):
        return os.O_RDONLY
    return os.O_WRONLY if isinstance(file, WriteEnd | Output) else os.O_RDWR


def make(process: Process) -> ModuleType:
    functions = FileControl(process)
    return stand_in(
        "fcntl",
        **_COMMANDS,
        fcntl=functions.fcntl,
        flock=functions.flock,
        ioctl=functions.ioctl,
        lockf=functions.lockf,
    )
