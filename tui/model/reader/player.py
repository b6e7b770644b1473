"""The player without a screen: a session, the reader's place in it, the device in hand, a search, the notes."""

from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sim.scenario.front import Opening
from sim.session import Session
from sim.trace.records import NO_CAUSE, Kind
from tui.model.network.placement import comfortable_height
from tui.model.network.topology import Topology, columns, topology
from tui.model.network.wiring import Wiring
from tui.model.reader.cursor import Cursor
from tui.model.reader.situation import Situation
from tui.model.reader.steps import Steps
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.words import KEPT, OF_DEVICE, OF_DEVICE_KEPT, told

if TYPE_CHECKING:
    from sim.link.ethernet.pdu import Frame
    from sim.scenario.expect import Outcome
    from sim.scenario.plan import Note, Scenario
    from tui.model.conversation.calls import Calls
    from tui.model.conversation.contents import Contents, Stream
    from tui.model.conversation.future import NewFuture
    from tui.model.conversation.journeys import Journeys, Rewriting
    from tui.model.conversation.ladder_rows import LadderRows
    from tui.model.conversation.tcp import Conversation
    from tui.model.network.owners import Present
    from tui.model.packets.origins import Origin
    from tui.model.packets.talks import Coloured
    from tui.model.reader.changes import Changes
    from tui.model.reader.commands import Owners, Running

# The first picture is drawn before there are any records. What runs, and what reads records, is imported after it.

_SOON = 2000
"""Records that are looked at for the first command."""


