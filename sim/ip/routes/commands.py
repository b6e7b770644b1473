"""``ip route`` and its like: how routes are looked at, added and taken out."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sim.addresses import IPv4Address, Prefix
from sim.command import IP_DEVICES, Command, CommandLine, Device, showing
from sim.device.interface import Interface
from sim.ip.routes.machine import (
    BLACKHOLE,
    PROHIBIT,
    TABLE,
    UNICAST,
    UNREACHABLE,
    choose,
    explain_lookup,
)
from sim.ip.routes.service import Routes, StaticRoute
from sim.ip.routes.tables import IP_ROUTE, SHOW_IP_ROUTE, ip_route_get
from sim.trace.records import Kind
from sim.why import Why

_KINDS = (BLACKHOLE, UNREACHABLE, PROHIBIT)
_ROUTE = f"[{'|'.join(_KINDS)}] PREFIX [via GATEWAY] [dev INTERFACE] [metric N]"


class _Sources(Protocol):
    def source_for(self, dst: IPv4Address) -> IPv4Address | None: ...


class _Addressing(Protocol):
    def settle(self, cause: int) -> None: ...


class RoutingDevice(Device, Protocol):
    """What these commands see of a host or router."""

    @property
    def interfaces(self) -> Mapping[str, Interface]: ...
    @property
    def ip(self) -> _Sources: ...
    @property
    def addressing(self) -> _Addressing: ...
    @property
    def routes(self) -> Routes: ...
    @property
    def ecmp_seed(self) -> int: ...
    def can_be_gateway(self, ip: IPv4Address) -> bool: ...
    def note(self, kind: Kind, what: None, why: Why, cause: int) -> int: ...


def _parse_route(add: bool) -> Callable[[CommandLine], StaticRoute]:
    def read(line: CommandLine) -> StaticRoute:
        kind = line.next() if line.peek() in _KINDS else UNICAST
        word = line.next("a prefix such as 10.0.0.0/8, or default,")
        try:
            prefix = Prefix.parse(word if "/" in word or word == "default" else f"{word}/32")
        except ValueError as error:
            raise line.wrong(str(error), "a prefix is written like 10.0.0.0/8") from None
        next_hop, port, metric = None, None, 0
        while line.peek() in ("via", "dev", "metric"):
            match line.next():
                case "via":
                    next_hop = line.address()
                case "dev":
                    port = line.interface()
                case _:
                    metric = line.integer(0, 0xFFFFFFFF)
        if add and kind == UNICAST and next_hop is None and port is None:
            raise line.too_short(f"{line.text!r} leads nowhere", "add via GATEWAY or dev INTERFACE")
        return StaticRoute(prefix, next_hop, port, kind, metric=metric)

    return read


def _add(device: RoutingDevice, route: StaticRoute, _: str, cause: int) -> None:
    if route.next_hop is not None and not device.can_be_gateway(route.next_hop):
        device.output("Error: Nexthop has invalid gateway.", cause)
    elif not device.routes.put(route, cause):
        device.output("RTNETLINK answers: File exists", cause)
    device.addressing.settle(cause)


def _delete(device: RoutingDevice, route: StaticRoute, _: str, cause: int) -> None:
    if not device.routes.delete(route, cause):
        device.output("RTNETLINK answers: No such process", cause)
    device.addressing.settle(cause)


def _get(device: RoutingDevice, dst: IPv4Address, _: str, cause: int) -> None:
    """Tell the route that a datagram would take, after each route that matches with why it is taken or not."""
    up = [each.name for each in device.interfaces.values() if each.up]
    for __, why in explain_lookup(device.tables[TABLE], up, dst).matched:
        device.note(Kind.DECISION, None, why, cause)
    found, src = device.routes.lookup(dst), device.ip.source_for(dst)
    hop = choose(found.hops, src or dst, dst, 0, seed=device.ecmp_seed) if found and found.hops else None
    device.output("\n".join(ip_route_get(dst, found, hop, src)), cause)


def _from_ios(text: str) -> str:
    """How ``ip route NETWORK MASK NEXT_HOP``, as Cisco IOS has it, is written here; "" for anything else."""
    try:
        _, _, network, mask, hop = text.split()
        prefix = Prefix.parse(f"{network}/{mask}")
    except ValueError:
        return ""
    to = "default" if prefix.length == 0 else str(prefix)
    way = "via" if hop[0].isdigit() else "dev"
    return f"that is how Cisco IOS has it; here it is '{ADD.name} {to} {way} {hop}'"


ADD = Command(
    "ip route add",
    f"ip route add {_ROUTE}",
    "adds a route; `PREFIX` is `10.0.0.0/8` or `default`; the metric is 0 by default",
    IP_DEVICES,
    _parse_route(add=True),
    _add,
    elsewhere=("route add",),
    rank=30,
)
DELETE = Command(
    "ip route del",
    f"ip route del {_ROUTE}",
    "removes the routes that match",
    IP_DEVICES,
    _parse_route(add=False),
    _delete,
    elsewhere=("route del", "route delete", "no ip route"),
    rank=30,
)
GET = Command(
    "ip route get",
    "ip route get ADDRESS",
    "the route that a datagram to `ADDRESS` would take; the reasons name every route that matches",
    IP_DEVICES,
    CommandLine.address,
    _get,
    rank=30,
)
SHOW = showing(
    *IP_ROUTE,
    TABLE,
    "the routing table as Linux prints it",
    elsewhere=("route", "ip r"),
    meant=_from_ios,
    rank=30,
)
SHOW_IOS = showing(*SHOW_IP_ROUTE, TABLE, "the routing table as Cisco IOS prints it", rank=80)

COMMANDS: tuple[Command[Any, Any], ...] = (ADD, DELETE, GET, SHOW, SHOW_IOS)
