"""The acknowledgement number that answers a segment with data."""

from collections.abc import Callable, Iterator

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import Conversation, conversations, segment_of
from sim.exam.question import Kind, Slip
from sim.exam.run import Flight, Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.tcp import beliefs
from sim.exam.templates.tcp._exchange import network
from sim.languages import Wording
from sim.transport.tcp.pdu import FIN, SYN, Tcp

TEXT = {
    "en": "{sender} sends a segment with sequence number {seq} and {octets:octet|octets} of data. Everything before it "
    "has "
    "arrived. Which acknowledgement number does {receiver} answer with?",
    "zh": "{sender} 发送一个序号为 {seq}、带 {octets} 字节数据的报文段，之前的数据都已到达。{receiver} "
    "回答的确认号是多少？",
}
RULE = {
    "en": "the ACK is the number of the next octet that is expected",
    "zh": "确认号是期待的下一个字节的序号",
}
REASON = {
    "en": "The segment takes {taken} of the sequence numbers: {seq} + {taken} = {truth} is expected next.",
    "zh": "这个报文段占 {taken} 个序号：接下来期待 {seq} + {taken} = {truth}。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each segment with data only whose arrival leads to an answer at once."""
    return sent(run, lambda segment: bool(segment.payload) and not segment.flags & (SYN | FIN))


def sent(run: Run, is_meant: Callable[[Tcp], bool]) -> Iterator[Moment]:
    """Each segment of some kind of a connection without losses."""
    for each in conversations(run):
        if each.is_lossless:
            for flight in each.flights:
                if is_meant(segment_of(flight)):
                    yield Moment(flight.n, (each, flight))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    return acknowledged(
        run,
        moment,
        TEXT,
        RULE,
        lambda segment, truth: (
            slip(truth - 1, beliefs.ACK_IS_LAST),
            slip(len(segment.payload), beliefs.ACK_IS_COUNT, octets=len(segment.payload)),
            slip(segment.seq, beliefs.ACK_REPEATS_SEQ),
        ),
    )


def acknowledged(
    run: Run, moment: Moment, text: Wording, rule_text: Wording, believed: Callable[[Tcp, int], tuple[Slip, ...]]
) -> Draft:
    """The question for the number that answers a segment; ``believed`` are the wrong ones, of the segment and truth."""
    conversation, flight = moment.about
    segment = segment_of(flight)
    answer = answer_to(run, conversation, flight)
    truth = segment_of(answer).ack
    shown = run.shown_by(answer)
    return Draft(
        say(
            text,
            sender=flight.node,
            receiver=answer.node,
            seq=segment.seq,
            ack=segment.ack,
            octets=len(segment.payload),
        ),
        blanks=(number(truth, believed(segment, truth)),),
        proof=shown,
        reason=say(REASON, seq=segment.seq, taken=segment.sequence_length, truth=truth),
        clause="RFC 9293, 3.4",
        hints=(rule(rule_text), step_to(shown[0])),
    )


def answer_to(run: Run, conversation: Conversation, flight: Flight) -> Flight:
    """The first segment of the other end after a segment has arrived, which acknowledges just this segment."""
    arrival = run.arrival(flight.n)
    if arrival is None:
        raise AmbiguousError("the segment is lost")
    expected = (segment_of(flight).seq + segment_of(flight).sequence_length) % (1 << 32)
    for other in conversation.flights:
        if other.n > arrival and other.node != flight.node:
            if segment_of(other).ack != expected:
                raise AmbiguousError("the answer acknowledges more")
            return other
    raise AmbiguousError("there is no answer")


TEMPLATE = Template(
    id="tcp/ack-of-data",
    title={"en": "The ACK of a segment", "zh": "对带数据的报文段的确认号"},
    kind=Kind.NUMBER,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("tcp/tcp-echo", "tcp/header", "sockets"),
    network=network,
    is_narrow=True,
)
