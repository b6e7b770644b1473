"""Which cable of an aggregate a frame takes (IEEE 802.1AX-2014 6.2.4, 8.2)."""

from collections.abc import Sequence

from sim.bridge.aggregation.settings import Hash
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet, Vlan

BUCKETS = 8
"""Conversations are spread over so many buckets, and these over the ports, as Catalyst switches do."""


def chosen(frame: Ethernet, fields: Hash, active: Sequence[str]) -> str:
    """The port of those that are up, at least one, that a frame leaves through."""
    return active[_bucket(frame, fields) % len(active)]


def _bucket(frame: Ethernet, fields: Hash) -> int:
    if fields is Hash.SRC_DST_IP:
        inner: Ethernet | Vlan = frame
        while isinstance(inner.payload, Vlan):
            inner = inner.payload
        if inner.ethertype == TYPE_IPV4 and not isinstance(inner.payload, bytes):
            datagram = inner.payload
            return (int(datagram.src) ^ int(datagram.dst)) % BUCKETS  # type: ignore[attr-defined]  # its type says so
    if fields is Hash.SRC_MAC:
        return frame.src % BUCKETS
    if fields is Hash.DST_MAC:
        return frame.dst % BUCKETS
    return (frame.src ^ frame.dst) % BUCKETS
