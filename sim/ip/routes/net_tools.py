"""``route``: the route table as net-tools and Windows show and change it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sim.addresses import DEFAULT_ROUTE, LOOPBACK, IPv4Address, Prefix, mask_of
from sim.command import IP_DEVICES, Command, CommandLine, Device
from sim.ip.names.resolver import Resolver
from sim.ip.routes.commands import EXISTS, NO_SUCH, RouteWords, RoutingDevice, add_route, delete_route, put_route
from sim.ip.routes.machine import CONNECTED, LOCAL, TABLE, UNICAST, RouteRow
from sim.ip.routes.service import StaticRoute

_CHANGED = "TARGET [netmask MASK] [gw GATEWAY] [metric N] [dev INTERFACE]"
_USAGE = f"route [-n] | route print | route add|change|del [-net|-host] {_CHANGED} | route delete NETWORK"
_SAID = {EXISTS: "SIOCADDRT: File exists", "Error: Device for nexthop is not up.": "SIOCADDRT: Network is down"}


class Naming(Device, Protocol):
    """What printing names takes."""

    @property
    def names(self) -> Resolver: ...


class NamedDevice(RoutingDevice, Protocol):
    """What ``route`` sees of a host or router."""

    @property
    def names(self) -> Resolver: ...


class RouteLine(NamedTuple):
    """What is asked for: ``show``, ``print`` (as Windows), ``add``, ``change``, ``del`` or ``delete``.

    ``delete`` with nothing but an address is as Windows has it: it is about all routes to the ``network``.
    """

    action: str
    words: RouteWords | None = None
    numeric: bool = False
    network: IPv4Address | None = None


def _parse(line: CommandLine) -> RouteLine:
    numeric = False
    while line.peek() in ("-n", "-e", "-4"):
        numeric |= line.next() == "-n"
    match line.peek().lower():
        case "":
            return RouteLine("show", numeric=numeric)
        case "print":
            line.next()
            if line.peek() == "-4":
                line.next()
            return RouteLine("print")
        case "delete" if _is_address_alone(line.text.split()[2:]):
            line.next()
            return RouteLine("delete", network=line.address())
        case "add" | "change" | "del" | "delete" as action:
            line.next()
            return RouteLine(action.removesuffix("ete"), _change(line, is_added=action in ("add", "change")))
    word = line.next()
    raise line.wrong(f"route: {word!r} is not understood", _USAGE)


def _is_address_alone(words: Sequence[str]) -> bool:
    return len(words) == 1 and words[0][0].isdigit() and "/" not in words[0]


def _change(line: CommandLine, is_added: bool) -> RouteWords:
    is_host = False
    while line.peek() in ("-net", "-host"):
        is_host = line.next() == "-host"
    word = line.next("a network, an address or default")
    mask, words = "", RouteWords(StaticRoute(DEFAULT_ROUTE))
    while line:
        match line.peek().lower():
            case "netmask" | "mask":
                line.next()
                mask = line.next("a mask such as 255.255.255.0")
            case "gw":
                line.next()
                words = words._replace(route=words.route._replace(next_hop=line.address()))
            case "metric":
                line.next()
                metric = line.integer(0, 0xFFFFFFFF)
                words = words._replace(metric=metric, route=words.route._replace(metric=metric))
            case "dev" | "if":
                line.next()
                words = words._replace(route=words.route._replace(port=line.interface()))
            case other if other[0].isdigit() and words.route.next_hop is None:  # as Windows has it
                words = words._replace(route=words.route._replace(next_hop=line.address()))
            case _ if words.route.port is None:
                words = words._replace(route=words.route._replace(port=line.interface()))
            case _:
                extra = line.next()
                raise line.wrong(f"route: {extra!r} is too much", _USAGE)
    if is_added and words.route.next_hop is None and words.route.port is None:
        raise line.too_short(f"{line.text!r} leads nowhere", "add gw GATEWAY or dev INTERFACE")
    return words._replace(route=words.route._replace(prefix=_prefix(line, word, mask, is_host)))


def _prefix(line: CommandLine, word: str, mask: str, is_host: bool) -> Prefix:
    if word == "default":
        return DEFAULT_ROUTE
    text = word if "/" in word else f"{word}/{mask or ('32' if is_host or not word.endswith('.0') else _class(word))}"
    try:
        return Prefix.parse(text)
    except ValueError as error:
        raise line.wrong(f"route: {error}", _USAGE) from None


def _class(word: str) -> str:
    """The length that net-tools takes for a network without one: that of its class (RFC 791 3.2)."""
    first = int(word.partition(".")[0]) if word.partition(".")[0].isdecimal() else 0
    return "0" if word == "0.0.0.0" else "8" if first < 128 else "16" if first < 192 else "24"


def _run(device: NamedDevice, line: RouteLine, _: str, cause: int) -> None:
    rows = device.tables[TABLE]
    match line.action:
        case "show":
            print_routes(device, rows, line.numeric, cause)
        case "print":
            interfaces = [(name, str(each.mac)) for name, each in device.interfaces.items()]
            own = {name: [a.address for a in each.addresses] for name, each in device.interfaces.items()}
            device.output("\n".join(route_print(rows, interfaces, own)), cause)
        case "delete":
            to_network = [row for row in rows.values() if row.prefix.network == line.network and row.source != LOCAL]
            for row in to_network:
                route = StaticRoute(row.prefix, row.next_hop, row.port, row.kind, metric=row.metric)
                delete_route(device, RouteWords(route, row.metric), cause)
            if not to_network:
                device.output("The route deletion failed: Element not found.", cause)
        case "change":
            assert line.words is not None, "the line was read so"
            if put_route(device, line.words, cause, must_exist=True):
                device.output("The route change failed: Element not found.", cause)
        case "add":
            assert line.words is not None, "the line was read so"
            said = add_route(device, line.words, cause)
            if said:
                device.output(_SAID.get(said, "SIOCADDRT: Network is unreachable"), cause)
        case _:
            assert line.words is not None, "the line was read so"
            if not delete_route(device, line.words, cause):
                device.output(NO_SUCH.replace("RTNETLINK answers", "SIOCDELRT"), cause)


def print_routes(
    device: Naming, rows: Mapping[Any, RouteRow], numeric: bool, cause: int, netstat: bool = False
) -> None:
    """Print the table, with the names of gateways unless they are to be numeric. To find the names can take time."""
    if numeric:
        device.output("\n".join(route_n(rows, netstat=netstat)), cause)
        return
    gateways = [row.next_hop for row in _shown(rows) if row.next_hop is not None]

    def told(names: Mapping[IPv4Address, str], cause: int) -> None:
        device.output("\n".join(route_n(rows, names, netstat=netstat)), cause)

    device.names.reverse_all(gateways, told, cause)


def _shown(routes: Mapping[Any, RouteRow]) -> list[RouteRow]:
    rows = [row for row in routes.values() if row.source != LOCAL and row.kind == UNICAST]
    rows = [row for row in rows if row.active or row.port is not None]
    return sorted(rows, key=lambda row: (row.prefix, row.metric, row.next_hop or 0, row.port or ""))


def _cells(row: RouteRow, names: Mapping[IPv4Address, str] | None, rows: Sequence[RouteRow]) -> list[str]:
    gateway = row.next_hop
    flags = "U" + ("G" if gateway is not None else "") + ("H" if row.prefix.length == 32 else "")
    destination = str(row.prefix.network)
    via = "0.0.0.0" if gateway is None else str(gateway)
    if names is not None:
        destination = "default" if row.prefix.length == 0 else destination
        via = names.get(gateway, via) if gateway is not None else via
    leads = (each.port for each in rows if each.source == CONNECTED and gateway is not None and gateway in each.prefix)
    return [destination, via, str(IPv4Address(mask_of(row.prefix.length))), flags, row.port or next(leads, None) or ""]


def route_n(
    routes: Mapping[Any, RouteRow],
    names: Mapping[IPv4Address, str] | None = None,
    *,
    netstat: bool = False,
) -> list[str]:
    """``route -n`` and ``netstat -rn``; ``names`` gives the names of an address, where they are to be shown."""
    columns = "MSS Window  irtt" if netstat else "Metric Ref    Use"
    flags_width = 5
    lines = [
        "Kernel IP routing table",
        f"Destination     Gateway         Genmask         Flags {'  ' if netstat else ''}{columns} Iface",
    ]
    rows = _shown(routes)
    for row in rows:
        destination, via, mask, flags, port = _cells(row, names, rows)
        numbers = f"{0:>5} {0:<6} {0:>5}" if netstat else f"{row.metric:<6} {0:<2} {0:>7}"
        lines.append(f"{destination:<15.15} {via:<15.15} {mask:<15} {flags:<{flags_width}} {numbers} {port}")
    return lines


def route_print(
    routes: Mapping[Any, RouteRow], interfaces: Sequence[tuple[str, str]], own: Mapping[str, Sequence[IPv4Address]]
) -> list[str]:
    """``route print``: the table as Windows prints it, with the addresses of the interfaces for their names."""
    rule = "=" * 75
    lines = [rule, "Interface List"]
    for number, (name, mac) in enumerate(interfaces, 2):
        lines.append(f"{number:>3}...{mac.replace(':', ' ')} ......{name}")
    lines += ["  1...........................Software Loopback Interface 1", rule, "", "IPv4 Route Table", rule]
    lines += ["Active Routes:", "Network Destination        Netmask          Gateway       Interface  Metric"]
    rows = [row for row in routes.values() if row.active and row.kind == UNICAST]
    for row in sorted(rows, key=lambda row: (row.prefix, row.metric)):
        via = "On-link" if row.next_hop is None else str(row.next_hop)
        source = next(iter(own.get(row.port or "", ())), LOOPBACK)
        mask = IPv4Address(mask_of(row.prefix.length))
        metric = row.metric or 25
        lines.append(f"{row.prefix.network!s:>17} {mask!s:>16} {via:>16} {source!s:>15} {metric:>6}")
    lines.append(f"{'127.0.0.0':>17} {'255.0.0.0':>16} {'On-link':>16} {LOOPBACK!s:>15} {331:>6}")
    return [*lines, rule, "Persistent Routes:", "  None"]


COMMAND = Command(
    "route",
    _USAGE,
    "the routing table as net-tools prints it, with `print` as Windows does; adds and removes routes",
    IP_DEVICES,
    _parse,
    _run,
    rank=31,
    no_interface="SIOCADDRT: No such device",
)
