"""The same socket calls made on this machine's kernel and on a simulated host, each with what came of it."""

import errno
import select
import socket
import struct
import time
from collections.abc import Callable
from typing import Any, Protocol

from sim.trace.records import NO_CAUSE
from sim.transport.sockets.options import (
    AF_INET,
    IPPROTO_ICMP,
    IPPROTO_TCP,
    IPPROTO_UDP,
    SOCK_DGRAM,
    SOCK_RAW,
    SOCK_STREAM,
)
from sim.transport.sockets.socket import Socket
from tests.nodes.lab import MILLISECOND, Lab, ip

POLLED = select.POLLIN | select.POLLPRI | select.POLLOUT | select.POLLRDHUP
_NAMES = {
    select.POLLIN: "IN",
    select.POLLPRI: "PRI",
    select.POLLOUT: "OUT",
    select.POLLERR: "ERR",
    select.POLLHUP: "HUP",
    select.POLLRDHUP: "RDHUP",
}

Address = tuple[str, str]
"""An IP address, and a name for a port: "" is port 0."""


class Calls(Protocol):
    """A non-blocking socket of one of the worlds: results as Python has them, errors as ``OSError``."""

    def bind(self, address: tuple[str, int]) -> None: ...
    def listen(self, backlog: int) -> None: ...
    def accept(self) -> "tuple[Calls, tuple[str, int]]": ...
    def connect(self, address: tuple[str, int]) -> None: ...
    def send(self, data: bytes) -> int: ...
    def sendto(self, data: bytes, address: tuple[str, int]) -> int: ...
    def recv(self, limit: int, peek: bool) -> bytes: ...
    def recvfrom(self, limit: int) -> tuple[bytes, tuple[str, int] | None]: ...
    def shutdown(self, how: int) -> None: ...
    def close(self) -> None: ...
    def getsockname(self) -> tuple[str, int]: ...
    def getpeername(self) -> tuple[str, int]: ...
    def set_option(self, level: int, name: int, value: int | bytes) -> None: ...
    def get_option(self, level: int, name: int, size: int) -> int | bytes: ...
    def poll(self) -> int: ...


class LinuxCalls:
    """A socket of this machine."""

    def __init__(self, real: socket.socket, opened: list[socket.socket]) -> None:
        self.real = real
        self._opened = opened
        opened.append(real)
        real.setblocking(False)
        for name in ("bind", "listen", "connect", "send", "sendto", "recvfrom", "shutdown", "close"):
            setattr(self, name, getattr(real, name))
        self.getsockname, self.getpeername = real.getsockname, real.getpeername
        self.set_option = real.setsockopt

    def accept(self) -> "tuple[LinuxCalls, tuple[str, int]]":
        child, address = self.real.accept()
        return LinuxCalls(child, self._opened), address

    def recv(self, limit: int, peek: bool) -> bytes:
        return self.real.recv(limit, socket.MSG_PEEK if peek else 0)

    def get_option(self, level: int, name: int, size: int) -> int | bytes:
        return self.real.getsockopt(level, name, size) if size else self.real.getsockopt(level, name)

    def poll(self) -> int:
        poll = select.poll()
        poll.register(self.real, POLLED)
        return dict(poll.poll(0)).get(self.real.fileno(), 0)


