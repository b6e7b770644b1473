"""Networks made at random, with faults and things to do, for properties that hold in every network."""

import itertools
import random
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from sim.bridge.settings import WhenFull
from sim.ip.acd.settings import AcdSettings
from sim.ip.reassembly.settings import ReassemblySettings
from sim.kernel import SECOND
from sim.link.faults import Deed, TargetedFault
from sim.trace.trace import Trace
from tests.nodes.lab import MILLISECOND, Lab, route

LIMIT = 3000
"""Records after which a random network is stopped: some have loops of switches."""

seeds = st.integers(0, 2**32 - 1)
"""One seed is one network; hypothesis only has to find the bad one."""

FAST_ACD = AcdSettings(*(20 * MILLISECOND, 3, 20 * MILLISECOND, 40 * MILLISECOND, 30 * MILLISECOND))


class RandomNetwork:
    """The network of one seed. Equal seeds make equal networks."""

    def __init__(self, seed: int, trace: Trace | None = None) -> None:
        self.dice = random.Random(seed)
        self.lab = Lab(seed, trace)
        self.lab.trace.limit = LIMIT
        self._free: list[str] = []
        self._addresses: list[str] = []
        self._ip_nodes: list[str] = []
        segments = self.dice.randint(1, 3)
        for number in range(segments):
            self._segment(number)
        if segments > 1:
            self._router(segments)
        self._extra_cables()
        for _ in range(self.dice.randint(4, 12)):
            self._something_to_do()

    def _segment(self, number: int) -> None:
        """A switch or hub, or a chain of them, with hosts of network 10.0.NUMBER.0/24."""
        dice, lab = self.dice, self.lab
        boxes = []
        for each in range(dice.randint(1, 2)):
            name = f"box{number}{each}"
            if dice.random() < 0.7:
                lab.switch(
                    name,
                    6,
                    table_size=dice.choice((1, 2, 8192)),
                    when_full=dice.choice(list(WhenFull)),
                    ageing_time=dice.choice((200 * MILLISECOND, 300 * SECOND)),
                )
            else:
                lab.hub(name, 6)
            boxes.append(name)
        for a, b in itertools.pairwise(boxes):
            self._link(f"{a}:6", f"{b}:5")
        for each in range(dice.randint(1, 3)):
            # Now and then two hosts have the same address, or one is misconfigured.
            address = f"10.0.{number}.{dice.choice((*[each + 1] * 5, 1))}"
            name = f"pc{number}{each}"
            lab.host(
                name,
                f"{address}/{dice.choice((*[24] * 6, 16, 30))}",
                dice.choice((*[f"10.0.{number}.254"] * 4, None)),
                conflict_detection=dice.random() < 0.3,
                acd=FAST_ACD,
                promiscuous=dice.random() < 0.2,
                reassembly=ReassemblySettings(timeout=dice.choice((50 * MILLISECOND, 60 * SECOND))),
            )
            self._addresses.append(address)
            self._ip_nodes.append(name)
            self._link(name, f"{dice.choice(boxes)}:{each + 1}")
        self._free += [f"{box}:4" for box in boxes]

    def _router(self, segments: int) -> None:
        """One router to all segments, or a chain of two."""
        dice, lab = self.dice, self.lab
        settings: dict[str, Any] = {"proxy_arp": dice.random() < 0.3, "directed_broadcast": dice.random() < 0.3}
        if dice.random() < 0.5:
            lab.router("r1", *(f"10.0.{number}.254/24" for number in range(segments)), **settings)
            ends = [f"r1:eth{number}" for number in range(segments)]
            self._ip_nodes.append("r1")
        else:
            beyond = [route(f"10.0.{number}.0/24", "10.9.9.2") for number in range(1, segments)]
            lab.router("r1", "10.9.9.1/30", "10.0.0.254/24", routes=beyond, **settings)
            back = [route("0.0.0.0/0", "10.9.9.1")]
            lab.router("r2", "10.9.9.2/30", *(f"10.0.{n}.254/24" for n in range(1, segments)), routes=back)
            ends = ["r1:eth1", *(f"r2:eth{number}" for number in range(1, segments))]
            self._ip_nodes += ["r1", "r2"]
            self._link("r1:eth0", "r2:eth0")
        for number, end in enumerate(ends):
            self._link(end, self._free.pop(next(i for i, p in enumerate(self._free) if p[3] == str(number))))

    def _extra_cables(self) -> None:
        self.is_tree = self.dice.random() > 0.15 or len(self._free) < 2
        if not self.is_tree:
            self._link(self._free.pop(), self._free.pop())

    def _link(self, a: str, b: str) -> None:
        dice = self.dice
        faulty = dice.random() < 0.4
        self.lab.link(
            a,
            b,
            bandwidth=dice.choice((10**9, 10**7, 10**5)),
            delay=dice.choice((0, 1000, 3 * MILLISECOND)),
            mtu=dice.choice((1500, 1500, 600, 68)),
            queue=dice.choice((100, 2, 1, 0)),
            targeted=tuple(self._targeted() for _ in range(dice.randint(0, 2) if faulty else 0)),
            loss=dice.choice((0.0, 0.2)) if faulty else 0.0,
            duplicate=dice.choice((0.0, 0.3)) if faulty else 0.0,
            corrupt=dice.choice((0.0, 0.3)) if faulty else 0.0,
            jitter=dice.choice((0, 5 * MILLISECOND)) if faulty else 0,
        )

    def _targeted(self) -> TargetedFault:
        dice, first = self.dice, self.dice.randint(1, 3)
        return TargetedFault(
            dice.choice(list(Deed)),
            lambda port, frame: True,
            "a frame",
            first,
            dice.choice((first, first + 1, None)),
            octet=dice.choice((None, dice.randint(0, 80))),
            bit=dice.randint(0, 7),
            fcs_repaired=dice.random() < 0.8,
            by=dice.randint(0, 10) * MILLISECOND,
        )

    def _something_to_do(self) -> None:
        dice, lab = self.dice, self.lab
        time = dice.randint(0, 300) * MILLISECOND
        links = list(lab.net.links.values())
        if dice.random() < 0.3:
            link = dice.choice(links)
            lab.net.at(time, lambda: lab.net.cut(link))
            lab.net.at(time + dice.randint(0, 200) * MILLISECOND, lambda: lab.net.mend(link))
            return
        target = dice.choice([*self._addresses, "10.0.0.77", "10.0.0.255", "10.5.5.5", "127.0.0.1", "224.0.0.1"])
        node = dice.choice(self._ip_nodes)
        commands: list[Callable[[], str]] = [
            lambda: f"ping -c {dice.randint(1, 3)} -i 0.05 -s {dice.choice((0, 56, 1400, 3000))} -b {target}",
            lambda: f"ping -c 1 -M do -s {dice.choice((56, 1000))} -t {dice.randint(1, 3)} {target}",
            lambda: f"traceroute -w 0.1 -m 4 {dice.choice(('-I', '-F', '-q 1'))} {target}",
            lambda: f"arping -c 2 {dice.choice(('-D', '-U', ''))} {target}",
            lambda: "ip neigh flush",
            lambda: f"arp -s {target} 02:00:00:00:00:99",
            lambda: f"arp -d {target}",
            lambda: f"ip route add 10.5.0.0/16 via {target}",
            lambda: "ip route del default",
            lambda: "ip route add blackhole 10.5.5.0/24",
        ]
        lab.at(time, node, dice.choice(commands[: 3 if dice.random() < 0.6 else None])())
