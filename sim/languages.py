"""The languages that learners read."""

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "zh": "简体中文"}
"""The languages by code, each by its own name."""
