"""A segment that arrived, as the steps of RFC 9293 3.10.7 see it: numbers unwrapped, options read."""

from sim.transport.tcp.machine.effects import Effects
from sim.transport.tcp.machine.sequence import near
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.options import NONE, Options
from sim.transport.tcp.pdu import FIN, SEQUENCE_MASK, Tcp


class Arrival:
    """The segment, what is left of it as the steps trim it, and the effects so far.

    ``seq`` and ``ack`` are RFC 9293's SEG.SEQ and SEG.ACK as growing integers, the ones nearest to what is expected.
    ``window`` is SEG.WND as in the field.
    """

    __slots__ = ("ack", "effects", "flags", "now", "options", "payload", "segment", "seq", "window")

    def __init__(self, tcb: Tcb, segment: Tcp, now: int) -> None:
        self.segment = segment
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