class SimulatedCalls:
    """A socket of a simulated host."""

    def __init__(self, simulated: Socket) -> None:
        self.simulated = simulated

    def bind(self, address: tuple[str, int]) -> None:
        self.simulated.bind(_in(address), cause=NO_CAUSE)

    def listen(self, backlog: int) -> None:
        self.simulated.listen(backlog, cause=NO_CAUSE)

    def accept(self) -> "tuple[SimulatedCalls, tuple[str, int]]":
        child, address = self.simulated.accept(cause=NO_CAUSE)
        return SimulatedCalls(child), _out(address)

    def connect(self, address: tuple[str, int]) -> None:
        self.simulated.connect(_in(address), cause=NO_CAUSE)

    def send(self, data: bytes) -> int:
        return self.simulated.send(data, cause=NO_CAUSE)

    def sendto(self, data: bytes, address: tuple[str, int]) -> int:
        return self.simulated.sendto(data, _in(address), cause=NO_CAUSE)

    def recv(self, limit: int, peek: bool) -> bytes:
        return self.simulated.recv(limit, peek=peek, cause=NO_CAUSE)

    def recvfrom(self, limit: int) -> tuple[bytes, tuple[str, int] | None]:
        data, address, *_ = self.simulated.recvfrom(limit, cause=NO_CAUSE)
        return data, None if address is None else _out(address)

    def shutdown(self, how: int) -> None:
        self.simulated.shutdown(how, cause=NO_CAUSE)

    def close(self) -> None:
        self.simulated.close(cause=NO_CAUSE)

    def getsockname(self) -> tuple[str, int]:
        return _out(self.simulated.getsockname())

    def getpeername(self) -> tuple[str, int]:
        return _out(self.simulated.getpeername())

    def set_option(self, level: int, name: int, value: int | bytes) -> None:
        self.simulated.set_option(level, name, value, cause=NO_CAUSE)

    def get_option(self, level: int, name: int, size: int) -> int | bytes:
        return self.simulated.get_option(level, name, cause=NO_CAUSE)

    def poll(self) -> int:
        mask = self.simulated.events()
        return mask & (POLLED | select.POLLERR | select.POLLHUP)


def _in(address: tuple[str, int]) -> Any:
    return ip(address[0]), address[1]


def _out(address: Any) -> tuple[str, int]:
    return str(address[0]), address[1]


class World:
    """Opens sockets and writes down what comes of each call; ports are written by the names that they have here."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self._ports: dict[str, int] = {}

    def tcp(self) -> "Watched":
        return Watched(self, self.opened(SOCK_STREAM, IPPROTO_TCP))

    def udp(self) -> "Watched":
        return Watched(self, self.opened(SOCK_DGRAM, IPPROTO_UDP))

    def icmp(self) -> "Watched":
        """A raw socket, for which the machine has to be one's own."""
        return Watched(self, self.opened(SOCK_RAW, IPPROTO_ICMP))

    def opened(self, kind: int, protocol: int) -> Calls:
        raise NotImplementedError

    def settle(self) -> None:
        """Let everything that is under way arrive."""
        raise NotImplementedError

    def free_port(self) -> int:
        raise NotImplementedError

    def port(self, name: str) -> int:
        if name and name not in self._ports:
            self._ports[name] = self.free_port()
        return self._ports[name] if name else 0

    def written(self, result: Any) -> str:
        """A result in words: a port that has no name gets one by its place among those that were seen."""
        match result:
            case (str(host), int(port)):
                names = [name for name, number in self._ports.items() if number == port]
                if port and not names:
                    names = [f"ephemeral {len(self._ports)}"]
                    self._ports[names[0]] = port
                return f"{host}:{names[0] if port else 0}"
            case (bytes(data), address):
                return f"{data!r} from {self.written(address)}"
        return repr(result)

    def pair(self) -> "tuple[Watched, Watched, Watched]":
        """Client, server's end, and listener of a connection."""
        listener, client = self.tcp(), self.tcp()
        listener.bind(("127.0.0.1", "server"))
        listener.listen(5)
        client.connect(("127.0.0.1", "server"))
        self.settle()
        client.connect(("127.0.0.1", "server"))
        return client, listener.accept(), listener


