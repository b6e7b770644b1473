"""ICMP messages (RFC 792, RFC 1191 4 for the MTU, RFC 1122 3.2.2)."""

from sim.addresses import IPv4Address
from sim.pdu.base import Pdu

ECHO_REPLY = 0
DESTINATION_UNREACHABLE = 3
SOURCE_QUENCH = 4
REDIRECT = 5
ECHO_REQUEST = 8
TIME_EXCEEDED = 11
PARAMETER_PROBLEM = 12
TIMESTAMP = 13
TIMESTAMP_REPLY = 14

ERRORS = frozenset({DESTINATION_UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM})
"""The types that report on another datagram, whose header and first octets they quote."""

NET_UNREACHABLE = 0
HOST_UNREACHABLE = 1
PROTOCOL_UNREACHABLE = 2
PORT_UNREACHABLE = 3
FRAGMENTATION_NEEDED = 4
SOURCE_ROUTE_FAILED = 5
NET_UNKNOWN = 6
HOST_UNKNOWN = 7
SOURCE_HOST_ISOLATED = 8
NET_PROHIBITED = 9
HOST_PROHIBITED = 10
NET_UNREACHABLE_FOR_TOS = 11
HOST_UNREACHABLE_FOR_TOS = 12
ADMINISTRATIVELY_PROHIBITED = 13
PRECEDENCE_VIOLATION = 14
PRECEDENCE_CUTOFF = 15

TTL_EXCEEDED = 0
REASSEMBLY_EXCEEDED = 1

REDIRECT_HOST = 1


class Icmp(Pdu):
    """Any ICMP message: type, code, the 32 bits whose use depends on the type, and the rest.

    ``rest`` is identifier and sequence number of an echo, the MTU of "fragmentation needed", the gateway of
    a redirect, the pointer of a parameter problem. ``data`` is an echo's data or, in an error, the header
    and the first octets of the datagram it is about.
    """

    __slots__ = ("code", "data", "rest", "type")

    def __init__(self, type: int, code: int, rest: int, data: bytes) -> None:  # noqa: A002 - the field's name
        self.type = type
        self.code = code
        self.rest = rest
        self.data = data

    def __len__(self) -> int:
        return 8 + len(self.data)

    @property
    def is_error(self) -> bool:
        return self.type in ERRORS

    @property
    def identifier(self) -> int:
        return self.rest >> 16

    @property
    def sequence(self) -> int:
        return self.rest & 0xFFFF

    @property
    def mtu(self) -> int:
        """Next-hop MTU in octets (RFC 1191 4)."""
        return self.rest & 0xFFFF

    @property
    def gateway(self) -> IPv4Address:
        return IPv4Address(self.rest)

    @property
    def pointer(self) -> int:
        """The octet of the quoted header where the problem was found."""
        return self.rest >> 24


def echo(type: int, identifier: int, sequence: int, data: bytes) -> Icmp:  # noqa: A002 - the field's name
    """An echo request (8) or reply (0)."""
    return Icmp(type, 0, identifier << 16 | sequence, data)


def pattern(size: int) -> bytes:
    """``size`` octets of echo data that count upwards."""
    return bytes(i & 0xFF for i in range(size))
