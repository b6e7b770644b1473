"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.features.tcpdump.command import COMMAND

    return (COMMAND,)


FEATURE = Feature(name="tcpdump", rules=("sim.features.tcpdump.rules",), command_words=("tcpdump",), commands=_commands)
