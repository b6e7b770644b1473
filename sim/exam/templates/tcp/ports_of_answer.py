"""The ports of an answer."""

from collections.abc import Iterator

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import conversations
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.tcp import beliefs
from sim.exam.templates.tcp._exchange import network
from sim.ip.ipv4.pdu import PROTOCOL_TCP

TEXT = {
    "en": "{client} sends a segment from port {client_port} to port {server_port} of {server}. "
    "Which ports does the answer of {server} have?",
    "zh": "{client} 从端口 {client_port} 向 {server} 的端口 {server_port} 发送一个报文段。"
    "{server} 的应答用哪两个端口？",
}
SOURCE = {"en": "source port", "zh": "源端口"}
DESTINATION = {"en": "destination port", "zh": "目的端口"}
RULE = {
    "en": "an answer goes from where the question went to, and to where it came from",
    "zh": "应答从请求的目的端口发出，发往请求的源端口",
}


def moments(run: Run) -> Iterator[Moment]:
    for each in conversations(run):
        if any(not each.is_from_client(flight) for flight in each.flights):
            yield Moment(each.flights[0].n, each)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each = moment.about
    answer = next(flight for flight in each.flights if not each.is_from_client(flight))
    segment = answer.segment
    if segment is None or each.client_port == each.server_port:
        raise AmbiguousError("both ends have the same port")
    shown = run.shown_by(answer)
    return Draft(
        say(TEXT, client=each.client, server=each.server, client_port=each.client_port, server_port=each.server_port),
        blanks=(
            number(
                segment.src_port,
                [
                    slip(each.client_port, beliefs.SAME_PORTS),
                    slip(each.server_port + 1, beliefs.SERVER_NEW_PORT),
                    slip(PROTOCOL_TCP, beliefs.PROTOCOL_IS_PORT, protocol=PROTOCOL_TCP),
                ],
                label=say(SOURCE),
            ),
            number(
                segment.dst_port,
                [slip(each.server_port, beliefs.CLIENT_PORT_KNOWN, port=each.server_port)],
                label=say(DESTINATION),
            ),
        ),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
    )


TEMPLATE = Template(
    id="tcp/ports-of-answer",
    title={"en": "The ports of an answer", "zh": "应答的端口"},
    kind=Kind.ROW,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("tcp/handshake", "http", "sockets"),
    network=network,
)
