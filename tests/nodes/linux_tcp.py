"""TCP between a simulated host and Linux, over a cable that can lose, double and hold back chosen segments."""

import socket
import struct
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from sim import standalone
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Ethernet
from sim.settings import NodeSettings
from sim.standalone import Emitted
from sim.trace.records import NO_CAUSE, Change, Kind
from sim.transport.sockets.options import AF_INET, SOCK_STREAM
from sim.transport.tcp.machine.rows import CONNECTIONS, ConnectionRow, Endpoints, SendRow
from sim.transport.tcp.machine.settings import TcpSettings
from sim.transport.tcp.pdu import Tcp
from tests.nodes.lab import MILLISECOND
from tests.nodes.linux import Conversation, Namespace
from tests.nodes.socket_worlds import Calls, LinuxCalls, SimulatedCalls

OURS, THEIRS = "10.0.0.1", "10.0.0.2"
OUR_MAC = "02:00:00:00:00:01"
QUICK = TcpSettings(min_rto=200 * MILLISECOND, msl=1000 * MILLISECOND)
"""Linux's least time-out for a retransmission, and a TIME-WAIT that a test can wait for."""

STATES = ("", "ESTABLISHED", "SYN-SENT", "SYN-RECEIVED", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT", "CLOSED",
          "CLOSE-WAIT", "LAST-ACK", "LISTEN", "CLOSING", "SYN-RECEIVED")  # fmt: skip
"""By their numbers in <net/tcp_states.h>."""


class Deed(Enum):
    """What becomes of a segment on the cable; ``LATE`` is behind the next one."""

    PASS = 0
    LOSE = 1
    DOUBLE = 2
    LATE = 3


Fate = Callable[[str, int, Tcp], Deed]
"""Given ``ours`` or ``theirs``, which of that sender's segments it is (from 1), and the segment."""


def harmless(sender: str, number: int, segment: Tcp) -> Deed:
    return Deed.PASS


class TcpTalk(Conversation):
    """The two stacks. Sockets of both are non-blocking; :meth:`ours` and :meth:`theirs` open them."""

    longest_wait = 0.01

    def __init__(self, linux: Namespace, settings: TcpSettings = QUICK, fate: Fate = harmless) -> None:
        device = standalone.host({"eth0": f"{OURS}/24"}, macs={"eth0": OUR_MAC}, settings=NodeSettings(settings))
        super().__init__(device, {"eth0": (linux, "tap0")})
        self.linux_side = linux
        self.fate = fate
        self.host = device.node
        self._opened: list[socket.socket] = []
        self._counts: Counter[str] = Counter()
        self._late: dict[str, list[bytes]] = {"ours": [], "theirs": []}

    def ours(self) -> SimulatedCalls:
        return SimulatedCalls(self.host.sockets.open(AF_INET, SOCK_STREAM, cause=NO_CAUSE))

    def theirs(self) -> Calls:
        return LinuxCalls(self.linux_side.tcp_socket(), self._opened)  # type: ignore[return-value]  # as the socket's

    def end(self) -> None:
        for each in self._opened:
            each.close()

    # The cable

    def _send(self, emitted: list[Emitted]) -> None:
        super()._send([Emitted(port, each) for port, octets in emitted for each in self._copies("ours", octets)])

    def _take_in(self, port: str, space: Namespace, tap: str) -> None:
        while (octets := space.read(tap)) is not None:
            for each in self._copies("theirs", octets):
                self._send(self.device.receive(port, each))

    def _copies(self, sender: str, octets: bytes) -> list[bytes]:
        """What arrives at the other end now."""
        frame = wire.decode(octets)
        if not (
            isinstance(frame, Ethernet) and isinstance(frame.payload, IPv4) and isinstance(frame.payload.payload, Tcp)
        ):
            return [octets]
        self._counts[sender] += 1
        deed = self.fate(sender, self._counts[sender], frame.payload.payload)
        late = self._late[sender]
        if deed is Deed.LATE:
            self._late[sender] = [*late, octets]
            return []
        self._late[sender] = []
        return [*[octets] * {Deed.PASS: 1, Deed.LOSE: 0, Deed.DOUBLE: 2}[deed], *late]

    # Time

    def pass_time(self, seconds: float) -> None:
        """Let both talk for so long, and until nothing comes any more: a busy machine may not let us run meanwhile."""
        end = time.monotonic() + seconds
        self.quiet_rounds = 0
        self.until(lambda: time.monotonic() >= end and self.quiet_rounds >= 3)

    def settle(self) -> None:
        """Let both answer what is under way."""
        self.pass_time(0.03)

    # What is known of a connection

    def row(self) -> ConnectionRow:
        """Our connection, of which there is one."""
        (row,) = [row for row in self.device.table("tcp").values() if row.state != "LISTEN"]
        assert isinstance(row, ConnectionRow)
        return row

    def send_row(self) -> SendRow:
        (row,) = self.device.table("tcp-send").values()
        assert isinstance(row, SendRow)
        return row

    def our_states(self) -> list[str]:
        keys: dict[Endpoints, ConnectionRow] = self.device.table("tcp")
        return [str(row.state) for row in keys.values() if row.state != "LISTEN"]

    def our_history(self) -> list[str]:
        """The states that our connections have come to, in order."""
        changes = [record.what for record in self.device.trace if isinstance(record.what, Change)]
        rows = [change.after for change in changes if change.table == CONNECTIONS and change.after is not None]
        return [state for state, _ in groupby(str(row.state) for row in rows if row.state != "LISTEN")]

    def their_states(self, port: int) -> list[str]:
        """Those of Linux's connections that have this port at either end."""
        return [STATES[number] for number in self.linux_side.tcp_states(port) if STATES[number] != "LISTEN"]

    def expect(self, port: int, ours: list[str], theirs: list[str]) -> None:
        """Let both talk until the states of their connections are these; they stay so."""
        expected = (ours, theirs)
        self.until(lambda: (self.our_states(), self.their_states(port)) == expected)
        self.settle()
        assert (self.our_states(), self.their_states(port)) == expected

    def rules(self, kind: Kind) -> list[str]:
        return [record.why.rule.id for record in self.device.trace if record.kind is kind]

    # Opening

    def opened_by_us(self, port: int, ours: Calls | None = None, theirs: Calls | None = None) -> tuple[Calls, Calls]:
        """A connection from us to a port of Linux; our end and its end."""
        listener, client = theirs or self.theirs(), ours or self.ours()
        return client, self._opened_between(client, listener, (THEIRS, port))

    def opened_by_linux(self, port: int, ours: Calls | None = None, theirs: Calls | None = None) -> tuple[Calls, Calls]:
        """A connection from Linux to a port of ours; our end and its end."""
        listener, client = ours or self.ours(), theirs or self.theirs()
        return self._opened_between(client, listener, (OURS, port)), client

    def _opened_between(self, client: Calls, listener: Calls, address: tuple[str, int]) -> Calls:
        listener.bind(address)
        listener.listen(5)
        with suppress(BlockingIOError):
            client.connect(address)
        accepted: list[Calls] = []

        def is_open() -> bool:
            if not accepted:
                with suppress(BlockingIOError):
                    accepted.append(listener.accept()[0])
            return bool(accepted and client.poll() & 4)

        self.until(is_open)
        listener.close()
        return accepted[0]