class Player:
    """A session as it is stepped through. It decides nothing about packets: all that it shows is read from the trace.

    ``pinned`` is the device that the reader has chosen; without one, that of the last record is in hand. ``kept`` is
    the connection that they keep in scene, ``is_absolute`` whether its numbers are shown as they are on the wire,
    ``is_ahead_shown`` whether the ladder goes on behind the cursor, ``is_future_hidden`` whether nothing of what is
    to come is listed, ``is_predicting`` whether the reader is asked what comes, which hides it, too. ``new_future`` is
    how a run differs from the branch that it was made of (``is_branch``), once that has been worked out, and
    ``strange_notes`` are the records of the notes that do not tell of this run.
    ``is_at_prompt`` tells whether they type at a console, ``modes`` are the lines that opened the mode of configuration
    in which a console is, ``None`` behind ``end``. ``left_modes`` are the devices at which an ``exit`` led out of one
    since the last command, ``exits`` the commands behind such an ``exit``: device, time, text. ``language`` is one of
    ``sim.languages.LANGUAGES``.
    """

    def __init__(self, session: Session, glyphs: Glyphs, language: str = "en") -> None:
        self.session = session
        self.front = session.front_in(language)
        self.trace = session.trace
        self.glyphs = glyphs
        self.network = topology(session.front)
        self.wiring = Wiring(self.network)
        self.cursor = Cursor(session.trace, session.history)
        self._ladder_rows: dict[Conversation | None, LadderRows] = {}
        self._places = [name for column in columns(self.network) for name in column]
        self.is_complete = False
        self.is_ahead_shown = False
        self.is_future_hidden = False
        self.is_predicting = False
        self.kept: Conversation | None = None
        self.pinned = ""
        self.is_at_prompt = False
        self.modes: dict[str, tuple[str, ...] | None] = {}
        self.left_modes: set[str] = set()
        self.exits: set[tuple[str, int, str]] = set()
        self.search = ""
        self.language = language
        self.outcomes: list[Outcome] | None = None
        self.is_branch = False
        self.new_future: NewFuture | None = None
        self.strange_notes: frozenset[int] = frozenset()
        self.network_height = comfortable_height(self.network)
        self._notes: list[tuple[int, Note | Opening]] = [(NO_CAUSE, note) for note in self.front.notes]
        self._notes_length = 0
        self._troubles: tuple[tuple[int, str], list[str]] | None = None

    @property
    def scenario(self) -> "Scenario":
        """The whole of it; see ``front`` for what the first picture shows."""
        return self.session.scenario

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """The texts of the programs by their files."""
        return self.scenario.sources

    @cached_property
    def is_absolute(self) -> bool:
        """Whether TCP's numbers are shown as they are: at first where the scenario says which there are."""
        return _has_given_numbers(self.scenario)

    @cached_property
    def journeys(self) -> "Journeys":
        """The packets, each from where it comes from to where it goes, as far as the run has come."""
        from tui.model.conversation.journeys import Journeys  # noqa: PLC0415

        return Journeys(self.trace, ends(self.scenario))

    @cached_property
    def calls(self) -> "Calls":
        """The calls of the programs, as far as the run has come."""
        from tui.model.conversation.calls import Calls  # noqa: PLC0415

        return Calls(self.trace)

    @cached_property
    def contents(self) -> "Contents":
        """What was said over TCP and UDP, as far as somebody has asked for it."""
        from tui.model.conversation.contents import Contents  # noqa: PLC0415

        return Contents(self.journeys)

    @cached_property
    def typed(self) -> Steps:
        """The records of what was typed at devices, of what came of it and of what they print, as far as asked for."""
        from sim.trace.records import Kind  # noqa: PLC0415

        return Steps(self.trace, kinds=frozenset({Kind.CALL, Kind.RESULT, Kind.OUTPUT}))

    @cached_property
    def timers(self) -> Steps:
        """The records of the timers of commands, as far as asked for."""
        from tui.model.reader.commands import TIMERS, is_of_command  # noqa: PLC0415

        return Steps(self.trace, is_of_command, kinds=TIMERS)

    def running(self, device: str, position: int) -> "list[Running]":
        """The commands that go on at a device at a position, the last one typed first."""
        from tui.model.reader.commands import running  # noqa: PLC0415

        self.typed.extend()
        self.timers.extend()
        return running(self.trace, self.typed.numbers, self.timers.numbers, device, position)

    def owner(self, node: str, timer: Hashable) -> str:
        """The command, without its options, that a timer of a device is of; "" for none."""
        return self._owners.of(self.trace, node, timer)

    @cached_property
    def _owners(self) -> "Owners":
        from tui.model.reader.commands import Owners  # noqa: PLC0415

        return Owners(self.timers)

    @cached_property
    def present(self) -> "Present":
        """The network and its addresses as they are where the reader is."""
        from tui.model.network.owners import Present  # noqa: PLC0415

        return Present(self.network, self.trace)

    # Running

    @cached_property
    def coloured(self) -> "Coloured":
        """The conversations that the reader has coloured."""
        from tui.model.packets.talks import Coloured  # noqa: PLC0415

        return Coloured()

    @property
    def hides_future(self) -> bool:
        """Whether nothing is shown of the packets to come."""
        return self.is_future_hidden or self.is_predicting

    @property
    def is_begun(self) -> bool:
        """Whether there are any records yet; without them, the network is shown as the scenario plans it."""
        return len(self.trace) > 0

    def run_some(self, records: int) -> bool:
        """Let the session go on for about so many records; true where it is at its end."""
        was_at_start = self.cursor.at_start
        if not self.is_complete:
            self.is_complete = self.session.run_some(records)
            self.cursor.grow()
            self.journeys.extend()
            self.calls.extend()
            for rows in (self._rows_of(None), *self._ladder_rows.values()):
                rows.extend(self.is_complete)
            # Folding on the way makes the first jump to the end as short as any other.
            self.session.history.go(len(self.trace))
            if was_at_start:
                self.cursor.home()
        if self.is_complete or len(self.trace) >= 2 * self._notes_length:
            self._notes, self._notes_length = [*self.session.notes(self.language)], len(self.trace)
        return self.is_complete

    @property
    def has_programs(self) -> bool:
        """Whether programs run on the hosts."""
        return self.front.has_programs

    @property
    def has_tcp(self) -> bool:
        """Whether hosts speak TCP, or may yet do so."""
        return not self.is_complete or len(self.journeys.connections) > 0

    @property
    def is_cut_short(self) -> bool:
        """Whether the run stopped because there were too many records, not because it came to its end."""
        return self.is_complete and not self.session.finished

    @property
    def troubles(self) -> list[str]:
        """What is amiss with a run that is complete; at the limit of records, who made most of them."""
        from sim.scenario.troubles import busiest, loops  # noqa: PLC0415 - only the end of a run is looked at so

        if self._troubles is None or self._troubles[0] != (len(self.trace), self.language):
            told = [busiest(self.trace)] if self.is_cut_short else []
            told += [trouble.told(self.language) for trouble in loops(self.trace)]
            self._troubles = ((len(self.trace), self.language), told)
        return self._troubles[1]

    # Moving

    def forward(self) -> bool:
        """To the next packet, or to a note before it; while more is still to come, not past the last one there is."""
        cursor = self.cursor
        ahead = cursor.next_stop()
        note = next((position for position in self.note_positions() if position > cursor.position), None)
        if ahead is None and not self.is_complete and note is None:
            return False
        ends = [position for position in (ahead, note) if position is not None]
        return cursor.to(min(ends, default=len(self.trace)))

    def back(self) -> bool:
        """To the packet before, or to a note after that; at last to the start."""
        cursor = self.cursor
        behind = cursor.previous_stop()
        notes = [position for position in self.note_positions() if behind < position < cursor.position]
        return cursor.to(notes[-1] if notes else behind)

    # Devices

    @property
    def devices(self) -> list[str]:
        return self.network.names

    @property
    def first_actor(self) -> str:
        """The device at which something is typed first; "" where nothing is, or not soon."""
        trace = self.trace
        calls = (n for n in range(min(len(trace), _SOON)) if trace.kind[n] == Kind.CALL)
        return next((trace.spots[trace.spot[n]].node for n in calls), "")

    def pin(self, device: str) -> None:
        """Keep a device in hand; "" to follow the packets again."""
        self.pinned = device

    def turn(self, by: int, device: str) -> None:
        """Pin the device ``by`` places behind ``device``."""
        names = self.devices
        self.pinned = names[(names.index(device) + by) % len(names)] if device in names else names[0]

    # Connections

    def keep(self, connection: "Conversation | None") -> None:
        """Show only what belongs to a connection; ``None`` to show all again."""
        self.kept = connection

    def ladder_rows(self) -> "LadderRows":
        """The rows of the sequence chart as far as the run has come."""
        return self._rows_of(self.kept)

    def _rows_of(self, connection: "Conversation | None") -> "LadderRows":
        from tui.model.conversation.ladder_rows import LadderRows  # noqa: PLC0415

        rows = self._ladder_rows.get(connection)
        if rows is None:
            rows = self._ladder_rows[connection] = LadderRows(self.journeys, connection)
            rows.extend(self.is_complete)
        return rows

    def in_order(self, names: Iterable[str]) -> tuple[str, ...]:
        """Lifelines from left to right: as the devices stand in the network, or the one that began a connection first.

        Of the programs of a device, the one that sent first is first.
        """
        if self.kept is not None:
            return tuple(dict.fromkeys(name for name in self.kept.names if name))
        found, node_of = list(names), self.journeys.actors.node_of
        sent_first = [*self.ladder_rows().senders, *found]
        return tuple(sorted(found, key=lambda name: (self._places.index(node_of(name)), sent_first.index(name))))

    # Language

    def speak(self, language: str) -> None:
        """Tell everything in a language: the lesson, too, as far as it is translated."""
        self.language = language
        self.front = self.session.front_in(self.language)
        if self.is_begun:
            self._notes = [*self.session.notes(self.language)]
        else:
            self._notes = [(NO_CAUSE, note) for note in self.front.notes]

    # Notes

    @property
    def notes(self) -> "list[tuple[int, Note | Opening]]":
        """The notes that have come so far in the run, each with the record that it belongs to."""
        return self._notes

    def note_positions(self) -> list[int]:
        """Where each note is to be read, in order: right after the record that it belongs to."""
        return [max(n + 1, self.cursor.first) for n, _ in self._notes]

    def next_note(self) -> bool:
        ahead = [position for position in self.note_positions() if position > self.cursor.position]
        return bool(ahead) and self.cursor.to(ahead[0])

    def previous_note(self) -> bool:
        behind = [position for position in self.note_positions() if position < self.cursor.position]
        return bool(behind) and self.cursor.to(behind[-1])

    def hop_before(self, n: int) -> "Frame | None":
        """The datagram of record ``n`` as it was on the link before; ``None`` where it comes from this device."""
        before = self.journeys.hop_before(n)
        return None if before == NO_CAUSE else self.trace.what[before]  # type: ignore[return-value]

    def decided(self, n: int) -> "list[Rewriting]":
        """What this device decided about the datagram of record ``n`` since it came in."""
        return self.journeys.changes(n)

    def origin(self, n: int) -> "Origin":
        """From where the numbers of the TCP segment are counted that record ``n`` is about: from those of both SYNs."""
        from tui.model.packets.origins import ABSOLUTE, Origin  # noqa: PLC0415

        journey = None if self.is_absolute else self.journeys.of(n)
        if journey is None or journey.connection is None:
            return ABSOLUTE
        iss, side = journey.connection.iss, journey.side
        return Origin(iss[side] or 0, iss[1 - side] or 0)

    # Searching

    def narrow(self, text: str, found: Steps | None) -> None:
        """Step only by what a search has found; ``None`` to step by every packet again."""
        self.search = text.strip() if found is not None else ""
        self.cursor.narrow(found)

    @property
    def picture_name(self) -> str:
        """What a picture of the screen is called: ``two-dormitories-record-78.svg``."""
        return f"{Path(self.front.path).stem}-record-{max(0, self.cursor.record)}.svg"

    def scene(self) -> "Scene":
        """What is to be seen now."""
        return Scene(self)


