"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.programs import commands, file_commands

    return commands.COMMANDS + file_commands.COMMANDS


FEATURE = Feature(
    name="programs",
    rules=("sim.programs.rules",),
    tables=("sim.programs.tables",),
    command_words=("python3", "nc", "telnet", "iperf", "cat", "ls", "pwd", "hostname"),
    commands=_commands,
    settings=("sim.programs.speed",),
)