class Watched:
    """A socket all of whose calls are written down."""

    def __init__(self, world: World, calls: Calls) -> None:
        self.world = world
        self.calls = calls

    def _note(self, what: str, call: Callable[[], Any]) -> Any:
        try:
            result = call()
        except OSError as error:
            self.world.log.append(f"{what} raises {errno.errorcode[error.errno or 0]}")
            return None
        self.world.log.append(f"{what} = {self.world.written(result)}")
        return result

    def _address(self, address: Address) -> tuple[str, int]:
        return address[0], self.world.port(address[1])

    def bind(self, address: Address) -> None:
        self._note(f"bind {address}", lambda: self.calls.bind(self._address(address)))

    def listen(self, backlog: int = 5) -> None:
        self._note(f"listen {backlog}", lambda: self.calls.listen(backlog))

    def accept(self) -> "Watched":
        made: list[Calls] = []

        def call() -> tuple[str, int]:
            child, address = self.calls.accept()
            made.append(child)
            return address

        self._note("accept", call)
        return Watched(self.world, made[0]) if made else self

    def connect(self, address: Address) -> None:
        self._note(f"connect {address}", lambda: self.calls.connect(self._address(address)))

    def send(self, data: bytes) -> int:
        count: int = self._note(f"send {len(data)}", lambda: self.calls.send(data)) or 0
        return count

    def sendto(self, data: bytes, address: Address) -> None:
        self._note(f"sendto {len(data)} {address}", lambda: self.calls.sendto(data, self._address(address)))

    def recv(self, limit: int = 100, peek: bool = False) -> None:
        self._note(f"recv {limit}{' peek' * peek}", lambda: self.calls.recv(limit, peek))

    def recvfrom(self, limit: int = 100) -> None:
        self._note(f"recvfrom {limit}", lambda: self.calls.recvfrom(limit))

    def drain(self) -> int:
        """Read all there is, without a note of each call."""
        total = 0
        while True:
            try:
                data = self.calls.recv(65536, peek=False)
            except BlockingIOError:
                return total
            if not data:
                return total
            total += len(data)

    def fill(self) -> int:
        """Send until no more is taken, without a note of each call."""
        total = 0
        while True:
            try:
                total += self.calls.send(bytes(4096))
            except BlockingIOError:
                return total

    def shutdown(self, how: int) -> None:
        self._note(f"shutdown {how}", lambda: self.calls.shutdown(how))

    def close(self) -> None:
        self._note("close", self.calls.close)

    def name(self) -> None:
        self._note("getsockname", self.calls.getsockname)

    def peer(self) -> None:
        self._note("getpeername", self.calls.getpeername)

    def set(self, level: int, name: int, value: int | bytes) -> None:
        self._note(f"setsockopt {level} {name} {value!r}", lambda: self.calls.set_option(level, name, value))

    def get(self, level: int, name: int, size: int = 0) -> None:
        self._note(f"getsockopt {level} {name}", lambda: self.calls.get_option(level, name, size))

    def reuse(self) -> None:
        self.set(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)

    def linger(self, is_on: int, seconds: int) -> None:
        self.set(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", is_on, seconds))

    def error(self) -> None:
        """SO_ERROR, by its name."""
        number = self.calls.get_option(socket.SOL_SOCKET, socket.SO_ERROR, 0)
        assert isinstance(number, int)
        self.world.log.append(f"SO_ERROR = {errno.errorcode[number] if number else 0}")

    def poll(self) -> None:
        mask = self.calls.poll()
        names = [name for bit, name in _NAMES.items() if mask & bit]
        self.world.log.append(f"poll = {' '.join(names) or 'nothing'}")


class LinuxWorld(World):
    """This machine, on its loopback interface alone."""

    def __init__(self) -> None:
        super().__init__()
        self._opened: list[socket.socket] = []

    def opened(self, kind: int, protocol: int) -> Calls:
        real = socket.socket(AF_INET, kind, protocol)
        return LinuxCalls(real, self._opened)  # type: ignore[return-value]  # its methods are the socket's

    def settle(self) -> None:
        time.sleep(0.02)

    def free_port(self) -> int:
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            port: int = tcp.getsockname()[1]
            udp.bind(("127.0.0.1", port))
            return port

    def end(self) -> None:
        for real in self._opened:
            real.close()


class SimulatedWorld(World):
    """A host of a simulated network, on its loopback addresses alone."""

    def __init__(self) -> None:
        super().__init__()
        self.lab = Lab()
        self.host = self.lab.host("pc1", "192.168.10.1/24")
        self.lab.net.start()
        self._next = 20000

    def opened(self, kind: int, protocol: int) -> Calls:
        return SimulatedCalls(self.host.sockets.open(AF_INET, kind, protocol, cause=NO_CAUSE))

    def settle(self) -> None:
        self.lab.net.run(self.lab.net.kernel.now + 250 * MILLISECOND)

    def free_port(self) -> int:
        self._next += 1
        return self._next
