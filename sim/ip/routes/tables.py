"""The route table as people see it: how the commands of Linux and Cisco's IOS print it."""

from collections.abc import Sequence
from itertools import groupby

from sim.addresses import IPv4Address
from sim.feature import Printout, Rows, Table, ValueNames
from sim.ip.routes.machine import (
    BLACKHOLE,
    CONNECTED,
    LOCAL,
    PROHIBIT,
    TABLE,
    UNICAST,
    UNREACHABLE,
    Hop,
    Lookup,
    RouteRow,
)

_CODES = {"local": "L", "connected": "C", "static": "S"}


def ip_route(routes: Rows) -> list[str]:
    """``ip route``: the routes in use as iproute2 prints them; equal-cost ones as next hops of one."""
    lines = []
    active = [row for row in _routes(routes) if row.active]
    shown = [row for row in active if row.source != LOCAL]
    for _, equal in groupby(shown, lambda row: row if row.next_hop is None else (row.prefix, row.metric, row.source)):
        group = list(equal)
        row = group[0]
        prefix = "default" if row.prefix.length == 0 else _short(row)
        words = [prefix if row.kind == UNICAST else f"{row.kind} {prefix}"]
        hops = [_hop(each, active) for each in group if each.kind == UNICAST]
        words += hops if len(hops) == 1 else []
        words.append(f"proto {'kernel' if row.source == CONNECTED else row.source}")
        words += _scope(row, active)
        words += [f"metric {row.metric}"] if row.metric else []
        lines.append(" ".join(words))
        lines += [f"{'':8}nexthop {hop} weight 1" for hop in hops if len(hops) > 1]
    return lines


def _hop(row: RouteRow, active: Sequence[RouteRow]) -> str:
    """``via`` the next hop and the interface that leads to it, as the kernel finds when a route is added."""
    if row.next_hop is None:
        return f"dev {row.port}"
    leads_there = (each.port for each in active if each.source == CONNECTED and row.next_hop in each.prefix)
    port = row.port or next(leads_there, None)
    return f"via {row.next_hop}" + (f" dev {port}" if port else "")


def _scope(row: RouteRow, active: Sequence[RouteRow]) -> list[str]:
    if row.kind != UNICAST or row.next_hop is not None:
        return []
    own = (each.prefix for each in active if each.source == LOCAL and each.port == row.port)
    source = next((prefix.network for prefix in own if prefix.network in row.prefix), None)
    return ["scope link", f"src {source}"] if row.source == CONNECTED and source is not None else ["scope link"]


_REFUSALS = {
    BLACKHOLE: "Invalid argument",
    PROHIBIT: "Permission denied",
    UNREACHABLE: "No route to host",
}


def ip_route_get(dst: IPv4Address, found: Lookup | None, hop: Hop | None, src: IPv4Address | None) -> list[str]:
    """``ip route get``: the route to one destination as iproute2 prints it."""
    if found is None or hop is None:
        return [f"RTNETLINK answers: {_REFUSALS[found.kind] if found else 'Network is unreachable'}"]
    if found.source == LOCAL:
        return [f"local {dst} dev lo src {dst} uid 0", "    cache <local>"]
    via = "" if hop.next_hop is None else f" via {hop.next_hop}"
    return [f"{dst}{via} dev {hop.port} src {src} uid 0", "    cache"]


def show_ip_route(routes: Rows) -> list[str]:
    """``show ip route``: the table as Cisco's IOS lists it, code, prefix, [distance/metric]."""
    lines = ["Codes: C - connected, S - static, L - local, * - candidate default", ""]
    rows = [row for row in _routes(routes) if row.active]
    default = next((row for row in rows if row.prefix.length == 0 and row.next_hop is not None), None)
    last_resort = f"{default.next_hop} to network 0.0.0.0" if default else "not set"
    lines += [f"Gateway of last resort is {last_resort}", ""]
    for row in rows:
        code = _CODES.get(row.source, "S") + ("*" if row.prefix.length == 0 else "")
        lines.append(f"{code:<8}{row.prefix} {_leads(row)}")
    return lines


def _routes(routes: Rows) -> list[RouteRow]:
    return sorted(
        routes.values(),
        key=lambda r: (r.prefix, r.distance, r.metric, r.next_hop or 0, r.port or ""),
    )


def _short(row: RouteRow) -> str:
    return str(row.prefix.network) if row.prefix.length == 32 else str(row.prefix)


def _leads(row: RouteRow) -> str:
    if row.kind != UNICAST:
        return "is directly connected, Null0" if row.kind == BLACKHOLE else f"is {row.kind}"
    if row.next_hop is None:
        return f"is directly connected, {row.port}"
    out = f", {row.port}" if row.port is not None else ""
    return f"[{row.distance}/{row.metric}] via {row.next_hop}{out}"


IP_ROUTE = Printout("ip route", ip_route)
SHOW_IP_ROUTE = Printout("show ip route", show_ip_route)

ROUTES = Table(
    TABLE,
    RouteRow,
    {"en": "Route table", "zh": "路由表"},
    label="{prefix}[ via {next_hop}][ dev {port}]",
    usual={"kind": UNICAST},
    spare=("kind", "metric", "distance", "source", "active"),
    printouts={"host": IP_ROUTE, "router": SHOW_IP_ROUTE},
    print_place=2,
)
SOURCES = ValueNames(
    "source",
    {
        "static": {"en": "configured, not learned", "zh": "静态配置"},
        "redirect": {"en": "learned from a redirect", "zh": "从重定向报文学到"},
    },
)
KINDS = ValueNames(
    "kind",
    {
        "blackhole": {"en": "blackhole", "zh": "黑洞"},
        "unreachable": {"en": "unreachable", "zh": "不可达"},
        "prohibit": {"en": "prohibit", "zh": "禁止"},
    },
)
