"""The word that was probably meant."""

import pytest

from sim.words import TextError, listed, nearest, suggestion

CLAUSES = ("from", "to", "for", "on", "at", "leaving", "reaching")


@pytest.mark.parametrize(
    ("word", "words", "meant"),
    [
        ("gatway", ("host", "gateway", "mac"), ["gateway"]),
        ("form", CLAUSES, ["from"]),  # letters that changed places rather than one too many
        ("REACHING", CLAUSES, ["reaching"]),
        ("echo", ("echo-request", "echo-reply", "redirect"), ["echo-request", "echo-reply"]),
        ("pc9", ("pc1", "pc2", "sw1"), ["pc1", "pc2"]),
        ("zebra", CLAUSES, []),
        ("x", (), []),
    ],
)
def test_the_nearest_words_are_found_in_their_order(word: str, words: tuple[str, ...], meant: list[str]) -> None:
    assert nearest(word, words) == meant


def test_a_suggestion_names_the_nearest_words_or_all_there_are() -> None:
    assert suggestion("pc9", ("pc1", "pc2", "sw1")) == "did you mean pc1 or pc2?"
    assert suggestion("zebra", ("arp", "icmp", "udp")) == "write arp, icmp or udp"
    assert suggestion("zebra", ("1", "2"), "sw1 has", "and") == "sw1 has 1 and 2"
    assert (
        suggestion("pc", [f"pc{n}" for n in range(10, 20)])
        == "write " + ", ".join(f"pc{n}" for n in range(10, 19)) + " or pc19"
    )
    assert suggestion("zebra", ()) == ""


def test_long_lists_are_cut() -> None:
    assert listed([str(n) for n in range(20)], most=3) == "0, 1, 2 …"
    assert (listed([]), listed(["a"])) == ("", "a")


def test_a_text_error_carries_its_parts() -> None:
    error = TextError("it is wrong", "do it right", 3)
    assert (str(error), error.message, error.hint, error.offset) == (
        "it is wrong; do it right", "it is wrong", "do it right", 3,
    )  # fmt: skip
