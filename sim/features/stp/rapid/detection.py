"""The machines that find out who is behind a port: Bridge Detection (17.25), Port Protocol Migration (17.24)."""

from sim.features.stp import rules
from sim.features.stp.rapid.variables import HELD, Bridge, Migration, Port
from sim.why import Why


def detection_step(bridge: Bridge, port: Port) -> bool:
    """Make one transition of the Bridge Detection machine; false where none is due."""
    admin_edge = port.config.edge
    if port.oper_edge:
        if port.port_enabled or admin_edge:
            return False
        port.oper_edge = False
        return True
    if not port.port_enabled and admin_edge:
        port.oper_edge = True
        return True
    # "(edgeDelayWhile == 0) && AutoEdge && sendRSTP && proposing"
    is_silent = port.edge_delay_while <= bridge.now
    if not (port.port_enabled and is_silent and port.config.auto_edge and port.send_rstp and port.proposing):
        return False
    port.oper_edge = True
    bridge.show(port, Why(rules.AUTO_EDGE, port=port.name))
    return True


def migration_step(bridge: Bridge, port: Port) -> bool:
    """Make one transition of the Port Protocol Migration machine; false where none is due."""
    is_over = port.mdelay_while <= bridge.now
    match port.migration:
        case Migration.CHECKING_RSTP:
            if is_over:
                _sense(port)
            elif port.mdelay_while != HELD and not port.port_enabled:
                _check(bridge, port)
            else:
                return False
        case Migration.SENSING:
            hears_rstp = bridge.rstp_version and not port.send_rstp and port.rcvd_rstp
            if port.mcheck or hears_rstp or not port.port_enabled:
                _check(bridge, port)
            elif port.send_rstp and port.rcvd_stp:
                port.send_rstp = False
                port.mdelay_while = bridge.now + bridge.config.migrate_time
                port.migration = Migration.SELECTING_STP
                bridge.show(port, Why(rules.SELECTS_STP, port=port.name))
            else:
                return False
        case Migration.SELECTING_STP:
            if not (is_over or port.mcheck or not port.port_enabled):
                return False
            _sense(port)
    return True


def _check(bridge: Bridge, port: Port) -> None:
    """CHECKING_RSTP, whose timer begins when the port is enabled."""
    port.mcheck = False
    port.send_rstp = bridge.rstp_version
    port.mdelay_while = bridge.now + bridge.config.migrate_time if port.port_enabled else HELD
    port.migration = Migration.CHECKING_RSTP
    if port.port_enabled:
        bridge.show(port, Why(rules.CHECKS_RSTP, port=port.name))


def _sense(port: Port) -> None:
    port.rcvd_rstp = port.rcvd_stp = False
    port.migration = Migration.SENSING
