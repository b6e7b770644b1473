"""How IGMP messages are taken apart and told."""

from collections.abc import Mapping
from typing import Any

from sim.addresses import ANY, IPv4Address
from sim.features.igmp import codec
from sim.features.igmp import pdu as igmp
from sim.features.igmp.pdu import GroupRecord, Igmp
from sim.pdu_type import Codec, Detail, Field, Format, Part, Summary, Word
from sim.why import Why
from sim.wire import rules
from sim.wire.layers import INTERNET, Extent, FieldView, Layer, header, note_of, piece, show_octets, verdict
from sim.wire.layout import address

SOURCE, AUXILIARY, REST = "source_address", "auxiliary_data", "rest"
"""The fields behind the headers."""

_USUAL_CODE = 100
"""The response time that tcpdump takes for granted: 10 s."""


def dissect(extent: Extent) -> list[Layer]:
    """The layers of a message: its header, and one for each record of a report of version 3."""
    octets, start, end, *_ = extent
    body, layout = extent.body, codec.layout_of(extent.body)
    notes = {"checksum": Why(rules.CHECKSUM_UNVERIFIED)}
    if extent.can_be_checked:
        notes = note_of(codec.fault(body), {})
        if len(body) >= layout.length:
            notes = {"checksum": verdict(layout.read(body, "checksum"), codec.expected_checksum(body))}
    kind = codec.TYPES.get(body[0])
    title = "IGMP" if kind is None else f"IGMP {kind}"
    layer = header(layout, octets, start, end, title=title, place=INTERNET, notes=notes)
    layers = [layer]
    at = layer.end
    if layout is codec.V3_QUERY_LAYOUT:
        sources = _sources(octets, at, end, layout.read(body, "number_of_sources"))
        at += 4 * len(sources)
        layers = [layer._replace(end=at, fields=layer.fields + sources)]
    elif layout is codec.V3_REPORT_LAYOUT and len(body) >= layout.length:
        for _ in range(layout.read(body, "number_of_records")):
            if at >= end:
                break
            layers.append(_record(octets, at, end))
            at = layers[-1].end
    rest = piece(REST, octets, at, end)
    last = layers[-1]
    return [*layers[:-1], last._replace(end=end, fields=last.fields + rest)] if rest else layers


def _record(octets: bytes, start: int, end: int) -> Layer:
    layout = codec.RECORD_LAYOUT
    layer = header(layout, octets, start, end, title="IGMP group record", place=INTERNET)
    if layer.end - start < layout.length:
        return layer
    here = octets[start:end]
    sources = _sources(octets, layer.end, end, layout.read(here, "number_of_sources"))
    at = layer.end + 4 * len(sources)
    close = min(end, start + codec.record_length(octets, start))
    fields = layer.fields + sources + piece(AUXILIARY, octets, at, close)
    return layer._replace(end=max(at, close), fields=fields)


