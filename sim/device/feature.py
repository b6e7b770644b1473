"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.device.commands import COMMANDS

    return COMMANDS


FEATURE = Feature(
    name="device",
    rules=("sim.device.rules", "sim.wire.rules"),
    tables=("sim.device.tables",),
    command_words=("ip", "ethtool"),
    commands=_commands,
)
