"""Joins a resolver to a device: its queries go out by sockets, its rows and timers are the device's."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from sim.addresses import IPv4Address
from sim.effects import TimerName
from sim.features.dns.asking.exchange import Exchange, ExchangeHost
from sim.features.dns.asking.queries import Forget, Query
from sim.features.dns.caching import rules
from sim.features.dns.caching.cache import Cache
from sim.why import Why


class DrivenHost(ExchangeHost, Protocol):
    """What a resolver needs of its device."""

    @property
    def now(self) -> int: ...
    def arm(self, name: TimerName, deadline: int, why: Why, cause: int) -> None: ...
    def cancel(self, name: TimerName, why: Why, cause: int) -> None: ...
    def on_timeout(self, machine: str, react: Callable[[TimerName, int], None]) -> None: ...
    def carry_out(self, effect: Any, cause: int) -> bool: ...


class Machine(Protocol):
    """A resolver, whose calls return what there is to do."""

    cache: Cache

    def receive(self, octets: bytes, source: tuple[IPv4Address, int], now: int, number: int) -> Sequence[Any]: ...
    def timeout(self, number: int, now: int) -> Sequence[Any]: ...
    def fail(self, number: int, now: int, error: str) -> Sequence[Any]: ...
    def flush(self, now: int) -> Sequence[Any]: ...


class Driver:
    """``timer`` is the first item of the names of the machine's timers, ``steps`` the table of what it shows.

    ``done`` carries out the effects that only the one or the other resolver has.
    """

    def __init__(
        self, host: DrivenHost, machine: Machine, timer: str, steps: str, done: Callable[[Any, int], None]
    ) -> None:
        self._host = host
        self._machine = machine
        self._done = done
        self._failures: list[tuple[int, str, int]] = []
        self._exchange = Exchange(host, self._received, self._failed)
        host.tables.setdefault(steps, {})
        host.tables.setdefault(machine.cache.table, {})
        host.on_timeout(timer, self._timeout)
        host.on_timeout(machine.cache.table, self._expire)

    def carry_out(self, effects: Sequence[Any], cause: int) -> None:
        """Do what the machine asks for, and what follows from queries that cannot be sent."""
        for effect in effects:
            if isinstance(effect, Query):
                error = self._exchange.send(effect, cause)
                if error:
                    self._failures.append((effect.number, error, cause))
            elif isinstance(effect, Forget):
                self._exchange.forget(effect.number, cause)
            elif not self._host.carry_out(effect, cause):
                self._done(effect, cause)
        while self._failures:
            self._failed(*self._failures.pop())
        self._watch_expiry(cause)

    def flush(self, cause: int) -> None:
        """Empty the cache."""
        self.carry_out(self._machine.flush(self._host.now), cause)

    def _received(self, number: int, octets: bytes, source: tuple[IPv4Address, int], cause: int) -> None:
        self.carry_out(self._machine.receive(octets, source, self._host.now, number), cause)

    def _failed(self, number: int, error: str, cause: int) -> None:
        self.carry_out(self._machine.fail(number, self._host.now, error), cause)

    def _timeout(self, name: TimerName, cause: int) -> None:
        number = name[1]
        assert isinstance(number, int)
        self.carry_out(self._machine.timeout(number, self._host.now), cause)

    def _expire(self, name: TimerName, cause: int) -> None:
        cache = self._machine.cache
        cache.expire(self._host.now)
        self.carry_out(cache.take_effects(), cause)

    def _watch_expiry(self, cause: int) -> None:
        """Wait for the next entry of the cache that is over."""
        cache = self._machine.cache
        expires = cache.next_expiry()
        if expires is None:
            self._host.cancel((cache.table,), Why(rules.NOTHING_TO_EXPIRE), cause)
        else:
            self._host.arm((cache.table,), expires, Why(rules.EXPIRY, ns=expires - self._host.now), cause)
