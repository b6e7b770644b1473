"""The words of the screens are in every language, and no screen has words of its own beside them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import tui
from sim.languages import LANGUAGES
from tui.model.text import words
from tui.model.text.words import about, both, spelled, told
from tui.widgets.panes import PANES

FOLDER = Path(tui.__path__[0])
MODULES = sorted(FOLDER.rglob("*.py"))
ROOMS = ("screens", "widgets", "model/panes", "model/reader")
"""The folders of ``tui`` that show something in a person's language."""
_PHRASE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,}")
_NAMES = {
    "hopscope play ", "hopscope play 'hop:...'", "home end", "pageup pagedown", "up down", "[bold reverse] ",
    "in flight", " frame leaving ", "set until = ",
}  # fmt: skip
"""Commands, keys, marks, names of curves and what is of the scenario language."""
_PAIRED = ("both", "_deed")
"""Calls that take a text in English and in Chinese."""
_ELSEWHERE = ("TextError", "Binding", "compile")
"""Calls whose texts are no words of a screen: errors of what was typed are English, as on the command line."""


def texts_in(node: ast.AST) -> list[str]:
    return [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def wordings(tree: ast.AST) -> Iterator[dict[str, str]]:
    """The texts that a module has in languages, by their codes."""
    for node in ast.walk(tree):
        match node:
            case ast.Dict(keys=keys, values=values):
                named = [each.value if isinstance(each, ast.Constant) else None for each in keys]
                if "en" in named and not all(isinstance(each, ast.Name) for each in values):
                    yield {str(name): "".join(texts_in(text)) for name, text in zip(named, values, strict=True)}
            case ast.Call(func=ast.Name(id=name), args=args) if name in _PAIRED:
                yield {code: "".join(texts_in(text)) for code, text in zip(LANGUAGES, args[-2:], strict=True)}


def texts_of(tree: ast.AST) -> Iterator[str]:
    """The literals of a module that may be words for a person, without those that are in every language."""
    aside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in (*_PAIRED, *_ELSEWHERE):
                aside |= {id(each) for each in ast.walk(node)}
            case ast.Dict(keys=keys) if any(isinstance(each, ast.Constant) and each.value == "en" for each in keys):
                aside |= {id(each) for each in ast.walk(node)}
            case ast.Assign(targets=[ast.Name(id="DEFAULT_CSS" | "BOX" | "CSS")]):
                aside |= {id(each) for each in ast.walk(node)}
            case ast.arg(annotation=note) | ast.AnnAssign(annotation=note) | ast.FunctionDef(returns=note) if note:
                aside |= {id(each) for each in ast.walk(note)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside:
            yield node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_wording_is_in_every_language_and_tells_the_same_facts(path: Path) -> None:
    found = list(wordings(ast.parse(path.read_text())))
    assert [each for each in found if set(each) != set(LANGUAGES) or not all(map(str.strip, each.values()))] == []
    facts = [{frozenset(field for _, field, _, _ in Formatter().parse(text) if field) for text in each.values()}
             for each in found]  # fmt: skip
    assert [each for each, told_in in zip(found, facts, strict=True) if len(told_in) > 1] == []


def test_every_pane_has_a_title_in_every_language() -> None:
    assert [spec.pane for spec in PANES if set(spec.title) != set(LANGUAGES)] == []


def test_no_screen_has_words_of_its_own() -> None:
    paths = [path for room in ROOMS for path in sorted((FOLDER / room).glob("*.py"))]
    assert len(paths) > 30
    found = {text for path in paths for text in texts_of(ast.parse(path.read_text())) if _PHRASE.search(text)}
    assert found - _NAMES == set()


def test_a_phrase_in_a_screen_is_found_and_one_in_both_languages_is_not() -> None:
    source = 'def f(a: "no one"):\n    """A docstring."""\n    say("No one is here")\n    both("No one", "没有人")\n'
    assert list(texts_of(ast.parse(source))) == ["No one is here"]
    assert list(wordings(ast.parse(source))) == [{"en": "No one", "zh": "没有人"}]


def test_every_word_of_the_catalogue_is_said_somewhere() -> None:
    names = {name for name, value in vars(words).items() if isinstance(value, dict) and not name.startswith("__")}
    used = {word for path in MODULES for word in re.findall(r"\b_?[A-Z][A-Z_0-9]+\b", path.read_text())}
    once = {name for name in names if sum(name in path.read_text() for path in MODULES) == 1 and name[0] != "_"}
    assert names - used == set()
    assert once == set()


def test_facts_are_put_in_their_places() -> None:
    wording = both("{count} of {total}", "共 {total} 个，第 {count} 个")
    assert told(wording, "en", count=2, total=3) == "2 of 3"
    assert told(wording, "zh", count=2, total=3) == "共 3 个，第 2 个"
    assert "".join(span.text for span in spelled(wording, "zh", count="2", total="3")) == "共 3 个，第 2 个"


def test_a_level_and_topics_are_named_and_a_teachers_own_topic_stays_as_it_is() -> None:
    assert about("core", ["arp", "flow-control", "my-topic"], "zh") == "核心、ARP、流量控制、my topic"
    assert about("core", ["arp", "flow-control"], "en") == "core, arp, flow-control"
