"""The acknowledgement number that answers a FIN."""

from collections.abc import Iterator

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import conversations, segment_of
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.tcp import beliefs
from sim.exam.templates.tcp._exchange import network
from sim.exam.templates.tcp.ack_of_data import answer_to
from sim.transport.tcp.pdu import FIN

TEXT = {
    "en": "{sender} sends a FIN with sequence number {seq} and {octets} octets of data. Everything before it has "
    "arrived. "
    "Which acknowledgement number does {receiver} answer with?",
    "zh": "{sender} 发送一个序号为 {seq}、带 {octets} 字节数据的 FIN 段，之前的数据都已到达。{receiver} "
    "回答的确认号是多少？",
}
RULE = {"en": "a FIN takes one sequence number, behind the data", "zh": "FIN 在数据之后占一个序号"}


def moments(run: Run) -> Iterator[Moment]:
    for each in conversations(run):
        if each.is_lossless:
            for flight in each.flights:
                if segment_of(flight).flags & FIN:
                    yield Moment(flight.n, (each, flight))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    conversation, flight = moment.about
    segment = segment_of(flight)
    answer = answer_to(run, conversation, flight)
    octets, truth = len(segment.payload), segment_of(answer).ack
    return Draft(
        say(TEXT, sender=flight.node, receiver=answer.node, seq=segment.seq, octets=octets),
        blanks=(
            number(
                truth,
                [
                    slip(truth - 1, beliefs.FIN_TAKES_NONE),
                    slip(segment.ack, beliefs.ONE_SPACE, number=segment.ack),
                    slip(segment.ack + 1, beliefs.ONE_SPACE, number=segment.ack + 1),
                ],
            ),
        ),
        proof=(answer.n,),
        hints=(rule(RULE), step_to(run, answer.n)),
    )


TEMPLATE = Template(
    id="tcp/ack-of-fin",
    title={"en": "The ACK of a FIN", "zh": "对 FIN 的确认号"},
    kind=Kind.NUMBER,
    level="core",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("tcp/close-by-the-client", "tcp/close-by-the-server", "tcp/half-close"),
    network=network,
)
