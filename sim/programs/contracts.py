"""What programs see of the host that they run on."""

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from sim.device.interface import Interface
from sim.device.loopback import Loop
from sim.ip.names.resolver import Resolver
from sim.settings import NodeSettings
from sim.shell.application import Host
from sim.transport.sockets.contracts import SocketHost

if TYPE_CHECKING:
    from sim.transport.sockets.sockets import Sockets


class ProgramHost(SocketHost, Host, Protocol):
    """A host that can run programs: it has sockets and a console, knows other hosts by name, has a random stream."""

    @property
    def name(self) -> str: ...
    @property
    def names(self) -> Resolver: ...
    @property
    def settings(self) -> NodeSettings: ...
    @property
    def interfaces(self) -> Mapping[str, Interface]: ...
    @property
    def loop(self) -> Loop: ...
    @property
    def sockets(self) -> "Sockets": ...
    def chance(self, name: str) -> random.Random: ...
    @property
    def random(self) -> random.Random: ...
