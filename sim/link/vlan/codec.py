"""The octets of VLAN tags, without the type 0x8100 in front (IEEE 802.1Q-2018 9.6)."""

from sim import registry
from sim.link.ethernet.codec import ETHERTYPES, content_end, parse_payload
from sim.link.ethernet.pdu import TAG_LENGTH, Vlan
from sim.link.vlan import rules
from sim.pdu.base import Content
from sim.why import Why
from sim.wire.layout import Field, Layout, enumeration, hex16

PRIORITIES = {
    0: "best effort",
    1: "background",
    2: "excellent effort",
    3: "critical applications",
    4: "video",
    5: "voice",
    6: "internetwork control",
    7: "network control",
}
"""What the priorities are meant for (table I-2)."""

LAYOUT = Layout(
    "vlan",
    (
        Field("priority", 3, enumeration(PRIORITIES)),
        Field("drop_eligible", 1),
        Field("vlan", 12),
        Field("ethertype", 16, enumeration(ETHERTYPES, hex16)),
    ),
)


def encode(tag: Vlan) -> bytes:
    payload: Content = tag.payload
    if not isinstance(payload, bytes):
        payload = registry.format_of(type(payload)).codec.encode(payload)
    control = tag.priority << 13 | tag.drop_eligible << 12 | tag.vlan
    return LAYOUT.pack(control, tag.ethertype) + payload


def decode(octets: bytes) -> Vlan | None:
    """The tag and what follows it, or ``None`` where ``fault`` has something to say."""
    if fault(octets) is not None:
        return None
    control, ethertype = LAYOUT.unpack_from(octets)
    payload = parse_payload(ethertype, octets[TAG_LENGTH : content_end(octets, ethertype, TAG_LENGTH)])
    return Vlan(control & 0xFFF, ethertype, payload, control >> 13, bool(control >> 12 & 1))


def fault(octets: bytes) -> Why | None:
    """Why these octets are no tag: they end before it does."""
    if len(octets) < TAG_LENGTH:
        return Why(rules.TRUNCATED, present=len(octets), needed=TAG_LENGTH)
    return None
