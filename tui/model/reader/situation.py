"""What is to be seen at the reader's position: packets on their way, who did something, which packet is in hand."""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sim.scenario.front import Cable, End
from sim.trace.nearest import FRAMES, nearest
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace
from tui.model.network.drawing import Loop, Marks, Token
from tui.model.network.wiring import Wiring
from tui.model.reader.cursor import Cursor
from tui.model.text.ink import Ink

if TYPE_CHECKING:
    from sim.link.ethernet.pdu import Frame

_MOST_RECORDS = 2000
"""Records of a step that are looked at for who took part; a step between two packets is seldom longer."""


class Flight(NamedTuple):
    """A frame on a link: the record that put it there, the cable, and the port that sent it."""

    n: int
    cable: Cable
    sender: End
    frame: "Frame"
    is_lost: bool = False


class Situation:
    """One position of the cursor, looked at. It stays valid while the cursor does not move."""

    def __init__(self, cursor: Cursor, wiring: Wiring) -> None:
        self.cursor = cursor
        self.wiring = wiring
        self.trace = cursor.trace
        self.position = cursor.position
        self.begin = cursor.begin
        self.record = cursor.record

    @cached_property
    def flights(self) -> list[Flight]:
        """The frames on links, in the order in which they were sent, then those that this step lost."""
        found = [self._flight(n, False) for n in sorted(self.cursor.world.in_flight)]
        for n in range(max(self.begin, self.position - _MOST_RECORDS), self.position):
            spot = self.trace.spots[self.trace.spot[n]]
            if self.trace.kind[n] == Kind.FRAME_DROPPED and spot.node in self.wiring.cables:
                found.append(self._flight(n, True))
        return [flight for flight in found if flight is not None]

    def _flight(self, n: int, is_lost: bool) -> Flight | None:
        record = self.trace[n]
        place = self.wiring.place(record.node, record.port)
        if place is None:
            return None
        frame: Frame = record.what  # type: ignore[assignment]  # records of these kinds carry frames
        return Flight(n, *place, frame, is_lost)

    @cached_property
    def loops(self) -> dict[str, Loop]:
        """What devices have sent to themselves and not taken in yet: the packet in hand, else the first."""
        found: dict[str, list[int]] = {}
        for n in sorted(self.cursor.world.in_flight):
            spot = self.trace.spots[self.trace.spot[n]]
            if self.wiring.is_inner(spot):
                found.setdefault(spot.node, []).append(n)
        return {node: self._loop(numbers) for node, numbers in found.items()}

    def _loop(self, numbers: list[int]) -> Loop:
        from sim.packets.telling import labels  # noqa: PLC0415
        from tui.model.packets.protocols import ink_of  # noqa: PLC0415

        is_here = self.record in numbers
        frame: Frame = self.trace.what[self.record if is_here else numbers[0]]  # type: ignore[assignment]  # see above
        return Loop(len(numbers), labels(frame), Ink.PACKET if is_here else ink_of(frame))

    @cached_property
    def touched(self) -> list[str]:
        """The devices that did something in this step, in order; that they were configured at the start is nothing."""
        trace, wiring = self.trace, self.wiring
        if self.cursor.at_start:
            return []
        names: dict[str, None] = {}
        for n in range(max(self.begin, self.position - _MOST_RECORDS), self.position):
            names[wiring.node(*trace.spots[trace.spot[n]])] = None
        return [name for name in names if name]

    @cached_property
    def device(self) -> str:
        """The device that the last record is about; "" where there is none."""
        trace = self.trace
        if not self.position:
            return ""
        return self.wiring.node(*trace.spots[trace.spot[self.record]])

    @cached_property
    def frame_record(self) -> int:
        """The record of the frame in hand: what the last record is about or came from, else the last packet; or -1."""
        n = frame_record(self.trace, self.record) if self.position else NO_CAUSE
        packet = self.cursor.packet
        return self.cursor.sends[packet - 1] if n == NO_CAUSE and packet else n

    @property
    def frame(self) -> "Frame | None":
        """The packet in hand."""
        n = self.frame_record
        return None if n < 0 else self.trace.what[n]  # type: ignore[return-value]

    @cached_property
    def cut(self) -> frozenset[str]:
        """The cables that are pulled out."""
        if not self.position:
            return frozenset()
        from sim.link.tables import LINK  # noqa: PLC0415 - here and below: the first picture has no records

        tables = self.cursor.world.tables
        return frozenset(
            name
            for name in self.wiring.cables
            if (rows := tables.get((name, LINK.name))) and name in rows and not rows[name].up
        )

    @cached_property
    def barred(self) -> frozenset[End]:
        """The ports that relay no frames, by the tables that say so of ports."""
        if not self.position:
            return frozenset()
        from sim import registry  # noqa: PLC0415

        bars = {table.name: table.bars for table in registry.tables().values() if table.bars is not None}
        return frozenset(
            (node, str(port))
            for (node, name), rows in self.cursor.world.tables.items()
            if name in bars
            for port, row in rows.items()
            if bars[name](row)
        )

    @cached_property
    def port_marks(self) -> dict[End, str]:
        """What is written behind the names of ports, by the tables that say so."""
        if not self.position:
            return {}
        from sim import registry  # noqa: PLC0415

        marks = {table.name: table.port_mark for table in registry.tables().values() if table.port_mark is not None}
        return {
            (node, str(port)): marks[name](row)
            for (node, name), rows in self.cursor.world.tables.items()
            if name in marks
            for port, row in rows.items()
        }

    def marks(self, chosen: str) -> Marks:
        """What is marked in the drawing; ``chosen`` is the device in hand."""
        devices = dict.fromkeys(self.touched, Ink.TOUCHED) | ({chosen: Ink.HERE} if chosen else {})
        tokens = tuple(map(self._token, self.flights))
        return Marks(devices, self.cut, tokens, self.loops, self.barred, at_ports=self.port_marks)

    def _token(self, flight: Flight) -> Token:
        from sim.packets.telling import labels  # noqa: PLC0415
        from tui.model.packets.protocols import ink_of  # noqa: PLC0415

        ink = Ink.BAD if flight.is_lost else Ink.PACKET if flight.n == self.record else ink_of(flight.frame)
        is_onward = flight.sender == flight.cable.a
        return Token(flight.cable.name, is_onward, labels(flight.frame), ink, flight.is_lost)


def frame_record(trace: Trace, n: int) -> int:
    """The record of the frame that record ``n`` is about: itself, or the nearest that led to it; -1 where none did."""
    return nearest(trace, FRAMES).of(n)
