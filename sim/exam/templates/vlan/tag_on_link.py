"""Whether a frame has a tag on a link, and of which VLAN."""

from collections.abc import Iterator

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import moment_of, out_of
from sim.exam.question import Figure, FigureKind, Kind, Option
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.vlan import beliefs
from sim.exam.templates.vlan._rooms import copies, listed, network, ports, sent_by_hosts, tag_of, vlan_of
from sim.link.ethernet.pdu import Ethernet

TEXT = {
    "en": "The ports have these VLANs. At {at} s {sender} sends a frame[ out of {interface}] to {destination}. The "
    "frame also crosses the link {link}. Which tag does the frame have on this link?",
    "zh": "各端口的 VLAN 如下。{at} s 时，{sender} [从 {interface} ]向 {destination} 发送一个帧，"
    "它也经过链路 {link}。帧在这段链路上带什么标签？",
}
TAG = {"en": "the tag of VLAN {vlan}", "zh": "VLAN {vlan} 的标签"}
NO_TAG = {"en": "no tag", "zh": "没有标签"}
RULE = {
    "en": "access ports and the native VLAN of a trunk: no tag; the other VLANs of a trunk: their tag",
    "zh": "接入端口以及中继的本征 VLAN 不带标签，中继的其他 VLAN 带标签",
}
WITH_TAG = {
    "en": "Port {port} of {node} sends frames of VLAN {vlan} with a tag.",
    "zh": "{node} 的端口 {port} 发送 VLAN {vlan} 的帧时带标签。",
}
WITHOUT_TAG = {
    "en": "VLAN {vlan} is the one that port {port} of {node} sends without a tag: no tag.",
    "zh": "VLAN {vlan} 是 {node} 的端口 {port} 不带标签发送的 VLAN：没有标签。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each frame of a host on each link between switches, and on one that leads to a host."""
    for first in sent_by_hosts(run):
        to_hosts = 0
        for flight in copies(run, first):
            to_hosts += run.kind(flight.to_node) == "host"
            if run.kind(flight.node) == "switch" and (to_hosts < 2 or run.kind(flight.to_node) != "host"):
                yield Moment(first.n - 1, (first, flight))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    first, flight = moment.about
    assert isinstance(first.frame, Ethernet)
    known = ports(run)
    row = known.get(flight.node, {}).get(flight.port)
    own = vlan_of(run, known, first.node)
    if row is None or own is None:
        raise AmbiguousError("no VLANs here")
    truth, facts = tag_of(flight.frame), {"link": flight.link}
    named = {each.vlan for rows in known.values() for each in rows.values() if each.vlan is not None}
    others = named - {own, row.vlan, 1}
    options: list[Option] = [right(truth, say(TAG, vlan=truth) if truth else say(NO_TAG))]
    if truth:
        options.append(wrong(0, beliefs.PORT_TELLS, say(NO_TAG), vlan=truth, **facts))
    elif row.mode == "trunk" and row.vlan is not None:
        told = say(TAG, vlan=row.vlan)
        options.append(wrong(row.vlan, beliefs.NATIVE_TAGGED, told, vlan=row.vlan, **facts))
    elif row.vlan is not None:
        options.append(wrong(row.vlan, beliefs.HOSTS_SEE_TAGS, say(TAG, vlan=row.vlan), vlan=row.vlan, **facts))
    if truth and row.vlan:
        options.append(wrong(row.vlan, beliefs.NATIVE_FOR_ALL, say(TAG, vlan=row.vlan), native=row.vlan))
    options += [
        wrong(vlan, beliefs.OTHER_END, say(TAG, vlan=vlan), other=vlan) for vlan in chance.shuffled(sorted(others))
    ]
    options.append(wrong(1, beliefs.DEFAULT_VLAN, say(TAG, vlan=1)))
    if truth == 1:
        raise AmbiguousError("VLAN 1 with a tag")
    return Draft(
        say(
            TEXT,
            sender=first.node,
            destination=first.frame.dst,
            at=moment_of(run, first.n),
            link=flight.link,
            **out_of(run, first),
        ),
        tuple(options),
        proof=(flight.n,),
        reason=say(WITH_TAG if truth else WITHOUT_TAG, node=flight.node, port=flight.port, vlan=truth or row.vlan),
        hints=(look_at(flight.node, "switchport"), rule(RULE), step_to(flight.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=listed(known),
    )


TEMPLATE = Template(
    id="vlan/tag-on-link",
    title={"en": "The tag on a link", "zh": "链路上的 VLAN 标签"},
    kind=Kind.ONE,
    level="intro",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("vlan/a-trunk", "vlan/native-mismatch", "vlan/router-on-a-stick", "vlan/one-switch-two-vlans"),
    network=network,
)
