"""Fragments that are put together again (RFC 815)."""
