"""A changed YAML text has the change and nothing else, and keeps its comments, order and forms."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import splice
from sim.scenario.document import compose
from sim.scenario.library import bundled
from sim.words import TextError

BUNDLED = list(bundled().values())

TEXT = """\
# A network
title: Two hosts  # a title
nodes:
  # the first
  pc1: {host: 10.0.0.1/24, gateway: 10.0.0.254}
  pc2:
    host: 10.0.0.2/24  # fixed

links: [pc1 -- pc2]
programs:
  - on: pc1
    code: |
      # says hello
      print("hello")

  # the second
  - {on: pc2, file: x.py}
# the end
"""


def test_a_scalar_is_replaced_where_it_stands() -> None:
    changed = splice.put(TEXT, ("nodes", "pc2", "host"), "10.0.0.9/24")
    assert changed == TEXT.replace("10.0.0.2/24", "10.0.0.9/24")
    assert splice.put(TEXT, ("nodes", "pc1", "gateway"), "10.0.0.1") == TEXT.replace("10.0.0.254", "10.0.0.1")


def test_a_key_is_added_to_a_block_and_to_braces() -> None:
    assert "    host: 10.0.0.2/24  # fixed\n    gateway: 10.0.0.1\n\nlinks" in splice.put(
        TEXT, ("nodes", "pc2", "gateway"), "10.0.0.1"
    )
    assert "gateway: 10.0.0.254, mac: 02:00:00:00:00:01}" in splice.put(
        TEXT, ("nodes", "pc1", "mac"), "02:00:00:00:00:01"
    )


def test_items_are_added_to_lists_and_the_list_is_made_where_there_is_none() -> None:
    assert "links: [pc1 -- pc2, pc1 -- pc3]" in splice.add(TEXT, ("links",), "pc1 -- pc3")
    added = splice.add(TEXT, ("programs",), {"on": "pc1", "file": "y.py"})
    assert "  - {on: pc2, file: x.py}\n  - {on: pc1, file: y.py}\n# the end\n" in added
    assert splice.add(TEXT, ("actions",), {"at": "1s", "on": "pc1", "run": "ip route"}) == TEXT.replace(
        "# the end", "actions:\n  - {at: 1s, on: pc1, run: ip route}\n# the end"
    )


def test_a_text_of_several_lines_is_written_as_a_block_where_there_is_room() -> None:
    changed = splice.put(TEXT, ("programs", 0, "code"), "x = 1\nprint(x)\n")
    assert "    code: |\n      x = 1\n      print(x)\n\n  # the second" in changed
    within = splice.put(TEXT, ("programs", 1, "file"), "x = 1\nprint(x)\n")
    assert '{on: pc2, file: "x = 1\\nprint(x)\\n"}' in within


def test_what_is_taken_away_leaves_the_rest() -> None:
    assert splice.remove(TEXT, ("nodes", "pc1", "gateway")) == TEXT.replace(", gateway: 10.0.0.254", "")
    assert splice.remove(TEXT, ("nodes", "pc1", "host")) == TEXT.replace("host: 10.0.0.1/24, ", "")
    assert splice.remove(TEXT, ("programs", 1)) == TEXT.replace("  - {on: pc2, file: x.py}\n", "")
    assert "links: []" in splice.remove(TEXT, ("links", 0))


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(TextError, match=r"there is no nodes\.pc3\.host"):
        splice.put(TEXT, ("nodes", "pc3", "host"), "10.0.0.3/24")
    with pytest.raises(TextError, match="title is no list"):
        splice.add(TEXT, ("title",), "x")


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in items:
        yield (*path, step), value
        yield from places(value, (*path, step))


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_every_value_of_a_bundled_scenario_can_be_changed_and_taken_away(path: Path) -> None:
    text = path.read_text()
    comments = {line.strip() for line in text.splitlines() if line.lstrip().startswith("#")}
    found = list(places(compose(text)[0].value()))
    # All of a kind are alike: the first, and some of the others.
    for place, value in found[:: max(1, len(found) // 4)]:
        if isinstance(value, list):
            splice.add(text, place, {"a": "b: c", "d": 1})
        if isinstance(value, dict):
            splice.put(text, (*place, "another"), "x y")
        else:
            for new in ("plain", "two words: and more", 5, None, "several\nlines\n", " # odd\n\n\tlines"):
                changed = splice.put(text, place, new)
                if not isinstance(value, str | list):
                    assert comments <= {line.strip() for line in changed.splitlines()}
        splice.remove(text, place)
