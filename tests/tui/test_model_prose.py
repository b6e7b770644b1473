"""Texts with nothing but emphasis and code are read as the parser of all Markdown reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.library import bundled
from sim.scenario.load import load
from sim.scenario.translation import translation
from tui.model.text import markdown as module
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import Ink, Line, Span
from tui.model.text.markdown import markdown
from tui.model.text.prose import prose

GLYPHS = glyphs(ascii_only=False)


def by_the_parser(text: str) -> list[Line]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "prose", lambda text: None)
        return markdown(text, 40, GLYPHS)


def test_emphasis_and_code_are_inked() -> None:
    assert prose("Who *has* it?\nUse `ip route`,\n\n**always**.") == [
        (Span("Who "), Span("has", Ink.TITLE), Span(" it? Use "), Span("ip route", Ink.KEY), Span(",")),
        (Span("always", Ink.STRONG), Span(".")),
    ]


def test_a_line_may_begin_with_a_number() -> None:
    assert prose("It begins at 100 and\n300; then 2.") == [(Span("It begins at 100 and 300; then 2."),)]


@pytest.mark.parametrize(
    "text",
    ["- a list", "1. a list", "# a heading", "> quoted", "    code", "a [link](x)", "a <b>", "a &amp; b", "a\n---",
     "2) a list", "a\\*b", "*a **b** c*", "a * b * c", "a  \nb", "``a` b``", "```\ncode\n```", "a|b\n-|-"],
)  # fmt: skip
def test_all_else_is_left_to_the_parser(text: str) -> None:
    assert prose(text) is None


PIECES = st.sampled_from(
    [
        "a",
        "word",
        "答案",
        "，",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "`",
        "_",
        "-",
        "1.",
        "30",
        "(",
        ")",
        ".",
        "~",
        "|",
        "!",
        "#",
        ">",
        "é",
        "\t",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_text_is_read_as_the_parser_reads_it(text: str) -> None:
    if prose(text) is not None:
        assert markdown(text, 40, GLYPHS) == by_the_parser(text)


def test_a_line_that_ends_within_chinese_leaves_no_blank() -> None:
    text = "主机**广播**\n一个请求，\n**单播**回答。\nOK\n好 A\n\n另一段\n"
    assert ["".join(span.text for span in line) for line in markdown(text, 60, GLYPHS)] == [
        "主机广播一个请求，单播回答。 OK 好 A",
        "",
        "另一段",
    ]
    code = "```\n甲\n乙\n```"
    assert len(markdown(code, 60, GLYPHS)) == 2


def test_descriptions_of_the_bundled_scenarios_are_read_as_the_parser_reads_them() -> None:
    texts = [load(path).description for path in bundled().values()]
    told = [translation(path, "zh") for path in bundled().values()]
    texts += [text for each in told for text in (each.description, *(note.text for note in each.notes)) if text]
    assert all(markdown(text, 40, GLYPHS) == by_the_parser(text) for text in texts)
    spans = [span.text for text in texts for line in markdown(text, 40, GLYPHS) for span in line]
    assert [text for text in spans if "**" in text] == []
    assert sum(prose(text) is not None for text in texts) >= len(texts) * 3 // 4
