"""The segments that close a connection, in order."""

from collections.abc import Iterator

from sim.exam.asking import rule, step_to
from sim.exam.chance import Chance
from sim.exam.looking import Conversation, conversations, segment_of
from sim.exam.question import Kind, Option
from sim.exam.run import Flight, Run
from sim.exam.said import Said, say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.tcp._exchange import network
from sim.transport.tcp.pdu import ACK, FIN

TEXT = {
    "en": "The program on {first} closes its connection with {other} first. Put the segments in order.",
    "zh": "{first} 上的程序先关闭它与 {other} 的连接。把这些报文段按先后排序。",
}
FIN_TOLD = {"en": "{node}: FIN, seq {seq}", "zh": "{node}：FIN，序号 {seq}"}
ACK_TOLD = {"en": "{node}: ACK {ack}", "zh": "{node}：ACK {ack}"}
BOTH_TOLD = {"en": "{node}: FIN, seq {seq}, ACK {ack}", "zh": "{node}：FIN，序号 {seq}，ACK {ack}"}
RULE = {
    "en": "each side closes its own direction by a FIN, and each FIN is acknowledged",
    "zh": "双方各用一个 FIN 关闭自己的方向，每个 FIN 都要被确认",
}


def moments(run: Run) -> Iterator[Moment]:
    for each in conversations(run):
        fins = [flight for flight in each.flights if segment_of(flight).flags & FIN]
        if each.is_lossless and len(fins) == 2 and len({flight.node for flight in fins}) == 2:
            yield Moment(run.shown_by(fins[0])[0] - 1, (each, fins))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    conversation, fins = moment.about
    closing = closing_segments(conversation, fins[0])
    if not 3 <= len(closing) <= 4 or any(segment_of(flight).payload for flight in closing):
        raise AmbiguousError("data, or other segments between")
    if fins[1].n < (run.arrival(fins[0].n) or 0):
        raise AmbiguousError("both close at once")
    other = fins[1].node
    shown = tuple(run.sent_by(flight) for flight in closing)
    return Draft(
        say(TEXT, first=fins[0].node, other=other),
        tuple(Option(place, _told(flight, place)) for place, flight in enumerate(closing)),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
    )


def closing_segments(conversation: Conversation, first: Flight) -> list[Flight]:
    """The segments from the first FIN to the end."""
    return [flight for flight in conversation.flights if flight.n >= first.n]


def _told(flight: Flight, place: int) -> Said:
    segment = segment_of(flight)
    facts = {"node": flight.node, "seq": segment.seq, "ack": segment.ack}
    if segment.flags & FIN:
        return say(FIN_TOLD if place == 0 or not segment.flags & ACK else BOTH_TOLD, **facts)
    return say(ACK_TOLD, **facts)


TEMPLATE = Template(
    id="tcp/teardown-order",
    title={"en": "Closing a connection", "zh": "关闭连接的顺序"},
    kind=Kind.ORDER,
    level="intro",
    seconds=50,
    moments=moments,
    ask=ask,
    folders=("tcp/close-by-the-client", "tcp/close-by-the-server", "tcp/close-in-three", "tcp/tcp-echo"),
    network=network,
)
