"""How the segments that pass move the state of a TCP connection, as a device on the way can tell it.

The states are those of netfilter. A device on the way sees neither end, so a state says what has passed, and its time
says how long to wait for more. ``ORIGINAL`` is the direction of the first segment.
"""

from enum import Enum, StrEnum

from sim.transport.tcp.pdu import ACK, FIN, RST, SYN


class TcpState(StrEnum):
    """What has passed of a connection."""

    SYN_SENT = "SYN_SENT"
    SYN_SENT2 = "SYN_SENT2"
    """SYNs from both sides: a simultaneous open."""
    SYN_RECV = "SYN_RECV"
    ESTABLISHED = "ESTABLISHED"
    FIN_WAIT = "FIN_WAIT"
    CLOSE_WAIT = "CLOSE_WAIT"
    LAST_ACK = "LAST_ACK"
    TIME_WAIT = "TIME_WAIT"
    CLOSE = "CLOSE"
    """A RST has passed."""


class Direction(Enum):
    """Which way a datagram of a connection goes."""

    ORIGINAL = "original"
    REPLY = "reply"


class Segment(Enum):
    """The kinds of segment that move a state."""

    SYN = "SYN"
    SYN_ACK = "SYN-ACK"
    FIN = "FIN"
    ACK = "ACK"
    RST = "RST"


class Refusal(Enum):
    """Why a segment moves nothing."""

    IGNORED = "ignored"
    """It may be right, and the ends will tell: the state stays."""
    INVALID = "invalid"
    """It cannot be right."""


Step = TcpState | Refusal

_SS, _S2, _SR, _ES = TcpState.SYN_SENT, TcpState.SYN_SENT2, TcpState.SYN_RECV, TcpState.ESTABLISHED
_FW, _CW, _LA = TcpState.FIN_WAIT, TcpState.CLOSE_WAIT, TcpState.LAST_ACK
_TW, _CL = TcpState.TIME_WAIT, TcpState.CLOSE
_IG, _IV = Refusal.IGNORED, Refusal.INVALID

_ORDER = (_SS, _SR, _ES, _FW, _CW, _LA, _TW, _CL, _S2)

_ORIGINAL: dict[Segment, tuple[Step, ...]] = {
    # A SYN again, or a new connection between the same ports once the old one is over.
    Segment.SYN: (_SS, _IG, _IG, _IG, _IG, _IG, _SS, _SS, _S2),
    Segment.SYN_ACK: (_IV, _SR, _IV, _IV, _IV, _IV, _IV, _IV, _SR),
    Segment.FIN: (_IV, _FW, _FW, _LA, _LA, _LA, _TW, _CL, _IV),
    Segment.ACK: (_IV, _ES, _ES, _CW, _CW, _TW, _TW, _CL, _IV),
}
_REPLY: dict[Segment, tuple[Step, ...]] = {
    Segment.SYN: (_S2, _IV, _IV, _IV, _IV, _IV, _SS, _IV, _S2),
    Segment.SYN_ACK: (_SR, _IG, _IG, _IG, _IG, _IG, _IG, _IG, _SR),
    Segment.FIN: (_IV, _FW, _FW, _LA, _LA, _LA, _TW, _CL, _IV),
    Segment.ACK: (_IG, _SR, _ES, _CW, _CW, _TW, _TW, _CL, _IG),
}
_TABLES = {Direction.ORIGINAL: _ORIGINAL, Direction.REPLY: _REPLY}

BEGINNINGS = {Segment.SYN: TcpState.SYN_SENT, Segment.ACK: TcpState.ESTABLISHED}
"""What the first segment that is seen of a connection says of it; an ACK is one from the middle."""

_VALID = frozenset({SYN, SYN | ACK, RST, RST | ACK, FIN | ACK, ACK})
"""The flags of segments that make sense, PSH, URG and those of ECN left out."""


def segment_of(flags: int) -> Segment | None:
    """The kind of a segment by its flags; ``None`` for flags that make no sense together."""
    telling = flags & (SYN | ACK | FIN | RST)
    if telling not in _VALID:
        return None
    if telling & RST:
        return Segment.RST
    if telling & SYN:
        return Segment.SYN_ACK if telling & ACK else Segment.SYN
    return Segment.FIN if telling & FIN else Segment.ACK


def step(state: TcpState, direction: Direction, segment: Segment) -> Step:
    """The state after a segment, or why it moves nothing."""
    if segment is Segment.RST:
        return TcpState.CLOSE
    return _TABLES[direction][segment][_ORDER.index(state)]
