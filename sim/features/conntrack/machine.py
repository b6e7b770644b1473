"""What becomes of a connection with each datagram of it: its state, its time, whether it was answered.

A connection is a row of table ``conntrack``, under the ends of its first datagram. The ends of its answers differ from
those reversed where NAT translates it.
"""

from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.features.conntrack import rules
from sim.features.conntrack.settings import ConntrackSettings
from sim.features.conntrack.states import BEGINNINGS, Direction, Refusal, Segment, TcpState, segment_of, step
from sim.features.conntrack.tuples import QUERIES, FiveTuple, tuple_of
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.quantities import Instant
from sim.transport.tcp.pdu import Tcp
from sim.why import Why

TABLE = "conntrack"


class ConnectionRow(NamedTuple):
    """A row of table ``conntrack``, under a :class:`FiveTuple`.

    The four ``reply`` columns are the ends of the answers, as they come in. ``state`` is that of TCP. ``replied``: both
    sides have sent; ``assured``: the connection is surely wanted, and never makes room for another. ``expires`` is when
    the row ends without further traffic; it is right to one second, until the timer looks.
    """

    reply_src: IPv4Address
    reply_src_port: int
    reply_dst: IPv4Address
    reply_dst_port: int
    state: TcpState | None
    replied: bool
    assured: bool
    expires: Instant

    def reply_of(self, original: FiveTuple) -> FiveTuple:
        """The ends of the answers to a connection with these ends."""
        return FiveTuple(original.protocol, *self[:4])


class Followed(NamedTuple):
    """The row after a datagram, and why it is another; ``None`` where only its time begins anew."""

    row: ConnectionRow
    why: Why | None


def timeout_of(settings: ConntrackSettings, protocol: int, state: TcpState | None, replied: bool) -> int:
    """How long a connection is kept in which nothing passes (ns)."""
    if state is not None:
        return int(getattr(settings, _TIMES[state]))
    if protocol == PROTOCOL_UDP:
        return settings.udp_replied if replied else settings.udp
    return settings.icmp if protocol == PROTOCOL_ICMP else settings.other


_TIMES = {state: state.name.lower() for state in TcpState} | {TcpState.SYN_SENT2: "syn_sent"}


def begin(settings: ConntrackSettings, datagram: IPv4, ends: FiveTuple, now: int) -> ConnectionRow | None:
    """The row of the connection that a datagram begins; ``None`` where it can begin none."""
    state = None
    if ends.protocol == PROTOCOL_TCP:
        segment = segment_of(datagram.payload.flags) if isinstance(datagram.payload, Tcp) else None
        state = BEGINNINGS.get(segment) if segment is not None else None
        if state is None or (segment is not Segment.SYN and not settings.loose):
            return None
    elif ends.protocol == PROTOCOL_ICMP and ends.dst_port not in QUERIES:
        return None
    reply = ends.reversed
    expires = now + timeout_of(settings, ends.protocol, state, replied=False)
    return ConnectionRow(*reply[1:], state, replied=False, assured=False, expires=expires)


def follow(
    settings: ConntrackSettings, ends: FiveTuple, row: ConnectionRow, direction: Direction, datagram: IPv4, now: int
) -> Followed | None:
    """What a datagram of a connection does to its row; ``None`` where it is not to be believed."""
    state, assured = row.state, row.assured
    replied = row.replied or direction is Direction.REPLY
    segment = None
    shown = tuple_of(datagram)
    assert shown is not None, "a datagram of a connection has ends"
    facts = {"src": shown.sender, "dst": shown.receiver}
    answered = Why(rules.REPLIED, **facts) if replied and not row.replied else None
    if state is not None:
        segment = segment_of(datagram.payload.flags) if isinstance(datagram.payload, Tcp) else None
        if segment is None:
            return None
        after = step(state, direction, segment)
        if after is Refusal.INVALID:
            return None
        if after is Refusal.IGNORED:
            return Followed(row._replace(replied=replied), answered)
        is_up = state in (TcpState.SYN_RECV, TcpState.ESTABLISHED) and after is TcpState.ESTABLISHED
        assured = assured or (is_up and replied)
        if segment is Segment.SYN and state in (TcpState.TIME_WAIT, TcpState.CLOSE):
            replied, assured = direction is Direction.REPLY, False
        state = TcpState(after)
    elif replied and direction is Direction.ORIGINAL:
        assured = ends.protocol == PROTOCOL_UDP
    timeout = timeout_of(settings, ends.protocol, state, replied)
    changed = row._replace(state=state, replied=replied, assured=assured, expires=now + timeout)
    if segment is not None and state is not row.state:
        why = Why(rules.STATE, segment=segment.value, before=row.state, after=state, timeout=timeout, **facts)
        return Followed(changed, why)
    return Followed(changed, answered)
