"""Whom to ask: the closest zone to a name whose servers are known (RFC 1034 5.3.3, step 2)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from sim.addresses import IPv4Address
from sim.features.dns import numbers
from sim.features.dns.caching.cache import Cache
from sim.features.dns.caching.rrset import RRset
from sim.features.dns.name import Name
from sim.features.dns.rdata import A, Ns
from sim.features.dns.recursion.config import RecursorConfig
from sim.quantities import Instant


class Origin(Enum):
    """How the servers of a zone became known."""

    HINTS = "hints"
    CACHE = "cache"
    REFERRAL = "referral"
    STUB = "stub"
    FORWARD = "forward"

    def __str__(self) -> str:
        return self.value


@dataclass(slots=True)
class Target:
    """A server of a zone by its name, ``None`` where only its addresses are configured.

    ``is_sought``: its addresses were looked for already.
    """

    name: Name | None
    addresses: list[IPv4Address] = field(default_factory=list)
    is_sought: bool = False


@dataclass(slots=True)
class Delegation:
    """A zone, its servers, how these are known, and until when (ns); ``None`` is for ever."""

    zone: Name
    origin: Origin
    targets: list[Target] = field(default_factory=list)
    expires: Instant | None = None

    def addresses(self) -> Iterator[IPv4Address]:
        """Each address once, in order."""
        yield from dict.fromkeys(address for target in self.targets for address in target.addresses)

    def without_addresses(self) -> list[Target]:
        """The servers whose addresses are not known and were not looked for yet."""
        return [each for each in self.targets if each.name is not None and not each.addresses and not each.is_sought]

    def add(self, name: Name, addresses: Iterable[IPv4Address]) -> bool:
        """Add what is not there yet of a server; whether there was something."""
        target = next((each for each in self.targets if each.name == name), None)
        is_new = target is None
        if target is None:
            target = Target(name)
            self.targets.append(target)
        new = [address for address in addresses if address not in target.addresses]
        target.addresses += new
        return is_new or bool(new)

    @property
    def is_useless(self) -> bool:
        """Whether nobody can be asked: no address is known, and each name is in the zone itself."""
        return not any(
            target.addresses or (target.name is not None and not target.name.is_below(self.zone))
            for target in self.targets
        )


def addresses_in(sets: Iterable[RRset], name: Name) -> list[IPv4Address]:
    """The addresses of a name among sets of records."""
    return [data.address for each in sets if each.name == name for data in each.data if isinstance(data, A)]


def of_servers(servers: RRset, glue: Iterable[RRset], cache: Cache, origin: Origin, now: int) -> Delegation:
    """The delegation that a set of NS records makes, with addresses from beside it and from the cache."""
    glue = tuple(glue)
    delegation = Delegation(servers.name, origin, expires=servers.expires)
    for data in servers.data:
        if isinstance(data, Ns):
            known = cache.rrset(data.target, numbers.A, servers.rclass, now)
            found = addresses_in((*glue, known) if known is not None else glue, data.target)
            delegation.add(data.target, found)
    return delegation


class Finder:
    """Finds whom to ask for a name, by what is configured and by the cache."""

    def __init__(self, config: RecursorConfig, cache: Cache) -> None:
        self._cache = cache
        self._hints = config.hints
        self._stubs = {zone: tuple(addresses) for zone, addresses in config.stubs}
        self._forwards = {zone: tuple(addresses) for zone, addresses in config.forwards}

    def closest(self, name: Name, rclass: int, now: int, below: int | None = None) -> Delegation | None:
        """The zone with known servers that is closest to a name, of at most ``below`` labels.

        Who is asked for all names of a zone goes before everything that was learned about them.
        """
        zones = [name.last(count) for count in range(len(name.labels) if below is None else below, -1, -1)]
        configured = next((zone for zone in zones if zone in self._forwards or zone in self._stubs), None)
        if configured in self._forwards:
            return _configured(configured, Origin.FORWARD, self._forwards[configured])
        for zone in zones:
            if zone == configured:
                return _configured(zone, Origin.STUB, self._stubs[zone])
            servers = self._cache.rrset(zone, numbers.NS, rclass, now)
            if servers is not None:
                delegation = of_servers(servers, (), self._cache, Origin.CACHE, now)
                if not delegation.is_useless:
                    return delegation
        if not self._hints:
            return None
        return Delegation(Name(), Origin.HINTS, [Target(server, [*addresses]) for server, addresses in self._hints])


def _configured(zone: Name, origin: Origin, addresses: tuple[IPv4Address, ...]) -> Delegation:
    return Delegation(zone, origin, [Target(None, [*addresses])])
