"""What programs see of the host that they run on."""

import random
from collections.abc import Mapping
from typing import Protocol

from sim.addresses import IPv4Address
from sim.device.interface import Interface
from sim.shell.application import Host
from sim.transport.sockets import contracts
from sim.transport.sockets.contracts import SocketHost
from sim.transport.sockets.sockets import Sockets


class Settings(contracts.Settings, Protocol):
    """The choices of a host that its programs and their sockets start from."""

    @property
    def hosts(self) -> tuple[tuple[str, IPv4Address], ...]: ...


class ProgramHost(SocketHost, Host, Protocol):
    """A host that can run programs: it has sockets and a console, knows other hosts by name, has a random stream."""

    @property
    def name(self) -> str: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def interfaces(self) -> Mapping[str, Interface]: ...
    @property
    def sockets(self) -> Sockets: ...
    @property
    def random(self) -> random.Random: ...
