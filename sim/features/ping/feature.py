"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.features.ping.command import COMMAND

    return (COMMAND,)


FEATURE = Feature(name="ping", rules=("sim.features.ping.rules",), command_words=("ping",), commands=_commands)
