"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(name="device", rules=("sim.device.rules", "sim.wire.rules"), fields=("sim.wire.fields",))
