"""How DHCP messages are taken apart and told."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from sim.addresses import IPv4Address, MacAddress, mask_of
from sim.features.dhcp import codec, rules
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.option_kinds import END, PAD, MessageType, OptionKind
from sim.features.dhcp.option_writes import VARIABLES
from sim.features.dhcp.pdu import BOOTREQUEST, IN_FILE, IN_SNAME, Dhcp
from sim.pdu_type import Codec, Detail, Essence, Field, Format, Part, Summary, Word
from sim.why import Why
from sim.wire.layers import APPLICATION, Extent, FieldView, Layer, header, note_of

_FAULTY = {
    rules.NO_COOKIE: "magic_cookie",
    rules.BAD_OPERATION: "op",
    rules.BAD_ADDRESS_LENGTH: "hlen",
}


def dissect(extent: Extent) -> list[Layer]:
    """The layer of a message with all of its fields and options."""
    octets, start, end, *_ = extent
    why = codec.fault(extent.body) if extent.can_be_checked else None
    layer = header(codec.LAYOUT, octets, start, end, title="DHCP", place=APPLICATION, notes=note_of(why, _FAULTY))
    behind = octets[layer.end : end]
    overload = codec.overload_of(behind) if layer.end < end else 0
    fields: list[FieldView] = []
    for field in layer.fields:
        is_loaded = (field.name == "sname" and overload & IN_SNAME) or (field.name == "file" and overload & IN_FILE)
        fields += _options(octets[field.start : field.end], field.start) if is_loaded else [field]
    return [layer._replace(end=end, fields=(*fields, *_options(behind, layer.end)))]


def _options(octets: bytes, start: int) -> list[FieldView]:
    """The options of one field, which begins at octet ``start`` of the frame."""
    return [_option(piece, start + piece.offset) for piece in codec.split(octets)]


def _option(piece: codec.Piece, at: int) -> FieldView:
    first, last = at * 8, (at + len(piece.octets)) * 8 - 1
    if piece.code in (PAD, END):
        name = "pad" if piece.code == PAD else "end"
        padding = len(piece.octets) - 1
        text = f"255, then {padding} octets of padding" if padding else f"{piece.code}"
        return FieldView(name, piece.octets, text, first, last)
    kind = kinds.KINDS.get(piece.code)
    value = kind.read(piece.data) if kind is not None and piece.is_well_formed else None
    if kind is None or value is None:
        note = None
        if not piece.is_well_formed:
            note = Why(rules.OPTION_CUT, dhcp_option=piece.code, field="options")
        elif kind is not None:
            note = Why(rules.OPTION_LENGTH, dhcp_option=piece.code, length=len(piece.data))
        return FieldView(kinds.name_of(piece.code), piece.octets, piece.data.hex(" "), first, last, note)
    told: Any = int(value) if isinstance(value, int) else piece.octets
    return FieldView(kind.name, told, kind.show(value), first, last)


_LABELS = {
    MessageType.DISCOVER: ("Discover", "DISC"),
    MessageType.OFFER: ("Offer", "OFFER"),
    MessageType.REQUEST: ("Request", "REQ"),
    MessageType.DECLINE: ("Decline", "DECL"),
    MessageType.ACK: ("Ack", "ACK"),
    MessageType.NAK: ("Nak", "NAK"),
    MessageType.RELEASE: ("Release", "REL"),
    MessageType.INFORM: ("Inform", "INF"),
}


def labels(message: Dhcp) -> tuple[str, ...]:
    word, short = _LABELS[message.type]
    address = message.yiaddr or message.get(kinds.REQUESTED_ADDRESS) or message.ciaddr
    name = f"DHCP {word}"
    return (f"{name} {address}" if address else f"{name} of {message.mac}", name, short)


def summary(message: Dhcp, carried: Summary | None, origin: Any) -> Summary:
    """The line of ``tcpdump``; behind it what ``tcpdump -v`` tells, on one line."""
    whom = f"Request from {message.mac}" if message.op == BOOTREQUEST else "Reply"
    words = [_LABELS[message.type][0], f"xid {message.xid:#x}"]
    words += [f"hops {message.hops}"] if message.hops else []
    words += [f"secs {message.secs}"] if message.secs else []
    words += ["Flags [Broadcast]"] if message.wants_broadcast else []
    names = {"Client-IP": message.ciaddr, "Your-IP": message.yiaddr, "Gateway-IP": message.giaddr}
    words += [f"{name} {address}" for name, address in names.items() if address]
    told: dict[str, OptionKind[Any]] = {
        "Requested-IP": kinds.REQUESTED_ADDRESS,
        "Server-ID": kinds.SERVER_ID,
        "Lease-Time": kinds.LEASE_TIME,
        "MSG": kinds.MESSAGE,
    }
    for name, kind in told.items():
        data = message.octets_of(kind.code)
        words += [] if data is None else [f"{name} {kinds.KINDS[kind.code].read(data)}"]
    return Summary(f"BOOTP/DHCP, {whom}, length {len(message)}", ", ".join(words), style="udp")


def facts(message: Dhcp) -> Mapping[str, Any]:
    return {"message": message.type.label, "xid": message.xid, "client": message.mac, "yiaddr": message.yiaddr}


def _mask(message: Dhcp) -> IPv4Address | None:
    length = message.get(kinds.SUBNET_MASK)
    return None if length is None else IPv4Address(mask_of(length))


def _is(wanted: MessageType) -> Detail[Dhcp]:
    return Detail(lambda message: message.type is wanted)


FORMAT = Format(
    type=Dhcp,
    codec=Codec(codec.encode, codec.decode, codec.fault),
    title="DHCP",
    place=APPLICATION,
    layout=codec.LAYOUT,
    faulty=_FAULTY,
    dissect=dissect,
    facts=facts,
    summary=summary,
    labels=labels,
    parts={
        "dhcp.type": Part("op"),
        "dhcp.id": Part("xid"),
        "dhcp.hw.type": Part("htype"),
        "dhcp.hw.len": Part("hlen"),
        "dhcp.hops": Part("hops"),
        "dhcp.ip.your": Part("yiaddr"),
        "dhcp.ip.client": Part("ciaddr"),
        "dhcp.ip.server": Part("siaddr"),
        "dhcp.ip.relay": Part("giaddr"),
        "dhcp.cookie": Part("magic_cookie"),
    },
    variables=VARIABLES,
    essence=Essence(attrgetter(*(name for name in Dhcp.__slots__ if name != "xid"))),
    filters={
        "dhcp.type": Field(lambda message: message.op),
        "dhcp.id": Field(lambda message: message.xid),
        "dhcp.hops": Field(lambda message: message.hops),
        "dhcp.secs": Field(lambda message: message.secs),
        "dhcp.flags": Field(lambda message: message.flags),
        "dhcp.flags.bc": Field(lambda message: message.wants_broadcast, bool),
        "dhcp.hw.mac_addr": Field(lambda message: message.mac, MacAddress),
        "dhcp.ip.your": Field(lambda message: message.yiaddr, IPv4Address),
        "dhcp.ip.client": Field(lambda message: message.ciaddr, IPv4Address),
        "dhcp.ip.server": Field(lambda message: message.siaddr, IPv4Address),
        "dhcp.ip.relay": Field(lambda message: message.giaddr, IPv4Address),
        "dhcp.option.dhcp": Field(lambda message: message.type.value),
        "dhcp.option.subnet_mask": Field(_mask, IPv4Address),
        "dhcp.option.request_list_item": Field(lambda message: message.get(kinds.PARAMETER_LIST)),
        "dhcp.option.message": Field(lambda message: message.get(kinds.MESSAGE), str),
        "dhcp.option.broadcast_address": Field(lambda message: message.get(kinds.BROADCAST_ADDRESS), IPv4Address),
        "dhcp.option.router": Field(lambda message: message.get(kinds.ROUTER), IPv4Address),
        "dhcp.option.domain_name_server": Field(lambda message: message.get(kinds.DNS_SERVERS), IPv4Address),
        "dhcp.option.hostname": Field(lambda message: message.get(kinds.HOST_NAME), str),
        "dhcp.option.domain_name": Field(lambda message: message.get(kinds.DOMAIN_NAME), str),
        "dhcp.option.requested_ip_address": Field(lambda message: message.get(kinds.REQUESTED_ADDRESS), IPv4Address),
        "dhcp.option.ip_address_lease_time": Field(lambda message: message.get(kinds.LEASE_TIME)),
        "dhcp.option.dhcp_server_id": Field(lambda message: message.get(kinds.SERVER_ID), IPv4Address),
        "dhcp.option.renewal_time_value": Field(lambda message: message.get(kinds.RENEWAL_TIME)),
        "dhcp.option.rebinding_time_value": Field(lambda message: message.get(kinds.REBINDING_TIME)),
    },
    words={"dhcp": Word({kind.label: _is(kind) for kind in MessageType})},
)
