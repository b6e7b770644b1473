"""Any octets as layers and fields: what the packet view lists and the hex view lights.

Where ``decode`` refuses octets that are not well formed, this shows what they are and marks what is wrong.
"""

from typing import Any

from sim import registry
from sim.pdu.base import Pdu
from sim.pdu_type import PduType
from sim.why import Why
from sim.wire.layers import APPLICATION, Extent, Layer, data, header, note_of

FRAME = "ethernet"
"""The type of PDU that octets are where nothing else is said."""


def dissect(subject: Pdu | bytes, name: str = FRAME) -> tuple[Layer, ...]:
    """The layers of a PDU, or of the octets of one of type ``name``; together they cover every octet.

    The octets of a frame are without frame check sequence. Of a damaged frame the layers cover that too: places count
    in ``shown_octets``.
    """
    octets = shown_octets(subject)
    kind = registry.pdu(name) if isinstance(subject, bytes) else registry.pdu_of(type(subject))
    return tuple(layers_of(kind, Extent(octets, 0, len(octets))))


def shown_octets(subject: Pdu | bytes) -> bytes:
    """The octets that the places in ``dissect`` count in."""
    return subject if isinstance(subject, bytes) else registry.format_of(type(subject)).codec.encode(subject)


def layers_of(kind: PduType[Any], extent: Extent) -> list[Layer]:
    """The layers from the beginning of an extent, as far as a PDU of this type and what it carries go."""
    form = kind.format
    if form.dissect is not None:
        return form.dissect(extent)
    octets, start, end, *_ = extent
    if form.layout is None:
        return data(octets, start, end, form.place, kind.name)
    why = form.codec.fault(extent.body, *extent.around) if extent.can_be_checked else None
    notes = note_of(why, form.faulty)
    return [header(form.layout, octets, start, end, title=form.title, place=form.place, notes=notes)]


def content_for_programs(parent: str, ports: tuple[int, int], extent: Extent) -> list[Layer]:
    """The layers of what is carried between two ports (the sender's, the receiver's), to the end of the extent.

    It is of the type that has one of the ports if it can be read as that, else data, with a note of what is wrong where
    it should be that.
    """
    octets, start, end, *_ = extent
    if start == end:
        return []
    wrong: Why | None = None
    for port in reversed(ports):
        kind = registry.child(parent, port)
        if kind is None:
            continue
        fault = kind.format.codec.fault(extent.body)
        if fault is None:
            layers = layers_of(kind, extent._replace(around=()))
            return layers + data(octets, layers[-1].end, end, APPLICATION)
        if kind.format.fills and extent.can_be_checked:
            wrong = wrong or fault
    return data(octets, start, end, APPLICATION, note=wrong)
