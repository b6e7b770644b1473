"""The rows of a sequence chart, from top to bottom: made once as the trace grows, whatever it looks like."""

from array import array
from bisect import bisect_right
from enum import IntEnum
from itertools import count
from typing import NamedTuple

from sim.trace.records import NO_CAUSE
from tui.model.conversation.journeys import EVERYBODY, Event, Journey, Journeys, Stage, cause_at
from tui.model.conversation.tcp import Conversation

_MOST_PASSING = 16
"""Packets that are drawn on their way beside what a row is about."""


class RowKind(IntEnum):
    """What a row shows."""

    CALL = 0
    STATE = 1
    DIRECT = 2
    """A packet that was sent and came, or was lost, before anything else happened."""
    SENT = 3
    ARRIVED = 4
    LOST = 5


class LadderRow(NamedTuple):
    """One row. It stands for the records from ``begin`` up to the next row's, of which ``n`` is the first shown.

    ``actor`` is the lifeline of a call or state. ``passing`` are the packets that are on their way meanwhile.
    """

    kind: RowKind
    begin: int
    n: int
    actor: str
    journey: Journey | None
    connection: Conversation | None
    passing: tuple[Journey, ...]


class LadderRows:
    """The rows of all packets, or of those of one ``connection``.

    ``participants`` are the lifelines: devices that something is sent by or for, and programs where a device talks to
    itself; ``senders`` are those of them that send, in the order of their first packets. ``place`` gives the rows at
    which a journey begins and ends.
    """

    def __init__(self, journeys: Journeys, connection: Conversation | None = None) -> None:
        self.journeys = journeys
        self.trace = journeys.trace
        self.connection = connection
        self.rows: list[LadderRow] = []
        self.participants: dict[str, None] = {}
        self.senders: dict[str, None] = {}
        self.scanned = 0
        self._begins = array("i")
        self._places: dict[Journey, tuple[int, int]] = {}
        self._under_way: tuple[Journey, ...] = ()
        self._numbers: dict[Journey, int] = {}
        self._crossing: set[Journey] = set()
        self._state: Event | None = None
        self._calls: set[int] = set()

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> LadderRow:
        return self.rows[index]

    def at(self, position: int) -> int:
        """The row that the last of the first ``position`` records belongs to; -1 before the first row."""
        return bisect_right(self._begins, position - 1) - 1

    def end(self, index: int) -> int:
        """The record behind the last that a row stands for."""
        return self._begins[index + 1] if index + 1 < len(self.rows) else len(self.trace)

    def place(self, journey: Journey) -> tuple[int, int]:
        """The rows at which a journey begins and ends; of one that is still under way, the last row."""
        begin, end = self._places[journey]
        return begin, end if end >= 0 else len(self.rows)

    def number(self, journey: Journey) -> int:
        """The number at both ends of a long flight, from 1; 0 for one that comes in the row it leaves."""
        return self._numbers.get(journey, 0)

    def crosses(self, journey: Journey) -> bool:
        """Whether a packet meets another on its way, which goes the other way."""
        return journey in self._crossing

    @property
    def has_connections(self) -> bool:
        """Whether there are states to be shown."""
        return self.connection is not None or len(self.journeys.connections) > 0

    def extend(self, is_complete: bool = True) -> None:
        """Take in what the journeys gained; ``is_complete`` where nothing is to come."""
        trace = self.trace
        events = self.journeys.events
        known = len(events) if is_complete else self.journeys.firm
        for index in range(self.scanned, known):
            event = events[index]
            if self.connection is None or event.connection is self.connection:
                self._take(event)
        self.scanned = known
        if self._state is not None and (is_complete or trace.at[-1] > trace.at[self._state.n]):
            self._settle()

    def _take(self, event: Event) -> None:
        if event.stage is Stage.STATE:
            self._take_state(event)
        elif event.stage is Stage.CALLED:
            self._flush(event)
            self._show_call(cause_at(self.trace, event.n)[0], event.n, event.caller)
        elif event.stage is Stage.ANSWERED:
            self._flush(event)
            self.participants[event.actor] = None
            self._add(LadderRow(RowKind.CALL, event.n, event.n, event.actor, None, event.connection, self._under_way))
        elif event.journey is not None:
            self._take_journey(event, event.journey)

    # States

    def _take_state(self, event: Event) -> None:
        """A state belongs to what happened at the same time to the same connection, or to what it leads to at once."""
        self._flush(event)
        last = self.rows[-1] if self.rows else None
        if last is not None and last.connection is event.connection and self._is_now(last, event):
            call = cause_at(self.trace, event.n)[0]
            if call == NO_CAUSE or (last.journey is not None and last.journey.call == call):
                return
        self._state = event

    def _is_now(self, row: LadderRow, event: Event) -> bool:
        """Whether a row is about a packet that came or left where and when something else happens."""
        journey, moment = row.journey, (event.actor, self.trace.at[event.n])
        if journey is None:
            return row.kind is RowKind.STATE and (row.actor, self.trace.at[row.n]) == moment
        return moment in (
            (journey.source, self.trace.at[journey.sent]),
            (journey.target, self.trace.at[journey.arrived] if journey.arrived != NO_CAUSE else -1),
        )

    def _flush(self, event: Event) -> int:
        """Give a state that came before a row of its own, unless the event shows it; where the next row begins."""
        state = self._state
        if state is None:
            return event.n
        journey, call = event.journey, cause_at(self.trace, state.n)[0]
        is_shown = (
            journey is not None
            and event.stage is Stage.SENT
            and event.connection is state.connection
            and journey.source == state.actor
            and (self.trace.at[event.n] == self.trace.at[state.n] or NO_CAUSE != call == journey.call)
        )
        if not is_shown:
            self._settle()
            return event.n
        self._state = None
        self._show_call(call, state.n, state.caller)
        return state.n

    def _settle(self) -> None:
        """Give a state that nothing followed a row of its own."""
        state, self._state = self._state, None
        if state is None:
            return
        n = state.n
        if self._show_call(cause_at(self.trace, n)[0], n, state.caller):
            # The call's row has room for what it did at once.
            self.rows[-1] = self.rows[-1]._replace(connection=state.connection)
        else:
            self._add(LadderRow(RowKind.STATE, n, n, state.actor, None, state.connection, self._under_way))

    # Packets

    def _take_journey(self, event: Event, journey: Journey) -> None:
        begin = self._flush(event)
        if event.stage is Stage.SENT:
            self._show_call(journey.call, begin, event.caller)
            self.senders[journey.source] = None
            for node in (journey.source, journey.target):
                if node and node != EVERYBODY:
                    self.participants[node] = None
            self._places[journey] = (len(self.rows), -1)
            self._add(self._row(RowKind.SENT, begin, event))
            met = [each for each in self._under_way if (each.source, each.target) == (journey.target, journey.source)]
            if met:
                self._crossing.update((journey, *met))
            if len(self._under_way) < _MOST_PASSING:
                self._under_way = (*self._under_way, journey)
            return
        if event.stage is Stage.ARRIVED and journey.target != EVERYBODY:
            self.participants[journey.target] = None  # which may have become known on the way
        place = self._places.get(journey)
        last = len(self.rows) - 1
        is_direct = place is not None and place[0] == last and self.rows[last].kind is RowKind.SENT
        if not is_direct:
            self._number_flights()  # while this one still has its number
        self._under_way = tuple(each for each in self._under_way if each is not journey)
        if place is None:
            return
        if is_direct:
            self.rows[last] = self.rows[last]._replace(kind=RowKind.DIRECT)
        else:
            last += 1
            self._add(self._row(RowKind.ARRIVED if event.stage is Stage.ARRIVED else RowKind.LOST, begin, event))
        self._places[journey] = (place[0], last)

    def _row(self, kind: RowKind, begin: int, event: Event) -> LadderRow:
        return LadderRow(kind, begin, event.n, event.actor, event.journey, event.connection, self._under_way)

    def _show_call(self, call: int, begin: int, actor: str) -> bool:
        """Put a call of ``actor`` above the first thing that came of it; whether it was not there yet."""
        if call == NO_CAUSE or call in self._calls:
            return False
        self._calls.add(call)
        self.participants[actor] = None
        self._add(LadderRow(RowKind.CALL, begin, call, actor, None, None, self._under_way))
        return True

    def _number_flights(self) -> None:
        """Give what is on its way while something else happens the least number that no other has then."""
        taken = {self._numbers.get(journey) for journey in self._under_way}
        for journey in self._under_way:
            if journey not in self._numbers:
                number = next(number for number in count(1) if number not in taken)
                taken.add(number)
                self._numbers[journey] = number

    def _add(self, row: LadderRow) -> None:
        self._number_flights()
        if self._begins:
            row = row._replace(begin=max(row.begin, self._begins[-1]))
        if row.kind is RowKind.STATE:
            self.participants[row.actor] = None
        self._begins.append(row.begin)
        self.rows.append(row)
