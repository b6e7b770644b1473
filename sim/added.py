"""Features that are not of the list in :mod:`sim.registry`: one that is tried out, or that a test brings along.

Who only wants to know whether there are any need not load what features are made of.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.feature import Feature

ADDED: "list[Feature]" = []
