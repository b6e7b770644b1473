"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.ip.routes.commands import COMMANDS

    return COMMANDS


FEATURE = Feature(
    name="routes",
    rules=("sim.ip.routes.rules",),
    tables=("sim.ip.routes.tables",),
    command_words=("ip", "show"),
    commands=_commands,
)
