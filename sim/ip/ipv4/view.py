"""How IPv4 datagrams and fragments are taken apart and told."""

from collections.abc import Hashable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from sim import registry
from sim.addresses import IPv4Address
from sim.ip.ipv4 import codec, options, rules
from sim.ip.ipv4.pdu import HEADER_LENGTH, IPv4
from sim.packets.carried import ports
from sim.packets.dissect import layers_of
from sim.pdu.base import Pdu
from sim.pdu.options import END_OF_LIST, NO_OPERATION
from sim.pdu_type import Codec, Essence, Field, Format, Number, Part, Side, Summary, Word
from sim.why import Why
from sim.wire.layers import INTERNET, TRANSPORT, Extent, FieldView, Layer, data, header, note_of, piece, verdict

_FAULTY = {
    rules.BAD_VERSION: "version",
    rules.BAD_HEADER_LENGTH: "ihl",
    rules.BAD_CHECKSUM: "header_checksum",
    rules.BAD_TOTAL_LENGTH: "total_length",
    rules.TRUNCATED: "total_length",
}
_OPTIONS = {
    END_OF_LIST: "end_of_option_list",
    NO_OPERATION: "no_operation",
    7: "record_route",
    68: "internet_timestamp",
    130: "security",  # RFC 1108
    options.LOOSE_SOURCE_ROUTE: "loose_source_route",
    options.STRICT_SOURCE_ROUTE: "strict_source_route",
    148: "router_alert",  # RFC 2113
}


def dissect(extent: Extent) -> list[Layer]:
    """The layers from an IPv4 header to the end of its datagram."""
    octets, start, end, *_ = extent
    layout, here = codec.LAYOUT, extent.body
    notes = _notes(here, extent.is_quoted)
    layer = header(layout, octets, start, end, title="IPv4", place=INTERNET, notes=notes)
    if len(here) < layout.length:
        return [layer]
    ip = layout.values(here)
    header_length = min(max(layout.length, ip["ihl"] * 4), len(here))
    body = start + header_length
    layer = layer._replace(end=body, fields=layer.fields + _options(octets, start + layout.length, body))
    whole = header_length <= ip["total_length"] <= len(here)
    content = Extent(
        octets,
        body,
        start + ip["total_length"] if whole else end,
        (IPv4Address(ip["src"]), IPv4Address(ip["dst"])),
        whole,
        bool(ip["flags"] & 1 or ip["fragment_offset"]),
        extent.is_quoted,
    )
    return [layer, *_content(content, ip["protocol"], ip["fragment_offset"])]


def _notes(here: bytes, quoted: bool) -> dict[str, Why]:
    why = codec.fault(here)
    if len(here) < codec.LAYOUT.length:
        return {} if why is None else {"truncated": why}
    header_length = max(codec.LAYOUT.length, (here[0] & 15) * 4)
    found = codec.LAYOUT.read(here, "header_checksum")
    # That the payload is cut is no defect of a quote.
    notes = {} if quoted and why is not None and why.rule == rules.TRUNCATED else note_of(why, _FAULTY)
    return notes | {"header_checksum": verdict(found, codec.expected_checksum(here[:header_length]))}


def _options(octets: bytes, start: int, end: int) -> tuple[FieldView, ...]:
    views: tuple[FieldView, ...] = ()
    for option in options.split(octets[start:end]):
        note = None if option.is_well_formed else Why(rules.BAD_OPTION, octet=option.offset)
        name = _OPTIONS.get(option.type, f"option_{option.type}")
        begin = start + option.offset - codec.LAYOUT.length
        views += piece(name, octets, begin, begin + len(option.octets), note)
    return views


def _content(extent: Extent, protocol: int, offset: int) -> list[Layer]:
    octets, start, end, *_ = extent
    kind = registry.child(codec.NAME, protocol) if start < end and not offset else None
    layers = [] if kind is None else layers_of(kind, extent)
    behind = layers[-1].end if layers else start
    if extent.is_fragment:
        return layers + data(octets, behind, end, INTERNET, "fragment")
    return layers + data(octets, behind, end, TRANSPORT)


def summary(datagram: IPv4, carried: Summary | None, origin: Any) -> Summary:
    details = _details(datagram)
    payload = datagram.payload
    if carried is not None and not isinstance(payload, bytes):
        return _line(datagram, ports(payload), carried, details)
    octets = payload if isinstance(payload, bytes) else codec.payload_octets(datagram)
    kind = registry.child(codec.NAME, datagram.protocol)
    name = codec.PROTOCOLS.get(datagram.protocol, f"ip-proto-{datagram.protocol}").lower()
    if datagram.is_fragment:
        form = None if kind is None or datagram.fragment_offset else kind.format
        first = None if form is None else form.codec.first(octets)
        if form is None or first is None or form.summary is None:
            return _line(datagram, (), Summary(name), details)
        return _line(datagram, ports(first), form.summary(first, None, origin), details)
    why = None if kind is None else kind.format.codec.fault(octets, datagram.src, datagram.dst)
    malformed = f"malformed [{why.rule}], " if why is not None else ""
    return _line(datagram, (), Summary(f"{name}, {malformed}length {len(octets)}"), details)


def _line(datagram: IPv4, between: tuple[int, ...], carried: Summary, details: str) -> Summary:
    source, destination = str(datagram.src), str(datagram.dst)
    if between:
        source, destination = f"{source}.{between[0]}", f"{destination}.{between[1]}"
    said = f"{details}, {carried.details}" if carried.details else details
    return Summary(f"IP {source} > {destination}: {carried.line}", said, carried.style)


