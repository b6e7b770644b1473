"""Octets for a device and for Linux, and what either sends because of them, in words that can be compared."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from tests.nodes.linux import Namespace
from tests.wire.oracle import inet, l2, packet

Packet = Any
"""A packet of scapy's, which is untyped."""

ICMP, IP, UDP, ARP, Ether, Raw = inet.ICMP, inet.IP, inet.UDP, l2.ARP, l2.Ether, packet.Raw

EVERYONE = "ff:ff:ff:ff:ff:ff"
SENTINEL = "02:00:00:00:00:ee"


def octets_of(frame: Packet) -> bytes:
    """The octets, padded as a NIC does."""
    return bytes(frame).ljust(60, b"\0")


def after(space: Namespace, tap: str, frames: list[bytes], probed: str) -> list[tuple[str, bytes]]:
    """What Linux sends because of these frames, and on which TAP.

    That is what it sends before it answers a last question: who has ``probed``? A probe, so that it leaves no row.
    """
    for octets in frames:
        space.send(tap, octets)
    probe = ARP(op=1, hwsrc=SENTINEL, psrc="0.0.0.0", pdst=probed)
    space.send(tap, bytes(Ether(dst=EVERYONE, src=SENTINEL) / probe))
    sent: list[tuple[str, bytes]] = []
    is_answered = False
    while not is_answered:
        space.wait()
        for name in space.taps:
            while (octets := space.read(name)) is not None:  # type: ignore[assignment]
                if octets[:6].hex(":") == SENTINEL:
                    is_answered = True
                else:
                    sent.append((name, octets))
    return sent


def told(emitted: Sequence[tuple[str, bytes]], own: set[str], with_tos: bool = True) -> list[str]:
    """The frames in words, one a line; of datagrams from ``own`` addresses without what each sender chooses itself."""
    return sorted(f"{port}: {_frame(Ether(octets), own, with_tos)}" for port, octets in emitted)


def _frame(frame: Packet, own: set[str], with_tos: bool) -> str:
    line = f"{frame.src} > {frame.dst}"
    if IP not in frame:
        return f"{line} {bytes(frame.payload).hex()}"
    datagram = frame[IP]
    is_own = datagram.src in own
    flags = datagram.flags.value & (~2 if is_own else ~0)
    words = [line, datagram.src, ">", datagram.dst, "ttl", datagram.ttl, "flags", flags, "at", datagram.frag * 8]
    words += [] if is_own else ["id", datagram.id]
    words += [] if is_own and not with_tos else ["tos", datagram.tos]
    checksum = datagram.chksum
    del datagram.chksum
    assert IP(bytes(datagram)).chksum == checksum, f"wrong header checksum: {line}"
    octets = bytes(datagram)
    header = datagram.ihl * 4
    words += ["options", octets[20:header].hex(), "protocol", datagram.proto, octets[header : datagram.len].hex()]
    return " ".join(map(str, words))


def fragments(datagram: Packet, *cuts: int) -> list[Packet]:
    """A datagram cut at these octets of its payload, multiples of eight."""
    data = bytes(datagram.payload)
    edges = [0, *cuts, len(data)]
    pieces = []
    for start, end in pairwise(edges):
        header = datagram.copy()
        header.remove_payload()
        header.proto = datagram.proto
        header.flags = "MF" if end < len(data) else 0
        header.frag = start // 8
        pieces.append(header / Raw(data[start:end]))
    return pieces
