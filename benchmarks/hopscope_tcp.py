"""The transfer in hopscope: hosts with TCP, driven by the socket calls of their kernels; routers between."""

from argparse import BooleanOptionalAction
from collections.abc import Callable
from contextlib import suppress

from benchmarks.hopscope_chain import RECORD_LIMIT, line
from benchmarks.work import Ran, Transfer, arguments, run_and_report, work_of
from sim.addresses import ANY, IPv4Address
from sim.assembly.ip_node import IpNode
from sim.device.network import Network
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import NoTrace, Trace
from sim.transport.sockets import readiness
from sim.transport.sockets.options import AF_INET, SOCK_STREAM
from sim.transport.sockets.socket import Socket
from sim.transport.tcp.machine.settings import TcpSettings

PORT = 9
PIECE = bytes(65_536)
"""What a program writes at a time."""


class Source:
    """Connects, writes as much as the socket takes whenever it takes more, and closes if it is to."""

    def __init__(self, node: IpNode, octets: int, closes: bool = True) -> None:
        self.left = octets
        self.closes = closes
        self.socket = node.sockets.open(AF_INET, SOCK_STREAM, cause=NO_CAUSE)
        self.socket.watch(self.ready)

    def connect(self, sink: IPv4Address) -> None:
        with suppress(BlockingIOError):
            self.socket.connect((sink, PORT), cause=NO_CAUSE)

    def go_on(self, octets: int) -> None:
        """Write more, and close behind it."""
        self.left += octets
        self.closes = True
        self.ready(self.socket, self.socket.events(), NO_CAUSE)

    def ready(self, socket: Socket, events: int, cause: int) -> None:
        if not events & readiness.OUT:
            return
        try:
            while self.left:
                piece = PIECE if self.left >= len(PIECE) else PIECE[: self.left]
                self.left -= socket.send(piece, cause=cause)
        except BlockingIOError:
            return
        if self.closes:
            socket.unwatch(self.ready)
            socket.close(cause=cause)


class Sink:
    """Accepts whoever comes, reads until the other end has closed, and closes too."""

    def __init__(self, node: IpNode, backlog: int = 128) -> None:
        self.received = 0
        self.socket = node.sockets.open(AF_INET, SOCK_STREAM, cause=NO_CAUSE)
        self.socket.bind((ANY, PORT), cause=NO_CAUSE)
        self.socket.listen(backlog, cause=NO_CAUSE)
        self.socket.watch(self.incoming)

    def incoming(self, listener: Socket, events: int, cause: int) -> None:
        try:
            while True:
                accepted, _ = listener.accept(cause=cause)
                accepted.watch(self.ready)
                self.ready(accepted, accepted.events(), cause)
        except BlockingIOError:
            return

    def ready(self, socket: Socket, events: int, cause: int) -> None:
        if events & readiness.IN:
            self.received += len(socket.recv(len(PIECE), cause=cause))
        if not events & readiness.RDHUP:
            return
        while octets := socket.recv(len(PIECE), cause=cause):
            self.received += len(octets)
        socket.unwatch(self.ready)
        socket.close(cause=cause)


def tcp(work: Transfer, delayed_ack: bool = True) -> NodeSettings:
    settings = TcpSettings(send_buffer=work.window, receive_buffer=work.window)
    return NodeSettings(settings if delayed_ack else settings._replace(delayed_ack=0))


def build(work: Transfer, trace: Trace, delayed_ack: bool = True) -> Callable[[], Ran]:
    net = Network(trace=trace)
    nodes = line(net, work, settings=tcp(work, delayed_ack), queue=work.queue)
    net.start()
    sink = Sink(nodes[-1])
    source = Source(nodes[0], work.octets)
    net.at(0, lambda: source.connect(address_of(nodes[-1])))

    def run() -> Ran:
        net.run()
        return Ran(sink.received, net.kernel.now, trace, segments if trace else None)

    def segments() -> tuple[int, int]:
        return frames(nodes[0], trace), frames(nodes[-1], trace)

    return run


def address_of(node: IpNode) -> IPv4Address:
    return next(iter(node.ip.addresses.own))


def frames(node: IpNode, trace: Trace) -> int:
    """How many frames a node sent, so far as the trace tells."""
    spots = {port.spot for port in node.ports.values()}
    sent = Kind.FRAME_SENT
    return sum(kind == sent and spot in spots for kind, spot in zip(trace.kind, trace.spot, strict=True))


if __name__ == "__main__":
    parser = arguments(Transfer)
    parser.add_argument("--trace", action=BooleanOptionalAction, default=True)
    parser.add_argument("--delayed-ack", action=BooleanOptionalAction, default=True)
    given = parser.parse_args()
    trace = Trace(RECORD_LIMIT) if given.trace else NoTrace()
    run_and_report(work_of(Transfer, given), lambda work: build(work, trace, given.delayed_ack))
