"""The places of the panes, at any size of terminal."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.panes.arrangement import LEAST, OF_NETWORK, ORDER, Deck, Page, Pane, Plan, arrange, converse, whole

SIZES = st.tuples(st.integers(60, 240), st.integers(20, 80))
NOTES = st.integers(0, 5)


def area(deck: Deck) -> set[tuple[int, int]]:
    return {(x, y) for x in range(deck.x, deck.x + deck.width) for y in range(deck.y, deck.y + deck.height)}


def assert_filled(plan: Plan, size: tuple[int, int], note: int) -> None:
    width, height = size
    taken = Counter(cell for deck in plan.decks for cell in area(deck))
    taken.update((x, y) for x in range(width) for y in range(plan.note_y, plan.note_y + note))
    assert set(taken.values()) == {1}
    free = {(x, y) for x in range(width) for y in range(height)} - set(taken)
    assert len(free) <= 3 * height  # the columns between decks that stand side by side
    assert all(0 <= x < width and 0 <= y < height for x, y in taken)
    assert all(deck.height >= 3 for deck in plan.decks)


def panes(plan: Plan) -> list[Pane]:
    return sorted(pane for deck in plan.decks for pane in deck.panes)


@given(SIZES, st.integers(3, 30), NOTES)
def test_decks_and_notes_of_the_network_fill_the_screen_without_overlap(
    size: tuple[int, int], network: int, note: int
) -> None:
    plan = arrange(*size, network, note)
    assert_filled(plan, size, note)
    assert panes(plan) == sorted((Pane.NETWORK, *OF_NETWORK))


@given(SIZES, NOTES, st.booleans())
def test_decks_and_notes_of_the_conversation_fill_the_screen_without_overlap(
    size: tuple[int, int], note: int, has_programs: bool
) -> None:
    plan = converse(*size, note, has_programs)
    assert_filled(plan, size, note)
    assert panes(plan) == sorted(ORDER)


@given(SIZES, NOTES, st.sampled_from(ORDER))
def test_pane_that_has_the_whole_page_leaves_room_for_the_notes_alone(
    size: tuple[int, int], note: int, pane: Pane
) -> None:
    plan = whole(*size, note, Page.CONVERSATION, pane)
    assert_filled(plan, size, note)
    assert panes(plan) == sorted(ORDER)


@given(SIZES, st.integers(3, 30), st.integers(1, 5))
def test_network_stays_where_it_is_when_a_note_comes(size: tuple[int, int], network: int, note: int) -> None:
    without, with_note = (arrange(*size, network, lines).decks for lines in (0, note))
    assert [deck for deck in without if Pane.NETWORK in deck.panes] == [d for d in with_note if Pane.NETWORK in d.panes]


@pytest.mark.parametrize(
    ("size", "panes_in_sight"),
    [((80, 22), 2), ((80, 48), 3), ((120, 37), 4), ((200, 57), 5)],
)
def test_larger_terminals_show_more_panes_at_once(size: tuple[int, int], panes_in_sight: int) -> None:
    assert len(arrange(*size, 10).decks) == panes_in_sight


@pytest.mark.parametrize(("size", "panes_in_sight"), [((80, 22), 2), ((120, 37), 3), ((200, 57), 5)])
def test_larger_terminals_show_more_of_the_conversation_at_once(size: tuple[int, int], panes_in_sight: int) -> None:
    assert len(converse(*size).decks) == panes_in_sight


def test_very_large_terminal_has_room_for_every_pane_on_its_place() -> None:
    for has_programs in (False, True):
        decks = converse(200, 57, 0, has_programs).decks
        assert all(deck.has_room(pane) for deck in decks for pane in deck.panes), LEAST
