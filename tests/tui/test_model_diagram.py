"""The state diagram: every edge of the figure drawn, and both ends at their states."""

import pytest

from sim.transport.tcp.machine.states import EDGES, State
from tests.tui.exchange import ACK, CLIENT, FIN, SERVER, Exchange, handshake
from tui.model.conversation.diagram import BOXES, HEIGHT, ROUTES, TALL, WIDTH, Diagram, text
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import Ink, Line, plain, width

GLYPHS = glyphs(False)


def drawn(
    made: Exchange, position: int | None = None, height: int = HEIGHT + 2, ascii_only: bool = False
) -> list[Line]:
    at = len(made.trace) if position is None else position
    connection = made.journeys().connections.at(at)
    return Diagram(connection, made.trace, at, glyphs(ascii_only)).lines(80, height)


def ink_of(lines: list[Line], word: str) -> set[Ink]:
    return {span.ink for each in lines for span in each if word in span.text}


def test_every_edge_of_the_figure_has_its_way_and_no_other_edge() -> None:
    assert set(ROUTES) == {ends for ends, edges in EDGES.items() if any(edge.is_drawn for edge in edges)}


def test_all_eleven_states_have_a_box_and_closed_two() -> None:
    assert sorted(state for state, _, _ in BOXES) == sorted([*State, State.CLOSED])


@pytest.mark.parametrize("height", [HEIGHT, TALL])
def test_every_event_and_answer_is_written(height: int) -> None:
    # RFC 9293 3.3.2, figure 5: "rcv SYN" over "snd SYN,ACK", and so on.
    whole = "\n".join(plain(each) for each in drawn(handshake(), height=height + 2))
    for edge in ROUTES:
        assert text(*edge) in whole
    for state in State:
        assert state.value in whole


@pytest.mark.parametrize("height", [HEIGHT + 2, TALL + 2, HEIGHT + 1])
def test_figure_keeps_within_its_place(height: int) -> None:
    lines = drawn(handshake(), height=height)
    assert len(lines) <= height
    assert max(map(width, lines)) <= 80
    assert WIDTH <= 80
    assert all(plain(each).isascii() for each in drawn(handshake(), height=height, ascii_only=True))


def test_both_ends_are_marked_and_the_edge_just_taken_is_lit() -> None:
    made = handshake()
    lines = drawn(made)
    assert "●ESTABLISHED ◆" in "".join(plain(each) for each in lines)
    # The server came last: from SYN-RECEIVED, by the ACK of its SYN; its line is the heavy one.
    assert any("┗ rcv ACK of SYN ▶" in plain(each) for each in lines)
    assert ink_of(lines, "rcv ACK of SYN ") == {Ink.GOOD}
    assert plain(lines[-2]).strip().startswith("◆ server ESTABLISHED from SYN-RECEIVED")


def test_one_record_back_the_state_and_the_edge_are_those_before() -> None:
    made = handshake()
    lines = drawn(made, len(made.trace) - 1)
    whole = "".join(plain(each) for each in lines)
    assert "●ESTABLISHED " in whole
    assert " SYN-RECEIVED◆" in whole
    assert plain(lines[-2]).strip().startswith("● client ESTABLISHED from SYN-SENT")


def test_end_of_a_connection_is_the_closed_box_beneath() -> None:
    made = handshake()
    came = made.passes(CLIENT, 2000, FIN | ACK, 1, 1)
    for state in (State.CLOSE_WAIT, State.LAST_ACK, None):
        made.state(SERVER, 2001, state, came)
    rows = [plain(each) for each in drawn(made)]
    assert "CLOSED" in rows[0]
    assert "◆" not in rows[0]
    assert "CLOSED   ◆]" in rows[18]


def test_listener_waits_for_the_connection_that_is_to_come() -> None:
    made = Exchange()
    made.listens(SERVER, 0)
    whole = "".join(plain(each) for each in drawn(made))
    assert "[●   LISTEN" in whole
    made.state(CLIENT, 1000, State.SYN_SENT)
    whole = "".join(plain(each) for each in drawn(made))
    assert "LISTEN   ◆]" in whole
    assert "[●  SYN-SENT" in whole


def test_without_a_connection_the_figure_says_so() -> None:
    lines = Diagram(None, Exchange().trace, 0, GLYPHS).lines(80, HEIGHT + 1)
    assert plain(lines[-1]).strip() == "There is no TCP connection here."
