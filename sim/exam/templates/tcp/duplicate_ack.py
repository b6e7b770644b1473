"""The acknowledgement number of a duplicate ACK."""

from collections.abc import Iterator

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.blueprints import IN_NO_CERTIFICATE
from sim.exam.chance import Chance
from sim.exam.looking import conversations, segment_of
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.tcp import beliefs
from sim.exam.templates.tcp._lossy import network

TEXT = {
    "en": "{receiver} has received all octets of {sender} up to number {last}. Now a segment with sequence number "
    "{seq} "
    "and {octets:octet|octets} of data arrives. Which acknowledgement number does {receiver} answer with?",
    "zh": "{receiver} 已收到 {sender} 到第 {last} 号为止的全部字节。现在到达一个序号为 {seq}、带 {octets} "
    "字节数据的报文段。"
    "{receiver} 回答的确认号是多少？",
}
RULE = {
    "en": "an ACK is cumulative: it tells the first octet that is missing",
    "zh": "确认是累积的：给出第一个缺少的字节",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each segment that arrives behind a gap and is answered at once."""
    for each in conversations(run):
        for flight in each.flights:
            arrival = run.arrival(flight.n)
            if arrival is not None and segment_of(flight).payload:
                rows = run.table(flight.to_node, "tcp-receive", arrival)
                row = rows.get(each.key(flight.to_node))
                if row is not None and (segment_of(flight).seq - row.rcv_nxt) % (1 << 32) in range(1, 1 << 24):
                    yield Moment(arrival, (each, flight, row))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each, flight, row = moment.about
    answer = next((other for other in each.flights if other.n > moment.n and other.node == flight.to_node), None)
    if answer is None or answer.at != run.trace.at[moment.n]:
        raise AmbiguousError("no answer at once")
    segment, truth = segment_of(flight), segment_of(answer).ack
    octets = len(segment.payload)
    shown = run.shown_by(answer)
    return Draft(
        say(
            TEXT,
            receiver=flight.to_node,
            sender=flight.node,
            last=(row.rcv_nxt - 1) % (1 << 32),
            seq=segment.seq,
            octets=octets,
        ),
        blanks=(
            number(
                truth,
                [
                    slip((segment.seq + octets) % (1 << 32), beliefs.DUP_ACK_HIGHEST, missing=truth),
                    slip(segment.seq, beliefs.ACK_REPEATS_SEQ),
                    slip((truth + octets) % (1 << 32), beliefs.DUP_ACK_NEXT),
                    slip(truth - 1, beliefs.ACK_IS_LAST),
                ],
            ),
        ),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
    )


TEMPLATE = Template(
    id="tcp/duplicate-ack",
    title={"en": "The ACK behind a gap", "zh": "出现缺口时的确认号"},
    kind=Kind.NUMBER,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("tcp/fast-retransmit", "tcp/reordering"),
    network=network,
    other_domains=IN_NO_CERTIFICATE,
)
