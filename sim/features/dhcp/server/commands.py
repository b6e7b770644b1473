"""``show ip dhcp binding`` and ``show ip dhcp pool``: the leases of a server as Cisco's IOS prints them."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from sim.addresses import IPv4Address
from sim.command import IP_DEVICES, Command, Device
from sim.features.dhcp.server.machine import Served
from sim.features.dhcp.server.rows import TABLE, LeaseRow, LeaseState
from sim.features.dhcp.server.service import DhcpServer
from sim.kernel import EPOCH, SECOND
from sim.quantities import date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HEADING = (
    "Bindings from all pools not associated with VRF:",
    "IP address          Client-ID/              Lease expiration        Type",
    "                    Hardware address/",
    "                    User name",
)


class ServingDevice(Device, Protocol):
    services: dict[str, object]


def _time(ns: int) -> str:
    """``Jan 01 2026 01:00 AM``."""
    when = date(EPOCH + ns // SECOND)
    half = "AM" if when.hour < 12 else "PM"
    clock = f"{(when.hour + 11) % 12 + 1:02}:{when.minute:02} {half}"
    return f"{_MONTHS[when.month - 1]} {when.day:02} {when.year} {clock}"


def _dotted(octets: bytes) -> str:
    """``0102.0000.0000.01``, as IOS writes client identifiers."""
    digits = octets.hex()
    return ".".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def show_ip_dhcp_binding(leases: Mapping[Any, Any], reserved: Iterable[IPv4Address] = ()) -> list[str]:
    """The leases in force."""
    lines, kept = [*_HEADING], frozenset(reserved)
    rows: Mapping[IPv4Address, LeaseRow] = leases
    for ip, row in sorted(rows.items()):
        if row.state is LeaseState.BOUND:
            ends = "Infinite" if row.expiry is None else _time(row.expiry)
            kind = "Manual" if ip in kept else "Automatic"
            lines.append(f"{ip!s:<20}{_dotted(row.client):<24}{ends:<24}{kind}")
    return lines


def show_ip_dhcp_pool(served: Iterable[Served], leases: Mapping[IPv4Address, LeaseRow]) -> list[str]:
    """How many addresses each pool has, and how many are leased."""
    lines: list[str] = []
    for number, (pool, network) in enumerate(served, 1):
        span = pool.pool
        total = span.last - span.first + 1
        excluded = {
            n for each in pool.exclude for n in range(max(each.first, span.first), min(each.last, span.last) + 1)
        }
        leased = [ip for ip, row in leases.items() if row.state is LeaseState.BOUND and ip in network]
        lines += [
            "",
            f"Pool {pool.name or number} :",
            " Utilization mark (high/low)    : 100 / 0",
            " Subnet size (first/next)       : 0 / 0",
            f" Total addresses                : {total}",
            f" Leased addresses               : {len(leased)}",
            f" Excluded addresses             : {len(excluded)}",
            " Pending event                  : none",
            " 1 subnet is currently in the pool :",
            " Current index        IP address range                    Leased/Excluded/Total",
        ]
        every = (n for n in range(span.first, span.last + 1) if n not in excluded)
        free = (IPv4Address(n) for n in every if IPv4Address(n) not in leases)
        index, width = str(next(free, span.first)), f"{span.first!s:<17}- {span.last}"
        lines.append(f" {index:<21}{width:<36}{len(leased):<5} / {len(excluded):<5} / {total}")
    return lines[1:]


def _server(device: ServingDevice) -> DhcpServer | None:
    found = device.services.get("dhcp-server")
    return found if isinstance(found, DhcpServer) else None


def _show_binding(device: ServingDevice, _: None, __: str, cause: int) -> None:
    server = _server(device)
    reserved = [ip for pool, _ in (server.pools() if server else ()) for _, ip in pool.reservations]
    device.output("\n".join(show_ip_dhcp_binding(device.tables.get(TABLE, {}), reserved)), cause)


def _show_pool(device: ServingDevice, _: None, __: str, cause: int) -> None:
    server = _server(device)
    lines = [] if server is None else show_ip_dhcp_pool(server.pools(), server.leases)
    if lines:
        device.output("\n".join(lines), cause)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        "show ip dhcp binding",
        "show ip dhcp binding",
        "the leases of this DHCP server",
        IP_DEVICES,
        lambda _: None,
        _show_binding,
    ),
    Command(
        "show ip dhcp pool",
        "show ip dhcp pool",
        "the pools of this DHCP server, and how many addresses are leased",
        IP_DEVICES,
        lambda _: None,
        _show_pool,
    ),
)
