"""Somebody who talks TCP to a bench in segments that scapy makes: as strange ones as it likes."""

import gc
from typing import Any

from scapy.layers.inet import IP, TCP, in4_chksum

from sim.bench import Bench
from sim.transport.tcp.pdu import SEQUENCE_MASK

HOST, PEER = "192.0.2.1", "198.51.100.2"
PORT, PEER_PORT = 80, 49999
ISS, PEER_ISS = 1000, 5000
"""The host's initial sequence number and the peer's."""


class Left:
    """All datagrams that ever left."""

    def __init__(self) -> None:
        self.datagrams: list[bytes] = []

    def keep(self, datagram: bytes) -> None:
        self.datagrams.append(datagram)
        if len(self.datagrams) % 2000 == 0:
            gc.collect()  # a kernel at work holds the collector back, which thousands of hosts in a row would feel


class Peer:
    """``sent`` keeps all that leaves the host; ``stack`` is what the bench takes as options of its TCP."""

    def __init__(self, sent: Left, **stack: Any) -> None:
        self.host = Bench(HOST, isn=ISS, **stack)
        self.fd: int = self.host.socket().value
        self._sent = sent

    def inject(self, flags: str, seq: int, ack: int = ISS + 1, payload: bytes = b"", **fields: Any) -> list[TCP]:
        """Let a segment arrive; what leaves at once. ``fields`` are scapy's: a checksum that is not given is right."""
        seq, ack = seq & SEQUENCE_MASK, ack & SEQUENCE_MASK
        header = TCP(sport=PEER_PORT, dport=PORT, flags=flags, seq=seq, ack=ack, **fields)
        return self.octets(bytes(IP(src=PEER, dst=HOST) / header / payload))

    def inject_with_options(self, flags: str, seq: int, ack: int, options: bytes, payload: bytes = b"") -> list[TCP]:
        """A segment with options as they stand, however wrong; their length is a multiple of four."""
        offset = 5 + len(options) // 4
        seq, ack = seq & SEQUENCE_MASK, ack & SEQUENCE_MASK
        header = TCP(sport=PEER_PORT, dport=PORT, flags=flags, seq=seq, ack=ack, window=8192, dataofs=offset, chksum=0)
        segment = bytes(header) + options + payload
        checksum = in4_chksum(6, IP(src=PEER, dst=HOST), segment)
        segment = segment[:16] + checksum.to_bytes(2, "big") + segment[18:]
        return self.octets(bytes(IP(src=PEER, dst=HOST, proto=6) / segment))

    def octets(self, datagram: bytes) -> list[TCP]:
        self.host.inject(datagram)
        return self.left()

    def left(self) -> list[TCP]:
        """What has left the host and was not looked at yet."""
        found = []
        while self.host.pending():
            found.append(self.next())
        return found

    def next(self) -> TCP:
        """The next one to leave, whenever that is."""
        at_and_octets = self.host.next_tx()
        assert at_and_octets is not None
        self._sent.keep(at_and_octets[1])
        segment: TCP = IP(at_and_octets[1])[TCP]
        return segment

    def listen(self) -> None:
        assert self.host.bind(self.fd, (HOST, PORT)).errno == 0
        assert self.host.listen(self.fd, 5).errno == 0

    def open(self, options: Any = (), payload: bytes = b"", window: int = 8192) -> TCP:
        """Connect to the listening host; its SYN,ACK."""
        self.listen()
        (answer,) = self.inject("S", PEER_ISS, 0, payload, options=list(options), window=window)
        assert (answer.flags, answer.seq) == ("SA", ISS)
        return answer

    def establish(self, options: Any = (), window: int = 8192) -> None:
        """Connect, and have the connection accepted; the host expects ``PEER_ISS + 1``."""
        self.open(options, window=window)
        stamps = [each for each in options if each[0] == "Timestamp"]
        self.inject("A", PEER_ISS + 1, window=window, options=stamps)
        self.fd = self.host.accept(self.fd).value
        assert self.fd > 0

    def states(self) -> list[str]:
        return [str(row.state) for row in self.host.table("tcp").values() if row.state != "LISTEN"]

    def read(self) -> bytes:
        octets = b""
        while True:
            answer = self.host.recv(self.fd, 65536)
            if answer.errno or not answer.value:
                return octets
            octets += answer.value
