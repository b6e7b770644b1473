"""The chain in ns.py: its own ports, wires and sink, and routers of ours, which read addresses."""

from collections.abc import Callable, Generator
from typing import Any

import simpy
from ns.packet.packet import Packet
from ns.packet.sink import PacketSink
from ns.port.port import Port
from ns.port.wire import Wire

from benchmarks.work import NANOSECONDS, Ran, Work, arguments, longest_first, routes, run_and_report, work_of


class Router:
    """An element in the manner of ns.py: ``put`` takes a packet, ``outs`` are the ports."""

    def __init__(self, table: list[tuple[int, dict[int, int]]]) -> None:
        self.table = table
        self.outs: list[Any] = [None, None]

    def put(self, packet: Any) -> None:
        if packet.ttl <= 1:
            return
        packet.ttl -= 1
        destination = packet.dst
        for mask, networks in self.table:
            port = networks.get(destination & mask)
            if port is not None:
                self.outs[port].put(packet)
                return


def direction(env: Any, work: Work, receiver: Any) -> Any:
    """One direction of a link: a port serialises, a wire propagates."""
    delay = work.delay / NANOSECONDS
    port = Port(env, work.rate)
    port.out = wire = Wire(env, lambda: delay)
    wire.out = receiver
    return port


def sender(env: Any, work: Work, port: Any) -> Generator[Any, Any, None]:
    interval = work.interval / NANOSECONDS
    for number in range(work.datagrams):
        packet = Packet(env.now, work.frame_length, number, src=work.sender, dst=work.sink)
        packet.ttl = 64
        port.put(packet)
        yield env.timeout(interval)


def build(work: Work) -> Callable[[], Ran]:
    env: Any = simpy.Environment()
    sink = PacketSink(env, rec_arrivals=False, rec_waits=False)
    routers = [Router(longest_first(routes(work.links, i))) for i in range(1, work.links)]
    nodes = [PacketSink(env, rec_arrivals=False, rec_waits=False), *routers, sink]
    for i, router in enumerate(routers, start=1):
        router.outs = [direction(env, work, nodes[i - 1]), direction(env, work, nodes[i + 1])]
    env.process(sender(env, work, direction(env, work, nodes[1])))

    def run() -> Ran:
        env.run()
        return Ran(sink.packets_received[0], round(env.now * NANOSECONDS))

    return run


if __name__ == "__main__":
    run_and_report(work_of(Work, arguments(Work).parse_args()), build)
