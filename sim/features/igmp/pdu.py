"""IGMP messages of the three versions (RFC 1112 Appendix I, RFC 2236 2, RFC 3376 4)."""

from typing import NamedTuple

from sim.addresses import ANY, IPv4Address
from sim.pdu.base import Pdu

QUERY = 0x11
V1_REPORT = 0x12
V2_REPORT = 0x16
LEAVE = 0x17
V3_REPORT = 0x22

IS_INCLUDE = 1
IS_EXCLUDE = 2
TO_INCLUDE = 3
TO_EXCLUDE = 4
ALLOW = 5
BLOCK = 6

ALL_ROUTERS = IPv4Address(0xE0000002)
"""Where a host says that it leaves a group (RFC 2236 3)."""
V3_ROUTERS = IPv4Address(0xE0000016)
"""Where reports of version 3 go (RFC 3376 4.2.14)."""

SHORT = 8
"""Octets of a message of versions 1 and 2."""
QUERY_HEADER = 12
"""Octets of a query of version 3, without its sources."""
RECORD_HEADER = 8


class GroupRecord(NamedTuple):
    """What a report of version 3 says of one group. ``auxiliary`` is data that nobody uses (RFC 3376 4.2.6)."""

    type: int
    group: IPv4Address
    sources: tuple[IPv4Address, ...] = ()
    auxiliary: bytes = b""

    @property
    def length(self) -> int:
        """Octets."""
        return RECORD_HEADER + 4 * len(self.sources) + len(self.auxiliary)


class Igmp(Pdu):
    """Any IGMP message.

    ``code`` is the second octet: of a query, the greatest time until the answer (:func:`from_code`, in tenths of a
    second); 0 in a query of version 1. ``group`` is 0.0.0.0 in a query about all groups; a report of version 3 has
    ``records`` instead, and there ``reserved`` is what stands in front of their number. ``flags`` (the "S" flag and the
    querier's robustness), ``interval`` (its query interval, as a code) and ``sources`` are those of a query of version
    3, and ``None`` in all others. ``rest`` are octets behind the message (RFC 3376 4.1.10, 4.2.11).
    """

    __slots__ = ("code", "flags", "group", "interval", "records", "reserved", "rest", "sources", "type")

    def __init__(
        self,
        type: int,  # noqa: A002 - the field's name
        code: int = 0,
        group: IPv4Address = ANY,
        *,
        flags: int = 0,
        interval: int = 0,
        sources: tuple[IPv4Address, ...] | None = None,
        records: tuple[GroupRecord, ...] = (),
        reserved: int = 0,
        rest: bytes = b"",
    ) -> None:
        self.type = type
        self.code = code
        self.group = group
        self.flags = flags
        self.interval = interval
        self.sources = sources
        self.records = records
        self.reserved = reserved
        self.rest = rest

    def __len__(self) -> int:
        more = 0 if self.sources is None else QUERY_HEADER - SHORT + 4 * len(self.sources)
        return SHORT + more + sum(record.length for record in self.records) + len(self.rest)

    @property
    def version(self) -> int:
        """The version of the message; 0 where the length of a query is none of any version (RFC 3376 7.1)."""
        if self.type != QUERY:
            return {V1_REPORT: 1, V3_REPORT: 3}.get(self.type, 2)
        if self.sources is not None:
            return 3
        return 0 if self.rest else 2 if self.code else 1

    @property
    def robustness(self) -> int:
        """The querier's robustness; 0 where it tells none (RFC 3376 4.1.6)."""
        return self.flags & 7


def from_code(code: int) -> int:
    """The number that an octet stands for, from 128 on as a small floating-point number (RFC 3376 4.1.1, 4.1.7)."""
    return code if code < 128 else (code & 0x0F | 0x10) << (code >> 4 & 7) + 3
