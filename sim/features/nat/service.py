"""NAT on a router: stands at the hooks, gives mappings, and translates what passes."""

from collections.abc import Callable
from itertools import chain
from typing import Any, NamedTuple, Protocol, cast

from sim.addresses import IPv4Address
from sim.device.interface import Interface
from sim.features.acl.entry import Action
from sim.features.acl.settings import AclSettings
from sim.features.conntrack.service import LOOKS_AT, TRANSLATE_IN, TRANSLATE_OUT, Connection, Status, Tracked, Tracker
from sim.features.conntrack.service import Host as TrackedHost
from sim.features.conntrack.service import IpStack as TrackedIp
from sim.features.conntrack.states import Direction
from sim.features.conntrack.tuples import End, FiveTuple, error_rewritten, is_error, rewriter, tuple_of
from sim.features.nat import rules
from sim.features.nat.machine import (
    ANY_PROTOCOL,
    TABLE,
    Kind,
    MappingKey,
    MappingRow,
    Mappings,
    allocate,
    is_outside_of,
    lets_in,
    scope_of,
    shown,
)
from sim.features.nat.settings import NatSettings, Refresh
from sim.ip.addressing import Addressing
from sim.ip.contracts import Out
from sim.ip.hooks import Hook, Passing, Point, Rewrite, Stop, Verdict
from sim.ip.icmp import machine as icmp
from sim.ip.icmp.contracts import Errors
from sim.ip.icmp.pdu import ADMINISTRATIVELY_PROHIBITED, PORT_UNREACHABLE
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4.pdu import PROTOCOL_TCP, IPv4
from sim.ip.neighbours import Neighbours
from sim.kernel import SECOND
from sim.trace.records import NO_CAUSE
from sim.trace.records import Kind as RecordKind
from sim.transport.tcp.pdu import ACK, RST, Tcp
from sim.why import Rule, Why


class IpStack(TrackedIp, Out, Protocol):
    """What NAT needs of the IP layer."""

    errors: Errors | None

    def next_identification(self) -> int: ...


class Host(TrackedHost, Protocol):
    """What NAT needs of a router."""

    interfaces: dict[str, Interface]
    addressing: Addressing
    neighbours: Neighbours
    trace: Any

    @property
    def ip(self) -> IpStack: ...
    def later(self, delay: int, function: Callable[[Any], None], argument: Any) -> None: ...
    def note(self, kind: RecordKind, what: IPv4 | None, why: Why, cause: int, at: Interface | None = None) -> int: ...


class _Refused(NamedTuple):
    """No outside end can be had."""

    why: Why


