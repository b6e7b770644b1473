"""Two programs that send to each other over TCP through a network that does them harm, all of it made from one seed."""

import random
from collections.abc import Callable
from errno import errorcode
from typing import Any

from sim.addresses import IPv4Address
from sim.assembly.ip_node import IpNode
from sim.kernel import SECOND
from sim.link.faults import Deed, TargetedFault
from sim.link.link import Link
from sim.trace.records import NO_CAUSE
from sim.transport.sockets import options as names
from sim.transport.sockets.readiness import OUT, SHUT_WR
from sim.transport.sockets.socket import Socket
from sim.transport.tcp.machine.settings import TcpSettings
from tests.nodes.lab import MILLISECOND, Lab, ip

PORTS = 5000, 80
LARGEST = 60_000
"""Octets: the largest buffer that a program asks for."""
PATIENT = 100_000 * SECOND
"""Long enough for chance to relent."""
RECORDS = 1_000_000
OPTIONS = (
    *[(names.IPPROTO_TCP, names.TCP_NODELAY, value) for value in (0, 1)],
    *[(names.IPPROTO_TCP, names.TCP_QUICKACK, value) for value in (0, 1)],
    *[(names.SOL_SOCKET, names.SO_RCVBUF, value) for value in (0, 5000, LARGEST)],
    *[(names.SOL_SOCKET, names.SO_SNDBUF, value) for value in (0, 5000, LARGEST)],
)
"""What a fickle program sets while it works."""
MANNERS = (
    *[("half-closes", "half-closes"), ("half-closes", "answers"), ("answers", "half-closes")] * 2,
    *[("closes", "half-closes"), ("answers", "closes"), ("closes", "closes")],
    *[("leaves", "answers"), ("half-closes", "leaves"), ("aborts", "half-closes"), ("answers", "aborts")],
)
"""How the two programs end: one of the two has to begin."""

Random = random.Random


class Program:
    """A program that never blocks: it does what it can, and waits to be told that it can do more.

    ``manner`` is how it ends: ``half-closes`` when all is sent and reads on, ``answers`` with its own end only after
    the other's, ``closes`` when all is sent and reads nothing, ``leaves`` in the middle, ``aborts`` in the middle.
    """

    def __init__(self, node: IpNode, dice: Random, data: bytes, manner: str, largest: int) -> None:
        self.node = node
        self.manner = manner
        self.data = data
        self.written = 0
        self.read = bytearray()
        self.is_at_end = False
        self.is_done = False
        self.errors: list[str] = []
        self.socket: Socket | None = None
        self._is_connected = False
        self._listener: Socket | None = None
        self._dice = dice
        self._is_woken = False
        self._has_ended = False
        self._largest = largest
        self._is_slow = dice.random() < 0.3
        self._fickleness = dice.choice((0, 0, 0.01, 0.2))
        self._enough = dice.randint(0, len(data) + 1) if manner in ("leaves", "aborts") else -1

    # Opening

    def open(self, port: int, peer: tuple[IPv4Address, int] | None) -> None:
        """Connect to ``peer`` from ``port``, or with ``None`` listen there."""
        made = self.node.sockets.open(names.AF_INET, names.SOCK_STREAM, cause=NO_CAUSE)
        made.set_option(names.SOL_SOCKET, names.SO_KEEPALIVE, 1, cause=NO_CAUSE)
        if port:
            made.bind((IPv4Address(0), port), cause=NO_CAUSE)
        if peer is None:
            made.listen(self._dice.choice((0, 1, 5)), cause=NO_CAUSE)
            self._listener = made
            made.watch(lambda *_: self._wake())
            return
        self.socket = made
        made.watch(lambda *_: self._wake())
        self._try(lambda: made.connect(peer, cause=NO_CAUSE))

    def stop_listening(self) -> None:
        if self._listener is not None:
            self._listener.close(cause=NO_CAUSE)
            self._listener = None

    # Work

    def _wake(self) -> None:
        """Go on, now or a little later; never in the middle of what the kernel does."""
        if not self._is_woken:
            self._is_woken = True
            late = self._dice.choice((0, 1, 300, 3000)) * MILLISECOND if self._is_slow else 0
            self.node.kernel.at(self.node.kernel.now + late, self._go_on, None)

    def _go_on(self, _: Any) -> None:
        self._is_woken = False
        if self._listener is not None:
            self._accept(self._listener)
        socket = self.socket
        if socket is None or self.is_done:
            return
        name = errorcode.get(socket.take_error(cause=NO_CAUSE), "")
        if name:
            self.errors.append(name)
        for _ in range(self._dice.randint(1, 20)):
            if self._dice.random() < self._fickleness:
                socket.set_option(*self._dice.choice(OPTIONS), cause=NO_CAUSE)
            if self.is_done or not self._step(socket):
                return
        self._wake()

    def _accept(self, listener: Socket) -> None:
        try:
            self.socket, _ = listener.accept(cause=NO_CAUSE)
        except BlockingIOError:
            return
        self.socket.watch(lambda *_: self._wake())
        self._is_connected = True
        self.stop_listening()

    def _step(self, socket: Socket) -> bool:
        """A call or a few; whether there is more to do at once."""
        self._is_connected = self._is_connected or bool(socket.events() & OUT)
        if self._is_connected and not self.errors:
            has_read = not self.is_at_end and self._try(lambda: self._receive(socket))
            has_written = self.written < len(self.data) and self._try(lambda: self._send(socket))
            is_all_written = self.written == len(self.data)
            if 0 <= self._enough <= self.written + len(self.read):
                linger = names.LINGER.pack(self.manner == "aborts", 0)
                socket.set_option(names.SOL_SOCKET, names.SO_LINGER, linger, cause=NO_CAUSE)
                self._close(socket)
            elif is_all_written and (self.is_at_end or self.manner == "closes"):
                self._close(socket)
            elif is_all_written and self.manner != "answers" and not self._has_ended:
                self._has_ended = self._try(lambda: socket.shutdown(SHUT_WR, cause=NO_CAUSE))
            if not self.errors:
                return has_read or has_written
        if self.errors:
            self._close(socket)
        return False

    def _receive(self, socket: Socket) -> None:
        limit = self._dice.choice((1, 100, self._largest))
        seen = socket.recv(limit, peek=True, cause=NO_CAUSE) if self._dice.random() < 0.1 else b""
        octets = socket.recv(limit, cause=NO_CAUSE)
        assert octets.startswith(seen), "what was peeked at is read"
        self.read += octets
        self.is_at_end = not octets

    def _send(self, socket: Socket) -> None:
        length = self._dice.choice((1, 100, self._largest))
        self.written += socket.send(self.data[self.written : self.written + length], cause=NO_CAUSE)

    def _close(self, socket: Socket) -> None:
        if not self.is_done:
            self.is_done = True
            socket.close(cause=NO_CAUSE)

    def _try(self, call: Callable[[], object]) -> bool:
        """Whether a call did not have to wait; an error is kept."""
        try:
            call()
        except BlockingIOError:
            return False
        except OSError as failure:
            self.errors.append(errorcode[failure.errno or 0])
            return False
        return True


