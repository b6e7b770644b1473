"""Which packet is meant, in faults, notes, expectations and searches. ``sim.patterns.syntax`` reads the text.

The kinds of packet are words of the features' types of PDU.

A node stands for itself: for its MAC addresses where the packet is ARP or a bare frame, for its IPv4
addresses where it is IP. An address is looked for in the header that it belongs to; the receiver of an ARP
packet is its target. A pattern is sought among the frames that begin to cross a link, unless it names a node
or a fate.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from sim import registry
from sim.addresses import BROADCAST_MAC, IPv4Address, MacAddress
from sim.ip.ipv4.pdu import IPv4
from sim.ip.reassembly import rules as reassembly_rules
from sim.link.ethernet.pdu import NOBODY, Damaged, Ethernet
from sim.packets import carried
from sim.packets.past import past
from sim.patterns.holdings import holdings
from sim.pdu.base import Pdu
from sim.pdu_type import History, Number, PduType, Side, Text, Word
from sim.trace.nearest import nearest
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace

REASSEMBLED = reassembly_rules.COMPLETE
"""The rule of the record that shows a datagram whole again."""

FRAME = "frame"
"""The kind of packet that everything is."""

End = tuple[str, str]
"""A node's name and a port's."""
Links = Mapping[str, tuple[End, End]]
"""The two ends of each link, by its name."""


class Addresses(NamedTuple):
    """What a node answers to."""

    ips: frozenset[IPv4Address] = frozenset()
    macs: frozenset[MacAddress] = frozenset()
    ports: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    """Interfaces that have no port: what leaves there comes in there."""


class Names(NamedTuple):
    """What the words of a pattern can name: the nodes, and the links with their two ends."""

    nodes: Mapping[str, Addresses]
    links: Links


class Who(NamedTuple):
    """A sender or receiver: a node by all of its addresses, or one address; with a TCP or UDP port or without.

    Of a ``node`` the ``ips`` are those that it is planned to have. What it has follows from the run.
    """

    ips: frozenset[IPv4Address] = frozenset()
    macs: frozenset[MacAddress] = frozenset()
    port: int | None = None
    node: str = ""


class Where(NamedTuple):
    """A node ("" for any) or one port of it, and whether the packet is ``at`` it, ``leaving`` or ``reaching`` it.

    ``receiving`` is stricter than ``reaching``: the node takes the frame in, or has put a datagram together.
    """

    how: str
    node: str = ""
    port: str | None = None


class Measure(NamedTuple):
    """What a number of a header must be, ``least`` and ``most`` inclusive; see :func:`numbers_of`."""

    name: str
    least: int
    most: int | None

    def accepts(self, value: int | None) -> bool:
        return value is not None and value >= self.least and (self.most is None or value <= self.most)


class Says(NamedTuple):
    """What a text of a header must be; see :func:`texts_of`."""

    name: str
    text: str


class Pattern(NamedTuple):
    """A packet, described. Times in ns. ``port`` is that of either side, TCP's or UDP's.

    ``first`` to ``last`` (from 1, inclusive) says which of those that match are meant; ``None`` is "to the
    end", and ``first`` is -1 for the last one.
    """

    text: str
    first: int = 1
    last: int | None = None
    cast: str | None = None
    fate: Kind | None = None
    what: str = FRAME
    detail: str | None = None
    source: Who | None = None
    destination: Who | None = None
    port: int | None = None
    link: str | None = None
    ends: frozenset[End] = frozenset()
    where: Where | None = None
    after: int | None = None
    before: int | None = None
    measures: tuple[Measure, ...] = ()
    says: tuple[Says, ...] = ()
    containing: bytes | None = None

    def accepts(self, packet: Pdu) -> bool:
        """Whether the packet itself is of the kind that is meant, wherever it is and whatever it repeats."""
        if type(packet) is Damaged:
            asks = (self.cast, self.source, self.destination, self.port, self.measures, self.says, self.containing)
            return self.what == FRAME and not any(asks)
        return (
            (self.cast is None or _is_cast(self.cast, packet))
            and (self.what == FRAME or self._is_kind(packet))
            and self._is_between(packet)
            and (self.port is None or self.port in carried.ports(packet))
            and (self.containing is None or self.containing in carried.octets(packet))
            and (not self.measures or all(self._measures(each, packet) for each in self.measures))
        )

    def _is_between(self, packet: Pdu) -> bool:
        """Whether the packet has the sender and the receiver that are meant."""
        if self.source is None and self.destination is None:
            return True
        return type(packet) is not Damaged and (
            (self.source is None or _is_at(self.source, packet, 0, self.what == FRAME))
            and (self.destination is None or _is_at(self.destination, packet, 1, self.what == FRAME))
        )

    def _is_kind(self, packet: Pdu) -> bool:
        """Whether the packet is of the kind; of several values in it, one must be all that its own header must be."""
        kind, _ = word_of(self.what)
        if not self.says and not registry.is_read(kind.name):
            return kind_test(self.what, self.detail)(packet)
        test, own = value_test(self.what, self.detail), self._own
        return any(
            each is kind and test(value) and all(is_so(value) for is_so in own) for each, value in carried.chain(packet)
        )

    @property
    def _own(self) -> list[Callable[[Any], bool]]:
        """What the header of the kind itself must be beside its detail, where the packet alone can be asked."""
        kind = None if self.what == FRAME else word_of(self.what)[0]
        found = [_said(each, texts_of(self.what)[each.name]) for each in self.says]
        for measure in self.measures:
            owner, number = numbers_of(self.what)[measure.name]
            if owner is kind and number.history is None:
                found.append(_measured_alone(measure, number))
        return found

    def _measures(self, measure: Measure, packet: Pdu) -> bool:
        """Whether a number of an earlier header is as it must be, where the packet alone can be asked."""
        kind, number = numbers_of(self.what)[measure.name]
        if number.history is not None or (registry.is_read(kind.name) and kind is word_of(self.what)[0]):
            return True
        value = carried.find(packet, kind)
        return value is not None and measure.accepts(number.of(value, None))

    @property
    def needs(self) -> list[tuple[Callable[[], History], Callable[[Any, Pdu], bool]]]:
        """What must be so by the packets before it: histories, each with a test of what it tells of the packet."""
        found: list[tuple[Callable[[], History], Callable[[Any, Pdu], bool]]] = []
        if self.detail is not None:
            _, word = word_of(self.what)
            bit = word.details[self.detail].past
            if bit and word.history is not None:
                found.append((word.history, lambda told, packet: bool(told & bit)))
        for measure in self.measures:
            kind, number = numbers_of(self.what)[measure.name]
            if number.history is not None:
                found.append((number.history, _measured(measure, kind, number)))
        return found

    def as_of(self, trace: Trace, n: int, packet: Pdu | None) -> "Pattern":
        """The same pattern, with the addresses that the nodes in it have at record ``n``, which is about a packet."""
        source = _known(self.source, trace, n, packet)
        destination = _known(self.destination, trace, n, packet)
        if source is self.source and destination is self.destination:
            return self
        return self._replace(source=source, destination=destination)

    def watch(self, trace: Trace) -> Callable[[Hashable, Pdu], bool]:
        """A test of frames that is shown all that cross a link, in order, each with the port that sends it.

        It tells of each whether it is of the kind that is meant, wherever it is. ``trace`` is that of the run so far.
        """

        anybody = self._replace(source=None, destination=None)

        def accepts(frame: Pdu) -> bool:
            # Who has which address takes longest to tell, and most frames are of another kind.
            return anybody.accepts(frame) and self.as_of(trace, len(trace) - 1, frame)._is_between(frame)

        needs = [(history(), test) for history, test in self.needs]
        if not needs:
            return lambda port, frame: accepts(frame)

        def is_meant(port: Hashable, frame: Pdu) -> bool:
            told = [history.see(port, frame) for history, _ in needs]
            return accepts(frame) and all(test(each, frame) for each, (_, test) in zip(told, needs, strict=True))

        return is_meant

    def among(self, trace: Trace) -> Iterator[int]:
        """The numbers of the records that show a packet as described, in order, however many are meant."""
        start = 0 if self.after is None else trace.before(self.after - 1)
        stop = len(trace) if self.before is None else trace.before(self.before)
        kinds = self.kinds()
        for n in range(start, stop):
            if trace.kind[n] in kinds and self._shows(trace, n):
                yield n

    def matches(self, trace: Trace, n: int) -> bool:
        """Whether record ``n`` shows a packet as described, its number among them not considered."""
        at = trace.at[n]
        if (self.after is not None and at < self.after) or (self.before is not None and at > self.before):
            return False
        return trace.kind[n] in self.kinds() and self._shows(trace, n)

    def kinds(self) -> frozenset[Kind]:
        """The kinds of record that can show it."""
        if self.fate == Kind.FRAME_DROPPED:
            return _DROPS
        if self.fate is not None:
            return frozenset({self.fate})
        return _KINDS[self.where.how if self.where is not None else "leaving"]

    def _shows(self, trace: Trace, n: int) -> bool:
        """Whether a record of the right kind is the right one."""
        if self.where is not None and self.fate is None:
            kind = trace.kind[n]
            if kind == Kind.DECISION and trace.why[n].rule != REASSEMBLED:
                return False
            if self.where.how == "reaching" and kind == Kind.FRAME_DROPPED and not _was_in_flight(trace, n):
                return False
        if not self._is_place(trace, n):
            return False
        packet = packet_of(trace, n)
        if packet is None or not self.as_of(trace, n, packet).accepts(packet):
            return False
        return all(test(past(trace, history).of(n), packet) for history, test in self.needs)

    def _is_place(self, trace: Trace, n: int) -> bool:
        place, port = trace.spots[trace.spot[n]]
        if self.link is not None and place != self.link and (place, port) not in self.ends:
            return False
        where = self.where
        return where is None or (where.node in ("", place) and where.port in (None, port))

    def chosen(self, numbers: list[int]) -> list[int]:
        """Those of all matches, in order, that ``first``, ``2nd``, ``every`` or ``last`` names."""
        return numbers[-1:] if self.first < 0 else numbers[self.first - 1 : self.last]


def find(trace: Trace, pattern: Pattern) -> list[int]:
    """The numbers of the records that the pattern means, in order."""
    enough = None if pattern.first < 0 else pattern.last
    return pattern.chosen(list(islice(pattern.among(trace), enough)))


def packet_of(trace: Trace, n: int) -> Pdu | None:
    """The packet that record ``n`` is about: its own, or that of the nearest record which led to it.

    For a datagram it is the frame that brought it, where one did; for a damaged frame the one that was sent, so
    that it can still be named.
    """
    found: Pdu | None = None
    telling = nearest(trace, _ABOUT_PACKETS)
    while (n := telling.of(n)) != NO_CAUSE:
        what = trace.what[n]
        if type(what) is Ethernet:
            return what if found is None or what.payload is found else found
        if found is None and isinstance(what, Pdu) and type(what) is not Damaged:
            found = what
        n = trace.cause[n]
    return found


def describe(packet: Pdu) -> str:
    """The packet in the words of a pattern: ``icmp echo-reply from 10.0.0.1 to 10.0.0.2``."""
    if type(packet) is Damaged:
        return "damaged frame"
    words = _kind_of(packet)
    for form, value in reversed(carried.headers(packet)):
        if form.sides is not None:
            sides = form.sides(value)
            source, destination = (side.mac if side.ip is None else side.ip for side in sides)
            between = [f":{port}" for port in carried.ports(packet)] or ["", ""]
            to = "to" if sides[1].is_alone else "for"
            return " ".join([*words, "from", f"{source}{between[0]}", to, f"{destination}{between[1]}"])
    return " ".join(words)


def _kind_of(packet: Pdu) -> list[str]:
    """The most telling kind and detail that the packet language has for a packet."""
    chain = carried.chain(packet)
    kind, value = chain[-1]
    form = kind.format
    special = [name for name, word in form.words.items() if word.test is not None and word.test(value)]
    if special:
        return special[:1]
    said = registry.child(kind.name, form.content(value)) if form.content is not None else None
    if said is not None:
        return [said.words[0]]
    for each, value in reversed(chain):
        for name, word in each.format.words.items():
            detail = next((detail for detail, known in word.details.items() if known.test(value)), None)
            return [name] if detail is None else [name, detail]
    return [FRAME]


@registry.remembered
def word_of(name: str) -> tuple[PduType[Any], Word[Any]]:
    """The type of PDU that a kind of packet carries, and what else the word means."""
    kind = registry.words()[name]
    return kind, kind.format.words[name]


@registry.remembered
def numbers_of(what: str) -> dict[str, tuple[PduType[Any], Number[Any]]]:
    """The numbers that can be asked of a kind of packet: those of its own header, then those of the headers before."""
    kind, _ = word_of(what)
    found = {name: (kind, number) for name, number in kind.format.numbers.items()}
    while kind.parent:
        kind = registry.pdu(kind.parent)
        found = {name: (kind, number) for name, number in kind.format.numbers.items()} | found
    return found


def texts_of(what: str) -> Mapping[str, Text[Any]]:
    """The texts that can be asked of a kind of packet."""
    return word_of(what)[0].format.texts


def _said(says: Says, text: Text[Any]) -> Callable[[Any], bool]:
    wanted = text.alike(says.text)

    def test(value: Any) -> bool:
        found = text.of(value)
        return found is not None and text.alike(found) == wanted

    return test


def _measured_alone(measure: Measure, number: Number[Any]) -> Callable[[Any], bool]:
    return lambda value: measure.accepts(number.of(value, None))


def _measured(measure: Measure, kind: PduType[Any], number: Number[Any]) -> Callable[[Any, Pdu], bool]:
    def test(told: Any, packet: Pdu) -> bool:
        value = carried.find(packet, kind)
        return value is not None and measure.accepts(number.of(value, told))

    return test


@registry.remembered
def value_test(what: str, detail: str | None) -> Callable[[Any], bool]:
    """The test whether a value of the type of a kind is of that kind, and of this detail."""
    _, word = word_of(what)
    tests = [test for test in (word.test, None if detail is None else word.details[detail].test) if test is not None]
    return lambda value: all(test(value) for test in tests)


@registry.remembered
def kind_test(what: str, detail: str | None) -> Callable[[Pdu], bool]:
    """The test whether a packet is of a kind, without what only the packets before it can tell.

    A packet is also of a kind where a header says that it carries it, though that cannot be read: a fragment, or a
    malformed message.
    """
    kind, word = word_of(what)
    wanted, is_so = kind.format.type, value_test(what, detail)
    if registry.is_read(kind.name):
        return lambda packet: any(each is kind and is_so(value) for each, value in carried.chain(packet))
    is_tested = detail is not None or word.test is not None
    parent = None if is_tested or not kind.parent else registry.pdu(kind.parent).format
    carrier, content = (None, None) if parent is None else (parent.type, parent.content)

    def test(packet: Pdu) -> bool:
        value: Pdu | bytes | None = packet
        while isinstance(value, Pdu):
            if type(value) is wanted:
                return is_so(value)
            if type(value) is carrier and content is not None:
                return content(value) in kind.numbers
            value = value.payload
        return False

    return test


_ABOUT_PACKETS = frozenset(kind for kind in Kind if kind <= Kind.DECISION)
_DROPS = frozenset({Kind.FRAME_DROPPED, Kind.PACKET_DROPPED})
_KINDS = {
    "leaving": frozenset({Kind.FRAME_SENT}),
    "reaching": frozenset({Kind.FRAME_RECEIVED, Kind.FRAME_DROPPED}),
    "receiving": frozenset({Kind.FRAME_RECEIVED, Kind.DECISION}),
    "at": frozenset({Kind.FRAME_SENT, Kind.FRAME_RECEIVED, Kind.FRAME_DROPPED, Kind.PACKET_DROPPED}),
}
_FLIGHTS = frozenset({Kind.FRAME_SENT, Kind.FRAME_DUPLICATED, Kind.FRAME_DAMAGED})


def _was_in_flight(trace: Trace, n: int) -> bool:
    cause = trace.cause[n]
    return cause != NO_CAUSE and trace.kind[cause] in _FLIGHTS


def _known(who: Who | None, trace: Trace, n: int, packet: Pdu | None) -> Who | None:
    if who is None or not who.node:
        return who
    ips, macs = holdings(trace).of(who.node, who.ips, n), who.macs
    if type(packet) is Ethernet and packet.dst == NOBODY and trace.spots[trace.spot[n]].node == who.node:
        # On its loopback interface a node has the addresses that every node has there.
        datagram = packet.payload
        ends = (datagram.src, datagram.dst) if isinstance(datagram, IPv4) else ()
        ips, macs = ips | {ip for ip in ends if ip.is_loopback}, macs | {NOBODY}
    return who if (ips, macs) == (who.ips, who.macs) else who._replace(ips=ips, macs=macs)


def _is_cast(cast: str, packet: Pdu) -> bool:
    if not isinstance(packet, Ethernet):
        return False
    if packet.dst == BROADCAST_MAC:
        return cast == "broadcast"
    return cast == ("multicast" if packet.dst.is_group else "unicast")


def _is_at(who: Who, packet: Pdu, end: int, is_bare: bool) -> bool:
    """Whether a packet's sender (``end`` 0) or receiver (1) is somebody: the innermost header that says so counts.

    A packet that is only called a frame is a node's by its MAC address.
    """
    if who.port is not None and who.port not in carried.ports(packet)[end : end + 1]:
        return False
    for form, value in reversed(carried.headers(packet)):
        sides = form.sides
        if sides is None:
            continue
        side: Side = sides(value)[end]
        if not side.is_alone:
            if side.ip in who.ips:
                return True
        elif side.mac is not None and who.macs:
            return side.mac in who.macs
        elif side.ip is not None and who.ips and not (is_bare and who.macs):
            return side.ip in who.ips
    return False
