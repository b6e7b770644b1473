"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(name="arp", rules=("sim.ip.arp.rules",), fields=("sim.ip.arp.fields",))
