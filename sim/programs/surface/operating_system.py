"""The module ``posix`` of a host, on which the library's ``os`` is built: its files, its number, its chance.

Nothing is there that would start a process or reach the user's machine; ``os.fork`` and the like are missing as they
are on a system without them.
"""

import errno
import os
import posixpath
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from types import ModuleType
from typing import Any, Self

from sim.kernel import EPOCH
from sim.programs.calls import SystemCall
from sim.programs.files import OpenFile, failure, naming
from sim.programs.modules import stand_in
from sim.programs.pipes import ReadEnd
from sim.programs.process import Process
from sim.programs.surface import input_output
from sim.programs.surface.arguments import octets_of
from sim.programs.surface.epoll import EpollFile
from sim.programs.surface.streams import open_path
from sim.transport.sockets.socket import Socket

_COMPUTED = (
    "WCOREDUMP", "WEXITSTATUS", "WIFCONTINUED", "WIFEXITED", "WIFSIGNALED", "WIFSTOPPED", "WSTOPSIG", "WTERMSIG",
    "_path_normpath", "_path_splitroot_ex", "error", "fspath", "major", "makedev", "minor", "stat_result",
    "statvfs_result", "strerror", "terminal_size", "times_result", "uname_result", "waitstatus_to_exitcode",
)  # fmt: skip
"""What computes only."""

_ENVIRONMENT = {b"HOME": b"/home/user", b"LANG": b"C.UTF-8", b"PATH": b"/usr/bin:/bin", b"USER": b"user"}


_LIMITS = {"SC_IOV_MAX": 1024, "SC_NPROCESSORS_ONLN": 1, "SC_OPEN_MAX": 1024, "SC_PAGE_SIZE": 4096}


