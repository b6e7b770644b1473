"""Whether the addresses of a scenario make sense, each by itself and together."""

from collections.abc import Collection, Mapping

from sim.addresses import InterfaceAddress, IPv4Address, Prefix
from sim.features.dhcp.settings import DhcpServerSettings, RelaySettings
from sim.patterns.pattern import End
from sim.scenario.devices import Attached, interfaces_of, ip_nodes
from sim.scenario.models import ScenarioModel
from sim.scenario.plan import IpNodePlan, NodePlan
from sim.scenario.report import Path, Report


def check_addresses(
    found: list[Attached], segments: Mapping[End, int], elsewhere: Collection[Path], report: Report
) -> None:
    """Report addresses that no interface can have, that two have, or that do not fit their link.

    Those at the paths ``elsewhere`` are known to belong to another link.
    """
    owners: dict[IPv4Address, Attached] = {}
    by_segment: dict[int, list[Attached]] = {}
    by_node: dict[str, list[Attached]] = {}
    for own in found:
        if not _check_one(own, report):
            continue
        address = own.address.address
        if address in owners:
            other = owners[address]
            message = f"{other.node} has the IP address {address} already"
            report.wrong_unless("duplicate-ip", own.path, message, "give each interface its own")
        owners.setdefault(address, own)
        for other in by_node.setdefault(own.node, []):
            if other.port != own.port and _overlap(other.address.prefix, own.address.prefix):
                message = f"{own.node} is in {own.address.prefix} with {other.port} already"
                report.doubt(own.path, "overlapping-networks", message, "give each interface its own network")
        by_node[own.node].append(own)
        neighbours = by_segment.setdefault(segments[own.node, own.port], [])
        if own.path not in elsewhere:
            _check_among(own, [other for other in neighbours if other[:2] != own[:2]], report)
            neighbours.append(own)


def check_automatic(
    model: ScenarioModel, plans: Mapping[str, NodePlan], segments: Mapping[End, int], report: Report
) -> None:
    """Report interfaces that are to get their address from a server that cannot hear them."""
    hosts = [plan for plan in plans.values() if isinstance(plan, IpNodePlan)]
    answering = {
        segments[plan.name, port]
        for plan in hosts
        if plan.settings.of(DhcpServerSettings).all_pools or plan.settings.of(RelaySettings).relay is not None
        for port in (interface.name for interface in plan.interfaces)
    }
    for name, node in ip_nodes(model):
        for port, interface, within in interfaces_of(node):
            path = ("nodes", name, *within)
            if interface.dhcp and interface.address:
                report.wrong(path, f"{port} of {name} has an address, and is to get one", "keep one of them")
            elif interface.dhcp and segments[name, port] not in answering:
                message = f"no DHCP server is on the link of {name}"
                report.doubt(path, "no-dhcp-server", message, "give a router dhcp: {pool: 192.168.10.100-199}")


def check_pools(plans: Mapping[str, NodePlan], report: Report) -> None:
    """Report addresses that a DHCP server cannot lease, since they are in no network that it knows."""
    for name, plan in plans.items():
        if not isinstance(plan, IpNodePlan):
            continue
        settings = plan.settings.of(DhcpServerSettings)
        places = [("nodes", name, "dhcp")] if settings.pool is not None else []
        places += [("nodes", name, "dhcp", "pools", index) for index in range(len(settings.pools))]  # type: ignore[misc]
        own = [each.prefix for interface in plan.interfaces for each in interface.addresses]
        for path, pool in zip(places, settings.all_pools, strict=True):
            network = pool.network or next((each for each in own if pool.pool.first in each), None)
            if network is None:
                message = f"{name} is not in a network with {pool.pool.first}"
                hint = "write network: 192.168.20.0/24, or addresses of a network of this device"
                report.wrong((*path, "pool"), message, hint)
                continue
            if pool.network is None and pool.pool.last not in network:  # else the settings themselves were found wrong
                report.wrong((*path, "pool"), f"{pool.pool.last} is outside of {network}", f"end within {network}")
            for key, address in pool.reservations:
                if address not in network or network.reserves(address):
                    message = f"{address} is no host's address in {network}"
                    report.wrong((*path, "reservations", key), message, f"write one of {network}")


def reservation(address: IPv4Address, prefix: Prefix) -> str:
    """What an address is that a prefix reserves."""
    what = "is the network" if address == prefix.network else "is the broadcast address of"
    return f"{address} {what} {prefix}"


def _check_one(own: Attached, report: Report) -> bool:
    address, prefix = own.address.address, own.address.prefix
    if address.is_loopback:
        hint = "every host has 127.0.0.1 on its interface lo; give this interface another, such as 192.168.10.1/24"
        report.wrong(own.path, f"{address} is a loopback address", hint)
        return False
    if address.is_this_network or address >> 28 >= 0xE:
        hint = "write one from 1.0.0.0 to 223.255.255.255, and not 127.…"
        report.wrong(own.path, f"{address} is not an address that an interface can have", hint)
        return False
    if prefix.reserves(address):
        report.wrong(own.path, reservation(address, prefix), f"its hosts are {_hosts(prefix)}")
        return False
    return True


def _check_among(own: Attached, neighbours: list[Attached], report: Report) -> None:
    """Compare an address with those on its link that stand above it in the text."""
    if not neighbours:
        return
    related = [other for other in neighbours if _sees(own.address, other.address) or _sees(other.address, own.address)]
    if not related:
        other = neighbours[0]
        message = f"{own.address} is outside the network of its link, {other.address.prefix}"
        hint = f"{other.node} is there with {other.address}; write one from {_hosts(other.address.prefix)}"
        report.wrong_unless("other-network", own.path, message, hint)
    elif all(other.address.length != own.address.length for other in related):
        other = related[0]
        message = f"the mask /{own.address.length} is not the /{other.address.length} of {other.node} on this link"
        report.doubt(own.path, "other-mask", message, f"write {own.address.address}/{other.address.length}")


def _sees(one: InterfaceAddress, other: InterfaceAddress) -> bool:
    return other.address in one.prefix


def _overlap(one: Prefix, other: Prefix) -> bool:
    return one.network in other or other.network in one


def _hosts(prefix: Prefix) -> str:
    edge = 1 if prefix.has_broadcast else 0
    return f"{IPv4Address(prefix.network + edge)} to {IPv4Address(prefix.broadcast - edge)}"
