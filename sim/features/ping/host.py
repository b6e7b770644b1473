"""What ping sees of its host."""

from collections.abc import Mapping
from typing import Protocol

from sim.device.interface import Interface
from sim.ip.contracts import Out
from sim.ip.icmp.layer import IcmpLayer
from sim.ip.names.resolver import Resolver
from sim.shell.application import Host


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
