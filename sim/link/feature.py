"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(
    name="link",
    rules=("sim.link.rules",),
    fields=("sim.link.ethernet.fields",),
    tables=("sim.link.tables",),
    settings=("sim.link.settings",),
)
