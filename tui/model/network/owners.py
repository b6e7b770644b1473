"""Whose an address is, as far as the run has come: by the rows of the interfaces, and not by what was planned."""

from collections.abc import Iterable, Mapping
from typing import Any

from sim.addresses import IPv4Address, MacAddress
from sim.device.tables import INTERFACES
from sim.scenario.front import Device
from sim.trace.records import Change
from sim.trace.world import World
from tui.model.network.topology import Topology

_Address = IPv4Address | MacAddress
_Holders = dict[tuple[str, Any], None]


class Owners:
    """The devices that have an address, at the record up to which :meth:`take` has been told of all changes."""

    def __init__(self) -> None:
        self._holders: dict[tuple[type, _Address], _Holders] = {}

    def take(self, node: str, change: Change) -> None:
        """Take in a change of a row of an interface."""
        before, after = _addresses(change.before), _addresses(change.after)
        for address in before:
            if address not in after:
                self._holders[type(address), address].pop((node, change.key), None)
        for address in after:
            if address not in before:
                self._holders.setdefault((type(address), address), {})[node, change.key] = None

    def of(self, address: _Address, mac: MacAddress | None = None) -> str:
        """The device that has an address; "" where none has it.

        Of several it is the one that has this MAC address, too, as in two homes with the same addresses; else the one
        that has had it longest.
        """
        holders = self._holders.get((type(address), address))
        if holders and len(holders) > 1 and mac is not None:
            both = self._holders.get((MacAddress, mac), {})
            return next((holder for holder in holders if holder in both), next(iter(holders)))[0]
        return next(iter(holders))[0] if holders else ""


def at_present(network: Topology, world: World) -> Topology:
    """The network with the addresses that its devices have now."""
    return network._replace(devices=tuple(_at_present(device, world) for device in network.devices))


def _at_present(device: Device, world: World) -> Device:
    rows: Mapping[Any, Any] = world.table(device.name, INTERFACES.name)
    own = {str(port): [each for each in row.addresses if not each.address.is_loopback] for port, row in rows.items()}
    addresses = {port: tuple(map(str, each)) for port, each in own.items() if each}
    return device._replace(addresses=addresses)


def owners(world: World, devices: Iterable[str]) -> Mapping[str, str]:
    """Whose an address is, by its text; of an address that several have, all of them."""
    found: dict[str, dict[str, None]] = {}
    for device in devices:
        for row in world.table(device, INTERFACES.name).values():
            for address in _addresses(row):
                found.setdefault(str(address), {})[device] = None
    return {address: "/".join(names) for address, names in found.items()}


def _addresses(row: Any) -> list[_Address]:
    """The addresses of an interface that tell its device from others: each device has the loopback addresses."""
    if row is None:
        return []
    own = (each.address for each in row.addresses if not each.address.is_loopback)
    return [*own, *([] if row.mac is None else [row.mac])]
