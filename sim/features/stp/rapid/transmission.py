"""The Port Transmit machine (IEEE 802.1D-2004 17.26)."""

from sim.features.stp import pdu, rules
from sim.features.stp.effects import Send
from sim.features.stp.pdu import Bpdu
from sim.features.stp.rapid.variables import Bridge, Port
from sim.features.stp.tables import Role
from sim.features.stp.vector import in_units
from sim.why import Why

_ROLES = {
    Role.ROOT: pdu.ROOT_ROLE,
    Role.DESIGNATED: pdu.DESIGNATED_ROLE,
    Role.ALTERNATE: pdu.ALTERNATE_BACKUP_ROLE,
    Role.BACKUP: pdu.ALTERNATE_BACKUP_ROLE,
}


def transmit(bridge: Bridge, port: Port) -> None:
    """Send what is due: news, or what a designated port says every Hello Time."""
    now = bridge.now
    if not port.port_enabled or port.role is Role.DISABLED or not port.is_settled:
        return
    if port.hello_when <= now:  # TRANSMIT_PERIODIC
        is_due = port.role is Role.DESIGNATED or (port.role is Role.ROOT and port.tc_while > now)
        port.new_info = port.new_info or is_due
        port.hello_when = now + port.designated_times.hello_time
    if not port.new_info or port.sent_in_this_second(now) >= bridge.config.transmit_hold_count:
        return
    if port.send_rstp:  # TRANSMIT_RSTP
        bpdu = tx_rstp(bridge, port)
    elif port.role is Role.DESIGNATED:  # TRANSMIT_CONFIG
        bpdu = tx_config(bridge, port)
    elif port.role is Role.ROOT:  # TRANSMIT_TCN
        bpdu = Bpdu(pdu.TOPOLOGY_CHANGE_NOTIFICATION)
    else:
        return
    why = port.why_sent or Why(rules.SENT_HELLO, port=port.name)
    if bpdu.type == pdu.TOPOLOGY_CHANGE_NOTIFICATION:
        why = Why(rules.SENT_TCN, port=port.name)
    port.new_info, port.why_sent = False, None
    port.tx_count += 1
    if bpdu.type != pdu.TOPOLOGY_CHANGE_NOTIFICATION:
        port.tc_ack = False
    port.hello_when = now + port.designated_times.hello_time  # IDLE
    bridge.effects.append(Send(port.name, bpdu, why))


def tx_rstp(bridge: Bridge, port: Port) -> Bpdu:
    """17.21.20."""
    flags = _ROLES[port.role] << pdu.ROLE_SHIFT
    flags |= pdu.AGREEMENT if port.agree else 0
    flags |= pdu.PROPOSAL if port.proposing else 0
    flags |= pdu.TC if port.tc_while > bridge.now else 0
    flags |= pdu.LEARNING if port.learning else 0
    flags |= pdu.FORWARDING if port.forwarding else 0
    return Bpdu(pdu.RAPID, pdu.VERSION_RSTP, flags, *port.designated_priority, *in_units(port.designated_times))


def tx_config(bridge: Bridge, port: Port) -> Bpdu:
    """17.21.19."""
    flags = pdu.TC if port.tc_while > bridge.now else 0
    flags |= pdu.TC_ACK if port.tc_ack else 0
    vector, times = port.designated_priority, in_units(port.designated_times)
    return Bpdu(pdu.CONFIGURATION, pdu.VERSION_STP, flags, *vector, *times)
