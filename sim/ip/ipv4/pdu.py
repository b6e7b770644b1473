"""IPv4 datagrams and fragments (RFC 791)."""

from sim.addresses import IPv4Address
from sim.pdu.base import Content, Pdu

PROTOCOL_ICMP = 1
PROTOCOL_IGMP = 2
PROTOCOL_TCP = 6
PROTOCOL_UDP = 17

DEFAULT_TTL = 64
"""RFC 1700, "IP time to live": the default of most stacks in use."""
HEADER_LENGTH = 20
NOT_ECT = 0
ECT_0 = 2
CE = 3
"""Values of the ECN field, the last two bits of the type of service: ECN-capable transport, and congestion experienced
(RFC 3168 5)."""
MINIMUM_MTU = 68
"""A header of 60 octets and one block of 8: what every link must carry (RFC 791 3.2)."""


class IPv4(Pdu):
    """A datagram; its header checksum is right by construction and appears when it is encoded.

    ``payload`` is a value where this is a whole, well-formed message of a protocol that is known, else octets (a
    fragment, another protocol, or a message whose own checksum or length is wrong).
    ``fragment_offset`` counts octets (the wire counts units of eight). ``options`` is padded to 32 bits.
    ``reserved_flag`` must be 0 where a datagram is sent (RFC 791 3.1) and is passed on as it comes, as Linux does.
    """

    __slots__ = (
        "dont_fragment",
        "dst",
        "fragment_offset",
        "identification",
        "more_fragments",
        "options",
        "payload",
        "protocol",
        "reserved_flag",
        "src",
        "tos",
        "total_length",
        "ttl",
    )

    payload: Content

    def __init__(
        self,
        src: IPv4Address,
        dst: IPv4Address,
        protocol: int,
        payload: Content,
        ttl: int = DEFAULT_TTL,
        identification: int = 0,
        dont_fragment: bool = False,
        more_fragments: bool = False,
        fragment_offset: int = 0,
        tos: int = 0,
        options: bytes = b"",
        reserved_flag: bool = False,
    ) -> None:
        self.src = src
        self.dst = dst
        self.protocol = protocol
        self.payload = payload
        self.ttl = ttl
        self.identification = identification
        self.dont_fragment = dont_fragment
        self.more_fragments = more_fragments
        self.fragment_offset = fragment_offset
        self.tos = tos
        self.options = options
        self.reserved_flag = reserved_flag
        self.total_length = 20 + len(options) + len(payload)

    def __len__(self) -> int:
        return self.total_length

    @property
    def is_fragment(self) -> bool:
        return self.more_fragments or self.fragment_offset > 0

    def at_ttl(self, ttl: int) -> "IPv4":
        """The same datagram with another time to live, sharing everything else: what a router forwards."""
        hop = _new(IPv4)
        hop.src = self.src
        hop.dst = self.dst
        hop.protocol = self.protocol
        hop.payload = self.payload
        hop.ttl = ttl
        hop.identification = self.identification
        hop.dont_fragment = self.dont_fragment
        hop.more_fragments = self.more_fragments
        hop.fragment_offset = self.fragment_offset
        hop.tos = self.tos
        hop.options = self.options
        hop.reserved_flag = self.reserved_flag
        hop.total_length = self.total_length
        return hop

    def between(self, src: IPv4Address, dst: IPv4Address, payload: Content, ttl: int) -> "IPv4":
        """The same datagram between other addresses, with a payload as long: what a translator passes on."""
        hop = _new(IPv4)
        hop.src = src
        hop.dst = dst
        hop.protocol = self.protocol
        hop.payload = payload
        hop.ttl = ttl
        hop.identification = self.identification
        hop.dont_fragment = self.dont_fragment
        hop.more_fragments = self.more_fragments
        hop.fragment_offset = self.fragment_offset
        hop.tos = self.tos
        hop.options = self.options
        hop.reserved_flag = self.reserved_flag
        hop.total_length = self.total_length
        return hop

    def marked(self) -> "IPv4 | None":
        """With congestion experienced (CE) in its ECN field; ``None`` where its ends do not speak ECN (RFC 3168 5)."""
        if self.tos & CE in (0, CE):
            return None
        marked = self.with_payload(self.payload)
        marked.tos |= CE
        return marked

    def with_payload(self, payload: Content) -> "IPv4":
        """The same header over another payload, or another form of the same."""
        return IPv4(
            self.src,
            self.dst,
            self.protocol,
            payload,
            self.ttl,
            self.identification,
            self.dont_fragment,
            self.more_fragments,
            self.fragment_offset,
            self.tos,
            self.options,
            self.reserved_flag,
        )


_new = IPv4.__new__
