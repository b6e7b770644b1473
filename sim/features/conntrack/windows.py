"""Which segments of a TCP connection can be right, as a device on the way can tell by their numbers.

The device sees what each side has sent and acknowledged, and so knows bounds for what comes next: Guido van Rooij,
"Real Stateful TCP Packet Filtering in IP Filter" (2001), with SACK (RFC 2018) and scaled windows (RFC 7323) as
netfilter has them. Names that begin with ``td_`` are netfilter's. What it cannot judge it lets pass.
"""

from typing import NamedTuple

from sim.features.conntrack import rules
from sim.features.conntrack.states import Direction, Segment, TcpState
from sim.transport.tcp.options import LARGEST_SCALE, read
from sim.transport.tcp.pdu import ACK, FIN, RST, SEQUENCE_MASK, SYN, Tcp
from sim.why import Rule

_LEAST_ACK_WINDOW = 66000
"""An acknowledgment may be at least so old (octets), whatever the window."""
_ENDINGS = frozenset({TcpState.FIN_WAIT, TcpState.CLOSE_WAIT, TcpState.LAST_ACK, TcpState.TIME_WAIT, TcpState.CLOSE})
"""In these, any RST closes: the ports may have been taken for another connection already."""
OTHER = {Direction.ORIGINAL: Direction.REPLY, Direction.REPLY: Direction.ORIGINAL}


class Misfit(NamedTuple):
    """A segment is not within the bounds: ``number`` goes beyond ``bound``. Without a rule, it moves nothing."""

    rule: Rule | None
    number: int
    bound: int


class Side:
    """What has passed from one side.

    ``td_end`` is behind the last octet that it has sent, ``td_maxend`` behind the last one that the other side has let
    it send, ``td_maxwin`` the largest window that it has told, 0 as long as nothing has passed, ``td_maxack`` the
    highest number that it has acknowledged. A side that ``is_liberal`` is not held to its bounds; one that
    ``has_closed`` has sent the first FIN.
    """

    __slots__ = (
        "has_closed",
        "has_scale",
        "is_liberal",
        "sack_permitted",
        "td_end",
        "td_maxack",
        "td_maxend",
        "td_maxwin",
        "td_scale",
    )

    def __init__(self) -> None:
        self.td_end = self.td_maxend = self.td_maxwin = self.td_scale = 0
        self.td_maxack: int | None = None
        self.has_scale = self.sack_permitted = self.is_liberal = self.has_closed = False

    def begin(self, end: int, window: int, options: bytes) -> None:
        """The side has sent a SYN."""
        self.td_end = self.td_maxend = end
        self.td_maxwin = window or 1
        self.td_maxack = None
        self.has_closed = False
        said = read(options)
        self.has_scale = said.window_scale is not None
        self.td_scale = min(said.window_scale or 0, LARGEST_SCALE)
        self.sack_permitted = said.sack_permitted


class _Numbers(NamedTuple):
    """Those of the last ACK within the bounds, or of the last segment that was ignored: a RST may answer it."""

    end: int = 0
    ack: int = 0
    window: int = 0
    options: bytes = b""


