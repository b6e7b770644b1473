"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(name="shell", rules=("sim.shell.rules",), tables=("sim.shell.application",))
