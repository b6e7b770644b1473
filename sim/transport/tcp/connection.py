"""A TCP connection as its node keeps it: carries out what the machine asks for, and calls it when time is up."""

from collections.abc import Callable
from typing import Any

from sim.ip.ipv4 import rules as ipv4_rules
from sim.ip.ipv4.pdu import ECT_0, PROTOCOL_TCP, IPv4
from sim.ip.ipv4.settings import Ipv4Settings
from sim.ip.pmtu import rules as pmtu_rules
from sim.kernel import Timer
from sim.trace.records import NO_CAUSE, Kind
from sim.transport.sockets import rules as sockets_rules
from sim.transport.sockets.ports import Claim
from sim.transport.tcp.contracts import Layer, Owner, Stream
from sim.transport.tcp.machine import errors, timers
from sim.transport.tcp.machine.effects import Advised, Effects, Ended, Failed, Ignored, Moved, Noted, Transmit
from sim.transport.tcp.machine.rows import CONNECTIONS, RECEIVING, SENDING, TIMERS, ReceiveRow, SendRow
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tcb import Tcb
from sim.why import Why

_DUE = {
    "retransmit_at": sockets_rules.TCP_RETRANSMISSION_DUE,
    "persist_at": sockets_rules.TCP_PROBE_DUE,
    "reorder_at": sockets_rules.TCP_REORDERING_DUE,
    "probe_at": sockets_rules.TCP_TAIL_PROBE_DUE,
    "ack_at": sockets_rules.TCP_ACK_DUE,
    "expires_at": sockets_rules.TCP_WAIT_OVER,
    "keepalive_at": sockets_rules.TCP_KEEPALIVE_DUE,
}
"""The rule that a timer fires by, by the field of its deadline."""
_TOO_LONG = frozenset({pmtu_rules.TOO_LONG, ipv4_rules.FRAGMENTATION_NEEDED})
"""Why a segment did not leave that would have in smaller pieces."""
_DECISION = Kind.DECISION
_LISTEN = State.LISTEN
_GOODBYE = frozenset({State.FIN_WAIT_1, State.CLOSE_WAIT, State.CLOSING, State.LAST_ACK})
_CONTINUED = Why(sockets_rules.TCP_CONTINUED)


