"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(
    name="reassembly",
    rules=("sim.ip.reassembly.rules",),
    tables=("sim.ip.reassembly.tables",),
    settings=("sim.ip.reassembly.settings",),
)
