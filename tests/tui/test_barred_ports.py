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


def test_the_vlans_of_ports_stand_at_their_cables() -> None:
    text = """
    title: One VLAN over a trunk
    nodes:
      pc1: {host: 192.168.10.1/24}
      sw1: {switch: 4 ports, vlans: {10: 1}, trunks: 4}
      sw2: {switch: 4 ports, vlans: {10: 1}, trunks: {4: {native: 99}}}
      pc2: {host: 192.168.10.2/24}
    links: [pc1 -- sw1:1, sw1:4 -- sw2:4, sw2:1 -- pc2]
    layout: {pc1: [0, 0], sw1: [1, 0], sw2: [2, 0], pc2: [3, 0]}
    allow: [native-mismatch]
    """
    session = Session(load_text(text))
    session.run()
    wiring = Wiring(topology(session.front))
    cursor = Cursor(session.trace, session.history)
    cursor.to(len(session.trace))
    marks = Situation(cursor, wiring).marks("")
    assert marks.at_ports["sw1", "1"] == "v10"
    drawn = "\n".join(plain(line) for line in draw(place(wiring.network, 120, 12), marks, glyphs(False)))
    assert "1 v10" in drawn
    assert "4 T" in drawn
    assert "4 T99" in drawn
