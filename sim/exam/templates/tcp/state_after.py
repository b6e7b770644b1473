"""The state of an end after a segment has arrived."""

from collections.abc import Iterator, Mapping

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.blueprints import IN_NO_CERTIFICATE
from sim.exam.chance import Chance
from sim.exam.looking import conversations, moment_of, segment_of
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Flight, Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.tcp import beliefs
from sim.exam.templates.tcp._exchange import network
from sim.packets.telling import captions
from sim.trace.records import Change
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import FIN

TEXT = {
    "en": "{node} is in state {before}[; its FIN has sequence number {fin}]. At {at} s it receives the segment: "
    "{segment}[, with acknowledgement number {ack}]. In which state is {node} then?",
    "zh": "{node} 处于状态 {before}[，它的 FIN 的序号是 {fin}]。{at} s 时收到报文段：{segment}[，确认号为 {ack}]。"
    "之后 {node} 处于什么状态？",
}
RULE = {
    "en": "follow the diagram of states of RFC 9293, 3.3.2, from the state before",
    "zh": "按 RFC 9293 3.3.2 的状态图，从原状态出发",
}
_PEER: Mapping[State, State] = {
    State.SYN_RECEIVED: State.SYN_SENT,
    State.ESTABLISHED: State.LISTEN,
    State.FIN_WAIT_2: State.CLOSE_WAIT,
    State.CLOSE_WAIT: State.FIN_WAIT_1,
    State.TIME_WAIT: State.LAST_ACK,
    State.CLOSING: State.LAST_ACK,
    State.CLOSED: State.FIN_WAIT_2,
}
"""What somebody says who thinks of the other end."""
_TOO_FAR: Mapping[State, State] = {
    State.SYN_RECEIVED: State.ESTABLISHED,
    State.ESTABLISHED: State.CLOSE_WAIT,
    State.FIN_WAIT_2: State.TIME_WAIT,
    State.CLOSE_WAIT: State.CLOSED,
    State.TIME_WAIT: State.CLOSED,
    State.CLOSING: State.CLOSED,
    State.CLOSED: State.TIME_WAIT,
}
"""What somebody says who leaves a step out."""


def moments(run: Run) -> Iterator[Moment]:
    """Each change of state that a segment causes."""
    for n, _, change in run.changes("tcp"):
        arrival = run.trace.cause[n]
        if change.before is None or change.after is None or arrival < 0:
            continue
        sent = run.trace.cause[arrival]
        flight = run.flight(sent) if sent >= 0 else None
        if change.before.state != change.after.state and flight is not None and flight.segment is not None:
            yield Moment(arrival, (n, flight))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    n, flight = moment.about
    change, node = run.trace.what[n], run.node(n)
    assert isinstance(change, Change)
    before, after = change.before.state, change.after.state
    later = [m for m, owner, other in run.changes("tcp") if m > n and owner == node and other.key == change.key]
    if later and run.trace.at[later[0]] == run.trace.at[n]:
        raise AmbiguousError("the state goes on at once")
    if after not in _PEER:
        raise AmbiguousError("a state that is not asked about")
    return Draft(
        say(
            TEXT,
            node=node,
            before=before,
            at=moment_of(run, moment.n),
            segment=captions(flight.frame)[0],
            **_numbers(run, node, flight),
        ),
        (
            right(after),
            wrong(_PEER[after], beliefs.STATE_OF_PEER),
            wrong(_TOO_FAR[after], beliefs.STATE_SKIPPED, node=node),
            wrong(before, beliefs.STATE_STAYS, node=node, state=before),
        ),
        proof=(n,),
        hints=(look_at(node, "tcp"), rule(RULE), step_to(n)),
        figures=(Figure(FigureKind.LADDER, run.trace.configured, flight.n),),
    )


def _numbers(run: Run, node: str, flight: Flight) -> dict[str, int]:
    """The number of the FIN that a node has sent before a segment comes, and what the segment acknowledges."""
    for each in conversations(run):
        if flight in each.flights:
            for sent in each.flights:
                segment = segment_of(sent)
                if sent.n < flight.n and sent.node == node and segment.flags & FIN:
                    fin = (segment.seq + segment.sequence_length - 1) % (1 << 32)
                    return {"fin": fin, "ack": segment_of(flight).ack}
    return {}


TEMPLATE = Template(
    id="tcp/state-after",
    title={"en": "The state after a segment", "zh": "收到报文段之后的状态"},
    kind=Kind.ONE,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=(
        "tcp/handshake",
        "tcp/close-by-the-client",
        "tcp/close-by-the-server",
        "tcp/simultaneous-close",
        "tcp/half-close",
    ),
    network=network,
    other_domains=IN_NO_CERTIFICATE,
)
