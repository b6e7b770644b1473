"""Any octets as layers and fields: what the packet view lists and the hex view lights.

Where ``decode`` refuses octets that are not well formed, this shows what they are and marks what is wrong.
"""

from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.ip.arp import codec as arp
from sim.ip.arp import rules as arp_rules
from sim.ip.icmp import codec as icmp
from sim.ip.icmp.pdu import ERRORS
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4 import options
from sim.ip.ipv4 import rules as ipv4_rules
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP
from sim.link.ethernet import codec as ethernet
from sim.link.ethernet import frame
from sim.link.ethernet.pdu import HEADER_LENGTH, TYPE_ARP, TYPE_IPV4, Damaged, Frame
from sim.pdu.options import END_OF_LIST, NO_OPERATION
from sim.transport.tcp import codec as tcp
from sim.transport.tcp import option_fields as tcp_options
from sim.transport.tcp import rules as tcp_rules
from sim.transport.udp import codec as udp
from sim.transport.udp import rules as udp_rules
from sim.why import Why
from sim.wire import rules
from sim.wire.layers import (
    APPLICATION,
    INTERNET,
    LINK,
    TRANSPORT,
    FieldView,
    Layer,
    data,
    header,
    piece,
)
from sim.wire.layout import hex16

_FAULTY_FIELD = {
    ipv4_rules.BAD_VERSION: "version",
    ipv4_rules.BAD_HEADER_LENGTH: "ihl",
    ipv4_rules.BAD_CHECKSUM: "header_checksum",
    ipv4_rules.BAD_TOTAL_LENGTH: "total_length",
    ipv4_rules.TRUNCATED: "total_length",
    ipv4_rules.RESERVED_FLAG: "flags",
    tcp_rules.BAD_CHECKSUM: "checksum",
    tcp_rules.BAD_DATA_OFFSET: "data_offset",
    udp_rules.BAD_LENGTH: "length",
    udp_rules.BAD_CHECKSUM: "checksum",
    arp_rules.UNKNOWN_HARDWARE_TYPE: "hardware_type",
    arp_rules.UNKNOWN_PROTOCOL_TYPE: "protocol_type",
    arp_rules.MALFORMED: "hardware_length",
}
_OPTIONS = {
    END_OF_LIST: "end_of_option_list",
    NO_OPERATION: "no_operation",
    7: "record_route",
    68: "internet_timestamp",
    130: "security",  # RFC 1108
    options.LOOSE_SOURCE_ROUTE: "loose_source_route",
    options.STRICT_SOURCE_ROUTE: "strict_source_route",
    148: "router_alert",  # RFC 2113
}


def dissect(subject: Frame | bytes) -> tuple[Layer, ...]:
    """The layers of a frame, or of octets without frame check sequence; together they cover every octet.

    Of a damaged frame they cover the frame check sequence too: places count in ``shown_octets``.
    """
    octets = shown_octets(subject)
    if not isinstance(subject, Damaged):
        return tuple(_ethernet(octets))
    end = max(0, len(octets) - frame.FCS_LENGTH)
    return (*_ethernet(octets[:end]), *_frame_check_sequence(octets, end))


def dissect_datagram(octets: bytes) -> tuple[Layer, ...]:
    """The layers of an IPv4 datagram that no frame carries."""
    return tuple(_ipv4(octets, 0, len(octets)))


def shown_octets(subject: Frame | bytes) -> bytes:
    """The octets that the places in ``dissect`` count in."""
    if isinstance(subject, bytes):
        return subject
    return subject.octets if isinstance(subject, Damaged) else frame.encode(subject)


def _ethernet(octets: bytes) -> list[Layer]:
    end = len(octets)
    if not end:
        return []
    notes = _note_of(ethernet.fault(octets))
    layers = [header(ethernet.LAYOUT, octets, 0, end, title="Ethernet II", place=LINK, notes=notes)]
    if end <= HEADER_LENGTH:
        return layers
    ethertype = ethernet.LAYOUT.read(octets, "ethertype")
    if ethertype == TYPE_IPV4:
        layers += _ipv4(octets, HEADER_LENGTH, end)
    elif ethertype == TYPE_ARP:
        notes = _note_of(arp.fault(octets[HEADER_LENGTH:]))
        layers.append(header(arp.LAYOUT, octets, HEADER_LENGTH, end, title="ARP", place=LINK, notes=notes))
    else:
        layers += data(octets, HEADER_LENGTH, end, LINK if ethertype <= ethernet.LONGEST_LENGTH else INTERNET)
    behind = layers[-1].end
    trailer_end = ethernet.trailer_end(octets, behind)
    layers += data(octets, behind, trailer_end, LINK, "trailer")
    layers += data(octets, trailer_end, end, LINK, "padding")
    return layers


