"""Which segment makes a connection established for an end."""

from collections.abc import Iterator

from sim.exam.asking import look_at, other, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import conversations
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import plain, say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.tcp import beliefs
from sim.exam.templates.tcp._exchange import network
from sim.packets.telling import captions
from sim.transport.tcp.machine.states import State

TEXT = {
    "en": "{client} connects to {server}. Which segment brings {node} into the state ESTABLISHED when it arrives?",
    "zh": "{client} 连接 {server}。哪个报文段到达时使 {node} 进入 ESTABLISHED 状态？",
}
ITEM = {"en": "{sender} > {receiver}: {segment}"}
RULE = {
    "en": "an end is ESTABLISHED when it has the other's SYN, and knows that its own SYN has arrived",
    "zh": "一端收到对方的 SYN，并得知自己的 SYN 已到达，就进入 ESTABLISHED",
}
_OWN = {"en": "{node} sends this segment itself.", "zh": "这个报文段是 {node} 自己发送的。"}
_BEFORE = {
    "en": "{node} is ESTABLISHED before this segment arrives.",
    "zh": "这个报文段到达之前 {node} 已是 ESTABLISHED。",
}
_SHOWN = 5


def moments(run: Run) -> Iterator[Moment]:
    for each in conversations(run):
        if each.is_lossless and len(each.flights) >= _SHOWN:
            for node in (each.client, each.server):
                yield Moment(each.flights[0].n - 1, (each, node))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each, node = moment.about
    records = [
        n
        for n, owner, change in run.changes("tcp")
        if owner == node and change.key == each.key(node) and change.after and change.after.state == State.ESTABLISHED
    ]
    if not records:
        raise AmbiguousError("it is never established")
    sent = run.trace.cause[run.trace.cause[records[0]]]
    options = []
    for flight in each.flights[:_SHOWN]:
        text = say(ITEM, sender=flight.node, receiver=flight.to_node, segment=plain(captions(flight.frame)[0]))
        if flight.n == sent:
            options.append(right(flight.n, text))
        elif flight.n < sent:
            options.append(wrong(flight.n, beliefs.SYN_ESTABLISHES, text, node=node))
        elif flight.segment is not None and flight.segment.payload:
            options.append(wrong(flight.n, beliefs.DATA_ESTABLISHES, text))
        else:
            options.append(other(flight.n, text, say(_OWN if flight.node == node else _BEFORE, node=node)))
    if len({option.text.text() for option in options}) < len(options):
        raise AmbiguousError("segments that look alike")
    return Draft(
        say(TEXT, client=each.client, server=each.server, node=node),
        tuple(options),
        proof=(records[0], sent),
        hints=(look_at(node, "tcp"), rule(RULE), step_to(records[0])),
    )


TEMPLATE = Template(
    id="tcp/which-establishes",
    title={"en": "The segment that establishes", "zh": "使连接建立的报文段"},
    kind=Kind.PACKET,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("tcp/handshake", "tcp/tcp-echo", "sockets"),
    network=network,
)
