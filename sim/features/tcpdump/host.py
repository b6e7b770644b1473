"""What tcpdump sees of its host."""

from collections.abc import Mapping
from typing import Protocol

from sim.device.interface import Interface
from sim.ip.names.resolver import Resolver
from sim.shell.application import Host


class CaptureHost(Host, Protocol):
    """What tcpdump sees of its host."""

    @property
    def interfaces(self) -> Mapping[str, Interface]: ...
    @property
    def names(self) -> Resolver: ...
    def interface(self, name: str) -> Interface: ...
    def interface_names(self) -> tuple[str, ...]: ...
