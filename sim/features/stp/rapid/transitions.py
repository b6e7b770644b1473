"""The Port Role Transitions machine (IEEE 802.1D-2004 17.29) and the Port State Transition machine (17.30)."""

from sim.features.stp import rules
from sim.features.stp.effects import Relay
from sim.features.stp.rapid.variables import HELD, Bridge, Port
from sim.features.stp.tables import Role
from sim.why import Why


def step(bridge: Bridge, port: Port) -> bool:
    """Make one transition of the port's role; false where none is due."""
    # "All transitions, except UCT, are qualified by && selected && !updtInfo"
    if not port.is_settled:
        return False
    if port.selected_role is not port.role:
        _enter(bridge, port)
        return True
    match port.role:
        case Role.DISABLED:
            return _disabled_port(port)
        case Role.ROOT:
            return _root_port(bridge, port)
        case Role.DESIGNATED:
            return _designated_port(bridge, port)
        case _:
            return _alternate_port(bridge, port)


def _enter(bridge: Bridge, port: Port) -> None:
    """The entry of DISABLE_PORT, ROOT_PORT, DESIGNATED_PORT or BLOCK_PORT: "role = selectedRole"."""
    was, port.role = port.role, port.selected_role
    now, times = bridge.now, port.designated_times
    port.is_disabled_port = port.is_blocked_port = False
    if port.role in (Role.ROOT, Role.DESIGNATED):
        if port.fd_while == HELD:
            port.fd_while = now + (times.max_age if was is Role.DISABLED else port.forward_delay)
    else:
        port.learn = port.forward = False
    if port.rr_while == HELD:
        port.rr_while = now + times.forward_delay
    if port.rb_while == HELD:
        port.rb_while = now + 2 * times.hello_time
    if port.role is Role.ROOT:
        port.rr_while = HELD
    if port.role in (Role.DESIGNATED, Role.DISABLED):
        bridge.inward.pop(port, None)
    else:
        bridge.inward[port] = None
    assert port.role_why is not None, "a role is selected for a reason"
    bridge.show(port, port.role_why)


def _disabled_port(port: Port) -> bool:
    """Figure 17-19: "(fdWhile != MaxAge) || sync || reRoot || !synced", once learning and forwarding have ended."""
    if port.learning or port.forwarding:
        return False
    if port.is_disabled_port and port.fd_while == HELD and not port.sync and not port.re_root and port.synced:
        return False
    port.is_disabled_port = True
    port.fd_while, port.synced, port.rr_while = HELD, True, 0
    port.sync = port.re_root = False
    return True


def _root_port(bridge: Bridge, port: Port) -> bool:
    """Figure 17-20, of which "rrWhile != FwdDelay" is met by holding the timer."""
    is_rapid = bridge.rstp_version and port.rb_while <= bridge.now and re_rooted(bridge, port)
    may_move = port.fd_while <= bridge.now or is_rapid
    if port.proposed and not port.agree:  # ROOT_PROPOSED
        bridge.explain(Why(rules.PROPOSED, port=port.name, bridge=port.port_priority.bridge))
        set_sync_tree(bridge)
        port.proposed = False
    elif (not port.agree and all_synced(bridge)) or (port.proposed and port.agree):  # ROOT_AGREED
        port.proposed = port.sync = False
        port.agree = port.new_info = True
        port.why_sent = Why(rules.SENT_AGREEMENT, port=port.name, bridge=port.port_priority.bridge)
    elif not port.forward and not port.re_root:  # REROOT
        set_re_root_tree(bridge)
    elif port.re_root and port.forward:  # REROOTED
        port.re_root = False
    elif may_move and not port.learn:  # ROOT_LEARN
        port.fd_while, port.learn = bridge.now + port.forward_delay, True
    elif may_move and not port.forward:  # ROOT_FORWARD
        port.fd_while, port.forward = 0, True
        by_delay = Why(rules.FORWARDS_AFTER_DELAY, port=port.name)
        port.state_why = Why(rules.ROOT_FORWARDS, port=port.name) if is_rapid else by_delay
    else:
        return False
    return True


