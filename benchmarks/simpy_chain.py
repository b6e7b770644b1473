"""The chain in SimPy 4: one process and one store for each node, callbacks for what needs no process."""

from collections.abc import Callable, Generator
from typing import Any

import simpy

from benchmarks.work import NANOSECONDS, Ran, Work, arguments, longest_first, routes, run_and_report, work_of


class Datagram:
    __slots__ = ("destination", "length", "source", "ttl")

    def __init__(self, source: int, destination: int, length: int) -> None:
        self.source = source
        self.destination = destination
        self.length = length
        self.ttl = 64


class Link:
    """One direction: datagrams are serialised one after the other, then propagate."""

    def __init__(self, env: Any, work: Work, inbox: Any) -> None:
        self.env = env
        self.inbox = inbox
        self.delay = work.delay
        self.overhead = work.frame_length - work.length
        self.octet_time = 8 * NANOSECONDS // work.rate
        self.free = 0

    def send(self, datagram: Datagram) -> None:
        now = self.env.now
        start = max(now, self.free)
        self.free = sent = start + (datagram.length + self.overhead) * self.octet_time
        self.env.timeout(sent + self.delay - now, datagram).callbacks.append(self.arrive)

    def arrive(self, event: Any) -> None:
        self.inbox.put(event._value)


def router(inbox: Any, table: list[tuple[int, dict[int, int]]], ports: list[Link]) -> Generator[Any, Any, None]:
    while True:
        datagram = yield inbox.get()
        if datagram.ttl <= 1:
            continue
        datagram.ttl -= 1
        destination = datagram.destination
        for mask, networks in table:
            port = networks.get(destination & mask)
            if port is not None:
                ports[port].send(datagram)
                break


def sender(env: Any, work: Work, link: Link) -> Generator[Any, Any, None]:
    for _ in range(work.datagrams):
        link.send(Datagram(work.sender, work.sink, work.length))
        yield env.timeout(work.interval)


def sink(inbox: Any, received: list[int]) -> Generator[Any, Any, None]:
    while True:
        yield inbox.get()
        received[0] += 1


def build(work: Work) -> Callable[[], Ran]:
    env: Any = simpy.Environment()
    inboxes = [simpy.Store(env) for _ in range(work.links + 1)]
    right = [Link(env, work, inboxes[i + 1]) for i in range(work.links)]
    left = [Link(env, work, inboxes[i]) for i in range(work.links)]
    received = [0]
    env.process(sender(env, work, right[0]))
    for i in range(1, work.links):
        env.process(router(inboxes[i], longest_first(routes(work.links, i)), [left[i - 1], right[i]]))
    env.process(sink(inboxes[-1], received))

    def run() -> Ran:
        env.run()
        return Ran(received[0], env.now)

    return run


if __name__ == "__main__":
    run_and_report(work_of(Work, arguments(Work).parse_args()), build)
