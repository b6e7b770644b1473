"""What a connection, its layer and its socket see of each other."""

from collections import deque
from typing import Any, Protocol

from sim.device.node import Node
from sim.ip.contracts import Out
from sim.settings import NodeSettings
from sim.transport.sockets.ports import Claim
from sim.transport.tcp.machine.rows import Endpoints
from sim.why import Why


class Layer(Protocol):
    """The layer that a connection belongs to."""

    node: Node
    ip: Out
    settings: NodeSettings
    is_recorded: bool

    def forget(self, connection: Any) -> None: ...


class Owner(Protocol):
    """Whose options a connection's datagrams have."""

    ttl: int | None
    device: str | None

    @property
    def tos(self) -> int: ...


class Stream(Owner, Protocol):
    """The socket of a connection, or of a listener; see :class:`sim.transport.tcp.socket.TcpSocket`."""

    number: int
    backlog: int
    is_short: bool
    claim: Claim[Any] | None
    connection: Any
    accepted: deque[Any]
    half_open: dict[Endpoints, Any]

    @property
    def reuses_address(self) -> bool: ...

    def ready(self, cause: int) -> None: ...
    def room_made(self, cause: int) -> None: ...
    def set_error(self, name: str, why: Why, cause: int) -> None: ...
    def child_changed(self, connection: Any, cause: int) -> None: ...
    def ended(self) -> None: ...
