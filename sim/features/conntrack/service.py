"""Joins the table of connections to a device: each datagram is looked up where it comes in or is made."""

from collections.abc import Callable, Hashable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple, Protocol, cast

from sim.addresses import ANY, LIMITED_BROADCAST
from sim.device.interface import Interface
from sim.effects import TimerName
from sim.features.conntrack import rules
from sim.features.conntrack.machine import TABLE, ConnectionRow, Invalid, begin, follow, timeout_of
from sim.features.conntrack.settings import ConntrackSettings
from sim.features.conntrack.states import Direction, Segment, TcpState
from sim.features.conntrack.tuples import FiveTuple, is_error, quoted_tuple, tuple_of
from sim.features.conntrack.windows import OTHER, Windows
from sim.ip.hooks import ANEW, Fields, Hold, Hook, Hooks, Instead, Note, Passing, Point, Several, Stop, Verdict, Watch
from sim.ip.ipv4.pdu import IPv4
from sim.kernel import SECOND, Kernel
from sim.pdu.base import Content
from sim.settings import NodeSettings
from sim.trace.records import Kind
from sim.transport.tcp.pdu import FIN, RST, SYN, Tcp
from sim.why import Why

DEFRAGMENT, TRACK, TRANSLATE_IN, TRANSLATE_OUT, CONFIRM = -400, -200, -100, 100, 200
"""Priorities of hooks, as netfilter has them: connections come before the translation of destinations, filters at 0,
and the translation of sources behind these."""
LOOKS_AT = Fields.PORTS | Fields.FLAGS


class IpStack(Protocol):
    """What the tracker needs of the IP layer."""

    @property
    def hooks(self) -> Hooks: ...
    def reassemble(self, datagram: IPv4, cause: int) -> tuple[IPv4, Why] | None: ...


class Host(Protocol):
    """What the tracker needs of a device."""

    kernel: Kernel
    tables: dict[str, dict[Any, Any]]
    services: dict[str, object]

    @property
    def settings(self) -> NodeSettings: ...
    @property
    def ip(self) -> IpStack: ...

    def put(self, table: str, key: Hashable, row: Any, why: Why, cause: int, kind: Kind | None = None) -> int: ...
    def remove(self, table: str, key: Hashable, why: Why, cause: int, kind: Kind = ...) -> int: ...
    def arm(self, name: TimerName, deadline: int, why: Why, cause: int) -> None: ...
    def cancel(self, name: TimerName, why: Why, cause: int) -> None: ...
    def on_timeout(self, machine: str, react: Callable[[TimerName, int], None]) -> None: ...


class Status(StrEnum):
    """What a datagram is to the table of connections."""

    NEW = "new"
    ESTABLISHED = "established"
    RELATED = "related"
    """An ICMP error about a datagram of a connection."""
    INVALID = "invalid"
    """Of no connection, and none can begin with it."""
    UNTRACKED = "untracked"
    """Nobody's connection: to a group, or within the device."""


class Connection:
    """A connection beside its row: what changes with each datagram and is not worth a record.

    ``used`` is when a datagram last gave it more time, ``renew_at`` when the row is next to show that, ``armed`` when
    its timer fires. ``is_known``: it is in the table. ``kept_by`` is the direction that gives it time, ``None`` for
    both.
    """

    __slots__ = ("_flows", "armed", "ends", "is_known", "kept_by", "mapping", "renew_at", "row", "used", "windows")

    def __init__(self, ends: FiveTuple, row: ConnectionRow, first: Content) -> None:
        self.ends = ends
        self.row = row
        self.windows = Windows(first) if isinstance(first, Tcp) else None
        self.is_known = False
        self.kept_by: Direction | None = None
        self.mapping: Hashable = None
        """What NAT translates it by."""
        self.used = self.renew_at = self.armed = 0
        self._flows: list[_Flow] = []

    def gives_time(self, direction: Direction) -> bool:
        """Whether a datagram of this direction keeps the connection."""
        return self.kept_by in (None, direction) or self.row.state is not None

    def let_flow(self, flow: "_Flow", until: int) -> None:
        """Ask no more about the datagrams of a flow until then, or until the connection changes."""
        flow.until = until
        self._flows.append(flow)

    def ask_flows(self) -> None:
        """Take over when flows were used, and have them asked about their next datagrams."""
        for flow in self._flows:
            flow.until = 0
            if flow.gives_time:
                self.used = max(self.used, flow.used)
        self._flows.clear()

    @property
    def reply(self) -> FiveTuple:
        return self.row.reply_of(self.ends)

    def status(self, direction: Direction) -> Status:
        return Status.ESTABLISHED if self.row.replied or direction is Direction.REPLY else Status.NEW

    def translated(self, direction: Direction) -> FiveTuple:
        """The ends of a datagram of this direction, as it goes on."""
        return (self.reply if direction is Direction.ORIGINAL else self.ends).reversed


