"""Whether a device of a scenario has a route to where a command goes."""

from collections.abc import Iterable

from sim.addresses import LIMITED_BROADCAST, IPv4Address
from sim.command import Allowance, Doubt, Planned

NO_ROUTE = Allowance("no-route", "a command goes to an address that the device has no route to")


def doubt_route(target: IPv4Address, planned: Planned) -> Iterable[Doubt]:
    """Doubt a command that sends to where no route leads."""
    if target.is_loopback or target.is_multicast or target == LIMITED_BROADCAST:
        return
    if not any(target in prefix for prefix in (*planned.attached, *planned.routed)):
        hint = "give it a gateway or a route" if planned.attached else "give it an address"
        yield Doubt(NO_ROUTE, str(target), f"{planned.name} has no route to {target}", hint)
