"""Which end waits in TIME-WAIT."""

from collections.abc import Iterator

from sim.exam.asking import right, rule, step_to, wrong
from sim.exam.blueprints import IN_NO_CERTIFICATE
from sim.exam.chance import Chance
from sim.exam.looking import conversations, segment_of
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.tcp import beliefs
from sim.exam.templates.tcp._exchange import network
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import FIN

TEXT = {
    "en": "{client} has connected to {server}. They close the connection as the figure shows. "
    "Which end is in TIME-WAIT afterwards?",
    "zh": "{client} 连接到 {server}。两端如图关闭连接。之后哪一端处于 TIME-WAIT？",
}
BOTH = {"en": "both", "zh": "两端都是"}
NEITHER = {"en": "neither", "zh": "都不是"}
RULE = {
    "en": "who sends the first FIN also sends the last ACK, and waits in case this ACK is lost",
    "zh": "先发 FIN 的一方也发送最后一个 ACK，并等待，以防这个 ACK 丢失",
}


def moments(run: Run) -> Iterator[Moment]:
    for each in conversations(run):
        fins = [flight for flight in each.flights if segment_of(flight).flags & FIN]
        if len({flight.node for flight in fins}) == 2 and each.is_lossless:
            yield Moment(each.flights[-1].n, each)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    conversation = moment.about
    waiting: dict[str, int] = {}
    for n, node, change in run.changes("tcp"):
        is_own = node in (conversation.client, conversation.server) and change.key == conversation.key(node)
        if is_own and change.after is not None and change.after.state == State.TIME_WAIT:
            waiting.setdefault(node, n)
    if len(waiting) != 1:
        raise AmbiguousError("both ends wait, or none")
    node, n = next(iter(waiting.items()))
    client, server = conversation.client, conversation.server
    options = [right(node)]
    if node == client:
        options.append(wrong(server, beliefs.TIME_WAIT_SERVER, node=node))
    else:
        options.append(wrong(client, beliefs.TIME_WAIT_CLIENT, node=node))
    options += [
        wrong("both", beliefs.TIME_WAIT_BOTH, say(BOTH)),
        wrong("neither", beliefs.TIME_WAIT_NONE, say(NEITHER)),
    ]
    first = next(flight for flight in conversation.flights if segment_of(flight).flags & FIN)
    return Draft(
        say(TEXT, client=client, server=server),
        tuple(options),
        proof=(n,),
        hints=(rule(RULE), step_to(n)),
        figures=(Figure(FigureKind.LADDER, first.n, conversation.flights[-1].n),),
    )


TEMPLATE = Template(
    id="tcp/time-wait",
    title={"en": "Who waits in TIME-WAIT", "zh": "谁处于 TIME-WAIT"},
    kind=Kind.ONE,
    level="core",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("tcp/close-by-the-client", "tcp/close-by-the-server", "sockets", "http"),
    network=network,
    other_domains=IN_NO_CERTIFICATE,
)
