"""The places of the panes, at any size of terminal."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import registry
from tui.model.panes.arrangement import Deck, Page, Pane, Panes, PaneSpec, Plan, arrange, converse, tabs, whole
from tui.model.panes.deeds import deeds
from tui.model.text.ink import cells
from tui.widgets.panes import PANES, VIEW_KEYS, panes

SIZES = st.tuples(st.integers(60, 240), st.integers(20, 80))
NOTES = st.integers(0, 5)
USUAL = Panes(PANES)
MORE = (PaneSpec(f"more-{number}", {"en": "More"}, PANES[1].widget, is_view=True) for number in range(3))
WITH_MORE = Panes((*PANES, *MORE))
CHOICES = st.sampled_from((USUAL, WITH_MORE))


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


def placed(plan: Plan) -> list[str]:
    return sorted(spec.pane for deck in plan.decks for spec in deck.panes)


def of_page(panes: Panes, page: Page) -> list[str]:
    return sorted(spec.pane for spec in panes.specs if page in spec.pages)


@given(CHOICES, SIZES, st.integers(3, 30), NOTES)
def test_decks_and_notes_of_the_network_fill_the_screen_without_overlap(
    panes: Panes, size: tuple[int, int], network: int, note: int
) -> None:
    plan = arrange(panes, *size, network, note)
    assert_filled(plan, size, note)
    assert placed(plan) == of_page(panes, Page.NETWORK)


@given(CHOICES, SIZES, NOTES, st.booleans(), st.booleans())
def test_decks_and_notes_of_the_conversation_fill_the_screen_without_overlap(
    panes: Panes, size: tuple[int, int], note: int, has_programs: bool, has_tcp: bool
) -> None:
    plan = converse(panes, *size, note, has_programs, has_tcp)
    assert_filled(plan, size, note)
    assert placed(plan) == of_page(panes, Page.CONVERSATION)


@given(SIZES, NOTES, st.sampled_from([spec.pane for spec in USUAL.beside(Page.CONVERSATION)]))
def test_pane_that_has_the_whole_page_leaves_room_for_the_notes_alone(
    size: tuple[int, int], note: int, pane: str
) -> None:
    plan = whole(USUAL, *size, note, Page.CONVERSATION, pane)
    assert_filled(plan, size, note)
    assert placed(plan) == of_page(USUAL, Page.CONVERSATION)


@given(SIZES, st.integers(3, 30), st.integers(1, 5))
def test_network_stays_where_it_is_when_a_note_comes(size: tuple[int, int], network: int, note: int) -> None:
    without, with_note = (arrange(USUAL, *size, network, lines).decks for lines in (0, note))
    network_pane = USUAL[Pane.NETWORK]
    assert [deck for deck in without if network_pane in deck.panes] == [d for d in with_note if network_pane in d.panes]


@pytest.mark.parametrize(
    ("size", "panes_in_sight"),
    [((80, 22), 2), ((80, 48), 3), ((120, 37), 4), ((200, 57), 5)],
)
def test_larger_terminals_show_more_panes_at_once(size: tuple[int, int], panes_in_sight: int) -> None:
    assert len(arrange(USUAL, *size, 10).decks) == panes_in_sight


@pytest.mark.parametrize(("size", "panes_in_sight"), [((80, 22), 2), ((120, 37), 3), ((200, 57), 5)])
def test_larger_terminals_show_more_of_the_conversation_at_once(size: tuple[int, int], panes_in_sight: int) -> None:
    assert len(converse(USUAL, *size).decks) == panes_in_sight


def test_very_large_terminal_has_room_for_every_pane_on_its_place() -> None:
    for has_programs, has_tcp in product((False, True), repeat=2):
        decks = converse(USUAL, 200, 57, 0, has_programs, has_tcp).decks
        assert all(deck.has_room(spec) for deck in decks for spec in deck.panes)


def test_where_nobody_speaks_tcp_its_panes_have_no_places_of_their_own() -> None:
    decks = converse(USUAL, 200, 57, has_tcp=False).decks
    seen = {deck.first or deck.panes[0].pane for deck in decks}
    assert seen == {Pane.LADDER, Pane.WHY, Pane.PACKETS, Pane.PACKET, Pane.TABLES}


def test_digits_open_panes_once_each() -> None:
    assert [spec.key for spec in PANES if spec.key] == [*"1234567890"]


def test_letters_open_views_and_mean_nothing_else() -> None:
    known = panes([view.name for feature in registry.features() for view in feature.views])
    letters = [spec.key for spec in known.views]
    assert letters == [*VIEW_KEYS[: len(letters)]]
    used = {key for deed in deeds() for key in deed.keys.split(",")}
    used |= {key for spec in PANES for deed in spec.deeds for key in deed.keys.split(",")}
    assert used.isdisjoint(VIEW_KEYS)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(80, 22), (120, 37), (200, 57)])
def test_tabs_tell_every_pane_apart_and_are_never_cut(size: tuple[int, int], language: str) -> None:
    every = panes([view.name for feature in registry.features() for view in feature.views])
    plans = [arrange(every, *size, 10), converse(every, *size), converse(every, *size, has_programs=True)]
    plans.append(converse(every, *size, has_tcp=False))
    zoomed = [whole(every, *size, 0, page, Pane.WHY) for page in Page]
    for deck in (deck for plan in [*plans, *zoomed] for deck in plan.decks):
        for seen in deck.panes:
            found, gap = tabs(deck.panes, seen, deck.width - 2, language)
            labels = [tab.label.strip() for tab in found]
            assert len({*labels}) == len(labels), labels
            assert seen in [tab.spec for tab in found]
            assert all(
                label.strip() in (spec.label(language), spec.label(language, True))
                for spec, label in found
                if spec is not None
            )
            assert sum(cells(tab.label) for tab in found) + gap * (len(labels) - 1) <= deck.width - 2, labels
            if not any(deck in plan.decks for plan in zoomed):
                assert all(spec in [tab.spec for tab in found] for spec in deck.panes if not spec.is_view)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_panes_with_a_digit_have_their_tabs_at_80_columns(language: str) -> None:
    with_digits = [spec for spec in PANES if spec.key]
    for seen in with_digits:
        found, _ = tabs(with_digits, seen, 78, language)
        assert [tab.spec for tab in found] == with_digits
        assert ("5 Console" if language == "en" else "5 控制台") in [tab.label.strip() for tab in found]
