"""What the layers of a host see of ICMP."""

from collections.abc import Callable
from typing import Protocol

from sim.addresses import IPv4Address
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import Quoted
from sim.ip.ipv4.pdu import IPv4

Hear = Callable[[IPv4Address, Icmp, Quoted, int], None]
"""Hears of an ICMP error: who sent it, the error, the datagram that it quotes, and the record of its arrival."""


class Errors(Protocol):
    """Tells the senders of datagrams what became of them."""

    def send_error(self, message: Icmp, about: IPv4, cause: int, link_broadcast: bool = False) -> None: ...
    def on_error(
        self, protocol: int, hear: Hear, is_plausible: Callable[[Quoted], bool] = lambda quoted: True
    ) -> None: ...
