"""Which call of a program has to wait."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Kind, Misconception
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.programs import beliefs
from sim.exam.templates.programs._listing import listing
from sim.exam.templates.tcp._exchange import network
from sim.languages import Wording
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "This program runs on {node}. Which of these calls has to wait when it is made for the first time?",
    "zh": "{node} 上运行下面的程序。下列调用中，哪一个第一次执行时必须等待？",
}
CALL = {"en": "line {number}: {call}", "zh": "第 {number} 行：{call}"}
RULE = {
    "en": "a call waits if what it asks for is not there yet: a client, an answer, data",
    "zh": "所要的东西（客户端、应答、数据）还没有时，调用才等待",
}
_BELIEFS: Mapping[str, Misconception] = {
    "bind": beliefs.BIND_BLOCKS,
    "listen": beliefs.BIND_BLOCKS,
    "socket": beliefs.BIND_BLOCKS,
    "setsockopt": beliefs.BIND_BLOCKS,
    "send": beliefs.SEND_BLOCKS,
    "sendall": beliefs.SEND_BLOCKS,
    "sendto": beliefs.SEND_BLOCKS,
    "close": beliefs.CLOSE_BLOCKS,
}
"""Calls that never wait here. Whether recv finds something depends on the other end, whose program is not shown."""
REASONS: Mapping[str, Wording] = {
    "accept": {
        "en": "In line {number}, {call} waits: no connection is in the queue of the socket yet.",
        "zh": "第 {number} 行的 {call} 要等待：套接字的队列中还没有连接。",
    },
    "connect": {
        "en": "In line {number}, {call} waits for an answer from the other end: before it, there is no connection.",
        "zh": "第 {number} 行的 {call} 要等待对方的应答：在那之前没有建立连接。",
    },
    "recv": {
        "en": "In line {number}, {call} waits: no data has come to the socket yet.",
        "zh": "第 {number} 行的 {call} 要等待：套接字上还没有数据。",
    },
    "recvfrom": {
        "en": "In line {number}, {call} waits: no datagram has come to the socket yet.",
        "zh": "第 {number} 行的 {call} 要等待：套接字上还没有数据报。",
    },
}
"""Why a call waits; what waits for other reasons is not asked about."""


def moments(run: Run) -> Iterator[Moment]:
    """Each program that its node runs once."""
    plans = run.scenario.programs
    started = Counter((plan.node, plan.file) for plan in plans)
    for plan in plans:
        if started[plan.node, plan.file] == 1:
            yield Moment(run.trace.configured, plan)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    plan = moment.about
    first: dict[tuple[int, str], tuple[int, bool]] = {}
    failed: set[tuple[int, str]] = set()
    threads: set[object] = set()
    for n, node, change in run.changes("thread"):
        row = change.after
        if node != plan.node or row is None or row.file != plan.file:
            continue
        threads.add(change.key)
        if len(threads) > 1:
            raise AmbiguousError("several threads")
        key = (row.line, row.call)
        if run.trace.kind[n] == Happened.CALL_BLOCKED:
            first.setdefault(key, (n, True))
        elif run.trace.kind[n] in (Happened.CALL_RETURNED, Happened.CALL_RAISED):
            if key not in first and run.trace.kind[n] == Happened.CALL_RAISED:
                failed.add(key)  # it did not wait, but not because it had what it asks for
            first.setdefault(key, (n, False))
            if not first[key][1] and run.trace.at[n] != run.trace.at[run.trace.cause[n]]:
                raise AmbiguousError("calls take time here without waiting")
    waiting = [key for key, (_, waits) in first.items() if waits and _name(key[1]) in REASONS]
    quick = [key for key, (_, waits) in first.items() if not waits and key not in failed and _name(key[1]) in _BELIEFS]
    busy = {line for line, _ in waiting}  # one call of a line that waits would make the line wait
    quick = [key for key in quick if key[0] not in busy]
    lines = {line for line, _ in quick}
    if not waiting or len(lines) < 2:
        raise AmbiguousError("no call that waits, or too few that do not")
    truth = chance.choice(waiting)
    n = first[truth][0]
    source = listing(run.scenario.sources[plan.file])
    told = {key: _shown(key[1], source[key[0] - 1]) for key in (truth, *quick)}
    options = [right(truth, say(CALL, number=truth[0], call=told[truth]))]
    options += [
        wrong(key, _BELIEFS[_name(key[1])], say(CALL, number=key[0], call=told[key]), call=told[key])
        for key in chance.shuffled(quick)
    ]
    return Draft(
        say(TEXT, node=plan.node, file=plan.file),
        tuple(options),
        proof=(n,),
        reason=say(REASONS[_name(truth[1])], number=truth[0], call=told[truth]),
        clause=f"POSIX.1-2024, {_name(truth[1])}()",
        hints=(look_at(plan.node, "thread"), rule(RULE), step_to(n)),
        given=tuple(f"{number:>3}  {line}".rstrip() for number, line in enumerate(source, 1)),
    )


_LONG = 40
"""Letters of a call from which on its name says more than the octets that it is given."""
_CALLED = re.compile(r"(\w+)\(")


def _shown(call: str, line: str) -> str:
    """A call as a line of a program has it, which may be one of a function that makes several."""
    names = _CALLED.findall(line)
    if _name(call) not in names and names:
        return f"{next((name for name in names if _name(call) in name), names[-1])}(…)"
    return call if len(call) < _LONG else f"{_name(call)}(…)"


def _name(call: str) -> str:
    return call.partition("(")[0]


TEMPLATE = Template(
    id="programs/which-blocks",
    title={"en": "Which call waits", "zh": "哪个调用会等待"},
    kind=Kind.ONE,
    level="intro",
    seconds=45,
    moments=moments,
    ask=ask,
    folders=("sockets", "tcp/tcp-echo", "udp/udp-echo"),
    network=network,
)
