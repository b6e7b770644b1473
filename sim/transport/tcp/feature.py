"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature

FEATURE = Feature(
    name="tcp",
    rules=("sim.transport.tcp.rules", "sim.transport.tcp.data_rules", "sim.transport.tcp.congestion_rules"),
    fields=("sim.transport.tcp.fields",),
    tables=("sim.transport.tcp.tables",),
    settings=("sim.transport.tcp.machine.settings",),
)
