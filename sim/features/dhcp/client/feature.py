"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.feature import Feature, Service
from sim.settings import NodeSettings


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.dhcp.settings import DhcpClientSettings

    wanted = settings.of(DhcpClientSettings)
    return bool(wanted.interfaces) or wanted.inform


def _start(host: Any) -> object:
    from sim.features.dhcp.client.service import DhcpClient

    return DhcpClient(host)


FEATURE = Feature(
    name="dhcp-client",
    rules=("sim.features.dhcp.client.rules",),
    tables=("sim.features.dhcp.client.tables",),
    service=Service(_is_wanted, _start),
)
"""Its settings stand with those of the server, in ``sim.features.dhcp.settings``."""
