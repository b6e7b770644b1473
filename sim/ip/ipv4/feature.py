"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(
    name="ipv4",
    rules=("sim.ip.ipv4.rules",),
    fields=("sim.ip.ipv4.fields",),
    tables=("sim.ip.neighbours",),
    settings=("sim.ip.ipv4.settings",),
)