class Scene:
    """The player at one position. What a pane needs is computed when it asks."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.cursor = player.cursor
        self.position = player.cursor.position
        self.situation = Situation(player.cursor, player.wiring)
        self.pinned = player.pinned
        self.length = len(player.trace)

    @cached_property
    def device(self) -> str:
        """The device in hand."""
        player = self.player
        found = player.first_actor if self.cursor.at_start else self.situation.device
        return self.pinned or (found if found in player.devices else player.devices[0])

    @property
    def about_device(self) -> str:
        """The device in hand, for titles."""
        return told(OF_DEVICE_KEPT if self.pinned else OF_DEVICE, self.player.language, device=self.device)

    @cached_property
    def network(self) -> Topology:
        """The devices and cables, with the addresses that there are at this point."""
        if not self.player.is_begun:
            return self.player.network
        return self.player.present.network(self.cursor.world, self.position)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Whose an address is at this point, by its text; of an address that several have, all of them."""
        return self.player.present.owners(self.cursor.world, self.position)

    @cached_property
    def connection(self) -> "Conversation | None":
        """The connection in scene: the one that is kept, else the one of the last packet or change of a state."""
        player = self.player
        return player.kept or player.journeys.connections.at(self.position)

    @cached_property
    def stream(self) -> "Stream | None":
        """The stream of the packet in hand, of those that are listed; where it has none, the last one before."""
        contents, stops = self.player.contents, self.cursor.stops
        contents.extend(self.player.is_complete)
        last = stops.before(self.position) if self.player.search else -1
        return contents.at(self.position, self.situation.frame_record if last < 0 else stops[last])

    @property
    def about_connection(self) -> str:
        """The connection in scene, for titles."""
        connection = self.connection
        if connection is None or self.player.kept is None:
            return "" if connection is None else connection.name
        return told(KEPT, self.player.language, name=connection.name)

    @cached_property
    def changes(self) -> "Changes":
        """What the step did to the tables; the configuration at the very start is no change."""
        from tui.model.reader.changes import changes  # noqa: PLC0415

        return {} if self.cursor.position <= self.cursor.first else changes(self.cursor)

    @property
    def is_within_step(self) -> bool:
        """Whether the reader goes record by record and has not come to the end of the step."""
        cursor = self.cursor
        return self.position != cursor.position_of_step(cursor.record)

    @cached_property
    def notes(self) -> "list[Note | Opening]":
        """The notes that belong here; at the end also what a lab asks for.

        Whoever predicts has none: many tell what comes.
        """
        notes = zip(self.player.note_positions(), self.player.notes, strict=True)
        found = [self._marked(n, note) for position, (n, note) in notes if position == self.position]
        if self.player.is_predicting:
            found = [note for note in found if isinstance(note, Opening)]
        return found + self._invitation()

    def _marked(self, n: int, note: "Note | Opening") -> "Note | Opening":
        """A note; where the run has come to something else than the scenario's own, the title says so."""
        if n not in self.player.strange_notes:
            return note
        mark = told(words.NOT_OF_THIS_RUN, self.player.language)
        return note._replace(title=f"{note.title}  {mark}".lstrip())

    def _invitation(self) -> "list[Note | Opening]":
        player = self.player
        if not (player.is_complete and self.cursor.at_end):
            return []
        lab = player.session.scenario_in(player.language).lab
        if lab is None:
            return []
        from sim.patterns.syntax import Moment  # noqa: PLC0415 - few scenarios are labs
        from sim.scenario.plan import Note  # noqa: PLC0415

        return [Note(Moment("end", "end"), lab.task, told(words.TRY_IT, player.language))]


def ends(scenario: "Scenario") -> frozenset[str]:
    """The devices that packets come from and go to."""
    from sim.scenario.plan import IpNodePlan  # noqa: PLC0415

    return frozenset(node.name for node in scenario.nodes if isinstance(node, IpNodePlan))


def _has_given_numbers(scenario: "Scenario") -> bool:
    """Whether the scenario says which initial sequence numbers there are: then it speaks of numbers as they are."""
    from sim.scenario.plan import IpNodePlan  # noqa: PLC0415
    from sim.transport.tcp.machine.settings import TcpSettings  # noqa: PLC0415

    return any(
        isinstance(node, IpNodePlan) and node.settings.of(TcpSettings).isn is not None for node in scenario.nodes
    )
