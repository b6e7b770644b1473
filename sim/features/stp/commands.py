"""``show spanning-tree``: the tree as a Catalyst shows it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from sim.bridge.machine import DEFAULT_VLAN
from sim.bridge.settings import SwitchSettings
from sim.bridge.vlans.tables import VLAN_TABLE
from sim.command import Command, CommandLine, Device
from sim.device.interface import TABLE as INTERFACES
from sim.device.port_names import named, read_name
from sim.features.stp.config import BridgeConfig
from sim.features.stp.tables import PORT, TREE, TREE_KEY, Guard, Mode, PortRow, PortState, Role, TreeRow
from sim.kernel import SECOND
from sim.link.ethernet.pdu import LAST_VLAN
from sim.settings import NodeSettings

_ROLES = {Role.ROOT: "Root", Role.DESIGNATED: "Desg", Role.ALTERNATE: "Altn", Role.BACKUP: "Back"}
_STATES = {
    PortState.BLOCKING: "BLK",
    PortState.DISCARDING: "BLK",
    PortState.LISTENING: "LIS",
    PortState.LEARNING: "LRN",
    PortState.FORWARDING: "FWD",
}


class Switch(Device, Protocol):
    """What the command sees of a switch."""

    @property
    def settings(self) -> NodeSettings: ...
    @property
    def services(self) -> Mapping[str, Any]: ...


class Shown(NamedTuple):
    """What the commands show of a switch. Only ``ports`` with a link have a part in the tree."""

    vlan: str
    tree: TreeRow
    ports: Mapping[str, PortRow]
    own: BridgeConfig
    ageing_time: int = 0


def _whole(shown: Shown) -> Iterator[str]:
    vlan, tree, ports, own, ageing_time = shown
    yield vlan
    yield f"  Spanning tree enabled protocol {_protocol(tree)}"
    yield f"  Root ID    Priority    {tree.root.priority}"
    yield f"             Address     {tree.root.address.dotted}"
    if tree.root_port is None:
        yield "             This bridge is the root"
    else:
        yield f"             Cost        {tree.root_cost}"
        yield f"             Port        {ports[tree.root_port].port_id.number} ({tree.root_port})"
    yield _times(tree.hello_time, tree.max_age, tree.forward_delay)
    yield ""
    priority, extension = _parts(tree)
    yield f"  Bridge ID  Priority    {tree.bridge.priority}  (priority {priority} sys-id-ext {extension})"
    yield f"             Address     {tree.bridge.address.dotted}"
    yield _times(own.hello_time, own.max_age, own.forward_delay)
    yield f"             Aging Time  {ageing_time // SECOND} sec"
    yield ""
    yield "Interface           Role Sts Cost      Prio.Nbr Type"
    yield f"------------------- {_PORT_LINE}"
    for name, port in ports.items():
        yield f"{name:<19} {_port(port, tree)}"


_PORT_LINE = "---- --- --------- -------- --------------------------------"


def _port(port: PortRow, tree: TreeRow) -> str:
    role, state = _ROLES[port.role], _STATES[port.state]
    if port.guard is Guard.ROOT:
        role, state = "Desg", "BKN*"  # as IOS has it, without a space before the cost
    return f"{role} {state:<4}{port.cost:<9} {port.port_id!s:<8} {_kind(port, tree)}"


def show_port(shown: Shown, name: str) -> Iterator[str]:
    """``show spanning-tree interface``."""
    if name not in shown.ports:
        yield f"no spanning tree info available for {name}"
        return
    yield "Vlan                Role Sts Cost      Prio.Nbr Type"
    yield f"------------------- {_PORT_LINE}"
    yield f"{shown.vlan:<19} {_port(shown.ports[name], shown.tree)}"


def _root(shown: Shown) -> Iterator[str]:
    tree = shown.tree
    yield f"{'':<40}Root    Hello Max Fwd"
    yield "Vlan                   Root ID          Cost    Time  Age Dly  Root Port"
    yield "---------------- -------------------- --------- ----- --- ---  ------------"
    root = f"{tree.root.priority} {tree.root.address.dotted}"
    hello, most, delay = (each // SECOND for each in (tree.hello_time, tree.max_age, tree.forward_delay))
    times = f"{hello:>5} {most:>3} {delay:>3}"
    yield f"{shown.vlan:<16} {root:>20} {tree.root_cost:>9} {times}  {tree.root_port or ''}".rstrip()


def _bridge(shown: Shown) -> Iterator[str]:
    tree, own = shown.tree, shown.own
    yield f"{'':<51}Hello  Max  Fwd"
    yield "Vlan                         Bridge ID              Time  Age  Dly  Protocol"
    yield "---------------- --------------------------------- -----  ---  ---  --------"
    priority, extension = _parts(tree)
    bridge = f"{tree.bridge.priority:>5} ({priority:>5}, {extension:>3}) {tree.bridge.address.dotted}"
    hello, most, delay = (each // SECOND for each in (own.hello_time, own.max_age, own.forward_delay))
    yield f"{shown.vlan:<16} {bridge:<33} {hello:>5}  {most:>3}  {delay:>3}  {_protocol(tree)}"


def _summary(shown: Shown) -> Iterator[str]:
    tree = shown.tree
    yield f"Switch is in {'pvst' if tree.mode is Mode.STP else 'rapid-pvst'} mode"
    yield f"Root bridge for: {shown.vlan if tree.root_port is None else 'none'}"
    yield f"Configured Pathcost method used is {'short' if tree.mode is Mode.STP else 'long'}"
    yield ""
    yield "Name                   Blocking Listening Learning Forwarding STP Active"
    yield _SUMMARY_LINE
    states = [_STATES[port.state] for port in shown.ports.values()]
    counts = [*(states.count(each) for each in ("BLK", "LIS", "LRN", "FWD")), len(states)]
    row = "{:<22} {:>8} {:>9} {:>8} {:>10} {:>10}"
    yield row.format(shown.vlan, *counts)
    yield _SUMMARY_LINE
    yield row.format("1 vlan", *counts)


_SUMMARY_LINE = "---------------------- -------- --------- -------- ---------- ----------"


def _blocked(shown: Shown) -> Iterator[str]:
    names = [name for name, port in shown.ports.items() if _STATES[port.state] == "BLK"]
    yield "Name                 Blocked Interfaces List"
    yield "-------------------- ------------------------------------"
    if names:
        yield f"{shown.vlan:<20} {', '.join(names)}"
    yield ""
    yield f"Number of blocked ports (segments) in the system : {len(names)}"


def _protocol(tree: TreeRow) -> str:
    return "ieee" if tree.mode is Mode.STP else "rstp"


def _parts(tree: TreeRow) -> tuple[int, int]:
    """The priority of a switch as it is set, and the part that tells the VLAN."""
    return tree.bridge.priority & 0xF000, tree.bridge.priority & 0x0FFF


def _times(hello: int, most: int, delay: int) -> str:
    return (
        f"             Hello Time  {hello // SECOND:>2} sec  Max Age {most // SECOND:>2} sec  "
        f"Forward Delay {delay // SECOND:>2} sec"
    )


def _kind(port: PortRow, tree: TreeRow) -> str:
    words = "P2p" if port.point_to_point else "Shr"
    if port.edge:
        words += " Edge"
    if tree.mode is Mode.RSTP and port.sends is Mode.STP:
        words += " Peer(STP)"
    if port.guard is Guard.ROOT:
        words += " *ROOT_Inc"
    return words


class Wanted(NamedTuple):
    """What is to be shown of the tree, for a VLAN, or of a port."""

    what: str = ""
    vlan: int = 1
    port: str = ""


_VIEWS: Mapping[str, Callable[[Shown], Iterator[str]]] = {
    "": _whole,
    "active": _whole,
    "blockedports": _blocked,
    "bridge": _bridge,
    "root": _root,
    "summary": _summary,
}


def _parse(line: CommandLine) -> Wanted:
    wanted = Wanted()
    while line:
        match line.word(*filter(None, _VIEWS), "detail", "interface", "vlan"):
            case "detail":
                raise line.wrong("'detail' is not shown here", "the table of the ports has all that a port knows")
            case "interface":
                wanted = wanted._replace(port=read_name(line))
            case "vlan":
                wanted = wanted._replace(vlan=line.integer(1, LAST_VLAN))
            case what:
                wanted = wanted._replace(what=what)
    return wanted


def _show(switch: Switch, wanted: Wanted, _: str, cause: int) -> None:
    switch.output("\n".join(_lines(switch, wanted)), cause)


def _lines(switch: Switch, wanted: Wanted) -> Iterator[str]:
    service = switch.services.get("stp")
    tree: TreeRow | None = switch.tables.get(TREE, {}).get(TREE_KEY)
    if tree is None or service is None:
        yield "No spanning tree instances exist."
        return
    if wanted.vlan not in switch.tables.get(VLAN_TABLE, (DEFAULT_VLAN,)):
        yield f"Spanning tree instance(s) for vlan {wanted.vlan} does not exist."
        return
    ports = {name: port for name, port in switch.tables[PORT].items() if port.role is not Role.DISABLED}
    ageing_time = switch.settings.of(SwitchSettings).ageing_time
    shown = Shown(f"VLAN{wanted.vlan:04}", tree, ports, service.config, ageing_time)
    if wanted.port:
        yield from show_port(shown, named(wanted.port, switch.tables[INTERFACES]))
    else:
        yield from _VIEWS[wanted.what](shown)


def _parse_clear(line: CommandLine) -> str | None:
    if not line.follows(("interface",), ("interface",)):
        return None
    return line.next("a port, such as 1")


def _clear(switch: Switch, port: str | None, _: str, cause: int) -> None:
    service = switch.services.get("stp")
    if service is None:
        switch.output("No spanning tree instances exist.", cause)
    elif port is not None and port not in service.ports:
        switch.output(f"% {port} is no port of the bridge", cause)
    else:
        service.mcheck(service.ports if port is None else (port,), cause)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        "show spanning-tree",
        "show spanning-tree [vlan N] [root|bridge|summary|blockedports|interface PORT]",
        "the root that the switch knows, and the role and state of its ports; there is one tree for all VLANs",
        frozenset({"switch"}),
        _parse,
        _show,
        elsewhere=("display stp brief",),
        rank=91,
        spelled=("show", "spanning-tree"),
    ),
    Command(
        "clear spanning-tree detected-protocols",
        "clear spanning-tree detected-protocols [interface PORT]",
        "tries again at all ports, or at one, whether the neighbours speak RSTP",
        frozenset({"switch"}),
        _parse_clear,
        _clear,
        rank=92,
        spelled=("clear", "spanning-tree", "detected-protocols"),
    ),
)
