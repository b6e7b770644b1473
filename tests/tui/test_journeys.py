"""A packet's journey follows its causes: a router that rewrites addresses and ports on the way ends no journey."""

from typing import Any, NamedTuple

import pytest

from sim.addresses import InterfaceAddress, IPv4Address, MacAddress
from sim.device.interface import InterfaceRow
from sim.ip.ipv4.pdu import PROTOCOL_TCP, IPv4
from sim.ip.neighbours import Waiting
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet, Frame
from sim.session import Session
from sim.trace.records import NO_CAUSE, Change, Kind
from sim.trace.trace import Trace
from sim.trace.world import fold
from sim.transport.tcp.machine.rows import CONNECTIONS, ConnectionRow, Endpoints
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import ACK, SYN, Tcp
from tests.reasons import BECAUSE
from tui.model.conversation.captions import notes
from tui.model.conversation.journeys import Journeys, Stage
from tui.model.conversation.ladder_rows import LadderRows
from tui.model.network.owners import owners
from tui.model.packets.dissection import Dissection, take_apart

DEVICES = PC, ROUTER, SERVER = ("pc", "r1", "server")


class Socket(NamedTuple):
    ip: IPv4Address
    port: int


INSIDE = Socket(IPv4Address.parse("10.0.0.2"), 49152)
OUTSIDE = Socket(IPv4Address.parse("203.0.113.1"), 40001)
FAR = Socket(IPv4Address.parse("203.0.113.9"), 80)
INTERFACES = {
    (PC, "eth0"): (INSIDE.ip, "02:00:00:00:00:01"),
    (ROUTER, "eth0"): (IPv4Address.parse("10.0.0.1"), "02:00:00:00:00:02"),
    (ROUTER, "eth1"): (OUTSIDE.ip, "02:00:00:00:00:03"),
    (SERVER, "eth0"): (FAR.ip, "02:00:00:00:00:04"),
}
BEYOND = {(PC, "eth0"): (ROUTER, "eth0"), (ROUTER, "eth1"): (SERVER, "eth0")}
BEYOND |= {there: here for here, there in BEYOND.items()}


class Translated:
    """A PC behind a router that gives what it sends an address and port of its own; each record is written by hand."""

    def __init__(self) -> None:
        self.trace = Trace()
        places = (*INTERFACES, *((device, "") for device in DEVICES))
        self.spots = {place: self.trace.add_spot(*place) for place in places}
        self.at = 0
        for (node, port), (ip, mac) in INTERFACES.items():
            row = InterfaceRow(MacAddress.parse(mac), (InterfaceAddress(ip, 24),), True, 1500)
            self.add(Kind.ROW_ADDED, node, "", NO_CAUSE, Change("interface", port, None, row))
        self.trace.configured = len(self.trace)

    def add(self, kind: Kind, node: str, port: str, cause: int, what: Any) -> int:
        return self.trace.add(kind, self.at, self.spots[node, port], cause, what, BECAUSE)

    def sends(self, node: str, port: str, datagram: IPv4, cause: int = NO_CAUSE) -> int:
        """A datagram leaves, and comes to the other end of the cable a millisecond later; the record of its arrival."""
        there = BEYOND[node, port]
        dst, src = (MacAddress.parse(INTERFACES[end][1]) for end in (there, (node, port)))
        frame = Ethernet(dst, src, TYPE_IPV4, datagram)
        sent = self.add(Kind.FRAME_SENT, node, port, cause, frame)
        self.at += 1_000_000
        return self.add(Kind.FRAME_RECEIVED, *there, sent, frame)

    def waits(self, port: str, datagram: IPv4, cause: int) -> int:
        """The router holds the datagram while it asks for a MAC address; the record of the answer."""
        change = Change("waiting", (port, datagram.dst), None, Waiting((datagram,)))
        self.add(Kind.ROW_ADDED, ROUTER, "", cause, change)
        self.at += 1_000_000
        return self.add(Kind.DECISION, ROUTER, "", NO_CAUSE, None)

    def state(self, node: str, state: State, local: Socket, remote: Socket, cause: int) -> int:
        row = ConnectionRow(state, 100, None, 536, 0, 0, False, False)
        change = Change(CONNECTIONS, Endpoints(*local, *remote), None, row)
        return self.add(Kind.STATE_CHANGED, node, "", cause, change)

    def journeys(self) -> Journeys:
        found = Journeys(self.trace, frozenset(DEVICES))
        found.extend()
        return found


