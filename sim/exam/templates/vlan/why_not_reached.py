"""Why an ARP request does not reach the host that it asks for."""

from collections.abc import Iterator

from sim.addresses import BROADCAST_MAC
from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.vlan import beliefs
from sim.exam.templates.vlan._rooms import carries, listed, ports, rooms, sent_by_hosts, trunks, vlan_of
from sim.ip.arp.pdu import Arp
from sim.link.ethernet.pdu import Ethernet
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "The ports have these VLANs. {sender} asks for the MAC address of {target} by ARP, and {target} never "
    "receives the request. Why?",
    "zh": "各端口的 VLAN 如下。{sender} 用 ARP 查询 {target} 的 MAC 地址，但 {target} 一直没有收到请求。为什么？",
}
REASONS = {
    "vlans": {"en": "The two hosts are in different VLANs.", "zh": "两台主机属于不同的 VLAN。"},
    "carried": {"en": "The trunk does not carry their VLAN.", "zh": "中继链路不承载它们的 VLAN。"},
    "native": {"en": "The native VLANs of the trunk differ.", "zh": "中继链路两端的本征 VLAN 不一致。"},
}
RULE = {
    "en": "compare the VLANs of both hosts, then what both ends of the trunk carry, then their native VLANs",
    "zh": "先比较两台主机的 VLAN，再看中继两端承载的 VLAN，最后看两端的本征 VLAN",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each ARP request of a host for another that does not come there."""
    for flight in sent_by_hosts(run):
        frame = flight.frame
        if not isinstance(frame, Ethernet) or frame.dst != BROADCAST_MAC or not isinstance(frame.payload, Arp):
            continue
        target = run.holder(frame.payload.target_ip, flight.n)
        if target is None or target == flight.node or run.kind(target) != "host":
            continue
        reached = {run.node(n) for n in run.after(flight.n) if run.trace.kind[n] == Happened.FRAME_RECEIVED}
        if target not in reached:
            yield Moment(flight.n, target)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    flight, target = run.flight(moment.n), moment.about
    assert flight is not None
    known = ports(run)
    own, other = (vlan_of(run, known, node) for node in (flight.node, target))
    ends = trunks(run, known)
    if own is None or other is None or len(ends) != 1:
        raise AmbiguousError("no VLANs here, or not one trunk")
    lacks = [not all(carries(row, vlan) for row in ends[0]) for vlan in (own, other)]
    natives = {row.vlan for row in ends[0]}
    found = {"vlans": own != other, "carried": any(lacks), "native": len(natives) > 1}
    truths = [reason for reason, holds in found.items() if holds]
    if len(truths) != 1:
        raise AmbiguousError("no reason, or several")
    truth = truths[0]
    facts = {"sender": flight.node, "target": target, "vlan": own, "native": next(iter(natives))}
    named = {
        "vlans": beliefs.NOT_THE_VLANS,
        "carried": beliefs.NOT_THE_TRUNK,
        "native": beliefs.NOT_THE_NATIVE,
    }
    options = [right(truth, say(REASONS[truth]))]
    options += [wrong(name, belief, say(REASONS[name]), **facts) for name, belief in named.items() if name != truth]
    after = list(run.after(moment.n))
    telling = [
        *(n for n in after if run.rule(n) == "vlan.native" and truth == "native"),
        *(n for n in after if run.trace.kind[n] == Happened.FRAME_DROPPED),
        *(n for n in after if run.rule(n) == "vlan.flood-broadcast"),
    ]
    if not telling:
        raise AmbiguousError("nothing that shows it")
    proof = telling[0]
    return Draft(
        say(TEXT, sender=flight.node, target=target),
        tuple(options),
        proof=(proof,),
        hints=(look_at(next(iter(known)), "switchport"), rule(RULE), step_to(proof)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=listed(known),
    )


def network(chance: Chance) -> Network:
    return rooms(chance, chance.choice(("", "native", "missing")))


TEMPLATE = Template(
    id="vlan/why-not-reached",
    title={"en": "Why a host is not reached", "zh": "主机为什么不可达"},
    kind=Kind.ONE,
    level="exam",
    seconds=75,
    moments=moments,
    ask=ask,
    folders=("vlan/native-mismatch", "vlan/a-vlan-is-missing"),
    network=network,
    other_domains={"network+": "5"},
)