class Tracked(NamedTuple):
    """A datagram on its way through the device.

    ``quoted`` are the ends of what it is an error about, ``why`` tells why it is invalid.
    """

    status: Status
    connection: Connection | None = None
    direction: Direction = Direction.ORIGINAL
    quoted: FiveTuple | None = None
    why: Why | None = None


_UNTRACKED = Tracked(Status.UNTRACKED)
_INVALID = Tracked(Status.INVALID)


class _Flow(Watch):
    """Looks at the further datagrams of one direction, for as long as nothing but time changes with them."""

    __slots__ = ("_connection", "_direction", "_is_new", "_tracker", "gives_time")

    def __init__(self, tracker: "Tracker", connection: Connection, direction: Direction, status: Status) -> None:
        super().__init__()
        self._tracker = tracker
        self._connection = connection
        self._direction = direction
        self._is_new = status is Status.NEW
        self.gives_time = connection.gives_time(direction)

    def holds(self, datagram: IPv4, now: int, cause: int) -> bool:
        connection = self._connection
        if not connection.is_known or (self._is_new and connection.row.replied):
            return False
        is_tcp = connection.row.state is not None
        if is_tcp and not self._tracker.is_ordinary(datagram, connection, self._direction):
            return False
        if self.gives_time:
            connection.used = now
            if now >= connection.renew_at:
                self._tracker.refresh(connection, cause)
        if not is_tcp:
            connection.let_flow(self, connection.renew_at if self.gives_time else now + SECOND)
        return True


