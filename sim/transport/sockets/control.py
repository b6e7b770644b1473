"""Items beside the data of a message (``struct cmsghdr``): the numbers and layouts that ip(7) has for them."""

from collections.abc import Sequence
from struct import Struct

from sim.addresses import IPv4Address
from sim.ip.icmp.pdu import Icmp
from sim.transport.sockets.errors import error, number_of
from sim.transport.sockets.options import AF_INET, IP_PKTINFO, IP_RECVERR, IP_TOS, IP_TTL, IPPROTO_IP

Control = tuple[int, int, bytes]
"""Level, type and octets of an item."""

INT = Struct("=i")
PACKET_INFO = Struct("=i4s4s")
"""``struct in_pktinfo``: the number of the interface, one's own address there, the destination in the header."""
_EXTENDED_ERROR = Struct("=I4BII")
_OFFENDER = Struct("=HH4s8x")
"""``struct sock_extended_err``, and the ``struct sockaddr_in`` behind it."""
_FROM_ICMP = 2


def of_error(name: str, message: Icmp, offender: IPv4Address) -> Control:
    """The item that tells of an ICMP error."""
    told = _EXTENDED_ERROR.pack(number_of(name), _FROM_ICMP, message.type, message.code, 0, message.rest & 0xFFFF, 0)
    who = _OFFENDER.pack(AF_INET, 0, int(offender).to_bytes(4, "big"))
    return IPPROTO_IP, IP_RECVERR, told + who


def asked_of(items: Sequence[Control]) -> dict[int, tuple[int, ...] | int]:
    """What a program asks for a datagram by these items, by their types. EINVAL."""
    found: dict[int, tuple[int, ...] | int] = {}
    for level, kind, octets in items:
        if (level, kind) == (IPPROTO_IP, IP_PKTINFO) and len(octets) == PACKET_INFO.size:
            number, source, _ = PACKET_INFO.unpack(octets)
            found[kind] = (number, int.from_bytes(source, "big"))
        elif level == IPPROTO_IP and kind in (IP_TTL, IP_TOS) and len(octets) in (1, INT.size):
            number = int.from_bytes(octets, "little")
            if kind == IP_TTL and not 1 <= number <= 255:
                raise error("EINVAL")
            found[kind] = number
        else:
            raise error("EINVAL")
    return found
