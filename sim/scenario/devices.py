"""The devices of a scenario: from what the text says to plans, with their ports, MAC addresses and settings."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path as File
from typing import NamedTuple

from sim.addresses import ZERO_MAC, InterfaceAddress, MacAddress
from sim.assembly.settings import InterfacePlan
from sim.device.network import Network
from sim.features.dhcp.settings import DhcpClientSettings
from sim.ip.ipv4.settings import Ipv4Settings
from sim.scenario.models import HostModel, HubModel, InterfaceModel, RouterModel, ScenarioModel, SwitchModel
from sim.scenario.plan import HubPlan, IpNodePlan, NodePlan, SwitchPlan
from sim.scenario.report import Path, Report
from sim.scenario.settings import common_settings, settings_of
from sim.settings import HOST, ROUTER, SWITCH, NodeSettings

_NODE_NAME = re.compile(r"[^\W\d_](?:-?\w)*")
_PORT_NAME = re.compile(r"[^\W_](?:[-./]?\w)*")

IpModel = HostModel | RouterModel


class Attached(NamedTuple):
    """An address of an interface, and where the text has it."""

    node: str
    port: str
    address: InterfaceAddress
    path: Path


def plan_nodes(model: ScenarioModel, folder: File | None, report: Report) -> dict[str, NodePlan]:
    """A plan for each node, without its routes; each MAC address that the text leaves open is chosen."""
    given = _given_macs(model, report)
    network = Network()
    start = common_settings(model, folder, report)
    plans: dict[str, NodePlan] = {}
    for name, node in model.nodes.items():
        _check_name(name, report)
        path = ("nodes", name)
        match node:
            case HostModel() | RouterModel():
                kind = ROUTER if isinstance(node, RouterModel) else HOST
                own = {port: tuple(each.address) for port, each in interfaces_of(node)[1].items()}
                settings = settings_of(kind, node, path, start, folder, report, own)
                forwarding = settings.of(Ipv4Settings)._replace(forwarding=kind == ROUTER)
                asking = settings.of(DhcpClientSettings)._replace(interfaces=automatic(node))
                plans[name] = _ip_node(name, node, settings.having(forwarding, asking), network, given, report)
            case SwitchModel():
                settings = settings_of(SWITCH, node, path, start, folder, report)
                plans[name] = SwitchPlan(name, _numbered(node.switch), settings)
            case HubModel():
                plans[name] = HubPlan(name, _numbered(node.hub))
    return plans


def ip_nodes(model: ScenarioModel) -> Iterator[tuple[str, IpModel]]:
    """The hosts and routers by name."""
    for name, node in model.nodes.items():
        if isinstance(node, HostModel | RouterModel):
            yield name, node


def interfaces_of(node: IpModel) -> tuple[str, Mapping[str, InterfaceModel]]:
    """The key that a node's interfaces stand under, and they."""
    return ("host", node.host) if isinstance(node, HostModel) else ("router", node.router)


def automatic(node: IpModel) -> tuple[str, ...]:
    """The interfaces that get their address by DHCP."""
    return tuple(port for port, interface in interfaces_of(node)[1].items() if interface.dhcp)


def attached(name: str, node: IpModel) -> list[Attached]:
    """The addresses of a node, in the order of the text."""
    key, interfaces = interfaces_of(node)
    return [
        Attached(name, port, address, ("nodes", name, key, port, "address", index))
        for port, interface in interfaces.items()
        for index, address in enumerate(interface.address)
    ]


def _check_name(name: str, report: Report) -> None:
    if not _NODE_NAME.fullmatch(name):
        hint = "begin with a letter and go on with letters, digits, '-' or '_'"
        report.wrong(("nodes", name), f"{name!r} cannot be a node's name", hint, at_key=True)


def _given_macs(model: ScenarioModel, report: Report) -> set[MacAddress]:
    """The MAC addresses that the text gives; reports those that cannot be."""
    owners: dict[MacAddress, str] = {}
    for name, node in ip_nodes(model):
        key, interfaces = interfaces_of(node)
        macs: list[tuple[str, MacAddress | None, Path]] = [
            (port, interface.mac, ("nodes", name, key, port, "mac")) for port, interface in interfaces.items()
        ]
        if node.mac is not None:
            path = ("nodes", name, "mac")
            if len(interfaces) > 1 or macs[0][1] is not None:
                hint = f"write it at the interface: {macs[0][0]}: {{address: …, mac: {node.mac}}}"
                report.wrong(path, f"it is not clear which interface of {name} this is for", hint)
            macs = [(macs[0][0], node.mac, path)]
        for port, mac, where in macs:
            if mac is None:
                continue
            if mac.is_group or mac == ZERO_MAC:
                hint = "write one like 02:00:00:00:00:01, whose first octet is even"
                report.wrong(where, f"{mac} is not the address of one interface", hint)
            if mac in owners:
                message = f"{owners[mac]} has the MAC address {mac} already"
                report.wrong_unless("duplicate-mac", where, message, "give each interface its own")
            owners.setdefault(mac, f"{name}:{port}")
    return set(owners)


def _ip_node(
    name: str, node: IpModel, settings: NodeSettings, network: Network, given: Collection[MacAddress], report: Report
) -> IpNodePlan:
    key, interfaces = interfaces_of(node)
    planned = []
    for port, interface in interfaces.items():
        if not _PORT_NAME.fullmatch(port):
            path = ("nodes", name, key, port)
            report.wrong(path, f"{port!r} cannot be an interface's name", "write one like eth0", at_key=True)
        mac = interface.mac or node.mac or network.mac_for(name, port)
        while mac in given and not (interface.mac or node.mac):
            mac = network.mac_for(name, port)
        planned.append(InterfacePlan(port, tuple(interface.address), mac))
    return IpNodePlan(name, tuple(planned), settings=settings)


def _numbered(ports: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, ports + 1))
