"""Filters: ordered lists of rules that permit or deny what passes an interface."""
