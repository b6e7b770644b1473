"""The resolver of a host at work: it sends what the machine wants to send, and tells who has asked."""

import random
from typing import Any, Protocol

from sim.addresses import IPv4Address
from sim.features.dns.asking.driver import DrivenHost, Driver
from sim.features.dns.asking.steps import STUB_STEPS
from sim.features.dns.stub.lookup import Servers
from sim.features.dns.stub.machine import Counts, Found, Stub
from sim.features.dns.stub.settings import ResolverSettings
from sim.features.dns.stub.timers import TIMER
from sim.ip.names.resolver import Found as Told
from sim.ip.names.resolver import NameSource, Resolver


class StubHost(DrivenHost, Protocol):
    """What the resolver needs of its host."""

    @property
    def names(self) -> Resolver: ...
    def chance(self, name: str) -> random.Random: ...


class StubService(NameSource):
    """Asks the servers that the host knows at that moment."""

    def __init__(self, host: StubHost) -> None:
        self._host = host
        self._machine = Stub(host.settings.of(ResolverSettings), host.chance("dns"))
        self._driver = Driver(host, self._machine, TIMER, STUB_STEPS, self._tell)
        self._waiting: dict[int, Told] = {}
        self._number = 0

    def look_up(self, name: str, found: Told, cause: int) -> None:
        self._driver.carry_out(self._machine.look_up(self._wait(found), name, self._servers(), self._host.now), cause)

    def look_back(self, ip: IPv4Address, found: Told, cause: int) -> None:
        self._driver.carry_out(self._machine.look_back(self._wait(found), ip, self._servers(), self._host.now), cause)

    @property
    def counts(self) -> Counts:
        """What the resolver has done so far."""
        return self._machine.counts

    @property
    def open_questions(self) -> int:
        """How many questions are not answered yet."""
        return len(self._waiting)

    def flush(self, cause: int) -> None:
        """Empty the cache, as ``resolvectl flush-caches`` does."""
        self._driver.flush(cause)

    def _servers(self) -> Servers:
        return Servers(self._host.names.servers(), self._host.names.search())

    def _wait(self, found: Told) -> int:
        self._number += 1
        self._waiting[self._number] = found
        return self._number

    def _tell(self, effect: Any, cause: int) -> None:
        assert isinstance(effect, Found)
        self._waiting.pop(effect.token)(effect.answer, cause)
