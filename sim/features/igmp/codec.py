"""The octets of IGMP messages."""

from sim.addresses import IPv4Address
from sim.features.igmp import pdu as igmp
from sim.features.igmp import rules
from sim.features.igmp.pdu import GroupRecord, Igmp
from sim.why import Why
from sim.wire.checksum import checksum
from sim.wire.layout import Field, Layout, address, enumeration, hex16, hexadecimal

NAME = "igmp"

TYPES = {
    igmp.QUERY: "membership query",
    igmp.V1_REPORT: "version 1 membership report",
    igmp.V2_REPORT: "version 2 membership report",
    igmp.LEAVE: "leave group",
    igmp.V3_REPORT: "version 3 membership report",
}
RECORD_TYPES = {
    igmp.IS_INCLUDE: "MODE_IS_INCLUDE",
    igmp.IS_EXCLUDE: "MODE_IS_EXCLUDE",
    igmp.TO_INCLUDE: "CHANGE_TO_INCLUDE_MODE",
    igmp.TO_EXCLUDE: "CHANGE_TO_EXCLUDE_MODE",
    igmp.ALLOW: "ALLOW_NEW_SOURCES",
    igmp.BLOCK: "BLOCK_OLD_SOURCES",
}


def _time(code: int) -> str:
    return f"{code} ({igmp.from_code(code) / 10:g} s)"


def _interval(code: int) -> str:
    return f"{code} ({igmp.from_code(code)} s)"


_TYPE = Field("type", 8, enumeration(TYPES, hexadecimal(2)))
_CHECKSUM = Field("checksum", 16, hex16)
_GROUP = Field("group_address", 32, address)
_QUERY = (_TYPE, Field("max_response_time", 8, _time), _CHECKSUM, _GROUP)

LAYOUT = Layout(NAME, (_TYPE, Field("unused", 8), _CHECKSUM, _GROUP))
QUERY_LAYOUT = Layout(NAME, _QUERY)
V3_QUERY_LAYOUT = Layout(
    NAME,
    (
        *_QUERY,
        Field("resv", 4),
        Field("suppress", 1),
        Field("qrv", 3),
        Field("qqic", 8, _interval),
        Field("number_of_sources", 16),
    ),
)
V3_REPORT_LAYOUT = Layout(
    NAME, (_TYPE, Field("unused", 8), _CHECKSUM, Field("reserved", 16), Field("number_of_records", 16))
)
RECORD_LAYOUT = Layout(
    "igmp-record",
    (
        Field("record_type", 8, enumeration(RECORD_TYPES)),
        Field("aux_data_len", 8),
        Field("number_of_sources", 16),
        Field("multicast_address", 32, address),
    ),
)


def layout_of(octets: bytes) -> Layout:
    """The header that these octets begin with."""
    if octets[:1] == bytes([igmp.V3_REPORT]):
        return V3_REPORT_LAYOUT
    if octets[:1] != bytes([igmp.QUERY]):
        return LAYOUT
    return V3_QUERY_LAYOUT if len(octets) >= V3_QUERY_LAYOUT.length else QUERY_LAYOUT


def encode(message: Igmp, *_: IPv4Address) -> bytes:
    """The message; its checksum does not cover the addresses of the IP header."""
    if message.type == igmp.V3_REPORT:
        head = V3_REPORT_LAYOUT.pack(message.type, message.code, 0, message.reserved, len(message.records))
        octets = head + b"".join(map(_record, message.records))
    elif message.sources is None:
        octets = LAYOUT.pack(message.type, message.code, 0, message.group)
    else:
        octets = QUERY_LAYOUT.pack(message.type, message.code, 0, message.group)
        octets += bytes((message.flags, message.interval)) + len(message.sources).to_bytes(2, "big")
        octets += _addresses(message.sources)
    octets += message.rest
    return octets[:2] + checksum(octets).to_bytes(2, "big") + octets[4:]


def _record(record: GroupRecord) -> bytes:
    words = len(record.auxiliary) // 4
    head = RECORD_LAYOUT.pack(record.type, words, len(record.sources), record.group)
    return head + _addresses(record.sources) + record.auxiliary


def _addresses(addresses: tuple[IPv4Address, ...]) -> bytes:
    return b"".join(each.to_bytes(4, "big") for each in addresses)


def decode(octets: bytes, *_: IPv4Address) -> Igmp | None:
    """The message that fills the octets, or ``None`` where ``fault`` has something to say."""
    if fault(octets) is not None:
        return None
    kind, code, _check, word = LAYOUT.unpack_from(octets)
    layout = layout_of(octets)
    if layout is V3_REPORT_LAYOUT:
        records, end = _records(octets, word & 0xFFFF)
        return Igmp(kind, code, records=records, reserved=word >> 16, rest=octets[end:])
    if layout is not V3_QUERY_LAYOUT:
        return Igmp(kind, code, IPv4Address(word), rest=octets[layout.length :])
    end = layout.length + 4 * layout.read(octets, "number_of_sources")
    return Igmp(
        kind,
        code,
        IPv4Address(word),
        flags=octets[8],
        interval=octets[9],
        sources=_read_addresses(octets, layout.length, end),
        rest=octets[end:],
    )


def _records(octets: bytes, count: int) -> tuple[tuple[GroupRecord, ...], int]:
    records, at = [], V3_REPORT_LAYOUT.length
    for _ in range(count):
        kind, words, number, group = RECORD_LAYOUT.unpack_from(octets, at)
        sources = at + RECORD_LAYOUT.length
        auxiliary = sources + 4 * number
        at = auxiliary + 4 * words
        found = _read_addresses(octets, sources, auxiliary)
        records.append(GroupRecord(kind, IPv4Address(group), found, octets[auxiliary:at]))
    return tuple(records), at


def _read_addresses(octets: bytes, start: int, end: int) -> tuple[IPv4Address, ...]:
    return tuple(IPv4Address(int.from_bytes(octets[at : at + 4], "big")) for at in range(start, end, 4))


def fault(octets: bytes, *_: IPv4Address) -> Why | None:
    """Why these octets are no IGMP message."""
    needed = _length(octets)
    if len(octets) < needed:
        return Why(rules.TRUNCATED, present=len(octets), needed=needed)
    found = LAYOUT.read(octets, "checksum")
    expected = expected_checksum(octets)
    if found != expected:
        return Why(rules.BAD_CHECKSUM, found=hex16(found), expected=hex16(expected))
    return None


def _length(octets: bytes) -> int:
    """How long the message says that it is (octets), as far as it is there to say so."""
    layout = layout_of(octets)
    if len(octets) < layout.length or layout in (LAYOUT, QUERY_LAYOUT):
        return layout.length
    if layout is V3_QUERY_LAYOUT:
        return layout.length + 4 * layout.read(octets, "number_of_sources")
    at = layout.length
    for _ in range(layout.read(octets, "number_of_records")):
        if len(octets) < at + RECORD_LAYOUT.length:
            return at + RECORD_LAYOUT.length
        at += record_length(octets, at)
    return at


def record_length(octets: bytes, start: int) -> int:
    """How long the record at ``start`` says that it is (octets)."""
    _, words, number, _ = RECORD_LAYOUT.unpack_from(octets, start)
    return int(RECORD_LAYOUT.length + 4 * (words + number))


def expected_checksum(octets: bytes) -> int:
    """What the checksum of this message should be, whatever it is."""
    return checksum(octets[:2] + b"\0\0" + octets[4:])
