"""A finished run to ask about, with what templates look for in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from heapq import heappop, heappush
from typing import Any, NamedTuple, TypeVar, cast

from sim import registry
from sim.addresses import IPv4Address, MacAddress
from sim.branches.line import edited_elsewhere
from sim.device.interface import TABLE as INTERFACE
from sim.exam.question import Source
from sim.feature import Rows
from sim.ip.arp.pdu import Arp
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet.pdu import Ethernet, Frame
from sim.patterns.holdings import holdings
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.records import CONSOLE, Change, Kind
from sim.transport.tcp.pdu import Tcp

T = TypeVar("T")


class Flight(NamedTuple):
    """A frame that begins to cross a link, at record ``n``: from a port to the port at the other end."""

    n: int
    at: int
    node: str
    port: str
    link: str
    to_node: str
    to_port: str
    frame: Frame

    @property
    def datagram(self) -> IPv4 | None:
        return self.frame.payload if type(self.frame) is Ethernet and type(self.frame.payload) is IPv4 else None

    @property
    def arp(self) -> Arp | None:
        return self.frame.payload if type(self.frame) is Ethernet and type(self.frame.payload) is Arp else None

    @property
    def segment(self) -> Tcp | None:
        datagram = self.datagram
        return datagram.payload if datagram is not None and type(datagram.payload) is Tcp else None


class Run:
    """A session that has been run to its end, and what can be asked of it."""

    def __init__(self, session: Session, source: Source) -> None:
        self.session = session
        self.source = source
        self.trace = session.trace
        self.scenario = session.scenario
        self.names = session.scenario.names
        self._kept: dict[str, Any] = {}
        self.nodes = {plan.name: plan for plan in self.scenario.nodes}
        self.links = {link.name: link for link in self.scenario.links}

    def kept(self, key: str, make: Callable[["Run"], T]) -> T:
        """What templates work out of a run once, under a name."""
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make(self)
        return cast(T, found)

    @cached_property
    def flights(self) -> tuple[Flight, ...]:
        """All frames that begin to cross a link, in order."""
        trace = self.trace
        ends = {}
        for name, (a, b) in self.names.links.items():
            ends[a], ends[b] = (name, b), (name, a)
        found = []
        for n, kind in enumerate(trace.kind):
            if kind == Kind.FRAME_SENT:
                spot = trace.spots[trace.spot[n]]
                over = ends.get((spot.node, spot.port))
                if over is not None:
                    link, (to_node, to_port) = over
                    found.append(Flight(n, trace.at[n], *spot, link, to_node, to_port, cast(Frame, trace.what[n])))
        return tuple(found)

    @cached_property
    def _flight_by_record(self) -> Mapping[int, Flight]:
        return {flight.n: flight for flight in self.flights}

    def flight(self, n: int) -> Flight | None:
        """The flight that begins at a record."""
        return self._flight_by_record.get(n)

    @cached_property
    def effects(self) -> Mapping[int, tuple[int, ...]]:
        """The records that each record led to, directly."""
        found: dict[int, list[int]] = {}
        for n, cause in enumerate(self.trace.cause):
            found.setdefault(cause, []).append(n)
        return {cause: tuple(each) for cause, each in found.items()}

    def after(self, n: int) -> Iterator[int]:
        """All records that follow from a record, in order, itself left out."""
        waiting = list(self.effects.get(n, ()))
        while waiting:
            each = heappop(waiting)
            yield each
            for effect in self.effects.get(each, ()):
                heappush(waiting, effect)

    def arrival(self, n: int) -> int | None:
        """The record in which the frame that was sent at record ``n`` was received; ``None`` where it was not."""
        for effect in self.effects.get(n, ()):
            if self.trace.kind[effect] == Kind.FRAME_RECEIVED:
                return effect
        return None

    def ended(self, n: int) -> int | None:
        """The record in which the frame that was sent at record ``n`` was received or dropped."""
        for effect in self.effects.get(n, ()):
            if self.trace.kind[effect] in (Kind.FRAME_RECEIVED, Kind.FRAME_DROPPED):
                return effect
        return None

    @cached_property
    def _decided(self) -> Mapping[tuple[str, int], int]:
        """The first decision of each node about the content of a datagram."""
        found: dict[tuple[str, int], int] = {}
        for n, kind in enumerate(self.trace.kind):
            what = self.trace.what[n]
            if kind == Kind.DECISION and type(what) is IPv4:
                found.setdefault((self.node(n), id(what.payload)), n)
        return found

    def shown_by(self, flight: Flight) -> tuple[int, ...]:
        """The records that show why a node sends a message of its own: where it decides so, and the flight."""
        datagram = flight.datagram
        first = None if datagram is None else self._decided.get((flight.node, id(datagram.payload)))
        return (flight.n,) if first is None else (first, flight.n)

    def sent_by(self, flight: Flight) -> int:
        """The record in which a node decides to send a message of its own: what it is, before the way is chosen."""
        return self.shown_by(flight)[0]

    def kind(self, node: str) -> str:
        """``host``, ``router``, ``switch`` or ``hub``."""
        return self.nodes[node].kind

    def of_kind(self, *kinds: str) -> list[str]:
        return [name for name, plan in self.nodes.items() if plan.kind in kinds]

    def table(self, node: str, name: str, n: int) -> Rows:
        """A copy of the rows of a table before record ``n``."""
        return dict(self.session.history.go(n).table(node, name))

    def changes(self, *tables: str) -> Iterator[tuple[int, str, Change]]:
        """The changes of these tables that are no configuration: each with its record and its node."""
        trace = self.trace
        for n in range(trace.configured, len(trace)):
            if trace.kind[n] >= Kind.ROW_ADDED:
                change = cast(Change, trace.what[n])
                if change.table in tables:
                    yield n, trace.spots[trace.spot[n]].node, change

    def records(self, *rules: str) -> Iterator[int]:
        """The records whose reason is one of these rules, by their ids."""
        wanted = frozenset(rules)
        for n, why in enumerate(self.trace.why):
            if why.rule.id in wanted:
                yield n

    def rule(self, n: int) -> str:
        return self.trace.why[n].rule.id

    def node(self, n: int) -> str:
        return self.trace.spots[self.trace.spot[n]].node

    def holder(self, ip: IPv4Address, n: int) -> str | None:
        """The node that has an address at record ``n``; ``None`` where none or more than one has it."""
        known = holdings(self.trace)
        having = [name for name, own in self.names.nodes.items() if ip in known.of(name, own.ips, n)]
        return having[0] if len(having) == 1 else None

    def station(self, mac: MacAddress) -> str | None:
        """The node that has a MAC address; ``None`` where none or more than one has it."""
        having = [name for name, own in self.names.nodes.items() if mac in own.macs]
        return having[0] if len(having) == 1 else None

    def interfaces(self, node: str, n: int) -> Rows:
        """The rows of the interfaces of a node before record ``n``, without the loopback."""
        return {name: row for name, row in self.table(node, INTERFACE, n).items() if name != "lo"}

    def printed(self, node: str, table: str, n: int) -> tuple[str, ...]:
        """A table as the device prints it, before record ``n``."""
        printout = registry.tables()[table].printouts[self.kind(node)]
        return tuple(printout.lines(self.table(node, table, n), self.trace.at[n - 1] if n else 0))

    def console(self, node: str, n: int | None = None) -> tuple[tuple[int, str], ...]:
        """The lines on a console before record ``n`` (by default all), each with its record."""
        return tuple(
            (m, str(change.after.text))
            for m, owner, change in self.changes(CONSOLE)
            if owner == node and change.after is not None and (n is None or m < n)
        )


def opened(source: Source) -> Session:
    """The session of a source, not run yet; raises ``ScenarioError``, and ``EditError`` for its edits."""
    if source.text:
        return Session(load_text(source.text, source.name), source.seed)
    plain = Session.load(source.name, source.seed)
    if not source.edits:
        return plain
    return Session(edited_elsewhere(plain.scenario, source.edits), source.seed, edits=source.edits)


Prepare = Callable[[Session], Session]
"""Makes an opened session ready to run, where somebody has to decide about its programs."""


def whole(source: Source, prepare: Prepare = lambda session: session) -> Run:
    """The run of a source, to its end; raises ``ScenarioError``. What a template made needs no preparing."""
    session = opened(source) if source.text else prepare(opened(source))
    session.run()
    return Run(session, source)


class Runs:
    """The runs that questions are made from; the last few are kept, and fewer of them where they are long."""

    def __init__(
        self,
        prepare: Prepare = lambda session: session,
        most: int = 24,
        known: Iterable[Run] = (),
        records: int = 200_000,
    ) -> None:
        """``known`` are runs that there are already; ``records`` is how many records all that are kept may have."""
        self._prepare = prepare
        self._most = most
        self._records = records
        self._runs: dict[Source, Run] = {run.source: run for run in known}

    def of(self, source: Source) -> Run:
        """The run of a source; raises ``ScenarioError``, and what ``prepare`` raises."""
        run = self._runs.pop(source, None) or whole(source, self._prepare)
        self._runs[source] = run
        while len(self._runs) > 1 and (
            len(self._runs) > self._most or sum(len(each.trace) for each in self._runs.values()) > self._records
        ):
            del self._runs[next(iter(self._runs))]
        return run