class Folders:
    """The functions about paths for one program."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def stat(self, path: Any, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> os.stat_result:
        if isinstance(path, int):
            return self.fstat(path)
        name = self._process.path_of(path)
        found = self._process.files.file(name)
        if found is not None:
            kind = stat.S_IFREG | 0o644 if found.socket is None else stat.S_IFSOCK | 0o755
            return _status(kind, len(found.octets), found.written)
        if self._process.files.is_folder(name):
            return _status(stat.S_IFDIR | 0o755, 4096, 0)
        raise failure(errno.ENOENT, path)

    def lstat(self, path: Any, *, dir_fd: int | None = None) -> os.stat_result:
        return self.stat(path)

    def fstat(self, fd: int) -> os.stat_result:
        file = self._process.descriptors.get(fd).file
        if isinstance(file, OpenFile):
            return _status(stat.S_IFREG | 0o644, len(file.contents.octets), file.contents.written)
        kind = stat.S_IFSOCK if isinstance(file, Socket) else 0 if isinstance(file, EpollFile) else stat.S_IFIFO
        return _status(kind | 0o600, 0, 0)

    def access(self, path: Any, mode: int, **_: object) -> bool:
        try:
            self.stat(path)
        except OSError:
            return False
        return True

    def listdir(self, path: Any = ".") -> list[str]:
        with naming(path):
            return self._process.files.names_in(self._process.path_of(path))

    def scandir(self, path: Any = ".") -> "Scan":
        start = path if isinstance(path, str) else path.__fspath__()
        return Scan([Entry(self, name, posixpath.join(start, name)) for name in self.listdir(path)])

    def mkdir(self, path: Any, mode: int = 0o777, *, dir_fd: int | None = None) -> None:
        with naming(path):
            self._process.files.make_folder(self._process.path_of(path))

    def rmdir(self, path: Any, *, dir_fd: int | None = None) -> None:
        with naming(path):
            self._process.files.remove_folder(self._process.path_of(path))

    def unlink(self, path: Any, *, dir_fd: int | None = None) -> None:
        with naming(path):
            self._process.files.remove(self._process.path_of(path))
            self._process.note_files()

    def remove(self, path: Any, *, dir_fd: int | None = None) -> None:
        self.unlink(path)

    def rename(self, path: Any, new: Any, **_: object) -> None:
        with naming(path, new):
            self._process.files.rename(self._process.path_of(path), self._process.path_of(new))
            self._process.note_files(self._process.path_of(new))

    def replace(self, path: Any, new: Any, **_: object) -> None:
        self.rename(path, new)

    def chdir(self, path: Any) -> None:
        name = self._process.path_of(path)
        if not self._process.files.is_folder(name):
            raise failure(errno.ENOENT, path)
        self._process.folder = name


class Entry:
    """What ``os.scandir`` gives for each name."""

    __slots__ = ("_folders", "name", "path")

    def __init__(self, folders: Folders, name: str, path: str) -> None:
        self._folders = folders
        self.name = name
        self.path = path

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        return self._folders.stat(self.path)

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return stat.S_ISDIR(self.stat().st_mode)

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return stat.S_ISREG(self.stat().st_mode)

    def is_symlink(self) -> bool:
        return False

    def __fspath__(self) -> str:
        return self.path


class Scan:
    """What ``os.scandir`` returns."""

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> Iterator[Entry]:
        return self._entries

    def __next__(self) -> Entry:
        return next(self._entries)

    def close(self) -> None:
        """Nothing is held open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class OpenFiles:
    """The functions about descriptors for one program."""

    def __init__(self, process: Process) -> None:
        self._process = process

    def open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        writing = flags & (os.O_WRONLY | os.O_RDWR)
        if flags & os.O_CREAT:
            exists = self._process.files.file(self._process.path_of(path)) is not None
            letters = "x" if flags & os.O_EXCL else "r+" if exists and not flags & os.O_TRUNC else "w"
            if flags & os.O_APPEND:
                letters = "a"
            return open_path(self._process, path, f"{letters}+" if flags & os.O_RDWR else letters)
        fd = open_path(self._process, path, "r+" if writing else "r")
        if flags & os.O_TRUNC:
            self.ftruncate(fd, 0)
        return fd

    def read(self, fd: int, length: int) -> bytes:
        if length < 0:
            raise OSError(errno.EINVAL, "Invalid argument")
        return input_output.read(self._process, fd, length)

    def readv(self, fd: int, buffers: Sequence[Any], /) -> int:
        rooms = [memoryview(each).cast("B") for each in buffers]
        data = self.read(fd, sum(map(len, rooms)))
        count, left = len(data), data
        for room in rooms:
            part, left = left[: len(room)], left[len(room) :]
            room[: len(part)] = part
        return count

    def write(self, fd: int, data: Any) -> int:
        return input_output.write(self._process, fd, octets_of(data))

    def writev(self, fd: int, buffers: Sequence[Any], /) -> int:
        return self.write(fd, b"".join(map(octets_of, buffers)))

    def pread(self, fd: int, length: int, offset: int, /) -> bytes:
        return bytes(self._regular(fd).contents.octets[offset : offset + length])

    def sendfile(self, out_fd: int, in_fd: int, offset: int | None, count: int) -> int:
        """``offset`` is where to begin; with ``None`` from the file's position, which goes on."""
        source = self._regular(in_fd)
        data = source.read(count) if offset is None else self.pread(in_fd, count, offset)
        return input_output.write(self._process, out_fd, data, f"sendfile({out_fd}, {in_fd}, {offset}, {count})")

    def pipe(self) -> tuple[int, int]:
        """Two descriptors: what is written to the second can be read from the first."""
        with SystemCall(self._process, "pipe()") as call:
            reader = ReadEnd()
            ends = self._process.descriptors.add(reader), self._process.descriptors.add(reader.writer)
            call.returns(f"(fd {ends[0]}, fd {ends[1]})")
            return ends

    def pipe2(self, flags: int, /) -> tuple[int, int]:
        ends = self.pipe()
        for fd in ends:
            self.set_blocking(fd, not flags & os.O_NONBLOCK)
        return ends

    def close(self, fd: int) -> None:
        self._process.descriptors.close(fd, self._process.last_record())

    def dup(self, fd: int, /) -> int:
        return self._process.descriptors.duplicate(fd)

    def dup2(self, fd: int, fd2: int, inheritable: bool = True) -> int:
        self._process.descriptors.duplicate_as(fd, fd2, self._process.last_record())
        self.set_inheritable(fd2, inheritable)
        return fd2

    def closerange(self, low: int, high: int, /) -> None:
        for fd in range(low, high):
            with suppress(OSError):
                self.close(fd)

    def get_blocking(self, fd: int, /) -> bool:
        return self._process.descriptors.get(fd).is_blocking

    def set_blocking(self, fd: int, blocking: bool, /) -> None:
        self._process.descriptors.get(fd).is_blocking = bool(blocking)

    def get_inheritable(self, fd: int, /) -> bool:
        self._process.descriptors.get(fd)
        return fd in self._process.descriptors.inheritable

    def set_inheritable(self, fd: int, inheritable: int, /) -> None:
        self._process.descriptors.get(fd)
        known = self._process.descriptors.inheritable
        (known.add if inheritable else known.discard)(fd)

    def isatty(self, fd: int, /) -> bool:
        return False

    def lseek(self, fd: int, offset: int, whence: int) -> int:
        return self._regular(fd).seek(offset, whence)

    def ftruncate(self, fd: int, length: int) -> None:
        self._regular(fd).truncate(length)

    def _regular(self, fd: int) -> OpenFile:
        file = self._process.descriptors.get(fd).file
        if not isinstance(file, OpenFile):
            raise OSError(errno.ESPIPE, "Illegal seek")
        return file


