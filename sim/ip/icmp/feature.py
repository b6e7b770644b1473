"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(
    name="icmp",
    rules=("sim.ip.icmp.rules",),
    fields=("sim.ip.icmp.fields",),
    tables=("sim.ip.icmp.tables",),
    settings=("sim.ip.icmp.settings",),
)
