"""The names of a host's UNIX sockets: paths in its file system, and abstract names, which have no file."""

from typing import Any, NamedTuple, Protocol

from sim.transport.sockets.errors import error

LAST_AUTOMATIC = 0xFFFFF
"""An automatic name has five hexadecimal digits (unix(7))."""


class UnixName(NamedTuple):
    """The name of a socket: its octets as the program gives them, and the path from the root that they mean.

    An abstract name begins with a null octet and has no path; a socket without a name has no octets.
    """

    octets: bytes = b""
    path: str = ""

    def __str__(self) -> str:
        text = self.octets.decode(errors="backslashreplace")
        return f"@{text[1:]}" if text.startswith("\0") else text


class Named(Protocol):
    """What is known of a socket that has a name: it is a :class:`sim.features.unix.socket.UnixSocket`."""

    is_closed: bool

    @property
    def kind(self) -> int: ...
    @property
    def node(self) -> Any: ...


class Paths(Protocol):
    """What is known of the host's file system."""

    def add_socket(self, path: str, socket: Named) -> None:
        """Make a file for a socket; EADDRINUSE where there is one, ENOENT where there is no such folder."""

    def socket_at(self, path: str) -> Any:
        """The socket of a file; ENOENT where there is none, ECONNREFUSED where it is no socket."""


class Names:
    """Who has which name on a host."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._abstract: dict[bytes, Named] = {}
        self._next = 1

    def bind(self, name: UnixName, socket: Named) -> UnixName:
        """Give a socket a name, one of the host's choice where there is none. EADDRINUSE, ENOENT."""
        if name.path:
            self._paths.add_socket(name.path, socket)
            return name
        if not name.octets:
            name = self._automatic()
        if name.octets in self._abstract:
            raise error("EADDRINUSE")
        self._abstract[name.octets] = socket
        return name

    def find(self, name: UnixName, kind: int) -> Any:
        """The socket of this kind that has a name. EINVAL, ENOENT, ECONNREFUSED, EPROTOTYPE."""
        if not name.octets:
            raise error("EINVAL")
        found = self._paths.socket_at(name.path) if name.path else self._abstract.get(name.octets)
        if found is None or found.is_closed:
            raise error("ECONNREFUSED")
        if found.kind != kind:
            raise error("EPROTOTYPE" if name.path else "ECONNREFUSED")
        return found

    def release(self, name: UnixName) -> None:
        """A socket was closed: a path stays, an abstract name does not."""
        if not name.path:
            self._abstract.pop(name.octets, None)

    def _automatic(self) -> UnixName:
        while True:
            name = UnixName(b"\0%05x" % self._next)
            self._next = self._next % LAST_AUTOMATIC + 1
            if name.octets not in self._abstract:
                return name
