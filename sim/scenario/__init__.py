"""Scenarios: networks as text. The one place that reads YAML, and the one that knows pydantic.

Nothing is imported here, so that ``hopscope list`` pays only for :mod:`sim.scenario.library`.
"""
