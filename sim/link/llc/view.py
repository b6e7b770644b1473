"""How logical link control is taken apart and told."""

from typing import Any

from sim import registry
from sim.link import rules
from sim.link.llc import codec
from sim.link.llc.pdu import Llc
from sim.packets.dissect import layers_of
from sim.pdu_type import Codec, Field, Format, Summary
from sim.wire.layers import LINK, Extent, Layer, data, header, note_of

_FAULTY = {rules.LLC_NUMBERED: "control"}


def dissect(extent: Extent) -> list[Layer]:
    """The layers of a unit and of what it carries, to the end of the extent."""
    octets, start, end, *_ = extent
    notes = note_of(codec.fault(extent.body), _FAULTY)
    layers = [header(codec.LAYOUT, octets, start, end, title="LLC", place=LINK, notes=notes)]
    body = layers[0].end
    if body >= end:
        return layers
    kind = None if notes else registry.child(codec.NAME, octets[start])
    if kind is not None:
        layers += layers_of(kind, extent._replace(start=body))
        body = layers[-1].end
    return layers + data(octets, body, end, LINK)


def summary(value: Llc, carried: Summary | None, origin: Any) -> Summary:
    if carried is not None:
        return carried
    kind, payload = registry.child(codec.NAME, value.dsap), value.payload
    why = kind.format.codec.fault(payload) if kind is not None and isinstance(payload, bytes) else None
    malformed = f", malformed [{why.rule}]" if why is not None else ""
    return Summary(f"LLC, dsap {value.dsap:#04x}, ssap {value.ssap:#04x}{malformed}, length {len(payload)}")


FORMAT = Format(
    type=Llc,
    codec=Codec(codec.encode, codec.decode, codec.fault),
    title="LLC",
    place=LINK,
    layout=codec.LAYOUT,
    faulty=_FAULTY,
    dissect=dissect,
    summary=summary,
    labels=lambda value: (f"LLC to {value.dsap:#04x}", "LLC frame", "LLC"),
    filters={
        "llc.dsap": Field(lambda value: value.dsap),
        "llc.ssap": Field(lambda value: value.ssap),
        "llc.control": Field(lambda value: value.control),
    },
)
