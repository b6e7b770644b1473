"""The transfer in ns.py: its own TCP, ports and wires, with its packet switches for routers."""

from collections.abc import Callable
from typing import Any

import simpy
from ns.flow.cc import TCPReno
from ns.flow.flow import Flow
from ns.packet.tcp_generator import TCPPacketGenerator
from ns.packet.tcp_sink import TCPSink
from ns.port.port import Port
from ns.port.wire import Wire
from ns.switch.switch import SimplePacketSwitch

from benchmarks.work import NANOSECONDS, Ran, Transfer, arguments, run_and_report, work_of

FLOW, ACKS = 0, 10_000
"""The numbers of a flow and of its acknowledgments, as ns.py has them."""
FORWARD, BACK = 0, 1


def wire(env: Any, work: Transfer, port: Any, receiver: Any) -> None:
    """One direction of a link, from a port on."""
    delay = work.delay / NANOSECONDS
    port.out = line = Wire(env, lambda: delay)
    line.out = receiver


class Limited(TCPReno):  # type: ignore[misc]
    """ns.py knows no receiver's window: what bounds that of the others bounds its congestion window."""

    cwnd: float

    def __init__(self, work: Transfer) -> None:
        super().__init__(mss=work.mss, cwnd=10 * work.mss, ssthresh=work.window)
        self.most = work.window

    def ack_received(self, rtt: float = 0, current_time: float = 0) -> None:
        super().ack_received(rtt, current_time)
        self.cwnd = min(self.cwnd, self.most)


def build(work: Transfer) -> Callable[[], Ran]:
    env: Any = simpy.Environment()
    flow = Flow(FLOW, "sender", "sink", size=work.octets, start_time=0, finish_time=3600)
    source = TCPPacketGenerator(env, flow, Limited(work))
    source.mss = work.mss
    sink = TCPSink(env, rec_arrivals=False, rec_waits=False)
    routers = [SimplePacketSwitch(env, 2, work.rate, work.queue) for _ in range(work.links - 1)]
    for router in routers:
        router.demux.fib = {FLOW: FORWARD, ACKS: BACK}
    ends = [Port(env, work.rate, work.queue) for _ in range(2)]
    source.out, sink.out = ends
    forward = [ends[0], *(router.ports[FORWARD] for router in routers)]
    back = [*(router.ports[BACK] for router in routers), ends[1]]
    for port, receiver in zip(forward, [*routers, sink], strict=True):
        wire(env, work, port, receiver)
    for port, receiver in zip(back, [source, *routers], strict=True):
        wire(env, work, port, receiver)

    def run() -> Ran:
        env.run()
        return Ran(source.last_ack, round(env.now * NANOSECONDS), segments=segments)

    def segments() -> tuple[int, int]:
        return ends[0].packets_received, ends[1].packets_received

    return run


if __name__ == "__main__":
    run_and_report(work_of(Transfer, arguments(Transfer).parse_args()), build)