Meet = Callable[..., TcpTalk]
"""Makes our end, with what ``TcpTalk`` takes beside Linux."""


class Flow:
    """Octets on their way from one socket to another."""

    def __init__(self, source: Calls, sink: Calls, data: bytes) -> None:
        self.source = source
        self.sink = sink
        self.data = data
        self.sent = 0
        self.read = bytearray()
        self.is_at_end = False

    def write(self) -> bool:
        """Write what is taken; whether all is."""
        with suppress(BlockingIOError):
            while self.sent < len(self.data):
                self.sent += self.source.send(self.data[self.sent : self.sent + 65536])
        return self.sent == len(self.data)

    def take(self) -> None:
        """Read what is there."""
        with suppress(BlockingIOError):
            while not self.is_at_end:
                octets = self.sink.recv(65536, False)
                self.read += octets
                self.is_at_end = not octets

    def is_through(self) -> bool:
        self.write()
        self.take()
        return len(self.read) >= len(self.data)

    def is_over(self) -> bool:
        """Whether the end of the stream was read, too."""
        self.take()
        return self.is_at_end


def opened(talk: TcpTalk, port: int, opener: str) -> tuple[Calls, Calls]:
    """A connection: our end and Linux's."""
    return talk.opened_by_us(port) if opener == "ours" else talk.opened_by_linux(port)


def error_of(calls: Calls) -> int:
    """SO_ERROR."""
    number = calls.get_option(socket.SOL_SOCKET, socket.SO_ERROR, 0)
    assert isinstance(number, int)
    return number


class TcpInfo(NamedTuple):
    """Linux's idea of a connection; ``options`` are the bits TCPI_OPT_… of <linux/tcp.h>."""

    state: str
    options: int
    snd_scale: int
    rcv_scale: int
    snd_mss: int


def tcp_info(calls: Calls) -> TcpInfo:
    octets = calls.get_option(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    assert isinstance(octets, bytes)
    return TcpInfo(STATES[octets[0]], octets[5], octets[6] & 15, octets[6] >> 4, *struct.unpack_from("=I", octets, 16))


def exchanged(talk: TcpTalk, port: int, opener: str) -> tuple[Calls, Calls]:
    """A connection over which something has gone each way."""
    ours, theirs = opened(talk, port, opener)
    out, back = Flow(ours, theirs, b"a" * 3000), Flow(theirs, ours, b"b" * 3000)
    talk.until(lambda: out.is_through() & back.is_through())
    talk.settle()
    return ours, theirs


def expect(talk: TcpTalk, port: int, closer: str, first: list[str], last: list[str]) -> None:
    """The states of who closed first, and of the other."""
    if closer == "ours":
        talk.expect(port, first, last)
    else:
        talk.expect(port, last, first)


def keep_alive(calls: Calls) -> None:
    """Probe after a second, every second, once."""
    calls.set_option(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT):
        calls.set_option(socket.IPPROTO_TCP, name, 1)
