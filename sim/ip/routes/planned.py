"""Whether a device of a scenario has a route to where a command goes."""

from collections.abc import Iterable

from sim.addresses import ANY, LIMITED_BROADCAST, IPv4Address
from sim.command import Allowance, Doubt, Planned
from sim.ip.names.feature import UNKNOWN_NAME
from sim.words import suggestion

NO_ROUTE = Allowance("no-route", "a command goes to an address that the device has no route to")


def doubt_route(named: IPv4Address | str, planned: Planned) -> Iterable[Doubt]:
    """Doubt a command that sends to a name that is not known, or to where no route leads."""
    target = planned.names.get(named.lower().removesuffix(".")) if isinstance(named, str) else named
    if target is None:
        yield from doubt_name(str(named), planned)
        return
    if target == ANY:
        return
    if target.is_loopback or target.is_multicast or target == LIMITED_BROADCAST:
        return
    if not any(target in prefix for prefix in (*planned.attached, *planned.routed)):
        hint = "give it a gateway or a route" if planned.attached else "give it an address"
        yield Doubt(NO_ROUTE, str(target), f"{planned.name} has no route to {target}", hint)


def doubt_name(name: str, planned: Planned) -> Iterable[Doubt]:
    """Doubt a command that names a host which the device does not know and cannot ask for."""
    if not planned.asks_servers and name.lower().removesuffix(".") not in planned.names:
        yield Doubt(UNKNOWN_NAME, name, f"{planned.name} knows no host {name!r}", _known(name, planned))


def _known(name: str, planned: Planned) -> str:
    return suggestion(name, tuple(planned.names), "write it under hosts:, or one of")
