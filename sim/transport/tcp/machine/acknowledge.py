"""What an acknowledgment does to the send side: octets are let go, the window moves, losses show (fifth step)."""

from collections.abc import Sequence

from sim.transport.tcp import data_rules
from sim.transport.tcp.machine.arrival import Arrival
from sim.transport.tcp.machine.effects import Effects, Noted
from sim.transport.tcp.machine.rack import Rack
from sim.transport.tcp.machine.rows import SENDING
from sim.transport.tcp.machine.rtt import TICK
from sim.transport.tcp.machine.segments import near
from sim.transport.tcp.machine.tail_probe import heard as heard_of_tail_probe
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.options import Block
from sim.transport.tcp.pdu import ECE, FIN, SEQUENCE_MASK, SYN
from sim.why import Why

_ACKNOWLEDGED = Noted(SENDING, Why(data_rules.ACKNOWLEDGED))
_WINDOW_MOVED = Noted(SENDING, Why(data_rules.WINDOW_MOVED))
_WINDOW_OPENED = Noted(SENDING, Why(data_rules.WINDOW_OPENED))

_MOST_TICKS = 1 << 31
"""An echo from the future was made up."""


def take_handshake(tcb: Tcb, arrival: Arrival) -> None:
    """The other end acknowledged the SYN: data may be sent from now on."""
    was_lost = tcb.is_ambiguous
    tcb.snd_una = tcb.iss + 1
    tcb.retransmissions = 0
    tcb.trouble_from = None
    _measure(tcb, arrival)
    tcb.retransmit_at = arrival.now + tcb.rtt.rto if tcb.snd_nxt > tcb.snd_una else None
    if was_lost:
        tcb.rtt.established_after_lost_syn()
    recovery = tcb.recovery
    recovery.begin(tcb.smss, tcb.sack, was_lost)
    control = recovery.control
    if tcb.sack and tcb.settings.rack and control.fast_recovery and not control.holds_window:
        recovery.rack = Rack(tcb.rtt.srtt, arrival.now)
    set_window(tcb, arrival)
    if tcb.keepalive:
        tcb.keepalive_at = arrival.now + tcb.settings.keepalive_idle


def set_window(tcb: Tcb, arrival: Arrival) -> None:
    """SND.WND <- SEG.WND, SND.WL1 <- SEG.SEQ; that of a SYN is not scaled (RFC 7323 2.2)."""
    scale = 0 if arrival.segment.flags & SYN else tcb.snd_scale
    _set_window(tcb, arrival, arrival.window << scale)


def take_acknowledgment(tcb: Tcb, arrival: Arrival) -> None:
    """SND.UNA - MAX.SND.WND =< SEG.ACK =< SND.NXT: the processing of the ESTABLISHED state (RFC 9293 3.10.7.4)."""
    ack, una = arrival.ack, tcb.snd_una
    # "If the ACK is a duplicate (SEG.ACK =< SND.UNA), it can be ignored."
    if ack < una:
        return
    window = arrival.window << tcb.snd_scale
    repeated = _hear_of_duplicate(tcb, arrival) if tcb.sack and arrival.options.sack else None
    reported: Sequence[Why] = ()
    if tcb.ecn and arrival.flags & ECE:
        reported = tcb.recovery.congestion_reported(una, ack, tcb.snd_nxt)
        arrival.effects += [Noted(SENDING, why) for why in reported]
    if ack > una:
        _measure(tcb, arrival)
        advance(tcb, ack, arrival.options.sack, arrival.now, arrival.effects, arrival.options.timestamps)
    elif una < tcb.snd_nxt and not arrival.payload and not arrival.flags & (SYN | FIN):
        _count_duplicate(tcb, arrival, window)
    if reported and tcb.recovery.waits_for_timer:
        tcb.retransmit_at = arrival.now + tcb.rtt.rto
    if tcb.tlp_end is not None:
        is_bare = ack == una and window == tcb.snd_wnd and not (arrival.length or arrival.options.sack)
        heard_of_tail_probe(tcb, ack, is_bare or repeated == tcb.tlp_end, arrival.effects)
    # "If (SND.WL1 < SEG.SEQ or (SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK))", so that no old segment does it: SND.WL2
    # would never be beyond SND.UNA.
    if tcb.snd_wl1 <= arrival.seq:
        before = tcb.snd_wnd
        _set_window(tcb, arrival, window)
        if window != before:
            if not before:
                arrival.effects.append(_WINDOW_OPENED)
            elif ack == una:
                arrival.effects.append(_WINDOW_MOVED)
            _stop_probing(tcb, arrival.now)
    if tcb.persist_at is not None and tcb.queue.end + tcb.is_done == tcb.snd_una:
        tcb.persist_at = None