def segment(source: Socket, target: Socket, flags: int, ttl: int, identification: int = 0) -> IPv4:
    carried = Tcp(source.port, target.port, 100, 101 if flags & ACK else 0, flags, 1000, b"")
    return IPv4(source.ip, target.ip, PROTOCOL_TCP, carried, ttl=ttl, identification=identification)


def translated(is_held: bool = False) -> Translated:
    """A SYN to the server and its SYN,ACK, both with identification 0, as many systems send them."""
    made = Translated()
    made.state(PC, State.SYN_SENT, INSIDE, FAR, NO_CAUSE)
    came = made.sends(PC, "eth0", segment(INSIDE, FAR, SYN, 64))
    onward = segment(OUTSIDE, FAR, SYN, 63)
    came = made.sends(ROUTER, "eth1", onward, made.waits("eth1", onward, came) if is_held else came)
    made.state(SERVER, State.SYN_RECEIVED, FAR, OUTSIDE, came)
    came = made.sends(SERVER, "eth0", segment(FAR, OUTSIDE, SYN | ACK, 64), came)
    back = segment(FAR, INSIDE, SYN | ACK, 63)
    made.sends(ROUTER, "eth0", back, made.waits("eth0", back, came) if is_held else came)
    return made


def rewritten(taken: Dissection) -> dict[tuple[str, str], str]:
    """What the fields were, one hop before, that are different now."""
    return {(row.layer.name, row.field.name): row.was for row in taken.rows if row.field is not None and row.was}


def frame_of(made: Translated, n: int) -> Frame:
    frame = made.trace.what[n]
    assert isinstance(frame, Ethernet)
    return frame


@pytest.mark.parametrize("is_held", [False, True])
def test_packet_that_a_router_rewrites_stays_one_journey(is_held: bool) -> None:
    made = translated(is_held)
    found = made.journeys()
    assert len(found) == 2
    kinds = made.trace.kind
    there, back = (found.of(n) for n in [n for n in range(len(kinds)) if kinds[n] == Kind.FRAME_SENT][::2])
    assert there is not None
    assert back is not None
    assert (there.source, there.target, there.reached) == (PC, SERVER, [SERVER])
    assert (back.source, back.target, back.reached) == (SERVER, PC, [PC])
    packets = [event.stage for event in found.events if event.stage is not Stage.STATE]
    assert packets == [Stage.SENT, Stage.ARRIVED] * 2


@pytest.mark.parametrize("is_held", [False, True])
def test_both_ends_of_a_rewritten_connection_are_one_connection(is_held: bool) -> None:
    found = translated(is_held).journeys()
    assert len(found.connections) == 1
    connection = found.connections[0]
    assert connection.nodes == [PC, SERVER]
    assert connection.key(0) == (*INSIDE, *FAR)
    assert connection.key(1) == (*FAR, *OUTSIDE)
    assert [connection.state(side, 10**6) for side in (0, 1)] == [State.SYN_SENT, State.SYN_RECEIVED]
    assert connection.iss == [100, 100]


@pytest.mark.parametrize("is_held", [False, True])
def test_packet_view_says_what_the_router_rewrote(is_held: bool) -> None:
    made = translated(is_held)
    found = made.journeys()
    kinds = made.trace.kind
    first, second, _, last = [n for n in range(len(kinds)) if kinds[n] == Kind.FRAME_SENT]
    assert found.hop_before(first) == NO_CAUSE
    assert found.hop_before(second) == first
    taken = take_apart(frame_of(made, second), frame_of(made, first), owners(fold(made.trace, second), DEVICES))
    changed = rewritten(taken)
    assert changed["ipv4", "src"] == "10.0.0.2"
    assert changed["ipv4", "ttl"] == "64"
    assert changed["tcp", "src_port"] == "49152"
    assert ("ipv4", "dst") not in changed
    assert taken.rows[taken.find("ipv4", "src")].who == ROUTER
    taken = take_apart(frame_of(made, last), frame_of(made, found.hop_before(last)), {})
    changed = rewritten(taken)
    assert changed["ipv4", "dst"] == "203.0.113.1"
    assert changed["tcp", "dst_port"] == "40001"