def _sources(octets: bytes, start: int, end: int, number: int) -> tuple[FieldView, ...]:
    """As many of the addresses as are wholly there."""
    views = []
    for at in range(start, start + 4 * min(number, (end - start) // 4), 4):
        value = int.from_bytes(octets[at : at + 4], "big")
        views.append(FieldView(SOURCE, value, address(value), at * 8, at * 8 + 31))
    return tuple(views)


def summary(message: Igmp, carried: Summary | None, origin: Any) -> Summary:
    return Summary(f"igmp {_words(message)}", _details(message), "icmp")


def _words(message: Igmp) -> str:
    length = f" [len {len(message)}]" if len(message) != igmp.SHORT else ""
    match message.type:
        case igmp.QUERY if message.sources is not None:
            return _v3_query(message)
        case igmp.QUERY:
            odd = f" [max resp time {message.code}]" if message.code not in (0, _USUAL_CODE) else ""
            about = f" [gaddr {message.group}]" if message.group else ""
            return f"query v{2 if message.code else 1}{odd}{about}{length}"
        case igmp.V3_REPORT:
            count = len(message.records)
            return f"v3 report, {count} group record(s)" if count else f"v3 report [invalid len {len(message)}]"
        case igmp.V1_REPORT | igmp.V2_REPORT:
            return f"v{message.version} report {message.group}{length}"
        case igmp.LEAVE:
            return f"leave {message.group}{length}"
    return f"[type {message.type:#x}]"


def _v3_query(message: Igmp) -> str:
    words = "query v3"
    if message.code != _USUAL_CODE:
        minutes, tenths = divmod(igmp.from_code(message.code), 600)
        said = f"{minutes}m{f'{tenths // 10}s' if tenths else ''}" if minutes else f"{tenths / 10:.1f}s"
        words += f" [max resp time {said}]"
    if message.group == ANY:
        return words
    sources = f", {len(message.sources)} source(s)" if message.sources else ""
    return f"{words} [gaddr {message.group}{sources}]"


_RECORDS = {
    igmp.IS_INCLUDE: "is_in",
    igmp.IS_EXCLUDE: "is_ex",
    igmp.TO_INCLUDE: "to_in",
    igmp.TO_EXCLUDE: "to_ex",
    igmp.ALLOW: "allow",
    igmp.BLOCK: "block",
}


def _told(record: GroupRecord) -> str:
    kind = _RECORDS.get(record.type, f"v3-report-#{record.type}")
    return f"[gaddr {record.group} {kind} {{ {''.join(f'{source} ' for source in record.sources)}}}]"


def _details(message: Igmp) -> str:
    """What ``tcpdump -vv`` tells of each record."""
    return " ".join(map(_told, message.records))


def labels(message: Igmp) -> tuple[str, ...]:
    match message.type:
        case igmp.QUERY:
            about = f" about {message.group}" if message.group else ""
            return (f"IGMPv{message.version or '?'} query{about}", "IGMP query", "query")
        case igmp.V3_REPORT:
            told = ", ".join(f"{_RECORDS.get(each.type, each.type)} {each.group}" for each in message.records[:2])
            more = " …" if len(message.records) > 2 else ""
            return (f"IGMPv3 report {told}{more}", "IGMP report", "report")
        case igmp.V1_REPORT | igmp.V2_REPORT:
            return (f"IGMPv{message.version} report {message.group}", "IGMP report", "report")
        case igmp.LEAVE:
            return (f"IGMP leave {message.group}", "IGMP leave", "leave")
    return (f"IGMP type {message.type:#x}", "IGMP message", "IGMP")


def facts(message: Igmp) -> Mapping[str, Any]:
    return {"type": codec.TYPES.get(message.type, show_octets(bytes([message.type]))), "group": message.group}


def _of(*types: int) -> Detail[Igmp]:
    return Detail(lambda message: message.type in types)


def _groups(message: Igmp) -> tuple[IPv4Address, ...]:
    """The groups that a message is about: a report of version 3 has one in each record, and no other."""
    return tuple(record.group for record in message.records) if message.type == igmp.V3_REPORT else (message.group,)


FORMAT = Format(
    type=Igmp,
    codec=Codec(codec.encode, codec.decode, codec.fault),
    title="IGMP",
    place=INTERNET,
    computed=("checksum",),
    layout=codec.LAYOUT,
    dissect=dissect,
    parts={
        "igmp.type": Part("type"),
        "igmp.reserved": Part("unused"),
        "igmp.checksum": Part("checksum"),
        "igmp.maddr": Part("group_address"),
    },
    filters={
        "igmp.type": Field(lambda message: message.type),
        "igmp.version": Field(lambda message: message.version),
        "igmp.maddr": Field(_groups, IPv4Address),
    },
    facts=facts,
    summary=summary,
    labels=labels,
    words={
        "igmp": Word(
            {
                "query": _of(igmp.QUERY),
                "report": _of(igmp.V1_REPORT, igmp.V2_REPORT, igmp.V3_REPORT),
                "leave": _of(igmp.LEAVE),
            },
            has_ports=False,
        )
    },
)
