"""What the trace shows of a connection: rows of three tables under the same key, each changed as a whole.

Sequence numbers count on past 2**32, so that differences are plain; on the wire they are modulo 2**32. Sizes in
octets. A deadline is the field of a row: ``None`` where its timer is not running.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from sim.addresses import IPv4Address
from sim.feature import CountedFrom
from sim.languages import Wording
from sim.quantities import Instant, TimeSpan
from sim.transport.tcp.machine.states import State

CONNECTIONS = "tcp"
SENDING = "tcp-send"
RECEIVING = "tcp-receive"

Sent = Annotated[int, CountedFrom("iss")]
Received = Annotated[int, CountedFrom("irs")]


class Timer(NamedTuple):
    """A timer: its deadline is a field in the rows of ``table``. ``name`` is what goes before the word "timer"."""

    table: str
    name: Wording


TIMERS: Mapping[str, Timer] = {
    "retransmit_at": Timer(SENDING, {"en": "retransmission", "zh": "重传"}),
    "persist_at": Timer(SENDING, {"en": "persist", "zh": "持续"}),
    "reorder_at": Timer(SENDING, {"en": "reordering", "zh": "乱序"}),
    "probe_at": Timer(SENDING, {"en": "tail loss probe", "zh": "尾部丢失探测"}),
    "ack_at": Timer(RECEIVING, {"en": "delayed ACK", "zh": "延迟确认"}),
    "expires_at": Timer(CONNECTIONS, {"en": "wait", "zh": "等待"}),
    "keepalive_at": Timer(CONNECTIONS, {"en": "keepalive", "zh": "保活"}),
}
"""By field, which is called alike in row and block."""


class Endpoints(NamedTuple):
    """The key: the pair of sockets that is a connection (RFC 9293 3.3.1); a listener's remote one is 0.0.0.0:0."""

    local_ip: IPv4Address
    local_port: int
    remote_ip: IPv4Address
    remote_port: int


class ConnectionRow(NamedTuple):
    """A row of ``tcp``: its state, and what the two ends agreed on.

    ``smss`` is the most data in a segment that is sent; ``snd_scale`` and ``rcv_scale`` are shift counts.
    ``expires_at`` ends TIME-WAIT or FIN-WAIT-2, ``keepalive_at`` sends the next probe.
    """

    state: State
    iss: int
    irs: int | None
    smss: int
    snd_scale: int
    rcv_scale: int
    sack: bool
    timestamps: bool
    expires_at: Instant | None = None
    keepalive_at: Instant | None = None


class SendRow(NamedTuple):
    """A row of ``tcp-send``: the send sequence space (RFC 9293 3.3.1), congestion control and retransmission.

    ``written`` is behind the last octet that the program gave: ``written - snd_una`` octets are in the send buffer, and
    those behind ``snd_nxt`` were not sent yet. ``phase`` is ``slow start``, ``congestion avoidance``, ``fast
    recovery`` or ``loss recovery``. ``sacked`` are the blocks that the peer reported. ``retransmissions`` counts
    time-outs in a row.
    """

    snd_una: Sent
    snd_nxt: Sent
    snd_wnd: int
    written: Sent
    cwnd: int
    ssthresh: int
    phase: str
    dup_acks: int
    sacked: tuple[tuple[Sent, Sent], ...]
    srtt: TimeSpan | None
    rttvar: TimeSpan | None
    rto: TimeSpan
    retransmissions: int
    retransmit_at: Instant | None
    persist_at: Instant | None
    reorder_at: Instant | None = None
    probe_at: Instant | None = None


class ReceiveRow(NamedTuple):
    """A row of ``tcp-receive``: the receive sequence space.

    ``unread`` octets wait for the program; ``waiting`` are blocks that came ahead of a gap.
    """

    rcv_nxt: Received
    rcv_wnd: int
    unread: int
    waiting: tuple[tuple[Received, Received], ...]
    ack_at: Instant | None
