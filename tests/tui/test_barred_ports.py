"""The map marks the ports that relay no frames, as the tables say that their features give."""

import pytest

from sim.scenario.load import load_text
from sim.session import Session
from tests.stp.test_switches import RING
from tui.model.network.drawing import Marks, draw
from tui.model.network.placement import place
from tui.model.network.topology import topology
from tui.model.network.wiring import Wiring
from tui.model.reader.cursor import Cursor
from tui.model.reader.situation import Situation
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import plain


@pytest.mark.parametrize(("ascii_only", "sign"), [(False, "╫"), (True, "%")])
def test_blocked_ports_are_marked_on_the_map(ascii_only: bool, sign: str) -> None:
    session = Session(load_text(RING.format(mode="rstp", until="20s", actions="")))
    session.run()
    wiring = Wiring(topology(session.front))
    cursor = Cursor(session.trace, session.history)
    cursor.to(len(session.trace))
    marks = Situation(cursor, wiring).marks("")
    assert marks.barred == {("sw3", "2")}
    drawing = place(wiring.network, 80, 12)
    text = "\n".join(plain(line) for line in draw(drawing, marks, glyphs(ascii_only)))
    assert f"{sign}2" in text or f"2{sign}" in text
    bare = "\n".join(plain(line) for line in draw(drawing, Marks({}), glyphs(ascii_only)))
    assert f"{sign}2" not in bare
    assert f"2{sign}" not in bare
