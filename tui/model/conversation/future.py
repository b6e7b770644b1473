"""How what comes differs from the branch that this one was made of: which packets, how many, where to look."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property

from sim.branches.future import Future, Mark, future, is_as_in
from sim.session import Session
from sim.trace.history import frames_sent
from sim.trace.trace import Trace
from tui.model.conversation.journeys import Journey, Journeys


class NewFuture:
    """The marks of the packets of a run, which has come to its end.

    ``places`` are the positions at which a reader finds what differs, in order: right after the first record that is
    another one, and right after each packet with a mark leaves.
    """

    def __init__(self, found: Future, trace: Trace, journeys: Journeys) -> None:
        self.found = found
        sent = frames_sent(trace)
        self._numbers = [bisect_right(sent, n) for n in found.marks]
        places = {n + 1 for n in found.marks}
        if found.first is not None and trace.configured <= found.first.n < len(trace):
            places.add(found.first.n + 1)
        self.places = sorted(places)
        self._of_journeys = _of_journeys(found, journeys)
        self._cells: tuple[int, Mapping[int, Mark]] = (0, {})

    def of(self, n: int) -> Mark | None:
        """The mark of the packet that leaves with record ``n``."""
        return self.found.marks.get(n)

    def of_journey(self, journey: Journey) -> Mark | None:
        """The mark of a packet over all of its hops: new where it is new from its first one on."""
        return self._of_journeys.get(journey)

    @property
    def is_same(self) -> bool:
        """Whether nothing differs, record by record."""
        return self.found.first is None

    @property
    def has_packets(self) -> bool:
        """Whether any packet comes that is new or another, or comes no longer."""
        return bool(self.found.marks or self.found.gone)

    @cached_property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many packets are new, are changed and are gone, each with its sign; no count of 0."""
        counts = ((Mark.NEW, self.found.count(Mark.NEW)), (Mark.CHANGED, self.found.count(Mark.CHANGED)))
        return tuple((sign, count) for sign, count in (*counts, ("-", len(self.found.gone))) if count)

    @property
    def brief(self) -> str:
        """The counts in little room: ``+3 ~1 -2``; ``=`` where no packet differs."""
        return " ".join(f"{sign}{count}" for sign, count in self.counts) or "="

    @property
    def first(self) -> int | None:
        """The record of the first packet that differs, else of the first record that does; ``None`` for none."""
        if self.found.marks:
            return next(iter(self.found.marks))
        return self.places[0] - 1 if self.places else None

    def beside(self, position: int, by: int) -> int | None:
        """The next place behind a position, or the one before it; ``None`` where there is none."""
        at = bisect_right(self.places, position) if by > 0 else bisect_left(self.places, position) - 1
        return self.places[at] if 0 <= at < len(self.places) else None

    def cells(self, width: int, place: Callable[[int], int]) -> Mapping[int, Mark]:
        """The cells of a line of ``width`` cells where packets differ; ``place`` gives that of a packet by its number.

        A cell of several packets is new where one of them is.
        """
        if self._cells[0] != width:
            found: dict[int, Mark] = {}
            for number, mark in zip(self._numbers, self.found.marks.values(), strict=True):
                x = place(number)
                if found.get(x) is not Mark.NEW:
                    found[x] = mark
            self._cells = width, found
        return self._cells[1]


def _of_journeys(found: Future, journeys: Journeys) -> dict[Journey, Mark]:
    marks: dict[Journey, Mark] = {}
    for n, mark in found.marks.items():
        journey = journeys.of(n)
        if journey is not None:
            is_first = journey.sent == n
            marks[journey] = mark if is_first else marks.get(journey, Mark.CHANGED)
    return marks


def strange_notes(session: Session, before: Session, found: Future, language: str) -> frozenset[int]:
    """The records of the notes at which an edited run has come to something else than the run without the edits.

    ``found`` is how it differs from ``before``, which may be the run without the edits.
    """
    plain = session.unedited() if session.scenario.notes else None
    if plain is None:
        return frozenset()
    own = plain.trace
    if plain is not before:
        found = future(own, session.trace)
    places = {(note.text, note.title): n for n, note in plain.notes(language)}
    strange = set()
    for n, note in session.notes(language):
        place = places.get((note.text, note.title))
        if place is None or not is_as_in(own, session.trace, found, (place + 1, n + 1)):
            strange.add(n)
    return frozenset(strange)
