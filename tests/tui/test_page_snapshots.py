"""The pages around the panes as pictures: at each size, in each language, in ASCII, without colour, in light.

Each pair of two such values is seen on some page, so there need not be a picture of each page for each of them.
"""

from collections.abc import Callable
from itertools import combinations, product

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.tui.exchange import Exchange, conversation, talk
from tests.tui.lessons import ONE_SWITCH, TWO_NETWORKS
from tests.tui.opened import opened
from tests.tui.played import played
from tests.tui.snapshots import Picture, picture
from tests.tui.test_large_network import office

SIZES = {"small": (80, 24), "large": (120, 40), "very-large": (200, 60)}
SIGNS = ("box", "ascii")
LOOKS = ("dark", "light", "mono")
LANGUAGES = ("en", "zh")
_TYPE = ["colon", *"ping", "space", *"192.168.10.9", "enter", "escape"]
_LOSE = ["colon", *"drop", "space", *"first", "space", *"arp", "space", *"reply", "space", *"on", "space",
         *"pc1", "space", "minus", "minus", "space", *"sw1", "colon", "1", "enter", "escape"]  # fmt: skip
_CONFIGURE = ["f", *"r1", "enter", "colon", *"conf", "space", "t", "enter", *"interface", "space", *"eth1", "enter",
              *"ip", "space", *"adress", "enter"]  # fmt: skip
PAGES: dict[str, tuple[str | Callable[[], str | Exchange], list[str]]] = {
    "branches": (ONE_SWITCH, ["right"] * 4 + _TYPE + ["b"]),
    "console": (ONE_SWITCH, ["right"] * 4 + _TYPE + ["5", *["right"] * 4]),
    "prompt": (TWO_NETWORKS, ["right", *_CONFIGURE]),
    "future": (ONE_SWITCH, ["right", *_LOSE, "2"]),
    "future-ladder": (ONE_SWITCH, ["right", *_LOSE, "v", "6", "u"]),
    "find": (ONE_SWITCH, ["right", "slash", *"icmp.tpye"]),
    "help": (ONE_SWITCH, ["3", "question_mark"]),
    "stop": (ONE_SWITCH, ["right", "U", *"state"]),
    "rows": (ONE_SWITCH, ["right", "right", "right", "W"]),
    "list": (office, ["O", "right", "right"]),
    "points": (office, ["right", "right"]),
    "plot": (conversation, ["9", "i", "g", *"7", "enter"]),
    "ladder": (conversation, ["6", "z", "u", "g", *"5", "enter"]),
    "stream": (talk, ["g", *"6", "enter", "s"]),
    "dump": (talk, ["g", *"6", "enter", "s", "i"]),
}
CELLS = (
    ("branches", "small", "en", "box", "dark"), ("branches", "large", "zh", "ascii", "mono"),
    ("branches", "very-large", "zh", "box", "light"), ("console", "small", "zh", "box", "light"),
    ("console", "large", "en", "ascii", "dark"), ("find", "small", "zh", "ascii", "dark"),
    ("prompt", "small", "en", "box", "dark"), ("prompt", "large", "zh", "ascii", "mono"),
    ("prompt", "very-large", "zh", "box", "light"),
    ("future", "small", "en", "box", "mono"), ("future", "large", "zh", "ascii", "light"),
    ("future", "very-large", "en", "box", "dark"), ("future-ladder", "small", "zh", "box", "dark"),
    ("future-ladder", "large", "en", "ascii", "mono"),
    ("find", "very-large", "en", "box", "mono"), ("help", "small", "en", "ascii", "mono"),
    ("help", "large", "zh", "box", "light"), ("help", "small", "zh", "box", "mono"),
    ("stop", "small", "zh", "box", "dark"), ("rows", "large", "en", "ascii", "light"),
    ("list", "small", "en", "ascii", "light"), ("list", "large", "zh", "box", "dark"),
    ("points", "small", "zh", "box", "light"), ("points", "very-large", "en", "ascii", "mono"),
    ("plot", "small", "zh", "ascii", "light"), ("ladder", "very-large", "zh", "ascii", "dark"),
    ("stream", "small", "en", "box", "dark"), ("stream", "large", "zh", "ascii", "mono"),
    ("stream", "very-large", "en", "box", "light"), ("dump", "small", "zh", "box", "mono"),
)  # fmt: skip


def test_each_two_values_are_seen_together() -> None:
    axes = (SIZES, LANGUAGES, SIGNS, LOOKS)
    seen = {frozenset(pair) for _, *values in CELLS for pair in combinations(values, 2)}
    assert {frozenset(pair) for one, other in combinations(axes, 2) for pair in product(one, other)} <= seen
    assert {page for page, *_ in CELLS} == {*PAGES}


@pytest.mark.parametrize(("page", "size", "language", "signs", "look"), CELLS)
async def test_page_looks_as_it_did(
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    size: str,
    language: str,
    signs: str,
    look: str,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if look == "mono":
        monkeypatch.setenv("NO_COLOR", "1")
    made, keys = PAGES[page]
    what = made if isinstance(made, str) else made()
    session = what if isinstance(what, str) else played(what)
    async with opened(session, SIZES[size], ascii_only=signs == "ascii") as reader:
        await reader.press(*(["L"] if language == "zh" else []), *(["ctrl+t"] if look == "light" else []), *keys)
        assert picture(reader.app) == snapshot.use_extension(Picture)
