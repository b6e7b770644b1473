"""The description of this package for the list in ``sim.registry``."""

from typing import TYPE_CHECKING

from sim.feature import Commands, Feature, Service
from sim.settings import NodeSettings

if TYPE_CHECKING:
    from sim.config_line import AnyConfigLine
    from sim.features.dhcp_snooping.service import Switch


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.dhcp_snooping.settings import SnoopingSettings

    return settings.of(SnoopingSettings).enabled


def _start(switch: "Switch") -> object:
    from sim.features.dhcp_snooping.service import Snooping

    return Snooping(switch)


def _commands() -> Commands:
    from sim.features.dhcp_snooping.commands import COMMANDS

    return COMMANDS


def _configuration() -> "tuple[AnyConfigLine, ...]":
    from sim.features.dhcp_snooping.lines import LINES

    return LINES


FEATURE = Feature(
    name="dhcp-snooping",
    rules=("sim.features.dhcp_snooping.rules",),
    tables=("sim.features.dhcp_snooping.tables",),
    settings=("sim.features.dhcp_snooping.settings",),
    command_words=("show",),
    commands=_commands,
    configuration=_configuration,
    service=Service(_is_wanted, _start, frozenset({"switch"})),
)
