"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(
    name="sockets",
    rules=("sim.transport.sockets.rules",),
    tables=("sim.transport.sockets.tables",),
    settings=("sim.transport.sockets.settings",),
)
