"""By which ports a frame leaves a switch with VLANs."""

from collections.abc import Iterator

from sim.addresses import BROADCAST_MAC
from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import leaves
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import Said, say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.switching.beliefs import BACK_OUT, FLOODS_KNOWN
from sim.exam.templates.switching.ports_out import PORT
from sim.exam.templates.vlan import beliefs
from sim.exam.templates.vlan._rooms import carries, listed, network, ports, tag_of
from sim.link.ethernet.pdu import Ethernet
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "The ports have these VLANs. A frame {tag} to {destination} comes in at port {port} of {switch}. "
    "By which ports does the frame leave?",
    "zh": "各端口的 VLAN 如下。一个{tag}、发往 {destination} 的帧从 {switch} 的端口 {port} 进入。它从哪些端口发出？",
}
WITH_TAG = {"en": "with the tag of VLAN {vlan}", "zh": "带 VLAN {vlan} 标签"}
WITHOUT_TAG = {"en": "without a tag", "zh": "不带标签"}
RULE = {
    "en": "tag or port say which VLAN the frame is in; then the switch looks at the ports and addresses of this VLAN",
    "zh": "标签或端口决定帧属于哪个 VLAN，交换机只看这个 VLAN 的端口和地址",
}
IN_VLAN = ("vlan.access", "vlan.native", "vlan.tagged")
"""The rules by which a frame comes into a VLAN."""


def how_tagged(vlan: int) -> Said:
    """With which tag, or that without one."""
    return say(WITH_TAG, vlan=vlan) if vlan else say(WITHOUT_TAG)


ONE = {
    "en": "In VLAN {vlan} the table has {mac} at port {names}.",
    "zh": "在 VLAN {vlan} 中，表里 {mac} 在端口 {names}。",
}
ALL = {
    "en": "The ports of VLAN {vlan} but for port {port} are: {names}.",
    "zh": "VLAN {vlan} 中除端口 {port} 外的端口有：{names}。",
}


def moments(run: Run) -> Iterator[Moment]:
    for n in run.records(*IN_VLAN):
        if run.trace.kind[n] == Happened.FRAME_RECEIVED and isinstance(run.trace.what[n], Ethernet):
            yield Moment(n)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    n, trace = moment.n, run.trace
    frame, known = trace.what[n], ports(run)
    assert isinstance(frame, Ethernet)
    switch, into = trace.spots[trace.spot[n]]
    vlan = trace.why[n].facts["vlan"]
    if switch not in known or into not in known[switch]:
        raise AmbiguousError("a port without a cable")
    sending = (Happened.FRAME_SENT, Happened.FRAME_QUEUED)
    near = [m for effect in run.effects.get(n, ()) for m in (effect, *run.effects.get(effect, ()))]
    sent = [m for m in near if trace.kind[m] in sending and run.node(m) == switch]
    out = {trace.spots[trace.spot[m]].port for m in sent}
    if not out or len(known[switch]) < 3:
        raise AmbiguousError("the switch sends nothing, or has too few ports")
    is_known = frame.dst != BROADCAST_MAC and (vlan, frame.dst) in run.table(switch, "mac", n)
    first = leaves(run, sent[0])
    options = []
    for port, row in known[switch].items():
        text = say(PORT, number=port)
        if port in out:
            options.append(right(port, text))
        elif port == into:
            options.append(wrong(port, BACK_OUT, text, port=into))
        elif carries(row, vlan):
            if not is_known:
                raise AmbiguousError("a port that is down or blocked")
            options.append(wrong(port, FLOODS_KNOWN, text, mac=frame.dst))
        elif row.mode == "trunk":
            options.append(wrong(port, beliefs.TRUNK_CARRIES_ALL, text, port=port, vlan=vlan))
        else:
            options.append(wrong(port, beliefs.ONE_DOMAIN, text, port=port, vlan=vlan))
    table = () if frame.dst == BROADCAST_MAC else run.printed(switch, "mac", n)
    return Draft(
        say(TEXT, switch=switch, destination=frame.dst, port=into, tag=how_tagged(tag_of(frame))),
        tuple(options),
        proof=(first,),
        reason=say(ONE if is_known else ALL, vlan=vlan, mac=frame.dst, port=into, names=tuple(sorted(out, key=int))),
        hints=(look_at(switch, "switchport"), rule(RULE), step_to(first)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=(*listed({switch: known[switch]}), *table),
        moment=n,
    )


TEMPLATE = Template(
    id="vlan/ports-out",
    title={"en": "Ports of a VLAN", "zh": "VLAN 中帧的出端口"},
    kind=Kind.SEVERAL,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=("vlan/a-trunk", "vlan/a-vlan-is-missing", "vlan/router-on-a-stick"),
    network=network,
)
