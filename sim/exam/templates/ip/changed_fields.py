"""Which fields of a frame and its datagram a router changes."""

from collections.abc import Iterator, Mapping

from sim.exam.asking import right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of, routed
from sim.exam.question import Figure, FigureKind, Kind, Option
from sim.exam.run import Run
from sim.exam.said import Said, say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.ip import beliefs
from sim.exam.templates.ip.ttl_on_link import network
from sim.packets.dissect import dissect
from sim.pdu.base import Pdu

TEXT = {
    "en": "{router} forwards a datagram from {source} to {destination}. Which of these fields are different behind "
    "{router}?",
    "zh": "{router} 转发从 {source} 到 {destination} 的数据报。下列哪些字段在 {router} 之后有所不同？",
}
RULE = {
    "en": "a router writes a new frame; of the IP header it changes only what counts the routers on the way",
    "zh": "路由器重新封装帧；IP 首部中只改变记录经过路由器数的字段",
}
FIELDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("ethernet", "src"): {"en": "source MAC address", "zh": "源 MAC 地址"},
    ("ethernet", "dst"): {"en": "destination MAC address", "zh": "目的 MAC 地址"},
    ("ethernet", "ethertype"): {"en": "type of the frame", "zh": "帧的类型字段"},
    ("ipv4", "src"): {"en": "source IP address", "zh": "源 IP 地址"},
    ("ipv4", "dst"): {"en": "destination IP address", "zh": "目的 IP 地址"},
    ("ipv4", "ttl"): {"en": "time to live", "zh": "生存时间"},
    ("ipv4", "identification"): {"en": "identification", "zh": "标识"},
    ("ipv4", "protocol"): {"en": "protocol", "zh": "协议字段"},
    ("ipv4", "total_length"): {"en": "total length", "zh": "总长度"},
}
"""By layer and field."""
Values = dict[tuple[str, str], str]
CHANGE = {"en": "{field} {old} → {new}"}
SAME = {"en": "{field} {old}"}
REASON = {
    "en": "Before and after: {changes}.",
    "zh": "前后对比：{changes}。",
}


def moments(run: Run) -> Iterator[Moment]:
    for journey in routed(run):
        for place in range(1, len(journey)):
            if run.kind(journey[place].node) == "router":
                yield Moment(journey[place - 1].n, (journey, place))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    journey, place = moment.about
    before, after = journey[place - 1], journey[place]
    old, new = (_values(run, flight.n) for flight in (before, after))
    options = []
    changed = chance.choice([field for field in FIELDS if old[field] != new[field]])
    for field in sorted({changed, *chance.sample(list(FIELDS), 4)}):
        text = say(FIELDS[field])
        if old[field] != new[field]:
            options.append(right(field, text))
        else:
            options.append(wrong(field, beliefs.UNCHANGED_FIELD, text, router=after.node))
    datagram = datagram_of(after)
    return Draft(
        say(TEXT, router=after.node, source=datagram.src, destination=datagram.dst),
        tuple(options),
        proof=(after.n, before.n),
        reason=say(REASON, changes=_changes(old, new, options)),
        clause="RFC 1812, 5.2.1.2",
        hints=(rule(RULE), step_to(after.n)),
        figures=(Figure(FigureKind.TOPOLOGY), Figure(FigureKind.HEADER, before.n)),
    )


def _changes(old: Values, new: Values, options: list[Option]) -> list[Said]:
    """What each of the fields that are asked about was, and is."""
    return [
        say(
            CHANGE if old[each.value] != new[each.value] else SAME,
            field=each.text,
            old=old[each.value],
            new=new[each.value],
        )
        for each in options
    ]


def _values(run: Run, n: int) -> Values:
    frame = run.trace.what[n]
    assert isinstance(frame, Pdu)
    layers = [layer for layer in dissect(frame) if not layer.quoted]  # an ICMP error quotes another header
    return {(layer.name, field.name): field.text for layer in layers for field in layer.fields}


TEMPLATE = Template(
    id="ip/changed-fields",
    title={"en": "What a router changes", "zh": "路由器改变哪些字段"},
    kind=Kind.SEVERAL,
    level="core",
    seconds=50,
    moments=moments,
    ask=ask,
    folders=("routing", "basics"),
    network=network,
)
