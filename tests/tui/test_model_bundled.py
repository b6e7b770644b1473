"""Each bundled lesson looked at from its begin to its end: everything can be shown at each step, within its room."""

import pytest

from sim.scenario.library import bundled
from sim.session import Session
from tui.model.conversation.diagram import Diagram
from tui.model.conversation.ladder import Here, Ladder
from tui.model.network.drawing import draw
from tui.model.network.placement import place
from tui.model.packets.dissection import take_apart
from tui.model.packets.page import PacketPage
from tui.model.panes.bars import Playing, status
from tui.model.panes.connection import connection_page
from tui.model.panes.curves import curves
from tui.model.panes.pages import note_lines
from tui.model.panes.program import program_page
from tui.model.reader.packet_list import PacketList
from tui.model.reader.player import Player, Scene
from tui.model.reader.story import statements, tell
from tui.model.reader.tables import tables
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import Line, width

ROOM, HEIGHT = 79, 11
FIRST, MORE = 4, 8
"""Each of the first steps is looked at, and so many of the rest, with as many between them."""


def _steps(at: Player) -> list[int]:
    """The positions that are looked at: also those with a note."""
    stops = [record + 1 for record in at.cursor.stops.numbers]
    rest = stops[FIRST:]
    return sorted({*stops[:FIRST], *rest[:: max(1, len(rest) // MORE)], *at.note_positions(), len(at.trace)})


def _conversation(scene: Scene) -> list[Line]:
    """The row of the sequence chart that is at the cursor, and the pages about connections and programs."""
    at = scene.player
    rows = at.ladder_rows()
    chart = Ladder(rows, at.in_order(rows.participants), ROOM, at.glyphs)
    lines = [*chart.head(scene.position), chart.line(rows.at(scene.position), Here(scene.position, at.is_absolute))]
    lines += connection_page(scene, ROOM)
    lines += Diagram(scene.connection, at.trace, scene.position, at.glyphs).lines(ROOM, HEIGHT)
    lines += program_page(scene, ROOM, HEIGHT)
    assert curves(scene) is None or scene.connection is not None
    return lines


@pytest.mark.parametrize("name", bundled())
def test_lesson_can_be_shown_at_each_step(name: str) -> None:
    at = Player(Session.load(name), glyphs(True))
    while not at.run_some(5000):
        pass
    drawing = place(at.network, ROOM, 9)
    listed = PacketList(at.trace, at.cursor.stops, at.cursor.sends, at.wiring, at.glyphs)
    noted = 0
    for position in _steps(at):
        at.cursor.to(position)
        scene = at.scene()
        cursor = at.cursor
        told = statements(at.trace, at.wiring, cursor.begin, cursor.position, at.glyphs)
        lines = tell(told, 0, cursor.record, ROOM, at.glyphs)
        lines += note_lines(scene.notes, ROOM, at.glyphs)
        lines += tables(scene.device, cursor.world, scene.changes, cursor.now, scene.names, at.glyphs, ROOM).lines
        lines += draw(drawing, scene.situation.marks(scene.device), at.glyphs) if drawing.width <= ROOM else []
        lines.append(status(scene, Playing(), ROOM))
        if cursor.packet:
            lines.append(listed.line(cursor.packet - 1, ROOM, True, False))
        if scene.situation.frame is not None:
            taken = take_apart(scene.situation.frame, at.hop_before(scene.situation.frame_record), scene.names)
            lines += PacketPage(taken, len(taken.rows) - 1, ROOM, HEIGHT, at.glyphs).lines()
        lines += _conversation(scene)
        assert all(width(line) <= ROOM for line in lines)
        noted += len(scene.notes)
    assert noted or not at.notes
