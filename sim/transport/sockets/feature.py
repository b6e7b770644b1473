"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.transport.sockets.commands import COMMANDS

    return COMMANDS


FEATURE = Feature(
    name="sockets", rules=("sim.transport.sockets.rules",), command_words=("ss", "netstat"), commands=_commands
)
