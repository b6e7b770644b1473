"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.features.macof.command import COMMAND

    return (COMMAND,)


FEATURE = Feature(name="macof", rules=("sim.features.macof.rules",), command_words=("macof",), commands=_commands)
