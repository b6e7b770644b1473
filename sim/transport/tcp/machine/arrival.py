"""A segment that arrived, and what the steps of RFC 9293 3.10.7 do with it; ``arrive`` has the steps in order."""

from sim.transport.tcp import congestion_rules, data_rules, rules
from sim.transport.tcp.machine.effects import Effects, Ended, Failed, Ignored, Noted, Transmit
from sim.transport.tcp.machine.rows import CONNECTIONS, RECEIVING
from sim.transport.tcp.machine.segments import acknowledgment, near, syn
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.options import LARGEST_SCALE, NONE, Options
from sim.transport.tcp.pdu import ACK, CWR, ECE, FIN, SEQUENCE_MASK, SYN, Tcp
from sim.why import Why

_OUTDATED = 24 * 86_400_000_000_000
"""RFC 7323 5.5: TS.Recent says nothing any more after a connection was idle for 24 days (ns)."""
_HALF = 1 << 31
_PERIOD = 5_000_000_000
"""RFC 5961 7: the number of ACKs "in any 5 second window"."""
_IN_ORDER = Noted(RECEIVING, Why(data_rules.IN_ORDER))
_OUT_OF_ORDER = Noted(RECEIVING, Why(data_rules.OUT_OF_ORDER))
_GAP_FILLED = Noted(RECEIVING, Why(data_rules.GAP_FILLED))


class Arrival:
    """The segment, what is left of it as the steps trim it, and the effects so far.

    ``seq`` and ``ack`` are RFC 9293's SEG.SEQ and SEG.ACK as growing integers, the ones nearest to what is expected.
    ``window`` is SEG.WND as in the field. ``is_marked``: its datagram has met congestion (RFC 3168 5).
    """

    __slots__ = ("ack", "effects", "flags", "is_marked", "now", "options", "payload", "segment", "seq", "window")

    def __init__(self, tcb: Tcb, segment: Tcp, now: int, is_marked: bool) -> None:
        self.segment = segment
        self.is_marked = is_marked
        seq, ack = segment.seq, segment.ack
        self.seq = tcb.rcv_nxt if seq == tcb.rcv_nxt & SEQUENCE_MASK else near(tcb.rcv_nxt, seq)
        self.ack = tcb.snd_una if ack == tcb.snd_una & SEQUENCE_MASK else near(tcb.snd_una, ack)
        self.flags = segment.flags
        self.payload = segment.payload
        self.window = segment.window
        self.options: Options = tcb.read_options(segment.options) if segment.options else NONE
        self.now = now
        self.effects: Effects = []

    @property
    def length(self) -> int:
        """SEG.LEN, of what is left."""
        return len(self.payload) + (self.flags & FIN) + (self.flags >> 1 & 1)


# Timestamps: protection against wrapped numbers, and which one is echoed (RFC 7323 4.3 and 5.3)


def check_timestamps(tcb: Tcb, arrival: Arrival) -> bool:
    """Whether the segment is done with: it is older than one before (RFC 7323 5.3 R1), or has no timestamp."""
    timestamps = arrival.options.timestamps
    if timestamps is None and arrival.flags & SYN:
        return False  # of somebody who has restarted: RFC 5961 4.2 wants it answered
    if timestamps is None:
        # RFC 7323 3.2: "If a non-<RST> segment is received without a TSopt, a TCP SHOULD silently drop the segment."
        arrival.effects.append(Ignored(Why(data_rules.TIMESTAMP_MISSING)))
        return True
    if is_newer(tcb, timestamps) or arrival.now - tcb.ts_recent_at > _OUTDATED:
        return False
    why = Why(data_rules.TIMESTAMP_OLD, value=timestamps[0], recent=tcb.ts_recent)
    acknowledge_unacceptable(tcb, arrival, why)
    return True


def is_newer(tcb: Tcb, timestamps: tuple[int, int]) -> bool:
    """Whether a segment's timestamp is not older than TS.Recent (RFC 7323 5.2)."""
    return (timestamps[0] - tcb.ts_recent) & SEQUENCE_MASK < _HALF


def remember_timestamp(tcb: Tcb, arrival: Arrival) -> None:
    """RFC 7323 4.3 (2): the one to echo is that of the segment which the last ACK sent was waiting for.

    Only of a segment whose ACK can be right (as on Linux): a forged timestamp would make all that the peer sends look
    too old.
    """
    timestamps = arrival.options.timestamps
    if tcb.timestamps and timestamps is not None and near(tcb.rcv_nxt, arrival.segment.seq) <= tcb.last_ack_sent:
        set_timestamp(tcb, timestamps, arrival.now)


def set_timestamp(tcb: Tcb, timestamps: tuple[int, int], now: int) -> None:
    tcb.ts_recent = timestamps[0]
    tcb.ts_recent_at = now


