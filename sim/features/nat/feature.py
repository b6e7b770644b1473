"""The description of this package for the list in ``sim.registry``."""

from typing import TYPE_CHECKING, Any

from sim.feature import Commands, Feature, Service
from sim.settings import NodeSettings

if TYPE_CHECKING:
    from sim.config_line import AnyConfigLine


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.nat.settings import NatSettings

    return bool(settings.of(NatSettings).outside)


def _start(device: Any) -> object:
    from sim.features.nat.service import Nat

    return Nat(device)


def _commands() -> Commands:
    from sim.features.nat.commands import COMMANDS

    return COMMANDS


def _configuration() -> "tuple[AnyConfigLine, ...]":
    from sim.features.nat.lines import LINES

    return LINES


FEATURE = Feature(
    name="nat",
    rules=("sim.features.nat.rules",),
    tables=("sim.features.nat.tables",),
    settings=("sim.features.nat.settings",),
    command_words=("show", "clear"),
    commands=_commands,
    configuration=_configuration,
    service=Service(_is_wanted, _start),
)
