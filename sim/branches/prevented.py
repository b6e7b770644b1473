"""What prevented something: the chain of records that leads to it.

A packet that did not come was lost or dropped on its way, or nobody sent it: because what asks for it was lost or
dropped on its way, or because nobody asked. So the search goes from the packet to its journey, from an answer to its
question, from a time-out to what was sent and not answered, and from a row that is missing to what took it away. It
knows no protocol: it follows causes, and the two ends of packets.
"""

from collections.abc import Hashable, Iterator, Sequence, Set
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from sim.addresses import IPv4Address, Prefix
from sim.branches.parted import Parting
from sim.device.rules import PORT_DOWN, PORT_UP
from sim.link import rules
from sim.link.ethernet.pdu import Ethernet
from sim.packets import carried
from sim.patterns.pattern import FRAME, Pattern, Where, Who, describe, kind_test, packet_of, word_of
from sim.scenario.document import MappingNode, compose
from sim.scenario.failed_programs import FailedProgram, failed_programs
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
    the time that was asked for. ``lost`` are all losses and drops of what was asked for, and of what may have asked for
    it. ``others`` are the packets of the same protocol that came there instead. ``failed`` is the program that failed
    before it could have led to it. ``aside`` is a node where the chains show its last loss or drop, or the program that
    failed, only because nothing leads straight to what was asked for, "" else.
    """

    happened: int | None = None
    chains: tuple[tuple[int, ...], ...] = ()
    place: Place | None = None
    nobody: str = ""
    came: tuple[int, ...] = ()
    untimely: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    aside: str = ""
    failed: FailedProgram | None = None

    @property
    def record(self) -> int | None:
        """The record that shows what prevented it."""
        return self.chains[-1][-1] if self.chains else None


class _Asked(NamedTuple):
    """The packets that a pattern describes: who sends them, who gets them, the records that show them on their way.

    ``shown`` are such records of packets that did not come. ``came`` are the records that show those that did.
    Nothing from record ``stop`` on matters.
    """

    pattern: Pattern
    sender: Who | None
    receiver: Who | None
    shown: tuple[int, ...]
    came: frozenset[int]
    stop: int

    @property
    def subject(self) -> str:
        """The node that the pattern is about."""
        return self.pattern.where.node if self.pattern.where is not None else ""


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

    def stuck(self, node: str, stop: int | None = None, instead: int | None = None) -> Answer:
        """Why a device did not get on, before record ``stop``, where it came to record ``instead`` at most.

        What it began came to nothing, or what was for it, or a call still waits there, or the device began nothing.
        """
        end = len(self._trace) if stop is None else stop
        lost = (self._failures(node, end), self._lost_for(node, end))
        waiting = self._waiting(node, end)
        for found in (*lost, waiting, self._given_up(node, end)):
            if found:
                is_sure = found is waiting or (instead is not None and self._root(instead) == self._root(found[-1]))
                return self.led_to(found[-1], node)._replace(aside="" if is_sure else node)
        return self._nobody(node)

    def with_failed(self, answer: Answer, *nodes: str, stop: int | None = None) -> Answer:
        """An answer, with the program that failed behind it.

        Where the answer tells of nothing that leads straight to what was asked for, that is one at the first of the
        ``nodes`` that has one, else at a device that has sent something to them, else the first of all, which is aside.
        """
        trace, found = self._trace, failed_programs(self._trace)
        shown = [each for each in found if any(each.n in each_chain for each_chain in answer.chains)]
        if shown:
            return answer._replace(failed=shown[-1])
        end = answer.record
        if end is not None and not answer.aside and trace.kind[end] != Kind.CALL_BLOCKED:
            return answer
        if answer.aside:
            loss = answer.chains[0][-1]  # a program that fails after that may have failed for it
            stop = loss if stop is None else min(stop, loss)
        early = [each for each in found if stop is None or each.n < stop]
        own = next((each for node in nodes for each in early if each.node == node), None)
        near = next((each for each in early if any(self._speaks(each.node, node) for node in nodes)), None)
        failed = own or near or next(iter(early), None)
        if failed is None:
            return answer
        plans = self._scenario.programs
        started = [n for n, plan in enumerate(plans) if (plan.node, plan.file) == (failed.node, failed.file)]
        place = self._at(("programs", started[0])) if started else self.place_of_node(failed.node)
        chains = (self.way(failed.n),) if end is None or answer.aside else (*answer.chains, self.way(failed.n))
        aside = "" if own or near else failed.node
        return answer._replace(chains=chains, place=place, nobody="", aside=aside, failed=failed)

    def _speaks(self, node: str, other: str) -> bool:
        """Whether a device has sent datagrams to another one."""
        source, destination = self._who(node), self._who(other)
        sent = Pattern("", what="ip", source=source, destination=destination)
        return bool(source.ips and destination.ips and self._shown(sent))

    def _root(self, n: int) -> int:
        """The first cause of a record."""
        return self._trace.causes(n)[-1]

    def _nobody(self, node: str) -> Answer:
        name = self._loose(frozenset(), node) or self._loose_end() or self._cut_off(node)
        return Answer(nobody=node, place=self.place_of_node(name or node))

    def _lost_for(self, node: str, stop: int) -> list[int]:
        """Where packets to a device were dropped."""
        if not self._scenario.names.nodes[node].ips:
            return []
        ends = {self._end_of(n, node) for n in self._shown(Pattern("", what="ip", destination=self._who(node)))}
        return sorted(n for n in ends if n < stop and self._is_lost(n))

    def _given_up(self, node: str, stop: int) -> list[int]:
        """What a device drops."""
        trace = self._trace
        numbers = range(trace.configured, stop)
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
        asked = self._asked(pattern, came)
        passed = self._passed(asked)
        if passed:
            return Answer(chains=(self.way(passed[-1]),), place=self.place(passed[-1]))
        ends, target = self._ends(asked), asked.receiver
        is_sure = bool(ends)
        if not ends and not asked.shown and not came and asked.sender is not None:
            ends, target = self._unanswered(asked, asked.sender), asked.sender  # nobody sent it: was its sender asked?
        found = ends or self._failures_behind(asked)
        if not found:
            down = self._port_down(asked.subject, asked.stop) if came else None
            return self._nothing(asked) if down is None else self.led_to(down)
        best = max(found, key=lambda n: (self._trace.kind[n] in _DROPS, n))
        answer = self._ended(asked, best, "" if target is None else target.node)
        if is_sure or self._is_akin(best, pattern):
            return answer
        return answer._replace(aside=self._trace.spots[self._trace.spot[self._root(best)]].node)

    def _is_akin(self, n: int, pattern: Pattern) -> bool:
        """Whether a record is about a packet of the protocol that a pattern names, or of a port of that."""
        packet = packet_of(self._trace, n)
        if packet is None or pattern.what == FRAME:
            return pattern.what == FRAME
        kind, _ = word_of(pattern.what)
        return carried.find(packet, kind) is not None or not {*kind.numbers}.isdisjoint(carried.ports(packet))

    def parties(self, pattern: Pattern) -> tuple[str, ...]:
        """The devices that a pattern names: who sends, and who gets it."""
        return tuple(who.node for who in self._sides(pattern) if who is not None and who.node)

    def lost(self, pattern: Pattern, came: Sequence[int]) -> tuple[int, ...]:
        """All losses and drops of packets as a pattern describes, other than those that ``came``, and of what may have
        asked for them."""
        asked = self._asked(pattern, came)
        own = {n for n in asked.shown if n < asked.stop and self._is_lost(n)}
        return tuple(sorted(own.union(self._asking(asked, self._own_failures(asked)))))

    def _asked(self, pattern: Pattern, came: Sequence[int]) -> _Asked:
        sender, receiver = self._sides(pattern)
        meant = _anywhere(pattern)
        shown = self._shown(self._of_host(meant, pattern))
        if not shown and pattern.source is not None:
            shown = self._shown(meant)  # on its way it may be for another address, as where NAT is on the way
        stop = len(self._trace) if pattern.before is None else self._trace.before(pattern.before)
        done = {m for n in came for m in self._trace.causes(n)}
        open_ones = tuple(n for n in shown if n not in done and not self._has_come(n, {*came}))
        return _Asked(pattern, sender, receiver, open_ones, frozenset(came), stop)

    def _has_come(self, n: int, came: Set[int]) -> bool:
        """Whether a record shows what became of a packet behind one of the records with which it came."""
        trace = self._trace
        packet = packet_of(trace, n)
        if not came or packet is None:
            return False
        told = describe(packet)
        for m in trace.causes(n):
            if m in came:
                return True
            frame = trace.what[m]
            if isinstance(frame, Ethernet) and describe(frame) != told:
                return False
        return False

    def _ends(self, asked: _Asked) -> list[int]:
        """Where those of the packets end that were sent last, unless they came where they should."""
        target = "" if asked.receiver is None else asked.receiver.node
        ends = self._last_ends(asked.shown, target)
        if asked.came:
            ends = [n for n in ends if self._is_lost(n)]
        return [n for n in ends if n < asked.stop]

    def _failures_behind(self, asked: _Asked) -> list[int]:
        """The last that came to nothing of what those began who would have sent the packets, or asked for them."""
        failures = self._own_failures(asked)
        asking = self._asking(asked, failures)
        return (asking if asking or asked.came or self._untimely(asked) else failures)[-1:]

    def _asking(self, asked: _Asked, failures: Sequence[int]) -> list[int]:
        return [n for n in failures if self._may_ask_for(n, asked)]

    def _ended(self, asked: _Asked, end: int, target: str) -> Answer:
        """The answer that a packet ended with a record, on its way to a target."""
        wanted = {fact for fact in self._trace.why[end].facts.values() if isinstance(fact, IPv4Address)}
        for who in (asked.receiver, asked.sender):
            wanted |= who.ips if who is not None else frozenset()
        loose = self._loose(wanted, asked.subject, target)
        if loose:
            # Nothing can come through there, whatever else was dropped.
            return Answer(chains=(self.way(end),), place=self.place_of_node(loose))
        turned = self._turned_away(end, asked.subject, {*asked.shown})
        if turned is not None:
            return Answer(chains=(self.way(turned),), place=self.place(turned))
        chains = tuple(self.chains(end))
        place = self._loose_place(chains, asked.subject or target) or self.place(chains[-1][-1])
        return Answer(chains=chains, place=place)

    def _last_ends(self, sent: Sequence[int], target: str) -> list[int]:
        """Where the last packets of those that were sent end."""
        return list(dict.fromkeys(self._end_of(n, target) for n in sent[-3:]))

    def _is_lost(self, n: int) -> bool:
        """Whether a record shows the loss or the drop of a packet that was meant for where it was lost."""
        return self._trace.kind[n] in _DROPS and not self._is_aside(n)

    def _passed(self, asked: _Asked) -> list[int]:
        """What a device, or the end of a link, did with packets that should have had another fate, in order."""
        trace, pattern = self._trace, asked.pattern
        found: list[int] = []
        if pattern.fate is None:
            return found
        for n in _anywhere(pattern)._replace(where=Where("reaching")).among(trace):
            here = trace.spots[trace.spot[n]]
            if trace.kind[n] != Kind.FRAME_RECEIVED or asked.subject not in ("", here.node):
                continue
            if pattern.link is None or here in pattern.ends:
                found.append(self._last_there(n) if asked.subject else n)
        done = {m for n in asked.came for m in trace.causes(n)}
        return [n for n in found if n not in done]

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

    def _own_failures(self, asked: _Asked) -> list[int]:
        """What came to nothing of what those began who would have sent the packets, or asked for them."""
        named = [who.node for who in self._beginners(asked)]
        found = next((found for node in named or [""] if (found := self._failures(node, asked.stop))), [])
        done = {m for n in asked.came for m in self._trace.causes(n)}
        return [n for n in found if n not in done and not self._has_come(n, asked.came)]

    def _may_ask_for(self, n: int, asked: _Asked) -> bool:
        """Whether a packet that was lost may have asked for those that are meant.

        It is of the same protocol, is none of those that are meant, and comes from nobody but who has to ask.
        """
        pattern, packet = asked.pattern, packet_of(self._trace, n)
        if packet is None or pattern.what == FRAME:
            return False
        asking = {who.node for who in self._beginners(asked)}
        datagram = packet.payload if isinstance(packet, Ethernet) else packet
        source = getattr(datagram, "src", None)
        if asking and any(
            source in known.ips for node, known in self._scenario.names.nodes.items() if node not in asking
        ):
            return False
        kind, _ = word_of(pattern.what)
        if carried.find(packet, kind) is None:
            return False
        # Of packets of which no more is said than the protocol, one goes one way and asks, and one comes back.
        is_back = pattern.detail is None and asked.receiver is not None and source in asked.receiver.ips
        return is_back or not kind_test(pattern.what, pattern.detail)(packet)

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

    def _beginners(self, asked: _Asked) -> list[Who]:
        """Who has to begin: who sends it, where it is said that somebody sends; else who has to ask for it."""
        where = asked.pattern.where
        is_sent = where is not None and where.how == "leaving"
        both = (asked.sender, asked.receiver) if is_sent else (asked.receiver, asked.sender)
        named = [who for who in both if who is not None]
        # What only passes packets on begins nothing.
        return [who for who in named if self._is_host(who.node)] or named

    def _unanswered(self, asked: _Asked, sender: Who) -> list[int]:
        """Where that was lost, or turned down, which may have asked for a packet: what was sent to its sender."""
        sent = self._shown(Pattern("", what="ip", source=asked.receiver, destination=sender))
        ends = [n for n in self._last_ends(sent, sender.node) if n < asked.stop and self._is_lost(n)]
        if ends or not sender.node or asked.pattern.what == FRAME:
            return ends
        # A question that was put to all, and is none for this device.
        kind, _ = word_of(asked.pattern.what)
        what = kind.words[0] if kind.words else asked.pattern.what
        own = Pattern("", what=what, source=asked.receiver, fate=Kind.FRAME_DROPPED, where=Where("at", sender.node))
        return [n for n in own.among(self._trace) if n < asked.stop][-1:]

    def _nothing(self, asked: _Asked) -> Answer:
        """The answer where nothing in the run prevented it: nobody began what would have led to it."""
        named = [who.node for who in self._beginners(asked)]
        name = next((node for node in (*named, asked.subject) if node), "")
        others = () if asked.came or self._untimely(asked) else self._others(asked.pattern)
        return Answer(nobody=name, others=others, place=self.place_of_node(self._loose_end() or name))

    def _untimely(self, asked: _Asked) -> bool:
        """Whether such packets come at another time than the one that is asked for."""
        whenever = asked.pattern._replace(after=None, before=None)
        return whenever != asked.pattern and next(whenever.among(self._trace), None) is not None

    def _others(self, pattern: Pattern) -> tuple[int, ...]:
        """The packets of the same protocol between the same parties, where a pattern says more of its packets."""
        if pattern.what == FRAME:
            return ()
        kind, _ = word_of(pattern.what)
        alike = pattern._replace(what=kind.words[0] if kind.words else pattern.what, detail=None, measures=(), says=())
        alike = alike._replace(containing=None, cast=None)
        return () if alike == pattern else tuple(alike.among(self._trace))

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

    def _failures(self, node: str, stop: int) -> list[int]:
        """What came to nothing of all that a node began, or anybody where none is named."""
        trace = self._trace
        lost = (n for n in range(trace.configured, stop) if self._is_lost(n))
        return [n for n in lost if node in ("", trace.spots[trace.spot[self._root(n)]].node)]

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


def _anywhere(pattern: Pattern) -> Pattern:
    """The packets that a pattern describes, wherever they are, and whatever becomes of them."""
    return pattern._replace(fate=None, where=None, link=None, ends=frozenset(), first=1, last=None)
