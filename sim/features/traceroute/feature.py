"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.features.traceroute import command, windows

    return (command.COMMAND, windows.COMMAND)


FEATURE = Feature(
    name="traceroute",
    rules=("sim.features.traceroute.rules",),
    command_words=("traceroute", "tracert"),
    commands=_commands,
)
