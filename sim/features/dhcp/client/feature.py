"""The description of this package for the list in ``sim.registry``."""

from collections.abc import Sequence
from typing import Any

from sim.feature import Commands, Feature, Service, State, View
from sim.settings import NodeSettings


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.dhcp.settings import DhcpClientSettings

    wanted = settings.of(DhcpClientSettings)
    return bool(wanted.interfaces) or wanted.inform


def _start(host: Any) -> object:
    from sim.features.dhcp.client.service import DhcpClient

    return DhcpClient(host)


def _commands() -> Commands:
    from sim.features.dhcp.client.commands import DHCLIENT

    return (DHCLIENT,)


def _lease(state: State, node: str, now: int, language: str) -> Sequence[str]:
    from sim.features.dhcp.client.view import lines

    return lines(state, node, now, language)


FEATURE = Feature(
    name="dhcp-client",
    rules=("sim.features.dhcp.client.rules",),
    tables=("sim.features.dhcp.client.tables",),
    command_words=("dhclient",),
    commands=_commands,
    views=(
        View("lease", {"en": "DHCP lease", "zh": "DHCP 租约"}, _lease, _is_wanted, short={"en": "Lease", "zh": "租约"}),
    ),
    service=Service(_is_wanted, _start),
)
"""Its settings stand with those of the server, in ``sim.features.dhcp.settings``."""