class Transfer:
    """The network and the two programs of one seed. ``is_mild``: nobody has reason to give up, whatever chance does.

    ``is_polite``: no program leaves before it has read all that the other sends.
    """

    def __init__(self, seed: int) -> None:
        self.dice = dice = Random(seed)
        self.lab = Lab(seed)
        self.lab.trace.limit = RECORDS
        self.is_mild = dice.random() < 0.75
        self._hosts()
        manners = dice.choice(MANNERS)
        self.is_polite = not {"leaves", "aborts"} & set(manners)
        sizes = [self._size(manners[1 - each] != "closes") for each in range(2)]
        self.programs = tuple(
            Program(node, dice, dice.randbytes(size), manner, max(1, size // 10))
            for node, size, manner in zip(self.hosts, sizes, manners, strict=True)
        )
        self._opening()
        if dice.random() < 0.2 and self.lab.net.links:
            self._cut(dice.choice(list(self.lab.net.links.values())))

    def run(self) -> None:
        """Run until nothing is left to do; then who still waits for a connection gives up, too."""
        for _ in range(2):
            assert self.lab.net.run(), "the trace is full"
            for program in self.programs:
                program.stop_listening()

    @property
    def buffers(self) -> dict[str, int]:
        """The most octets that each host's receive buffer ever holds."""
        return {
            host.name: max(settings.receive_buffer, LARGEST)
            for host, settings in zip(self.hosts, self.settings, strict=True)
        }

    def _hosts(self) -> None:
        """A cable, a switch or a router between two hosts; or one host that both programs run on."""
        dice, lab = self.dice, self.lab
        between = dice.choice(("", "switch", "router", "nothing"))
        self.settings = [self._settings(), self._settings()]
        if between == "nothing":
            alone = lab.host("a", "10.0.0.1/24", tcp=self.settings[0])
            self.settings[1], self.hosts = self.settings[0], (alone, alone)
            self.addresses = (dice.choice(("127.0.0.1", "10.0.0.1")),) * 2
            self.mtus = [1500, 1500]
            return
        self.addresses = ("10.0.0.1", "10.0.1.2" if between == "router" else "10.0.0.2")
        gateways = ("10.0.0.254", "10.0.1.254") if between == "router" else (None, None)
        a = lab.host("a", f"{self.addresses[0]}/24", gateways[0], tcp=self.settings[0])
        b = lab.host("b", f"{self.addresses[1]}/24", gateways[1], tcp=self.settings[1])
        self.hosts = (a, b)
        self.mtus = [dice.choice((1500, 1500, 576, 100)) for _ in range(2)]
        if not between:
            self._link("a", "b", self.mtus[0])
            return
        if between == "router":
            lab.router("r", "10.0.0.254/24", "10.0.1.254/24")
        else:
            lab.switch("s", 2)
            self.mtus[1] = self.mtus[0]
        ends = ("r:eth0", "r:eth1") if between == "router" else ("s:1", "s:2")
        self._link("a", ends[0], self.mtus[0])
        self._link(ends[1], "b", self.mtus[1])

    def _link(self, a: str, b: str, mtu: int) -> None:
        dice, is_mild = self.dice, self.is_mild
        is_flawed = dice.random() < 0.8
        chances: dict[str, Any] = {
            "loss": dice.choice((0, 0.01, 0.05, 0.2) if is_mild else (0.1, 0.3, 0.5, 0.9)),
            "duplicate": dice.choice((0, 0.05, 0.5)),
            "corrupt": dice.choice((0, 0.02, 0.2)),
            "jitter": dice.choice((0, 1, 30, 300)) * MILLISECOND,
        }
        # What a broken device does to octets, only the checksums of IP and TCP can tell. Of two flips one can undo the
        # other in the sum, so no more than one device is broken.
        wrong = TargetedFault(
            Deed.CORRUPT, lambda port, frame: dice.random() < 0.05, "by chance", last=None, fcs_repaired=True
        )
        link = self.lab.link(
            a,
            b,
            bandwidth=dice.choice((10**9, 10**7, 10**6)),
            delay=dice.choice((1000, MILLISECOND, 50 * MILLISECOND)),
            mtu=mtu,
            queue=dice.choice((100, 25)),  # with fewer, the fragments of one datagram never get through
            targeted=(wrong,) if is_flawed and dice.random() < 0.3 and not self.lab.net.links else (),
            **(chances if is_flawed else {}),
        )
        link.ecn_mark = dice.choice((None, 0, 1, 3))

    def _cut(self, link: Link) -> None:
        """Somebody pulls a cable out, and puts it in again."""
        net, time = self.lab.net, SECOND + self.dice.randint(1, 5000) * MILLISECOND
        net.at(time, lambda: net.cut(link))
        net.at(time + self.dice.choice((20, 700, 30_000)) * MILLISECOND, lambda: net.mend(link))

    def _settings(self) -> TcpSettings:
        dice, is_mild = self.dice, self.is_mild
        return TcpSettings(
            congestion_control=dice.choice(("reno", "cubic", "tahoe", "textbook")),
            sack=dice.random() < 0.6,
            dsack=dice.random() < 0.8,
            rack=dice.random() < 0.7,
            tail_loss_probe=dice.random() < 0.8,
            prr=dice.random() < 0.8,
            undo=dice.random() < 0.8,
            ecn=dice.choice(("off", "passive", "on", "on")),
            retransmit_merged=dice.random() < 0.8,
            timestamps=dice.random() < 0.6,
            window_scaling=dice.random() < 0.7,
            window_scale=dice.choice((None, None, 0, 2, 14)),
            mss_option=dice.random() < 0.8,
            mss=dice.choice((0, 0, 100, 500, 1460)),
            nagle=dice.random() < 0.6,
            delayed_ack=dice.choice((0, 40, 200, 500)) * MILLISECOND,
            initial_cwnd=dice.choice((0, 0, 1, 10)),
            initial_ssthresh=dice.choice((0, 0, 3000)),
            min_rto=dice.choice((200, 1000)) * MILLISECOND,
            max_rto=dice.choice((5, 60)) * SECOND,
            r2=PATIENT if is_mild else dice.choice((20, 100)) * SECOND,
            r2_syn=PATIENT if is_mild else dice.choice((20, 180)) * SECOND,
            soft_errors_end_connect=not is_mild,
            msl=dice.choice((1, 30, 120)) * SECOND,
            fin_wait_2_timeout=PATIENT if is_mild else dice.choice((5, 60)) * SECOND,
            keepalive_idle=dice.choice((60, 7200)) * SECOND,
            keepalive_interval=dice.choice((5, 75)) * SECOND,
            keepalive_probes=200 if is_mild else 9,
            isn=dice.choice((None, 0, 2**31 - 100, 2**32 - 1, 2**32 - 2000)),
            send_buffer=dice.choice((1, 700, 5000, 65536, 65536, 200_000)),
            receive_buffer=dice.choice((1, 60, 1000, 10_000, 65535, 65535, 300_000)),
            pmtu_discovery=dice.random() < 0.8,
            challenge_acks=dice.choice((1, 10)),
        )

    def _size(self, other_reads: bool) -> int:
        """How many octets to send: as many as make a run that is not long."""
        dice, settings = self.dice, self.settings
        if not other_reads:
            return 0
        buffers = [size for each in settings for size in (each.receive_buffer, each.send_buffer)]
        segments = [mtu - 52 for mtu in self.mtus] + [each.mss or 536 for each in settings]
        most = min(400_000, 200 * min(buffers), 500 * min(segments))
        return dice.choice((0, 1, most // 20, most // 3, most))

    def _opening(self) -> None:
        """One listens and the other connects, or both connect at the same time."""
        net, (a, b) = self.lab.net, self.programs
        peers = [(ip(address), port) for address, port in zip(self.addresses, PORTS, strict=True)]
        if self.dice.random() < 0.15:
            net.at(SECOND, lambda: a.open(PORTS[0], peers[1]))
            net.at(SECOND, lambda: b.open(PORTS[1], peers[0]))
            return
        net.at(0, lambda: b.open(PORTS[1], None))
        net.at(SECOND, lambda: a.open(0, peers[1]))
