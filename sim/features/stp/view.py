"""How BPDUs are taken apart and told."""

from collections.abc import Mapping
from typing import Any

from sim.addresses import MacAddress
from sim.features.stp import codec, pdu, rules
from sim.features.stp.pdu import UNITS, Bpdu, BridgeId
from sim.pdu_type import Codec, Detail, Field, Format, Number, Part, Summary, Text, Word
from sim.wire.layers import LINK, Extent, Layer, header, note_of, piece

REST = "rest"
"""The field behind the header."""

_FAULTY = {rules.OTHER_PROTOCOL: "protocol_id", rules.UNKNOWN_TYPE: "bpdu_type"}

_FLAGS = {
    pdu.TC: "Topology change",
    pdu.PROPOSAL: "Proposal",
    pdu.LEARNING: "Learn",
    pdu.FORWARDING: "Forward",
    pdu.AGREEMENT: "Agreement",
    pdu.TC_ACK: "Topology change ACK",
}
_ROLES = ("Unknown", "Alternate", "Root", "Designated")
_VERSIONS = {0: "802.1d", 2: "802.1w", 3: "802.1s", 4: "802.1aq"}


def dissect(extent: Extent) -> list[Layer]:
    """The header of a BPDU, and what is behind it."""
    octets, start, end, *_ = extent
    notes = note_of(codec.fault(extent.body), _FAULTY) if extent.can_be_checked else {}
    layout = codec.layout_of(extent.body)
    layer = header(layout, octets, start, end, title="Spanning tree", place=LINK, notes=notes)
    rest = piece(REST, octets, layer.end, end)
    return [layer._replace(end=end, fields=layer.fields + rest)]


def summary(bpdu: Bpdu, carried: Summary | None, origin: Any) -> Summary:
    version = _VERSIONS.get(bpdu.version, f"Unknown STP protocol (0x{bpdu.version:02x})")
    if bpdu.type == pdu.TOPOLOGY_CHANGE_NOTIFICATION:
        return Summary(f"STP {version}, Topology Change", style="stp")
    kind = "Rapid STP" if bpdu.type == pdu.RAPID else "Config"
    flags = ", ".join(name for bit, name in _FLAGS.items() if bpdu.flags & bit) or "none"
    port = f"{_identifier(bpdu.bridge)}.{bpdu.port:04x}"
    line = f"STP {version}, {kind}, Flags [{flags}], bridge-id {port}, length {len(bpdu)}"
    return Summary(line, _details(bpdu), "stp")


def _identifier(bridge: BridgeId) -> str:
    return f"{bridge.priority:04x}.{bridge.address}"


def _details(bpdu: Bpdu) -> str:
    """What ``tcpdump -v`` tells in further lines."""
    ages = bpdu.message_age, bpdu.max_age, bpdu.hello_time, bpdu.forward_delay
    age, most, hello, delay = (f"{each / UNITS:.2f}s" for each in ages)
    role = f", port-role {_ROLES[bpdu.role]}" if bpdu.type == pdu.RAPID else ""
    return (
        f"message-age {age}, max-age {most}, hello-time {hello}, forwarding-delay {delay}, "
        f"root-id {_identifier(bpdu.root)}, root-pathcost {bpdu.cost}{role}"
    )


def labels(bpdu: Bpdu) -> tuple[str, ...]:
    if bpdu.type == pdu.TOPOLOGY_CHANGE_NOTIFICATION:
        return ("STP topology change notification", "TCN BPDU", "TCN")
    if bpdu.type == pdu.CONFIGURATION:
        return (f"STP BPDU root {bpdu.root} cost {bpdu.cost}", "configuration BPDU", "BPDU")
    asks = bpdu.flags & pdu.PROPOSAL and not bpdu.flags & pdu.FORWARDING
    what = "proposal" if asks else "agreement" if bpdu.flags & pdu.AGREEMENT else "BPDU"
    return (f"RSTP {what} root {bpdu.root} cost {bpdu.cost}", f"RSTP {what}", "BPDU")


def captions(bpdu: Bpdu) -> tuple[str, ...]:
    if bpdu.type == pdu.TOPOLOGY_CHANGE_NOTIFICATION:
        return ("TCN BPDU", "TCN")
    marks = "".join(f" {mark}" for mark in _marks(bpdu))
    root = f"root {bpdu.root.priority} {str(bpdu.root.address)[-5:]}"
    return (f"BPDU{marks} {root} cost {bpdu.cost}", f"BPDU{marks} cost {bpdu.cost}", f"BPDU{marks}", "BPDU")


def _marks(bpdu: Bpdu) -> list[str]:
    names = {pdu.PROPOSAL: "proposal", pdu.AGREEMENT: "agreement", pdu.TC: "TC", pdu.TC_ACK: "TCA"}
    return [name for bit, name in names.items() if bpdu.flags & bit]


def facts(bpdu: Bpdu) -> Mapping[str, Any]:
    if bpdu.type == pdu.TOPOLOGY_CHANGE_NOTIFICATION:
        return {"bpdu": bpdu.type}
    return {"bpdu": bpdu.type, "heard_root": bpdu.root, "heard_cost": bpdu.cost, "heard_bridge": bpdu.bridge}


def _flag(bit: int) -> Detail[Bpdu]:
    return Detail(lambda bpdu: bool(bpdu.flags & bit))


