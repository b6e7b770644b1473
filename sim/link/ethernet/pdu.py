"""Ethernet II frames (IEEE 802.3 clause 3, RFC 894)."""

from sim.addresses import MacAddress
from sim.pdu.base import Content, Pdu

TYPE_IPV4 = 0x0800
TYPE_ARP = 0x0806
LONGEST_LENGTH = 1500
"""A type field up to this is the length of an IEEE 802.3 frame's data instead (IEEE 802.3 3.2.6)."""
TYPE_LLC = 0
"""Stands for all of these lengths: such a frame carries logical link control (IEEE 802.2)."""

NOBODY = MacAddress(0)
"""Both addresses of a frame on a loopback interface, as Linux writes them: there are no stations to tell apart."""

HEADER_LENGTH = 14
MINIMUM_LENGTH = 60
"""Octets that a frame is padded to, the frame check sequence not counted (IEEE 802.3 3.2.8)."""


class Ethernet(Pdu):
    """A frame without preamble, padding and frame check sequence; ``length`` is how many octets that is.

    ``payload`` is a value where the octets were well formed, else the octets themselves, so that a
    receiver can tell a good packet from a bad one without a flag.
    ``trailer`` holds what follows the payload where that is not mere zero padding to 60 octets. ``length`` is that of
    the frame in octets, without padding and frame check sequence.
    """

    __slots__ = ("dst", "ethertype", "length", "payload", "src", "trailer")

    payload: Content

    def __init__(
        self, dst: MacAddress, src: MacAddress, ethertype: int, payload: Content, trailer: bytes = b""
    ) -> None:
        self.dst = dst
        self.src = src
        self.ethertype = ethertype
        self.payload = payload
        self.trailer = trailer
        self.length = 14 + len(payload) + len(trailer)

    def __len__(self) -> int:
        return self.length

    def onward(self, dst: MacAddress, src: MacAddress, payload: Content) -> "Ethernet":
        """A frame of the same type, with a payload as long, on the next link: what a router sends on."""
        hop = _new(Ethernet)
        hop.dst = dst
        hop.src = src
        hop.ethertype = self.ethertype
        hop.payload = payload
        hop.trailer = b""
        hop.length = self.length - len(self.trailer)
        return hop


_new = Ethernet.__new__


class Damaged(Pdu):
    """A frame that no longer is what was sent: its octets, with the four of the frame check sequence at the end."""

    __slots__ = ("octets",)

    def __init__(self, octets: bytes) -> None:
        self.octets = octets

    @property
    def length(self) -> int:
        """As that of the frame that was sent."""
        return len(self.octets) - 4

    def __len__(self) -> int:
        return self.length


Frame = Ethernet | Damaged
