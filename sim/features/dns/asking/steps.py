"""How a name was resolved, step by step: who was asked what, and what came back."""

from collections import deque
from enum import StrEnum
from typing import Any, NamedTuple

from sim.addresses import IPv4Address
from sim.effects import Put, Remove
from sim.features.dns.asking import rules
from sim.quantities import Instant
from sim.why import Why

STUB_STEPS = "resolution"
"""The table of the steps of a host's own resolver."""
SERVER_STEPS = "recursion"
"""The table of those of a recursive server."""
MOST = 200
"""Steps that are shown; the oldest go first."""


class Step(StrEnum):
    """The kinds of step."""

    QUESTION = "question"
    """Somebody wants to know something, or the resolver itself does."""
    CACHE = "cache"
    """The cache, or the hosts file, knew it."""
    ZONE = "zone"
    """A zone of the device itself has it."""
    QUERY = "query"
    """A server was asked."""
    SAME = "same"
    """Another client asks for what is looked for already."""
    ALIAS = "alias"
    """The name turned out to be an alias."""


class StepRow(NamedTuple):
    """A row under a number. ``parent`` is the step that it belongs to.

    ``result`` is what came of it, "" as long as nothing has; ``zone`` is that of the server. ``id`` is that of the
    message: of the query that is sent, or of the client's query that made the step.
    """

    parent: int | None
    step: Step
    name: str
    type: str
    server: IPv4Address | None
    zone: str
    result: str
    began: Instant
    ended: Instant | None
    id: int | None = None


class Steps:
    """The steps of one resolver, as effects that put them into its table. The first has number 1."""

    def __init__(self, table: str, effects: list[Any]) -> None:
        self._table = table
        self._effects = effects
        self._rows: dict[int, StepRow] = {}
        self._order: deque[int] = deque()
        self._next = 1

    def begin(self, row: StepRow, why: Why) -> int:
        """Add a step; returns its number."""
        number, self._next = self._next, self._next + 1
        self._rows[number] = row
        self._order.append(number)
        self._effects.append(Put(self._table, number, row, why))
        if len(self._order) > MOST:
            oldest = self._order.popleft()
            del self._rows[oldest]
            self._effects.append(Remove(self._table, oldest, Why(rules.STEP_FORGOTTEN, most=MOST)))
        return number

    def end(self, number: int, result: str, now: int, why: Why) -> None:
        """Say what came of a step."""
        row = self._rows.get(number)
        if row is not None and row.ended is None:
            self._rows[number] = row = row._replace(result=result, ended=now)
            self._effects.append(Put(self._table, number, row, why))
