"""The languages that learners read, and texts in each of them."""

from collections.abc import Mapping

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "zh": "简体中文"}
"""The languages by code, each by its own name."""


Wording = Mapping[str, str]
"""A text in each language, by the language's code; English is always there."""


def said(wording: Wording, language: str) -> str:
    """A text in a language, in English where it has no other."""
    return wording.get(language) or wording[ENGLISH]


def next_language(code: str) -> str:
    """The language after another one, in a circle."""
    codes = list(LANGUAGES)
    return codes[(codes.index(code) + 1) % len(codes)]