class Nat:
    """The NAT of one router."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._addresses: tuple[IPv4Address, ...] = ()
        self._all: frozenset[IPv4Address] = frozenset()
        self.mappings = Mappings(host.tables.setdefault(TABLE, {}))
        self._using: dict[MappingKey, dict[FiveTuple, Connection]] = {}
        self._unused: list[MappingKey] = []
        self._called: dict[MappingKey, dict[End, int]] = {}
        self._own_ends: dict[MappingKey, set[FiveTuple]] = {}
        self._tracker = Tracker.of(host)
        self._tracker.on_change(self._connection_changed)
        hooks = host.ip.hooks
        hooks.add(Hook(Point.PREROUTING, self._judge_in, LOOKS_AT, TRANSLATE_IN))
        hooks.add(Hook(Point.POSTROUTING, self._judge_out, LOOKS_AT, TRANSLATE_OUT))
        host.addressing.on_change(self._settle)
        host.neighbours.stands_for = self._stands_for
        self.configure(host.settings.of(NatSettings), NO_CAUSE)

    def configure(self, settings: NatSettings, cause: int) -> None:
        """Translate in this way from now on. Mappings whose outside address stays go on."""
        host = self._host
        self._settings = settings
        self._outside = host.interfaces.get(settings.outside)
        others = () if settings.is_explicit else tuple(name for name in host.interfaces if name != settings.outside)
        self._inside = settings.inside or others
        self._pool = () if settings.pool is None else tuple(_addresses(*settings.pool))
        self._static = dict(settings.static)
        for key in [key for key, row in self.mappings.rows.items() if row.kind is not Kind.DYNAMIC]:
            self._end(key, rules.RECONFIGURED, cause)
        for outside_ip, inside_ip in settings.static:
            key = MappingKey(ANY_PROTOCOL, outside_ip, 0)
            self._put(key, MappingRow(inside_ip, 0, None, None, Kind.STATIC, None), rules.ONE_TO_ONE, cause)
        self._all = frozenset()
        self._settle()
        host.ip.hooks.changed()

    # Its addresses

    def _settle(self) -> None:
        """The outside addresses may be others than before: the mappings of old ones end."""
        cause = len(self._host.trace) - 1  # the change is the last record
        own = () if self._outside is None else tuple(each.address for each in self._outside.addresses)
        if own == self._addresses and self._all:
            return
        self._addresses = own
        configured = [outside.ip for outside, _ in self._settings.forwarded if outside.ip is not None]
        self._all = frozenset(chain(own, self._pool, self._static, configured))
        for key in [key for key in self.mappings.rows if key.outside_ip not in self._all]:
            self._end(key, rules.ADDRESS_GONE, cause, ip=key.outside_ip)
        for outside, target in self._settings.forwarded:
            shared = own[:1] if self._settings.has_outside else ()
            for ip in shared if outside.ip is None else (outside.ip,):
                key = MappingKey(outside.protocol, ip, outside.ports.first)
                port = (target.ports or outside.ports).first
                row = MappingRow(target.ip, port, None, None, Kind.FORWARD, None, outside.ports.size)
                self._put(key, row, rules.FORWARDED, cause)

    def _stands_for(self, interface: Interface, ip: IPv4Address) -> bool:
        """Whether others on the outside link have to be told that an outside address is here."""
        return interface is self._outside and ip in self._all and ip not in self._addresses

    def _is_inside(self, interface: Interface | None) -> bool:
        return interface is not None and interface.name in self._inside

    # In

    def _judge_in(self, passing: Passing) -> Verdict:
        """A datagram that comes in: one for an outside address is for somebody inside, or for nobody."""
        tracked, datagram = self._tracker.current, passing.datagram
        connection = tracked.connection
        if tracked.status is Status.RELATED:
            return self._error_in(datagram, tracked)
        if connection is None:
            return self._nobodys(datagram) if tracked.status is Status.INVALID else None
        if not connection.is_known and connection.mapping is None and datagram.dst in self._all:
            refused = self._begin_in(connection, passing)
            if refused is not None:
                return refused
        ends = cast(FiveTuple, tuple_of(datagram))
        to = connection.translated(tracked.direction)
        return None if to.receiver == ends.receiver else self._translate(datagram, to, connection, is_early=True)

    def _nobodys(self, datagram: IPv4) -> Verdict:
        """What belongs to no connection and is not for the router itself goes nowhere."""
        dst = datagram.dst
        if dst not in self._all or dst in self._host.ip.addresses.own:
            return None
        return Stop(Why(rules.NO_MAPPING, src=datagram.src, dst=dst))

    def _begin_in(self, connection: Connection, passing: Passing) -> Stop | None:
        """A connection to an outside address begins: whom it is for, and whether it may."""
        ends, settings = connection.ends, self._settings
        key = self.mappings.called_by(ends)
        if key is None:
            return self._without_mapping(ends, passing)
        row, sender = self.mappings.rows[key], ends.sender
        inside = self.mappings.inside_of(key, ends.receiver)
        used = [key]
        if self._is_inside(passing.came_in):
            if not settings.hairpin:
                return Stop(Why(rules.HAIRPIN_OFF, src=ends.sender, dst=ends.receiver))
            own = self._mapping_for(ends.protocol, ends.sender, ends.receiver, passing.cause)
            if isinstance(own, _Refused):
                return self._refuse(own.why, passing.datagram)
            # RFC 4787 REQ-9 a): "External source IP address and port"
            sender = self.mappings.outside_of(own, ends.sender)
            used.append(own)
            # Let in or not, it has been sent: its own mapping lets in an answer from there.
            self._called.setdefault(own, {})[ends.receiver] = passing.now + _CALLED_FOR
        if row.kind is Kind.DYNAMIC and not self._lets_in(key, sender):
            facts = {"src": sender, "dst": ends.receiver, "inside": inside, "behavior": settings.filtering}
            return self._answer_late(Why(rules.FILTERED, **facts), ends, passing.datagram)
        self._bind(connection, used, ends.between(inside, sender))
        if len(used) == 1:
            connection.kept_by = self._kept_by(Direction.REPLY)
        return None

    def _without_mapping(self, ends: FiveTuple, passing: Passing) -> Stop | None:
        """What is for an outside address that leads to no inside host: the router itself may be meant."""
        if ends.dst not in self._host.ip.addresses.own:
            return Stop(Why(rules.NO_MAPPING, src=ends.sender, dst=ends.receiver))
        is_heard = ends.protocol != PROTOCOL_TCP or self._is_listening(MappingKey(PROTOCOL_TCP, *ends.receiver))
        if is_heard or self._is_inside(passing.came_in):
            return None
        return self._answer_late(Why(rules.UNSOLICITED, src=ends.sender, dst=ends.receiver), ends, passing.datagram)

    def _answer_late(self, why: Why, ends: FiveTuple, datagram: IPv4) -> Stop:
        """RFC 5382 REQ-4: "A NAT MUST NOT respond to an unsolicited inbound SYN packet for at least 6 seconds"."""
        if ends.protocol != PROTOCOL_TCP or not self._settings.answer_unsolicited:
            return Stop(why)
        return Stop(why, lambda cause: self._host.later(_PATIENCE, self._answer, (ends, datagram, cause)))

    def _answer(self, waiting: tuple[FiveTuple, IPv4, int]) -> None:
        """Nobody was told of a SYN yet: now is the time, if nobody inside has called its sender meanwhile."""
        ends, datagram, cause = waiting
        errors = self._host.ip.errors
        if self._tracker.find(ends) is None and errors is not None:
            why = Why(rules.UNSOLICITED_ANSWERED, src=ends.sender, dst=ends.receiver, timeout=_PATIENCE)
            told = self._host.note(RecordKind.DECISION, datagram, why, cause)
            errors.send_error(icmp.unreachable(PORT_UNREACHABLE, ipv4.encode(datagram)), datagram, told)

    def _lets_in(self, key: MappingKey, sender: End) -> bool:
        row = self.mappings.rows[key]
        scope = (row.remote_ip, row.remote_port)
        if scope[0] not in (None, sender.ip) or scope[1] not in (None, sender.port):
            return False
        spoken_to = {_remote(each, key, row) for each in self._using.get(key, {}).values()}
        now = self._host.kernel.now
        spoken_to |= {end for end, until in self._called.get(key, {}).items() if until > now}
        return lets_in(self._settings.filtering, sender, spoken_to)

    # Out

    def _judge_out(self, passing: Passing) -> Verdict:
        """A datagram that is about to leave: through the outside interface only with an outside address."""
        tracked, datagram = self._tracker.current, passing.datagram
        if self._outside is None or passing.out is not self._outside or tracked.status is Status.UNTRACKED:
            return None
        connection = tracked.connection
        if tracked.status is Status.RELATED:
            return self._error_out(datagram, tracked)
        if connection is None:
            return self._unknown(passing)
        if not connection.is_known and connection.mapping is None and passing.came_in is not self._outside:
            refused = self._begin_out(connection, passing)
            if refused is not None:
                return refused
        ends = cast(FiveTuple, tuple_of(datagram))
        to = connection.translated(tracked.direction)
        return None if to.sender == ends.sender else self._translate(datagram, to, connection, is_early=False)

    def _begin_out(self, connection: Connection, passing: Passing) -> Stop | None:
        """A connection to the outside begins: which outside end it gets."""
        ends = connection.ends
        if not self._is_translated(ends, passing.came_in):
            return None
        key = self._mapping_for(ends.protocol, ends.sender, ends.receiver, passing.cause)
        if isinstance(key, _Refused):
            return self._refuse(key.why, passing.datagram)
        self._bind(connection, [key], ends.between(ends.receiver, self.mappings.outside_of(key, ends.sender)))
        connection.kept_by = self._kept_by(Direction.ORIGINAL)
        return None

    def _is_translated(self, ends: FiveTuple, came_in: Interface | None) -> bool:
        """Whether the source of what leaves has to become another one."""
        if came_in is None and ends.src in self._all:
            # The router's own: only where an inside host has this port already.
            return self.mappings.from_outside(ends.protocol, ends.sender) is not None
        return (came_in is None or self._is_inside(came_in)) and self._is_source(ends.src)

    def _is_source(self, src: IPv4Address) -> bool:
        """Whether the configuration has this address translated."""
        settings = self._settings
        if src in self._static.values():
            return True
        if settings.is_explicit:
            has_address = bool(settings.source_pool) or settings.has_outside
            return bool(settings.source_list) and has_address and self._is_permitted(src)
        return not settings.sources or any(src in each for each in settings.sources)

    def _is_permitted(self, src: IPv4Address) -> bool:
        """Whether the access list of the configuration lets an inside host be translated, by its address alone."""
        lists = dict(self._host.settings.of(AclSettings).acl)
        entries = lists[self._settings.source_list].entries if self._settings.source_list in lists else ()
        fitting = next((entry for entry in entries if entry.src.fits(src)), None)
        return fitting is not None and fitting.action is Action.PERMIT

    def _unknown(self, passing: Passing) -> Verdict:
        """What belongs to no connection must not show an inside address to the outside."""
        datagram = passing.datagram
        if not self._is_inside(passing.came_in) or not self._is_source(datagram.src):
            return None
        if is_error(
            datagram
        ):  # RFC 5508 REQ-5: where there is no mapping, "the NAT SHOULD silently drop the ICMP Error"
            return Stop(Why(rules.ERROR_STRAY, src=datagram.src, dst=datagram.dst))
        ends = tuple_of(datagram)
        if ends is None or ends.protocol != PROTOCOL_TCP:
            return Stop(Why(rules.UNTRANSLATABLE, src=datagram.src))
        why = Why(rules.UNKNOWN, src=ends.sender, dst=ends.receiver)
        answer = _reset(datagram, ends) if self._settings.reset else None
        if answer is None:
            return Stop(why)
        told = Why(rules.RESET, src=ends.sender, dst=ends.receiver)
        return Stop(why, lambda cause: self._send(answer, told, cause))

    def _send(self, datagram: IPv4, why: Why, cause: int) -> None:
        self._host.ip.send_datagram(datagram, self._host.note(RecordKind.DECISION, datagram, why, cause))

    # ICMP errors

    def _error_in(self, datagram: IPv4, tracked: Tracked) -> Verdict:
        """An error from outside, or to an inside host that reaches another one at its outside address."""
        connection, quoted = cast(Connection, tracked.connection), cast(FiveTuple, tracked.quoted)
        to = connection.translated(tracked.direction).reversed
        if to.sender == quoted.sender:
            return None
        src = to.dst if datagram.src == quoted.dst else datagram.src
        why = Why(rules.ERROR, was=quoted.sender, now=to.sender, dst=to.src)
        return Rewrite(src, to.src, lambda error: error_rewritten(error, to), why)

    def _error_out(self, datagram: IPv4, tracked: Tracked) -> Verdict:
        """An error about what came from outside. RFC 5508 REQ-5 c): it comes "with its own public IP address"."""
        connection, quoted = cast(Connection, tracked.connection), cast(FiveTuple, tracked.quoted)
        to = connection.translated(tracked.direction).reversed
        if to.receiver == quoted.receiver:
            return None
        src = datagram.src if datagram.src in self._all else to.dst
        why = Why(rules.ERROR_OUT, was=quoted.receiver, now=to.receiver, src=src)
        return Rewrite(src, to.src, lambda error: error_rewritten(error, to), why)

    # Mappings

    def _mapping_for(self, protocol: int, inside: End, remote: End, cause: int) -> MappingKey | _Refused:
        """The mapping for what an inside end sends to a remote one: the one there is, or a new one."""
        settings, mappings = self._settings, self.mappings
        scope = scope_of(settings.mapping, remote)
        found = mappings.from_inside(protocol, inside, scope)
        if found is not None:
            return found
        addresses = self._pool or self._addresses
        if not addresses:
            return _Refused(Why(rules.NO_ADDRESS, port=self._settings.outside, src=inside))
        limit = settings.host_limit
        if limit and len(mappings.of_host(inside.ip)) >= limit:
            return _Refused(Why(rules.HOST_LIMIT, ip=inside.ip, limit=limit, dst=remote))
        key = allocate(settings, mappings, addresses, self._is_taken, protocol, inside)
        if key is None:
            held = [each.outside_ip for each in mappings.of_host(inside.ip)][:1] or addresses
            told = ", ".join(map(str, held))
            return _Refused(Why(rules.EXHAUSTED, inside=inside, ports=str(settings.ports), ip=told))
        rule = rules.MAPPED if key.outside_port == inside.port else rules.MAPPED_TO_OTHER_PORT
        row = MappingRow(*inside, *scope, Kind.DYNAMIC, None)
        self._put(key, row, rule, cause, remote=row.remote)
        self._unused.append(key)
        self._host.later(0, self._sweep, cause)
        return key

    def _is_taken(self, key: MappingKey) -> bool:
        """Whether an outside end is somebody's already: an inside host's, or the router's own."""
        is_mapped = self.mappings.from_outside(key.protocol, key.outside) is not None
        return is_mapped or key in self._own_ends or self._is_listening(key)

    def _is_listening(self, key: MappingKey) -> bool:
        """Whether the router itself waits for datagrams at this port."""
        for row in self._host.tables.get("socket", {}).values():
            if (
                row.local is not None
                and row.local[1] == key.outside_port
                and _PROTOCOL_OF.get(row.kind) == key.protocol
            ):
                return row.remote is None and row.local[0] in (0, key.outside_ip)
        return False

    def _put(self, key: MappingKey, row: MappingRow, rule: Rule, cause: int, **facts: Any) -> None:
        if key not in self.mappings.rows:
            self.mappings.add(key, row)
        self._host.put(TABLE, key, row, Why(rule, **shown(key, row), **facts), cause)

    def _end(
        self, key: MappingKey, rule: Rule, cause: int, kind: RecordKind = RecordKind.ROW_REMOVED, **facts: Any
    ) -> None:
        row = self.mappings.rows[key]
        why = Why(rule, **shown(key, row), **facts)
        self._called.pop(key, None)
        using = self._using.pop(key, {})
        gone = self._host.remove(TABLE, key, why, cause, kind)
        self.mappings.discard(key, row)
        for connection in using.values():
            self._tracker.forget(connection, why, gone)

    def clear(self, is_meant: Callable[[MappingKey, MappingRow], bool], cause: int) -> bool:
        """End dynamic mappings, and the connections by configured ones; whether there was one that is meant."""
        found = [(key, row) for key, row in self.mappings.rows.items() if is_meant(key, row)]
        for key, row in found:
            if row.kind is Kind.DYNAMIC:
                self._end(key, rules.CLEARED, cause)
                continue
            for connection in tuple(self._using.get(key, {}).values()):
                self._tracker.forget(connection, Why(rules.CLEARED, **shown(key, row)), cause)
        return bool(found)

    def _sweep(self, cause: int) -> None:
        """End what was given to a datagram that then did not get through."""
        unused, self._unused = self._unused, []
        for key in unused:
            if key in self.mappings.rows and not self._using.get(key):
                self._end(key, rules.UNUSED, cause)

    # Connections

    def _bind(self, connection: Connection, keys: list[MappingKey], reply: FiveTuple) -> None:
        """Say what a connection that begins is translated by, and so what its answers look like."""
        connection.mapping = tuple(keys)
        connection.row = connection.row._replace(
            reply_src=reply.src, reply_src_port=reply.src_port, reply_dst=reply.dst, reply_dst_port=reply.dst_port
        )

    def _kept_by(self, outbound: Direction) -> Direction | None:
        return outbound if self._settings.refresh is Refresh.OUTBOUND else None

    def _connection_changed(self, connection: Connection, why: Why, cause: int) -> None:
        """A connection has begun, has got more time, or is over: so has its mapping."""
        if connection.mapping is None:
            self._count_own(connection)
            return
        for key in cast("tuple[MappingKey, ...]", connection.mapping):
            row = self.mappings.rows.get(key)
            if row is None:
                continue
            using = self._using.setdefault(key, {})
            if connection.is_known:
                using[connection.ends] = connection
            else:
                using.pop(connection.ends, None)
            if row.kind is not Kind.DYNAMIC:
                continue
            if using:
                expires = max(each.row.expires for each in using.values())
                self._put(key, row._replace(expires=expires), rules.REFRESHED, cause)
            else:
                self._end(key, rules.ENDED, cause, RecordKind.ROW_EXPIRED)

    def _count_own(self, connection: Connection) -> None:
        """Keep in mind which outside ends the router's own connections use."""
        end = connection.ends.sender
        if end.ip in self._all:
            key = MappingKey(connection.ends.protocol, *end)
            using = self._own_ends.setdefault(key, set())
            (using.add if connection.is_known else using.discard)(connection.ends)
            if not using:
                del self._own_ends[key]

    # Translation

    def _translate(self, datagram: IPv4, to: FiveTuple, connection: Connection, is_early: bool) -> Verdict:
        """Change the ends of a datagram, and say by which mapping."""
        ends = cast(FiveTuple, tuple_of(datagram))
        keys = cast("tuple[MappingKey, ...]", connection.mapping)
        # RFC 7857 8: hosts that share an address must not share identifications, as if the router were the sender.
        is_shared = to.src != ends.src and to.src in self._all and to.src not in self._static
        number = self._host.ip.next_identification if is_shared and self._settings.renumber else None
        return Rewrite(to.src, to.dst, rewriter(datagram, to), self._why(ends, to, keys), is_early, number)

    def _why(self, ends: FiveTuple, to: FiveTuple, keys: tuple[MappingKey, ...]) -> Why:
        key = keys[0]
        facts: dict[str, Any] = {**shown(key, self.mappings.rows[key])}
        if ends.receiver == to.receiver:
            return Why(rules.SOURCE, was=ends.sender, now=to.sender, **facts)
        if ends.sender == to.sender:
            return Why(rules.DESTINATION, was=ends.receiver, now=to.receiver, **facts)
        facts |= {"was": ends.receiver, "now": to.receiver, "was_source": ends.sender, "now_source": to.sender}
        return Why(rules.HAIRPIN, **facts)

    def _refuse(self, why: Why, datagram: IPv4) -> Stop:
        """RFC 5508 REQ-8: the sender is told with "destination unreachable", communication prohibited (code 13)."""
        errors = self._host.ip.errors
        if errors is None:
            return Stop(why)
        error = icmp.unreachable(ADMINISTRATIVELY_PROHIBITED, ipv4.encode(datagram))
        return Stop(why, lambda cause: errors.send_error(error, datagram, cause))