class Windows:
    """Both sides of a connection, and the last segment.

    ``is_simultaneous``: both sides have begun with a SYN. ``was_refused``: a RST passed before the other side had
    answered.
    """

    __slots__ = ("_awaits_challenge", "_last", "_numbers", "is_simultaneous", "sides", "was_refused")

    def __init__(self, first: Tcp) -> None:
        self.begin(first, Direction.ORIGINAL)

    def begin(self, first: Tcp, direction: Direction) -> None:
        """A segment begins the connection, whatever was before."""
        self.sides = {each: Side() for each in Direction}
        self.is_simultaneous = self.was_refused = self._awaits_challenge = False
        self._last = (Segment.SYN if first.flags & SYN else Segment.ACK, direction)
        self._numbers = _Numbers()
        sender = self.sides[direction]
        end = first.seq + first.sequence_length & SEQUENCE_MASK
        if first.flags & SYN:
            sender.begin(end, first.window, first.options)
            return
        # The history is lost: neither the scale of windows nor what the other side has sent is known.
        sender.td_end, sender.td_maxwin = end, first.window or 1
        sender.td_maxend = end + sender.td_maxwin & SEQUENCE_MASK
        for side in self.sides.values():
            side.sack_permitted = side.is_liberal = True

    def judge(self, direction: Direction, segment: Tcp, state: TcpState, is_liberal: bool = False) -> Misfit | None:
        """Hold a segment against the bounds, and let a fitting one move them; ``state`` is that before the segment."""
        sender, receiver = self.sides[direction], self.sides[OTHER[direction]]
        seq, window, flags = segment.seq, segment.window, segment.flags
        end = seq + segment.sequence_length & SEQUENCE_MASK
        ack = sack = segment.ack
        if receiver.sack_permitted and segment.options:
            for _, right in read(segment.options).sack:
                sack = right if _after(right, sack) else sack
        if self._begins(direction, segment, state, end, sack):
            return None
        if not flags & ACK or (flags & RST and not ack):
            ack = sack = receiver.td_end
        if flags & RST and not seq and state is TcpState.SYN_SENT:
            seq = end = sender.td_end  # a RST that answers a SYN
        misfit = self._misfit(sender, receiver, seq, end, sack)
        if misfit is not None:
            return None if is_liberal or sender.is_liberal else misfit
        if not flags & SYN:
            window <<= sender.td_scale
        sender.td_maxwin = max(sender.td_maxwin, window + (sack - ack & SEQUENCE_MASK))
        if _after(end, sender.td_end):
            sender.td_end = end
        if flags & ACK and (sender.td_maxack is None or _after(ack, sender.td_maxack)):
            sender.td_maxack = ack
        if receiver.td_maxwin and _after(end, sender.td_maxend):
            receiver.td_maxwin += end - sender.td_maxend & SEQUENCE_MASK
        if not _after(receiver.td_maxend, sack + window):
            receiver.td_maxend = sack + (window or 1) & SEQUENCE_MASK
        if not flags & (SYN | FIN | RST):
            self._numbers = _Numbers(end, ack, segment.window)
        return None

    def _begins(self, direction: Direction, segment: Tcp, state: TcpState, end: int, sack: int) -> bool:
        """Take in the first segment of a side, or a SYN in place of an earlier one; whether no more is to be asked."""
        sender, receiver = self.sides[direction], self.sides[OTHER[direction]]
        window, flags = segment.window, segment.flags
        if not sender.td_maxwin:
            if flags & SYN:
                self._begin(direction, segment, end)
                return not flags & ACK
            sender.td_end = end
            sender.td_maxwin = window << sender.td_scale or 1
            sender.td_maxend = end + sender.td_maxwin & SEQUENCE_MASK
            if not receiver.td_maxwin:
                receiver.td_end = receiver.td_maxend = sack
            elif sack == (receiver.td_end + 1) & SEQUENCE_MASK:
                receiver.td_end = sack  # the answer to a keepalive
        elif flags & SYN and _after(end, sender.td_end) and state in (TcpState.SYN_SENT, TcpState.SYN_RECV):
            self._begin(direction, segment, end)
            return direction is Direction.REPLY and not flags & ACK
        return False

    def _begin(self, direction: Direction, segment: Tcp, end: int) -> None:
        sender, receiver = self.sides[direction], self.sides[OTHER[direction]]
        sender.begin(end, segment.window, segment.options)
        # RFC 7323 2.2: "Both sides MUST send Window Scale options in their <SYN> segments to enable window scaling"
        if direction is Direction.REPLY and not (sender.has_scale and receiver.has_scale):
            sender.td_scale = receiver.td_scale = 0

    @staticmethod
    def _misfit(sender: Side, receiver: Side, seq: int, end: int, sack: int) -> Misfit | None:
        """The bound that a segment breaks."""
        oldest = receiver.td_end - max(sender.td_maxwin, _LEAST_ACK_WINDOW)
        is_wanted = not receiver.td_maxwin or _after(end, sender.td_end - receiver.td_maxwin - 1)
        is_acked_right = not _after(sack, receiver.td_end)
        if _after(seq, sender.td_maxend):
            over = end - sender.td_maxend + 1 & SEQUENCE_MASK
            is_near = receiver.td_maxwin and is_wanted and over <= receiver.td_maxwin
            if is_near and is_acked_right and not _after(oldest, sack):
                # A little more than the window: it may be accepted, and then its acknowledgment is right.
                sender.td_end = end
                return Misfit(None, end, sender.td_maxend)
            return Misfit(rules.BEYOND_WINDOW, seq, sender.td_maxend)
        if not is_acked_right:
            return Misfit(rules.NOT_SENT_YET, sack, receiver.td_end)
        if not is_wanted or _after(oldest, sack):
            return Misfit(None, end, sender.td_end)  # data or an acknowledgment of old
        return None

    # The last segment

    def accept(self, kind: Segment, direction: Direction, state: TcpState) -> None:
        """A segment has passed; ``state`` is that after it."""
        self._last = kind, direction
        if kind is Segment.FIN and state is TcpState.FIN_WAIT:
            self.sides[direction].has_closed = True

    def ignore(self, kind: Segment, direction: Direction, segment: Tcp, state: TcpState) -> None:
        """A segment is let through and moves nothing: what the other side says to it will tell whether it is right."""
        end = segment.seq + segment.sequence_length & SEQUENCE_MASK
        self._last = kind, direction
        self._numbers = _Numbers(end, segment.ack, segment.window, segment.options)
        if kind is Segment.SYN:
            self.is_simultaneous = False
            self._awaits_challenge = state is TcpState.LAST_ACK

    def refuse(self, kind: Segment, direction: Direction) -> None:
        """A segment is beyond the bounds. A FIN or RST then counts as the last, unless it follows the other side's."""
        ends = (Segment.FIN, Segment.RST)
        last, sender = self._last
        if kind in ends and (sender is direction or last not in ends):
            self._last = kind, direction

    def begins_anew(self, direction: Direction) -> bool:
        """Whether a SYN behind the end of the connection begins another: a FIN has passed, or its sender's own RST.

        Behind a RST of the other side, the SYN may still be of the connection that there was.
        """
        has_closed = any(side.has_closed for side in self.sides.values())
        return has_closed or self.was_refused or self._last == (Segment.RST, direction)

    def answers_ignored_syn(self, direction: Direction, segment: Tcp) -> bool:
        """Whether a SYN-ACK answers a SYN that was ignored: the ends agree, and what is known here is out of date."""
        numbers, other = self._numbers, OTHER[direction]
        if self._last != (Segment.SYN, other) or segment.ack != numbers.end:
            return False
        is_liberal = self.sides[direction].is_liberal
        self.sides = {each: Side() for each in Direction}
        self.sides[other].begin(numbers.end, numbers.window, numbers.options)
        self.sides[direction].is_liberal = is_liberal
        self._awaits_challenge = False
        return True

    def is_challenge(self, direction: Direction) -> bool:
        """Whether an ACK answers a SYN that was ignored (RFC 5961 4), and acknowledges no FIN. One ACK does."""
        if not self._awaits_challenge or self._last != (Segment.SYN, OTHER[direction]):
            return False
        self._awaits_challenge = False
        return True

    def judge_reset(
        self,
        direction: Direction,
        segment: Tcp,
        state: TcpState,
        *,
        is_replied: bool,
        is_assured: bool,
        is_liberal: bool,
    ) -> Misfit | bool:
        """Hold a RST against the bounds, and tell whether it closes the connection; the states are those before it.

        RFC 5961 3.2: only the very next number closes a connection that has not begun to end. Where no number is
        known that it must have, and where it does not close, a RST that answers the last segment is right whatever its
        numbers.
        """
        maxack, seq = self.sides[OTHER[direction]].td_maxack, segment.seq
        is_established = state is TcpState.ESTABLISHED and is_assured
        closes = True
        if state in _ENDINGS or (maxack is not None and not seq and not is_established):
            return True
        if self._last[0] is Segment.SYN:
            maxack = None  # the ignored SYN may be right, and what is known here out of date
        if maxack is not None and seq != maxack:
            if _after(maxack, seq):
                return Misfit(rules.RESET_OF_OLD, seq, maxack)
            closes = self._last == (Segment.ACK, direction) and self._numbers.end == seq
        is_unsure = maxack is None or not closes
        if is_unsure and self._answers_last(direction, segment, state, is_replied, is_assured):
            return closes
        misfit = self.judge(direction, segment, state, is_liberal)
        return closes if misfit is None else misfit

    def _answers_last(
        self, direction: Direction, segment: Tcp, state: TcpState, is_replied: bool, is_assured: bool
    ) -> bool:
        """Whether a RST answers a SYN or an ACK of the other side that was let through."""
        kind, sender = self._last
        is_open = (is_replied and kind is Segment.SYN) or (not is_assured and kind is Segment.ACK)
        if is_open and sender is not direction and segment.ack == self._numbers.end:
            return True
        # the answer to a challenge (RFC 5961 4)
        is_challenged = state is TcpState.SYN_SENT and self._last == (Segment.ACK, Direction.REPLY)
        return is_challenged and segment.seq == self._numbers.ack


def _after(one: int, other: int) -> bool:
    """Whether a sequence number is later than another, modulo 2**32 (RFC 9293 3.4)."""
    return 0 < (one - other & SEQUENCE_MASK) <= 0x7FFFFFFF