def _frame_check_sequence(octets: bytes, start: int) -> list[Layer]:
    expected = frame.with_fcs(octets[:start])[start:]
    good = octets[start:] == expected
    note = Why(rules.CHECKSUM_GOOD) if good else Why(rules.CHECKSUM_BAD, expected=expected.hex(" "))
    layers = data(octets, start, len(octets), LINK, "fcs")
    return [layer._replace(fields=(layer.fields[0]._replace(note=note),)) for layer in layers]


class _Message(NamedTuple):
    """The payload of a datagram, octets ``[start, end)``; ``whole`` if all of it is there to be checked."""

    octets: bytes
    start: int
    end: int
    ip: dict[str, int]
    whole: bool
    quoted: bool

    @property
    def body(self) -> bytes:
        return self.octets[self.start : self.end]

    @property
    def is_fragment(self) -> bool:
        return bool(self.ip["flags"] & 1 or self.ip["fragment_offset"])


def _ipv4(octets: bytes, start: int, end: int, quoted: bool = False) -> list[Layer]:
    """The layers from an IPv4 header to the end of its datagram."""
    layout = ipv4.LAYOUT
    here = octets[start:end]
    notes = _ipv4_notes(here, quoted)
    layer = header(layout, octets, start, end, title="IPv4", place=INTERNET, notes=notes)
    if len(here) < layout.length:
        return [layer]
    ip = layout.values(here)
    header_length = min(max(layout.length, ip["ihl"] * 4), len(here))
    body = start + header_length
    layer = layer._replace(end=body, fields=layer.fields + _options(octets, start + layout.length, body))
    whole = header_length <= ip["total_length"] <= len(here)
    if whole:
        end = start + ip["total_length"]
    message = _Message(octets, body, end, ip, whole, quoted)
    return [layer, *_ipv4_payload(message)]


def _ipv4_notes(here: bytes, quoted: bool) -> dict[str, Why]:
    why = ipv4.fault(here)
    if len(here) < ipv4.LAYOUT.length:
        return {} if why is None else {"truncated": why}
    header_length = max(ipv4.LAYOUT.length, (here[0] & 15) * 4)
    found = ipv4.LAYOUT.read(here, "header_checksum")
    # That the payload is cut is no defect of a quote.
    notes = {} if quoted and why is not None and why.rule == ipv4_rules.TRUNCATED else _note_of(why)
    return notes | {"header_checksum": _verdict(found, ipv4.expected_checksum(here[:header_length]))}


def _options(octets: bytes, start: int, end: int) -> tuple[FieldView, ...]:
    views: tuple[FieldView, ...] = ()
    for option in options.split(octets[start:end]):
        note = None if option.is_well_formed else Why(ipv4_rules.BAD_OPTION, octet=option.offset)
        name = _OPTIONS.get(option.type, f"option_{option.type}")
        begin = start + option.offset - ipv4.LAYOUT.length
        views += piece(name, octets, begin, begin + len(option.octets), note)
    return views


def _ipv4_payload(message: _Message) -> list[Layer]:
    octets, start, end, protocol = message.octets, message.start, message.end, message.ip["protocol"]
    if start < end and not message.ip["fragment_offset"]:
        if protocol == PROTOCOL_ICMP:
            return _icmp(message)
        if protocol == PROTOCOL_TCP:
            return _tcp(message)
        if protocol == PROTOCOL_UDP:
            return _udp(message)
    if message.is_fragment:
        return data(octets, start, end, INTERNET, "fragment")
    return data(octets, start, end, TRANSPORT)


