"""What is amiss with a run though no expectation says so: loops in vain, programs that still wait, too many records."""

from collections import Counter
from typing import NamedTuple

from sim.explain import sentence
from sim.programs.rows import LOOPS
from sim.trace.nearest import nearest
from sim.trace.records import Change, Kind
from sim.trace.trace import Trace
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