class Connection:
    """``socket`` is ``None`` before the connection is ready to be accepted, and once the program has let go of it.

    ``listener`` is that of a connection that is not ready yet. ``claim`` holds the local port. The kernel's timer fires
    at the next deadline or before: it is moved only where it would come too late. ``on_said_goodbye``, where set, is
    called once the peer has acknowledged all that the program sent, FIN included, or the connection is over.
    """

    __slots__ = (
        "_agreed",
        "_device",
        "_last",
        "_rcv_nxt",
        "_receiving",
        "_sending",
        "_timer",
        "_tos",
        "_ttl",
        "claim",
        "is_over",
        "layer",
        "listener",
        "node",
        "on_said_goodbye",
        "socket",
        "tcb",
    )

    def __init__(self, layer: Layer, tcb: Tcb, claim: Claim[Stream], owner: Owner) -> None:
        self.layer = layer
        self.node = layer.node
        self.tcb = tcb
        self.claim = claim
        self.socket: Stream | None = None
        self.listener: Stream | None = None
        self.is_over = False
        self.on_said_goodbye: Callable[[int], None] | None = None
        self._timer: Timer | None = None
        self._last = NO_CAUSE
        self._rcv_nxt = tcb.rcv_nxt
        self._agreed: tuple[object, ...] = ()
        self._sending: SendRow | None = None
        self._receiving: ReceiveRow | None = None
        self.inherit(owner)

    def inherit(self, owner: Owner) -> None:
        """Give the segments' datagrams the time to live and the type of service that a socket asks for."""
        self._ttl = self.layer.settings.of(Ipv4Settings).ttl if owner.ttl is None else owner.ttl
        self._tos = owner.tos
        self._device = owner.device

    def carry_out(self, effects: Effects, cause: int, datagram: IPv4 | None = None) -> None:
        """Put what has changed into the tables, send, and tell who waits, in this order.

        ``cause`` is the record of the event, ``datagram`` the one that arrived, if that is what happened.
        """
        reasons: dict[str, Why] = {}
        segments: list[Transmit] = []
        is_news = False
        for effect in effects:
            kind = type(effect)
            if kind is Noted:
                table, why = effect.table, effect.why  # type: ignore[union-attr]
                if table in reasons:
                    self.node.note(Kind.DECISION, None, reasons[table], cause)
                reasons[table] = why
            elif kind is Transmit:
                segments.append(effect)  # type: ignore[arg-type]
            elif kind is Moved:
                cause, is_news = self._move(effect, cause), True  # type: ignore[arg-type]
            elif kind is Ignored:
                self.node.note(Kind.PACKET_DROPPED, datagram, effect.why, cause)
            elif kind is Advised:
                decided = self.node.note(Kind.DECISION, None, effect.why, cause)
                self.layer.ip.doubt_way_to(self.tcb.endpoints.remote_ip, decided)
            else:
                is_news = True
        is_ending = is_news and type(effects[-1]) is Ended
        told = self.put_rows(effects, reasons, cause) if self.layer.is_recorded and not is_ending else cause
        if segments:
            self._send(segments, cause)
        self._last = told
        if is_news:
            self._tell(effects, told)
        else:
            self._arm()
            self._tell_socket(told)

    def _send(self, segments: list[Transmit], cause: int) -> None:
        node = self.node
        src, _, dst, _ = self.tcb.endpoints
        device, too_long = self._device, None
        for segment, why, dont_fragment, ecn_capable in segments:
            tos = self._tos | ECT_0 if ecn_capable else self._tos
            datagram = IPv4(src, dst, PROTOCOL_TCP, segment, self._ttl, dont_fragment=dont_fragment, tos=tos)
            trouble = self.layer.ip.send_datagram(datagram, node.note(_DECISION, datagram, why, cause), device)
            if trouble is not None and trouble.rule in _TOO_LONG:
                too_long = too_long or segment
        if too_long is not None:
            # RFC 1191 6.2: told at "the next attempt to send a datagram larger than the PMTU estimate"
            path_mtu = self.layer.ip.mtus(dst)[1]
            self.carry_out(errors.mtu_changed(self.tcb, path_mtu, too_long.seq, node.kernel.now), cause)

    def _tell_socket(self, told: int) -> None:
        """Let the socket know of octets to read, or of room to write for which it waits."""
        socket = self.socket
        if self._rcv_nxt != self.tcb.rcv_nxt:
            self._rcv_nxt = self.tcb.rcv_nxt
            if socket is not None:
                socket.ready(told)
        elif socket is not None and socket.is_short:
            socket.room_made(told)

    def _move(self, moved: Moved, cause: int) -> int:
        row = self.tcb.connection_row()._replace(state=moved.after)
        kind = Kind.STATE_CHANGED if self.tcb.endpoints in self.node.tables[CONNECTIONS] else None
        return self.node.put(CONNECTIONS, self.tcb.endpoints, row, moved.why, cause, kind)

    def put_rows(self, effects: Effects, reasons: dict[str, Why], cause: int) -> int:
        """Bring the tables up to date; returns the last record of that, or the cause."""
        tcb, told = self.tcb, cause
        state = tcb.state
        why = effects[-1].why if effects else _CONTINUED
        agreed = state, tcb.smss, tcb.expires_at, tcb.keepalive_at
        if agreed != self._agreed:  # what else is in that row changes only together with the state
            self._agreed = agreed
            told = self._put(CONNECTIONS, tcb.connection_row(), reasons, why, cause)
        if state is not _LISTEN:
            sending = tcb.send_row()
            if sending != self._sending:
                self._sending = sending
                told = self._put(SENDING, sending, reasons, why, cause)
            receiving = tcb.receive_row()
            if receiving != self._receiving:
                self._receiving = receiving
                told = self._put(RECEIVING, receiving, reasons, why, cause)
        if reasons:
            for reason in reasons.values():
                self.node.note(Kind.DECISION, None, reason, cause)
        return told

    def _put(self, table: str, row: Any, reasons: dict[str, Why], why: Why, cause: int) -> int:
        return self.node.put(table, self.tcb.endpoints, row, reasons.pop(table, why), cause)

    def _tell(self, effects: Effects, told: int) -> None:
        """Let socket and listener know that the state is another one, or of an error."""
        self._rcv_nxt = self.tcb.rcv_nxt
        for effect in effects:
            match effect:
                case Failed(name, why) if self.socket is not None:
                    self.socket.set_error(name, why, told)
                case Ended(why):
                    self._end(why, told)
        if not self.is_over:
            self._arm()
        if self.on_said_goodbye is not None and not self.is_saying_goodbye:
            said, self.on_said_goodbye = self.on_said_goodbye, None
            said(told)
        if self.listener is not None and (self.is_over or self.tcb.state is not State.SYN_RECEIVED):
            listener, self.listener = self.listener, None
            listener.child_changed(self, told)
        elif self.socket is not None:
            self.socket.ready(told)

    @property
    def is_saying_goodbye(self) -> bool:
        """Whether the connection is closing and its FIN, or what goes before the FIN, is not acknowledged yet."""
        return not self.is_over and self.tcb.is_done and self.tcb.state in _GOODBYE

    def _end(self, why: Why, cause: int) -> None:
        for table in (CONNECTIONS, SENDING, RECEIVING):
            self.node.remove(table, self.tcb.endpoints, why, cause)
        self.is_over = True
        if self._timer is not None:
            self.node.kernel.cancel(self._timer)
            self._timer = None
        self.layer.forget(self)

    # Time

    def _arm(self) -> None:
        deadline = self.tcb.next_deadline()
        if deadline is None:
            return
        timer = self._timer
        if timer is None:
            self._timer = self.node.kernel.timer(deadline, self._fire, None)
        elif deadline < timer.deadline:
            self.node.kernel.cancel(timer)
            self._timer = self.node.kernel.timer(deadline, self._fire, None)

    def _fire(self, _: Any) -> None:
        self._timer = None
        deadline, now = self.tcb.next_deadline(), self.node.kernel.now
        if deadline is not None and deadline <= now:
            due = self._note_due(now) if self.layer.is_recorded else NO_CAUSE
            self.carry_out(timers.timeout(self.tcb, now), due)
        else:
            self._arm()

    def _note_due(self, now: int) -> int:
        """Record which deadlines have come, each as a change of its row; returns the last record."""
        node, key, fired = self.node, self.tcb.endpoints, self._last
        for field, (table, _) in TIMERS.items():
            deadline = getattr(self.tcb, field)
            if deadline is not None and deadline <= now:
                row = node.tables[table][key]._replace(**{field: None})
                fired = node.put(table, key, row, Why(_DUE[field]), self._last, Kind.TIMER_FIRED)
        return fired
