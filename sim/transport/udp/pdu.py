"""UDP datagrams (RFC 768)."""

from sim.pdu.base import Pdu


class Udp(Pdu):
    """A user datagram. ``checksummed`` is false where the sender left the checksum zero."""

    __slots__ = ("checksummed", "dst_port", "payload", "src_port")

    payload: bytes

    def __init__(self, src_port: int, dst_port: int, payload: bytes, checksummed: bool = True) -> None:
        self.src_port = src_port
        self.dst_port = dst_port
        self.payload = payload
        self.checksummed = checksummed

    def between(self, src_port: int, dst_port: int) -> "Udp":
        """The same datagram between other ports."""
        return Udp(src_port, dst_port, self.payload, self.checksummed)

    def __len__(self) -> int:
        return 8 + len(self.payload)