def _role(role: int) -> Detail[Bpdu]:
    return Detail(lambda bpdu: bpdu.type == pdu.RAPID and bpdu.role == role)


_DETAILS: Mapping[str, Detail[Bpdu]] = {
    "config": Detail(lambda bpdu: bpdu.type == pdu.CONFIGURATION),
    "tcn": Detail(lambda bpdu: bpdu.type == pdu.TOPOLOGY_CHANGE_NOTIFICATION),
    "rapid": Detail(lambda bpdu: bpdu.type == pdu.RAPID),
    "proposal": _flag(pdu.PROPOSAL),
    "agreement": _flag(pdu.AGREEMENT),
    "tc": _flag(pdu.TC),
    "tca": _flag(pdu.TC_ACK),
    "learning": _flag(pdu.LEARNING),
    "forwarding": _flag(pdu.FORWARDING),
    "designated": _role(pdu.DESIGNATED_ROLE),
    "root-port": _role(pdu.ROOT_ROLE),
    "alternate": _role(pdu.ALTERNATE_BACKUP_ROLE),
}


def _is_full(bpdu: Bpdu) -> bool:
    """Whether there is more than a version and a type."""
    return bpdu.type != pdu.TOPOLOGY_CHANGE_NOTIFICATION


def _of(read: Any) -> Any:
    return lambda bpdu: read(bpdu) if _is_full(bpdu) else None


_FLAG_FIELDS = {
    "tcack": "tc_ack",
    **{name: name for name in ("agreement", "forwarding", "learning", "port_role", "proposal", "tc")},
}
"""The fields of the flags' octet, by what Wireshark calls them behind ``stp.flags``."""
_PRIORITY, _STEP = 0xF000, 0x1000
"""The bits of a bridge's priority, which counts in steps; the others are the extension (IEEE 802.1D-2004, 9.2.5)."""

FORMAT = Format(
    type=Bpdu,
    codec=Codec(codec.encode, codec.decode, codec.fault),
    title="Spanning tree",
    place=LINK,
    layout=codec.LAYOUT,
    faulty=_FAULTY,
    dissect=dissect,
    facts=facts,
    summary=summary,
    labels=labels,
    captions=captions,
    parts={
        "stp.protocol": Part("protocol_id"),
        "stp.version": Part("version"),
        "stp.type": Part("bpdu_type"),
        **{f"stp.flags.{name}": Part(field) for name, field in _FLAG_FIELDS.items()},
        "stp.root.prio": Part("root_priority", _PRIORITY, _STEP),
        "stp.root.ext": Part("root_priority", _STEP - 1),
        "stp.root.hw": Part("root_address"),
        "stp.root.cost": Part("root_path_cost"),
        "stp.bridge.prio": Part("bridge_priority", _PRIORITY, _STEP),
        "stp.bridge.ext": Part("bridge_priority", _STEP - 1),
        "stp.bridge.hw": Part("bridge_address"),
        "stp.port": Part("port_id"),
    },
    words={"stp": Word(_DETAILS, has_ports=False), "bpdu": Word(_DETAILS, has_ports=False)},
    numbers={"cost": Number(lambda bpdu, _: bpdu.cost if _is_full(bpdu) else None)},
    texts={
        "root": Text(_of(lambda bpdu: str(bpdu.root)), alike=str.lower),
        "bridge": Text(_of(lambda bpdu: str(bpdu.bridge)), alike=str.lower),
    },
    filters={
        "stp.version": Field(lambda bpdu: bpdu.version),
        "stp.type": Field(lambda bpdu: bpdu.type),
        "stp.flags": Field(_of(lambda bpdu: bpdu.flags)),
        "stp.flags.tc": Field(_of(lambda bpdu: bool(bpdu.flags & pdu.TC)), bool),
        "stp.flags.tcack": Field(_of(lambda bpdu: bool(bpdu.flags & pdu.TC_ACK)), bool),
        "stp.flags.proposal": Field(_of(lambda bpdu: bool(bpdu.flags & pdu.PROPOSAL)), bool),
        "stp.flags.agreement": Field(_of(lambda bpdu: bool(bpdu.flags & pdu.AGREEMENT)), bool),
        "stp.flags.learning": Field(_of(lambda bpdu: bool(bpdu.flags & pdu.LEARNING)), bool),
        "stp.flags.forwarding": Field(_of(lambda bpdu: bool(bpdu.flags & pdu.FORWARDING)), bool),
        "stp.flags.port_role": Field(_of(lambda bpdu: bpdu.role)),
        "stp.root.prio": Field(_of(lambda bpdu: bpdu.root.priority)),
        "stp.root.hw": Field(_of(lambda bpdu: bpdu.root.address), MacAddress),
        "stp.root.cost": Field(_of(lambda bpdu: bpdu.cost)),
        "stp.bridge.prio": Field(_of(lambda bpdu: bpdu.bridge.priority)),
        "stp.bridge.hw": Field(_of(lambda bpdu: bpdu.bridge.address), MacAddress),
        "stp.port": Field(_of(lambda bpdu: int(bpdu.port))),
        "stp.msg_age": Field(_of(lambda bpdu: bpdu.message_age // UNITS)),
        "stp.max_age": Field(_of(lambda bpdu: bpdu.max_age // UNITS)),
        "stp.hello": Field(_of(lambda bpdu: bpdu.hello_time // UNITS)),
        "stp.forward": Field(_of(lambda bpdu: bpdu.forward_delay // UNITS)),
    },
)
