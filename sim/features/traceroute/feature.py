"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.features.traceroute.command import COMMAND

    return (COMMAND,)


FEATURE = Feature(
    name="traceroute", rules=("sim.features.traceroute.rules",), command_words=("traceroute",), commands=_commands
)
