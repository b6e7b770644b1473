"""In which VLAN a frame is where it comes in, and its source is learned."""

from collections.abc import Iterator

from sim.exam.asking import look_at, number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import has_lanes
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.vlan import beliefs
from sim.exam.templates.vlan._rooms import listed, network, ports, tag_of, vlan_of
from sim.exam.templates.vlan.ports_out import how_tagged
from sim.link.ethernet.pdu import Ethernet
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "The ports have these VLANs. A frame from {sender} comes in at port {port} of {switch}, {tag}. "
    "In which VLAN does {switch} learn the source address?",
    "zh": "各端口的 VLAN 如下。来自 {sender} 的帧从 {switch} 的端口 {port} 进入，{tag}。"
    "{switch} 把源地址学习到哪个 VLAN？",
}
RULE = {
    "en": "a tag names the VLAN; without a tag it is the VLAN of the access port, or the native VLAN of the trunk",
    "zh": "标签说明 VLAN；没有标签时，是接入端口的 VLAN 或中继端口的本征 VLAN",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each frame whose source a switch with VLANs adds to its table."""
    for n in run.records("switch.learned") if has_lanes(run) else ():
        cause = run.trace.cause[n]
        if run.trace.kind[n] == Happened.ROW_ADDED and isinstance(run.trace.what[cause], Ethernet):
            yield Moment(cause - 1, n)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    learned, trace = moment.about, run.trace
    received = trace.cause[learned]
    frame, known = trace.what[received], ports(run)
    assert isinstance(frame, Ethernet)
    switch, into = trace.spots[trace.spot[received]]
    sender = run.station(frame.src)
    row = known.get(switch, {}).get(into)
    if row is None or sender is None:
        raise AmbiguousError("no VLANs here, or a sender that is not clear")
    truth, tag = trace.what[learned].key[0], tag_of(frame)
    own = vlan_of(run, known, sender)
    slips = []
    if not tag and own is not None:
        slips.append(slip(own, beliefs.REMEMBERS, vlan=own))
    if tag and row.vlan:
        slips.append(slip(row.vlan, beliefs.NATIVE_FOR_ALL, native=row.vlan))
    slips.append(slip(1, beliefs.DEFAULT_VLAN))
    return Draft(
        say(TEXT, switch=switch, sender=sender, port=into, tag=how_tagged(tag)),
        blanks=(number(truth, slips),),
        proof=(learned,),
        hints=(look_at(switch, "switchport"), rule(RULE), step_to(learned)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=listed(known),
    )


TEMPLATE = Template(
    id="vlan/learned-vlan",
    title={"en": "The VLAN of a frame", "zh": "帧属于哪个 VLAN"},
    kind=Kind.NUMBER,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("vlan/a-trunk", "vlan/native-mismatch", "vlan/one-switch-two-vlans"),
    network=network,
)
