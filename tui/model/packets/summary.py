"""One line a packet, in tcpdump's words: what lists of packets show, on the screen and in text."""

from collections.abc import Callable
from typing import NamedTuple

from sim.addresses import ANY
from sim.ip.arp import codec as wire_arp
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.ip.icmp import codec as wire_icmp
from sim.ip.icmp import pdu as icmp
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import Quoted, QuotedTcp, QuotedUdp, decode_quoted
from sim.ip.ipv4 import codec as wire_ipv4
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.link.ethernet import codec as wire_ethernet
from sim.link.ethernet import frame as wire_frame
from sim.link.ethernet.pdu import HEADER_LENGTH, TYPE_ARP, TYPE_IPV4, Damaged, Frame
from sim.transport.tcp import codec as wire_tcp
from sim.transport.tcp.pdu import Tcp
from sim.transport.udp import codec as wire_udp
from sim.transport.udp.pdu import Udp
from sim.why import Why
from tui.model.packets import segments
from tui.model.packets.origins import ABSOLUTE, Origin

ARP, ETHERNET, ICMP, IP, TCP, UDP = "ARP", "Ethernet", "ICMP", "IP", "TCP", "UDP"
"""What ``Summary.protocol`` says: the innermost one that the packet tells of."""

_PREFIXES = {ICMP: "ICMP ", UDP: "UDP, ", TCP: "", IP: ""}


class Summary(NamedTuple):
    """A packet in words.

    ``source`` and ``destination`` are IPv4 addresses (with the port after a dot, as tcpdump writes it) where there
    is an IP header, MAC addresses where there is none. ``details`` has what only ``tcpdump -v`` would tell:
    time to live, flags, fragment, ``damaged``.
    """

    protocol: str
    source: str
    destination: str
    info: str
    details: str = ""

    @property
    def line(self) -> str:
        """As ``tcpdump -n -t`` prints it."""
        protocol, source, destination, info, _ = self
        if protocol == ARP:
            return f"ARP, {info}"
        if protocol == ETHERNET:
            return f"{source} > {destination}, {info}"
        return f"IP {source} > {destination}: {_PREFIXES[protocol]}{info}"

    def __str__(self) -> str:
        return f"{self.line} ({self.details})" if self.details else self.line


def summary(packet: Frame | IPv4, origin: Origin = ABSOLUTE) -> Summary:
    """A frame or datagram in words; of a damaged frame, those of what its octets say now.

    The numbers of a TCP segment are counted from ``origin``.
    """
    if isinstance(packet, IPv4):
        return _ipv4(packet, origin)
    if isinstance(packet, Damaged):
        return _damaged(packet, origin)
    payload = packet.payload
    if isinstance(payload, IPv4):
        return _ipv4(payload, origin)
    if isinstance(payload, Arp):
        info, details = _arp(payload)
        return Summary(ARP, str(packet.src), str(packet.dst), info, details)
    return Summary(ETHERNET, str(packet.src), str(packet.dst), _unknown(packet.ethertype, payload))


def addresses_line(frame: Frame) -> str:
    """The link-level header as ``tcpdump -e`` prints it, up to the colon."""
    if isinstance(frame, Damaged):
        octets = frame.octets[: -wire_frame.FCS_LENGTH]
        if len(octets) < HEADER_LENGTH:
            return f"{len(octets)} octets"
        frame = wire_frame.decode(octets)
    return f"{frame.src} > {frame.dst}, {_ethertype(frame.ethertype)}, length {len(frame)}"


def _damaged(packet: Damaged, origin: Origin) -> Summary:
    octets = wire_frame.encode(packet)
    if len(octets) < HEADER_LENGTH:
        return Summary(ETHERNET, "?", "?", f"length {len(octets)}", "damaged")
    found = summary(wire_frame.decode(octets), origin)
    return found._replace(details=f"damaged, {found.details}" if found.details else "damaged")


def _unknown(ethertype: int, octets: bytes) -> str:
    why = None
    if ethertype == TYPE_ARP:
        why = wire_arp.fault(octets)
    elif ethertype == TYPE_IPV4:
        why = wire_ipv4.fault(octets)
    return f"{_ethertype(ethertype)}, {_malformed(why)}length {HEADER_LENGTH + len(octets)}"


def _malformed(why: Why | None) -> str:
    return f"malformed [{why.rule}], " if why is not None else ""


def _ethertype(ethertype: int) -> str:
    if ethertype <= wire_ethernet.LONGEST_LENGTH:
        return "802.3"
    return f"ethertype {wire_ethernet.ETHERTYPES.get(ethertype, 'Unknown')} (0x{ethertype:04x})"


