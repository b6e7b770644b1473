"""How VLAN tags are taken apart and told."""

from collections.abc import Mapping
from typing import Any

from sim.link.ethernet.pdu import TAG_LENGTH, Vlan
from sim.link.ethernet.view import dissect_content, tag_words
from sim.link.vlan import codec
from sim.pdu_type import Codec, Field, Format, Number, Part, Summary, Word
from sim.wire.layers import LINK, Extent, Layer, header, note_of

_TITLE = "802.1Q tag"


def dissect(extent: Extent) -> list[Layer]:
    octets, start, end, *_ = extent
    notes = note_of(codec.fault(extent.body), {})
    layers = [header(codec.LAYOUT, octets, start, end, title=_TITLE, place=LINK, notes=notes)]
    body = start + TAG_LENGTH
    if end > body:
        layers += dissect_content(codec.LAYOUT.read(extent.body, "ethertype"), octets, body, end)
    return layers


def summary(tag: Vlan, carried: Summary | None, origin: Any) -> Summary:
    told = carried or Summary("")
    return told._replace(tags=(tag_words(tag), *told.tags))


def facts(tag: Vlan) -> Mapping[str, Any]:
    return {"tag_vlan": tag.vlan, "tag_priority": tag.priority}


FORMAT = Format(
    type=Vlan,
    codec=Codec(codec.encode, codec.decode, codec.fault),
    title=_TITLE,
    place=LINK,
    layout=codec.LAYOUT,
    dissect=dissect,
    facts=facts,
    summary=summary,
    labels=lambda tag: (f"tagged for VLAN {tag.vlan}", f"VLAN {tag.vlan}", "VLAN"),
    words={"vlan": Word(arguments=("vlan",))},
    numbers={
        "priority": Number(lambda tag, _: tag.priority, most=7),
    },
    parts={
        "vlan.id": Part("vlan"),
        "vlan.priority": Part("priority"),
        "vlan.dei": Part("drop_eligible"),
        "vlan.etype": Part("ethertype"),
    },
    filters={
        "vlan.id": Field(lambda tag: tag.vlan),
        "vlan.priority": Field(lambda tag: tag.priority),
        "vlan.dei": Field(lambda tag: tag.drop_eligible, bool),
        "vlan.etype": Field(lambda tag: tag.ethertype),
    },
)
