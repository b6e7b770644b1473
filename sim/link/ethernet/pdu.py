"""Ethernet II frames (IEEE 802.3 clause 3, RFC 894), and the VLAN tags in them (IEEE 802.1Q-2018 9.3 to 9.6)."""

from sim.addresses import MacAddress
from sim.pdu.base import Content, Pdu

TYPE_IPV4 = 0x0800
TYPE_ARP = 0x0806
LONGEST_LENGTH = 1500
"""A type field up to this is the length of an IEEE 802.3 frame's data instead (IEEE 802.3 3.2.6)."""
TYPE_LLC = 0
"""Stands for all of these lengths: such a frame carries logical link control (IEEE 802.2)."""
TYPE_VLAN = 0x8100
"""The type of a frame that begins with a tag: the tag protocol identifier of a C-VLAN (IEEE 802.1Q-2018 9.4)."""

NOBODY = MacAddress(0)
"""Both addresses of a frame on a loopback interface, as Linux writes them: there are no stations to tell apart."""

HEADER_LENGTH = 14
MINIMUM_LENGTH = 60
"""Octets that a frame is padded to, the frame check sequence not counted (IEEE 802.3 3.2.8)."""
TAG_LENGTH = 4

PRIORITY_ONLY = 0
"""The VLAN identifier of a tag that names no VLAN and has the priority alone (IEEE 802.1Q-2018 table 9-2)."""
LAST_VLAN = 4094
"""The greatest identifier that a VLAN can have: 4095 is reserved (IEEE 802.1Q-2018 table 9-2)."""


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


class Vlan(Pdu):
    """A VLAN tag, and what stands behind it. The frame, or the tag in front, has the type ``TYPE_VLAN``.

    ``priority`` is from 0 to 7, ``drop_eligible`` the bit that was the canonical format indicator before 2011.
    """

    __slots__ = ("drop_eligible", "ethertype", "payload", "priority", "vlan")

    payload: Content

    def __init__(
        self, vlan: int, ethertype: int, payload: Content, priority: int = 0, drop_eligible: bool = False
    ) -> None:
        self.vlan = vlan
        self.ethertype = ethertype
        self.payload = payload
        self.priority = priority
        self.drop_eligible = drop_eligible

    def __len__(self) -> int:
        return TAG_LENGTH + len(self.payload)

    def marked(self) -> "Vlan | None":
        marked = None if isinstance(self.payload, bytes) else self.payload.marked()
        if marked is None:
            return None
        return Vlan(self.vlan, self.ethertype, marked, self.priority, self.drop_eligible)


def tagged(frame: Ethernet, vlan: int, priority: int = 0, drop_eligible: bool = False) -> Ethernet:
    """The frame with one more tag, in front of those that it has."""
    tag = Vlan(vlan, frame.ethertype, frame.payload, priority, drop_eligible)
    return Ethernet(frame.dst, frame.src, TYPE_VLAN, tag, frame.trailer)


def untagged(frame: Ethernet) -> Ethernet:
    """The frame without its first tag; one that has no tag as it is."""
    tag = frame.payload
    if type(tag) is not Vlan:
        return frame
    return Ethernet(frame.dst, frame.src, tag.ethertype, tag.payload, frame.trailer)


def tags_length(frame: Frame) -> int:
    """How many octets of a frame are its tags."""
    length, inner = 0, frame.payload
    while type(inner) is Vlan:
        length, inner = length + TAG_LENGTH, inner.payload
    return length
