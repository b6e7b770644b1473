"""Which devices receive a broadcast."""

from collections.abc import Iterator
from typing import Any

from sim.addresses import BROADCAST_MAC
from sim.exam.asking import right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import has_lanes, has_loose_end, moment_of, out_of
from sim.exam.networks import mac
from sim.exam.question import Figure, FigureKind, Kind, Option
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.switching import beliefs
from sim.link.ethernet.pdu import Ethernet
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "At {at} s {sender} sends a frame[ out of {interface}] to ff:ff:ff:ff:ff:ff. "
    "Which of these hosts and routers receive the frame?",
    "zh": "{at} s 时，{sender} [从 {interface} ]向 ff:ff:ff:ff:ff:ff 发送一个帧。下列主机和路由器中哪些会收到它？",
}
RULE = {
    "en": "a broadcast goes through switches and hubs, and ends at routers",
    "zh": "广播可以穿过交换机和集线器，到路由器为止",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each broadcast of a host or router, where switches know no VLANs."""
    for flight in run.flights:
        is_broadcast = isinstance(flight.frame, Ethernet) and flight.frame.dst == BROADCAST_MAC
        if is_broadcast and run.kind(flight.node) in ("host", "router") and run.trace.cause[flight.n] >= 0:
            if has_lanes(run):
                return
            yield Moment(flight.n)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    flight = run.flight(moment.n)
    assert flight is not None
    heard = hearing(run, moment.n)
    options: list[Option] = []
    for node in run.of_kind("host", "router"):
        if node in heard:
            options.append(right(node))
        elif node == flight.node:
            options.append(wrong(node, beliefs.SENDER_HEARS, node=node))
        else:
            options.append(wrong(node, beliefs.ROUTER_PASSES, node=node))
    if not heard or flight.node in heard:
        raise AmbiguousError("nobody receives it, or the sender does")
    if has_loose_end(run, moment.n, run.nodes):
        raise AmbiguousError("a cable is pulled out")
    return Draft(
        say(TEXT, sender=flight.node, at=moment_of(run, moment.n), **out_of(run, flight)),
        tuple(options),
        proof=tuple(heard.values()),
        hints=(rule(RULE), step_to(next(iter(heard.values())))),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def hearing(run: Run, sent: int) -> dict[str, int]:
    """The hosts and routers that receive the frame of a record, each with the record in which it does."""
    heard: dict[str, int] = {}
    for n in run.after(sent):
        is_received = run.trace.kind[n] == Happened.FRAME_RECEIVED and run.trace.what[n] == run.trace.what[sent]
        if is_received and run.kind(run.node(n)) in ("host", "router"):
            heard.setdefault(run.node(n), n)
        if run.trace.kind[n] == Happened.FRAME_DROPPED and run.node(n) not in run.nodes:
            raise AmbiguousError("a link loses the frame")
    return heard


def network(chance: Chance) -> Network:
    """Two networks on one router, one of them with a second switch."""
    left, right_ = (f"192.168.{base}" for base in chance.sample(range(1, 99), 2))
    names = [f"pc{number}" for number in range(1, chance.among(4, 6) + 1)]
    split = chance.among(2, len(names) - 1)
    nodes: dict[str, Any] = {
        name: {
            "host": f"{left if place < split else right_}.{place + 1}/24",
            "gateway": f"{left if place < split else right_}.254",
            "mac": mac(place + 1),
        }
        for place, name in enumerate(names)
    }
    nodes["sw1"], nodes["sw2"] = {"switch": 6}, {chance.choice(("switch", "hub")): 6}
    nodes["r1"] = {"router": {"eth0": f"{left}.254/24", "eth1": f"{right_}.254/24"}}
    links = [f"{name} -- {'sw1' if place < split else 'sw2'}" for place, name in enumerate(names)]
    asker, asked = chance.sample(names[:split], 2) if chance.below(2) else (names[-1], names[0])
    actions = [{"at": "1s", "on": asker, "run": f"ping -c 1 {nodes[asked]['host'].partition('/')[0]}"}]
    return {"nodes": nodes, "links": [*links, "sw1 -- r1:eth0", "sw2 -- r1:eth1"], "actions": actions, "until": "3s"}


TEMPLATE = Template(
    id="switching/who-hears",
    title={"en": "Who receives a broadcast", "zh": "谁收到广播"},
    kind=Kind.SEVERAL,
    level="intro",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("switching/broadcasts-stop-at-the-router", "routing/two-dormitories", "basics/same-network-or-not"),
    network=network,
)
