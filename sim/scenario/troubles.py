"""What is amiss with a run though no expectation says so: loops in vain, programs that still wait, too many records."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sim.explain import sentence
from sim.programs import rules
from sim.programs.rows import LOOPS, ProgramRow, Status, ThreadRow
from sim.scenario.plan import Calls, Expectation
from sim.trace.history import History
from sim.trace.nearest import nearest
from sim.trace.records import Change, Kind
from sim.trace.trace import Trace
from sim.transport.sockets import rules as socket_rules
from sim.transport.sockets.rows import TABLE as SOCKETS
from sim.transport.sockets.rows import SocketRow
from sim.why import Why

_CALLS = frozenset({Kind.CALL_ENTERED, Kind.CALL_BLOCKED, Kind.CALL_RETURNED, Kind.CALL_RAISED})


class Trouble(NamedTuple):
    """Something that its author should know of a program on a node."""

    node: str
    why: Why

    def told(self, language: str = "en") -> str:
        return f"{self.node}: {sentence(self.why, language)}"


def loops(trace: Trace) -> list[Trouble]:
    """The loops that brought nothing, each line of a program once."""
    found: dict[tuple[str, object, int], Trouble] = {}
    at = trace.kind.find(Kind.ROW_ADDED, trace.configured)
    while at >= 0:
        what = trace.what[at]
        if isinstance(what, Change) and what.table == LOOPS and what.after is not None:
            node = trace.spots[trace.spot[at]].node
            found.setdefault((node, what.after.file, what.after.line), Trouble(node, trace.why[at]))
        at = trace.kind.find(Kind.ROW_ADDED, at + 1)
    return list(found.values())


def has_stopped_program(trace: Trace) -> bool:
    """Whether a limit has ended a program."""
    return any(
        isinstance(what, Change) and isinstance(what.after, ProgramRow) and what.after.status is Status.STOPPED
        for what in trace.what
    )


_SERVES = frozenset({"accept", "select", "poll", "epoll.poll", "sleep"})
"""Calls in which a program may wait for ever, as servers do."""
_CONNECTS = frozenset({"connect", "connect_ex"})
_SENDS = frozenset({"send", "sendall", "sendto", "sendmsg", "write"})
_RAW = "raw"
"""The kind of socket that has no port."""
_AT_EXIT = "_shutdown"
"""In this call of the library the main thread waits for the others, at the end of the text."""


class _World(NamedTuple):
    """The last state of all hosts: their programs, threads and sockets, and the ports that programs have chosen."""

    programs: dict[tuple[str, int], ProgramRow]
    threads: dict[tuple[str, int], list[ThreadRow]]
    sockets: dict[tuple[str, int], SocketRow]
    chosen: set[tuple[str, int]]


def waiting(trace: Trace, expected: Iterable[Expectation] = ()) -> list[Trouble]:
    """The programs that still wait at the end for what does not come, and for what.

    A server that waits for its next client is as it should be, and so is one that waits for the next word of a client
    that is there. A client is to come to its end, and so are threads that wait only for one another. Where a sentence
    among those ``expected`` says that the call blocks, the lesson knows.
    """
    known = {(each.node, each.call) for each in expected if isinstance(each, Calls) and each.kind is Kind.CALL_BLOCKED}
    world = _last(trace)
    found = []
    for (node, number), threads in world.threads.items():
        program = world.programs.get((node, number))
        if program is None or program.status is not Status.RUNNING:
            continue
        is_stuck = all(row.phase == "blocked" and _is_for_threads(row) for row in threads)
        for row in threads:
            if row.phase == "blocked" and _name(row) != _AT_EXIT and (node, _name(row)) not in known:
                why = _why_stuck(row) if is_stuck else _why_waiting(node, row, world)
                if why is not None:
                    found.append(Trouble(node, why))
    return found


def _last(trace: Trace) -> _World:
    world = _World({}, {}, {}, set(_chosen_ports(trace)))
    last = History(trace).go(len(trace))
    for (node, table), rows in last.tables.items():
        for key, row in rows.items():
            if isinstance(row, ProgramRow):
                world.programs[node, key] = row
            elif isinstance(row, ThreadRow):
                world.threads.setdefault((node, key[0]), []).append(row)
            elif table == SOCKETS:
                world.sockets[node, key] = row
    return world


def _name(row: ThreadRow) -> str:
    return row.call.partition("(")[0]


def _is_for_threads(row: ThreadRow) -> bool:
    return row.socket is None and _name(row) not in _SERVES and not row.waits_for_line


def _why_stuck(row: ThreadRow) -> Why:
    return Why(rules.WAITS_FOR_THREADS, file=row.file, line=row.line, call=row.call, thread=row.name)


def _why_waiting(node: str, row: ThreadRow, world: _World) -> Why | None:
    basis = {"file": row.file, "line": row.line, "call": row.call}
    name = _name(row)
    if row.waits_for_line:
        return Why(rules.WAITS_FOR_INPUT, **basis)
    socket = None if row.socket is None else world.sockets.get((node, row.socket))
    if name in _SERVES or socket is None:
        return None
    if name in _CONNECTS or name in _SENDS:
        return Why(rules.WAITS_FOR_PEER, **basis, **_other_end(socket, world))
    if socket.kind == _RAW or socket.local is None or (node, socket.local[1]) in world.chosen:
        return None  # a server, whose clients may send when they like, or who listens to what goes by
    return Why(rules.WAITS_FOR_DATA, **basis, **_other_end(socket, world))


def _chosen_ports(trace: Trace) -> Iterator[tuple[str, int]]:
    """The ports that programs have bound sockets to; all others were chosen by hosts, as those of clients are."""
    at = trace.kind.find(Kind.ROW_CHANGED, trace.configured)
    while at >= 0:
        if trace.why[at].rule is socket_rules.BOUND:
            row = trace.what[at].after  # type: ignore[union-attr]  # the records of this rule are about rows of sockets
            yield trace.spots[trace.spot[at]].node, row.local[1]
        at = trace.kind.find(Kind.ROW_CHANGED, at + 1)


def _other_end(socket: SocketRow, world: _World) -> dict[str, Any]:
    """Who has the other end of a connection, and what is done there."""
    if socket.remote is None:
        return {}
    found: dict[str, Any] = {"peer": f"{socket.remote[0]}:{socket.remote[1]}"}
    for (node, number), other in world.sockets.items():
        if (other.local, other.remote, other.kind) == (socket.remote, socket.local, socket.kind):
            threads = world.threads.get((node, other.program), [])
            there = next((row for row in threads if row.socket == number and row.phase == "blocked"), None)
            there = there or next((row for row in threads if row.phase == "blocked"), None)
            if there is not None:
                found |= {"other": there.file, "other_call": there.call, "other_line": there.line}
    return found


def busiest(trace: Trace) -> str:
    """Who made most of the records of a trace, and what by: ``b made 98 %: server.py line 9 in recv(1024)``."""
    start = trace.configured
    nodes = Counter(trace.spot[start:])
    of_nodes: Counter[str] = Counter()
    for spot, count in nodes.items():
        of_nodes[trace.spots[spot].node] += count
    if not of_nodes:
        return ""
    node, count = of_nodes.most_common(1)[0]
    spots = {number for number, spot in enumerate(trace.spots) if spot.node == node}
    kinds = Counter(kind for kind, spot in zip(trace.kind[start:], trace.spot[start:], strict=True) if spot in spots)
    share = round(100 * count / (len(trace) - start))
    doing = _doing(trace, spots, Kind(kinds.most_common(1)[0][0]))
    return f"{node} made {share} % of them{f': {doing}' if doing else ''}"


def _doing(trace: Trace, spots: set[int], kind: Kind) -> str:
    """What a node's records of a kind come from, where a program is behind them."""
    calls = nearest(trace, _CALLS)
    seen: Counter[str] = Counter()
    for n in range(max(trace.configured, len(trace) - 20_000), len(trace)):
        if trace.spot[n] in spots and (call := calls.of(n)) >= 0:
            thread = trace.what[call].after  # type: ignore[union-attr]  # records of these kinds are about rows
            seen[f"{thread.file} line {thread.line} in {thread.call}"] += 1
    if kind is Kind.OUTPUT:
        return "lines that it prints"
    if not seen:
        return ""
    return seen.most_common(1)[0][0]