def _icmp(message: _Message) -> list[Layer]:
    octets, start, end = message.octets, message.start, message.end
    message_type = octets[start]
    layout = icmp.layout_of(*message.body[:2])
    notes = {"checksum": Why(rules.CHECKSUM_UNVERIFIED)}
    if message.whole and not message.is_fragment:
        notes = _note_of(icmp.fault(message.body))
        if len(message.body) >= icmp.LAYOUT.length:
            found = icmp.LAYOUT.read(message.body, "checksum")
            notes = {"checksum": _verdict(found, icmp.expected_checksum(message.body))}
    title = f"ICMP {icmp.TYPES[message_type]}" if message_type in icmp.TYPES else "ICMP"
    layer = header(layout, octets, start, end, title=title, place=INTERNET, notes=notes)
    # No error is sent about an error (RFC 1122 3.2.2): a quote in a quote stays data, which bounds the depth.
    if message_type in ERRORS and not message.quoted and not message.is_fragment:
        return [layer, *_quote(octets, layer.end, end)]
    return [layer._replace(end=end, fields=layer.fields + piece("data", octets, layer.end, end))]


def _quote(octets: bytes, start: int, end: int) -> list[Layer]:
    if start == end:
        return []
    layers = _ipv4(octets, start, end, quoted=True)
    layers += data(octets, layers[-1].end, end, INTERNET)
    return [layer._replace(quoted=True) for layer in layers]


def _tcp(message: _Message) -> list[Layer]:
    octets, start, end, body = message.octets, message.start, message.end, message.body
    layer = header(tcp.LAYOUT, octets, start, end, title="TCP", place=TRANSPORT, notes=_tcp_notes(message))
    if len(body) >= tcp.LAYOUT.length:
        options_end = min(start + max(tcp.LAYOUT.length, (body[12] >> 4) * 4), end)
        options = tcp_options.views(octets[layer.end : options_end], layer.end)
        layer = layer._replace(end=options_end, fields=layer.fields + options)
    if message.is_fragment:
        return [layer, *data(octets, layer.end, end, INTERNET, "fragment")]
    return [layer, *data(octets, layer.end, end, APPLICATION)]


def _tcp_notes(message: _Message) -> dict[str, Why]:
    body = message.body
    src, dst = IPv4Address(message.ip["src"]), IPv4Address(message.ip["dst"])
    if not message.whole or message.is_fragment:
        return {"checksum": Why(rules.CHECKSUM_UNVERIFIED)}
    why = tcp.fault(body, src, dst)
    if len(body) < tcp.LAYOUT.length:
        return _note_of(why)
    notes = {"data_offset": why} if why is not None and why.rule == tcp_rules.TRUNCATED else _note_of(why)
    found = tcp.LAYOUT.read(body, "checksum")
    return notes | {"checksum": _verdict(found, tcp.expected_checksum(body, src, dst))}


def _udp(message: _Message) -> list[Layer]:
    octets, start, end = message.octets, message.start, message.end
    layer = header(udp.LAYOUT, octets, start, end, title="UDP", place=TRANSPORT, notes=_udp_notes(message))
    if message.is_fragment:
        return [layer, *data(octets, layer.end, end, INTERNET, "fragment")]
    data_end = end
    if len(message.body) >= udp.LAYOUT.length:
        length = udp.LAYOUT.read(message.body, "length")
        if udp.LAYOUT.length <= length < len(message.body):
            data_end = start + length
    layers = [layer, *data(octets, layer.end, data_end, APPLICATION)]
    return layers + data(octets, data_end, end, INTERNET, "trailer")


def _udp_notes(message: _Message) -> dict[str, Why]:
    body = message.body
    src, dst = IPv4Address(message.ip["src"]), IPv4Address(message.ip["dst"])
    checkable = message.whole and not message.is_fragment
    notes = {"checksum": Why(rules.CHECKSUM_UNVERIFIED)}
    if len(body) >= udp.LAYOUT.length:
        length, found = udp.LAYOUT.read(body, "length"), udp.LAYOUT.read(body, "checksum")
        if not found:
            notes = {"checksum": Why(rules.CHECKSUM_ABSENT)}
        elif checkable and udp.LAYOUT.length <= length <= len(body):
            notes = {"checksum": _verdict(found, udp.expected_checksum(body[:length], src, dst))}
    why = udp.fault(body, src, dst) if checkable else None
    return _note_of(why) | notes


def _note_of(why: Why | None) -> dict[str, Why]:
    return {} if why is None else {_FAULTY_FIELD.get(why.rule, "truncated"): why}


def _verdict(found: int, expected: int) -> Why:
    return Why(rules.CHECKSUM_GOOD) if found == expected else Why(rules.CHECKSUM_BAD, expected=hex16(expected))
