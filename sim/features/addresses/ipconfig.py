"""``ipconfig``: the interfaces as Windows shows them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim.addresses import DEFAULT_ROUTE, InterfaceAddress, IPv4Address, mask_of
from sim.command import IP_DEVICES, Command, CommandLine
from sim.device import loopback
from sim.device.interface import TABLE, InterfaceRow
from sim.features.dhcp.client.commands import DhclientHost, client_of
from sim.features.dhcp.client.machine import Configure
from sim.features.dhcp.client.rows import BEGIN, ClientRow, ClientState
from sim.features.dhcp.client.rows import TABLE as CLIENTS
from sim.features.dns.caching.tables import STUB_CACHE
from sim.features.dns.stub.windows import FLUSHED, displaydns
from sim.ip.names.resolver import STATIC
from sim.ip.names.tables import TABLE as RESOLVER
from sim.ip.routes.machine import TABLE as ROUTES
from sim.ip.routes.machine import RouteRow
from sim.kernel import EPOCH, SECOND
from sim.quantities import date
from sim.shell.application import Application

_USAGE = "ipconfig [/all | /release [INTERFACE] | /renew [INTERFACE] | /displaydns | /flushdns]"
_DNS = ("displaydns", "flushdns")
_NOT_BY_DHCP = "The operation failed as no adapter is in the state permissible for\nthis operation."
_NO_SERVER = (
    "An error occurred while renewing interface {port} : unable to contact your DHCP server. Request has timed out."
)


class IpconfigLine(NamedTuple):
    """What is asked for: ``""``, ``all``, ``release`` …; the lease of one adapter or of all."""

    what: str = ""
    port: str | None = None


def _parse(line: CommandLine) -> IpconfigLine:
    if not line:
        return IpconfigLine()
    word = line.next()
    what = word[1:].lower()
    if word[0] not in "/-" or what not in ("all", "release", "renew", *_DNS):
        raise line.wrong(f"Error: unrecognized or incomplete command line: {word}", _USAGE)
    return IpconfigLine(what, line.interface() if line and what in ("release", "renew") else None)


def _run(device: DhclientHost, words: IpconfigLine, text: str, cause: int) -> None:
    if words.what in ("", "all"):
        _show(device, words.what == "all", cause)
        return
    if words.what in _DNS:
        if words.what == "flushdns":
            device.names.flush(cause)
        lines = displaydns(device.tables.get(STUB_CACHE, {}), device.kernel.now)
        device.output(FLUSHED if words.what == "flushdns" else "\n".join(lines), cause)
        return
    clients = device.tables.get(CLIENTS, {})
    ports = [port for port in clients if words.port in (None, port)]
    if not ports:
        device.output(f"\nWindows IP Configuration\n\n{_NOT_BY_DHCP}", cause)
    elif words.what == "release":
        for port in ports:
            client_of(device).release(port, cause)
        _show(device, False, cause)
    else:
        Renew(device, text, ports).launch(cause)


class Renew(Application[DhclientHost]):
    """``ipconfig /renew``: waits until each adapter has a lease, or until no server has answered."""

    def __init__(self, device: DhclientHost, command: str, ports: Sequence[str]) -> None:
        super().__init__(device, command)
        self._left = list(ports)

    def start(self, cause: int) -> None:
        client = client_of(self.node)
        client.listen(self._hear)
        self.at_end(lambda: client.forget(self._hear))
        for port in tuple(self._left):
            client.renew(port, cause)

    def _hear(self, port: str, told: Any, row: ClientRow | None, cause: int) -> None:
        if port not in self._left:
            return
        if isinstance(told, Configure):
            self._left.remove(port)
        elif getattr(told, "timer", ("",))[0] == BEGIN and hasattr(told, "deadline"):
            self._left.remove(port)
            self.output(_NO_SERVER.format(port=port), cause)
        if not self._left:
            _show(self.node, False, cause)
            self.finish(0, cause)


def _show(device: DhclientHost, is_full: bool, cause: int) -> None:
    routes, clients = list(device.tables[ROUTES].values()), device.tables.get(CLIENTS, {})
    static = device.tables[RESOLVER].get(STATIC)
    lines = ipconfig(device.name, device.tables[TABLE], routes, is_full, clients, static.servers if static else ())
    device.output("\n".join(lines), cause)


def ipconfig(
    host: str,
    interfaces: Mapping[str, InterfaceRow],
    routes: Sequence[RouteRow],
    is_full: bool,
    clients: Mapping[str, ClientRow] = {},
    name_servers: Sequence[IPv4Address] = (),
) -> list[str]:
    """The lines of ``ipconfig``; the loopback interface is none that Windows shows."""
    lines = ["", "Windows IP Configuration", ""]
    if is_full:
        lines += ["", *_spread(("Host Name", host), ("Node Type", "Hybrid"), ("IP Routing Enabled", "No")), ""]
    for port, row in interfaces.items():
        if port == loopback.NAME:
            continue
        client = clients.get(port)
        fields: list[tuple[str, object]] = []
        if not row.up:
            fields.append(("Media State", "Media disconnected"))
        fields.append(("Connection-specific DNS Suffix ", client.domain if client is not None and row.up else ""))
        if is_full:
            mac = str(row.mac).upper().replace(":", "-")
            fields += [("Description", "Ethernet adapter"), ("Physical Address", mac)]
            fields += [("DHCP Enabled", "No" if client is None else "Yes"), ("Autoconfiguration Enabled", "Yes")]
        for own in row.addresses if row.up else ():
            automatic = "Autoconfiguration " if client is not None and _is_link_local(own) else ""
            fields.append((f"{automatic}IPv4 Address", f"{own.address}{'(Preferred)' if is_full else ''}"))
            fields.append(("Subnet Mask", IPv4Address(mask_of(own.length))))
        if is_full and client is not None and client.state in _LEASED:
            fields.append(("Lease Obtained", _date(client.asked)))
            fields.append(("Lease Expires", "never" if client.expiry is None else _date(client.expiry)))
        if row.up:
            fields.append(("Default Gateway", _gateway(port, routes)))
        if is_full and client is not None and client.state in _LEASED:
            fields.append(("DHCP Server", client.server))
        if is_full and row.up:
            servers = client.dns if client is not None and client.state in _LEASED else name_servers
            fields += [("DNS Servers" if n == 0 else "", server) for n, server in enumerate(servers)]
        lines += [f"Ethernet adapter {port}:", "", *_spread(*fields), ""]
    return lines[:-1]


_LEASED = (ClientState.BOUND, ClientState.RENEWING, ClientState.REBINDING)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _date(ns: int) -> str:
    """``Thursday, January 1, 2026 12:00:05 AM``."""
    when = date(EPOCH + ns // SECOND)
    hour, half = (when.hour + 11) % 12 + 1, "AM" if when.hour < 12 else "PM"
    day = f"{_DAYS[when.weekday]}, {_MONTHS[when.month - 1]} {when.day}, {when.year}"
    return f"{day} {hour}:{when.minute:02}:{when.second:02} {half}"


def _is_link_local(own: InterfaceAddress) -> bool:
    return own.address >> 16 == 0xA9FE


def _gateway(port: str, routes: Sequence[RouteRow]) -> str:
    found = (r.next_hop for r in routes if r.prefix == DEFAULT_ROUTE and r.active and r.port in (None, port))
    return next((str(hop) for hop in found if hop is not None), "")


def _spread(*fields: tuple[str, object]) -> list[str]:
    """Fields as Windows writes them, with dots up to the colon."""
    lines = []
    for name, value in fields:
        if not name:
            lines.append(f"{'':39}{value}")
            continue
        dots = "".join("." if column % 2 == 0 else " " for column in range(len(name), 34))
        lines.append(f"   {name}{dots}: {value}".rstrip())
    return lines


COMMAND = Command(
    "ipconfig",
    _USAGE,
    "the interfaces as Windows prints them; gives a DHCP lease back, renews it",
    IP_DEVICES,
    _parse,
    _run,
    rank=21,
)
