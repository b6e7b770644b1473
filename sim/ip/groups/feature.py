"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(name="groups", rules=("sim.ip.groups.rules",), tables=("sim.ip.groups.tables",))
