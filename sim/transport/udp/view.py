"""How UDP datagrams are taken apart and told."""

from collections.abc import Mapping
from typing import Any

from sim.packets.dissect import content_for_programs
from sim.pdu_type import Codec, Field, Format, Number, Part, Summary, Word
from sim.transport.udp import codec, rules
from sim.transport.udp.pdu import Udp
from sim.transport.udp.streams import UdpStreams
from sim.why import Why
from sim.wire import rules as wire_rules
from sim.wire.layers import INTERNET, TRANSPORT, Extent, Layer, data, header, note_of, verdict

_FAULTY = {rules.BAD_LENGTH: "length", rules.BAD_CHECKSUM: "checksum"}


def dissect(extent: Extent) -> list[Layer]:
    """The layers of a datagram and its data."""
    octets, start, end, *_ = extent
    layer = header(codec.LAYOUT, octets, start, end, title="UDP", place=TRANSPORT, notes=_notes(extent))
    if extent.is_fragment:
        return [layer, *data(octets, layer.end, end, INTERNET, "fragment")]
    body, data_end, between = extent.body, end, (0, 0)
    if len(body) >= codec.LAYOUT.length:
        between = codec.LAYOUT.read(body, "src_port"), codec.LAYOUT.read(body, "dst_port")
        length = codec.LAYOUT.read(body, "length")
        if codec.LAYOUT.length <= length < len(body):
            data_end = start + length
    layers = [layer, *content_for_programs(codec.NAME, between, extent._replace(start=layer.end, end=data_end))]
    return layers + data(octets, data_end, end, INTERNET, "trailer")


def _notes(extent: Extent) -> dict[str, Why]:
    body, (src, dst) = extent.body, extent.around
    notes = {"checksum": Why(wire_rules.CHECKSUM_UNVERIFIED)}
    if len(body) >= codec.LAYOUT.length:
        length, found = codec.LAYOUT.read(body, "length"), codec.LAYOUT.read(body, "checksum")
        if not found:
            notes = {"checksum": Why(wire_rules.CHECKSUM_ABSENT)}
        elif extent.can_be_checked and codec.LAYOUT.length <= length <= len(body):
            notes = {"checksum": verdict(found, codec.expected_checksum(body[:length], src, dst))}
    why = codec.fault(body, src, dst) if extent.can_be_checked else None
    return note_of(why, _FAULTY) | notes


def summary(datagram: Udp, carried: Summary | None, origin: Any) -> Summary:
    return carried or Summary(f"UDP, length {len(datagram.payload)}", style="udp")


def labels(datagram: Udp) -> tuple[str, ...]:
    return (f"UDP to port {datagram.dst_port}", "UDP datagram", "UDP")


def captions(datagram: Udp) -> tuple[str, ...]:
    length = len(datagram.payload)
    ports, to = f"UDP {datagram.src_port} > {datagram.dst_port}", f"UDP to {datagram.dst_port}"
    return f"{ports} len {length}", f"{to} len {length}", to, f"UDP {length}", "UDP"


def facts(datagram: Udp) -> Mapping[str, Any]:
    return {"src_port": datagram.src_port, "dst_port": datagram.dst_port}


FORMAT = Format(
    type=Udp,
    codec=Codec(codec.encode, codec.decode, codec.fault, codec.decode_beginning, codec.quoted),
    title="UDP",
    place=TRANSPORT,
    layout=codec.LAYOUT,
    faulty=_FAULTY,
    dissect=dissect,
    ports=lambda datagram: (datagram.src_port, datagram.dst_port),
    facts=facts,
    summary=summary,
    labels=labels,
    captions=captions,
    parts={
        "udp.srcport": Part("src_port"),
        "udp.dstport": Part("dst_port"),
        "udp.length": Part("length"),
        "udp.checksum": Part("checksum"),
        "udp.payload": Part("payload"),
    },
    computed=("length", "checksum"),
    lengths=("length",),
    filters={
        "udp.srcport": Field(lambda datagram: datagram.src_port),
        "udp.dstport": Field(lambda datagram: datagram.dst_port),
        "udp.port": Field(lambda datagram: (datagram.src_port, datagram.dst_port)),
        "udp.length": Field(len),
        "udp.payload": Field(lambda datagram: datagram.payload or None, bytes),
        "udp.stream": Field(lambda datagram, told: None if told is None else told, history=UdpStreams),
    },
    words={"udp": Word()},
    numbers={"length": Number(lambda datagram, _: len(datagram.payload), most=65535)},
)