def _details(datagram: IPv4) -> str:
    details = [f"ttl {datagram.ttl}"]
    if datagram.is_fragment:
        more = ", more" if datagram.more_fragments else ""
        length = datagram.total_length - codec.LAYOUT.length - len(datagram.options)
        details.append(f"frag id {datagram.identification}, offset {datagram.fragment_offset}, length {length}{more}")
    if datagram.dont_fragment:
        details.append("DF")
    if datagram.options:
        details.append(f"options {datagram.options.hex(' ')}")
    return ", ".join(details)


def labels(datagram: IPv4) -> tuple[str, ...]:
    if datagram.is_fragment:
        return (f"fragment at {datagram.fragment_offset} of {datagram.identification}", "IP fragment", "frag")
    return (f"IP protocol {datagram.protocol}", "IP packet", "IP")


def brief(datagram: IPv4, called: Sequence[str], origin: Any) -> Sequence[str]:
    """The names, and as long as there is room for it what differs from hop to hop."""
    if datagram.is_fragment:
        places = [called[0], *(f"{word} at {datagram.fragment_offset}" for word in ("fragment", "frag"))]
        return [f"{places[0]}, ttl {datagram.ttl}", f"{places[1]}, ttl {datagram.ttl}", *places, called[-1]]
    return [*(f"{each}, ttl {datagram.ttl}" for each in called), *called]


def differs(datagram: IPv4) -> str:
    """What tells a datagram from the same one at another hop, and a fragment from the others."""
    place = f"offset {datagram.fragment_offset}, " if datagram.is_fragment else ""
    return f"{place}ttl {datagram.ttl}"


def facts(datagram: IPv4) -> Mapping[str, Any]:
    return {
        "src": datagram.src,
        "dst": datagram.dst,
        "ttl": datagram.ttl,
        "protocol": datagram.protocol,
        "identification": datagram.identification,
        "offset": datagram.fragment_offset,
    }


def sides(datagram: IPv4) -> tuple[Side, Side]:
    return Side(datagram.src), Side(datagram.dst)


def _beginning(datagram: IPv4) -> Pdu | None:
    """What the first fragment of a datagram tells of the message in it."""
    if not datagram.more_fragments or datagram.fragment_offset or not isinstance(datagram.payload, bytes):
        return None
    kind = registry.child(codec.NAME, datagram.protocol)
    return None if kind is None else kind.format.codec.first(datagram.payload)


_TELLING = attrgetter(*(name for name in IPv4.__slots__ if name not in ("identification", "payload")))


def _essence(datagram: IPv4) -> Hashable:
    """All but the identification, which counts the datagrams of a host."""
    return _TELLING(datagram)


FORMAT = Format(
    type=IPv4,
    codec=Codec(codec.encode, codec.decode, codec.fault),
    title="IPv4",
    place=INTERNET,
    layout=codec.LAYOUT,
    faulty=_FAULTY,
    dissect=dissect,
    content=lambda datagram: datagram.protocol,
    facts=facts,
    summary=summary,
    labels=labels,
    brief=brief,
    differs=differs,
    sides=sides,
    essence=Essence(_essence),
    parts={
        "ip.src": Part("src"),
        "ip.dst": Part("dst"),
        "ip.ttl": Part("ttl"),
        "ip.id": Part("identification"),
        "ip.proto": Part("protocol"),
        "ip.flags": Part("flags"),
        "ip.flags.df": Part("flags", 2),
        "ip.flags.mf": Part("flags", 1),
        "ip.frag_offset": Part("fragment_offset"),
        "ip.dsfield": Part("tos"),
        "ip.dsfield.dscp": Part("tos", 0xFC),
        "ip.dsfield.ecn": Part("tos", 3),
        "ip.len": Part("total_length"),
        "ip.checksum": Part("header_checksum"),
        "ip.version": Part("version"),
        "ip.hdr_len": Part("ihl"),
        "ip.payload": Part("payload"),
    },
    computed=("version", "ihl", "total_length", "header_checksum"),
    lengths=("total_length",),
    filters={
        "ip.src": Field(lambda datagram: datagram.src, IPv4Address),
        "ip.dst": Field(lambda datagram: datagram.dst, IPv4Address),
        "ip.addr": Field(lambda datagram: (datagram.src, datagram.dst), IPv4Address),
        "ip.version": Field(lambda datagram: 4),
        "ip.hdr_len": Field(lambda datagram: HEADER_LENGTH + len(datagram.options)),
        "ip.ttl": Field(lambda datagram: datagram.ttl),
        "ip.id": Field(lambda datagram: datagram.identification),
        "ip.len": Field(lambda datagram: datagram.total_length),
        "ip.proto": Field(lambda datagram: datagram.protocol),
        "ip.flags": Field(lambda datagram: datagram.dont_fragment << 1 | datagram.more_fragments),
        "ip.flags.df": Field(lambda datagram: datagram.dont_fragment, bool),
        "ip.flags.mf": Field(lambda datagram: datagram.more_fragments, bool),
        "ip.frag_offset": Field(lambda datagram: datagram.fragment_offset // 8),
        "ip.dsfield": Field(lambda datagram: datagram.tos),
        "ip.dsfield.dscp": Field(lambda datagram: datagram.tos >> 2),
        "ip.dsfield.ecn": Field(lambda datagram: datagram.tos & 3),
    },
    shows=_beginning,
    numbers={
        "ttl": Number(lambda datagram, _: datagram.ttl, most=255),
        "id": Number(lambda datagram, _: datagram.identification, most=65535),
        "offset": Number(lambda datagram, _: datagram.fragment_offset, most=65528),
        "length": Number(lambda datagram, _: datagram.total_length, most=65535),
        "tos": Number(lambda datagram, _: datagram.tos, most=255),
    },
    words={"ip": Word(), "fragment": Word(test=lambda datagram: datagram.is_fragment, has_ports=False)},
)
