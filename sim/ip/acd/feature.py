"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(
    name="acd",
    rules=("sim.ip.acd.rules",),
    tables=("sim.ip.acd.tables",),
    settings=("sim.ip.acd.settings",),
)
