"""The lines of configuration for interfaces, addresses and routes."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from sim.addresses import InterfaceAddress, IPv4Address, Prefix
from sim.command import IP_DEVICES, CommandLine
from sim.config_line import INTERFACE, ConfigLine
from sim.device.interface import TABLE as INTERFACES
from sim.device.interface import Interface
from sim.features.addresses.commands import AddressedDevice, add, remove
from sim.features.ios.mode import DEVICES
from sim.ip.routes.commands import RouteWords, RoutingDevice, add_route, delete_route
from sim.ip.routes.machine import STATIC
from sim.ip.routes.machine import TABLE as ROUTES
from sim.ip.routes.service import StaticRoute

ROUTER, SWITCH = IP_DEVICES & DEVICES, frozenset({"switch"})
NO_INTERFACE = "% Invalid interface: there is no {}"
NO_SUCH_ROUTE = "%No matching route to delete"
_DISTANCE = 255


class PortedDevice(Protocol):
    """A device whose ports can be switched off."""

    @property
    def tables(self) -> Mapping[str, Mapping[Any, Any]]: ...
    def has_interface(self, name: str) -> bool: ...


class _Bridge(Protocol):
    def enable(self, port: str, enabled: bool, cause: int) -> None: ...


class Bridging(PortedDevice, Protocol):
    """A switch."""

    @property
    def bridge(self) -> _Bridge: ...


class Routing(AddressedDevice, PortedDevice, Protocol):
    """A router."""

    def interface(self, name: str) -> Interface: ...


def _mask(line: CommandLine, address: IPv4Address) -> InterfaceAddress:
    """An address with the mask that comes next, in dotted decimal."""
    word = line.next("a mask such as 255.255.255.0")
    try:
        return InterfaceAddress.parse(f"{address}/{IPv4Address.parse(word)}")
    except ValueError:
        raise line.wrong(f"{word!r} is no mask", "write one like 255.255.255.0") from None


# Interfaces


def _parse_name(line: CommandLine, _: bool) -> str:
    return line.next("an interface, such as eth0 or 1")


def _open(device: PortedDevice, _: str, name: str, __: bool, ___: int) -> str:
    return "" if name in device.tables[INTERFACES] else NO_INTERFACE.format(name)


def _shutdown(device: Any, port: str, _: None, is_negated: bool, cause: int) -> str:
    if port not in device.tables[INTERFACES]:
        return ""
    if port in getattr(device.bridge, "ports", ()):
        device.bridge.enable(port, is_negated, cause)
    else:
        device.enable(device.interface(port), is_negated, cause)
    return ""


def _parse_address(line: CommandLine, is_negated: bool) -> InterfaceAddress | None:
    if is_negated and not line:
        return None
    return _mask(line, line.address())


def _address(device: Routing, port: str, address: InterfaceAddress | None, is_negated: bool, cause: int) -> str:
    """One address takes the place of all others, as the primary address does on IOS."""
    if not device.has_interface(port):
        return ""
    own = device.interface(port).addresses
    if is_negated:
        if address is not None and address not in own:
            return f"%Invalid address: {port} does not have {address}"
        for each in own if address is None else (address,):
            remove(device, port, each, cause)
        return ""
    if address is None or address in own:
        return ""
    others = [each for name, row in device.tables[INTERFACES].items() if name != port for each in row.addresses]
    overlap = next((each for each in others if _overlap(each.prefix, address.prefix)), None)
    if overlap is not None:
        return f"% {address.prefix} overlaps with {overlap.prefix}"
    for each in own:
        remove(device, port, each, cause)
    add(device, port, address, cause)
    return ""


def _shown_address(device: Routing, port: str) -> Iterator[str]:
    row = device.tables[INTERFACES][port]
    own = [each for each in row.addresses if each.address != row.leased]
    if not own:
        yield "ip address dhcp" if row.leased else "no ip address"
    yield from (f"ip address {each.address} {each.prefix.mask}" for each in own)


def _shown_routes(device: RoutingDevice, _: str) -> Iterator[str]:
    for row in device.tables[ROUTES].values():
        if row.source == STATIC:
            distance = f" {row.distance}" if row.distance != 1 else ""
            yield f"ip route {row.prefix.network} {row.prefix.mask} {row.next_hop or row.port or 'Null0'}{distance}"


def _overlap(one: Prefix, other: Prefix) -> bool:
    return one.network in other or other.network in one


# Routes


def _parse_route(line: CommandLine, is_negated: bool) -> StaticRoute:
    network = line.address()
    try:
        prefix = Prefix.parse(str(_mask(line, network)))
    except ValueError as error:
        raise line.wrong(str(error), "write the address of the network") from None
    if is_negated and not line:
        return StaticRoute(prefix, None, None)
    word = line.next("the next hop")
    if word[:1].isdigit():
        line.push(word, line.offset)
        hop, port = line.address(), None
    else:
        line.push(word, line.offset)
        hop, port = None, line.interface()
    distance = line.integer(1, _DISTANCE) if line else 1
    return StaticRoute(prefix, hop, port, distance=distance)


def _route(device: RoutingDevice, _: str, route: StaticRoute, is_negated: bool, cause: int) -> str:
    if is_negated:
        return "" if delete_route(device, RouteWords(route), cause) else NO_SUCH_ROUTE
    if route.port is not None and route.port not in device.interfaces:
        return NO_INTERFACE.format(route.port)
    said = add_route(device, RouteWords(route, source=STATIC), cause)
    return f"%Invalid next hop address: {route.next_hop}" if said.startswith("Error: Nexthop") else said


LINES: tuple[ConfigLine[Any, Any], ...] = (
    ConfigLine(
        "interface",
        "interface NAME",
        "the lines behind it are about this interface",
        DEVICES,
        _parse_name,
        _open,
        opens=INTERFACE,
        takes_no=False,
    ),
    ConfigLine(
        "ip route",
        "ip route NETWORK MASK NEXT_HOP|INTERFACE [DISTANCE]",
        "a static route; `no` takes it out",
        ROUTER,
        _parse_route,
        _route,
        shown=_shown_routes,
    ),
    ConfigLine(
        "ip address",
        "ip address ADDRESS MASK",
        "the address of the interface; `no ip address` takes it away",
        ROUTER,
        _parse_address,
        _address,
        mode=INTERFACE,
        shown=_shown_address,
    ),
    ConfigLine(
        "shutdown",
        "shutdown",
        "switches the interface or port off; `no shutdown` switches it on",
        DEVICES,
        lambda _, __: None,
        _shutdown,
        mode=INTERFACE,
        shown=lambda device, port: () if device.tables[INTERFACES][port].enabled else ("shutdown",),
    ),
)