def _designated_port(bridge: Bridge, port: Port) -> bool:
    """Figure 17-21."""
    is_retired = port.rr_while <= bridge.now
    may_move = port.fd_while <= bridge.now or port.agreed or port.oper_edge
    may_move = may_move and (is_retired or not port.re_root) and not port.sync
    has_to_stop = (port.sync and not port.synced) or (port.re_root and not is_retired) or port.disputed
    is_in_step = port.agreed or port.oper_edge or not (port.learning or port.forwarding)
    if has_to_stop and not port.oper_edge and (port.learn or port.forward):  # DESIGNATED_DISCARD
        _discard(bridge, port)
    elif not port.forward and not (port.agreed or port.proposing or port.oper_edge):  # DESIGNATED_PROPOSE
        port.proposing = port.new_info = True
        port.why_sent = Why(rules.SENT_PROPOSAL, port=port.name)
        port.edge_delay_while = bridge.now + port.edge_delay(bridge.config.migrate_time)
    elif (is_in_step and not port.synced) or (port.sync and port.synced):  # DESIGNATED_SYNCED
        port.rr_while, port.synced, port.sync = 0, True, False
    elif is_retired and port.re_root:  # DESIGNATED_RETIRED
        port.re_root = False
    elif may_move and not port.learn:  # DESIGNATED_LEARN
        port.learn, port.fd_while = True, bridge.now + port.forward_delay
    elif may_move and not port.forward:  # DESIGNATED_FORWARD
        rule = rules.FORWARDS_AFTER_DELAY
        if port.oper_edge:
            rule = rules.EDGE_FORWARDS
        elif port.agreed:
            rule = rules.AGREED_FORWARDS
        port.forward, port.fd_while, port.agreed = True, 0, port.send_rstp
        port.state_why = Why(rule, port=port.name)
    else:
        return False
    return True


def _discard(bridge: Bridge, port: Port) -> None:
    if port.disputed:
        why = Why(rules.DISCARDS_DISPUTED, port=port.name)
    elif port.sync and not port.synced:
        why = Why(rules.DISCARDS_FOR_SYNC, port=port.name)
    else:
        why = Why(rules.DISCARDS_FOR_REROOT, port=port.name)
    port.learn = port.forward = port.disputed = False
    port.fd_while = bridge.now + port.forward_delay
    port.state_why = why


def _alternate_port(bridge: Bridge, port: Port) -> bool:
    """Figure 17-22: from BLOCK_PORT to ALTERNATE_PORT once learning and forwarding have ended, and what follows."""
    if not port.is_blocked_port:
        if port.learning or port.forwarding:
            return False
        port.is_blocked_port = True
        _hold(port)
    elif port.role is Role.BACKUP and port.rb_while != HELD:  # BACKUP_PORT: rbWhile = 2 * HelloTime
        port.rb_while = HELD
    elif port.fd_while != HELD or port.sync or port.re_root or not port.synced:
        _hold(port)
    elif port.proposed and not port.agree:  # ALTERNATE_PROPOSED
        bridge.explain(Why(rules.PROPOSED, port=port.name, bridge=port.port_priority.bridge))
        set_sync_tree(bridge)
        port.proposed = False
    elif (not port.agree and all_synced(bridge)) or (port.proposed and port.agree):  # ALTERNATE_AGREED
        port.proposed = False
        port.agree = port.new_info = True
        port.why_sent = Why(rules.SENT_AGREEMENT, port=port.name, bridge=port.port_priority.bridge)
    else:
        return False
    return True


def _hold(port: Port) -> None:
    """ALTERNATE_PORT: "fdWhile = forwardDelay; synced = TRUE; rrWhile = 0; sync = reRoot = FALSE"."""
    port.fd_while, port.synced, port.rr_while = HELD, True, 0
    port.sync = port.re_root = False


def set_sync_tree(bridge: Bridge) -> None:
    """17.21.14."""
    for port in bridge.ports.values():
        port.sync = True
    bridge.wake(bridge.ports.values())


def set_re_root_tree(bridge: Bridge) -> None:
    """17.21.15."""
    for port in bridge.ports.values():
        port.re_root = True
    bridge.wake(bridge.ports.values())


def all_synced(bridge: Bridge) -> bool:
    """17.20.3."""
    return all(
        port.selected and port.role is port.selected_role and (port.role is Role.ROOT or port.synced)
        for port in bridge.ports.values()
    )


def re_rooted(bridge: Bridge, port: Port) -> bool:
    """17.20.10: "rrWhile is zero for all Ports for the Tree other than the given Port"."""
    return all(each.rr_while <= bridge.now for each in bridge.ports.values() if each is not port)


def state_step(bridge: Bridge, port: Port) -> bool:
    """Make one transition of the Port State Transition machine (17.30); false where none is due."""
    if (port.learning and not port.learn) or (port.forwarding and not port.forward):  # DISCARDING
        why = port.state_why if port.role is Role.DESIGNATED else port.role_why
        port.learning = port.forwarding = False
    elif port.learn and not port.learning:  # LEARNING
        why = Why(rules.LEARNS, port=port.name)
        port.learning = True
    elif port.forward and not port.forwarding:  # FORWARDING
        why = port.state_why
        port.forwarding = True
    else:
        return False
    assert why is not None, "a state is changed for a reason"
    bridge.show(port, why)
    bridge.effects.append(Relay(port.name, port.learning, port.forwarding, why))
    return True
