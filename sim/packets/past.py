"""What can be told of the packets of a trace only by those that crossed the same link before."""

from collections.abc import Callable, Iterator
from typing import cast

from sim.packets.carried import chain
from sim.pdu.base import Pdu
from sim.pdu_type import History
from sim.trace.nearest import SENT, nearest
from sim.trace.records import Kind
from sim.trace.trace import Trace


class Past:
    """What a history tells of each frame of a trace, worked out as far as somebody asks."""

    def __init__(self, trace: Trace, history: History) -> None:
        self._trace = trace
        self._history = history
        self._found: dict[int, int] = {}
        self._seen = 0

    def of(self, n: int) -> int:
        """What is so of the frame that record ``n`` is about, as bits."""
        trace = self._trace
        n = nearest(trace, SENT).of(n)
        for m in range(self._seen, n + 1):
            if trace.kind[m] == Kind.FRAME_SENT:
                bits = self._history.see(trace.spot[m], cast(Pdu, trace.what[m]))
                if bits:
                    self._found[m] = bits
        self._seen = max(self._seen, n + 1)
        return self._found.get(n, 0)


def past(trace: Trace, history: Callable[[], History]) -> Past:
    """The past of a trace as a kind of history sees it; one is kept with the trace for all who ask."""
    found = trace.kept.get(history)
    if found is None:
        found = trace.kept[history] = Past(trace, history())
    return cast(Past, found)


def marks(trace: Trace, n: int) -> Iterator[str]:
    """The words by which lists mark the frame that record ``n`` is about, such as ``retransmission``."""
    for kind, value in chain(cast(Pdu, trace.what[n])):
        for word in kind.format.words.values():
            history = word.history
            if history is None:
                continue
            for name, detail in word.details.items():
                if detail.is_mark and detail.test(value) and past(trace, history).of(n) & detail.past:
                    yield name
