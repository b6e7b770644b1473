"""Which hosts receive a broadcast where there are VLANs."""

from collections.abc import Iterator

from sim.addresses import BROADCAST_MAC
from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import moment_of, out_of
from sim.exam.question import Figure, FigureKind, Kind, Option
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.switching.beliefs import SENDER_HEARS
from sim.exam.templates.vlan import beliefs
from sim.exam.templates.vlan._rooms import listed, network, ports, sent_by_hosts, vlan_of
from sim.link.ethernet.pdu import Ethernet
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "The ports have these VLANs. At {at} s {sender} sends a frame[ out of {interface}] to ff:ff:ff:ff:ff:ff. "
    "Which hosts receive the frame?",
    "zh": "各端口的 VLAN 如下。{at} s 时，{sender} [从 {interface} ]向 ff:ff:ff:ff:ff:ff 发送一个帧。"
    "哪些主机会收到它？",
}
RULE = {
    "en": "follow the frame: its VLAN at each switch, the ports of this VLAN, the tag on each trunk",
    "zh": "跟随这一帧：在每台交换机上属于哪个 VLAN、这个 VLAN 的端口、中继上的标签",
}


def moments(run: Run) -> Iterator[Moment]:
    for flight in sent_by_hosts(run):
        if isinstance(flight.frame, Ethernet) and flight.frame.dst == BROADCAST_MAC:
            yield Moment(flight.n)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    flight = run.flight(moment.n)
    assert flight is not None
    known = ports(run)
    own = vlan_of(run, known, flight.node)
    if own is None:
        raise AmbiguousError("no VLANs here")
    heard: dict[str, int] = {}
    for n in run.after(moment.n):
        is_received = run.trace.kind[n] == Happened.FRAME_RECEIVED and run.trace.what[n] == flight.frame
        if is_received and run.kind(run.node(n)) == "host":
            heard.setdefault(run.node(n), n)
    options: list[Option] = []
    for node in run.of_kind("host"):
        vlan = vlan_of(run, known, node)
        if node in heard:
            options.append(right(node))
        elif node == flight.node:
            options.append(wrong(node, SENDER_HEARS, node=node))
        elif vlan is None:
            raise AmbiguousError("a host that is in no VLAN")
        else:
            belief = beliefs.SAME_NUMBER if vlan == own else beliefs.HOSTS_OF_THE_SWITCH
            options.append(wrong(node, belief, node=node, vlan=vlan))
    if not heard:
        raise AmbiguousError("nobody receives it")
    return Draft(
        say(TEXT, sender=flight.node, at=moment_of(run, moment.n), **out_of(run, flight)),
        tuple(options),
        proof=tuple(heard.values()),
        hints=(look_at(next(iter(known)), "switchport"), rule(RULE), step_to(next(iter(heard.values())))),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=listed(known),
    )


TEMPLATE = Template(
    id="vlan/who-receives",
    title={"en": "Who receives a broadcast of a VLAN", "zh": "谁收到 VLAN 中的广播"},
    kind=Kind.SEVERAL,
    level="exam",
    seconds=75,
    moments=moments,
    ask=ask,
    folders=("vlan/native-mismatch", "vlan/one-switch-two-vlans"),
    network=network,
)
