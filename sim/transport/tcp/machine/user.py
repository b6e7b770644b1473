"""What a program asks of a connection: OPEN, SEND, RECEIVE, CLOSE, ABORT (RFC 9293 3.10.1 to 3.10.5)."""

from sim.transport.tcp import data_rules, rules
from sim.transport.tcp.machine.arrival import end, limit_fin_wait_2, send_syn
from sim.transport.tcp.machine.effects import Effects, Noted, Refused
from sim.transport.tcp.machine.output import output, send_fin
from sim.transport.tcp.machine.rows import CONNECTIONS, RECEIVING, SENDING, Endpoints
from sim.transport.tcp.machine.segments import abort as abort_segment
from sim.transport.tcp.machine.segments import acknowledgment, free_space, scaled_window
from sim.transport.tcp.machine.settings import TcpSettings
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tcb import Tcb
from sim.why import Why

_WRITTEN = Noted(SENDING, Why(data_rules.WRITTEN))
_WAITS_FOR = {
    "": _WRITTEN,
    "handshake": Noted(SENDING, Why(data_rules.WAITS_FOR_HANDSHAKE)),
    "cork": Noted(SENDING, Why(data_rules.WAITS_FOR_CORK)),
    "nagle": Noted(SENDING, Why(data_rules.WAITS_FOR_NAGLE)),
    "window": Noted(SENDING, Why(data_rules.WAITS_FOR_WINDOW)),
    "cwnd": Noted(SENDING, Why(data_rules.WAITS_FOR_CWND)),
}
_READ = Noted(RECEIVING, Why(data_rules.READ))

_LISTEN = State.LISTEN
_OPENING = frozenset({State.SYN_SENT, State.SYN_RECEIVED})
_TAKING = _OPENING | {State.ESTABLISHED, State.CLOSE_WAIT}
"""The states in which SEND is served."""
_HEARING = frozenset({State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2})
_RESETTING = frozenset({State.SYN_RECEIVED, State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2, State.CLOSE_WAIT})
"""The states in which ABORT sends a RST (RFC 9293 3.10.5)."""


def open_passive(endpoints: Endpoints, settings: TcpSettings, mtu: int, iss: int = 0) -> tuple[Tcb, Effects]:
    """Listen (3.10.1). The remote socket is 0.0.0.0:0 for anybody; ``iss`` is for a SEND that makes it active."""
    tcb = Tcb(endpoints, settings, iss, mtu)
    return tcb, [tcb.move(State.LISTEN, Why(rules.LISTEN, local_port=endpoints.local_port))]


def open_active(
    endpoints: Endpoints, settings: TcpSettings, iss: int, mtu: int, now: int, path_mtu: int | None = None
) -> tuple[Tcb, Effects]:
    """Connect (3.10.1): a SYN leaves. ``mtu`` is that of the interface, ``path_mtu`` what is known of the path."""
    tcb = Tcb(endpoints, settings, iss, mtu, path_mtu)
    effects: Effects = []
    _connect(tcb, now, effects)
    return tcb, effects


def send(tcb: Tcb, octets: bytes, now: int) -> tuple[int, Effects]:
    """Take what the send buffer has room for, and send what may go now (3.10.2); how many octets were taken.

    After CLOSE the answer is 0 and ``Refused`` with ``EPIPE``, without a connection with ``ENOTCONN``.
    """
    effects: Effects = []
    if tcb.state is _LISTEN and tcb.endpoints.remote_port:
        # "If the remote socket is specified, then change the connection from passive to active, select an ISS. Send a
        # SYN segment"
        _connect(tcb, now, effects)
    if tcb.is_done or tcb.state not in _TAKING:
        if tcb.state is State.CLOSED or tcb.state is State.LISTEN:
            return 0, [Refused("ENOTCONN", Why(rules.NOT_CONNECTED))]
        return 0, [Refused("EPIPE", Why(rules.SEND_AFTER_CLOSE))]
    room = tcb.room
    if len(octets) > room:
        octets = octets[:room]
    tcb.queue.append(octets)
    effects.append(_WRITTEN)
    at = len(effects) - 1
    waits_for = output(tcb, now, effects)
    if waits_for:
        effects[at] = _WAITS_FOR[waits_for]
    return len(octets), effects


def receive(tcb: Tcb, limit: int, now: int) -> tuple[bytes, Effects]:
    """At most ``limit`` octets for the program (3.10.3), b"" where there are none; may tell of a wider window."""
    inbox = tcb.inbox
    if not inbox or limit <= 0:
        return b"", []
    octets = bytes(inbox) if len(inbox) <= limit else bytes(inbox[:limit])
    del inbox[:limit]
    effects: Effects = [_READ]
    if _is_worth_telling(tcb) and tcb.state in _HEARING:
        effects.append(acknowledgment(tcb, Why(data_rules.WINDOW_UPDATE, window=free_space(tcb)), now))
    return octets, effects


