"""Requests with their responses, as a device has seen them: the rows that the view of HTTP messages shows."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from sim.features.http import rules
from sim.quantities import Instant
from sim.transport.sockets.rows import Address
from sim.why import Why

TABLE = "http-exchange"
MOST = 50
"""Exchanges that a device remembers; the oldest go first."""
NETWORK, CACHE = "network", "cache"
"""Where a response came from."""
_LONGEST = 200
"""Octets of a body that are remembered."""


class ExchangeRow(NamedTuple):
    """A request and its response, under a number.

    ``socket`` and ``peer`` are the connection's, ``None`` where there was none; ``url`` is what is asked for.
    ``request`` and ``response`` are the lines of the headers, "" for nothing yet. ``sent`` counts the octets of the
    request's body, ``octets`` those of the response's body, which begins with ``body``.
    """

    role: str
    socket: int | None
    peer: Address | None
    url: str
    source: str
    request: str
    sent: int
    status: int
    response: str
    octets: int
    body: bytes
    began: Instant
    ended: Instant | None


class Recorder(Protocol):
    """What a device must be able to do so that its exchanges are remembered."""

    tables: dict[str, dict[Any, Any]]
    services: dict[str, object]

    @property
    def now(self) -> int: ...
    def put(self, table: str, key: Any, row: Any, why: Why, cause: int) -> int: ...
    def remove(self, table: str, key: Any, why: Why, cause: int) -> int: ...


class Exchanges:
    """The exchanges of one device."""

    def __init__(self, host: Recorder) -> None:
        self._host = host
        self._rows: dict[int, ExchangeRow] = host.tables.setdefault(TABLE, {})
        self._next = 1

    def begin(self, row: ExchangeRow, why: Why, cause: int) -> tuple[int, int]:
        """Remember a new exchange: its number, and the record."""
        number, self._next = self._next, self._next + 1
        while len(self._rows) >= MOST:
            forgotten = Why(rules.EXCHANGE_FORGOTTEN, most=MOST)
            cause = self._host.remove(TABLE, next(iter(self._rows)), forgotten, cause)
        return number, self._host.put(TABLE, number, row, why, cause)

    def change(self, number: int, change: Callable[[ExchangeRow], ExchangeRow], why: Why, cause: int) -> int:
        """Note what has become of an exchange, unless it is forgotten."""
        row = self._rows.get(number)
        return cause if row is None else self._host.put(TABLE, number, change(row), why, cause)


def exchanges_of(host: Recorder) -> Exchanges:
    """The exchanges of a device, whoever of its clients and servers asks first."""
    found = host.services.get(TABLE)
    if found is None:
        found = host.services[TABLE] = Exchanges(host)
    assert isinstance(found, Exchanges), "nobody else has this name"
    return found


def beginning(octets: bytes) -> bytes:
    """What is remembered of a body."""
    return octets[:_LONGEST]
