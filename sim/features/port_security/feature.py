"""The description of this package for the list in ``sim.registry``."""

from typing import TYPE_CHECKING

from sim.feature import Commands, Feature, Service
from sim.settings import NodeSettings

if TYPE_CHECKING:
    from sim.config_line import AnyConfigLine
    from sim.features.port_security.service import Switch


def _commands() -> Commands:
    from sim.features.port_security.commands import COMMANDS

    return COMMANDS


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.port_security.settings import PortSecuritySettings

    return bool(settings.of(PortSecuritySettings).port_security)


def _start(switch: "Switch") -> object:
    from sim.features.port_security.service import PortSecurity

    return PortSecurity(switch)


def _configuration() -> "tuple[AnyConfigLine, ...]":
    from sim.features.port_security.lines import LINES

    return LINES


FEATURE = Feature(
    name="port-security",
    rules=("sim.features.port_security.rules",),
    tables=("sim.features.port_security.tables",),
    settings=("sim.features.port_security.settings",),
    command_words=("show",),
    commands=_commands,
    configuration=_configuration,
    service=Service(_is_wanted, _start, frozenset({"switch"})),
)