class Tracker:
    """The connections of one device. ``current`` is the datagram that is on its way through it."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._settings = host.settings.of(ConntrackSettings)
        host.tables.setdefault(TABLE, {})
        self._known: dict[FiveTuple, tuple[Connection, Direction]] = {}
        self._listeners: list[Callable[[Connection, Why, int], None]] = []
        self.current = _UNTRACKED
        host.on_timeout(TABLE, self._timeout)
        for hook in (
            Hook(Point.PREROUTING, self._defragment, LOOKS_AT, DEFRAGMENT),
            Hook(Point.PREROUTING, self._track, LOOKS_AT, TRACK),
            Hook(Point.OUTPUT, self._track, LOOKS_AT, TRACK),
            Hook(Point.POSTROUTING, self._confirm, LOOKS_AT, CONFIRM),
            Hook(Point.INPUT, self._confirm, LOOKS_AT, CONFIRM),
        ):
            host.ip.hooks.add(hook)

    @staticmethod
    def of(host: Host) -> "Tracker":
        """The tracker of a device, which is made when the first asks for it."""
        found = host.services.get(TABLE)
        if not isinstance(found, Tracker):
            found = host.services[TABLE] = Tracker(host)
        return found

    def on_change(self, listener: Callable[[Connection, Why, int], None]) -> None:
        """Call ``listener`` when a connection gets more time or a row, or is gone (``is_known`` is false then)."""
        self._listeners.append(listener)

    def connections(self) -> Iterator[Connection]:
        """All connections of the table."""
        for connection, direction in self._known.values():
            if direction is Direction.ORIGINAL:
                yield connection

    def find(self, ends: FiveTuple) -> tuple[Connection, Direction] | None:
        """The connection that a datagram with these ends belongs to."""
        return self._known.get(ends)

    # On the way of a datagram

    def _defragment(self, passing: Passing) -> Verdict:
        """Ports stand in the first fragment alone, so a datagram is looked at whole."""
        if not passing.datagram.is_fragment or _is_inside(passing.came_in):
            return None
        whole = self._host.ip.reassemble(passing.datagram, passing.cause)
        if whole is None:
            return Hold()
        return Instead(*whole)

    def _track(self, passing: Passing) -> Verdict:
        datagram, before = passing.datagram, self.current
        self.current = self._look_up(passing, before)
        connection, direction, status = self.current.connection, self.current.direction, self.current.status
        if self.current.why is not None:
            return Several((ANEW, Note(self.current.why)))
        if connection is None or status in (Status.RELATED, Status.INVALID):
            return ANEW
        if not connection.is_known:
            return ANEW
        return _Flow(self, connection, direction, status) if _may_be_followed(datagram, connection) else ANEW

    def _look_up(self, passing: Passing, before: Tracked) -> Tracked:
        datagram, dst = passing.datagram, passing.datagram.dst
        is_for_many = dst.is_multicast or dst == LIMITED_BROADCAST
        if is_for_many or datagram.src == ANY or dst.is_loopback or _is_inside(passing.came_in):
            return _UNTRACKED
        if is_error(datagram):
            return self._related(datagram, before)
        ends = tuple_of(datagram)
        if ends is None:
            return _INVALID
        found = self._known.get(ends)
        if found is None:
            row = begin(self._settings, datagram, ends, passing.now)
            return _INVALID if row is None else Tracked(Status.NEW, Connection(ends, row, datagram.payload))
        connection, direction = found
        return self._follow(connection, direction, passing)

    def _related(self, datagram: IPv4, before: Tracked) -> Tracked:
        """The connection of what an ICMP error quotes: the quoted datagram went the other way."""
        quoted = quoted_tuple(datagram)
        if quoted is None:
            return _INVALID
        found = self._known.get(quoted.reversed)
        if found is None and before.connection is not None:
            # The device itself tells of a datagram that ended here, so that its connection never got into the table.
            for direction in Direction:
                if before.connection.translated(direction) == quoted:
                    return Tracked(Status.RELATED, before.connection, OTHER[direction], quoted)
        if found is None:
            return _INVALID
        return Tracked(Status.RELATED, *found, quoted)

    def _follow(self, connection: Connection, direction: Direction, passing: Passing) -> Tracked:
        before = connection.row
        windows, datagram = connection.windows, passing.datagram
        followed = follow(self._settings, connection.ends, before, windows, direction, datagram, passing.now)
        if followed is None or isinstance(followed, Invalid):
            why = None if followed is None else followed.why
            return Tracked(Status.INVALID, connection, direction, why=why)
        row, why = followed
        if not connection.gives_time(direction):
            row = row._replace(expires=before.expires)
        elif row.expires != before.expires:
            connection.used = passing.now
        if why is not None or passing.now >= connection.renew_at:
            self._change(connection, row, why or self._refreshed(connection), passing.cause)
        return Tracked(connection.status(direction), connection, direction)

    def is_ordinary(self, datagram: IPv4, connection: Connection, direction: Direction) -> bool:
        """Whether a segment changes nothing in its connection but the time and the bounds of what comes next."""
        windows, segment = connection.windows, datagram.payload
        if not _may_be_followed(datagram, connection) or windows is None or type(segment) is not Tcp:
            return False
        if windows.judge(direction, segment, TcpState.ESTABLISHED, self._settings.be_liberal) is not None:
            return False
        windows.accept(Segment.ACK, direction, TcpState.ESTABLISHED)
        return True

    def refresh(self, connection: Connection, cause: int) -> None:
        """Let the row show that the connection has more time."""
        expires = self._host.kernel.now + self._timeout_of(connection)
        self._change(connection, connection.row._replace(expires=expires), self._refreshed(connection), cause)

    def _confirm(self, passing: Passing) -> Verdict:
        """A datagram that begins a connection goes on, so the connection is one."""
        connection = self.current.connection
        if connection is None or connection.is_known or self.current.status is not Status.NEW:
            return None
        if _is_inside(passing.out):
            return None
        full = self._make_room(connection, passing.cause)
        if full is not None:
            return Stop(full)
        connection.is_known = True
        connection.used = passing.now
        self._known[connection.ends] = connection, Direction.ORIGINAL
        self._known[connection.reply] = connection, Direction.REPLY
        self._change(connection, connection.row, Why(rules.NEW, **_facts(connection)), passing.cause)
        return None

    # The table

    def _change(self, connection: Connection, row: ConnectionRow, why: Why, cause: int) -> None:
        connection.row = row
        connection.renew_at = self._host.kernel.now + SECOND
        connection.ask_flows()
        changed = self._host.put(TABLE, connection.ends, row, why, cause)
        if not connection.armed or row.expires < connection.armed:
            self._arm(connection, row.expires, rules.TIMER, changed)
        for listener in self._listeners:
            listener(connection, why, changed)

    def _arm(self, connection: Connection, deadline: int, rule: Any, cause: int) -> None:
        connection.armed = deadline
        self._host.arm((TABLE, connection.ends), deadline, Why(rule), cause)

    def _timeout(self, name: TimerName, cause: int) -> None:
        """A connection may have been silent for too long."""
        found = self._known.get(cast(FiveTuple, name[1]))
        if found is None:
            return
        connection, now = found[0], self._host.kernel.now
        connection.armed = 0
        connection.ask_flows()
        ends_at = max(connection.row.expires, connection.used + self._timeout_of(connection))
        if ends_at <= now:
            why = Why(rules.EXPIRED, timeout=self._timeout_of(connection), **_facts(connection))
            self.forget(connection, why, cause, Kind.ROW_EXPIRED)
        elif ends_at > connection.row.expires:
            self._change(connection, connection.row._replace(expires=ends_at), Why(rules.RETIMED), cause)
        else:
            self._arm(connection, ends_at, rules.RETIMED, cause)

    def forget(self, connection: Connection, why: Why, cause: int, kind: Kind = Kind.ROW_REMOVED) -> None:
        """Take a connection out of the table."""
        if not connection.is_known:
            return
        connection.is_known = False
        connection.ask_flows()
        del self._known[connection.ends]
        self._known.pop(connection.reply, None)
        gone = self._host.remove(TABLE, connection.ends, why, cause, kind)
        self._host.cancel((TABLE, connection.ends), why, gone)
        for listener in self._listeners:
            listener(connection, why, gone)

    def _make_room(self, newcomer: Connection, cause: int) -> Why | None:
        """Why there is no room for one more connection; ``None`` where there is, or where another one goes."""
        size = self._settings.size
        if len(self._host.tables[TABLE]) < size:
            return None
        doubtful = [each for each in self.connections() if not each.row.assured]
        for each in doubtful:
            each.ask_flows()
        if not doubtful:
            return Why(rules.FULL, size=size, **_facts(newcomer))
        oldest = min(doubtful, key=lambda each: each.used)
        self.forget(oldest, Why(rules.EVICTED, size=size, **_facts(oldest)), cause)
        return None

    def _timeout_of(self, connection: Connection) -> int:
        return timeout_of(self._settings, connection.ends.protocol, connection.row.state, connection.row.replied)

    def _refreshed(self, connection: Connection) -> Why:
        return Why(rules.REFRESHED, timeout=self._timeout_of(connection))


def _may_be_followed(datagram: IPv4, connection: Connection) -> bool:
    """Whether a datagram changes nothing in its connection but the time."""
    payload = datagram.payload
    if connection.row.state is None:
        return True
    return (
        type(payload) is Tcp
        and connection.row.state is TcpState.ESTABLISHED
        and connection.row.assured
        and not payload.flags & (SYN | FIN | RST)
    )


def _is_inside(interface: Interface | None) -> bool:
    """Whether this is the loopback interface, within which nothing is tracked."""
    return interface is not None and interface.mac is None


def _facts(connection: Connection) -> dict[str, Any]:
    return {"src": connection.ends.sender, "dst": connection.ends.receiver}
