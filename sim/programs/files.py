"""The files of a host, in memory.

What stands beside the scenario can be read in the programs' folder; what is written stays in memory, for the
programs that run on this host, and ends with the run. Nothing is ever written to the user's disk.
"""

import errno
import os
import posixpath
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sim.features.unix.names import Named, Names
from sim.ip.names.hosts_file import HOSTS_FILE, RESOLV_CONF
from sim.ip.names.resolver import Resolver
from sim.programs import library
from sim.transport.sockets.errors import error
from sim.transport.sockets.readiness import IN, OUT

HOME = "/home/user"
"""Where programs run, and where the files beside the scenario are."""

_TEXTS = {
    errno.ENOENT: "No such file or directory",
    errno.EEXIST: "File exists",
    errno.EINVAL: "Invalid argument",
    errno.EISDIR: "Is a directory",
    errno.ENOTDIR: "Not a directory",
    errno.ENXIO: "No such device or address",
    errno.ENOTEMPTY: "Directory not empty",
}


def failure(number: int, path: object) -> OSError:
    """What a call about a path raises."""
    return OSError(number, _TEXTS[number], path)


@contextmanager
def naming(path: object, new: object = None) -> Iterator[None]:
    """Errors name the path, or both paths, as the program wrote them."""
    try:
        yield
    except OSError as error:
        error.filename = path
        if new is not None:
            error.filename2 = new
        raise


def is_within(path: Path, folder: Path) -> bool:
    """Whether a path leads to something in the folder, links followed; ``folder`` is resolved."""
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError, ValueError):  # a circle of links, a null character
        return False


def system_files(name: str, names: Resolver) -> dict[str, str]:
    """The files that a device has by itself: those about its name and the names that it knows."""
    return {HOSTS_FILE: names.hosts_file(), RESOLV_CONF: names.resolv_conf(), "/etc/hostname": f"{name}\n"}


class Contents:
    """What is in a file, and when it was last written (ns of the simulation).

    ``socket`` is the UNIX socket that the file stands for, as long as there is a file.
    """

    __slots__ = ("octets", "socket", "written")

    def __init__(self, octets: bytes, written: int = 0) -> None:
        self.octets = bytearray(octets)
        self.socket: Named | None = None
        self.written = written


