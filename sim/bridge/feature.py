"""The description of this package for the list in ``sim.registry``."""

from typing import TYPE_CHECKING

from sim.feature import Commands, Feature

if TYPE_CHECKING:
    from sim.config_line import AnyConfigLine


def _commands() -> Commands:
    from sim.bridge.aggregation.commands import COMMANDS as OF_AGGREGATES
    from sim.bridge.commands import COMMANDS
    from sim.bridge.vlans.commands import COMMANDS as OF_VLANS

    return COMMANDS + OF_VLANS + OF_AGGREGATES


def _configuration() -> "tuple[AnyConfigLine, ...]":
    from sim.bridge.vlans.lines import LINES

    return LINES


FEATURE = Feature(
    name="bridge",
    rules=("sim.bridge.rules", "sim.bridge.vlans.rules", "sim.bridge.aggregation.rules"),
    tables=("sim.bridge.tables", "sim.bridge.vlans.tables", "sim.bridge.aggregation.tables"),
    command_words=("show",),
    commands=_commands,
    configuration=_configuration,
    settings=("sim.bridge.settings", "sim.bridge.vlans.settings", "sim.bridge.aggregation.settings"),
)