# The answer to what cannot be right, and how many there may be (RFC 5961 7)


def challenge(tcb: Tcb, arrival: Arrival, why: Why) -> None:
    """Drop the segment and say where the connection stands: who sent it in earnest will answer with a proper reset."""
    now = arrival.now
    arrival.effects.append(Ignored(why))
    challenged_at = tcb.challenged_at
    while challenged_at and now - challenged_at[0] >= _PERIOD:
        challenged_at.popleft()
    if len(challenged_at) >= tcb.settings.challenge_acks:
        arrival.effects.append(Ignored(Why(rules.CHALLENGE_LIMITED, limit=tcb.settings.challenge_acks)))
        return
    challenged_at.append(now)
    arrival.effects.append(acknowledgment(tcb, why, now))


def note_duplicate(tcb: Tcb, start: int, end: int) -> None:
    """Octets came again: the next ACK tells the first of them (RFC 2883 4, rules (1) to (3))."""
    if tcb.sack and tcb.settings.dsack and tcb.dsack is None and start < end:
        tcb.dsack = start, end


def acknowledge_unacceptable(tcb: Tcb, arrival: Arrival, why: Why) -> None:
    """RFC 9293 3.10.7.4: "If an incoming segment is not acceptable, an acknowledgment should be sent in reply".

    Two ends that find each other's ACKs unacceptable would go on answering for ever, so that only segments with
    something in them are answered without limit.
    """
    if not arrival.length:
        challenge(tcb, arrival, why)
        return
    note_duplicate(tcb, arrival.seq, min(arrival.seq + arrival.length, tcb.rcv_nxt))
    arrival.effects.append(Ignored(why))
    arrival.effects.append(acknowledgment(tcb, why, arrival.now))


# Data: read, or kept until the gap before it is filled; and when it is acknowledged (seventh step)


def take_text(tcb: Tcb, arrival: Arrival) -> None:
    """Deliver what is next, keep what is not; the segment lies in the window."""
    payload, rcv_nxt = arrival.payload, tcb.rcv_nxt
    length = len(payload)
    if arrival.seq == rcv_nxt and not tcb.reassembly.octets:
        take_in_order(tcb, payload, arrival.now, arrival.effects)
        return
    if length:
        held = tcb.reassembly.first_held(arrival.seq, arrival.seq + length)
        if held is not None:
            note_duplicate(tcb, *held)
        tcb.reassembly.add(arrival.seq, payload, rcv_nxt, rcv_nxt + tcb.rcv_wnd)
        # RFC 5681 4.2: "an immediate duplicate ACK when an out-of-order segment arrives", and "when the incoming
        # segment fills in all or part of a gap in the sequence space"
        tcb.ack_now = True
    octets = tcb.reassembly.take(rcv_nxt)
    if octets:
        tcb.inbox += octets
        tcb.rcv_nxt = rcv_nxt + len(octets)
        tcb.rcv_wnd -= len(octets)
        tcb.ack_now = True
        arrival.effects.append(_GAP_FILLED)
    elif length:
        arrival.effects.append(_OUT_OF_ORDER)


def take_in_order(tcb: Tcb, payload: bytes, now: int, effects: Effects) -> None:
    """Deliver octets that begin at RCV.NXT, where none wait behind a gap."""
    length = len(payload)
    tcb.inbox += payload
    tcb.rcv_nxt += length
    tcb.rcv_wnd -= length
    effects.append(_IN_ORDER)
    tcb.full_segment = length if length > tcb.full_segment else tcb.full_segment
    _acknowledge_later(tcb, now)


def _acknowledge_later(tcb: Tcb, now: int) -> None:
    """RFC 9293 3.8.6.3: "An ACK SHOULD be generated for at least every second full-sized segment"."""
    delay = tcb.settings.delayed_ack
    if not delay or tcb.rcv_nxt - tcb.last_ack_sent >= 2 * tcb.full_segment:
        tcb.ack_now = True
    elif tcb.ack_at is None:
        tcb.ack_at = now + delay


def hear_of_congestion(tcb: Tcb, arrival: Arrival) -> None:
    """RFC 3168 6.1.3: data came with the mark, or with the news that its sender has slowed down."""
    if arrival.flags & CWR and tcb.ecn_echo:
        tcb.ecn_echo = False
        tcb.ack_now = True  # its window may be a single segment
        arrival.effects.append(Noted(RECEIVING, Why(congestion_rules.ECHO_ENDS)))
    if arrival.is_marked and not tcb.ecn_echo:
        tcb.ecn_echo = True
        tcb.ack_now = True
        arrival.effects.append(Noted(RECEIVING, Why(congestion_rules.ECHO_BEGINS)))


# What two ends agree on in their SYNs (RFC 9293 3.7.1, RFC 7323 2 and 3, RFC 2018 2)


