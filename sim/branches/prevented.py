"""What prevented something: the chain of records that leads to it.

A packet that did not come was lost or dropped on its way, or nobody sent it: because what asks for it was lost or
dropped on its way, or because nobody asked. So the search goes from the packet to its journey, from an answer to its
question, from a time-out to what was sent and not answered, and from a row that is missing to what took it away. It
knows no protocol: it follows causes, and the two ends of packets.
"""

from collections.abc import Hashable, Iterator, Sequence, Set
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from sim.addresses import IPv4Address, Prefix
from sim.branches.parted import Parting
from sim.device.rules import PORT_DOWN, PORT_UP
from sim.link import rules
from sim.link.ethernet.pdu import Ethernet
from sim.packets import carried
from sim.patterns.pattern import FRAME, Pattern, Where, Who, kind_test, packet_of, word_of
from sim.pdu_type import PduType
from sim.scenario.document import MappingNode, compose
from sim.scenario.plan import IpNodePlan, NodePlan, Plug, Scenario
from sim.scenario.report import Report
from sim.settings import HOST
from sim.trace.records import NO_CAUSE, Change, Kind
from sim.trace.trace import Trace

_CALLS = frozenset({Kind.CALL_ENTERED, Kind.CALL_BLOCKED, Kind.CALL_RETURNED, Kind.CALL_RAISED})
_DROPS = frozenset({Kind.FRAME_DROPPED, Kind.PACKET_DROPPED})
_ENDS_OF_A_CABLE = 2
_MOST_DEPTH = 4
"""Time-outs that are followed to what they waited for, one behind the other."""


_GONE = frozenset({Kind.ROW_REMOVED, Kind.ROW_EXPIRED, Kind.ROW_CHANGED})


class Place(NamedTuple):
    """A place of the scenario's text; line and column count from 1, and are 0 where the scenario has no text."""

    path: tuple[str | int, ...]
    line: int
    column: int


class Answer(NamedTuple):
    """Why something did not come.

    ``happened`` is the record with which it did come, ``None`` where it did not. ``chains`` are records, earliest
    first: the last record of each shows what prevented it, and the next chain why that was so. ``place`` is what the
    scenario says of where that was. ``nobody`` is the node that should have begun and did nothing, "" for none.
    ``came`` are the records with which it did come, where it came too few times, and ``untimely`` those outside of
    the time that was asked for.
    """

    happened: int | None = None
    chains: tuple[tuple[int, ...], ...] = ()
    place: Place | None = None
    nobody: str = ""
    came: tuple[int, ...] = ()
    untimely: tuple[int, ...] = ()

    @property
    def record(self) -> int | None:
        """The record that shows what prevented it."""
        return self.chains[-1][-1] if self.chains else None


