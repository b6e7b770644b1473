"""Who holds which port of a protocol, and who may hold it too."""

from collections.abc import Iterator, Sequence
from struct import Struct
from typing import Generic, TypeVar
from zlib import crc32

from sim.addresses import ANY, IPv4Address
from sim.transport.sockets.errors import error

LAST = 65535

Holder = TypeVar("Holder")
"""What holds a port: the sockets of one protocol."""

_FLOW = Struct("!IHIH")


def share_of(flow: tuple[IPv4Address, int, IPv4Address, int], sharers: Sequence[Holder]) -> Holder:
    """Which of the sockets that share a port with SO_REUSEPORT a flow is for: its hash decides, as on Linux.

    The flow is source and destination, each with its port. All its packets are for the same socket.
    """
    return sharers[crc32(_FLOW.pack(*flow)) * len(sharers) >> 32]


class Claim(Generic[Holder]):
    """A port that a socket, or a connection that outlives its socket, holds at one address or, ``ANY``, at all."""

    __slots__ = ("device", "ip", "is_listening", "port", "reuse", "shares", "socket")

    def __init__(
        self,
        socket: Holder | None,
        ip: IPv4Address,
        port: int,
        reuse: bool,
        shares: bool = False,
        device: str | None = None,
    ) -> None:
        self.socket = socket
        self.ip = ip
        self.port = port
        self.reuse = reuse
        self.shares = shares
        self.device = device
        self.is_listening = False

    def conflicts(self, other: "Claim[Holder]") -> bool:
        """Whether both may not hold the port: at one address all have to have SO_REUSEADDR and none may listen, or all
        have SO_REUSEPORT. Those that are bound to different interfaces never meet."""
        is_same = ANY in (other.ip, self.ip) or other.ip == self.ip
        if not is_same or (self.device and other.device and self.device != other.device):
            return False
        return not (self.shares and other.shares) and (self.is_listening or not (other.reuse and self.reuse))


class Ports(Generic[Holder]):
    """The ports of one protocol on one node; ``first`` is the first of those that nobody asks for by number."""

    def __init__(self, first: int) -> None:
        self.first = first
        self._claims: dict[int, dict[Claim[Holder], None]] = {}
        self._next = first

    def at(self, port: int) -> Iterator[Claim[Holder]]:
        """Who holds a port, the latest first."""
        return reversed(self._claims.get(port, {}))

    def take(
        self,
        socket: Holder,
        ip: IPv4Address,
        port: int,
        reuse: bool,
        shares: bool = False,
        device: str | None = None,
    ) -> Claim[Holder]:
        """Hold a port, or with 0 a free one; raises ``OSError`` EADDRINUSE."""
        claim = Claim(socket, ip, port or self.free(), reuse, shares, device)
        if not claim.port or any(other.conflicts(claim) for other in self.at(claim.port)):
            raise error("EADDRINUSE")
        self.add(claim)
        return claim

    def add(self, claim: Claim[Holder]) -> None:
        """Hold a port beside whoever holds it, as an accepted connection does."""
        self._claims.setdefault(claim.port, {})[claim] = None

    def release(self, claim: Claim[Holder]) -> None:
        claims = self._claims[claim.port]
        del claims[claim]
        if not claims:
            del self._claims[claim.port]

    def free(self) -> int:
        """The next port that nobody holds, counting up and around; 0 where there is none."""
        for _ in range(self.first, LAST + 1):
            port = self._next
            self._next = port + 1 if port < LAST else self.first
            if port not in self._claims:
                return port
        return 0
