"""Which segment is a retransmission."""

from collections.abc import Iterator

from sim.exam.asking import right, rule, step_to, wrong
from sim.exam.blueprints import IN_NO_CERTIFICATE
from sim.exam.chance import Chance
from sim.exam.looking import conversations, segment_of
from sim.exam.question import Kind
from sim.exam.run import Flight, Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.tcp import beliefs
from sim.exam.templates.tcp._lossy import network
from sim.quantities import seconds

TEXT = {
    "en": "These are the segments with data that {sender} sends to {receiver}. Which one is a retransmission?",
    "zh": "下面是 {sender} 发给 {receiver} 的带数据的报文段。哪一个是重传？",
}
ITEM = {"en": "{at} s: seq {seq}, {octets:octet|octets}", "zh": "{at} s：序号 {seq}，{octets} 字节"}
RULE = {
    "en": "a segment is a retransmission if its octets were sent before",
    "zh": "如果一个报文段的字节以前发送过，它就是重传",
}
_SHOWN = 14


def moments(run: Run) -> Iterator[Moment]:
    for each in conversations(run):
        for node in (each.client, each.server):
            data = [flight for flight in each.flights if flight.node == node and segment_of(flight).payload]
            if 4 <= len(data) <= _SHOWN:
                yield Moment(data[0].n - 1, (each, data))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each, data = moment.about
    seen: set[int] = set()
    options = []
    again: list[Flight] = []
    for flight in data:
        segment = segment_of(flight)
        text = say(ITEM, at=seconds(flight.at), seq=segment.seq, octets=len(segment.payload))
        if segment.seq in seen:
            again.append(flight)
            options.append(right(flight.n, text))
        else:
            options.append(wrong(flight.n, beliefs.NOT_SENT_AGAIN, text, seq=segment.seq))
        seen.add(segment.seq)
    if len(again) != 1:
        raise AmbiguousError("no segment is sent again, or several are")
    shown = run.shown_by(again[0])
    return Draft(
        say(TEXT, sender=data[0].node, receiver=each.server if data[0].node == each.client else each.client),
        tuple(options),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
    )


TEMPLATE = Template(
    id="tcp/which-is-again",
    title={"en": "The retransmission", "zh": "找出重传的报文段"},
    kind=Kind.PACKET,
    level="core",
    seconds=50,
    moments=moments,
    ask=ask,
    folders=("tcp/lost-data", "tcp/fast-retransmit"),
    network=network,
    other_domains=IN_NO_CERTIFICATE,
)
