"""What becomes of a connection with each datagram of it: its state, its time, whether it was answered.

A connection is a row of table ``conntrack``, under the ends of its first datagram. The ends of its answers differ from
those reversed where NAT translates it.
"""

from typing import Any, NamedTuple, cast

from sim.addresses import IPv4Address
from sim.features.conntrack import rules
from sim.features.conntrack.settings import ConntrackSettings
from sim.features.conntrack.states import BEGINNINGS, Direction, Refusal, Segment, TcpState, segment_of, step
from sim.features.conntrack.tuples import QUERIES, FiveTuple, tuple_of
from sim.features.conntrack.windows import Misfit, Windows
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.quantities import Instant
from sim.transport.tcp.pdu import Tcp
from sim.why import Rule, Why

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


class Invalid(NamedTuple):
    """A datagram is not to be believed, and changes nothing."""

    why: Why


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
    settings: ConntrackSettings,
    ends: FiveTuple,
    row: ConnectionRow,
    windows: Windows | None,
    direction: Direction,
    datagram: IPv4,
    now: int,
) -> Followed | Invalid | None:
    """What a datagram of a connection does to its row, and to the ``windows`` that are beside a row of TCP.

    ``None`` stands for a message that is damaged, or has flags that make no sense together: not to be believed either.
    """
    shown = tuple_of(datagram)
    assert shown is not None, "a datagram of a connection has ends"
    facts = {"src": shown.sender, "dst": shown.receiver}
    state, replied, assured = row.state, row.replied or direction is Direction.REPLY, row.assured
    why = Why(rules.REPLIED, **facts) if replied and not row.replied else None
    timed_by, segment = state, None
    if state is None or windows is None:
        if replied and direction is Direction.ORIGINAL:
            assured = ends.protocol == PROTOCOL_UDP
    else:
        message = datagram.payload
        segment = segment_of(message.flags) if isinstance(message, Tcp) else None
        if segment is None or not isinstance(message, Tcp):
            return None
        judged = _judge(settings, row, windows, direction, segment, message)
        if isinstance(judged, _Refused):
            return Invalid(Why(judged.rule, **judged.facts, **facts))
        if judged is None:
            return Followed(row._replace(replied=replied), why)
        state, timed_by, is_new = judged
        is_up = row.state in (TcpState.SYN_RECV, TcpState.ESTABLISHED) and state is TcpState.ESTABLISHED
        assured = assured or (is_up and replied)
        if is_new:
            replied, assured = direction is Direction.REPLY, False
    timeout = timeout_of(settings, ends.protocol, timed_by, replied)
    if segment is not None and state is not row.state:
        why = Why(rules.STATE, segment=segment.value, before=row.state, after=state, timeout=timeout, **facts)
    return Followed(row._replace(state=state, replied=replied, assured=assured, expires=now + timeout), why)


class _Judged(NamedTuple):
    """The state after a segment, and the one that says for how long. ``is_new``: the segment begins all anew."""

    state: TcpState
    timed_by: TcpState
    is_new: bool = False


class _Refused(NamedTuple):
    """Why a segment is invalid."""

    rule: Rule
    facts: dict[str, Any]


def _judge(
    settings: ConntrackSettings,
    row: ConnectionRow,
    windows: Windows,
    direction: Direction,
    segment: Segment,
    message: Tcp,
) -> _Judged | _Refused | None:
    """What a segment says of its connection, as netfilter judges: the flags first, then the numbers; ``None``: nothing.

    Where both ends agree on a connection that began unseen, the table follows them.
    """
    before = cast(TcpState, row.state)
    after = step(before, direction, segment)
    if after is Refusal.INVALID:
        return _Refused(rules.UNFITTING, {"segment": segment.value, "state": before})
    if after is Refusal.IGNORED and segment is Segment.SYN_ACK and windows.answers_ignored_syn(direction, message):
        before, after = TcpState.SYN_SENT, TcpState.SYN_RECV
    if before is TcpState.LAST_ACK and after is TcpState.TIME_WAIT and windows.is_challenge(direction):
        return None
    if after is TcpState.SYN_SENT and before in (TcpState.TIME_WAIT, TcpState.CLOSE):
        if windows.begins_anew(direction):
            windows.begin(message, direction)
            return _Judged(after, after, is_new=True)
        after = Refusal.IGNORED
    if not isinstance(after, TcpState):
        windows.ignore(segment, direction, message, before)
        return None
    if after is TcpState.SYN_SENT2:
        windows.is_simultaneous = True
    elif after is TcpState.SYN_RECV and segment is Segment.ACK and windows.is_simultaneous:
        after = TcpState.ESTABLISHED
    return _hold(settings, row, windows, direction, segment, message, (before, after))


def _hold(
    settings: ConntrackSettings,
    row: ConnectionRow,
    windows: Windows,
    direction: Direction,
    segment: Segment,
    message: Tcp,
    states: tuple[TcpState, TcpState],
) -> _Judged | _Refused | None:
    """Hold the numbers of a segment against the bounds; ``states`` are those before and after it, if it is right."""
    before, after = states
    timed_by = after
    if segment is Segment.RST:
        judged = windows.judge_reset(
            direction,
            message,
            before,
            is_replied=row.replied,
            is_assured=row.assured,
            is_liberal=settings.be_liberal,
        )
        if judged is False:
            after = before
        misfit = judged if isinstance(judged, Misfit) else None
        windows.was_refused = misfit is None and not row.replied
    else:
        misfit = windows.judge(direction, message, before, settings.be_liberal)
    if misfit is not None:
        facts = {"number": misfit.number, "bound": misfit.bound}
        if misfit.rule is None:
            return None
        if row.assured and misfit.rule is not rules.RESET_OF_OLD:
            windows.refuse(segment, direction)
        return _Refused(misfit.rule, facts)
    windows.accept(segment, direction, after)
    return _Judged(after, timed_by)
