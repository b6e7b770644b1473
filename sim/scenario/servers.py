"""Doubts about the servers that devices are to ask, and about what DHCP servers tell their clients."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.features.dhcp.settings import DhcpServerSettings, RelaySettings
from sim.features.dns.settings import DnsSettings
from sim.ip.names.settings import NameSettings
from sim.ip.spans import Span
from sim.scenario.devices import ip_nodes
from sim.scenario.models import ScenarioModel
from sim.scenario.plan import IpNodePlan, NodePlan
from sim.scenario.report import Report

NO_SERVER = "no-such-server"
POOL_OVERLAP = "pool-overlap"

_Place = tuple[str | int, ...]


class _Kind(NamedTuple):
    """A kind of server: whether a device is one by its settings, what it is called, and how to make a device one."""

    serves: Callable[[IpNodePlan], bool]
    name: str
    hint: str


def _serves_dns(plan: IpNodePlan) -> bool:
    settings = plan.settings.of(DnsSettings)
    return bool(settings.zones) or settings.is_resolver


def _serves_dhcp(plan: IpNodePlan) -> bool:
    return bool(plan.settings.of(DhcpServerSettings).all_pools) or plan.settings.of(RelaySettings).relay is not None


_DNS = _Kind(_serves_dns, "DNS", "give it dns: {zones: …}, or dns: {forward: …}")
_DHCP = _Kind(_serves_dhcp, "DHCP", "give it dhcp: {pool: 192.168.10.100-199, network: 192.168.10.0/24}")


def check_servers(model: ScenarioModel, plans: Mapping[str, NodePlan], report: Report) -> None:
    """Report servers that no device is, and addresses in pools that somebody has."""
    hosts = [plan for plan in plans.values() if isinstance(plan, IpNodePlan)]
    owners = {own.address: plan for plan in hosts for each in plan.interfaces for own in each.addresses}
    pools = [pool.pool for plan in hosts for pool in plan.settings.of(DhcpServerSettings).all_pools]
    busy = {program.on for program in model.programs} | {action.on for action in model.actions if hasattr(action, "on")}
    told: set[tuple[_Place, IPv4Address]] = set()
    for path, ip, kind in _asked(model, plans):
        if (path, ip) in told or any(ip in pool for pool in pools) or ip.is_loopback:
            continue
        told.add((path, ip))
        owner, asking = owners.get(ip), path[1] if len(path) > 1 else ""
        if owner is None:
            others = [each for each in hosts if kind.serves(each) and _address(each) and each.name != asking]
            hint = f"let a device have it, and {kind.hint}"
            if others:
                hint = f"{kind.name} is served here by {others[0].name} with {_address(others[0])}"
            report.doubt(path, NO_SERVER, f"no device here has the address {ip}", hint)
        elif owner.name == asking and kind is _DHCP:
            report.doubt(path, NO_SERVER, f"{ip} is an address of {asking} itself", "write that of a DHCP server")
        elif not kind.serves(owner) and owner.name not in busy:
            report.doubt(path, NO_SERVER, f"{owner.name}, which has {ip}, does not serve {kind.name}", kind.hint)
    for plan in hosts:
        _check_pools(plan, owners, report)


def _asked(model: ScenarioModel, plans: Mapping[str, NodePlan]) -> Iterator[tuple[_Place, IPv4Address, _Kind]]:
    """Where the text names servers, their addresses, and what they are to serve."""
    for name, node in ip_nodes(model):
        plan = plans.get(name)
        if not isinstance(plan, IpNodePlan):
            continue
        here: _Place = ("nodes", name)
        is_own = "nameservers" in node.model_fields_set
        for ip in plan.settings.of(NameSettings).nameservers:
            yield (*here, "nameservers") if is_own else ("nameservers",), ip, _DNS
        dns = plan.settings.of(DnsSettings)
        yield from (((*here, "dns", "forward"), ip, _DNS) for ip in dns.forward)
        for key, pairs in (("hints", dns.hints), ("zone_servers", dns.zone_servers)):
            yield from (((*here, "dns", key, zone), ip, _DNS) for zone, ip in pairs)
        relay = plan.settings.of(RelaySettings).relay
        yield from (((*here, "relay"), ip, _DHCP) for ip in (() if relay is None else relay.servers))
        for place, pool in _pools(plan):
            yield from (((*place, "dns"), ip, _DNS) for ip in pool.dns)


def _pools(plan: IpNodePlan) -> Iterator[tuple[_Place, DhcpServerSettings]]:
    settings = plan.settings.of(DhcpServerSettings)
    place: _Place = ("nodes", plan.name, "dhcp")
    places = [place] if settings.pool is not None else []
    places += [(*place, "pools", index) for index in range(len(settings.pools))]
    yield from zip(places, settings.all_pools, strict=True)


def _check_pools(plan: IpNodePlan, owners: Mapping[IPv4Address, IpNodePlan], report: Report) -> None:
    own = [each.prefix for interface in plan.interfaces for each in interface.addresses]
    for place, pool in _pools(plan):
        span = pool.pool
        assert span is not None, "a pool has addresses"
        for ip in sorted(owners):
            if ip in span and owners[ip] is not plan and not any(ip in each for each in pool.exclude):
                message = f"{ip} is in the pool, and {owners[ip].name} has it"
                report.doubt((*place, "pool"), POOL_OVERLAP, message, _without(span, ip))
        network = pool.network or next((each for each in own if span.first in each), None)
        if pool.router is not None and network is not None and pool.router not in network:
            message = f"the clients are in {network}, and {pool.router} is not"
            report.doubt((*place, "router"), "gateway-off-link", message, f"write an address of {network}")


def _without(span: Span, ip: IPv4Address) -> str:
    return f"begin with {IPv4Address(ip + 1)}" if ip == span.first else f"write exclude: {ip}"


def _address(plan: IpNodePlan) -> str:
    return next((str(own.address) for each in plan.interfaces for own in each.addresses), "")
