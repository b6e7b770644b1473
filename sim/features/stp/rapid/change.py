"""The Topology Change machine (IEEE 802.1D-2004 17.31)."""

from sim.effects import Arm
from sim.features.stp import rules
from sim.features.stp.effects import AgeWithin, Flush
from sim.features.stp.rapid.variables import Bridge, Change, Port
from sim.features.stp.tables import AGEING, Role
from sim.kernel import SECOND
from sim.why import Why


def step(bridge: Bridge, port: Port) -> bool:
    """Make one transition; false where none is due."""
    is_active = port.role in (Role.ROOT, Role.DESIGNATED)
    has_heard = port.rcvd_tc or port.rcvd_tcn or port.rcvd_tc_ack or port.tc_prop
    match port.change:
        case Change.INACTIVE:
            if not port.learn:
                return False
            _learning(port)
        case Change.LEARNING:
            if is_active and port.forward and not port.oper_edge:
                _detected(bridge, port)
            elif has_heard:
                _learning(port)
            elif not is_active and not (port.learn or port.learning):
                _inactive(bridge, port)
            else:
                return False
        case Change.ACTIVE:
            return _active(bridge, port, is_active)
    return True


def _active(bridge: Bridge, port: Port, is_active: bool) -> bool:
    if not is_active or port.oper_edge:
        _learning(port)
    elif port.rcvd_tcn or port.rcvd_tc:  # NOTIFIED_TCN, NOTIFIED_TC
        if port.rcvd_tcn:
            new_tc_while(bridge, port)
        port.rcvd_tcn = port.rcvd_tc = False
        port.tc_ack = port.tc_ack or port.role is Role.DESIGNATED
        set_tc_prop_tree(bridge, port)
    elif port.tc_prop:  # PROPAGATING
        new_tc_while(bridge, port)
        flush(bridge, port)
        port.tc_prop = False
    elif port.rcvd_tc_ack:  # ACKNOWLEDGED
        port.tc_while, port.rcvd_tc_ack = 0, False
    else:
        return False
    return True


def _inactive(bridge: Bridge, port: Port) -> None:
    flush(bridge, port)
    port.tc_while, port.tc_ack = 0, False
    port.change = Change.INACTIVE


def _learning(port: Port) -> None:
    port.rcvd_tc = port.rcvd_tcn = port.rcvd_tc_ack = port.tc_prop = False
    port.change = Change.LEARNING


def _detected(bridge: Bridge, port: Port) -> None:
    bridge.topology_changes += 1
    bridge.changed_at, bridge.changed_by = bridge.now, port.name
    bridge.show_tree(Why(rules.TC_DETECTED, port=port.name))
    new_tc_while(bridge, port)
    set_tc_prop_tree(bridge, port)
    port.new_info = True
    port.change = Change.ACTIVE


def new_tc_while(bridge: Bridge, port: Port) -> None:
    """17.21.7."""
    if port.tc_while > bridge.now:
        return
    if port.send_rstp:
        port.tc_while = bridge.now + port.designated_times.hello_time + SECOND
        port.new_info = True
    else:
        port.tc_while = bridge.now + bridge.root_times.max_age + bridge.root_times.forward_delay
    port.why_sent = port.why_sent or Why(rules.SENT_TC, port=port.name)


def set_tc_prop_tree(bridge: Bridge, port: Port) -> None:
    """17.21.18: "for all other Ports"."""
    others = [each for each in bridge.ports.values() if each is not port]
    for each in others:
        each.tc_prop = True
    bridge.wake(others)


def flush(bridge: Bridge, port: Port) -> None:
    """fdbFlush: at once in RSTP; in STP by a short Ageing Time "for a period of FwdDelay" (17.19.1, 17.19.7)."""
    if bridge.rstp_version:
        bridge.effects.append(Flush(port.name))
        return
    delay = bridge.root_times.forward_delay
    bridge.effects.append(AgeWithin(delay, Why(rules.AGES_QUICKLY, ns=delay)))
    timer = AGEING.name, ""
    bridge.effects.append(Arm(timer, bridge.now + delay, Why(rules.TIMER_STARTED, timer=timer, ns=delay)))