@pytest.mark.parametrize("is_held", [False, True])
def test_chart_of_a_growing_trace_does_not_end_a_packet_at_the_router(is_held: bool) -> None:
    whole = translated(is_held)
    everything = LadderRows(whole.journeys())
    everything.extend()
    assert [name for name in everything.participants if name != ROUTER] == [PC, SERVER]
    growing = Trace()
    growing.spots, growing.configured = whole.trace.spots, whole.trace.configured
    journeys = Journeys(growing, frozenset(DEVICES))
    rows = LadderRows(journeys)
    for record in whole.trace:
        growing.add(record.kind, record.at, whole.trace.spot[record.n], record.cause, record.what, record.why)
        journeys.extend()
        rows.extend(is_complete=False)
    rows.extend()
    assert [row[:4] for row in rows.rows] == [row[:4] for row in everything.rows]


def test_answer_is_a_journey_of_its_own_whatever_its_identification() -> None:
    made = Translated()
    came = made.sends(PC, "eth0", segment(INSIDE, Socket(INTERFACES[ROUTER, "eth0"][0], 80), SYN, 65))
    made.sends(ROUTER, "eth0", segment(Socket(INTERFACES[ROUTER, "eth0"][0], 80), INSIDE, SYN | ACK, 64), came)
    found = made.journeys()
    assert len(found) == 2
    assert [event.stage for event in found.events] == [Stage.SENT, Stage.ARRIVED] * 2


def test_address_belongs_to_whom_the_rows_say_at_that_point() -> None:
    made = Translated()
    mac = MacAddress.parse(INTERFACES[PC, "eth0"][1])
    key, row = "eth0", InterfaceRow(mac, (InterfaceAddress(INSIDE.ip, 24),), True, 1500)
    gone = made.add(Kind.ROW_CHANGED, PC, "", NO_CAUSE, Change("interface", key, row, row._replace(addresses=())))
    other = Socket(IPv4Address.parse("10.0.0.77"), 49152)
    leased = row._replace(addresses=(InterfaceAddress(other.ip, 24),))
    made.add(Kind.ROW_CHANGED, PC, "", NO_CAUSE, Change("interface", key, row._replace(addresses=()), leased))
    at = {n: owners(fold(made.trace, n), DEVICES) for n in (gone, gone + 1, gone + 2)}
    assert [known.get("10.0.0.2", "") for known in at.values()] == [PC, "", ""]
    assert [known.get("10.0.0.77", "") for known in at.values()] == ["", "", PC]
    made.sends(ROUTER, "eth0", segment(FAR, other, SYN, 63))
    made.sends(ROUTER, "eth0", segment(FAR, INSIDE, SYN, 63))
    found = made.journeys()
    sent = [event.journey for event in found.events if event.stage is Stage.SENT]
    assert [journey.target for journey in sent if journey is not None] == [PC, ""]


def told(name: str) -> list[tuple[tuple[str, ...], bool]]:
    """What sets the packets of a lesson apart that were sent before, and whether their receivers refused them."""
    session = Session.load(name)
    session.run()
    found = Journeys(session.trace, frozenset(session.network.nodes))
    found.extend()
    sent = [event.journey for event in found.events if event.stage is Stage.SENT]
    again = [journey for journey in sent if journey is not None and (journey.is_again or journey.is_copy)]
    return [(notes(journey), journey.refused >= 0) for journey in again]


def test_a_tail_loss_probe_is_no_time_out() -> None:
    assert {words[0] for words, _ in told("tail-loss-probe")} == {"again: "}


def test_what_the_receiver_has_already_is_not_marked_as_lost() -> None:
    assert [is_refused for _, is_refused in told("duplicates")] == [False, False]
