"""The words of the screens are in every language, and no screen has words of its own beside them."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

import tui
from sim.languages import LANGUAGES
from tui.model.panes import help as keys
from tui.model.text import words
from tui.model.text.words import about, both, spelled, told
from tui.practice import words as practice
from tui.widgets.panes import PANES

ROOMS = ("screens", "widgets", "model/panes", "model/reader")
"""The folders of ``tui`` that show something in a person's language."""
_PHRASE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}")
_NAMES = {
    "hopscope play ",
    "hopscope play 'hop:...'", "home end", "up down", "up down j k", "[bold reverse] ",
    "in flight", " frame leaving ", "set until = ",
}  # fmt: skip
"""Commands, keys, marks, names of curves and what is of the scenario language."""
_ELSEWHERE = ("both", "TextError", "AnswerError", "Binding", "compile")
"""Calls whose texts are none of the screen's: both languages already, or an error of what was typed, or no words."""


def wordings(module: ModuleType) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What a module says, by the names that it has there."""
    for name, value in vars(module).items():
        for each in value.values() if isinstance(value, dict) and "en" not in value else (value,):
            if isinstance(each, dict) and "en" in each:
                yield name, each


def texts_of(source: str) -> Iterator[str]:
    """The literals of a module that may be words for a person."""
    tree = ast.parse(source)
    aside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _ELSEWHERE:
                aside |= {id(each) for each in ast.walk(node)}
            case ast.Assign(targets=[ast.Name(id="DEFAULT_CSS" | "_CSS" | "CSS")]):
                aside |= {id(each) for each in ast.walk(node)}
            case ast.arg(annotation=note) | ast.AnnAssign(annotation=note) | ast.FunctionDef(returns=note) if note:
                aside |= {id(each) for each in ast.walk(note)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside:
            yield node.value


@pytest.mark.parametrize("module", [words, keys, practice], ids=lambda module: module.__name__)
def test_every_wording_is_in_every_language_and_tells_the_same_facts(module: ModuleType) -> None:
    found = list(wordings(module))
    assert found
    assert [name for name, each in found if set(each) != set(LANGUAGES) or not all(map(str.strip, each.values()))] == []
    differing = [
        name
        for name, each in found
        if len({frozenset(field for _, field, _, _ in Formatter().parse(text) if field) for text in each.values()}) > 1
    ]
    assert differing == []


def test_every_pane_has_a_title_in_every_language() -> None:
    assert [spec.pane for spec in PANES if set(spec.title) != set(LANGUAGES)] == []


def test_no_screen_has_words_of_its_own() -> None:
    paths = [path for room in ROOMS for path in sorted(Path(tui.__path__[0], room).glob("*.py"))]
    assert len(paths) > 30
    found = {path.name: [text for text in texts_of(path.read_text()) if _PHRASE.search(text)] for path in paths}
    assert {text for texts in found.values() for text in texts} - _NAMES == set()


def test_a_phrase_in_a_screen_is_found_and_one_in_both_languages_is_not() -> None:
    source = (
        'def f(a: "no one"):\n    """A docstring."""\n    say("No one is here")\n    both("Nobody is here", "没有人")\n'
    )
    assert list(texts_of(source)) == ["No one is here"]


def test_facts_are_put_in_their_places() -> None:
    wording = both("{count} of {total}", "共 {total} 个，第 {count} 个")
    assert told(wording, "en", count=2, total=3) == "2 of 3"
    assert told(wording, "zh", count=2, total=3) == "共 3 个，第 2 个"
    assert "".join(span.text for span in spelled(wording, "zh", count="2", total="3")) == "共 3 个，第 2 个"


def test_a_level_and_topics_are_named_and_a_teachers_own_topic_stays_as_it_is() -> None:
    assert about("core", ["arp", "flow-control", "my-topic"], "zh") == "核心、ARP、流量控制、my topic"
    assert about("core", ["arp", "flow-control"], "en") == "core, arp, flow-control"
