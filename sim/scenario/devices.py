"""The devices of a scenario: from what the text says to plans, with their ports, MAC addresses and settings."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path as File
from typing import NamedTuple

from sim import registry
from sim.addresses import ZERO_MAC, InterfaceAddress, MacAddress
from sim.assembly.settings import InterfacePlan
from sim.device.network import Network
from sim.features.dhcp.settings import DhcpClientSettings
from sim.ip.ipv4.settings import Ipv4Settings
from sim.link.ethernet.pdu import LAST_VLAN
from sim.scenario.models import HostModel, HubModel, InterfaceModel, RouterModel, ScenarioModel, SwitchModel
from sim.scenario.plan import HubPlan, IpNodePlan, NodePlan, SwitchPlan
from sim.scenario.report import Path, Report
from sim.scenario.settings import common_settings, keys_of, settings_of
from sim.settings import HOST, ROUTER, SWITCH, NodeSettings

_NODE_NAME = re.compile(r"[^\W\d_](?:-?\w)*")
_PORT_NAME = re.compile(r"[^\W_](?:[-./]?\w)*")

_SUBINTERFACE = re.compile(r"(.+)\.([0-9]{1,5})")

IpModel = HostModel | RouterModel | SwitchModel


class Written(NamedTuple):
    """An interface as the text has it, and the keys that lead to it within its node."""

    name: str
    model: InterfaceModel
    within: tuple[str, ...]


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
                chosen = settings_of((kind,), node, path, start, folder, report, _own_addresses(node))
                planned = _interfaces(name, node, network, given, report)
                plans[name] = IpNodePlan(name, planned, settings=_with_ip(node, chosen))
            case SwitchModel():
                plans[name] = plan = _switch(name, node, start, folder, network, given, report)
                _check_ports(name, plan, report)
            case HubModel():
                plans[name] = HubPlan(name, _numbered(node.hub))
    return plans


def ip_nodes(model: ScenarioModel) -> Iterator[tuple[str, IpModel]]:
    """The devices with an IP stack by name."""
    for name, node in model.nodes.items():
        if isinstance(node, HostModel | RouterModel) or (isinstance(node, SwitchModel) and is_layer_3(node)):
            yield name, node


def is_layer_3(node: SwitchModel) -> bool:
    """Whether a switch has an IP stack; ``svi: {}`` says so of one that has no interface yet."""
    return bool(interfaces_of(node)) or "svi" in node.model_fields_set


def forwards(node: IpModel) -> bool:
    """Whether a device passes datagrams on."""
    return isinstance(node, RouterModel) or (isinstance(node, SwitchModel) and node.ip_routing)


def interfaces_of(node: IpModel) -> list[Written]:
    """The interfaces of a node, in the order of the text."""
    match node:
        case HostModel():
            return [Written(name, model, ("host", name)) for name, model in node.host.items()]
        case RouterModel():
            return [Written(name, model, ("router", name)) for name, model in node.router.items()]
    own = [Written(f"vlan{vlan}", model, ("svi", vlan)) for vlan, model in node.svi.items()]
    return own + [Written(port, model, ("routed_ports", port)) for port, model in node.routed_ports.items()]


def automatic(node: IpModel) -> tuple[str, ...]:
    """The interfaces that get their address by DHCP."""
    return tuple(name for name, interface, _ in interfaces_of(node) if interface.dhcp)


def attached(name: str, node: IpModel) -> list[Attached]:
    """The addresses of a node, in the order of the text."""
    return [
        Attached(name, port, address, ("nodes", name, *within, "address", index))
        for port, interface, within in interfaces_of(node)
        for index, address in enumerate(interface.address)
    ]


def _switch(
    name: str,
    node: SwitchModel,
    start: NodeSettings,
    folder: File | None,
    network: Network,
    given: Collection[MacAddress],
    report: Report,
) -> SwitchPlan | IpNodePlan:
    """A switch: one with an IP stack where it has interfaces."""
    path, ports = ("nodes", name), _numbered(node.switch)
    if is_layer_3(node):
        settings = settings_of((SWITCH, ROUTER), node, path, start, folder, report, _own_addresses(node))
        for port in node.routed_ports:
            if port not in ports:
                hint = f"its ports are {ports[0]} to {ports[-1]}"
                report.wrong((*path, "routed_ports", port), f"{name} has no port {port}", hint, at_key=True)
        bridged = tuple(port for port in ports if port not in node.routed_ports)
        planned = _interfaces(name, node, network, given, report)
        return IpNodePlan(name, planned, settings=_with_ip(node, settings), bridge_ports=bridged)
    settings = settings_of((SWITCH,), node, path, start, folder, report)
    for key in ("gateway", "routes", "ip_routing", *keys_of((ROUTER,), besides=(SWITCH,))):
        if key in node.model_fields_set:
            hint = "give it one: svi: {1: 192.168.1.254/24}"
            report.wrong((*path, key), f"{name} has no interface of its own", hint, at_key=True)
    return SwitchPlan(name, ports, settings)


def _check_ports(name: str, plan: SwitchPlan | IpNodePlan, report: Report) -> None:
    """The ports that settings name have to be those of the switch."""
    ports = plan.ports if isinstance(plan, SwitchPlan) else plan.bridge_ports
    for settings in registry.settings():
        for port, within in settings.ports(plan.settings.of(settings.values)) if settings.ports is not None else ():
            if port not in ports:
                hint = f"its ports are {ports[0]} to {ports[-1]}"
                path = ("nodes", name, settings.key, *within)
                report.wrong(path, f"{name} has no port {port}", hint, at_key=True)


def _own_addresses(node: IpModel) -> dict[str, tuple[InterfaceAddress, ...]]:
    """The addresses that the text gives each interface."""
    return {name: tuple(interface.address) for name, interface, _ in interfaces_of(node)}


def _with_ip(node: IpModel, settings: NodeSettings) -> NodeSettings:
    """The settings that follow from what else the text says of a device with an IP stack."""
    forwarding = settings.of(Ipv4Settings)._replace(forwarding=forwards(node))
    return settings.having(forwarding, settings.of(DhcpClientSettings)._replace(interfaces=automatic(node)))


def _check_name(name: str, report: Report) -> None:
    if not _NODE_NAME.fullmatch(name):
        hint = "begin with a letter and go on with letters, digits, '-' or '_'"
        report.wrong(("nodes", name), f"{name!r} cannot be a node's name", hint, at_key=True)


def _own_mac(node: IpModel) -> MacAddress | None:
    """The MAC address that the text gives a node, for its only interface."""
    return None if isinstance(node, SwitchModel) else node.mac


def _given_macs(model: ScenarioModel, report: Report) -> set[MacAddress]:
    """The MAC addresses that the text gives; reports those that cannot be."""
    owners: dict[MacAddress, str] = {}
    for name, node in ip_nodes(model):
        own = _own_mac(node)
        interfaces = interfaces_of(node)
        macs: list[tuple[str, MacAddress | None, Path]] = [
            (port, interface.mac, ("nodes", name, *within, "mac")) for port, interface, within in interfaces
        ]
        if own is not None:
            path = ("nodes", name, "mac")
            if len(interfaces) > 1 or macs[0][1] is not None:
                hint = f"write it at the interface: {macs[0][0]}: {{address: …, mac: {own}}}"
                report.wrong(path, f"it is not clear which interface of {name} this is for", hint)
            macs = [(macs[0][0], own, path)]
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


def _interfaces(
    name: str, node: IpModel, network: Network, given: Collection[MacAddress], report: Report
) -> tuple[InterfacePlan, ...]:
    """The interfaces of a device. What a subinterface such as eth0.10 stands on is there, too, written or not."""
    planned: dict[str, InterfacePlan] = {}
    for port, interface, within in interfaces_of(node):
        path = ("nodes", name, *within)
        is_switch = isinstance(node, SwitchModel)
        if not is_switch and not _PORT_NAME.fullmatch(port):
            report.wrong(path, f"{port!r} cannot be an interface's name", "write one like eth0", at_key=True)
        if within[0] == "svi":
            parent, vlan = "", int(within[1])
        else:
            parent, vlan = ("", 0) if is_switch else _stand_on(port, path, report)
        if parent and interface.mac is not None:
            hint = f"write it at {parent}, whose address this interface has"
            report.wrong((*path, "mac"), f"{port} has no MAC address of its own", hint)
        mac = interface.mac or _own_mac(node) or network.mac_for(name, port)
        while mac in given and not (interface.mac or _own_mac(node)):
            mac = network.mac_for(name, port)
        planned[port] = InterfacePlan(port, tuple(interface.address), mac, parent, vlan)
    for port in tuple(planned):
        while (parent := planned[port].parent) and parent not in planned:
            below, vlan = _stand_on(parent, (), report)
            planned[parent] = InterfacePlan(parent, (), _own_mac(node) or network.mac_for(name, parent), below, vlan)
            port = parent  # noqa: PLW2901 - down to the port
    found = sorted(planned.values(), key=lambda each: each.name.count(".") if each.parent else 0)
    for each in found:
        if each.parent:
            planned[each.name] = each._replace(mac=planned[each.parent].mac)
    return tuple(planned[each.name] for each in found)


def _stand_on(name: str, path: Path, report: Report) -> tuple[str, int]:
    """The interface that a subinterface stands on, and the VLAN in its tags; "" and 0 for any other interface."""
    match = _SUBINTERFACE.fullmatch(name)
    if match is None:
        return "", 0
    if not 1 <= int(match[2]) <= LAST_VLAN:
        hint = f"{match[1]}.10 would be the interface of {match[1]} in VLAN 10; write one from 1 to {LAST_VLAN}"
        report.wrong(path, f"{match[2]} is no number of a VLAN", hint, at_key=True)
        return "", 0
    return match[1], int(match[2])


def _numbered(ports: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, ports + 1))
