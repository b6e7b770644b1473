"""The conversations of UDP in the order in which they begin, as Wireshark counts them."""

from collections.abc import Hashable

from sim import registry
from sim.packets.carried import finder
from sim.pdu.base import Pdu
from sim.transport.udp.pdu import Udp

Ends = frozenset[tuple[int, int]]
"""The two sockets of a conversation: address and port."""


class UdpStreams:
    """Gives each conversation its number, from 0. Whoever asks shows every frame that crosses a link, in order."""

    def __init__(self) -> None:
        self._numbers: dict[Ends, int] = {}
        self._datagrams = finder(registry.pdu("ipv4"))

    def see(self, port: Hashable, packet: Pdu) -> int | None:
        """The number of the conversation that a packet belongs to, or that an error in it is about."""
        for datagram in self._datagrams(packet):
            message = datagram.payload
            if type(message) is Udp:
                ends = frozenset(((datagram.src, message.src_port), (datagram.dst, message.dst_port)))
                return self._numbers.setdefault(ends, len(self._numbers))
        return None
