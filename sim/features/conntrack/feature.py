"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.features.conntrack.commands import COMMANDS

    return COMMANDS


FEATURE = Feature(
    name="conntrack",
    rules=("sim.features.conntrack.rules",),
    tables=("sim.features.conntrack.tables",),
    settings=("sim.features.conntrack.settings",),
    command_words=("conntrack",),
    commands=_commands,
)
"""Its service is begun by whoever needs to know connections: NAT, and filters with a memory."""
