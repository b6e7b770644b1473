"""The lines of configuration about addresses and routes."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from sim.addresses import InterfaceAddress, IPv4Address, Prefix
from sim.command import CommandLine
from sim.config_line import INTERFACE, ConfigLine
from sim.device.commands import LEAST_MTU
from sim.device.interface import TABLE as INTERFACES
from sim.device.interface import Interface
from sim.device.rules import MTU_SET
from sim.features.addresses.commands import AddressedDevice, add, remove
from sim.features.dhcp.client.commands import client_of
from sim.features.dhcp.client.rows import TABLE as CLIENTS
from sim.features.dhcp.client.service import DhcpClient
from sim.features.ios import rules
from sim.features.ios.interfaces import ROUTER, PortedDevice, no_interface, parent_of
from sim.ip.routes.commands import RouteWords, RoutingDevice, add_route, delete_route
from sim.ip.routes.machine import BLACKHOLE, STATIC
from sim.ip.routes.machine import TABLE as ROUTES
from sim.ip.routes.service import StaticRoute
from sim.trace.records import Kind
from sim.why import Why

LAYER_2 = "% IP addresses may not be configured on L2 links."
NO_TAG_YET = (
    "% Configuring IP routing on a LAN subinterface is only allowed if that\n"
    "subinterface is already configured as part of an IEEE 802.10, IEEE 802.1Q,\nor ISL vLAN."
)
NO_SUCH_ROUTE = "%No matching route to delete"
_DISTANCE = 255
_MOST_MTU = 65535
NULL = "Null0"
"""The interface that swallows all."""


class Routing(AddressedDevice, PortedDevice, Protocol):
    """A router."""

    def interface(self, name: str) -> Interface: ...


def _client(device: Any) -> DhcpClient:
    return client_of(device)


def _mask(line: CommandLine, address: IPv4Address) -> InterfaceAddress:
    """An address with the mask that comes next, in dotted decimal."""
    word = line.next("a mask such as 255.255.255.0")
    try:
        return InterfaceAddress.parse(f"{address}/{IPv4Address.parse(word)}")
    except ValueError:
        raise line.wrong(f"{word!r} is no mask", "write one like 255.255.255.0") from None


class Address(NamedTuple):
    """What ``ip address`` says: an address, ``None`` for that of a DHCP server; ``is_secondary`` keeps the others."""

    address: InterfaceAddress | None = None
    is_secondary: bool = False


def _parse_address(line: CommandLine, is_negated: bool) -> Address:
    if is_negated and not line:
        return Address()
    if line.peek() == "dhcp":
        line.next()
        return Address()
    address = _mask(line, line.address())
    if line.peek() == "secondary":
        line.next()
        return Address(address, is_secondary=True)
    return Address(address)


def _address(device: Routing, port: str, given: Address, is_negated: bool, cause: int) -> str:
    """One address takes the place of all others, as the primary address does on IOS."""
    if not device.has_interface(port):
        if port in device.tables[INTERFACES]:
            return LAYER_2
        return NO_TAG_YET if parent_of(device, port) else ""
    if is_negated or given.address is None:
        said = _take_away(device, port, given.address, cause)
        if not is_negated:
            _client(device).begin(port, cause)
        return said
    return _set_address(device, port, given.address, given.is_secondary, cause)


def _take_away(device: Routing, port: str, address: InterfaceAddress | None, cause: int) -> str:
    """Take an address from an interface, or all."""
    own = device.interface(port).addresses
    if address is not None and address not in own:
        return f"%Invalid address: {port} does not have {address}"
    if port in device.tables.get(CLIENTS, {}):
        _client(device).release(port, cause)
    for each in own if address is None else (address,):
        remove(device, port, each, cause)
    return ""


def _set_address(device: Routing, port: str, address: InterfaceAddress, is_secondary: bool, cause: int) -> str:
    own = device.interface(port).addresses
    if address in own and (is_secondary or address == own[0]):
        return ""
    others = [each for name, row in device.tables[INTERFACES].items() if name != port for each in row.addresses]
    overlap = next((each for each in others if _overlap(each.prefix, address.prefix)), None)
    if overlap is not None:
        return f"% {address.prefix} overlaps with {overlap.prefix}"
    for each in () if is_secondary else own:
        remove(device, port, each, cause)
    add(device, port, address, cause)
    return ""


def _shown_address(device: Routing, port: str) -> Iterator[str]:
    if not device.has_interface(port):
        return
    row = device.tables[INTERFACES][port]
    own = [each for each in row.addresses if each.address != row.leased]
    if not own:
        yield "ip address dhcp" if port in device.tables.get(CLIENTS, {}) else "no ip address"
    for place, each in enumerate(own):
        yield f"ip address {each.address} {each.prefix.mask}{' secondary' if place else ''}"


def _shown_routes(device: RoutingDevice, _: str) -> Iterator[str]:
    for row in device.tables[ROUTES].values():
        if row.source == STATIC:
            distance = f" {row.distance}" if row.distance != 1 else ""
            way = " ".join(str(each) for each in (row.port, row.next_hop) if each is not None) or NULL
            yield f"ip route {row.prefix.network} {row.prefix.mask} {way}{distance}"


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
    if word.lower() == NULL.lower():
        return StaticRoute(prefix, kind=BLACKHOLE, distance=line.integer(1, _DISTANCE) if line else 1)
    hop: IPv4Address | None = None
    port: str | None = None
    line.push(word, line.offset)
    if word[:1].isdigit():
        hop = line.address()
    else:
        port, hop = line.interface(), line.address() if "." in line.peek() else None
    distance = line.integer(1, _DISTANCE) if line else 1
    return StaticRoute(prefix, hop, port, distance=distance)


def _route(device: RoutingDevice, _: str, route: StaticRoute, is_negated: bool, cause: int) -> str:
    if is_negated:
        return "" if delete_route(device, RouteWords(route), cause) else NO_SUCH_ROUTE
    if route.port is not None and route.port not in device.interfaces:
        return no_interface(device, route.port)
    said = add_route(device, RouteWords(route, source=STATIC), cause)
    return f"%Invalid next hop address: {route.next_hop}" if said.startswith("Error: Nexthop") else said


def _ip_routing(device: Any, _: str, __: None, is_negated: bool, cause: int) -> str:
    on = not is_negated
    if device.ip.forwards is not on:
        device.ip.set_forwarding(on)
        device.settings = device.settings.having(device.ip.settings)
        noted = device.note(Kind.DECISION, None, Why(rules.ROUTING_ON if on else rules.ROUTING_OFF), cause)
        device.addressing.settle(noted)
    return ""


def _parse_mtu(line: CommandLine, is_negated: bool) -> int | None:
    if is_negated:
        line.tail()
        return None
    return line.integer(LEAST_MTU, _MOST_MTU)


def _ip_mtu(device: Routing, port: str, octets: int | None, _: bool, cause: int) -> str:
    if not device.has_interface(port):
        return no_interface(device, port) if port not in device.tables[INTERFACES] else LAYER_2
    interface = device.interface(port)
    most = interface.lower.mtu
    if octets is not None and octets > most:
        return f"% Invalid value for MTU: the link takes {most} octets"
    device.addressing.set_mtu(interface, octets, Why(MTU_SET, port=port, mtu=octets or most), cause)
    return ""


def _shown_mtu(device: Routing, port: str) -> Iterator[str]:
    if device.has_interface(port) and device.interface(port).mtu < device.interface(port).lower.mtu:
        yield f"ip mtu {device.interface(port).mtu}"


LINES: tuple[ConfigLine[Any, Any], ...] = (
    ConfigLine(
        "ip route",
        "ip route NETWORK MASK NEXT_HOP|INTERFACE [NEXT_HOP] [DISTANCE]",
        "a static route; `no` takes it out",
        ROUTER,
        _parse_route,
        _route,
        shown=_shown_routes,
    ),
    ConfigLine(
        "ip routing",
        "ip routing",
        "the device passes datagrams on for others; `no` ends that",
        ROUTER,
        lambda _, __: None,
        _ip_routing,
        shown=lambda device, _: () if device.ip.forwards else ("no ip routing",),
    ),
    ConfigLine(
        "ip address",
        "ip address ADDRESS MASK [secondary]|dhcp",
        "the address of the interface, also one beside others, or one from a DHCP server; `no` takes it away",
        ROUTER,
        _parse_address,
        _address,
        mode=INTERFACE,
        shown=_shown_address,
    ),
    ConfigLine(
        "ip mtu",
        "ip mtu OCTETS",
        "how long a datagram may be that leaves through the interface; `no` leaves it to the link",
        ROUTER,
        _parse_mtu,
        _ip_mtu,
        mode=INTERFACE,
        shown=_shown_mtu,
    ),
)
