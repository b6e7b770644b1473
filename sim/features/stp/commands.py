"""``show spanning-tree``: the tree as a Catalyst shows it."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from sim.bridge.settings import SwitchSettings
from sim.command import Command, CommandLine, Device
from sim.features.stp.config import BridgeConfig
from sim.features.stp.pdu import BridgeId
from sim.features.stp.tables import PORT, TREE, TREE_KEY, Guard, Mode, PortRow, PortState, Role, TreeRow
from sim.kernel import SECOND
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


def show_spanning_tree(
    tables: Mapping[str, Mapping[Any, Any]], own: BridgeConfig | None, ageing_time: int
) -> Iterator[str]:
    """The lines of ``show spanning-tree``. Only ports with a link have a part in the tree."""
    tree: TreeRow | None = tables.get(TREE, {}).get(TREE_KEY)
    if tree is None or own is None:
        yield "No spanning tree instances exist."
        return
    ports: Mapping[str, PortRow] = tables[PORT]
    yield "VLAN0001"
    yield f"  Spanning tree enabled protocol {'ieee' if tree.mode is Mode.STP else 'rstp'}"
    yield f"  Root ID    Priority    {tree.root.priority}"
    yield f"             Address     {_dotted(tree.root)}"
    if tree.root_port is None:
        yield "             This bridge is the root"
    else:
        yield f"             Cost        {tree.root_cost}"
        yield f"             Port        {ports[tree.root_port].port_id.number} ({tree.root_port})"
    yield _times(tree.hello_time, tree.max_age, tree.forward_delay)
    yield ""
    priority, extension = tree.bridge.priority & 0xF000, tree.bridge.priority & 0x0FFF
    yield f"  Bridge ID  Priority    {tree.bridge.priority}  (priority {priority} sys-id-ext {extension})"
    yield f"             Address     {_dotted(tree.bridge)}"
    yield _times(own.hello_time, own.max_age, own.forward_delay)
    yield f"             Aging Time  {ageing_time // SECOND} sec"
    yield ""
    yield "Interface           Role Sts Cost      Prio.Nbr Type"
    yield "------------------- ---- --- --------- -------- --------------------------------"
    for name, port in ports.items():
        if port.role is not Role.DISABLED:
            role, state = _ROLES[port.role], _STATES[port.state]
            if port.guard is Guard.ROOT:
                role, state = "Desg", "BKN*"  # as IOS has it, without a space before the cost
            yield f"{name:<19} {role} {state:<4}{port.cost:<9} {port.port_id!s:<8} {_kind(port, tree)}"


def _times(hello: int, most: int, delay: int) -> str:
    return (
        f"             Hello Time  {hello // SECOND:>2} sec  Max Age {most // SECOND:>2} sec  "
        f"Forward Delay {delay // SECOND:>2} sec"
    )


def _dotted(bridge: BridgeId) -> str:
    digits = bridge.address.to_bytes(6, "big").hex()
    return ".".join(digits[i : i + 4] for i in (0, 4, 8))


def _kind(port: PortRow, tree: TreeRow) -> str:
    words = "P2p" if port.point_to_point else "Shr"
    if port.edge:
        words += " Edge"
    if tree.mode is Mode.RSTP and port.sends is Mode.STP:
        words += " Peer(STP)"
    if port.guard is Guard.ROOT:
        words += " *ROOT_Inc"
    return words


def _parse(line: CommandLine) -> None:
    if line:
        word = line.next()
        raise line.wrong(f"{word!r} is one word too many", "show spanning-tree")


def _show(switch: Switch, _: None, __: str, cause: int) -> None:
    service = switch.services.get("stp")
    own = None if service is None else service.config
    ageing_time = switch.settings.of(SwitchSettings).ageing_time
    switch.output("\n".join(show_spanning_tree(switch.tables, own, ageing_time)), cause)


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
        "show spanning-tree",
        "the root that the switch knows, and the role and state of its ports",
        frozenset({"switch"}),
        _parse,
        _show,
        elsewhere=("show spanning-tree vlan 1", "display stp brief"),
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
