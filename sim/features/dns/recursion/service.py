"""A recursive resolver or forwarder at work on a device."""

import random
from typing import Any, Protocol

from sim.addresses import IPv4Address
from sim.features.dns.asking.driver import DrivenHost, Driver
from sim.features.dns.asking.steps import SERVER_STEPS
from sim.features.dns.authority.feature import NAME as AUTHORITY
from sim.features.dns.authority.service import AuthorityService
from sim.features.dns.name import ROOT, Name
from sim.features.dns.recursion.config import RecursorConfig, Zones
from sim.features.dns.recursion.machine import Answer, Recursor
from sim.features.dns.recursion.timers import TIMER
from sim.features.dns.serving.listener import Asker, Listener
from sim.features.dns.settings import DnsSettings


class ResolverHost(DrivenHost, Protocol):
    """What the resolver needs of its device."""

    services: dict[str, object]

    def chance(self, name: str) -> random.Random: ...


class RecursionService:
    """Answers whoever asks at port 53."""

    def __init__(self, host: ResolverHost) -> None:
        self._host = host
        zones = host.services.get(AUTHORITY)
        own = zones.say if isinstance(zones, AuthorityService) else None
        self._machine = Recursor(config_of(host.settings.of(DnsSettings)), host.chance("recursion"), own)
        self._driver = Driver(host, self._machine, TIMER, SERVER_STEPS, self._tell)
        self._listener = Listener(host, self.take)

    def take(self, octets: bytes, asker: Asker, cause: int) -> None:
        """Work on a query, unless it is for a zone that the device itself is responsible for."""
        zones = self._host.services.get(AUTHORITY)
        if isinstance(zones, AuthorityService) and zones.take(octets, asker, self._listener, cause):
            return
        self._driver.carry_out(self._machine.ask(octets, self._host.now, asker, asker.over_tcp), cause)

    def flush(self, cause: int) -> None:
        """Empty the cache."""
        self._driver.flush(cause)

    def _tell(self, effect: Any, cause: int) -> None:
        assert isinstance(effect, Answer)
        self._listener.answer(effect.who, effect.octets, effect.why, cause)


def config_of(settings: DnsSettings) -> RecursorConfig:
    """The configuration of the machine by the settings of a device."""
    forwards: Zones = ((ROOT, settings.forward),) if settings.forward else ()
    return RecursorConfig(
        hints=_by_name(settings.hints),
        stubs=_by_name(settings.zone_servers),
        forwards=forwards,
        prime=settings.prime,
        size=settings.edns_size,
        attempts=settings.attempts,
        minimal=settings.minimal,
    )


def _by_name(pairs: tuple[tuple[str, IPv4Address], ...]) -> Zones:
    return tuple((Name.parse(name), (address,)) for name, address in pairs)
