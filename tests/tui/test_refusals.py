"""What is wrong with a text, as the screen says it in each language."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import sim
import tui
from sim.patterns.display_filter import parse
from sim.words import TextError
from tests.tui.lessons import ONE_SWITCH
from tests.tui.opened import opened
from tui.model.text.refusals import refusal, said_in
from tui.model.text.refusals_zh import TEMPLATES
from tui.screens.searching import SearchDialog

SIM, TUI = Path(sim.__file__).parent, Path(tui.__file__).parent
SCENARIO = [SIM / "scenario" / f"{name}.py" for name in ("expectations", "outputs", "states", "tables", "calls")]
REFUSING = [
    *(SIM / "patterns").glob("*.py"),
    *(SIM / "branches").glob("*.py"),
    SIM / "packets" / "rewriting.py",
    SIM / "regex.py",
    *SCENARIO,
    *(TUI / "model").rglob("*.py"),
    *(TUI / "widgets").glob("*.py"),
    *(TUI / "screens").glob("*.py"),
    TUI / "output" / "branch_file.py",
]
"""The modules that refuse what is typed in the player."""


def refused(path: Path) -> Iterator[str]:
    """The texts with which a module refuses others, with 8 for what stands in their holes."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "TextError":
            for part in node.args[:2]:
                if isinstance(part, ast.JoinedStr):
                    yield "".join(str(each.value) if isinstance(each, ast.Constant) else "8" for each in part.values)
                elif isinstance(part, ast.Constant) and part.value:
                    yield str(part.value)


def test_what_refuses_a_text_in_the_player_is_said_in_chinese() -> None:
    texts = {text for path in REFUSING for text in refused(path)}
    assert len(texts) > 120
    assert sorted(text for text in texts if said_in(text, "zh") == text and re.search("[a-z]{3} ", text)) == []


def test_a_template_has_the_same_holes_in_both_languages() -> None:
    def holes(text: str) -> set[str]:
        return set(re.findall(r"\{(\d)", text))

    assert [english for english, chinese in TEMPLATES.items() if holes(english) != holes(chinese)] == []
    for chinese in TEMPLATES.values():
        list(string.Formatter().parse(chinese))


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("ip.adr == 1", "There is no field 'ip.adr'; did you mean ip.addr?", "没有字段 'ip.adr'；是否想写 ip.addr？"),
        ("arp == 1", "arp is a protocol; ask for a field of it, such as arp.opcode",
         "arp 是协议；写它的一个字段，例如 arp.opcode"),
        ("ip.ttl == x", "'x' is not a number", "'x' 不是数"),
        ("ip.ttl ==", "A value is missing; write one like ip.addr == 10.0.0.1", "缺少值；例如写 ip.addr == 10.0.0.1"),
        ("tcp.port in 80", "'80' begins no set; write {80, 443}", "'80' 不是集合的开头；写 {80, 443}"),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence_in_each_language(text: str, english: str, chinese: str) -> None:
    with pytest.raises(TextError) as caught:
        parse(text)
    assert refusal(caught.value, "en") == english
    assert refusal(caught.value, "zh") == chinese


def test_what_nobody_has_words_for_stays_as_it_is() -> None:
    assert refusal(TextError("something of a feature's own", "do it otherwise"), "zh") == (
        "something of a feature's own；do it otherwise"
    )


async def test_the_line_of_a_search_says_in_chinese_what_is_wrong() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("L", "slash")
        await reader.write("ip.adr == 1")
        dialog = reader.top()
        assert isinstance(dialog, SearchDialog)
        assert dialog.judged is not None
        assert dialog.judged.text == "没有字段 'ip.adr'；是否想写 ip.addr？"
