"""The route table as people see it: how the commands of Linux and Cisco's IOS print it."""

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import NamedTuple

from sim.addresses import ALL_SYSTEMS, ANY, IPv4Address, Prefix
from sim.feature import Printout, Rows, Table, ValueNames
from sim.ip.routes.machine import (
    BLACKHOLE,
    BOOT,
    CONNECTED,
    LOCAL,
    NEAR,
    PROHIBIT,
    STATIC,
    TABLE,
    UNICAST,
    UNREACHABLE,
    Hop,
    Lookup,
    RouteRow,
)

_CODES = {"local": "L", "connected": "C", "static": "S"}


class Selector(NamedTuple):
    """Which routes ``ip route show`` shows: of which table, and to what, through what, from whom."""

    table: str = "main"
    exact: Prefix | None = None
    match: Prefix | None = None
    root: Prefix | None = None
    port: str | None = None
    next_hop: IPv4Address | None = None
    source: str | None = None

    def fits(self, row: RouteRow) -> bool:
        prefix = row.prefix
        return (
            self.exact in (None, prefix)
            and (self.match is None or _is_within(self.match, prefix))
            and (self.root is None or _is_within(prefix, self.root))
            and self.port in (None, row.port)
            and self.next_hop in (None, row.next_hop)
            and self.source in (None, _proto(row))
        )


def _is_within(inner: Prefix, outer: Prefix) -> bool:
    return inner.length >= outer.length and inner.network in outer


def _proto(row: RouteRow) -> str:
    return "kernel" if row.source in NEAR else row.source


def ip_route(routes: Rows, selector: Selector = Selector()) -> list[str]:
    """``ip route``: the routes as iproute2 prints them, those of a higher metric too; equal paths as hops of one."""
    every = in_order(routes)
    if selector.table == LOCAL:
        return _local_table(every, selector)
    lines = []
    active = [row for row in every if row.active]
    shown = [row for row in every if row.source != LOCAL and (row.active or _is_reserve(row, active))]
    shown = [row for row in shown if selector.fits(row)]
    for _, equal in groupby(shown, lambda row: row if row.next_hop is None else (row.prefix, row.metric, row.source)):
        group = list(equal)
        row = group[0]
        prefix = "default" if row.prefix.length == 0 else _short(row)
        words = [prefix if row.kind == UNICAST else f"{row.kind} {prefix}"]
        hops = [_hop(each, active, selector) for each in group if each.kind == UNICAST]
        words += [hops[0]] if len(hops) == 1 and hops[0] else []
        words += [] if row.source == BOOT or selector.source is not None else [f"proto {_proto(row)}"]
        words += _scope(row, active)
        words += [f"metric {row.metric}"] if row.metric else []
        words += ["linkdown"] if len(hops) == 1 and row.linkdown else []
        lines.append(" ".join(words))
        if len(hops) > 1:
            lines += [_one_of(hop, each) for hop, each in zip(hops, group, strict=True)]
    return lines


def _one_of(hop: str, row: RouteRow) -> str:
    return f"{'':8}nexthop {hop} weight 1{' linkdown' if row.linkdown else ''}"


def _is_reserve(row: RouteRow, active: Sequence[RouteRow]) -> bool:
    """Whether only a lower metric keeps a route from use."""
    same = (each for each in active if each.prefix == row.prefix)
    return any(each.metric < row.metric and each.distance in (0, row.distance) for each in same)


def _local_table(every: Sequence[RouteRow], selector: Selector) -> list[str]:
    """``ip route show table local``: the own addresses, and the broadcast addresses of their networks."""
    lines = []
    networks = [(row.port, row.prefix) for row in every if row.source == CONNECTED]
    for row in every:
        if row.source != LOCAL or not selector.fits(row):
            continue
        own = row.prefix.network
        lines.append(f"local {own} dev {row.port} proto kernel scope host src {own}")
        for port, prefix in networks:
            if port == row.port and own in prefix and prefix.has_broadcast:
                lines.append(f"broadcast {prefix.broadcast} dev {port} proto kernel scope link src {own}")
    return lines


