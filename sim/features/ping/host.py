"""What ping sees of its host."""

from collections.abc import Mapping
from typing import Protocol

from sim.addresses import IPv4Address
from sim.device.interface import Interface
from sim.ip.contracts import Out
from sim.ip.icmp.layer import IcmpLayer
from sim.ip.names.resolver import Resolver
from sim.shell.application import Host

HEADERS = 28
"""Octets of the headers of IPv4 and ICMP before the data of an echo."""


class PingHost(Host, Protocol):
    """What ping sees of its host."""

    @property
    def ip(self) -> Out: ...
    @property
    def icmp(self) -> IcmpLayer: ...
    @property
    def interfaces(self) -> Mapping[str, Interface]: ...
    @property
    def names(self) -> Resolver: ...


def source_of(host: PingHost, source: IPv4Address | str | None) -> IPv4Address | None:
    """The address that is meant, which can also be said by an interface, whose first address it is."""
    if not isinstance(source, str):
        return source
    interface = host.interfaces.get(source)
    return None if interface is None else next((own.address for own in interface.addresses), None)
