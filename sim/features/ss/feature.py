"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.features.ss.command import COMMANDS

    return COMMANDS


FEATURE = Feature(name="ss", command_words=("ss", "netstat"), commands=_commands)
