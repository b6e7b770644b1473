"""Lines: how wide they are, where they break, and that nothing of them is lost unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.text.ink import Ink, Span, cells, clip, clip_line, fit, line, paragraphs, plain, reference, width, wrap

WORDS = st.lists(st.text(st.sampled_from("ab01.:-中文é"), min_size=1, max_size=12), min_size=1, max_size=15)


def test_chinese_characters_take_two_cells() -> None:
    assert cells("ARP 表") == 6
    assert cells("e\u0301") == 1


@given(WORDS, st.integers(2, 40), st.integers(0, 4))
def test_wrapped_lines_fit_and_keep_every_character(words: list[str], room: int, indent: int) -> None:
    spans = tuple(Span(word + " ", Ink.STRONG if i % 2 else Ink.PLAIN) for i, word in enumerate(words))
    lines = wrap(spans, room, indent)
    assert all(width(each) <= max(room, indent + 2) for each in lines)
    assert "".join(plain(each) for each in lines).replace(" ", "") == "".join(words)


def test_wrap_breaks_between_words_and_indents_what_follows() -> None:
    lines = wrap(line("pc1 asks ", Span("everyone", Ink.STRONG), " on the link"), 12, 2)
    assert [plain(each) for each in lines] == ["pc1 asks", "  everyone", "  on the", "  link"]
    assert lines[1][-1].ink is Ink.STRONG


def test_wrap_breaks_chinese_text_between_any_two_characters() -> None:
    assert [plain(each) for each in wrap(line("广播问题单播回答"), 6)] == ["广播问", "题单播", "回答"]


def test_no_line_of_chinese_begins_or_ends_with_the_wrong_sign() -> None:
    assert [plain(each) for each in wrap(line("主机广播，交换机（二层）转发。"), 8)] == [
        "主机广",
        "播，交换",
        "机（二",
        "层）转",
        "发。",
    ]
    bold = wrap(line("先", Span("广播", Ink.STRONG), "。再单播"), 6)
    assert [plain(each) for each in bold] == ["先广", "播。再", "单播"]
    assert bold[1][0] == Span("播", Ink.STRONG)


@pytest.mark.parametrize(
    "text", ["The switch sends the frame out of this port only.", "交换机只从这个端口发出这个帧。"]
)
@pytest.mark.parametrize("room", range(16, 70))
def test_a_reference_is_not_broken_where_it_fits_on_a_line(text: str, room: int) -> None:
    clause = "IEEE 802.1D-2004, 7.7.2"
    lines = [plain(each) for each in wrap(line("    ", Span(text), reference(clause, room - 4)), room, 4)]
    assert all(cells(each) <= room for each in lines)
    words = " ".join(each.strip() for each in lines)
    assert words.count(f"[{clause}]") == 1  # between words, and with plain blanks
    if len(clause) + 2 <= room - 4:
        assert f"[{clause}]" in lines[-1]


def test_text_that_is_cut_ends_with_an_ellipsis_after_a_whole_word() -> None:
    assert clip("Request who-has 192.168.10.3 tell", 25) == "Request who-has…"
    assert clip("Request who-has", 15) == "Request who-has"
    assert clip("02:00:00:00:00:01", 8) == "02:00:0…"
    assert clip("abc", 0) == ""
    assert clip("Request who-has 192", 17, "...") == "Request..."


@given(st.text(st.sampled_from("ab 中"), max_size=20), st.integers(1, 15))
def test_fitted_text_fills_its_room_exactly(text: str, room: int) -> None:
    assert cells(fit(text, room)) == room


def test_cut_line_keeps_its_inks() -> None:
    cut = clip_line(line(Span("+ ", Ink.ADDED), "192.168.10.3 reachable"), 16)
    assert plain(cut) == "+ 192.168.10.3…"
    assert cut[0].ink is Ink.ADDED


def test_paragraphs_keep_the_lines_of_a_text() -> None:
    assert [plain(each) for each in paragraphs("one\ntwo three", 5)] == ["one", "two", "three"]
