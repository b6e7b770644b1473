"""The numbers of the SYN-ACK."""

from collections.abc import Iterator

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import Conversation, conversations, segment_of
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.tcp import beliefs
from sim.exam.templates.tcp._exchange import network
from sim.transport.tcp.pdu import ACK, SYN

TEXT = {
    "en": "{client} sends a SYN with sequence number {x} to {server}. {server} chooses {y} as its own first sequence "
    "number. Which numbers does the SYN-ACK have?",
    "zh": "{client} 向 {server} 发送序号为 {x} 的 SYN，{server} 选择 {y} 作为自己的初始序号。SYN-ACK "
    "的序号和确认号是多少？",
}
SEQ = {"en": "sequence number", "zh": "序号"}
ACKED = {"en": "acknowledgement number", "zh": "确认号"}
RULE = {
    "en": "the sequence number is the sender's own; the ACK is the next number that is expected, and a SYN takes one",
    "zh": "序号是发送方自己的；确认号是期待的下一个序号，而 SYN 占一个序号",
}


def moments(run: Run) -> Iterator[Moment]:
    for each in conversations(run):
        syn_acks = [flight for flight in each.flights if segment_of(flight).flags & (SYN | ACK) == SYN | ACK]
        if syn_acks and not each.is_from_client(syn_acks[0]):
            yield Moment(each.flights[0].n, (each, syn_acks[0]))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    conversation: Conversation = moment.about[0]
    flight = moment.about[1]
    x, answer = segment_of(conversation.flights[0]).seq, segment_of(flight)
    shown = run.shown_by(flight)
    return Draft(
        say(TEXT, client=conversation.client, server=conversation.server, x=x, y=answer.seq),
        blanks=(
            number(
                answer.seq,
                [
                    slip(answer.ack, beliefs.NUMBERS_SWAPPED),
                    slip(x + 1, beliefs.ONE_SPACE, number=x + 1),
                    slip(answer.seq + 1, beliefs.SYN_AFTER_ISN),
                ],
                label=say(SEQ),
            ),
            number(
                answer.ack,
                [
                    slip(x, beliefs.SYN_TAKES_NONE),
                    slip(answer.seq, beliefs.NUMBERS_SWAPPED),
                    slip(answer.seq + 1, beliefs.ONE_SPACE, number=answer.seq + 1),
                ],
                label=say(ACKED),
            ),
        ),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
    )


TEMPLATE = Template(
    id="tcp/syn-ack-numbers",
    title={"en": "The numbers of the SYN-ACK", "zh": "SYN-ACK 的序号与确认号"},
    kind=Kind.ROW,
    level="intro",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("tcp/handshake", "tcp/header", "tcp/tcp-echo"),
    network=network,
    is_narrow=True,
)
