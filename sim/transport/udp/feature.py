"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(name="udp", rules=("sim.transport.udp.rules",), fields=("sim.transport.udp.fields",))
