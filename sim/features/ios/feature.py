"""The description of this package for the list in ``sim.registry``."""

from typing import TYPE_CHECKING

from sim.feature import Commands, Feature

if TYPE_CHECKING:
    from sim.config_line import AnyConfigLine


def _commands() -> Commands:
    from sim.features.ios import mode, show

    return (mode.COMMAND, *show.COMMANDS)


def _configuration() -> "tuple[AnyConfigLine, ...]":
    from sim.features.ios import interfaces, labels, routing

    return (*labels.LINES, *interfaces.LINES, *routing.LINES)


FEATURE = Feature(
    name="ios",
    rules=("sim.features.ios.rules",),
    tables=("sim.features.ios.tables",),
    command_words=("configure", "show", "clear", "write", "copy"),
    commands=_commands,
    configuration=_configuration,
)
