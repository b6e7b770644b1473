"""``arp`` and ``ip neigh``: how the ARP table is looked at, changed and emptied."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from sim.addresses import IPv4Address, MacAddress
from sim.command import IP_DEVICES, Command, CommandLine, Device, show, showing
from sim.device.interface import Interface
from sim.ip.arp.machine import TABLE
from sim.ip.arp.tables import IP_NEIGH, arp_table


class _Neighbours(Protocol):
    def set_static(self, interface: Interface, ip: IPv4Address, mac: MacAddress, cause: int) -> None: ...
    def delete(self, interface: Interface, ip: IPv4Address, cause: int) -> None: ...
    def flush(self, interface: Interface, cause: int) -> None: ...


class ResolvingDevice(Device, Protocol):
    """What these commands see of a host or router."""

    @property
    def interfaces(self) -> Mapping[str, Interface]: ...
    @property
    def neighbours(self) -> _Neighbours: ...
    def interface_of_network(self, ip: IPv4Address) -> Interface: ...


class SetEntry(NamedTuple):
    """``arp -s``, or ``arp -d`` where there is no ``mac``: an entry put in or taken out by hand."""

    ip: IPv4Address
    mac: MacAddress | None


def _parse_arp(line: CommandLine) -> SetEntry | None:
    flag = line.peek()
    if flag in ("-s", "-d"):
        line.next()
        ip = line.address()
        return SetEntry(ip, line.mac() if flag == "-s" else None)
    if flag in ("-n", "-a"):
        line.next()
    return None


def _arp(device: ResolvingDevice, entry: SetEntry | None, _: str, cause: int) -> None:
    if entry is None:
        show(device, arp_table, TABLE, cause)
        return
    interface = device.interface_of_network(entry.ip)
    if entry.mac is not None:
        device.neighbours.set_static(interface, entry.ip, entry.mac, cause)
    else:
        device.neighbours.delete(interface, entry.ip, cause)


def _parse_flush(line: CommandLine) -> str | None:
    """The interface to forget neighbours on, ``None`` for all."""
    if line.peek() != "dev":
        return None
    line.next()
    return line.interface()


def _flush(device: ResolvingDevice, only: str | None, _: str, cause: int) -> None:
    for interface in device.interfaces.values():
        if only in (None, interface.name):
            device.neighbours.flush(interface, cause)


ARP = Command(
    "arp",
    "arp [-a | -n] | arp -s ADDRESS MAC | arp -d ADDRESS",
    "the ARP table; `-s` adds a static row, `-d` removes a row; `-a` and `-n` change nothing",
    IP_DEVICES,
    _parse_arp,
    _arp,
    elsewhere=("show arp", "show ip arp"),
    rank=10,
)
FLUSH = Command(
    "ip neigh flush",
    "ip neigh flush [dev INTERFACE]",
    "removes the learned rows of the ARP table, for one interface or for all",
    IP_DEVICES,
    _parse_flush,
    _flush,
    elsewhere=("clear arp", "clear arp-cache", "clear ip arp"),
    rank=40,
)
NEIGH = showing(*IP_NEIGH, TABLE, "the ARP table with its states", elsewhere=("ip n", "ip neighbor"), rank=40)

COMMANDS: tuple[Command[Any, Any], ...] = (ARP, FLUSH, NEIGH)
