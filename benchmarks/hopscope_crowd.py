"""Many connections at once in hopscope: clients on one host connect, write, wait, write again and close."""

import gc
import json
import time
from argparse import ArgumentParser

from benchmarks.hopscope_chain import RECORD_LIMIT, line
from benchmarks.hopscope_tcp import Sink, Source, address_of, tcp
from benchmarks.work import Transfer, peak, resident
from sim.assembly.ip_node import IpNode
from sim.device.network import Network
from sim.kernel import SECOND
from sim.trace.trace import Trace
from sim.transport.tcp.machine.rows import CONNECTIONS
from sim.transport.tcp.machine.states import State

WINDOW = 65_535
"""The buffers of a host by default (octets)."""


def run(connections: int, each: int) -> dict[str, float]:
    """Seconds and memory (octets) of so many connections that send ``each`` octets, half of them a second later.

    ``at_once`` is how many were established meanwhile, ``open`` how many did not end.
    """
    work = Transfer(segments=0, links=2, window=WINDOW, queue=8 * connections)
    net = Network(trace=Trace(RECORD_LIMIT))
    nodes = line(net, work, settings=tcp(work), queue=work.queue)
    net.start()
    sink = Sink(nodes[-1], backlog=connections)
    sources = [Source(nodes[0], each - each // 2, closes=False) for _ in range(connections)]
    gc.collect()  # it rests during a run
    before = resident()
    start = time.process_time()

    def connect() -> None:
        for source in sources:
            source.connect(address_of(nodes[-1]))

    def go_on() -> None:
        for source in sources:
            source.go_on(each // 2)

    net.at(0, connect)
    net.at(SECOND, go_on)
    net.run(SECOND - 1)
    at_once = established(nodes[-1])
    net.run()
    seconds = time.process_time() - start
    if sink.received != connections * each:
        raise SystemExit(f"{sink.received} of {connections * each} octets came out")
    left = sum(len(node.tables[CONNECTIONS]) for node in (nodes[0], nodes[-1])) - 1  # the listener stays
    return {"seconds": seconds, "peak": peak(), "grown": peak() - before, "at_once": at_once, "open": left}


def established(node: IpNode) -> int:
    return sum(row.state is State.ESTABLISHED for row in node.tables[CONNECTIONS].values())


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("--connections", type=int, default=1_000)
    parser.add_argument("--each", type=int, default=10_000)
    print(json.dumps(run(**vars(parser.parse_args()))))
