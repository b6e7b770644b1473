"""The Port Information machine (IEEE 802.1D-2004 17.27), and its procedures (17.21)."""

from enum import Enum, auto

from sim.features.stp import pdu, rules
from sim.features.stp.pdu import Bpdu
from sim.features.stp.rapid.variables import Bridge, Change, Info, Port
from sim.features.stp.vector import older, times_of, vector_of
from sim.kernel import SECOND
from sim.why import Why


class Received(Enum):
    """What rcvInfo() finds in a message (17.21.8)."""

    SUPERIOR_DESIGNATED = auto()
    REPEATED_DESIGNATED = auto()
    INFERIOR_DESIGNATED = auto()
    INFERIOR_ROOT_ALTERNATE = auto()
    OTHER = auto()


def step(bridge: Bridge, port: Port) -> bool:
    """Make one transition; false where none is due."""
    # figure 17-17, from any state: "(!portEnabled && (infoIs != Disabled)) || BEGIN"
    if not port.port_enabled:
        had_message, port.bpdu = port.bpdu is not None, None
        if port.info_is is Info.DISABLED:
            return had_message
        _disabled(bridge, port)
    elif port.info_is is Info.DISABLED:
        _aged(bridge, port)
    elif port.selected and port.updt_info:
        _update(port)
    elif port.info_is is Info.AGED or port.updt_info:
        return False
    elif port.bpdu is not None:
        _receive(bridge, port, port.bpdu)
    elif port.info_is is Info.RECEIVED and port.rcvd_info_while <= bridge.now:
        bridge.explain(Why(rules.INFORMATION_AGED, port=port.name, bridge=port.port_priority.bridge))
        _aged(bridge, port)
    else:
        return False
    return True


def _disabled(bridge: Bridge, port: Port) -> None:
    port.proposing = port.proposed = port.agree = port.agreed = False
    port.rcvd_info_while = 0
    port.info_is = Info.DISABLED
    bridge.select_again(port)


def _aged(bridge: Bridge, port: Port) -> None:
    port.info_is = Info.AGED
    bridge.select_again(port)


def _update(port: Port) -> None:
    port.proposing = port.proposed = False
    # betterorsameInfo(Mine), 17.21.1
    port.agreed = port.agreed and port.info_is is Info.MINE and port.designated_priority <= port.port_priority
    port.synced = port.synced and port.agreed
    port.port_priority = port.designated_priority
    port.port_times = port.designated_times
    port.updt_info = False
    port.info_is = Info.MINE
    port.new_info = True
    port.why_sent = Why(rules.SENT_NEWS, port=port.name)


def _receive(bridge: Bridge, port: Port, bpdu: Bpdu) -> None:
    received = rcv_info(port, bpdu)
    match received:
        case Received.SUPERIOR_DESIGNATED:
            _superior_designated(bridge, port, bpdu)
        case Received.REPEATED_DESIGNATED:
            record_proposal(port, bpdu)
            set_tc_flags(bridge, port, bpdu)
            updt_rcvd_info_while(bridge, port)
        case Received.INFERIOR_DESIGNATED:
            record_dispute(bridge, port, bpdu)
        case Received.INFERIOR_ROOT_ALTERNATE:
            record_agreement(bridge, port, bpdu)
            set_tc_flags(bridge, port, bpdu)
        case Received.OTHER:
            if bpdu.type == pdu.TOPOLOGY_CHANGE_NOTIFICATION:
                # 17.21.17 has setTcFlags() for a TCN BPDU; rcvInfo() of 802.1Q-2005 13.26.6 says where it is called
                set_tc_flags(bridge, port, bpdu)
    port.bpdu = None


