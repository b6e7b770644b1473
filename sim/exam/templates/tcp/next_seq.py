"""The sequence number of the segment that an end sends next."""

from collections.abc import Iterator
from itertools import pairwise

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import conversations, segment_of
from sim.exam.question import Kind, Slip
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.tcp import beliefs
from sim.exam.templates.tcp._exchange import network
from sim.transport.tcp.codec import FLAGS
from sim.transport.tcp.pdu import ACK, FIN, SYN, Tcp

TEXT = {
    "en": "{sender} sends {receiver} a segment with the flags {flags}, sequence number {seq}, acknowledgement number "
    "{ack} and {octets:octet|octets} of data. Which sequence number does its next segment have?",
    "zh": "{sender} 向 {receiver} 发送一个报文段：标志 {flags}，序号 {seq}，确认号 {ack}，数据 {octets} 字节。"
    "它的下一个报文段的序号是多少？",
}
RULE = {
    "en": "each octet of data takes one sequence number, and so do SYN and FIN; an ACK takes none",
    "zh": "每个数据字节占一个序号，SYN 和 FIN 也各占一个；ACK 不占",
}
REASON = {
    "en": "The segment takes {taken} of the sequence numbers: {seq} + {taken} = {truth}.",
    "zh": "这个报文段占 {taken} 个序号：{seq} + {taken} = {truth}。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each two segments in a row of one end of a connection in which nothing is sent twice."""
    for each in conversations(run):
        if each.is_lossless:
            for node in (each.client, each.server):
                own = [flight for flight in each.flights if flight.node == node]
                for flight, following in pairwise(own):
                    yield Moment(flight.n, (each, flight, following))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each, flight, following = moment.about
    segment = segment_of(flight)
    truth = segment_of(following).seq
    if truth != (segment.seq + segment.sequence_length) % (1 << 32) or not segment.flags & ACK:
        raise AmbiguousError("a probe, or a segment without ACK")
    shown = run.shown_by(following)
    return Draft(
        say(
            TEXT,
            sender=flight.node,
            receiver=each.server if flight.node == each.client else each.client,
            flags=", ".join(name for bit, name in FLAGS.items() if segment.flags & bit),
            seq=segment.seq,
            ack=segment.ack,
            octets=len(segment.payload),
        ),
        blanks=(number(truth, _slips(segment)),),
        proof=shown,
        reason=say(REASON, seq=segment.seq, taken=segment.sequence_length, truth=truth),
        clause="RFC 9293, 3.4",
        hints=(rule(RULE), step_to(shown[0])),
    )


def _slips(segment: Tcp) -> Iterator[Slip]:
    octets = len(segment.payload)
    if segment.flags & SYN:
        yield slip(segment.seq + octets, beliefs.SYN_TAKES_NONE)
    if segment.flags & FIN:
        yield slip(segment.seq + octets, beliefs.FIN_TAKES_NONE)
    if octets:
        yield slip(segment.seq, beliefs.SEQ_STAYS, octets=octets)
        yield slip(segment.seq + 1, beliefs.SEQ_COUNTS_SEGMENTS, octets=octets)
        yield slip(segment.seq + octets - 1, beliefs.SEQ_IS_LAST)
    else:
        yield slip(segment.seq + 1, beliefs.ACK_TAKES_ONE)
    yield slip(segment.ack, beliefs.ONE_SPACE, number=segment.ack)


TEMPLATE = Template(
    id="tcp/next-seq",
    title={"en": "The next sequence number", "zh": "下一个序号"},
    kind=Kind.NUMBER,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("tcp/handshake", "tcp/header", "tcp/tcp-echo", "sockets"),
    network=network,
)