_PATIENCE = 6 * SECOND
_CALLED_FOR = 300 * SECOND
"""How long an inside host that has called another one at its outside address may be called back (RFC 4787 REQ-5)."""
_PROTOCOL_OF = {"tcp": 6, "udp": 17}


def _remote(connection: Connection, key: MappingKey, row: MappingRow) -> End:
    """The other end of a connection, as the outside end of a mapping sees it."""
    receiver = connection.reply.receiver
    return connection.ends.receiver if is_outside_of(key, row, receiver) else receiver


def _addresses(first: IPv4Address, last: IPv4Address) -> list[IPv4Address]:
    return [IPv4Address(number) for number in range(first, last + 1)]


def _reset(datagram: IPv4, ends: FiveTuple) -> IPv4 | None:
    """The RST for a segment of a connection that is not there (RFC 9293 3.5.2, group 1); none for a RST."""
    segment = datagram.payload
    if not isinstance(segment, Tcp) or segment.flags & RST:
        return None
    if segment.flags & ACK:
        answer = Tcp(ends.dst_port, ends.src_port, segment.ack, 0, RST, 0)
    else:
        ack = segment.seq + segment.sequence_length & 0xFFFFFFFF
        answer = Tcp(ends.dst_port, ends.src_port, 0, ack, RST | ACK, 0)
    return IPv4(ends.dst, ends.src, PROTOCOL_TCP, answer)
