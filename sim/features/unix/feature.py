"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(
    name="unix",
    rules=("sim.features.unix.rules",),
    tables=("sim.features.unix.tables",),
)
