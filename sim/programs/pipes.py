"""Pipes, as ``os.pipe`` makes them: octets that one end takes and the other gives, within one program."""

from sim.transport.sockets.errors import error
from sim.transport.sockets.readiness import ERR, HUP, IN, OUT
from sim.transport.sockets.waiting import Watchable

CAPACITY = 65536
"""Octets that a pipe holds (pipe(7))."""
ATOMIC = 4096
"""PIPE_BUF: so many octets, or fewer, are written as a whole or not at all."""


class ReadEnd(Watchable):
    """The end of a pipe that gives what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.held = bytearray()
        self.is_open = True
        self.writer = WriteEnd(self)

    def read(self, limit: int, *, cause: int) -> bytes:
        """Up to ``limit`` octets; ``b""`` where nobody can write any more. EAGAIN."""
        if not self.held and self.writer.is_open and limit:
            raise error("EAGAIN")
        data = bytes(self.held[:limit])
        del self.held[:limit]
        if data:
            self.writer.ready(cause)
        return data

    def events(self) -> int:
        return (IN if self.held else 0) | (0 if self.writer.is_open else HUP)

    def close(self, *, cause: int) -> None:
        self.is_open = False
        self.writer.ready(cause)


class WriteEnd(Watchable):
    """The end of a pipe that takes octets."""

    def __init__(self, reader: ReadEnd) -> None:
        super().__init__()
        self.is_open = True
        self._reader = reader

    def write(self, data: bytes, *, cause: int) -> int:
        """How many octets were taken. EAGAIN where there is no room, EPIPE where nobody can read any more."""
        reader = self._reader
        if not reader.is_open:
            raise error("EPIPE")
        room = CAPACITY - len(reader.held)
        if data and (not room or room < len(data) <= ATOMIC):
            raise error("EAGAIN")
        reader.held += data[:room]
        if data:
            reader.ready(cause)
        return min(room, len(data))

    def events(self) -> int:
        has_room = CAPACITY - len(self._reader.held) >= ATOMIC
        return (OUT if has_room else 0) | (0 if self._reader.is_open else ERR)

    def close(self, *, cause: int) -> None:
        self.is_open = False
        self._reader.ready(cause)
