"""The acknowledgement number that answers a FIN."""

from collections.abc import Iterator

from sim.exam.asking import slip
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.tcp import beliefs
from sim.exam.templates.tcp._exchange import network
from sim.exam.templates.tcp.ack_of_data import acknowledged, sent
from sim.transport.tcp.pdu import FIN

TEXT = {
    "en": "{sender} sends a FIN with sequence number {seq}, acknowledgement number {ack} and {octets:octet|octets} of "
    "data. Everything before it has arrived. Which acknowledgement number does {receiver} answer with?",
    "zh": "{sender} 发送一个序号为 {seq}、确认号为 {ack}、带 {octets} 字节数据的 FIN 报文段，之前的数据都已到达。"
    "{receiver} 回答的确认号是多少？",
}
RULE = {"en": "a FIN takes one sequence number, behind the data", "zh": "FIN 在数据之后占一个序号"}


def moments(run: Run) -> Iterator[Moment]:
    return sent(run, lambda segment: bool(segment.flags & FIN))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    return acknowledged(
        run,
        moment,
        TEXT,
        RULE,
        lambda segment, truth: (
            slip(truth - 1, beliefs.FIN_TAKES_NONE),
            slip(segment.ack, beliefs.ONE_SPACE, number=segment.ack),
            slip(segment.ack + 1, beliefs.ONE_SPACE, number=segment.ack + 1),
        ),
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
