"""``show ip route ADDRESS``: one route as Cisco's IOS tells it."""

from sim.addresses import IPv4Address, Prefix, mask_of
from sim.feature import Rows
from sim.ip.routes.machine import BLACKHOLE, NEAR, RouteRow
from sim.ip.routes.tables import in_order

_CLASSES = ((128, 8), (192, 16), (224, 24))
"""The classes of addresses: below which first octet, and the length of a network's prefix (RFC 791, 3.2)."""


def show_ip_route_to(routes: Rows, ip: IPv4Address, length: int | None = None) -> list[str]:
    """The route that matches an address best, or the one to the network with a prefix of this length.

    The default route is meant by 0.0.0.0 alone.
    """
    rows = [row for row in in_order(routes) if row.active and ip in row.prefix and (row.prefix.length or ip == 0)]
    if length is not None:
        rows = [row for row in rows if row.prefix == Prefix(ip, length)]
    if not rows:
        return [f"% {'Subnet' if _has_subnets(routes, ip) else 'Network'} not in table"]
    best = max(row.prefix.length for row in rows)
    return _entry([row for row in rows if row.prefix.length == best])


def _entry(rows: list[RouteRow]) -> list[str]:
    """The routes to one prefix."""
    first = rows[0]
    is_near, is_default = first.source in NEAR, first.prefix.length == 0
    known = f'  Known via "{"connected" if is_near else "static"}", distance {first.distance}, metric {first.metric}'
    known += " (connected, via interface)" if is_near else " (connected)" if first.next_hop is None else ""
    known += ", candidate default path" if is_default else ""
    lines = [f"Routing entry for {first.prefix}{', supernet' if is_default else ''}", known]
    lines.append("  Routing Descriptor Blocks:")
    for row in rows:
        lines.append(f"  {'*' if row is first else ' '} {_way(row)}")
        lines.append(f"      Route metric is {row.metric}, traffic share count is 1")
    return lines


def _way(row: RouteRow) -> str:
    out = "Null0" if row.kind == BLACKHOLE else row.port
    if row.next_hop is None:
        return f"directly connected, via {out}"
    return str(row.next_hop) if out is None else f"{row.next_hop}, via {out}"


def _has_subnets(routes: Rows, ip: IPv4Address) -> bool:
    """Whether the table has a part of the network that the address is in by its class."""
    length = next((length for first, length in _CLASSES if ip >> 24 < first), None)
    if length is None:
        return False
    network = Prefix(IPv4Address(ip & mask_of(length)), length)
    return any(row.active and row.prefix.length > length and row.prefix.network in network for row in routes.values())
