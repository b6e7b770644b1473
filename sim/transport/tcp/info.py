"""TCP_INFO: how a connection stands, laid out as Linux has it (``struct tcp_info`` of ``<linux/tcp.h>``)."""

from struct import Struct
from typing import TYPE_CHECKING

from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import DEFAULT_MSS

if TYPE_CHECKING:
    from sim.transport.tcp.connection import Connection

_HEAD = Struct("=8B24I")
"""The state and what was agreed on, then the 24 counts from ``tcpi_rto`` to ``tcpi_total_retrans``."""
_TAIL = Struct("=4Q6IQ")
"""``tcpi_pacing_rate`` to ``tcpi_delivery_rate``."""
_NUMBERS = {
    State.ESTABLISHED: 1,
    State.SYN_SENT: 2,
    State.SYN_RECEIVED: 3,
    State.FIN_WAIT_1: 4,
    State.FIN_WAIT_2: 5,
    State.TIME_WAIT: 6,
    State.CLOSED: 7,
    State.CLOSE_WAIT: 8,
    State.LAST_ACK: 9,
    State.LISTEN: 10,
    State.CLOSING: 11,
}
"""The states as Linux numbers them (``<net/tcp_states.h>``)."""
_AVOIDANCE = {"fast recovery": 3, "loss recovery": 4}
"""``tcpi_ca_state``: TCP_CA_Recovery and TCP_CA_Loss; what is neither is open."""
_TIMESTAMPS, _SACK, _WINDOW_SCALE = 1, 2, 4
_MICROSECOND, _MILLISECOND = 1_000, 1_000_000
_UNBOUNDED = 2**31 - 1
_NO_LIMIT = 2**64 - 1
_FIRST_RTO = 1_000_000
_FIRST_RTTVAR = 250_000
_INITIAL_CWND = 10
_REORDERING = 3


def packed(connection: "Connection | None", accepted: int, backlog: int, now: int) -> bytes:
    """The octets of ``struct tcp_info``: what this host does not count is 0.

    Of a listener ``tcpi_unacked`` is how many connections wait for ``accept`` and ``tcpi_sacked`` how many may.
    """
    if connection is None or connection.is_over:
        return _closed()
    tcb = connection.tcb
    if tcb.state is State.LISTEN:
        return _packed(_NUMBERS[State.LISTEN], {4: accepted, 5: backlog, 18: _INITIAL_CWND, 20: _REORDERING}, 0)
    sending, recovery = tcb.send_row(), tcb.recovery
    flight = max(tcb.snd_nxt - tcb.snd_una, 0)
    quiet = max(now - tcb.heard_at, 0) // _MILLISECOND
    options = _TIMESTAMPS * tcb.timestamps | _SACK * tcb.sack | _WINDOW_SCALE * tcb.is_scaling
    head = _HEAD.pack(
        _NUMBERS[tcb.state],
        _AVOIDANCE.get(recovery.phase, 0),
        tcb.retransmissions,
        0,
        tcb.retransmissions,
        options,
        tcb.snd_scale | tcb.rcv_scale << 4,
        0,
        tcb.rtt.rto // _MICROSECOND,
        tcb.settings.delayed_ack // _MICROSECOND,
        tcb.smss,
        tcb.full_segment,
        -(-flight // tcb.smss),
        sum(end - start for start, end in sending.sacked) // tcb.smss,
        0,
        0,
        0,
        0 if recovery.last_sent is None else max(now - recovery.last_sent, 0) // _MILLISECOND,
        0,
        quiet,
        quiet,
        tcb.path_mtu,
        tcb.receive_buffer,
        (tcb.rtt.srtt or 0) // _MICROSECOND,
        (tcb.rtt.rttvar or 0) // _MICROSECOND,
        min(recovery.ssthresh // tcb.smss, _UNBOUNDED) if recovery.ssthresh < _UNBOUNDED else _UNBOUNDED,
        max(recovery.cwnd // tcb.smss, 1),
        tcb.rmss,
        _REORDERING,
        0,
        tcb.receive_buffer,
        0,
    )
    began = tcb.irs is not None
    tail = _TAIL.pack(
        0,
        _NO_LIMIT,
        max(tcb.snd_una - tcb.iss - tcb.is_passive, 0),  # Linux counts the SYN of who connects
        max(tcb.rcv_nxt - (tcb.irs or 0) - 1, 0) if began else 0,
        0,
        0,
        max(sending.written - tcb.snd_nxt, 0),
        0,
        0,
        0,
        0,
    )
    return head + tail


def _closed() -> bytes:
    counts = {0: _FIRST_RTO, 2: DEFAULT_MSS, 16: _FIRST_RTTVAR, 17: _UNBOUNDED, 18: _INITIAL_CWND, 20: _REORDERING}
    return _packed(_NUMBERS[State.CLOSED], counts, _NO_LIMIT)


def _packed(state: int, counts: dict[int, int], pacing: int) -> bytes:
    """What there is to tell without a connection; ``counts`` by their places from ``tcpi_rto`` on."""
    return _HEAD.pack(state, *[0] * 7, *(counts.get(place, 0) for place in range(24))) + _TAIL.pack(
        pacing, _NO_LIMIT, *[0] * 9
    )
