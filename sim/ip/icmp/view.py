"""How ICMP messages are taken apart and told."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from sim import registry
from sim.addresses import IPv4Address
from sim.ip.icmp import codec
from sim.ip.icmp import pdu as icmp
from sim.ip.icmp.pdu import ERRORS, Icmp
from sim.ip.icmp.quote import Quoted, QuotedTcp, QuotedUdp, decode_quoted, quoted_datagram, quoted_echo
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4.pdu import PROTOCOL_ICMP
from sim.packets.dissect import layers_of
from sim.pdu_type import Codec, Detail, Essence, Field, Format, Number, Part, Summary, Word
from sim.why import Why
from sim.wire import rules
from sim.wire.layers import INTERNET, Extent, Layer, data, header, note_of, piece, verdict


def dissect(extent: Extent) -> list[Layer]:
    """The layers of a message, those of the datagram that it quotes included."""
    octets, start, end, *_ = extent
    body, message_type = extent.body, octets[start]
    notes = {"checksum": Why(rules.CHECKSUM_UNVERIFIED)}
    if extent.can_be_checked:
        notes = note_of(codec.fault(body), {})
        if len(body) >= codec.LAYOUT.length:
            found = codec.LAYOUT.read(body, "checksum")
            notes = {"checksum": verdict(found, codec.expected_checksum(body))}
    title = f"ICMP {codec.TYPES[message_type]}" if message_type in codec.TYPES else "ICMP"
    layer = header(codec.layout_of(*body[:2]), octets, start, end, title=title, place=INTERNET, notes=notes)
    # No error is sent about an error (RFC 1122 3.2.2): a quote in a quote stays data, which bounds the depth.
    if message_type in ERRORS and not extent.is_quoted and not extent.is_fragment:
        return [layer, *_quote(octets, layer.end, end)]
    return [layer._replace(end=end, fields=layer.fields + piece("data", octets, layer.end, end))]


def _quote(octets: bytes, start: int, end: int) -> list[Layer]:
    if start == end:
        return []
    layers = layers_of(registry.pdu(ipv4.NAME), Extent(octets, start, end, is_quoted=True))
    layers += data(octets, layers[-1].end, end, INTERNET)
    return [layer._replace(quoted=True) for layer in layers]


def summary(message: Icmp, carried: Summary | None, origin: Any) -> Summary:
    words = _MESSAGES.get(message.type)
    kind = codec.TYPES.get(message.type, f"type-#{message.type}") if words is None else words(message)
    is_good = kind.startswith("echo")
    return Summary(f"ICMP {kind}, length {len(message)}", style="icmp" if is_good else "icmp-error")


def _echo(message: Icmp) -> str:
    kind = "request" if message.type == icmp.ECHO_REQUEST else "reply"
    return f"echo {kind}, id {message.identifier}, seq {message.sequence}"


def _timestamp(message: Icmp) -> str:
    kind = "query" if message.type == icmp.TIMESTAMP else "reply"
    return f"time stamp {kind} id {message.identifier} seq {message.sequence}"


def _time_exceeded(message: Icmp) -> str:
    return _TIME_EXCEEDED.get(message.code, f"time exceeded-#{message.code}")


def _parameter_problem(message: Icmp) -> str:
    return f"parameter problem - {f'code {message.code}' if message.code else f'octet {message.pointer}'}"


def _redirect(message: Icmp) -> str:
    words = _REDIRECT.get(message.code, f"redirect-#{message.code} {{dst}} to {{gateway}}")
    return words.format(dst=_quoted_dst(decode_quoted(message.data)), gateway=message.gateway)


def _unreachable(message: Icmp) -> str:
    quoted = decode_quoted(message.data)
    dst = _quoted_dst(quoted)
    match message.code:
        case icmp.PROTOCOL_UNREACHABLE if quoted is not None:
            return f"{dst} protocol {quoted.protocol} unreachable"
        case icmp.PORT_UNREACHABLE:
            return f"{dst} {_port(quoted)} unreachable"
        case icmp.FRAGMENTATION_NEEDED:
            return f"{dst} unreachable - need to frag" + (f" (mtu {message.mtu})" if message.mtu else "")
    return _UNREACHABLE.get(message.code, f"{{dst}} unreachable - #{message.code}").format(dst=dst)


def _port(quoted: Quoted | None) -> str:
    if quoted is None:
        return "port"
    if isinstance(quoted.transport, QuotedTcp | QuotedUdp):
        return f"{ipv4.PROTOCOLS[quoted.protocol].lower()} port {quoted.transport.dst_port}"
    return f"protocol {quoted.protocol} port"


def _quoted_dst(quoted: Quoted | None) -> str:
    return "?" if quoted is None else str(quoted.dst)


_UNREACHABLE = {
    icmp.NET_UNREACHABLE: "net {dst} unreachable",
    icmp.HOST_UNREACHABLE: "host {dst} unreachable",
    icmp.PROTOCOL_UNREACHABLE: "{dst} protocol unreachable",
    icmp.SOURCE_ROUTE_FAILED: "{dst} unreachable - source route failed",
    icmp.NET_UNKNOWN: "net {dst} unreachable - unknown",
    icmp.HOST_UNKNOWN: "host {dst} unreachable - unknown",
    icmp.SOURCE_HOST_ISOLATED: "{dst} unreachable - source host isolated",
    icmp.NET_PROHIBITED: "net {dst} unreachable - admin prohibited",
    icmp.HOST_PROHIBITED: "host {dst} unreachable - admin prohibited",
    icmp.NET_UNREACHABLE_FOR_TOS: "net {dst} unreachable - tos prohibited",
    icmp.HOST_UNREACHABLE_FOR_TOS: "host {dst} unreachable - tos prohibited",
    icmp.ADMINISTRATIVELY_PROHIBITED: "host {dst} unreachable - admin prohibited filter",
    icmp.PRECEDENCE_VIOLATION: "host {dst} unreachable - host precedence violation",
    icmp.PRECEDENCE_CUTOFF: "host {dst} unreachable - precedence cutoff",
}
_REDIRECT = {
    0: "redirect {dst} to net {gateway}",
    icmp.REDIRECT_HOST: "redirect {dst} to host {gateway}",
    2: "redirect-tos {dst} to net {gateway}",
    3: "redirect-tos {dst} to host {gateway}",
}
_TIME_EXCEEDED = {
    icmp.TTL_EXCEEDED: "time exceeded in-transit",
    icmp.REASSEMBLY_EXCEEDED: "ip reassembly time exceeded",
}
_MESSAGES: dict[int, Callable[[Icmp], str]] = {
    icmp.ECHO_REPLY: _echo,
    icmp.DESTINATION_UNREACHABLE: _unreachable,
    icmp.REDIRECT: _redirect,
    icmp.ECHO_REQUEST: _echo,
    icmp.TIME_EXCEEDED: _time_exceeded,
    icmp.PARAMETER_PROBLEM: _parameter_problem,
    icmp.TIMESTAMP: _timestamp,
    icmp.TIMESTAMP_REPLY: _timestamp,
}

_SHORT_UNREACHABLE = {
    icmp.NET_UNREACHABLE: "net unreachable",
    icmp.HOST_UNREACHABLE: "host unreachable",
    icmp.PROTOCOL_UNREACHABLE: "protocol unreachable",
    icmp.PORT_UNREACHABLE: "port unreachable",
    icmp.FRAGMENTATION_NEEDED: "fragmentation needed",
    icmp.ADMINISTRATIVELY_PROHIBITED: "prohibited",
}
_OTHERS = {
    icmp.TIME_EXCEEDED: ("ICMP time exceeded", "time exceeded", "TTL!"),
    icmp.PARAMETER_PROBLEM: ("ICMP parameter problem", "parameter problem", "param"),
}


def labels(message: Icmp) -> tuple[str, ...]:
    if _is_echo(message):
        name, short = ("echo request", "ping") if message.type == icmp.ECHO_REQUEST else ("echo reply", "pong")
        return (f"{name} seq {message.sequence}", name, short)
    if message.type == icmp.DESTINATION_UNREACHABLE:
        text = _SHORT_UNREACHABLE.get(message.code, "unreachable")
        return (f"ICMP {text}", text, "ICMP")
    if message.type == icmp.REDIRECT:
        return (f"ICMP redirect to {message.gateway}", "redirect", "redir")
    return _OTHERS.get(message.type, (f"ICMP type {message.type}", "ICMP message", "ICMP"))


def captions(message: Icmp) -> tuple[str, ...]:
    """What is written on an arrow: that of an error tells at least which kind of error it is."""
    long, middle, short = labels(message)
    if message.type == icmp.DESTINATION_UNREACHABLE:
        return (long, middle, "unreachable", short)
    return (long, middle, short)


def _is_echo(message: Icmp) -> bool:
    return message.type in (icmp.ECHO_REQUEST, icmp.ECHO_REPLY)


def facts(message: Icmp) -> Mapping[str, Any]:
    return {
        "type": message.type,
        "code": message.code,
        "identifier": message.identifier,
        "sequence": message.sequence,
    }


def _of(message_type: int, code: int | None = None) -> Detail[Icmp]:
    return Detail(lambda message: message.type == message_type and code in (None, message.code))


_DETAILS = {
    "echo-request": _of(icmp.ECHO_REQUEST),
    "echo-reply": _of(icmp.ECHO_REPLY),
    "time-exceeded": _of(icmp.TIME_EXCEEDED),
    "net-unreachable": _of(icmp.DESTINATION_UNREACHABLE, icmp.NET_UNREACHABLE),
    "host-unreachable": _of(icmp.DESTINATION_UNREACHABLE, icmp.HOST_UNREACHABLE),
    "protocol-unreachable": _of(icmp.DESTINATION_UNREACHABLE, icmp.PROTOCOL_UNREACHABLE),
    "port-unreachable": _of(icmp.DESTINATION_UNREACHABLE, icmp.PORT_UNREACHABLE),
    "fragmentation-needed": _of(icmp.DESTINATION_UNREACHABLE, icmp.FRAGMENTATION_NEEDED),
    "prohibited": _of(icmp.DESTINATION_UNREACHABLE, icmp.ADMINISTRATIVELY_PROHIBITED),
    "destination-unreachable": _of(icmp.DESTINATION_UNREACHABLE),
    "redirect": _of(icmp.REDIRECT),
    "parameter-problem": _of(icmp.PARAMETER_PROBLEM),
    "source-quench": _of(icmp.SOURCE_QUENCH),
}


def _essence(message: Icmp) -> Hashable:
    """All but the identifier of an echo, and, in what an error quotes, but that and the datagram's identification."""
    if _is_echo(message):
        return message.type, message.code, message.sequence, message.data
    if not message.is_error or len(message.data) < _QUOTED_HEADER:
        return message.type, message.code, message.rest, message.data
    quoted = bytearray(message.data)
    quoted[4:6] = quoted[10:12] = bytes(2)
    start = (quoted[0] & 0xF) * 4
    if quoted[9] == PROTOCOL_ICMP and quoted[start : start + 1] in _ECHOES:
        quoted[start + 2 : start + 6] = bytes(4)
    return message.type, message.code, message.rest, bytes(quoted)