class Search:
    """Looks in a run for what prevented something."""

    def __init__(self, scenario: Scenario, trace: Trace) -> None:
        self._scenario = scenario
        self._trace = trace
        self._after: list[list[int]] | None = None

    def led_to(self, n: int, node: str = "") -> Answer:
        """What led to a record, as an answer of which it is the subject; ``node`` is the device that is asked about."""
        node = node or self._trace.spots[self._trace.spot[n]].node
        # A row that goes is the end of the search: no other row has to be looked for.
        chains = (self.way(n),) if self._trace.kind[n] in _GONE else tuple(self.chains(n))
        return Answer(chains=chains, place=self._loose_place(chains, node) or self.place(chains[-1][-1]))

    def parted(self, parting: Parting) -> Answer:
        """What led to the record in which an edited run parts from the run before, as an answer."""
        n = parting.n
        if n is None:
            return Answer(place=self.place_of_node(self._device_of(parting.node)))
        if parting.goes_on:
            end = self._end_of(n, "")
            n = end if self._is_lost(end) else n
        chains = (self.way(n),) if self._trace.kind[n] in (Kind.FRAME_SENT, *_GONE) else tuple(self.chains(n))
        return Answer(chains=chains, place=self.place(chains[-1][-1]))

    def _device_of(self, name: str) -> str:
        """A device, or one at an end of a link that is there no longer: the one with addresses, where there is one."""
        ends = [end.partition(":")[0] for end in name.split(" -- ")]
        known = [node for node in self._scenario.nodes if node.name in ends]
        return next((node.name for node in known if isinstance(node, IpNodePlan)), ends[0])

    def _loose_place(self, chains: tuple[tuple[int, ...], ...], node: str) -> Place | None:
        """The device without a cable, or cut off from the others, that is behind what chains show; ``None`` for none.

        A drop that tells of something else is behind nothing: only a device that gave up waiting may have waited in
        vain for somebody without a cable.
        """
        trace, end = self._trace, chains[-1][-1]
        asked: set[IPv4Address] = set()
        for n in chains[-1]:
            asked |= {fact for fact in trace.why[n].facts.values() if isinstance(fact, IPv4Address)}
        name = self._loose(asked, node)
        if not name and not (trace.kind[end] in _DROPS and not self._is_time_out(end)):
            name = self._loose_end() or self._cut_off(node)
        return self.place_of_node(name) if name else None

    def _is_time_out(self, n: int) -> bool:
        """Whether a device gave something up because nobody answered in time."""
        trace = self._trace
        here = trace.spots[trace.spot[n]].node
        for m in trace.causes(n):
            if trace.spots[trace.spot[m]].node != here or trace.kind[m] == Kind.FRAME_RECEIVED:
                return False
            if trace.kind[m] == Kind.TIMER_FIRED:
                return True
        return False

    def _cut_off(self, node: str) -> str:
        """Where the cables of a device and what is behind them end, while others are beyond: a switch; "" for none."""
        here, todo = {node}, [node]
        while todo:
            for beside in self._joined.get(todo.pop(), ()):
                if beside not in here:
                    here.add(beside)
                    todo.append(beside)
        if all(each.name in here for each in self._scenario.nodes):
            return ""
        inner = [each.name for each in self._scenario.nodes if not isinstance(each, IpNodePlan)]
        ends = [name for name in inner if name in here] or [name for name in inner if name not in here]
        return ends[-1] if ends else node

    def tells_of_a_drop(self, answer: Answer) -> bool:
        """Whether an answer ends with something that was given up or lost."""
        return answer.record is not None and self._trace.kind[answer.record] in _DROPS

    def stuck(self, node: str, stop: int | None = None) -> Answer:
        """Why a device did not get on, before record ``stop``.

        What it began came to nothing, or what was for it, or a call still waits there, or the device began nothing.
        """
        end = len(self._trace) if stop is None else stop
        found = self._failures(node) or self._lost_for(node) or self._waiting(node, end) or self._given_up(node)
        before = [n for n in found if n < end]
        return self.led_to(before[-1], node) if before else self._nobody(node)

    def _nobody(self, node: str) -> Answer:
        name = self._loose(frozenset(), node) or self._loose_end() or self._cut_off(node)
        return Answer(nobody=node, place=self.place_of_node(name or node))

    def _lost_for(self, node: str) -> list[int]:
        """Where packets to a device were dropped."""
        if not self._scenario.names.nodes[node].ips:
            return []
        ends = {self._end_of(n, node) for n in self._shown(Pattern("", what="ip", destination=self._who(node)))}
        return sorted(n for n in ends if self._trace.kind[n] in _DROPS and not self._is_aside(n))

    def _given_up(self, node: str) -> list[int]:
        """What a device drops."""
        trace = self._trace
        numbers = range(trace.configured, len(trace))
        return [n for n in numbers if trace.kind[n] in _DROPS and trace.spots[trace.spot[n]].node == node]

    def _waiting(self, node: str, stop: int) -> list[int]:
        """The calls that wait at a device, in order of their beginnings."""
        trace = self._trace
        found: dict[Hashable, int] = {}
        for n in range(trace.configured, stop):
            if trace.kind[n] in _CALLS and trace.spots[trace.spot[n]].node == node:
                what = trace.what[n]
                if isinstance(what, Change):
                    found.pop(what.key, None)
                    if trace.kind[n] == Kind.CALL_BLOCKED:
                        found[what.key] = n
        return list(found.values())

    def packet(self, pattern: Pattern, came: Sequence[int] = ()) -> Answer:
        """Why no packet, or no further packet than those that ``came``, is as a pattern describes."""
        sender, receiver = self._sides(pattern)
        meant = pattern._replace(fate=None, where=None, link=None, ends=frozenset(), first=1, last=None)
        subject = pattern.where.node if pattern.where is not None else ""
        seen = self._shown(self._of_host(meant, pattern))
        if not seen and pattern.source is not None:
            seen = self._shown(meant)  # on its way it may be for another address, as where NAT is on the way
        done = {m for n in came for m in self._trace.causes(n)}
        if pattern.fate is not None:
            passed = [n for n in self._passed(pattern, meant) if n not in done]
            if passed:
                return Answer(chains=(self.way(passed[-1]),), place=self.place(passed[-1]))
        ends, target = (
            self._ends([n for n in seen if n not in done], "" if receiver is None else receiver.node),
            receiver,
        )
        if not ends and sender is not None and not seen:
            # Nobody sent it: was its sender asked?
            ends, target = self._unanswered(pattern, sender, receiver), sender
        stop = len(self._trace) if pattern.before is None else self._trace.before(pattern.before)
        if came:
            # What was sent counts, wherever it ended.
            done |= {self._end_of(n, "") for n in came if pattern.where is not None and pattern.where.how == "leaving"}
            ends = [n for n in ends if n not in done and self._is_lost(n)]
        ends = [n for n in ends if n < stop]
        if not ends:
            failures = [n for n in self._own_failures(pattern, sender, receiver) if n < stop and n not in done]
            asking = [n for n in failures if self._may_ask_for(n, pattern, sender, receiver)]
            ends = (asking if came else asking or failures)[-1:]
        if not ends:
            down = self._port_down(subject, stop) if came else None
            return self._nothing(pattern, came, sender, receiver) if down is None else self.led_to(down)
        best = max(ends, key=lambda n: (self._trace.kind[n] in _DROPS, n))
        parties = (subject, "" if target is None else target.node)
        wanted = {fact for fact in self._trace.why[best].facts.values() if isinstance(fact, IPv4Address)}
        for who in (receiver, sender):
            wanted |= who.ips if who is not None else frozenset()
        loose = self._loose(wanted, *parties)
        if loose:
            # Nothing can come through there, whatever else was dropped.
            return Answer(chains=(self.way(best),), place=self.place_of_node(loose))
        turned = self._turned_away(best, subject, {*seen} - done)
        if turned is not None:
            return Answer(chains=(self.way(turned),), place=self.place(turned))
        chains = tuple(self.chains(best))
        place = self._loose_place(chains, subject or parties[1]) or self.place(chains[-1][-1])
        return Answer(chains=chains, place=place)

    def _ends(self, sent: Sequence[int], target: str) -> list[int]:
        """Where the last packets of those that were sent end."""
        return list(dict.fromkeys(self._end_of(n, target) for n in sent[-3:]))

    def _is_lost(self, n: int) -> bool:
        """Whether a record shows the loss or the drop of a packet that was meant for where it was lost."""
        return self._trace.kind[n] in _DROPS and not self._is_aside(n)

    def _passed(self, pattern: Pattern, meant: Pattern) -> list[int]:
        """What a device, or the end of a link, did with the packets of which something else is said, in order."""
        trace = self._trace
        node = "" if pattern.where is None else pattern.where.node
        found = []
        for n in meant._replace(where=Where("reaching")).among(trace):
            here = trace.spots[trace.spot[n]]
            if trace.kind[n] != Kind.FRAME_RECEIVED or (node and here.node != node):
                continue
            if pattern.link is None or here in pattern.ends:
                found.append(self._last_there(n) if node else n)
        return found

    def _last_there(self, n: int) -> int:
        """The last thing that a device decided on a packet that it received, or did with it."""
        trace, spot = self._trace, self._trace.spots
        last, todo = n, [n]
        while todo:
            for m in self._next(todo.pop()):
                if trace.kind[m] <= Kind.DECISION and spot[trace.spot[m]].node == spot[trace.spot[n]].node:
                    last = max(last, m)
                    todo.append(m)
        return last

    def _of_host(self, meant: Pattern, pattern: Pattern) -> Pattern:
        """The packets that are meant, as the host that a sentence is about sends and receives them: its own alone."""
        where = pattern.where
        if pattern.fate is not None or where is None or not self._is_host(where.node):
            return meant
        if where.how == "leaving" and meant.source is None:
            return meant._replace(source=self._who(where.node))
        if where.how == "receiving" and meant.destination is None and meant.cast in (None, "unicast"):
            return meant._replace(destination=self._who(where.node))
        return meant

    def _is_host(self, node: str) -> bool:
        plan = self._plan(node)
        return isinstance(plan, IpNodePlan) and plan.kind == HOST

    def _plan(self, node: str) -> NodePlan | None:
        return next((each for each in self._scenario.nodes if each.name == node), None)

    def _own_failures(self, pattern: Pattern, sender: Who | None, receiver: Who | None) -> list[int]:
        """What came to nothing of what those began who would have sent a packet, or asked for it."""
        named = [who.node for who in self._beginners(pattern, sender, receiver)]
        return next((found for found in map(self._failures, named or [""]) if found), [])

    def _may_ask_for(self, n: int, pattern: Pattern, sender: Who | None, receiver: Who | None) -> bool:
        """Whether a packet that was lost may have asked for those that are meant.

        It is of the same protocol, is none of those, and comes from nobody but who has to ask.
        """
        packet = packet_of(self._trace, n)
        if packet is None or pattern.what == FRAME:
            return False
        asking = {who.node for who in self._beginners(pattern, sender, receiver)}
        datagram = packet.payload if isinstance(packet, Ethernet) else packet
        source = getattr(datagram, "src", None)
        if asking and any(
            source in known.ips for node, known in self._scenario.names.nodes.items() if node not in asking
        ):
            return False
        kind, _ = word_of(pattern.what)
        return carried.find(packet, kind) is not None and not kind_test(pattern.what, pattern.detail)(packet)

    def _port_down(self, node: str, stop: int) -> int | None:
        """The record with which a port of a switch or a hub went down that is down since; ``None`` for none."""
        trace = self._trace
        down: dict[object, int] = {}
        if isinstance(self._plan(node), IpNodePlan):
            return None
        for n in range(trace.configured, stop):
            change = trace.what[n]
            is_here = trace.spots[trace.spot[n]].node == node
            if is_here and isinstance(change, Change) and trace.why[n].rule in (PORT_UP, PORT_DOWN):
                down.pop(change.key, None)
                if trace.why[n].rule is PORT_DOWN:
                    down[change.key] = n
        return max(down.values(), default=None)

    def _beginners(self, pattern: Pattern, sender: Who | None, receiver: Who | None) -> list[Who]:
        """Who has to begin: who sends it, where it is said that somebody sends; else who has to ask for it."""
        is_sent = pattern.where is not None and pattern.where.how == "leaving"
        both = (sender, receiver) if is_sent else (receiver, sender)
        named = [who for who in both if who is not None]
        # What only passes packets on begins nothing.
        return [who for who in named if self._is_host(who.node)] or named

    def _unanswered(self, pattern: Pattern, sender: Who, receiver: Who | None) -> list[int]:
        """Where that ended which may have asked for a packet: what was sent to its sender."""
        asked = self._shown(Pattern("", what="ip", source=receiver, destination=sender))
        ends = self._ends(asked, sender.node)
        if pattern.what == FRAME:
            return [n for n in ends if self._is_lost(n)]
        kind, _ = word_of(pattern.what)
        ends = [n for n in ends if self._is_lost(n) or self._came_to(sender.node, n, kind)]
        if ends or not sender.node:
            return ends
        # A question that was put to all, and is none for this device.
        what = kind.words[0] if kind.words else pattern.what
        own = Pattern("", what=what, source=receiver, fate=Kind.FRAME_DROPPED, where=Where("at", sender.node))
        return list(own.among(self._trace))[-1:]

    def _came_to(self, node: str, n: int, kind: PduType[Any]) -> bool:
        """Whether a record shows what a device did last with a packet of a protocol."""
        packet = packet_of(self._trace, n)
        is_there = self._trace.spots[self._trace.spot[n]].node == node
        return is_there and packet is not None and carried.find(packet, kind) is not None

    def _nothing(self, pattern: Pattern, came: Sequence[int], sender: Who | None, receiver: Who | None) -> Answer:
        """The answer where nothing in the run prevented it: nobody began what would have led to it."""
        untimely: list[int] = []
        if not came and (pattern.after is not None or pattern.before is not None):
            untimely = list(pattern._replace(after=None, before=None).among(self._trace))
        named = [who.node for who in self._beginners(pattern, sender, receiver)]
        name = next((node for node in (*named, pattern.where.node if pattern.where else "") if node), "")
        place = self.place_of_node(self._loose_end() or name)
        return Answer(nobody=name, came=tuple(came), untimely=tuple(untimely), place=place)

    def _loose(self, wanted: Set[IPv4Address], *parties: str) -> str:
        """A device whose interface has no cable, where the way to an address would lead through there; "" for none."""
        scenario = self._scenario
        cabled = {end for link in scenario.links for end in link.ends}
        for node in scenario.nodes:
            if isinstance(node, IpNodePlan):
                for interface in (each for each in node.interfaces if not each.vlan):
                    near = any(ip in own.prefix for own in interface.addresses for ip in wanted)
                    if (node.name, interface.name) not in cabled and (near or node.name in parties):
                        return node.name
            elif node.name in parties and node.name not in self._joined:
                return node.name
        return ""

    def _loose_end(self) -> str:
        """A device with an interface that has no cable; "" for none, or where more are so than a cable joins."""
        cabled = {end for link in self._scenario.links for end in link.ends}
        found = []
        for node in self._scenario.nodes:
            if isinstance(node, IpNodePlan):
                is_loose = any((node.name, each.name) not in cabled for each in node.interfaces)
            else:
                is_loose = node.name not in self._joined
            found += [node.name] if is_loose else []
        return found[0] if 0 < len(found) <= _ENDS_OF_A_CABLE else ""

    @cached_property
    def _joined(self) -> dict[str, set[str]]:
        """The devices that have a cable, with those at the other ends."""
        found: dict[str, set[str]] = {}
        for link in self._scenario.links:
            (a, _), (b, _) = link.ends
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
        return found

    def _turned_away(self, end: int, subject: str, sent: set[int]) -> int | None:
        """Where a packet that got on left the way to a device: what its neighbour sent to another one."""
        trace = self._trace
        way = trace.causes(end)
        nodes = [trace.spots[trace.spot[n]].node for n in way]
        beside = self._joined.get(subject, set())
        if not subject or (trace.kind[end] in _DROPS and nodes[0] in (*beside, subject, *self._scenario.names.links)):
            return None
        if subject in nodes:
            beside = {subject}
        here = [n for n, node in zip(way, nodes, strict=True) if n in sent and node in beside]
        return here[-1] if here else None

    def _sides(self, pattern: Pattern) -> tuple[Who | None, Who | None]:
        """Who sends what is meant, and who gets it, as far as the sentence says."""
        where = pattern.where
        if pattern.fate is not None:
            return pattern.source, pattern.destination
        subject = None if where is None or not where.node else self._who(where.node)
        if where is not None and where.how in ("receiving", "reaching"):
            return pattern.source, pattern.destination or subject
        return pattern.source or subject, pattern.destination

    def _who(self, node: str) -> Who:
        known = self._scenario.names.nodes[node]
        return Who(known.ips, known.macs, None, node)

    def _shown(self, pattern: Pattern) -> list[int]:
        """The records that show such a packet, sent or dropped, in order."""
        trace = self._trace
        return sorted(chain(pattern.among(trace), pattern._replace(fate=Kind.FRAME_DROPPED).among(trace)))

    def _failures(self, node: str) -> list[int]:
        """What came to nothing of all that a node began, or anybody where none is named."""
        trace = self._trace
        return [
            n
            for n in range(trace.configured, len(trace))
            if trace.kind[n] in _DROPS
            and not self._is_aside(n)
            and node in ("", trace.spots[trace.spot[trace.causes(n)[-1]]].node)
        ]

    # Journeys

    def way(self, n: int) -> tuple[int, ...]:
        """The causes of a record and itself, earliest first."""
        return tuple(reversed(self._trace.causes(n)))

    def _next(self, n: int) -> list[int]:
        """The records that a record led to."""
        if self._after is None:
            self._after = [[] for _ in range(len(self._trace))]
            for m, cause in enumerate(self._trace.cause):
                if cause != NO_CAUSE:
                    self._after[cause].append(m)
        return self._after[n]

    def _end_of(self, n: int, target: str) -> int:
        """Where a packet's way ends: the most telling of all records that come of it."""
        trace = self._trace
        if trace.kind[n] in _DROPS:
            return n
        ends: list[int] = []
        open_records = [n]
        while open_records:
            m = open_records.pop()
            follow = self._next(m)
            if trace.kind[m] in _DROPS or not follow:
                ends.append(m)
            open_records += follow
        return max(ends, key=lambda m: self._weight(m, target), default=n)

    def _weight(self, n: int, target: str) -> tuple[int, ...]:
        """How telling an end is: that of the packet itself before that of a copy for somebody else."""
        trace = self._trace
        node = trace.spots[trace.spot[n]].node
        is_drop = trace.kind[n] in _DROPS
        return (
            not self._is_aside(n),
            is_drop and node in (target, *self._scenario.names.links),
            is_drop,
            node == target,
            n,
        )

    # What it waited for

    def chains(self, n: int) -> Iterator[tuple[int, ...]]:
        """The causes of a record, and where one was a time-out, those of why nobody answered in time."""
        trace = self._trace
        for _ in range(_MOST_DEPTH):
            way = self.way(n)
            yield way
            fired = next((m for m in reversed(way) if trace.kind[m] == Kind.TIMER_FIRED), None)
            waits = next((m for m in reversed(way) if trace.kind[m] in (Kind.TIMER_FIRED, Kind.CALL_BLOCKED)), None)
            sent = None if fired is None else self._asked_before(fired)
            if sent is None and waits is not None:
                sent = self._last_begun(waits)
            end = self._row_gone(n) if sent is None else self._end_of(sent, "")
            if end is None or end in way or self._is_aside(end) or self._says_the_same(end, n):
                return
            if sent is not None and trace.kind[end] not in _DROPS:
                return  # it arrived, and whoever got it had nothing to say
            n = end

    def _says_the_same(self, n: int, m: int) -> bool:
        trace = self._trace
        return trace.why[n] == trace.why[m] and trace.spot[n] == trace.spot[m]

    def _is_aside(self, n: int) -> bool:
        """Whether a node lets go what is for somebody else: what was sent to all, or reached more than one."""
        trace = self._trace
        packet = packet_of(trace, n)
        is_for_all = isinstance(packet, Ethernet) and packet.dst.is_group
        return trace.why[n].rule is rules.NIC_NOT_MINE or (
            trace.why[n].rule is not rules.DOWN
            and is_for_all
            and trace.kind[n] in _DROPS
            and trace.spots[trace.spot[n]].node not in self._scenario.names.links
        )

    def _row_gone(self, n: int) -> int | None:
        """The record that took away the row that a decision looked for: about the same address, at the same node."""
        trace = self._trace
        node = trace.spots[trace.spot[n]].node
        wanted = {fact for fact in trace.why[n].facts.values() if isinstance(fact, IPv4Address)}
        for m in range(n - 1, trace.configured - 1, -1):
            change = trace.what[m]
            if trace.kind[m] in _GONE and isinstance(change, Change) and trace.spots[trace.spot[m]].node == node:
                cells = (*(change.key if isinstance(change.key, tuple) else (change.key,)), *(change.before or ()))
                if any(_is_about(cell, ip) for cell in cells for ip in wanted):
                    return m
        return None

    def _asked_before(self, fired: int) -> int | None:
        """The last frame that a node sent, or could not send, for what its timer waits for."""
        trace = self._trace
        spot = trace.spots[trace.spot[fired]].node
        armed = trace.cause[fired]
        roots = trace.causes(armed)[:3] if armed != NO_CAUSE else []
        found: int | None = None
        for root in roots:
            todo = [root]
            while todo:
                m = todo.pop()
                if trace.spots[trace.spot[m]].node == spot and m < fired:
                    if trace.kind[m] in (Kind.FRAME_SENT, Kind.FRAME_DROPPED):
                        found = m if found is None else max(found, m)
                    todo += self._next(m)
            if found is not None:
                return found
        return None

    def _last_begun(self, stop: int) -> int | None:
        """The last frame before a record that its device sent, or could not send, for what led to that record, too."""
        trace = self._trace
        node = trace.spots[trace.spot[stop]].node
        way = {*trace.causes(stop)}
        for n in range(stop - 1, trace.configured - 1, -1):
            is_sent = trace.kind[n] in (Kind.FRAME_SENT, Kind.FRAME_DROPPED)
            if is_sent and trace.spots[trace.spot[n]].node == node and not way.isdisjoint(trace.causes(n)):
                return n
        return None

    # Where the scenario says so

    def place(self, n: int) -> Place:
        """The fault, the pulled cable, the link or the device that a record shows."""
        trace, scenario = self._trace, self._scenario
        for m in trace.causes(n):
            if trace.why[m].rule is rules.PULLED:
                pulled = self._pulled(trace.why[m].facts["link"], trace.at[m])
                if pulled is not None:
                    return self._at(("actions", pulled))
        node, port = trace.spots[trace.spot[n]]
        name = node
        if trace.why[n].rule is rules.DOWN:
            ends = scenario.names.links.items()
            name = next((link for link, both in ends if (node, port) in both), node)
        names = [link.name for link in scenario.links]
        if name not in names:
            return self.place_of_node(node)
        if trace.why[n].rule is rules.FAULT_DROPPED:
            faults = (self._document.value() if self._document else {}).get("faults") or []
            wanted = trace.why[n].facts.get("fault")
            found = [index for index, fault in enumerate(faults) if wanted in fault.values()]
            if found:
                return self._at(("faults", found[0]))
        cut = self._pulled(name, trace.at[n])
        return self._at(("links", names.index(name)) if cut is None else ("actions", cut))

    def _pulled(self, link: str, time: int) -> int | None:
        """The number of the action that pulled a cable before a time."""
        found: int | None = None
        for index, each in enumerate(self._scenario.actions):
            if isinstance(each, Plug) and each.link == link and each.at <= time:
                found = None if each.up else index
        return found

    def place_of_node(self, node: str) -> Place:
        return self._at(("nodes", node))

    @cached_property
    def _document(self) -> MappingNode | None:
        return compose(self._scenario.text)[0] if self._scenario.text else None

    def _at(self, path: tuple[str | int, ...]) -> Place:
        is_device = path[0] == "nodes"
        return Place(path, *Report(self._scenario.path, self._document).place(path, at_key=is_device))


def _is_about(cell: object, ip: IPv4Address) -> bool:
    """Whether a cell of a table is an address, or a network with that address in it."""
    return cell == ip or (isinstance(cell, Prefix) and ip in cell)
