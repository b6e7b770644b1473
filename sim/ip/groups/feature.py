"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.ip.groups.commands import COMMANDS

    return COMMANDS


FEATURE = Feature(
    name="groups",
    rules=("sim.ip.groups.rules",),
    tables=("sim.ip.groups.tables",),
    command_words=("ip",),
    commands=_commands,
)
