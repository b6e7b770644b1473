"""The routes of a scenario: those that it writes out, its gateways, and the shortest paths for ``routes: auto``."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.addresses import DEFAULT_ROUTE, IPv4Address, Prefix
from sim.ip.routes.service import StaticRoute
from sim.patterns.pattern import End
from sim.scenario.addressing import reservation
from sim.scenario.devices import Attached, IpModel, automatic, forwards, interfaces_of, ip_nodes
from sim.scenario.models import RouteModel, ScenarioModel
from sim.scenario.report import Path, Report
from sim.words import listed, suggestion


class _Surroundings(NamedTuple):
    """Who is where: the addresses of each node, and those in each broadcast domain; who is told its address by DHCP.

    ``unsettled`` are the domains in which a router's address is not known yet.
    """

    by_node: Mapping[str, list[Attached]]
    by_segment: Mapping[int, list[Attached]]
    segments: Mapping[End, int]
    routers: frozenset[str]
    automatic: frozenset[str]
    unsettled: frozenset[int]


class _Written(NamedTuple):
    """A route, and where the text has it and its next hop."""

    route: StaticRoute
    path: Path
    hop_path: Path


def plan_routes(
    model: ScenarioModel, found: list[Attached], segments: Mapping[End, int], report: Report
) -> dict[str, tuple[StaticRoute, ...]]:
    """The configured routes of each host and router."""
    around = _survey(model, found, segments)
    routes = {}
    for name, node in ip_nodes(model):
        written = _written(name, node, report)
        for each in written:
            _check_next_hop(name, each, written, around, report)
        _check_repeats(name, written, report)
        routes[name] = tuple(each.route for each in written)
    automatic = [name for name, node in ip_nodes(model) if node.routes == "auto"]
    if automatic and not report.has_errors:
        for name, shortest in _shortest(automatic, around).items():
            routes[name] += shortest
    return routes


def _survey(model: ScenarioModel, found: list[Attached], segments: Mapping[End, int]) -> _Surroundings:
    by_node: dict[str, list[Attached]] = {name: [] for name, _ in ip_nodes(model)}
    by_segment: dict[int, list[Attached]] = {}
    for own in found:
        by_node[own.node].append(own)
        by_segment.setdefault(segments[own.node, own.port], []).append(own)
    routers = frozenset(name for name, node in ip_nodes(model) if forwards(node))
    asking = frozenset(name for name, node in ip_nodes(model) if automatic(node))
    unsettled = {segments[name, port] for name, node in ip_nodes(model) if name in routers for port in automatic(node)}
    return _Surroundings(by_node, by_segment, segments, routers, asking, frozenset(unsettled))


def _written(name: str, node: IpModel, report: Report) -> list[_Written]:
    written = []
    if node.gateway is not None:
        at: Path = ("nodes", name, "gateway")
        written.append(_Written(StaticRoute(DEFAULT_ROUTE, node.gateway), at, at))
    for index, route in enumerate(node.routes if isinstance(node.routes, list) else []):
        path = ("nodes", name, "routes", index)
        if _check_route(name, route, [each.name for each in interfaces_of(node)], path, report):
            plan = StaticRoute(route.to, route.via, route.out, route.kind, route.distance, route.metric)
            written.append(_Written(plan, (*path, "to"), (*path, "via")))
    return written


def _check_route(name: str, route: RouteModel, interfaces: Sequence[str], path: Path, report: Report) -> bool:
    if route.out is not None and route.out not in interfaces:
        hint = suggestion(route.out, interfaces, f"{name} has", "and")
        report.wrong((*path, "out"), f"{name} has no interface {route.out!r}", hint)
        return False
    leads = route.via is not None or route.out is not None
    if leads == (route.kind == "unicast"):
        return True
    if leads:
        report.wrong((*path, "kind"), f"a {route.kind} route has no next hop and no interface", "leave out via and out")
    else:
        hint = "add via: and the next router's address, or kind: blackhole"
        report.wrong(path, f"this route to {route.to} leads nowhere", hint)
    return False


def _check_next_hop(
    name: str, written: _Written, others: list[_Written], around: _Surroundings, report: Report
) -> None:
    route, path = written.route, written.hop_path
    hop, own = route.next_hop, around.by_node[name]
    if hop is None:
        return
    if any(each.address.address == hop for each in own):
        report.wrong(path, f"{hop} is {name}'s own address", "write that of the next router")
        return
    near = [each for each in own if hop in each.address.prefix and route.port in (None, each.port)]
    if not near:
        # A host finds its gateway on its link (Linux); a router may look it up in its other routes (IOS).
        ways = [
            each.route for each in others if each != written and (name in around.routers or not each.route.next_hop)
        ]
        indirect = any(hop in way.prefix and way.prefix.length for way in ways)
        if not indirect:
            where = f" at {route.port}" if route.port else ""
            networks = [str(each.address.prefix) for each in own if route.port in (None, each.port)]
            hint = f"write one in {listed(networks)}" if networks else f"give {name} an address"
            if name in around.automatic:
                hint = "leave it out: a DHCP server will tell it"
            report.wrong_unless("gateway-off-link", path, f"{hop} is on no link of {name}{where}", hint)
        return
    prefix = near[0].address.prefix
    if prefix.reserves(hop):
        report.wrong(path, reservation(hop, prefix), "write the next router's address")
        return
    _check_owner(name, hop, near[0], path, around, report)


def _check_owner(
    name: str, hop: IPv4Address, near: Attached, path: Path, around: _Surroundings, report: Report
) -> None:
    """Doubt a next hop that no router on the link has."""
    there = [each for each in around.by_segment[around.segments[name, near.port]] if each.node != name]
    owner = next((each for each in there if each.address.address == hop), None)
    if owner is not None and owner.node in around.routers:
        return
    if owner is None and around.segments[name, near.port] in around.unsettled:
        return
    routers = [f"{each.address.address}, which {each.node} has" for each in there if each.node in around.routers]
    hint = f"write {', or '.join(routers)}" if routers else f"give {hop} to a router on this link"
    what = f"{owner.node}, which has {hop}, is no router" if owner else f"nobody on the link has {hop}"
    report.doubt(path, "no-gateway", what, hint)


def _check_repeats(name: str, written: list[_Written], report: Report) -> None:
    for index, each in enumerate(written):
        for other in written[:index]:
            if each.route == other.route:
                line, _ = report.place(other.path)
                hint = f"line {line} has it; keep one of them" if line else "keep one of them"
                report.wrong(each.path, f"{name} has this route already", hint)
            elif each.route.prefix == other.route.prefix == DEFAULT_ROUTE and each.route[3:] == other.route[3:]:
                hint = "give one of them a higher distance"
                report.doubt(each.path, "two-default-routes", f"{name} has an equal default route already", hint)


def _shortest(automatic: list[str], around: _Surroundings) -> dict[str, tuple[StaticRoute, ...]]:
    """Routes along shortest paths; of equal ones, through whoever is written first."""
    import networkx  # noqa: PLC0415 - 0.3 s that most scenarios need not wait for

    routers = [name for name in around.by_node if name in around.routers]
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(routers)
    next_hops: dict[tuple[str, str], IPv4Address] = {}
    for name in routers:
        for own in around.by_node[name]:
            for other in around.by_segment[around.segments[name, own.port]]:
                if other.node in around.routers and other.node != name and other.address.address in own.address.prefix:
                    graph.add_edge(name, other.node)
                    next_hops.setdefault((name, other.node), other.address.address)
    networks: dict[Prefix, list[str]] = {}
    for name in routers:
        for own in around.by_node[name]:
            networks.setdefault(own.address.prefix, []).append(name)
    found = {}
    for name in automatic:
        paths = networkx.single_source_shortest_path(graph, name)
        routes = []
        for prefix, attached in networks.items():
            reachable = [paths[router] for router in attached if router in paths]
            if name not in attached and reachable:
                path = min(reachable, key=len)
                routes.append(StaticRoute(prefix, next_hops[name, path[1]]))
        found[name] = tuple(routes)
    return found
