"""Whose an address is, as far as the run has come: by the rows of the interfaces, and not by what was planned."""

from collections.abc import Container, Iterable, Mapping, Set
from typing import Any, cast

from sim.addresses import IPv4Address, MacAddress
from sim.device.tables import INTERFACES
from sim.scenario.front import Device
from sim.trace.records import Change, Kind
from sim.trace.trace import Trace
from sim.trace.world import World
from tui.model.network.topology import Topology

_Address = IPv4Address | MacAddress
_Holders = dict[tuple[str, Any], None]
_MOST_RECORDS = 2000
"""Records that are looked at one by one; to look at all devices costs no more than further ones."""


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


def at_present(network: Topology, world: World, changed: Container[str] | None = None) -> Topology:
    """The network with the addresses that its devices have now; ``changed`` names those that may have others."""
    devices = network.devices
    found = (_at_present(each, world) if changed is None or each.name in changed else each for each in devices)
    return network._replace(devices=tuple(found))


class Present:
    """A network with the addresses that its devices have at a record, as the reader goes from record to record.

    Only the devices whose interfaces change on the way are looked at anew: a large network stays the same value in most
    steps.
    """

    def __init__(self, network: Topology, trace: Trace) -> None:
        self._planned = network
        self._trace = trace
        self._position = -1
        self._network = network
        self._owners: Mapping[str, str] | None = None

    def network(self, world: World, position: int) -> Topology:
        """The devices and cables at a position, of which ``world`` is the state."""
        self._go(world, position)
        return self._network

    def owners(self, world: World, position: int) -> Mapping[str, str]:
        """Whose an address is there, by its text; of an address that several have, all of them."""
        self._go(world, position)
        if self._owners is None:
            self._owners = owners(world, self._planned.names)
        return self._owners

    def _go(self, world: World, position: int) -> None:
        changed = self._changed(position)
        self._position = position
        if changed:
            self._network = at_present(self._network, world, changed)
            self._owners = None

    def _changed(self, position: int) -> Set[str]:
        """The devices whose interfaces change between the last position and another one."""
        begin, end = sorted((self._position, position))
        if begin < 0 or end - begin > _MOST_RECORDS:
            return {*self._planned.names}
        trace = self._trace
        return {
            trace.spots[trace.spot[n]].node
            for n in range(begin, end)
            if trace.kind[n] >= Kind.ROW_ADDED and cast(Change, trace.what[n]).table == INTERFACES.name
        }


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
