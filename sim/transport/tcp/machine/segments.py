"""The segments that a connection sends: header fields, options, and the window that they announce."""

from sim.transport.tcp.machine.effects import Transmit
from sim.transport.tcp.machine.rtt import TICK
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.options import Options, aligned_timestamps, write
from sim.transport.tcp.pdu import ACK, CWR, ECE, RST, SEQUENCE_MASK, SYN, Tcp
from sim.why import Why

_HALF = 1 << 31

_MOST_BLOCKS = 4
_MOST_BLOCKS_WITH_TIMESTAMPS = 3
"""RFC 2018 3: what 40 octets of options leave room for."""
_BLOCKS_BEGIN, _BLOCK_LENGTH = 4, 8
"""Octets of a SACK option before its blocks (two no-operations, kind and length), and of a block."""
_FIELD = 0xFFFF


def make(tcb: Tcb, seq: int, flags: int, payload: bytes, now: int) -> Tcp:
    """A segment after the handshake: it acknowledges all that came, so that no ACK has to follow."""
    if tcb.dsack is not None or (tcb.reassembly.octets and tcb.sack):
        options = write(_with_blocks(tcb, now))
        tcb.dsack = None
    elif tcb.timestamps:
        options = tcb.write_timestamps(now // TICK)
    else:
        options = b""
    rcv_nxt = tcb.rcv_nxt
    tcb.last_ack_sent = rcv_nxt
    tcb.ack_now = False
    tcb.ack_at = None
    if tcb.ecn_echo:
        flags |= ECE
    _, local_port, _, remote_port = tcb.endpoints
    window = announced_window(tcb)
    return Tcp(
        local_port, remote_port, seq & SEQUENCE_MASK, rcv_nxt & SEQUENCE_MASK, flags | ACK, window, payload, options
    )


def syn(tcb: Tcb, now: int) -> Tcp:
    """The SYN, with the acknowledgment of the other end's where that is known (RFC 9293 3.10.1, 3.10.7.2)."""
    settings = tcb.settings
    options = Options(
        mss=tcb.rmss if settings.mss_option else None,
        window_scale=tcb.rcv_scale if tcb.is_scaling else None,
        sack_permitted=tcb.sack,
        timestamps=(now // TICK & SEQUENCE_MASK, tcb.ts_recent) if tcb.timestamps else None,
    )
    flags, ack = SYN | (ECE | CWR if tcb.ecn else 0), 0
    if tcb.irs is not None:
        flags, ack = SYN | ACK | (ECE if tcb.ecn else 0), tcb.rcv_nxt & SEQUENCE_MASK
        tcb.last_ack_sent = tcb.rcv_nxt
    _, local_port, _, remote_port = tcb.endpoints
    # RFC 7323 2.2: "The window field in a segment where the SYN bit is set (i.e., a <SYN> or <SYN,ACK>) MUST NOT be
    # scaled."
    window = min(tcb.rcv_wnd, _FIELD)
    tcb.told_edge = tcb.rcv_nxt + window
    return Tcp(local_port, remote_port, tcb.iss & SEQUENCE_MASK, ack, flags, window, b"", write(options))


def acknowledgment(tcb: Tcb, why: Why, now: int) -> Transmit:
    """<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>"""
    return Transmit(make(tcb, tcb.snd_nxt, ACK, b"", now), why, tcb.dont_fragment)


def reset(tcb: Tcb, seq: int, why: Why, now: int) -> Transmit:
    """<SEQ=seq><CTL=RST>; RFC 7323 3.2: with timestamps if they were agreed on, TSecr being 0 where there is no ACK."""
    options = b""
    if tcb.timestamps and tcb.irs is not None:
        options = aligned_timestamps(now // TICK & SEQUENCE_MASK, 0)
    _, local_port, _, remote_port = tcb.endpoints
    segment = Tcp(local_port, remote_port, seq & SEQUENCE_MASK, 0, RST, 0, b"", options)
    return Transmit(segment, why, tcb.dont_fragment)


def abort(tcb: Tcb, why: Why, now: int) -> Transmit:
    """<SEQ=SND.NXT><ACK=RCV.NXT><CTL=RST,ACK>: this end gives the connection up, as every stack in use tells it.

    RFC 9293 3.10.5 writes it without the ACK.
    """
    return Transmit(make(tcb, tcb.snd_nxt, RST | ACK, b"", now), why, tcb.dont_fragment)


def announced_window(tcb: Tcb) -> int:
    """The window field, and with it the right edge of the receive window, which is moved where that is worth it.

    RFC 9293 3.8.6.2.2: "keep RCV.NXT+RCV.WND fixed until the reduction satisfies: RCV.BUFF - RCV.USER - RCV.WND >=
    min( Fr * RCV.BUFF, Eff.snd.MSS )". RFC 7323 2.4: the field cannot say each number once it is scaled; what was
    once in the window stays acceptable even if the field's rounding takes it back. It is rounded up where that promises
    no more than there is, or less than a step more while nothing waits to be read.
    """
    wnd, scale = tcb.rcv_wnd, tcb.rcv_scale
    free = free_space(tcb)
    if free > wnd and free - wnd >= min(tcb.receive_buffer >> 1, tcb.smss):
        wnd = free
    if not scale:
        tcb.rcv_wnd = wnd
        return wnd
    field = scaled_window(tcb, wnd, free)
    told = field << scale
    tcb.told_edge = tcb.rcv_nxt + told
    tcb.rcv_wnd = told if told > tcb.rcv_wnd else tcb.rcv_wnd
    return field


def scaled_window(tcb: Tcb, wnd: int, free: int) -> int:
    """The field that says ``wnd`` octets, of which ``free`` are there, as nearly as the scale lets it."""
    scale = tcb.rcv_scale
    field = wnd + (1 << scale) - 1 >> scale
    if field << scale > free and tcb.inbox:
        field = wnd >> scale
    return field


def free_space(tcb: Tcb) -> int:
    """RCV.BUFF - RCV.USER, as far as the window field can tell of it."""
    free = tcb.receive_buffer - len(tcb.inbox)
    most = _FIELD << tcb.rcv_scale
    return free if free < most else most


def blocks_length(tcb: Tcb) -> int:
    """Octets that a SACK option takes in the next segment: fewer than SMSS, so that data can always leave beside it."""
    count = (len(tcb.reassembly) if tcb.sack else 0) + (tcb.dsack is not None)
    count = min(count, _most_blocks(tcb)) if count else 0
    return _BLOCKS_BEGIN + _BLOCK_LENGTH * count if count else 0


def _most_blocks(tcb: Tcb) -> int:
    """As many SACK blocks as the options have room for, and the path: 68 octets (RFC 791 3.2) hold one or two."""
    most = _MOST_BLOCKS_WITH_TIMESTAMPS if tcb.timestamps else _MOST_BLOCKS
    return min(most, max(tcb.smss - 1 - _BLOCKS_BEGIN, 0) // _BLOCK_LENGTH)


def _with_blocks(tcb: Tcb, now: int) -> Options:
    """RFC 2018 4: "the first SACK block MUST specify the contiguous block of data containing the segment which
    triggered this ACK". RFC 2883 4 (4): behind octets that came twice, the block that they are part of."""
    limit = _most_blocks(tcb)
    told = tcb.reassembly.blocks(limit)
    if tcb.dsack is not None:
        told = (tcb.dsack, *told)[:limit]
    blocks = tuple([(start & SEQUENCE_MASK, end & SEQUENCE_MASK) for start, end in told])
    timestamps = (now // TICK & SEQUENCE_MASK, tcb.ts_recent) if tcb.timestamps else None
    return Options(sack=blocks, timestamps=timestamps)


def near(reference: int, number: int) -> int:
    """The integer nearest to ``reference`` that is ``number`` modulo 2**32."""
    return reference + ((number - reference + _HALF) & SEQUENCE_MASK) - _HALF