_QUOTED_HEADER = 20
_ECHOES = (bytes([icmp.ECHO_REQUEST]), bytes([icmp.ECHO_REPLY]))

FORMAT = Format(
    type=Icmp,
    codec=Codec(codec.encode, codec.decode, codec.fault, codec.decode_first, quoted_echo),
    title="ICMP",
    place=INTERNET,
    layout=codec.LAYOUT,
    dissect=dissect,
    facts=facts,
    summary=summary,
    labels=labels,
    captions=captions,
    parts={
        "icmp.type": Part("type"),
        "icmp.code": Part("code"),
        "icmp.ident": Part("identifier"),
        "icmp.seq": Part("sequence"),
        "icmp.redir_gw": Part("gateway"),
        "icmp.mtu": Part("mtu"),
        "icmp.originate_timestamp": Part("originate"),
        "icmp.receive_timestamp": Part("receive"),
        "icmp.transmit_timestamp": Part("transmit"),
        "icmp.checksum": Part("checksum"),
        "icmp.payload": Part("payload"),
    },
    computed=("checksum",),
    variants=codec.VARIANTS,
    filters={
        "icmp.type": Field(lambda message: message.type),
        "icmp.code": Field(lambda message: message.code),
        "icmp.ident": Field(lambda message: message.identifier if _is_echo(message) else None),
        "icmp.seq": Field(lambda message: message.sequence if _is_echo(message) else None),
        "icmp.mtu": Field(
            lambda message: (
                message.mtu
                if (message.type, message.code) == (icmp.DESTINATION_UNREACHABLE, icmp.FRAGMENTATION_NEEDED)
                else None
            )
        ),
        "icmp.redir_gw": Field(lambda message: message.gateway if message.type == icmp.REDIRECT else None, IPv4Address),
    },
    shows=lambda message: quoted_datagram(message.data) if message.is_error else None,
    essence=Essence(_essence),
    words={"icmp": Word(_DETAILS, has_ports=False)},
    numbers={
        "seq": Number(lambda message, _: message.sequence if _is_echo(message) else None, most=65535),
        "id": Number(lambda message, _: message.identifier if _is_echo(message) else None, most=65535),
        "length": Number(lambda message, _: len(message), most=65535),
    },
    octets=lambda message: message.data,
)
