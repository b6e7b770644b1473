"""``ipconfig``: the interfaces as Windows shows them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sim.addresses import DEFAULT_ROUTE, IPv4Address, mask_of
from sim.command import IP_DEVICES, Command, CommandLine, Device
from sim.device import loopback
from sim.device.interface import TABLE, InterfaceRow
from sim.ip.routes.machine import TABLE as ROUTES
from sim.ip.routes.machine import RouteRow

_USAGE = "ipconfig [/all]"


class NamedDevice(Device, Protocol):
    """What ``ipconfig`` sees of a host or router."""

    @property
    def name(self) -> str: ...


def _parse(line: CommandLine) -> bool:
    """Whether everything is to be shown."""
    if not line:
        return False
    word = line.next()
    if word.lower() not in ("/all", "-all"):
        raise line.wrong(f"Error: unrecognized or incomplete command line: {word}", _USAGE)
    return True


def _run(device: NamedDevice, is_full: bool, _: str, cause: int) -> None:
    routes = list(device.tables[ROUTES].values())
    device.output("\n".join(ipconfig(device.name, device.tables[TABLE], routes, is_full)), cause)


def ipconfig(host: str, interfaces: Mapping[str, InterfaceRow], routes: Sequence[RouteRow], is_full: bool) -> list[str]:
    """The lines of ``ipconfig``; the loopback interface is none that Windows shows."""
    lines = ["", "Windows IP Configuration", ""]
    if is_full:
        lines += ["", *_spread(("Host Name", host), ("Node Type", "Hybrid"), ("IP Routing Enabled", "No")), ""]
    for port, row in interfaces.items():
        if port == loopback.NAME:
            continue
        fields: list[tuple[str, object]] = []
        if not row.up:
            fields.append(("Media State", "Media disconnected"))
        fields.append(("Connection-specific DNS Suffix ", ""))
        if is_full:
            mac = str(row.mac).upper().replace(":", "-")
            fields += [("Description", "Ethernet adapter"), ("Physical Address", mac), ("DHCP Enabled", "No")]
        for own in row.addresses if row.up else ():
            fields.append(("IPv4 Address", f"{own.address}{'(Preferred)' if is_full else ''}"))
            fields.append(("Subnet Mask", IPv4Address(mask_of(own.length))))
        if row.up:
            fields.append(("Default Gateway", _gateway(port, routes)))
        lines += [f"Ethernet adapter {port}:", "", *_spread(*fields), ""]
    return lines[:-1]


def _gateway(port: str, routes: Sequence[RouteRow]) -> str:
    found = (r.next_hop for r in routes if r.prefix == DEFAULT_ROUTE and r.active and r.port in (None, port))
    return next((str(hop) for hop in found if hop is not None), "")


def _spread(*fields: tuple[str, object]) -> list[str]:
    """Fields as Windows writes them, with dots up to the colon."""
    lines = []
    for name, value in fields:
        dots = "".join("." if column % 2 == 0 else " " for column in range(len(name), 34))
        lines.append(f"   {name}{dots}: {value}".rstrip())
    return lines


COMMAND = Command(
    "ipconfig",
    _USAGE,
    "the interfaces as Windows prints them",
    IP_DEVICES,
    _parse,
    _run,
    rank=21,
)
