"""Regular expressions in expectations find what Python's find, in a time that a text cannot make long."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.regex import regex
from sim.words import TextError

ATOMS = st.sampled_from(
    ["a", "b", ".", r"\d", r"\w", r"\s", "[ab]", "[^a]", "[a-c1]", r"\.", "^", "$", r"\b", r"\B", "é"]
)
TEXTS = st.text(alphabet="ab1. _éA", min_size=1, max_size=12)


def longer(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeats = st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "+?", "{,2}"])
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, repeats).map(lambda pair: f"({pair[0]}){pair[1]}"),
        inner.map(lambda each: f"(?i:{each})"),
    )


@given(st.recursive(ATOMS, longer, max_leaves=6), TEXTS)
def test_it_finds_what_python_finds(expression: str, text: str) -> None:
    assert regex(expression).found_in(text) == (re.search(expression, text) is not None)


@pytest.mark.parametrize("expression", [r"(a+)+$", r"(a|aa)+$", r"(a*)*b", r"([a-z]+)*\d", r"(x+x+)+y", r"(.*){20}!"])
def test_no_text_makes_the_search_long(expression: str) -> None:
    """Python's own matcher would take longer than the universe for these."""
    assert not regex(expression).found_in("a" * 2000 + "-" + "x" * 2000)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("(", "/(/ is not a regular expression: missing ), unterminated subpattern at position 0"),
        (r"(a)\1", r"/(a)\1/ has what an expectation cannot have (groupref)"),
        ("a(?=b)", "/a(?=b)/ has what an expectation cannot have (assert)"),
        ("(?<!a)b", "/(?<!a)b/ has what an expectation cannot have (assert_not)"),
        ("(a{1000}){1000}", "this regular expression is too large"),
    ],
)
def test_what_it_does_not_have_is_told(expression: str, message: str) -> None:
    with pytest.raises(TextError, match=re.escape(message)):
        regex(expression)
