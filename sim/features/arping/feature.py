"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.features.arping.command import COMMAND

    return (COMMAND,)


FEATURE = Feature(name="arping", rules=("sim.features.arping.rules",), command_words=("arping",), commands=_commands)