def take_syn(tcb: Tcb, arrival: Arrival) -> None:
    """Set RCV.NXT and IRS by a SYN, and settle what its options offer together with what this end offered."""
    options = arrival.options
    arrival.seq = tcb.irs = arrival.segment.seq
    tcb.rcv_nxt = tcb.last_ack_sent = arrival.seq + 1
    if tcb.is_scaling and options.window_scale is not None:
        tcb.snd_scale = min(options.window_scale, LARGEST_SCALE)
    else:
        tcb.is_scaling = False
        tcb.rcv_scale = 0
    tcb.sack = tcb.sack and options.sack_permitted
    tcb.ecn = _agrees_on_ecn(tcb, arrival)
    if tcb.ecn:
        arrival.effects.append(Noted(CONNECTIONS, Why(congestion_rules.ECN_AGREED)))
    if options.timestamps is None:
        tcb.timestamps = False
    elif tcb.timestamps:
        set_timestamp(tcb, options.timestamps, arrival.now)
    tcb.agree_mss(options.mss)


def _agrees_on_ecn(tcb: Tcb, arrival: Arrival) -> bool:
    """RFC 3168 6.1.1: an ECN-setup SYN has ECE and CWR, the SYN,ACK that agrees has ECE alone."""
    offered = arrival.flags & (ECE | CWR)
    if arrival.flags & ACK:
        return tcb.ecn and offered == ECE
    return tcb.settings.ecn != "off" and offered == ECE | CWR


def skip_syn(arrival: Arrival) -> None:
    """What is left of the segment begins behind its SYN."""
    arrival.seq += 1
    arrival.flags &= ~SYN


def keep_for_later(tcb: Tcb, arrival: Arrival) -> None:
    """RFC 9293 3.10.7.2: "any other control or text should be queued for processing later"."""
    if arrival.payload:
        tcb.reassembly.add(arrival.seq + 1, arrival.payload, tcb.rcv_nxt, tcb.rcv_nxt + tcb.rcv_wnd)
    if arrival.flags & FIN and len(arrival.payload) < tcb.rcv_wnd:
        tcb.rcv_fin = arrival.seq + 1 + len(arrival.payload)


def send_syn(tcb: Tcb, why: Why, now: int, effects: Effects) -> None:
    """The SYN leaves, with an ACK where the other end's is known; it is timed and sent again until acknowledged."""
    effects.append(Transmit(syn(tcb, now), why, tcb.dont_fragment))
    tcb.snd_nxt = tcb.snd_max = max(tcb.snd_nxt, tcb.iss + 1)  # a FIN may have left, if CLOSE came in SYN-RECEIVED
    if not tcb.is_ambiguous:
        tcb.rtt.sent(tcb.snd_nxt, now)
    tcb.retransmit_at = now + tcb.rtt.rto


# How a connection ends: properly, by a reset, or because nobody answers


def end(tcb: Tcb, why: Why, effects: Effects, error: str = "") -> None:
    """Enter CLOSED and delete the TCB; ``error`` is what the program is told, "" for nothing."""
    stop_timers(tcb)
    effects.append(tcb.move(State.CLOSED, why))
    if error:
        effects.append(Failed(error, why))
    effects.append(Ended(why))


def stop_timers(tcb: Tcb) -> None:
    tcb.recovery.reorder_at = tcb.probe_at = None
    tcb.retransmit_at = tcb.persist_at = tcb.ack_at = tcb.expires_at = tcb.keepalive_at = None


def enter_time_wait(tcb: Tcb, why: Why, now: int, effects: Effects) -> None:
    """ "start the time-wait timer, turn off the other timers" (RFC 9293 3.10.7.4)"""
    stop_timers(tcb)
    tcb.expires_at = now + 2 * tcb.settings.msl
    effects.append(tcb.move(State.TIME_WAIT, why))


def restart_time_wait(tcb: Tcb, now: int, effects: Effects) -> None:
    tcb.expires_at = now + 2 * tcb.settings.msl
    effects.append(Noted(CONNECTIONS, Why(rules.TIME_WAIT_RESTARTED, timeout=2 * tcb.settings.msl)))


def limit_fin_wait_2(tcb: Tcb, now: int) -> None:
    """Nobody holds the connection any more: it need not wait for ever for a FIN that may never come."""
    if tcb.is_closed and tcb.state is State.FIN_WAIT_2:
        tcb.expires_at = now + tcb.settings.fin_wait_2_timeout


def return_to_listen(tcb: Tcb, why: Why, effects: Effects) -> None:
    """The connection that a listener began goes back to LISTEN: the listener is there already, so this one ends."""
    stop_timers(tcb)
    effects.append(tcb.move(State.LISTEN, why))
    effects.append(Ended(why))
