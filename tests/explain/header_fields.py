"""Every field that the simulator can name, found out by what it dissects and by what its source says."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import sim
from sim.features.dhcp import codec as dhcp
from sim.features.dhcp.option_kinds import name_of
from sim.features.dns import codec as dns
from sim.features.dns import rdata
from sim.features.http import view as http
from sim.features.igmp import codec as igmp
from sim.features.igmp import view as igmp_view
from sim.features.stp import codec as stp
from sim.features.stp import view as stp_view
from sim.ip.arp import codec as arp
from sim.ip.icmp import codec as icmp
from sim.ip.ipv4 import codec as ipv4
from sim.link.ethernet import codec as ethernet
from sim.link.llc import codec as llc
from sim.link.vlan import codec as vlan
from sim.packets.dissect import dissect
from sim.transport.tcp import codec as tcp
from sim.transport.tcp import option_fields as tcp_options
from sim.transport.udp import codec as udp
from sim.wire.layout import Layout

_PIECES = {"data": 4, "piece": 0, "FieldView": 0}
"""The functions that make fields of octets, and which of their arguments is the name."""


def layouts() -> set[Layout]:
    forms = {icmp.layout_of(kind, code) for kind in range(256) for code in range(5)}
    forms |= {igmp.LAYOUT, igmp.V3_QUERY_LAYOUT, igmp.V3_REPORT_LAYOUT, igmp.RECORD_LAYOUT}
    forms |= {llc.LAYOUT, vlan.LAYOUT, stp.LAYOUT, stp.TCN_LAYOUT, stp.RAPID_LAYOUT}
    known = {ethernet.LAYOUT, arp.LAYOUT, ipv4.LAYOUT, udp.LAYOUT, tcp.LAYOUT, dhcp.LAYOUT, dns.LAYOUT, dns.TCP_LAYOUT}
    return known | forms


@cache
def named() -> set[tuple[str, str]]:
    """Layer and name of each field as the catalogue has them; "" is the layer itself."""
    found = {(layout.name, field.name) for layout in layouts() for field in layout.fields}
    found |= {(layout.name, "") for layout in layouts()}
    found |= set(_dns())
    found |= _http_lines()
    for layer in (igmp.LAYOUT.name, igmp.RECORD_LAYOUT.name):
        found |= {(layer, igmp_view.SOURCE), (layer, igmp_view.REST)}
    found.add((igmp.RECORD_LAYOUT.name, igmp_view.AUXILIARY))
    found.add((stp.LAYOUT.name, stp_view.REST))
    for layer, name in _options():
        found.add((layer, "option" if name.startswith("option_") else name))
    for name in _pieces():
        found.add(("any" if name == "truncated" else name, name))
    # What a message that quotes nothing carries belongs to the message.
    return found | {("icmp", "data")}


def _dns() -> Iterator[tuple[str, str]]:
    """The fields of a message with an OPT record and one of a type that is unknown, and those of all types of data."""
    opt, other = b"\0\0\x29\x10\0\0\0\0\0\0\4\0\x0a\0\0", b"\0\xff\xfe\0\1\0\0\0\0\0\1x"
    octets = b"\0\0\0\0\0\1\0\0\0\0\0\2" + b"\0\0\1\0\1" + opt + other
    for layer in dissect(octets, "dns"):
        yield layer.name, ""
        yield from ((layer.name, field.name) for field in layer.fields)
    for kind in rdata.TYPED.values():
        yield from (("dns-record", name) for name, _ in kind.fields)


def _options() -> Iterator[tuple[str, str]]:
    yield from (("dhcp", name) for name in ("pad", "end", *map(name_of, range(1, 255))))
    for kind in range(256):
        for view in tcp_options.views(bytes((kind, 4, 5, 0xB4)), 0):
            yield "tcp", view.name
        header = bytes((0x46, 0)) + bytes(18) + bytes((kind, 4, 0, 0))
        for field in dissect(header, "ipv4")[0].fields[len(ipv4.LAYOUT.fields) :]:
            yield "ipv4", field.name


def _http_lines() -> set[tuple[str, str]]:
    names = {*http.KNOWN_FIELDS, "header_field", "request_line", "status_line", "empty_line", "chunk_size", "body", ""}
    return {("http", name) for name in names}


def _pieces() -> set[str]:
    found = {"data"}  # the name of octets where a call gives none
    for path in Path(sim.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if not any(f"{name}(" in text for name in _PIECES):
            continue  # to parse all takes seconds
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _PIECES:
                for argument in node.args[_PIECES[node.func.id] :][:1]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        found.add(argument.value)
    return found
