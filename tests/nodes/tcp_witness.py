"""What a connection may never do, whatever happens to it: read off the records of a run and the frames on the links."""

from collections import defaultdict
from typing import Any

from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet.pdu import Ethernet
from sim.trace.records import Change, Kind, Record
from sim.trace.trace import Trace
from sim.transport.tcp.machine.rows import CONNECTIONS, RECEIVING, SENDING, ConnectionRow, ReceiveRow, SendRow
from sim.transport.tcp.machine.states import EDGES, State
from sim.transport.tcp.options import read
from sim.transport.tcp.pdu import ACK, FIN, RST, SEQUENCE_MASK, SYN, Tcp

_HALF = 1 << 31
_IS_OVER = State.CLOSED, State.LISTEN
_DEADLINES = ("retransmit_at", "persist_at", "reorder_at", "probe_at", "ack_at", "expires_at", "keepalive_at")


def check_rows(trace: Trace, buffers: dict[str, int]) -> None:
    """Each row of a connection keeps to the rules of RFC 9293 3.3.1; ``buffers`` are the receive buffers by node."""
    rows: dict[tuple[str, Any], dict[str, Any]] = defaultdict(dict)
    for record in trace:
        change = record.what
        if not isinstance(change, Change) or change.table not in (CONNECTIONS, SENDING, RECEIVING):
            continue
        before, after = change.before, change.after
        if record.kind is Kind.TIMER_FIRED:
            fired = [name for name in _DEADLINES if getattr(before, name, None) != getattr(after, name, None)]
            assert [getattr(before, name) for name in fired] == [record.at], record
        if change.table == CONNECTIONS:
            _check_edge(record, before, after)
        rows[record.node, change.key][change.table] = after
        if isinstance(after, SendRow):
            _check_send_row(record, before, after)
        elif isinstance(after, ReceiveRow):
            # With a scale, the window is rounded up by less than a step.
            step = 1 << rows[record.node, change.key][CONNECTIONS].rcv_scale
            _check_receive_row(record, before, after, buffers[record.node] + step - 1)


def _check_edge(record: Record, before: ConnectionRow | None, after: ConnectionRow | None) -> None:
    """A state is left by one of the edges; the first row of an accepted connection has it come from LISTEN."""
    if before is None:
        assert after is not None
        assert after.state in (State.LISTEN, State.SYN_SENT, State.SYN_RECEIVED), record
    elif after is None:
        assert before.state in _IS_OVER, record
    elif before.state is not after.state:
        assert record.kind is Kind.STATE_CHANGED, record
        assert (before.state, after.state) in EDGES, record


def _check_send_row(record: Record, before: SendRow | None, after: SendRow) -> None:
    assert after.snd_una <= after.snd_nxt <= after.written + 1, record
    assert after.snd_una <= after.written + 1, record
    assert after.cwnd > 0, record
    assert after.snd_wnd >= 0, record
    assert after.dup_acks >= 0, record
    edges = [number for block in after.sacked for number in block]
    assert edges == sorted(set(edges)), record
    assert all(after.snd_una < number <= after.snd_nxt for number in edges), record
    assert all(at is None or at >= record.at for at in (after.retransmit_at, after.persist_at)), record
    if after.snd_una < after.snd_nxt and record.kind is not Kind.TIMER_FIRED:
        assert after.retransmit_at is not None or after.persist_at is not None, record
    if before is not None:
        assert before.snd_una <= after.snd_una, record
        assert before.written <= after.written, record


def _check_receive_row(record: Record, before: ReceiveRow | None, after: ReceiveRow, buffer: int) -> None:
    assert after.rcv_wnd >= 0, record
    assert after.unread + after.rcv_wnd <= buffer, record
    edges = [number for block in after.waiting for number in block]
    assert edges == sorted(set(edges)), record
    assert all(after.rcv_nxt < number <= after.rcv_nxt + after.rcv_wnd for number in edges), record
    if before is not None and before.rcv_nxt:
        assert before.rcv_nxt <= after.rcv_nxt, record
        # RFC 9293 3.8.6.2.2: what was once told to be in the window stays in it; a FIN takes no buffer.
        assert before.rcv_nxt + before.rcv_wnd <= after.rcv_nxt + after.rcv_wnd + 1, record


class _Sender:
    """What one end has said so far, and what the other may make of it."""

    def __init__(self) -> None:
        self.iss = 0
        self.end = 0
        """Behind the highest number sent, counted from the ISS."""
        self.data = bytearray()
        self.edge = 0
        """The right edge of the widest window told, as a number of the other end."""
        self.mss = 536
        self.scale: int | None = None
        self.ended_at: int | None = None


def check_segments(trace: Trace, hosts: tuple[str, str]) -> dict[str, bytes]:
    """Each segment that a host sends fits those before it and what its peer has told; what was sent is returned.

    What a number was sent with first, it is sent with ever after.
    """
    ends = {name: _Sender() for name in hosts}
    other = {hosts[0]: hosts[1], hosts[1]: hosts[0]}
    for record in trace:
        name, frame = record.port.partition(":")[0], record.what
        if record.kind is not Kind.FRAME_SENT or name not in ends or not isinstance(frame, Ethernet):
            continue
        if isinstance(frame.payload, IPv4) and isinstance(frame.payload.payload, Tcp):
            _check_segment(record, frame.payload.payload, ends[name], ends[other[name]])
    return {name: bytes(end.data) for name, end in ends.items()}


def _check_segment(record: Record, segment: Tcp, me: _Sender, peer: _Sender) -> None:
    flags, options = segment.flags, read(segment.options)
    if flags & RST:
        return
    if flags & SYN:
        me.iss, me.scale = segment.seq, options.window_scale
        me.mss = 536 if options.mss is None else options.mss
    seq = _from(me.iss, segment.seq)
    end = seq + segment.sequence_length
    if flags & ACK:
        ack = _from(peer.iss, segment.ack)
        assert 0 < ack <= peer.end, f"{record}: acknowledges what was never sent"
        is_scaled = not flags & SYN and me.scale is not None and peer.scale is not None
        me.edge = max(me.edge, ack + (segment.window << (min(me.scale or 0, 14) if is_scaled else 0)))
        for start, stop in options.sack:
            assert 0 < _from(peer.iss, start) < _from(peer.iss, stop) <= peer.end, f"{record}: impossible block"
    assert len(segment.payload) + len(segment.options) <= max(peer.mss, 48), f"{record}: longer than the MSS"
    _check_text(record, segment, seq, me)
    if end > seq and not flags & SYN:
        # One octet beyond is a probe's (RFC 9293 3.8.6.1).
        assert end <= peer.edge + 1, f"{record}: {end} is beyond the window, which ends at {peer.edge}"
    if flags & FIN:
        assert me.ended_at in (None, end), f"{record}: another end"
        me.ended_at = end
    assert me.ended_at is None or end <= me.ended_at, f"{record}: more after the end"
    me.end = max(me.end, end)


def _check_text(record: Record, segment: Tcp, seq: int, me: _Sender) -> None:
    """No gap is left out, and no octet changes."""
    if not segment.payload:
        return
    at = seq - 1
    assert 0 <= at <= len(me.data), f"{record}: a gap"
    known = me.data[at : at + len(segment.payload)]
    assert segment.payload.startswith(known), f"{record}: other octets than before"
    me.data += segment.payload[len(known) :]


def _from(start: int, number: int) -> int:
    """How far a number is from an ISN; none of these connections is longer than 2 GB."""
    distance = (number - start) & SEQUENCE_MASK
    return distance if distance < _HALF else distance - 2 * _HALF
