"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(
    name="pmtu",
    rules=("sim.ip.pmtu.rules",),
    tables=("sim.ip.pmtu.tables",),
    settings=("sim.ip.pmtu.settings",),
)
