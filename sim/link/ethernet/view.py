"""How frames are taken apart and told, good and damaged ones."""

from collections.abc import Mapping
from typing import Any

from sim.addresses import MacAddress
from sim.link.ethernet import codec, frame
from sim.link.ethernet.pdu import HEADER_LENGTH, LAST_VLAN, LONGEST_LENGTH, Damaged, Ethernet, Frame, Vlan
from sim.packets import telling
from sim.packets.dissect import layers_of
from sim.pdu_type import Codec, Field, Format, Number, Part, Side, Summary, Word
from sim.why import Why
from sim.wire import rules
from sim.wire.layers import INTERNET, LINK, Extent, Layer, data, header, note_of


def dissect(extent: Extent) -> list[Layer]:
    """The layers of a frame without frame check sequence."""
    octets, start, end, *_ = extent
    if start == end:
        return []
    notes = note_of(codec.fault(octets), {})
    layers = [header(codec.LAYOUT, octets, start, end, title="Ethernet II", place=LINK, notes=notes)]
    body = start + HEADER_LENGTH
    if end <= body:
        return layers
    ethertype = codec.LAYOUT.read(octets, "ethertype")
    layers += dissect_content(ethertype, octets, body, end)
    behind = layers[-1].end
    trailer_end = codec.trailer_end(octets, behind)
    layers += data(octets, behind, trailer_end, LINK, "trailer")
    layers += data(octets, trailer_end, end, LINK, "padding")
    return layers


def dissect_content(ethertype: int, octets: bytes, start: int, end: int) -> list[Layer]:
    """The layers of what follows a type field, without what stands behind its end."""
    kind, content_end = codec.content_type(ethertype), codec.content_end(octets[:end], ethertype, start)
    if content_end == start:
        return []
    if kind is not None:
        return layers_of(kind, Extent(octets, start, content_end))
    return data(octets, start, end, INTERNET)


def dissect_damaged(extent: Extent) -> list[Layer]:
    """The layers of a frame and its frame check sequence."""
    end = max(extent.start, extent.end - frame.FCS_LENGTH)
    return [*dissect(Extent(extent.octets[:end], extent.start, end)), *_frame_check_sequence(extent.octets, end)]


def _frame_check_sequence(octets: bytes, start: int) -> list[Layer]:
    expected = frame.with_fcs(octets[:start])[start:]
    good = octets[start:] == expected
    note = Why(rules.CHECKSUM_GOOD) if good else Why(rules.CHECKSUM_BAD, expected=expected.hex(" "))
    layers = data(octets, start, len(octets), LINK, "fcs")
    return [layer._replace(fields=(layer.fields[0]._replace(note=note),)) for layer in layers]


def summary(value: Ethernet, carried: Summary | None, origin: Any) -> Summary:
    if carried is not None and carried.line:
        return carried
    tags = () if carried is None else carried.tags
    return Summary(f"{value.src} > {value.dst}, {_unknown(value)}", tags=tags)


def _unknown(value: Ethernet) -> str:
    """The content, where nothing else tells of it."""
    inner: Ethernet | Vlan = value
    while type(inner.payload) is Vlan:
        inner = inner.payload
    kind, payload = codec.content_type(inner.ethertype), inner.payload
    why = kind.format.codec.fault(payload) if kind is not None and isinstance(payload, bytes) else None
    malformed = f"malformed [{why.rule}], " if why is not None else ""
    return f"{type_of(inner.ethertype)}, {malformed}length {value.length - len(value.trailer)}"


def type_of(ethertype: int) -> str:
    if ethertype <= LONGEST_LENGTH:
        return "802.3"
    return f"ethertype {codec.ETHERTYPES.get(ethertype, 'Unknown')} (0x{ethertype:04x})"


def summary_of_damaged(value: Damaged, carried: Summary | None, origin: Any) -> Summary:
    octets = frame.encode(value)
    if len(octets) < HEADER_LENGTH:
        return Summary(f"? > ?, length {len(octets)}", "damaged")
    found = telling.summary(frame.decode(octets), origin)
    return found._replace(details=f"damaged, {found.details}" if found.details else "damaged")


def link_header(value: Frame) -> str:
    """The link-level header as ``tcpdump -e`` prints it in front of what the frame carries, the tags included."""
    if isinstance(value, Damaged):
        octets = frame.encode(value)
        if len(octets) < HEADER_LENGTH:
            return f"{len(octets)} octets: "
        value = frame.decode(octets)
    line = f"{value.src} > {value.dst}, {type_of(value.ethertype)}, length {value.length}: "
    tag = value.payload
    while type(tag) is Vlan:
        line += f"{tag_words(tag)}, {type_of(tag.ethertype)}, "
        tag = tag.payload
    return line


def tag_words(tag: Vlan) -> str:
    """A VLAN tag as ``tcpdump -e`` writes it."""
    return f"vlan {tag.vlan}, p {tag.priority}{', DEI' if tag.drop_eligible else ''}"


def _first_tag(value: Ethernet) -> int | None:
    return value.payload.vlan if type(value.payload) is Vlan else None


def facts(value: Ethernet) -> Mapping[str, Any]:
    return {"dst_mac": value.dst, "src_mac": value.src, "ethertype": value.ethertype}


def sides(value: Ethernet) -> tuple[Side, Side]:
    return Side(mac=value.src), Side(mac=value.dst)


def _as_it_is(value: Damaged) -> bytes:
    return value.octets


def _never(octets: bytes) -> None:
    """Why octets are no damaged frame: any can be what damage has left."""


FORMAT = Format(
    type=Ethernet,
    codec=Codec(codec.encode, codec.decode, codec.fault),
    title="Ethernet II",
    place=LINK,
    layout=codec.LAYOUT,
    dissect=dissect,
    facts=facts,
    summary=summary,
    labels=lambda value: ("Ethernet frame", "frame", "eth"),
    sides=sides,
    words={"frame": Word()},
    parts={
        "eth.dst": Part("dst"),
        "eth.src": Part("src"),
        "eth.type": Part("ethertype"),
    },
    filters={
        "eth.src": Field(lambda frame: frame.src, MacAddress),
        "eth.dst": Field(lambda frame: frame.dst, MacAddress),
        "eth.addr": Field(lambda frame: (frame.src, frame.dst), MacAddress),
        "eth.ig": Field(lambda frame: (frame.dst.is_group, frame.src.is_group), bool),
        "eth.type": Field(lambda frame: frame.ethertype),
    },
    numbers={
        "length": Number(lambda value, _: len(value)),
        "vlan": Number(lambda value, _: _first_tag(value), most=LAST_VLAN),
    },
)

DAMAGED = Format(
    type=Damaged,
    codec=Codec(_as_it_is, Damaged, _never),
    title="Ethernet II",
    place=LINK,
    layout=codec.LAYOUT,
    dissect=dissect_damaged,
    summary=summary_of_damaged,
    labels=lambda value: ("damaged frame", "damaged", "bad"),
)
"""Of a damaged frame, the frame check sequence is among the octets."""