def shutdown_write(tcb: Tcb, now: int) -> Effects:
    """CLOSE (3.10.4): nothing more will be sent, a FIN follows what is queued; reading goes on ("half-closed")."""
    effects: Effects = []
    why = Why(rules.CLOSE)
    match tcb.state:
        case State.CLOSED:
            return [Refused("ENOTCONN", Why(rules.NOT_CONNECTED))]
        case State.LISTEN:
            end(tcb, Why(rules.CLOSE_LISTENER), effects)
        case State.SYN_SENT:
            end(tcb, Why(rules.CLOSE_UNOPENED), effects)
        case State.SYN_RECEIVED if not len(tcb.queue):
            # "If no SENDs have been issued and there is no pending data to send, then form a FIN segment and send it,
            # and enter FIN-WAIT-1 state; otherwise, queue for processing after entering ESTABLISHED state."
            tcb.is_done = True
            effects.append(tcb.move(State.FIN_WAIT_1, why))
            send_fin(tcb, now, effects)
        case State.SYN_RECEIVED:
            tcb.is_done = True
            effects.append(Noted(SENDING, Why(rules.CLOSE_QUEUED)))
        case State.ESTABLISHED:
            # "Queue this until all preceding SENDs have been segmentized, then form a FIN segment and send it. In any
            # case, enter FIN-WAIT-1 state."
            tcb.is_done = True
            effects.append(tcb.move(State.FIN_WAIT_1, why))
            output(tcb, now, effects)
        case State.CLOSE_WAIT if not tcb.is_done:
            tcb.is_done = True
            if output(tcb, now, effects):
                effects.append(Noted(SENDING, Why(rules.CLOSE_QUEUED)))
    return effects


def close(tcb: Tcb, now: int) -> Effects:
    """The program lets go of the connection, which closes by itself; a listener or SYN-SENT is over at once.

    RFC 9293 3.6.1: where received data is still unread, or comes later, a RST tells that it is lost.
    """
    if tcb.is_closed:
        return []
    tcb.is_closed = True
    if tcb.inbox and tcb.state in _RESETTING:
        return _reset(tcb, Why(rules.CLOSE_UNREAD, octets=len(tcb.inbox)), now)
    effects = [] if tcb.is_done else shutdown_write(tcb, now)
    if tcb.state is State.FIN_WAIT_2:
        limit_fin_wait_2(tcb, now)
        effects.append(Noted(CONNECTIONS, Why(rules.FIN_WAIT_2_LIMITED, timeout=tcb.settings.fin_wait_2_timeout)))
    return effects


def abort(tcb: Tcb, now: int) -> Effects:
    """ABORT (3.10.5): the connection is over now; a RST tells the other end (from SYN-RECEIVED on)."""
    if tcb.state is State.CLOSED:
        return []
    if tcb.state in _RESETTING:
        return _reset(tcb, Why(rules.ABORT), now)
    effects: Effects = []
    end(tcb, Why(rules.ABORT), effects)
    return effects


def set_keepalive(tcb: Tcb, on: bool, now: int) -> Effects:
    """SO_KEEPALIVE (RFC 9293 3.8.4)."""
    if on == tcb.keepalive:
        return []
    tcb.keepalive = on
    tcb.keepalive_at = None
    if not on:
        return [Noted(CONNECTIONS, Why(data_rules.KEEPALIVE_OFF))]
    if tcb.state not in _OPENING and tcb.state not in (State.CLOSED, State.LISTEN, State.TIME_WAIT):
        tcb.keepalive_at = now + tcb.settings.keepalive_idle
    return [Noted(CONNECTIONS, Why(data_rules.KEEPALIVE_ON, timeout=tcb.settings.keepalive_idle))]


def set_nagle(tcb: Tcb, on: bool, now: int) -> Effects:
    """TCP_NODELAY turned round: off, what waits to fill a segment leaves now (RFC 9293 3.7.4)."""
    tcb.nagle = on
    effects: Effects = []
    if not on:
        output(tcb, now, effects)
    return effects


def set_cork(tcb: Tcb, on: bool, now: int) -> Effects:
    """TCP_CORK: on, what fills no segment waits, for 200 ms at most; off, it leaves now (tcp(7))."""
    tcb.corked = on
    effects: Effects = []
    if not on:
        output(tcb, now, effects)
    return effects


def _connect(tcb: Tcb, now: int, effects: Effects) -> None:
    why = Why(rules.CONNECT, iss=tcb.iss, dst_port=tcb.endpoints.remote_port)
    effects.append(tcb.move(State.SYN_SENT, why))
    send_syn(tcb, why, now, effects)


def _reset(tcb: Tcb, why: Why, now: int) -> Effects:
    effects: Effects = [abort_segment(tcb, why, now)]
    end(tcb, why, effects)
    return effects


def _is_worth_telling(tcb: Tcb) -> bool:
    """Whether the window can grow so much that the other end should know at once (RFC 9293 3.8.6.2.2).

    While it has room for a full segment the next ACK is early enough, unless it can be twice as large (as on Linux).
    """
    scale = tcb.rcv_scale
    # What the other end knows may be less than RCV.WND, by a step of the scale.
    wnd = max(tcb.told_edge - tcb.rcv_nxt, 0) if scale else tcb.rcv_wnd
    free = free_space(tcb)
    if scale:
        free = scaled_window(tcb, free, free) << scale
    return free >= 2 * wnd and free - wnd >= min(tcb.receive_buffer >> 1, tcb.smss)
