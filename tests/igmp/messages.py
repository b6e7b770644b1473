"""IGMP messages and settings in few words."""

from sim.addresses import IPv4Address
from sim.features.igmp import pdu as igmp
from sim.features.igmp.pdu import Igmp


def ip(text: str) -> IPv4Address:
    return IPv4Address.parse(text)


def query(group: str = "0.0.0.0", tenths: int = 100) -> Igmp:
    """A query of version 2, or of version 1 with 0 tenths of a second."""
    return Igmp(igmp.QUERY, tenths, ip(group))


def v3_query(
    group: str = "0.0.0.0", tenths: int = 100, *sources: str, robustness: int = 0, interval: int = 125
) -> Igmp:
    found = tuple(map(ip, sources))
    return Igmp(igmp.QUERY, tenths, ip(group), flags=robustness, interval=interval, sources=found)