def _status(mode: int, size: int, written: int) -> os.stat_result:
    seconds = EPOCH + written // 1_000_000_000
    return os.stat_result((mode, 1, 1, 1, 1000, 1000, size, seconds, seconds, seconds))


def _members(of: object) -> dict[str, Any]:
    return {name: getattr(of, name) for name in dir(of) if not name.startswith("_")}


def _sysconf(name: str | int) -> int:
    if name not in _LIMITS:
        raise ValueError("unrecognized configuration name")
    return _LIMITS[str(name)]


def _no_terminal(_: int = 1) -> os.terminal_size:
    raise OSError(errno.ENOTTY, "Inappropriate ioctl for device")


def _no_children(*_: object) -> tuple[int, int]:
    raise ChildProcessError(errno.ECHILD, "No child processes")


def _nothing(*_: object, **__: object) -> None:
    """What has no effect on a simulated host: permissions, times, the environment of children."""


_PLAIN: Mapping[str, Any] = {
    "DirEntry": Entry,
    "_have_functions": [],
    "cpu_count": lambda: 1,
    "device_encoding": lambda fd: None,
    "get_terminal_size": _no_terminal,
    "getegid": lambda: 1000,
    "geteuid": lambda: 1000,
    "getgid": lambda: 1000,
    "getlogin": lambda: "user",
    "getppid": lambda: 1,
    "getuid": lambda: 1000,
    "sysconf": _sysconf,
    "sysconf_names": dict.fromkeys(_LIMITS, 0),
    "umask": lambda mask: 0o022,
    "waitpid": _no_children,
    **dict.fromkeys(
        ("chmod", "fsync", "putenv", "register_at_fork", "sched_yield", "unsetenv", "utime"),
        _nothing,
    ),
}  # fmt: skip
"""What is the same for every program."""


def make(process: Process) -> ModuleType:
    folders, open_files = Folders(process), OpenFiles(process)
    constants = {name: value for name, value in vars(os).items() if name.isupper() and isinstance(value, int)}
    constants.pop("O_TMPFILE", None)  # so that tempfile makes files with names
    computed = {name: getattr(os, name, None) or getattr(posixpath, name, None) for name in _COMPUTED}

    return stand_in(
        "posix",
        **constants,
        **{name: value for name, value in computed.items() if value is not None},
        **_members(folders),
        **_members(open_files),
        **_PLAIN,
        _exit=process.leave,
        abort=lambda: process.leave(134),
        environ=dict(_ENVIRONMENT),
        getcwd=lambda: process.folder,
        getcwdb=lambda: bytes(process.folder, "utf-8"),
        getpid=lambda: process.pid,
        uname=lambda: os.uname_result(("Linux", process.node.name, "6.1.0", "#1 SMP", "x86_64")),
        urandom=lambda size: process.random.randbytes(size),  # noqa: PLW0108 - its chance begins when first asked
        getrandom=lambda size, flags=0: process.random.randbytes(size),
    )
