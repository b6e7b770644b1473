"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.features.addresses import commands, ifconfig, ipconfig

    return (*commands.COMMANDS, ifconfig.COMMAND, ipconfig.COMMAND)


FEATURE = Feature(
    name="addresses",
    rules=("sim.features.addresses.rules",),
    command_words=("ip", "ifconfig", "ipconfig"),
    commands=_commands,
)
