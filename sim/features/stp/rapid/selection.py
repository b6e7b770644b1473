"""The Port Role Selection machine (IEEE 802.1D-2004 17.28), and updtRolesTree() (17.21.25) with its reasons."""

from sim.features.stp import rules
from sim.features.stp.pdu import NO_PORT
from sim.features.stp.rapid.variables import Bridge, Info, Port
from sim.features.stp.reasons import Held, RootPath, why_blocked, why_designated, why_root, why_root_port
from sim.features.stp.tables import Guard, Role
from sim.features.stp.vector import Vector, older
from sim.why import Why


def step(bridge: Bridge) -> bool:
    """ROLE_SELECTION, where some port asks for it; false where none does."""
    if not bridge.reselect:
        return False
    bridge.reselect = False
    updt_roles_tree(bridge)
    for port in bridge.ports.values():  # clearReselectTree(), setSelectedTree()
        port.reselect = False
        if not port.selected or port.updt_info or port.selected_role is not port.role:
            bridge.wake((port,))
        port.selected = True
    return True


def updt_roles_tree(bridge: Bridge) -> None:
    """Choose the root, the root port and every port's role (17.21.25)."""
    best = _choose_root(bridge)
    for port in bridge.ports.values():
        # d), e)
        port.designated_priority = Vector(*best[:2], bridge.config.id, port.config.id)
        port.designated_times = bridge.root_times._replace(hello_time=bridge.config.hello_time)
        role = _role(bridge, port)
        if port.guard is not Guard.BPDU:
            is_kept_out = role is Role.ALTERNATE and port.config.root_guard and _is_better_root(port, best)
            port.guard = Guard.ROOT if is_kept_out else None
        if role is not port.role or port.updt_info or not _is_shown(port):
            port.role_why = _why(bridge, port, role)
        port.selected_role = role


def _role(bridge: Bridge, port: Port) -> Role:
    """f) to l): the role of a port, and whether it has to take up the bridge's own information."""
    held = port.port_priority
    match port.info_is:
        case Info.DISABLED:
            return Role.DISABLED
        case Info.AGED:
            port.updt_info = True
            return Role.DESIGNATED
        case Info.MINE:
            if held != port.designated_priority or port.port_times != port.designated_times:
                port.updt_info = True
            return Role.DESIGNATED
        case Info.RECEIVED if port is not bridge.root_port and port.designated_priority < held:
            port.updt_info = True
            return Role.DESIGNATED
    port.updt_info = False
    if port is bridge.root_port:
        return Role.ROOT
    return Role.BACKUP if held.bridge.address == bridge.config.id.address else Role.ALTERNATE


def _is_shown(port: Port) -> bool:
    """Whether the port's row has the vector that the port holds."""
    row = port.shown
    return row is not None and port.port_priority == (
        row.designated_root,
        row.designated_cost,
        row.designated_bridge,
        row.designated_port,
    )


def _why(bridge: Bridge, port: Port, role: Role) -> Why:
    if port.guard is Guard.ROOT:
        return Why(rules.ROOT_GUARD, port=port.name, root=port.port_priority.root)
    held = Held(port.name, port.designated_priority, port.port_priority)
    match role:
        case Role.DISABLED:
            return Why(rules.PORT_DOWN, port=port.name)
        case Role.ROOT:
            return why_root_port(_root_paths(bridge))
        case Role.DESIGNATED if bridge.root_port is not None and port.info_is is not Info.RECEIVED:
            return Why(rules.DESIGNATED_ALONE, port=port.name)
        case Role.DESIGNATED:
            return why_designated(held, is_root=bridge.root_port is None)
    return why_blocked(held, {each.config.number: each.name for each in bridge.ports.values()})


def _is_better_root(port: Port, root: Vector) -> bool:
    """Whether the port would have been the root port without its guard."""
    held = port.port_priority
    return (held.root, held.cost + port.config.cost, held.bridge) < (root.root, root.cost, root.bridge)


def _root_paths(bridge: Bridge) -> list[RootPath]:
    """a): of every port that has heard somebody else, the best first; root guard is restrictedRole of 802.1Q."""
    own = bridge.config.id.address
    return sorted(
        (
            RootPath(held._replace(cost=held.cost + port.config.cost), port.config.id, port.name)
            for port in bridge.ports.values()
            if port.info_is is Info.RECEIVED
            and not port.config.root_guard
            and (held := port.port_priority).bridge.address != own
        ),
        key=lambda path: path[:2],
    )


def _choose_root(bridge: Bridge) -> Vector:
    """b), c): the best of the bridge's own vector and all root path vectors."""
    own = bridge.config.id
    paths = _root_paths(bridge)
    best, bridge.root_port, bridge.root_times = Vector(own, 0, own, NO_PORT), None, bridge.config.times
    why = Why(rules.OWN_ROOT, bridge=own)
    if paths and paths[0].vector < best:
        best, bridge.root_port = paths[0].vector, bridge.ports[paths[0].port]
        bridge.root_times = older(bridge.root_port.port_times)
        why = why_root(own, paths[0])
    is_same = best == bridge.root_priority and bridge.shown is not None and bridge.shown.bridge == own
    bridge.root_priority = best
    bridge.show_tree(Why(rules.ROOT_TIMES, root=best.root) if is_same else why)
    return best