def _superior_designated(bridge: Bridge, port: Port, bpdu: Bpdu) -> None:
    vector = vector_of(bpdu)
    port.agreed = port.proposing = False
    record_proposal(port, bpdu)
    set_tc_flags(bridge, port, bpdu)
    # betterorsameInfo(Received), 17.21.1
    port.agree = port.agree and port.info_is is Info.RECEIVED and vector <= port.port_priority
    if vector != port.port_priority:
        bridge.explain(
            Why(
                rules.SUPERIOR,
                port=port.name,
                bridge=vector.bridge,
                root=vector.root,
                cost=vector.cost,
                held_root=port.port_priority.root,
                held_cost=port.port_priority.cost,
            )
        )
    port.port_priority = vector  # recordPriority(), 17.21.12
    times = times_of(bpdu)
    # recordTimes(), 17.21.13: a Hello Time below its minimum is not believed
    port.port_times = times._replace(hello_time=max(times.hello_time, SECOND))
    updt_rcvd_info_while(bridge, port)
    port.info_is = Info.RECEIVED
    bridge.select_again(port)


def rcv_info(port: Port, bpdu: Bpdu) -> Received:
    """What kind of information a message has (17.21.8)."""
    if bpdu.type == pdu.TOPOLOGY_CHANGE_NOTIFICATION:
        return Received.OTHER
    vector = vector_of(bpdu)
    # "A Configuration BPDU explicitly conveys a Designated Port Role"; 9.2.9: of an Unknown role as well
    if bpdu.type == pdu.CONFIGURATION or bpdu.role in (pdu.DESIGNATED_ROLE, pdu.UNKNOWN_ROLE):
        if vector == port.port_priority:
            times = times_of(bpdu)
            is_same = times._replace(hello_time=max(times.hello_time, SECOND)) == port.port_times
            return Received.REPEATED_DESIGNATED if is_same else Received.SUPERIOR_DESIGNATED
        is_superior = vector.is_superior_to(port.port_priority)
        return Received.SUPERIOR_DESIGNATED if is_superior else Received.INFERIOR_DESIGNATED
    return Received.INFERIOR_ROOT_ALTERNATE if vector >= port.port_priority else Received.OTHER


def record_agreement(bridge: Bridge, port: Port, bpdu: Bpdu) -> None:
    """17.21.9: "rstpVersion is TRUE, operPointToPointMAC is TRUE, and the received message has the Agreement flag"."""
    if bridge.rstp_version and port.config.point_to_point and bpdu.flags & pdu.AGREEMENT:
        if not port.agreed:
            bridge.explain(Why(rules.AGREED, port=port.name, bridge=bpdu.bridge))
        port.agreed, port.proposing = True, False
    else:
        port.agreed = False


def record_dispute(bridge: Bridge, port: Port, bpdu: Bpdu) -> None:
    """17.21.10, as 802.1Q-2005 corrects it: "the disputed variable is set; and the agreed variable is cleared"."""
    if bpdu.type == pdu.RAPID and bpdu.flags & pdu.LEARNING:
        bridge.explain(Why(rules.DISPUTED, port=port.name, bridge=bpdu.bridge))
        port.disputed, port.agreed = True, False
    else:
        bridge.explain(Why(rules.INFERIOR, port=port.name, bridge=bpdu.bridge, root=bpdu.root, cost=bpdu.cost))


def record_proposal(port: Port, bpdu: Bpdu) -> None:
    """17.21.11: "conveys a Designated Port Role, and has the Proposal flag set"."""
    if bpdu.type == pdu.RAPID and bpdu.role == pdu.DESIGNATED_ROLE and bpdu.flags & pdu.PROPOSAL:
        port.proposed = True


def set_tc_flags(bridge: Bridge, port: Port, bpdu: Bpdu) -> None:
    """17.21.17."""
    if bpdu.type == pdu.TOPOLOGY_CHANGE_NOTIFICATION:
        port.rcvd_tcn = True
    else:
        port.rcvd_tc = port.rcvd_tc or bool(bpdu.flags & pdu.TC)
        port.rcvd_tc_ack = port.rcvd_tc_ack or bool(bpdu.flags & pdu.TC_ACK)
    if port.change is Change.ACTIVE and (port.rcvd_tc or port.rcvd_tcn):
        bridge.explain(Why(rules.TC_RECEIVED, port=port.name))


def updt_rcvd_info_while(bridge: Bridge, port: Port) -> None:
    """17.21.23: three Hello Times, or nothing where the message will be too old at this bridge."""
    times = port.port_times
    is_fresh = older(times).message_age <= times.max_age
    port.rcvd_info_while = bridge.now + 3 * times.hello_time if is_fresh else 0
