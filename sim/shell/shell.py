"""What happens when somebody types a command at a device."""

from sim.addresses import IPv4Address
from sim.assembly.ip_node import IpNode
from sim.bridge import machine as switching
from sim.device.interface import TABLE as INTERFACE
from sim.device.node import Node
from sim.ip.arp import machine as arp
from sim.ip.routes import machine as routing
from sim.ip.routes.table import StaticRoute
from sim.shell import rules, views
from sim.shell.application import Application
from sim.shell.arping import Arping, ArpingOptions
from sim.shell.commands import ArpSet, ChangeRoute, Command, Flush, GetRoute, Options, SetPort, View, named_port
from sim.shell.ping import Ping, PingOptions
from sim.shell.running import StartProgram
from sim.shell.socket_views import SocketsView, sockets_view
from sim.shell.traceroute import Traceroute, TracerouteOptions
from sim.trace.records import NO_CAUSE, Call, Kind
from sim.why import Why

_VIEWS = {
    "arp": (arp.TABLE, views.arp_table),
    "ip neigh": (arp.TABLE, views.ip_neigh),
    "ip addr": (INTERFACE, views.ip_addr),
    "ip route": (routing.TABLE, views.ip_route),
    "show ip route": (routing.TABLE, views.show_ip_route),
    "show mac address-table": (switching.TABLE, views.show_mac_address_table),
}


def run(node: Node, command: Command) -> None:
    """Run a command on a device now; what it prints is on the device's console."""
    if node.kind not in command.devices:
        raise ValueError(f"a {node.kind} does not know the command {command.text!r}")
    call = typed(node, command.text)
    options = command.options
    if isinstance(options, View):
        table, view = _VIEWS[options.name]
        text = "\n".join(view(node.tables[table]))
        if text:
            node.output(text, call)
        return
    assert isinstance(node, IpNode), "views are all that a switch knows"
    if isinstance(options, SocketsView):
        node.tcp.write_rows(call)
        node.output("\n".join(sockets_view(node.tables, options)), call)
        return
    port = named_port(options)
    if port is not None and port not in node.interfaces:
        node.output(f'Cannot find device "{port}"', call)
        return
    if isinstance(options, StartProgram):
        if node.starter is None:
            node.output(f"{command.text.split()[0]}: command not found", call)
        else:
            node.starter(options, command.text, call)
        return
    application = _application(node, command.text, options)
    if application is not None:
        application.start(call)
    else:
        _configure(node, options, call)


def typed(node: Node, text: str) -> int:
    """The record that somebody types a command at a device."""
    why = Why(rules.APP_TYPED, command=text)
    return node.trace.add(Kind.CALL, node.kernel.now, node.spot, NO_CAUSE, Call(text), why)


def _application(node: IpNode, text: str, options: Options) -> Application | None:
    match options:
        case PingOptions():
            return Ping(node, text, options)
        case TracerouteOptions():
            return Traceroute(node, text, options)
        case ArpingOptions():
            return Arping(node, text, options)
    return None


def _configure(node: IpNode, options: Options, cause: int) -> None:
    match options:
        case Flush(only):
            for interface in node.interfaces.values():
                if only in (None, interface.name):
                    node.neighbours.flush(interface, cause)
        case ArpSet(ip, mac):
            interface = node.interface_of_network(ip)
            if mac is not None:
                node.neighbours.set_static(interface, ip, mac, cause)
            else:
                node.neighbours.delete(interface, ip, cause)
        case SetPort(name, up):
            node.enable(node.interfaces[name], up, cause)
        case ChangeRoute(add, prefix, next_hop, port_name, kind, metric):
            route = StaticRoute(prefix, next_hop, port_name, kind, metric=metric)
            trouble = _add_route(node, route, cause) if add else _delete_route(node, route, cause)
            if trouble:
                node.output(trouble, cause)
            node.addressing.settle(cause)
        case GetRoute(address):
            _get_route(node, address, cause)


def _get_route(node: IpNode, dst: IPv4Address, cause: int) -> None:
    """Tell the route that a datagram would take, after each route that matches with why it is taken or not."""
    up = [port.name for port in node.ports.values() if port.up]
    for _, why in routing.explain_lookup(node.tables[routing.TABLE], up, dst).matched:
        node.note(Kind.DECISION, None, why, cause)
    found, src = node.routes.lookup(dst), node.ip.source_for(dst)
    hop = routing.choose(found.hops, src or dst, dst, 0, seed=node.ecmp_seed) if found and found.hops else None
    node.output("\n".join(views.ip_route_get(dst, found, hop, src)), cause)


def _add_route(node: IpNode, route: StaticRoute, cause: int) -> str:
    """What Linux says against the route; nothing where it is added."""
    if route.next_hop is not None and not node.can_be_gateway(route.next_hop):
        return "Error: Nexthop has invalid gateway."
    return "" if node.routes.put(route, cause) else "RTNETLINK answers: File exists"


def _delete_route(node: IpNode, route: StaticRoute, cause: int) -> str:
    return "" if node.routes.delete(route, cause) else "RTNETLINK answers: No such process"
