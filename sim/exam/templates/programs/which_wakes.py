"""Which packet makes a call return that waits."""

from collections.abc import Iterator, Mapping

from sim.exam.asking import look_at, other, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import Conversation, conversations, segment_of
from sim.exam.question import Kind, Misconception
from sim.exam.run import Flight, Run
from sim.exam.said import plain, say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.programs import beliefs
from sim.exam.templates.tcp._exchange import network
from sim.exam.templates.tcp.which_establishes import ITEM
from sim.languages import Wording
from sim.packets.telling import captions
from sim.trace.records import Kind as Happened
from sim.transport.tcp.pdu import FIN, SYN

TEXT = {
    "en": "{node} calls {call}, and the call has to wait. Which of these segments makes the call return when it "
    "arrives?",
    "zh": "{node} 调用 {call}，调用必须等待。下列哪个报文段到达时，调用返回？",
}
RULE = {
    "en": "accept needs an established connection, connect an answer to its SYN, recv data or the end of the stream",
    "zh": "accept 需要已建立的连接，connect 需要对 SYN 的应答，recv 需要数据或流的结束",
}
REASONS: Mapping[str, Wording] = {
    "accept": {
        "en": "With this segment the connection is established at {node}, and {call} can return its socket.",
        "zh": "收到这个报文段后连接在 {node} 上建立，{call} 可以返回它的套接字。",
    },
    "connect": {
        "en": "This segment answers the SYN of {node}: the connection is established there, and {call} returns.",
        "zh": "这个报文段应答了 {node} 的 SYN：连接在那里建立，{call} 返回。",
    },
    "recv": {
        "en": "This segment brings {node} the first data, or the end of the stream, and {call} returns.",
        "zh": "这个报文段给 {node} 带来第一批数据或流的结束，{call} 返回。",
    },
}
_RETURNED = {"en": "{call} has returned before this segment arrives.", "zh": "这个报文段到达之前 {call} 已经返回。"}
_NOTHING = {
    "en": "This segment brings nothing that {call} waits for.",
    "zh": "这个报文段没有带来 {call} 所等待的内容。",
}
_BEFORE, _AFTER = 2, 3
"""How many segments are shown around the one at most: so many by chance, that its place does not tell it."""
_FEWEST = 3


def moments(run: Run) -> Iterator[Moment]:
    """Each call of accept, connect or recv that waits until a segment comes."""
    blocked: dict[tuple[str, object], int] = {}
    own = {flight.n: each for each in conversations(run) if each.is_lossless for flight in each.flights}
    for n, node, change in run.changes("thread"):
        key, row = (node, change.key), change.after
        if row is None:
            continue
        if run.trace.kind[n] == Happened.CALL_BLOCKED:
            blocked[key] = n
            continue
        since = blocked.pop(key, None)
        name = row.call.partition("(")[0]
        if since is None or run.trace.kind[n] != Happened.CALL_RETURNED or name not in REASONS:
            continue
        waking = _arrived(run, node, n)
        if waking is not None and waking > since and waking in own:
            yield Moment(since, (own[waking], waking, node, row.call, n))


def _arrived(run: Run, node: str, n: int) -> int | None:
    """The record in which the segment was sent that led to a record, as the last that came to the node."""
    trace = run.trace
    while n >= 0 and not (trace.kind[n] == Happened.FRAME_RECEIVED and run.node(n) == node):
        n = trace.cause[n]
    return trace.cause[n] if n >= 0 else None


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each, waking, node, call, returned = moment.about
    assert isinstance(each, Conversation)
    place = next(place for place, flight in enumerate(each.flights) if flight.n == waking)
    before, after = chance.below(_BEFORE + 1), chance.below(_AFTER + 1)
    first = max(place - before, 0)
    last = max(place + after, first + _FEWEST - 1)
    options = []
    for at, flight in enumerate(each.flights):
        if not first <= at <= last:
            continue
        text = say(ITEM, sender=flight.node, receiver=flight.to_node, segment=plain(captions(flight.frame)[0]))
        belief = _belief(flight, node, call.partition("(")[0], at > place)
        if flight.n == waking:
            options.append(right(flight.n, text))
        elif belief is None:
            options.append(other(flight.n, text, say(_RETURNED if at > place else _NOTHING, call=call)))
        else:
            options.append(wrong(flight.n, belief, text, node=node))
    if len({option.text.text() for option in options}) < len(options) or len(options) < 3:
        raise AmbiguousError("segments that look alike, or too few")
    return Draft(
        say(TEXT, node=node, call=call),
        tuple(options),
        proof=(returned, waking),
        reason=say(REASONS[call.partition("(")[0]], call=call, node=node),
        clause=f"POSIX.1-2024, {call.partition('(')[0]}()",
        hints=(look_at(node, "thread"), rule(RULE), step_to(returned)),
    )


def _belief(flight: Flight, node: str, call: str, is_later: bool) -> Misconception | None:
    """Why somebody takes a segment for the one that ends a call."""
    segment = segment_of(flight)
    if flight.node == node:
        is_third = call == "connect" and is_later and not segment.payload
        return beliefs.THIRD_WAKES_CONNECT if is_third else beliefs.OWN_WAKES
    if call == "accept":
        if segment.flags & SYN:
            return beliefs.SYN_WAKES_ACCEPT
        return beliefs.DATA_WAKES_ACCEPT if segment.payload else None
    if call == "recv" and not segment.payload and not segment.flags & FIN:
        return beliefs.ACK_WAKES_RECV
    return beliefs.LATER_WAKES if is_later else None


TEMPLATE = Template(
    id="programs/which-wakes",
    title={"en": "Which segment ends the wait", "zh": "哪个报文段结束等待"},
    kind=Kind.PACKET,
    level="core",
    seconds=45,
    moments=moments,
    ask=ask,
    folders=("sockets", "tcp/tcp-echo"),
    network=network,
)
