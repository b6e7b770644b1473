"""Patterns: words that name packets."""
