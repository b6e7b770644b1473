"""The numbers of the segment that ends the handshake."""

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
from sim.exam.templates.tcp.syn_ack_numbers import ACKED, RULE, SEQ
from sim.transport.tcp.pdu import ACK, SYN

TEXT = {
    "en": "{client} has sent a SYN with sequence number {x}. {server} answers with SYN and ACK, sequence number {y}. "
    "Which numbers does the third segment of the handshake have?",
    "zh": "{client} 发送了序号为 {x} 的 SYN，{server} 用序号为 {y} 的 SYN-ACK 回答。"
    "三次握手的第三个报文段的序号和确认号是多少？",
}
REASON = {
    "en": "The SYN of {client} took one number: {x} + 1 = {seq}. So did the SYN of {server}: {y} + 1 = {ack}.",
    "zh": "{client} 的 SYN 占了一个序号：{x} + 1 = {seq}；{server} 的 SYN 也占一个：{y} + 1 = {ack}。",
}


def moments(run: Run) -> Iterator[Moment]:
    for each in conversations(run):
        if len(each.flights) >= 3:
            syn, answer, third = (segment_of(flight) for flight in each.flights[:3])
            is_plain = answer.flags & (SYN | ACK) == SYN | ACK and third.ack == (answer.seq + 1) % (1 << 32)
            if is_plain and each.is_from_client(each.flights[2]) and answer.ack == (syn.seq + 1) % (1 << 32):
                yield Moment(each.flights[1].n, each)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    conversation = moment.about
    syn, answer, third = (segment_of(flight) for flight in conversation.flights[:3])
    shown = run.shown_by(conversation.flights[2])
    facts = {"client": conversation.client, "server": conversation.server, "x": syn.seq, "y": answer.seq}
    return Draft(
        say(TEXT, **facts),
        blanks=(
            number(
                third.seq,
                [slip(syn.seq, beliefs.SYN_TAKES_NONE), slip(third.seq + 1, beliefs.ACK_TAKES_ONE)],
                label=say(SEQ),
            ),
            number(
                third.ack,
                [
                    slip(answer.seq, beliefs.SYN_TAKES_NONE),
                    slip(answer.ack, beliefs.ONE_SPACE, number=answer.ack),
                ],
                label=say(ACKED),
            ),
        ),
        proof=shown,
        reason=say(REASON, **facts, seq=third.seq, ack=third.ack),
        clause="RFC 9293, 3.5",
        hints=(rule(RULE), step_to(shown[0])),
    )


TEMPLATE = Template(
    id="tcp/third-segment",
    title={"en": "The third segment of the handshake", "zh": "三次握手的第三个报文段"},
    kind=Kind.ROW,
    level="intro",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("tcp/handshake", "tcp/header", "tcp/tcp-echo"),
    network=network,
    is_narrow=True,
)
