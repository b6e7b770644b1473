"""What a resolver knows of other servers: how fast they answer, which are lame for which zone (RFC 1034 5.3.3)."""

from dataclasses import dataclass, field
from random import Random

from sim.addresses import IPv4Address
from sim.features.dns.name import Name
from sim.features.dns.recursion.config import MILLISECOND
from sim.quantities import SECOND

_LEAST = 50 * MILLISECOND
_MOST = 120 * SECOND
_BAND = 400 * MILLISECOND
"""Servers that are slower than the fastest by less than this are asked by turns."""
_LAME_FOR = 900 * SECOND
_MUTE = 12 * SECOND


@dataclass(slots=True)
class Server:
    """Times in ns. The estimate is that of TCP (RFC 6298 2), which suits here as well."""

    rto: int
    srtt: int = 0
    variation: int = 0
    knows_edns: bool = True
    used: int = 0
    lame: dict[Name, int] = field(default_factory=dict)
    """Zones that it does not serve, and until when that is believed."""

    def answered(self, time: int) -> None:
        if self.srtt:
            self.variation += (abs(self.srtt - time) - self.variation) // 4
            self.srtt += (time - self.srtt) // 8
        else:
            self.srtt, self.variation = time, time // 2
        self.rto = min(max(self.srtt + 4 * self.variation, _LEAST), _MOST)

    def was_silent(self) -> None:
        self.rto = min(2 * self.rto, _MOST)

    @property
    def is_mute(self) -> bool:
        """Whether it was silent so often that it is hardly there: then it is asked once, to see whether it is back."""
        return self.rto >= _MUTE


class Servers:
    """All servers that were ever asked, by address. ``timeout`` is the first wait for each."""

    def __init__(self, timeout: int) -> None:
        self._timeout = timeout
        self._known: dict[IPv4Address, Server] = {}

    def __getitem__(self, address: IPv4Address) -> Server:
        return self._known.setdefault(address, Server(self._timeout))

    def is_mute(self, address: IPv4Address) -> bool:
        server = self._known.get(address)
        return server is not None and server.is_mute

    def forget_old(self, address: IPv4Address, now: int) -> None:
        """Begin anew with a server that was not asked for long; it is asked now."""
        server = self._known.get(address)
        if server is not None and now - server.used > _LAME_FOR:
            del self._known[address]
        self[address].used = now

    def choose(self, addresses: list[IPv4Address], chance: Random) -> IPv4Address | None:
        """One of those that answer fastest; ``None`` of none."""
        if not addresses:
            return None
        best = min(self[address].rto for address in addresses)
        near = [address for address in addresses if self[address].rto < best + _BAND]
        return near[0] if len(near) == 1 else chance.choice(near)

    def is_lame(self, address: IPv4Address, zone: Name, now: int) -> bool:
        server = self._known.get(address)
        return server is not None and server.lame.get(zone, now) > now

    def note_lame(self, address: IPv4Address, zone: Name, now: int) -> None:
        self[address].lame[zone] = now + _LAME_FOR