def _arp(packet: Arp) -> tuple[str, str]:
    if packet.operation == REQUEST:
        asked = f" ({packet.target_mac})" if packet.target_mac else ""
        info = f"Request who-has {packet.target_ip}{asked} tell {packet.sender_ip}, length {len(packet)}"
        if packet.sender_ip == ANY:
            return info, "probe"
        return info, "announcement" if packet.sender_ip == packet.target_ip else ""
    if packet.operation == REPLY:
        return f"Reply {packet.sender_ip} is-at {packet.sender_mac}, length {len(packet)}", ""
    return f"Unknown ({packet.operation}), length {len(packet)}", ""


def _ipv4(packet: IPv4, origin: Origin) -> Summary:
    source, destination = str(packet.src), str(packet.dst)
    details = _details(packet) if packet.is_fragment or packet.dont_fragment or packet.options else f"ttl {packet.ttl}"
    payload = packet.payload
    if isinstance(payload, bytes):
        return _octets(packet, payload, origin, details)
    return _message(payload, source, destination, origin, details)


def _message(message: Icmp | Tcp | Udp, source: str, destination: str, origin: Origin, details: str) -> Summary:
    if isinstance(message, Icmp):
        return Summary(ICMP, source, destination, _icmp(message), details)
    source, destination = f"{source}.{message.src_port}", f"{destination}.{message.dst_port}"
    if isinstance(message, Tcp):
        return Summary(TCP, source, destination, segments.info(message, origin), details)
    return Summary(UDP, source, destination, f"length {len(message.payload)}", details)


def _details(packet: IPv4) -> str:
    details = [f"ttl {packet.ttl}"]
    if packet.is_fragment:
        more = ", more" if packet.more_fragments else ""
        length = packet.total_length - wire_ipv4.LAYOUT.length - len(packet.options)
        details.append(f"frag id {packet.identification}, offset {packet.fragment_offset}, length {length}{more}")
    if packet.dont_fragment:
        details.append("DF")
    if packet.options:
        details.append(f"options {packet.options.hex(' ')}")
    return ", ".join(details)


def _octets(packet: IPv4, octets: bytes, origin: Origin, details: str) -> Summary:
    """A fragment, a malformed message, or a protocol that is not known here."""
    source, destination = str(packet.src), str(packet.dst)
    name = wire_ipv4.PROTOCOLS.get(packet.protocol, f"ip-proto-{packet.protocol}").lower()
    if packet.is_fragment:
        message = _first(packet.protocol, octets) if not packet.fragment_offset else None
        if message is None:
            return Summary(IP, source, destination, name, details)
        return _message(message, source, destination, origin, details)
    why = None
    if packet.protocol == PROTOCOL_ICMP:
        why = wire_icmp.fault(octets)
    elif packet.protocol == PROTOCOL_TCP:
        why = wire_tcp.fault(octets, packet.src, packet.dst)
    elif packet.protocol == PROTOCOL_UDP:
        why = wire_udp.fault(octets, packet.src, packet.dst)
    return Summary(IP, source, destination, f"{name}, {_malformed(why)}length {len(octets)}", details)


def _first(protocol: int, octets: bytes) -> Icmp | Tcp | Udp | None:
    """What a first fragment tells of its message; of a UDP datagram it knows the whole length."""
    if protocol == PROTOCOL_ICMP and len(octets) >= wire_icmp.LAYOUT.length:
        message_type, code, _, rest = wire_icmp.LAYOUT.unpack_from(octets)
        return Icmp(message_type, code, rest, octets[wire_icmp.LAYOUT.length :])
    if protocol == PROTOCOL_TCP:
        return wire_tcp.decode_first(octets)
    if protocol == PROTOCOL_UDP and len(octets) >= wire_udp.LAYOUT.length:
        src_port, dst_port, length, _ = wire_udp.LAYOUT.unpack_from(octets)
        return Udp(src_port, dst_port, bytes(max(0, length - wire_udp.LAYOUT.length)))
    return None


def _icmp(message: Icmp) -> str:
    words = _MESSAGES.get(message.type)
    kind = wire_icmp.TYPES.get(message.type, f"type-#{message.type}") if words is None else words(message)
    return f"{kind}, length {len(message)}"


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
    if isinstance(quoted.transport, QuotedTcp):
        return f"tcp port {quoted.transport.dst_port}"
    if isinstance(quoted.transport, QuotedUdp):
        return f"udp port {quoted.transport.dst_port}"
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
