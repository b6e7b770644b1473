"""The description of this package for the list in ``sim.registry``."""

from typing import TYPE_CHECKING, Any

from sim.feature import Commands, Feature, Service
from sim.settings import NodeSettings

if TYPE_CHECKING:
    from sim.config_line import AnyConfigLine


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.dhcp.settings import DhcpServerSettings, RelaySettings

    return bool(settings.of(DhcpServerSettings).all_pools) or settings.of(RelaySettings).relay is not None


def _start(device: Any) -> object:
    from sim.features.dhcp.server.service import DhcpServer

    return DhcpServer(device)


def _commands() -> Commands:
    from sim.features.dhcp.server.commands import COMMANDS

    return COMMANDS


def _configuration() -> "tuple[AnyConfigLine, ...]":
    from sim.features.dhcp.server.lines import LINES

    return LINES


FEATURE = Feature(
    name="dhcp-server",
    rules=("sim.features.dhcp.server.rules", "sim.features.dhcp.relay.rules"),
    tables=("sim.features.dhcp.server.tables",),
    command_words=("show",),
    commands=_commands,
    configuration=_configuration,
    service=Service(_is_wanted, _start),
)
"""The relay agent is at the same port, and its rules stand here, too."""