def _hop(row: RouteRow, active: Sequence[RouteRow], selector: Selector) -> str:
    """``via`` the next hop and the interface that leads to it; what is selected by is not told again."""
    leads_there = (
        each.port for each in active if each.source == CONNECTED and row.next_hop and row.next_hop in each.prefix
    )
    port = row.port or next(leads_there, None)
    words = [] if row.next_hop is None or selector.next_hop is not None else [f"via {row.next_hop}"]
    words += [] if port is None or selector.port is not None else [f"dev {port}"]
    return " ".join(words)


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


class Answer(NamedTuple):
    """Where a datagram to ``dst`` would go: by which route and hop, from which address.

    ``kind`` is ``local``, ``broadcast``, ``multicast``, or "" for what leaves to one.
    """

    dst: IPv4Address
    found: Lookup | None
    hop: Hop | None
    src: IPv4Address | None
    kind: str


_CACHED = {"local": "<local>", "broadcast": "<local,brd>", "multicast": "<mc>"}


def ip_route_get(asked_from: IPv4Address | None, answer: Answer) -> list[str]:
    """``ip route get``: the route to one destination as iproute2 prints it, from the address that was asked for."""
    dst, found, hop, src, kind = answer
    if found is not None and found.source == LOCAL and not kind:
        kind, src = "local", dst
    if kind == "local":
        return [f"local {dst} dev lo src {src} uid 0", "    cache <local>"]
    if hop is None:
        return [f"RTNETLINK answers: {_REFUSALS[found.kind] if found else 'Network is unreachable'}"]
    via = "" if hop.next_hop is None else f" via {hop.next_hop}"
    whom = f"{kind} {dst}" if kind else f"{dst}"
    sent_from = f" from {asked_from}" if asked_from is not None else ""
    source = f" src {src}" if asked_from is None else ""
    cached = "<local,mc>" if dst == ALL_SYSTEMS else _CACHED.get(kind, "")
    return [f"{whom}{sent_from}{via} dev {hop.port}{source} uid 0", f"    cache {cached}".rstrip()]


def show_ip_route(routes: Rows, sources: Collection[str] = ()) -> list[str]:
    """``show ip route``: the table as Cisco's IOS lists it, code, prefix, [distance/metric]; routes of some sources."""
    lines = ["Codes: C - connected, S - static, L - local, * - candidate default", ""]
    rows = [row for row in in_order(routes) if row.active]
    default = next((row for row in rows if row.prefix.length == 0), None)
    last_resort = f"{default.next_hop or ANY} to network 0.0.0.0" if default else "not set"
    lines += [f"Gateway of last resort is {last_resort}", ""]
    for row in rows:
        if sources and (row.source if row.source in NEAR else STATIC) not in sources:
            continue
        code = _CODES.get(row.source, "S") + ("*" if row.prefix.length == 0 else "")
        lines.append(f"{code:<8}{row.prefix} {_leads(row)}")
    return lines


def in_order(routes: Rows) -> list[RouteRow]:
    """The routes as tables list them."""
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


IP_ROUTE = Printout("ip route", lambda routes, now: ip_route(routes))
SHOW_IP_ROUTE = Printout("show ip route", lambda routes, now: show_ip_route(routes))

ROUTES = Table(
    TABLE,
    RouteRow,
    {"en": "Route table", "zh": "路由表"},
    label="{prefix}[ via {next_hop}][ dev {port}]",
    usual={"kind": UNICAST},
    spare=("linkdown", "kind", "metric", "distance", "source", "active"),
    printouts={"host": IP_ROUTE, "router": SHOW_IP_ROUTE},
)
SOURCES = ValueNames(
    "source",
    {
        "static": {"en": "configured, not learned", "zh": "静态配置"},
        "boot": {"en": "added by a command", "zh": "由命令添加"},
        "redirect": {"en": "learned from a redirect", "zh": "从重定向报文学到"},
        "dhcp": {"en": "learned from a DHCP server", "zh": "从 DHCP 服务器得到"},
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
