"""The languages that learners read."""

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "zh": "简体中文"}
"""The languages by code, each by its own name."""


def next_language(code: str) -> str:
    """The language after another one, in a circle."""
    codes = list(LANGUAGES)
    return codes[(codes.index(code) + 1) % len(codes)]
