"""The octets of BPDUs (IEEE 802.1D-2004, 9.3)."""

from sim.features.stp import pdu, rules
from sim.features.stp.pdu import UNITS, Bpdu, BridgeId, PortId
from sim.why import Why
from sim.wire.layout import Field, Layout, enumeration, hexadecimal, mac

NAME = "stp"

_octet = hexadecimal(2)


def _time(value: int) -> str:
    return f"{value / UNITS:g} s"


def _port(value: int) -> str:
    return str(PortId(value))


TYPES = {
    pdu.CONFIGURATION: "configuration",
    pdu.RAPID: "rapid spanning tree",
    pdu.TOPOLOGY_CHANGE_NOTIFICATION: "topology change notification",
}
VERSIONS = {0: "STP", 2: "RSTP", 3: "MSTP", 4: "SPT"}
ROLES = {
    pdu.UNKNOWN_ROLE: "unknown",
    pdu.ALTERNATE_BACKUP_ROLE: "alternate or backup",
    pdu.ROOT_ROLE: "root",
    pdu.DESIGNATED_ROLE: "designated",
}

_BEGINNING = (
    Field("protocol_id", 16),
    Field("version", 8, enumeration(VERSIONS)),
    Field("bpdu_type", 8, enumeration(TYPES, _octet)),
)
_CONFIGURATION = (
    *_BEGINNING,
    Field("tc_ack", 1),
    Field("agreement", 1),
    Field("forwarding", 1),
    Field("learning", 1),
    Field("port_role", 2, enumeration(ROLES)),
    Field("proposal", 1),
    Field("tc", 1),
    Field("root_priority", 16),
    Field("root_address", 48, mac),
    Field("root_path_cost", 32),
    Field("bridge_priority", 16),
    Field("bridge_address", 48, mac),
    Field("port_id", 16, _port),
    Field("message_age", 16, _time),
    Field("max_age", 16, _time),
    Field("hello_time", 16, _time),
    Field("forward_delay", 16, _time),
)

TCN_LAYOUT = Layout(NAME, _BEGINNING)
LAYOUT = Layout(NAME, _CONFIGURATION)
RAPID_LAYOUT = Layout(NAME, (*_CONFIGURATION, Field("version_1_length", 8)))


def layout_of(octets: bytes) -> Layout:
    """The header that these octets begin with, by the type that they name."""
    kind = octets[3] if len(octets) >= pdu.TCN_LENGTH else pdu.TOPOLOGY_CHANGE_NOTIFICATION
    return {pdu.CONFIGURATION: LAYOUT, pdu.RAPID: RAPID_LAYOUT}.get(kind, TCN_LAYOUT)


def encode(bpdu: Bpdu) -> bytes:
    if bpdu.type == pdu.TOPOLOGY_CHANGE_NOTIFICATION:
        return TCN_LAYOUT.pack(0, bpdu.version, bpdu.type) + bpdu.rest
    values = (
        *(0, bpdu.version, bpdu.type, bpdu.flags),
        *(bpdu.root.priority, bpdu.root.address.to_bytes(6, "big"), bpdu.cost),
        *(bpdu.bridge.priority, bpdu.bridge.address.to_bytes(6, "big"), bpdu.port),
        *(bpdu.message_age, bpdu.max_age, bpdu.hello_time, bpdu.forward_delay),
    )
    if bpdu.type == pdu.RAPID:
        return RAPID_LAYOUT.pack(*values, bpdu.version_1_length) + bpdu.rest
    return LAYOUT.pack(*values) + bpdu.rest


def decode(octets: bytes) -> Bpdu | None:
    """The BPDU that fills the octets, or ``None`` where ``fault`` has something to say."""
    if fault(octets) is not None:
        return None
    layout = layout_of(octets)
    rest = octets[layout.length :]
    _, version, kind, *values = layout.unpack_from(octets)
    if not values:
        return Bpdu(kind, version, rest=rest)
    flags, root, root_address, cost, bridge, bridge_address, port, age, most, hello, delay, *length = values
    return Bpdu(
        kind,
        version,
        flags,
        BridgeId.of(root, int.from_bytes(root_address, "big")),
        cost,
        BridgeId.of(bridge, int.from_bytes(bridge_address, "big")),
        PortId(port),
        age,
        most,
        hello,
        delay,
        length[0] if length else 0,
        rest,
    )


def fault(octets: bytes) -> Why | None:
    """Why these octets are no BPDU (9.3.4)."""
    # "at least four octets and the Protocol Identifier has the value specified for BPDUs"
    if len(octets) < TCN_LAYOUT.length:
        return Why(rules.TRUNCATED, present=len(octets), needed=TCN_LAYOUT.length)
    protocol, version, kind = TCN_LAYOUT.unpack_from(octets)
    if protocol != 0:
        return Why(rules.OTHER_PROTOCOL, protocol=protocol)
    # "the BPDU Type denotes a Rapid Spanning Tree BPDU", whose version is 2 or, for what understands more, greater
    if kind not in TYPES or (kind == pdu.RAPID and version < pdu.VERSION_RSTP):
        return Why(rules.UNKNOWN_TYPE, bpdu_type=_octet(kind), version=version)
    needed = layout_of(octets).length
    if len(octets) < needed:
        return Why(rules.TRUNCATED, present=len(octets), needed=needed)
    return None
