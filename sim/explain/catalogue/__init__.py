"""The catalogue: each rule id with its clause and its English. One module an area; data only."""

from sim.explain.catalogue import (
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
from sim.explain.catalogue.words import WORDS
from sim.explain.rule import FieldRule, Language, Rule

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

RULES: dict[str, Rule] = {rule: entry for area in AREAS for rule, entry in area.RULES.items()}

FIELD_AREAS = (fields_link, fields_ipv4, fields_icmp, fields_transport)

FIELDS: dict[str, dict[str, FieldRule]] = {layer: entry for area in FIELD_AREAS for layer, entry in area.FIELDS.items()}

LANGUAGE = Language(RULES, WORDS, FIELDS, " ")
