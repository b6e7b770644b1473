"""Each bundled lesson stepped through from end to end: everything can be shown at every step, within its room."""

import pytest

from sim.scenario.library import bundled
from sim.session import Session
from tui.model.conversation.connection_page import connection_page
from tui.model.conversation.curves import curves
from tui.model.conversation.diagram import Diagram
from tui.model.conversation.ladder import Here, Ladder
from tui.model.conversation.program_page import program_page
from tui.model.network.drawing import draw
from tui.model.network.placement import place
from tui.model.packets.list import PacketList
from tui.model.packets.packet import hop_before, packet
from tui.model.packets.page import PacketPage
from tui.model.panes.pages import note_lines
from tui.model.reader.player import Player, View
from tui.model.reader.status import Playing, status
from tui.model.reader.story import deeds, tell
from tui.model.reader.tables import tables
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import Line, width

ROOM, HEIGHT = 79, 11
MOST_STEPS = 80


def _conversation(view: View) -> list[Line]:
    """The row of the sequence chart that is at the cursor, and the pages about connections and programs."""
    at = view.player
    rows = at.ladder_rows()
    chart = Ladder(rows, at.in_order(rows.participants), ROOM, at.glyphs)
    lines = [*chart.head(view.position), chart.line(rows.at(view.position), Here(view.position, at.is_absolute))]
    lines += connection_page(view, ROOM)
    lines += Diagram(view.connection, at.trace, view.position, at.glyphs).lines(ROOM, HEIGHT)
    lines += program_page(view, ROOM, HEIGHT)
    assert curves(view) is None or view.connection is not None
    return lines


@pytest.mark.parametrize("name", bundled())
def test_lesson_can_be_shown_at_every_step(name: str) -> None:
    at = Player(Session.load(name), glyphs(True))
    while not at.run_some(5000):
        pass
    drawing = place(at.network, ROOM, 9)
    listed = PacketList(at.trace, at.cursor.stops, at.cursor.sends, at.wiring, at.glyphs)
    noted = 0
    for _ in range(MOST_STEPS):
        if not at.forward():
            break
        view = at.view()
        cursor = at.cursor
        told = deeds(at.trace, at.wiring, cursor.begin, cursor.position, at.glyphs)
        lines = tell(told, 0, cursor.record, ROOM, at.glyphs).lines
        lines += note_lines(view.notes, ROOM, at.glyphs)
        lines += tables(view.device, cursor.world, view.changes, cursor.now, at.names, at.glyphs, ROOM).lines
        lines += draw(drawing, view.moment.marks(view.device), at.glyphs) if drawing.width <= ROOM else []
        lines.append(status(view, Playing(), ROOM))
        if cursor.packet:
            lines.append(listed.line(cursor.packet - 1, ROOM, True, False))
        if view.moment.frame is not None:
            taken = packet(view.moment.frame, hop_before(at.trace, view.moment.frame_record), at.names)
            lines += PacketPage(taken, len(taken.rows) - 1, ROOM, HEIGHT, at.glyphs).lines()
        lines += _conversation(view)
        assert all(width(line) <= ROOM for line in lines)
        noted += len(view.notes)
    assert noted or not at.notes
