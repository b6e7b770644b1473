"""The description of this package for the list in ``sim.registry``."""

from sim.command import Allowance
from sim.feature import Feature

UNKNOWN_NAME = Allowance("unknown-name", "a command names a host that nobody knows")

FEATURE = Feature(
    name="names",
    rules=("sim.ip.names.rules",),
    tables=("sim.ip.names.tables",),
    settings=("sim.ip.names.settings",),
    allowances=(UNKNOWN_NAME,),
)
