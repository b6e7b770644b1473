"""简体中文。与 ``sim.explain.catalogue`` 的模块一一对应。"""

from sim.explain.rule import FieldText, Language, Text
from sim.explain.zh import (
    acd,
    arp,
    congestion,
    fields_icmp,
    fields_ipv4,
    fields_link,
    fields_transport,
    icmp,
    ipv4,
    link,
    pmtu,
    program,
    reassembly,
    route,
    sockets,
    switching,
    tcp,
    tcp_data,
    tcp_segment,
    tools,
    udp,
)
from sim.explain.zh.words import WORDS

AREAS = (
    link,
    switching,
    arp,
    acd,
    ipv4,
    reassembly,
    pmtu,
    route,
    icmp,
    udp,
    sockets,
    tcp,
    tcp_data,
    tcp_segment,
    congestion,
    program,
    tools,
)

TEXTS: dict[str, Text] = {rule: text for area in AREAS for rule, text in area.TEXTS.items()}

FIELDS: dict[str, dict[str, FieldText]] = {
    **fields_link.FIELDS,
    **fields_ipv4.FIELDS,
    **fields_icmp.FIELDS,
    **fields_transport.FIELDS,
}

LANGUAGE = Language(TEXTS, WORDS, FIELDS, "")
