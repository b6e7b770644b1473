"""The trace: everything that happened, in columns."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator
from typing import Any, overload

from sim.trace.records import NO_CAUSE, Kind, Record, Spot, What
from sim.why import Why


class Trace:
    """An append-only list of records, one array a field: 33 octets a record and a reference to its values.

    ``spots`` says where, by the numbers in column ``spot``. The first ``configured`` records are
    no events: they put the configuration into the tables. ``limit`` bounds the number of the others;
    :attr:`full` tells that it was reached. ``kept`` is for those who read the trace: it holds what they have
    worked out of it, by whatever names that.
    """

    def __init__(self, limit: int | None = None) -> None:
        self.at = array("q")
        self.kind = bytearray()
        self.spot = array("I")
        self.cause = array("i")
        self.what: list[What] = []
        self.why: list[Why] = []
        self.spots: list[Spot] = []
        self.limit = limit
        self.configured = 0
        self.kept: dict[Hashable, Any] = {}
        self._watched: dict[int, list[Callable[[int], None]]] = {}

    def add(self, kind: Kind, at: int, spot: int, cause: int, what: What, why: Why) -> int:
        """Append a record and return its number. ``at`` in ns; ``cause`` the number of what led to it."""
        n = len(self.what)
        self.at.append(at)
        self.kind.append(kind)
        self.spot.append(spot)
        self.cause.append(cause)
        self.what.append(what)
        self.why.append(why)
        return n

    def watch(self, spot: int, react: Callable[[int], None]) -> None:
        """Call ``react`` with the number of each record that is made at a place from now on.

        It is called in the midst of what happens there, and is to look only.
        """
        self._watched.setdefault(spot, []).append(react)
        self.add = self._add_and_tell  # type: ignore[method-assign]  # who watches nothing does not pay for it

    def unwatch(self, spot: int, react: Callable[[int], None]) -> None:
        """Call ``react`` no more; raises ``ValueError`` where it is not called."""
        self._watched[spot].remove(react)
        if not any(self._watched.values()):
            del self.add

    def _add_and_tell(self, kind: Kind, at: int, spot: int, cause: int, what: What, why: Why) -> int:
        n = type(self).add(self, kind, at, spot, cause, what, why)
        for react in tuple(self._watched.get(spot, ())):
            react(n)
        return n

    def add_spot(self, node: str, port: str = "") -> int:
        """Give a node, a link or a port its number, by which records refer to it."""
        self.spots.append(Spot(node, port))
        return len(self.spots) - 1

    @property
    def happened(self) -> int:
        """How many records there are, the configuration not counted."""
        return len(self.at) - self.configured

    @property
    def full(self) -> bool:
        return self.limit is not None and self.happened >= self.limit

    def __len__(self) -> int:
        return len(self.at)

    @overload
    def __getitem__(self, n: int) -> Record: ...
    @overload
    def __getitem__(self, n: slice) -> list[Record]: ...
    def __getitem__(self, n: int | slice) -> Record | list[Record]:
        if isinstance(n, slice):
            return [self[i] for i in range(*n.indices(len(self)))]
        if n < 0:
            n += len(self)
        if not 0 <= n < len(self):
            raise IndexError(f"record {n} of {len(self)}")
        node, port = self.spots[self.spot[n]]
        return Record(
            n,
            self.at[n],
            Kind(self.kind[n]),
            node,
            port,
            self.cause[n],
            self.what[n],
            self.why[n],
        )

    def __iter__(self) -> Iterator[Record]:
        return (self[n] for n in range(len(self)))

    def causes(self, n: int) -> list[int]:
        """The chain of records that led to record ``n``, itself first."""
        chain = [n]
        while (n := self.cause[n]) != NO_CAUSE:
            chain.append(n)
        return chain

    def before(self, time: int) -> int:
        """How many records are at or before ``time`` (ns)."""
        return bisect_right(self.at, time)


class NoTrace(Trace):
    """A trace that keeps nothing, for runs of which only the end counts."""

    def watch(self, spot: int, react: Callable[[int], None]) -> None:
        """There is nothing to look at."""

    def unwatch(self, spot: int, react: Callable[[int], None]) -> None:
        """Nobody looks."""

    def add(self, kind: Kind, at: int, spot: int, cause: int, what: What, why: Why) -> int:
        return NO_CAUSE
