"""The description of this package for the list in ``sim.registry``."""

from typing import TYPE_CHECKING

from sim.feature import Commands, Feature, Service
from sim.settings import NodeSettings

if TYPE_CHECKING:
    from sim.config_line import AnyConfigLine
    from sim.features.arp_inspection.service import Switch


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.arp_inspection.settings import InspectionSettings

    return settings.of(InspectionSettings).enabled


def _start(switch: "Switch") -> object:
    from sim.features.arp_inspection.service import Inspection

    return Inspection(switch)


def _commands() -> Commands:
    from sim.features.arp_inspection.commands import COMMANDS

    return COMMANDS


def _configuration() -> "tuple[AnyConfigLine, ...]":
    from sim.features.arp_inspection.lines import LINES

    return LINES


FEATURE = Feature(
    name="arp-inspection",
    rules=("sim.features.arp_inspection.rules",),
    settings=("sim.features.arp_inspection.settings",),
    command_words=("show",),
    commands=_commands,
    configuration=_configuration,
    service=Service(_is_wanted, _start, frozenset({"switch"})),
)
