"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.ip.routes import commands, net_tools

    return (*commands.COMMANDS, net_tools.COMMAND)


FEATURE = Feature(
    name="routes",
    rules=("sim.ip.routes.rules",),
    tables=("sim.ip.routes.tables",),
    command_words=("ip", "route", "show"),
    commands=_commands,
)