class FileSystem:
    """Absolute paths and what is there. ``sources`` are texts in :data:`HOME`; ``folder`` is what can be read of this
    machine's disk: it is there too."""

    def __init__(self, sources: Mapping[str, str], folder: Path | None = None) -> None:
        self._files = {self.at_home(name): Contents(text.encode()) for name, text in sources.items()}
        self._folders = {"/", "/etc", "/home", HOME, "/tmp"}
        self._folder = None if folder is None else folder.resolve()
        self._removed: set[str] = set()
        self.socket_names = Names(self)

    @staticmethod
    def at_home(name: str) -> str:
        """The path of a file that is named where programs run."""
        return posixpath.normpath(posixpath.join(HOME, name))

    def file(self, path: str) -> Contents | None:
        found = self._files.get(path)
        if found is None and path not in self._removed:
            real = self._real(path)
            if real is not None and real.is_file():
                found = self._files[path] = Contents(real.read_bytes())
        return found

    def is_folder(self, path: str) -> bool:
        if path in self._folders:
            return True
        real = None if path in self._removed else self._real(path)
        return real is not None and real.is_dir()

    def create(self, path: str, now: int) -> Contents:
        """An empty file; ENOENT where its folder is not there, EISDIR."""
        if self.is_folder(path):
            raise failure(errno.EISDIR, path)
        if not self.is_folder(posixpath.dirname(path)):
            raise failure(errno.ENOENT, path)
        self._removed.discard(path)
        made = self._files[path] = Contents(b"", now)
        return made

    def add_socket(self, path: str, socket: Named) -> None:
        """A file that stands for a UNIX socket. EADDRINUSE, ENOENT."""
        if self.is_folder(path) or self.file(path) is not None:
            raise error("EADDRINUSE")
        if not self.is_folder(posixpath.dirname(path)):
            raise error("ENOENT")
        self.create(path, socket.node.kernel.now).socket = socket

    def socket_at(self, path: str) -> Named:
        """ENOENT; ECONNREFUSED where no socket is there."""
        found = self.file(path)
        if found is None and not self.is_folder(path):
            raise error("ENOENT")
        if found is None or found.socket is None:
            raise error("ECONNREFUSED")
        return found.socket

    def remove(self, path: str) -> None:
        if self.file(path) is None:
            raise failure(errno.EISDIR if self.is_folder(path) else errno.ENOENT, path)
        del self._files[path]
        self._removed.add(path)

    def rename(self, path: str, new: str) -> None:
        """ENOENT, EISDIR and ENOTDIR where the one is a folder and the other not, ENOTEMPTY, EINVAL into itself."""
        if self.is_folder(path):
            self._rename_folder(path, new)
            return
        found = self.file(path)
        if found is None:
            raise failure(errno.ENOENT, path)
        if path != new:
            self.create(new, found.written)
            self._files[new] = found
            self.remove(path)

    def _rename_folder(self, path: str, new: str) -> None:
        if path == new:
            return
        if new.startswith(f"{path}/"):
            raise failure(errno.EINVAL, path)
        if self.file(new) is not None:
            raise failure(errno.ENOTDIR, path)
        if self.is_folder(new):
            self.remove_folder(new)
        self.make_folder(new)
        for name in self.names_in(path):
            self.rename(posixpath.join(path, name), posixpath.join(new, name))
        self.remove_folder(path)

    def make_folder(self, path: str) -> None:
        if self.is_folder(path) or self.file(path) is not None:
            raise failure(errno.EEXIST, path)
        if not self.is_folder(posixpath.dirname(path)):
            raise failure(errno.ENOENT, path)
        self._removed.discard(path)
        self._folders.add(path)

    def remove_folder(self, path: str) -> None:
        if not self.is_folder(path):
            raise failure(errno.ENOENT if self.file(path) is None else errno.ENOTDIR, path)
        if self.names_in(path):
            raise failure(errno.ENOTEMPTY, path)
        self._folders.discard(path)
        self._removed.add(path)

    def paths_at(self, path: str) -> list[str]:
        """The file there, or the files in the folder there and below it, as far as they are in memory."""
        return [each for each in self._files if each == path or each.startswith(f"{path}/")]

    def names_in(self, path: str) -> list[str]:
        """What a folder has in it, in order."""
        if not self.is_folder(path):
            raise failure(errno.ENOENT if self.file(path) is None else errno.ENOTDIR, path)
        names = {posixpath.basename(each) for each in (*self._files, *self._folders) if posixpath.dirname(each) == path}
        real = self._real(path)
        if real is not None and real.is_dir():
            names.update(each.name for each in real.iterdir() if posixpath.join(path, each.name) not in self._removed)
        return sorted(names - {""})

    def _real(self, path: str) -> Path | None:
        """Where on this machine the path is, for what can be read there."""
        if path.startswith(f"{library.INSTALLED}/"):
            real = library.real_folder() / path[len(library.INSTALLED) + 1 :]
            return real if is_within(real, library.real_folder().resolve()) else None
        if self._folder is not None and (path == HOME or path.startswith(f"{HOME}/")):
            real = self._folder / path[len(HOME) + 1 :]
            # What a link leads to may be anywhere on this machine: only what is in the folder is there.
            return real if os.path.lexists(real) and is_within(real, self._folder) else None
        return None


class OpenFile:
    """A file that a program has open, with its position."""

    def __init__(
        self, contents: Contents, readable: bool, writable: bool, appending: bool, changed: Callable[[], None]
    ) -> None:
        """``changed`` is called after each change of the contents."""
        self.contents = contents
        self._changed = changed
        self.readable = readable
        self.writable = writable
        self.appending = appending
        self.position = 0

    def read(self, limit: int) -> bytes:
        data = bytes(self.contents.octets[self.position : self.position + limit])
        self.position += len(data)
        return data

    def write(self, data: bytes, now: int) -> int:
        octets = self.contents.octets
        if self.appending:
            self.position = len(octets)
        octets.extend(bytes(max(0, self.position - len(octets))))
        octets[self.position : self.position + len(data)] = data
        self.position += len(data)
        self.contents.written = now
        self._changed()
        return len(data)

    def seek(self, offset: int, whence: int) -> int:
        start = (0, self.position, len(self.contents.octets))[whence]
        if start + offset < 0:
            raise OSError(errno.EINVAL, "Invalid argument")
        self.position = start + offset
        return self.position

    def truncate(self, size: int) -> None:
        octets = self.contents.octets
        octets.extend(bytes(max(0, size - len(octets))))
        del octets[size:]
        self._changed()

    def events(self) -> int:
        return IN | OUT

    def close(self, *, cause: int) -> None:
        """Nothing is left to do: what was written is there."""
