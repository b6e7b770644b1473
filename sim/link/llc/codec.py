"""The octets of logical link control (IEEE 802.2-1998, 3.2)."""

from sim import registry
from sim.link import rules
from sim.link.llc.pdu import HEADER_LENGTH, Llc
from sim.pdu.base import Content
from sim.why import Why
from sim.wire.layout import Field, Layout, enumeration, hexadecimal

NAME = "llc"

SAPS = {0x42: "spanning tree", 0xAA: "SNAP", 0xE0: "IPX", 0xF0: "NetBIOS", 0xFE: "ISO network layer"}
"""The service access points that are often met."""

_octet = hexadecimal(2)

LAYOUT = Layout(
    NAME,
    (
        Field("dsap", 8, enumeration(SAPS, _octet)),
        Field("ssap", 8, enumeration(SAPS, _octet)),
        Field("control", 8, enumeration({0x03: "unnumbered information"}, _octet)),
    ),
)


def encode(value: Llc) -> bytes:
    payload = value.payload
    if not isinstance(payload, bytes):
        payload = registry.format_of(type(payload)).codec.encode(payload)
    return LAYOUT.pack(value.dsap, value.ssap, value.control) + payload


def decode(octets: bytes) -> Llc | None:
    """The unit that fills the octets, or ``None`` where ``fault`` has something to say."""
    if fault(octets) is not None:
        return None
    dsap, ssap, control = LAYOUT.unpack_from(octets)
    body = octets[HEADER_LENGTH:]
    kind = registry.child(NAME, dsap)
    value: Content | None = None if kind is None else kind.format.codec.decode(body)
    return Llc(dsap, ssap, body if value is None else value, control)


def fault(octets: bytes) -> Why | None:
    """Why these octets are no unit of data that is understood here."""
    if len(octets) < HEADER_LENGTH:
        return Why(rules.LLC_TRUNCATED, present=len(octets), needed=HEADER_LENGTH)
    control = octets[2]
    # 5.3: the two lowest bits say the format; only the unnumbered one has a control field of one octet
    if control & 3 != 3:
        return Why(rules.LLC_NUMBERED, control=_octet(control))
    return None