def advance(
    tcb: Tcb,
    ack: int,
    sack: tuple[Block, ...],
    now: int,
    effects: Effects,
    timestamps: tuple[int, int] | None = None,
) -> None:
    """ "If SND.UNA < SEG.ACK =< SND.NXT, then set SND.UNA <- SEG.ACK. Any segments on the retransmission queue that are
    thereby entirely acknowledged are removed."
    """
    una, nxt = tcb.snd_una, tcb.snd_nxt
    recovery, rtt = tcb.recovery, tcb.rtt
    tcb.snd_una = ack
    tcb.queue.acknowledge(ack)
    if recovery.flight is not None:
        recovery.flight.acknowledged(ack)
    if ack > nxt:
        tcb.snd_nxt = nxt = ack  # the octet of a window probe was taken
    blocks = _blocks(tcb, sack) if sack else ()
    recovery.srtt = rtt.srtt or 0
    echo = timestamps[1] if timestamps is not None and tcb.timestamps else None
    for why in recovery.answered(echo):
        effects.append(Noted(SENDING, why))
    if recovery.rack is not None:
        recovery.rack.acknowledged(ack, blocks, now, echo)
    events = recovery.acknowledged(una, ack, nxt, blocks, now, rtt.srtt or 0)
    tcb.retransmissions = 0
    tcb.trouble_from = None
    # RFC 6298 5.2 and 5.3
    if ack == nxt:
        tcb.retransmit_at = tcb.retransmit_at if recovery.waits_for_timer else None
    elif recovery.restarts_timer:
        tcb.retransmit_at = now + rtt.rto
    effects.append(_ACKNOWLEDGED)
    for why in events:
        effects.append(Noted(SENDING, why))


def _measure(tcb: Tcb, arrival: Arrival) -> None:
    """The round trip, where this ACK ends a measurement; after a retransmission only a timestamp can (RFC 7323 4.1)."""
    if tcb.rtt.acknowledged(arrival.ack, arrival.now) or not tcb.is_ambiguous:
        return
    tcb.is_ambiguous = False
    timestamps = arrival.options.timestamps
    if tcb.timestamps and timestamps is not None:
        ticks = (arrival.now // TICK - timestamps[1]) & SEQUENCE_MASK
        if ticks <= _MOST_TICKS:
            tcb.rtt.sample(ticks * TICK)


def _count_duplicate(tcb: Tcb, arrival: Arrival, window: int) -> None:
    """RFC 5681 2 (a) to (e); with SACK an ACK that reports something new (RFC 6675 2)."""
    recovery = tcb.recovery
    blocks = _blocks(tcb, arrival.options.sack)
    if tcb.sack:
        is_duplicate = bool(blocks) and recovery.has_news(tcb.snd_una, tcb.snd_nxt, blocks)
    else:
        is_duplicate = window == tcb.snd_wnd
    if is_duplicate:
        recovery.srtt = tcb.rtt.srtt or 0
        if recovery.rack is not None:
            timestamps = arrival.options.timestamps
            recovery.rack.acknowledged(tcb.snd_una, blocks, arrival.now, timestamps and timestamps[1])
        events = recovery.duplicate(tcb.snd_una, tcb.snd_nxt, blocks, arrival.now)
        arrival.effects.append(
            Noted(SENDING, Why(data_rules.DUPLICATE_ACK, ack=tcb.snd_una, dup_acks=recovery.dup_acks))
        )
        arrival.effects += [Noted(SENDING, why) for why in events]


def _hear_of_duplicate(tcb: Tcb, arrival: Arrival) -> int | None:
    """RFC 2883 5: the first block tells of what came twice if it lies below the ACK, or within the second block.

    The answer is where that ends, ``None`` where nothing came twice.
    """
    blocks = [(near(arrival.ack, start), near(arrival.ack, end)) for start, end in arrival.options.sack[:2]]
    start, end = blocks[0]
    is_within = len(blocks) > 1 and blocks[1][0] <= start and end <= blocks[1][1]
    if start < end and (end <= arrival.ack or is_within):
        arrival.effects.append(Noted(SENDING, Why(data_rules.DUPLICATE_REPORTED, seq=start, end=end)))
        if tcb.recovery.rack is not None:
            tcb.recovery.rack.duplicate_reported(arrival.ack, tcb.snd_nxt)
        arrival.effects += [Noted(SENDING, why) for why in tcb.recovery.duplicate_reported(start, end)]
        return end
    return None


def _blocks(tcb: Tcb, sack: tuple[Block, ...]) -> tuple[Block, ...]:
    """The SACK blocks as growing integers, without those that cannot be: RFC 2018 5.1 is for the scoreboard."""
    if not tcb.sack:
        return ()
    una, top = tcb.snd_una, tcb.snd_max
    blocks = [(near(una, start), near(una, end)) for start, end in sack]
    return tuple([(start, end) for start, end in blocks if una < start < end <= top])


def _set_window(tcb: Tcb, arrival: Arrival, window: int) -> None:
    tcb.snd_wnd = window
    tcb.snd_wl1 = arrival.seq
    tcb.max_snd_wnd = window if window > tcb.max_snd_wnd else tcb.max_snd_wnd


def _stop_probing(tcb: Tcb, now: int) -> None:
    """The window is another one; what was under way when it closed is timed again once it is open."""
    if tcb.snd_wnd == 0:
        return
    tcb.persist_at = None
    if tcb.snd_una < tcb.snd_nxt and tcb.retransmit_at is None:
        tcb.retransmit_at = now + tcb.rtt.rto
