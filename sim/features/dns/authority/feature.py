"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(name="dns-authority", rules=("sim.features.dns.authority.rules",))
