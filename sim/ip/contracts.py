"""What the layers of a host see of each other. Only the assembler knows who they are."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from sim.addresses import IPv4Address, MacAddress
from sim.device.interface import Interface
from sim.ip.groups.service import Groups
from sim.ip.ipv4.machine import Addresses
from sim.ip.ipv4.pdu import IPv4
from sim.pdu.base import Content
from sim.why import Why


class SendOptions(NamedTuple):
    """What a program may ask of a datagram; ``None`` leaves it to the host.

    Left to itself, a host sets DF on what fits the path as far as it knows, and cuts the rest (RFC 1191 3).
    ``source`` 0.0.0.0 asks for just that address, which a host has that does not know its own yet (RFC 1122
    3.2.1.3 (a)). ``interface`` is the one to leave through, whatever the routes say. ``station`` is the MAC address of
    who is to get the frame there: nobody is asked for it (RFC 2131 4.1). ``loops``: the host itself hears what it sends
    to a group that it is in.
    """

    ttl: int | None = None
    dont_fragment: bool | None = False
    source: IPv4Address | None = None
    tos: int = 0
    interface: str | None = None
    station: MacAddress | None = None
    loops: bool = True


Deliver = Callable[[IPv4, Interface | None, int, bool], None]
"""Takes in a datagram for this host: the datagram, the interface that it came in at (``None`` for the host itself), the
record of that, and whether the datagram was for many."""


class Out(Protocol):
    """The way out: what a protocol above IP asks of it."""

    @property
    def addresses(self) -> Addresses: ...
    @property
    def groups(self) -> Groups: ...
    @property
    def forwards(self) -> bool: ...

    def send(
        self,
        dst: IPv4Address,
        protocol: int,
        payload: Content,
        why: Why,
        cause: int,
        options: SendOptions = SendOptions(),
    ) -> Why | None: ...

    def send_datagram(
        self, datagram: IPv4, cause: int, through: str | None = None, loops: bool = True
    ) -> Why | None: ...
    def outlet_for(self, group: IPv4Address) -> Interface: ...
    def no_way_to(self, dst: IPv4Address) -> Why | None: ...
    def doubt_way_to(self, dst: IPv4Address, cause: int) -> None: ...
    def source_for(self, dst: IPv4Address) -> IPv4Address | None: ...
    def mtus(self, dst: IPv4Address) -> tuple[int, int]: ...
    def is_broadcast(self, ip: IPv4Address) -> bool: ...
    def on_protocol(self, number: int, deliver: Deliver) -> None: ...
