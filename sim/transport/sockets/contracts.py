"""What sockets see of their host."""

from collections.abc import Hashable
from typing import Any, Protocol

from sim.device.interface import Interface
from sim.ip.contracts import Out
from sim.kernel import Kernel
from sim.settings import NodeSettings
from sim.trace.records import Kind, What
from sim.why import Why


class OpenSockets(Protocol):
    """The sockets of a host, as one of them sees them; see :class:`sim.transport.sockets.sockets.Sockets`."""

    opened: dict[int, Any]

    def next_number(self) -> int: ...
    def forget(self, socket: Any) -> None: ...


class SocketHost(Protocol):
    """A host with sockets: its time, its records, its tables, and the way out."""

    kernel: Kernel
    tables: dict[str, dict[Any, Any]]

    @property
    def settings(self) -> NodeSettings: ...
    @property
    def ip(self) -> Out: ...
    @property
    def sockets(self) -> OpenSockets: ...

    def interface(self, name: str) -> Interface: ...
    def interface_names(self) -> tuple[str, ...]: ...
    def note(self, kind: Kind, what: What, why: Why, cause: int) -> int: ...
    def put(self, table: str, key: Hashable, row: Any, why: Why, cause: int, kind: Kind | None = None) -> int: ...
    def remove(self, table: str, key: Hashable, why: Why, cause: int) -> int: ...
