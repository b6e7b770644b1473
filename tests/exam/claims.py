"""What the sentence about a wrong option or value claims, looked up in the run: a correction must be true as well."""

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sim.exam.question import Question
from tests.exam.octets import Frame, Wire
from tests.exam.oracles.arp import on_link
from tests.exam.oracles.filters import asked, rules_of
from tests.exam.oracles.ip import error_about

Claim = Callable[[Any, Mapping[str, Any], Question, Wire], bool]
"""By the wrong value, the facts of its correction, the question and the wire."""
CLAIMS: dict[str, Claim] = {}


def claim(*beliefs: str) -> Callable[[Claim], Claim]:
    """Registers what the corrections of beliefs claim."""

    def register(function: Claim) -> Claim:
        CLAIMS.update(dict.fromkeys(beliefs, function))
        return function

    return register


def check_claims(question: Question, wire: Wire) -> None:
    """Raises ``AssertionError`` where the correction of a wrong option or value says what is not so."""
    for value, belief, said in _corrections(question):
        if belief in CLAIMS:
            assert CLAIMS[belief](value, said.facts, question, wire), said.text()


def _corrections(question: Question) -> Iterator[tuple[Any, str, Any]]:
    for option in question.options:
        if option.misconception is not None:
            yield option.value, option.misconception.id, option.correction
    for blank in question.blanks:
        for slip in blank.slips:
            yield slip.value, slip.misconception.id, slip.correction


def _networks(wire: Wire, n: int, mac: str) -> set[str]:
    """The networks of the interfaces with a MAC address."""
    rows = [row for node in wire.run.of_kind("host", "router") for row in wire.interfaces(node, n)]
    return {str(own.prefix) for row in rows if str(row.mac) == mac for own in row.addresses}


@claim("mac.end-to-end", "mac.other-side")
def is_in_another_network(value: Any, facts: Mapping[str, Any], question: Question, wire: Wire) -> bool:
    frame = on_link(question, wire)
    here = _networks(wire, frame.n, frame.src) | _networks(wire, frame.n, frame.dst)
    return not here & _networks(wire, frame.n, str(value))


@claim("arp.gateway-answers", "arp.all-answer", "arp.everyone-learns")
def receives_the_request(value: Any, facts: Mapping[str, Any], question: Question, wire: Wire) -> bool:
    """And is not who asks, nor who has the address."""
    asked = ipaddress.IPv4Address(int(question.facts["ip"]))
    frames = (wire.frame(question.moment), *wire.since(question.moment))
    reached = {f.to_node for f in frames if f.arp == frames[0].arp}
    own = [str(each.address) for row in wire.interfaces(value, question.moment) for each in row.addresses]
    return value in reached and value != question.facts["asker"] and str(asked) not in own


def _holders(wire: Wire, ip: Any, n: int) -> set[str]:
    return {
        node
        for node in wire.run.of_kind("host", "router")
        for row in wire.interfaces(node, n)
        for own in row.addresses
        if str(own.address) == str(ip)
    }


def _same(wire: Wire, sent: Frame) -> list[Frame]:
    """The frames that carry the datagram of a frame on, with what is changed by routers left out."""
    first = sent.ip
    assert first is not None
    return [
        f
        for f in wire.since(sent.n)
        if f.ip and (f.ip.src, f.ip.dst, f.ip.identification) == (first.src, first.dst, first.identification)
    ]


@claim("icmp.to-previous-hop", "icmp.from-gateway")
def has_forwarded_it(value: Any, facts: Mapping[str, Any], question: Question, wire: Wire) -> bool:
    """And is not the device that sends the error."""
    sent = wire.frame(question.moment)
    nodes = _holders(wire, facts["ip"], sent.n) if "ip" in facts else {facts["node"]}
    error, *_ = error_about(question, wire)
    return nodes <= {frame.node for frame in _same(wire, sent)} and error.node not in nodes


@claim("icmp.to-reporter")
def sends_the_error(value: Any, facts: Mapping[str, Any], question: Question, wire: Wire) -> bool:
    error, *_ = error_about(question, wire)
    return {error.node} == {facts["node"]} == _holders(wire, facts["ip"], error.n)


@claim("icmp.to-destination", "icmp.from-destination")
def does_not_receive_it(value: Any, facts: Mapping[str, Any], question: Question, wire: Wire) -> bool:
    sent = wire.frame(question.moment)
    nodes = _holders(wire, facts["ip"], sent.n) if "ip" in facts else {facts["node"]}
    return not nodes & {frame.to_node for frame in (sent, *_same(wire, sent))}


@claim("route.straight-to-the-end")
def is_on_no_link_of_the_router(value: Any, facts: Mapping[str, Any], question: Question, wire: Wire) -> bool:
    n = question.moment
    near = {str(own.prefix) for row in wire.interfaces(facts["router"], n) for own in row.addresses}
    return not near & {str(own.prefix) for row in wire.interfaces(value, n) for own in row.addresses}


@claim("switch.all-known", "switch.learns-receiver")
def has_sent_the_switch_nothing(value: Any, facts: Mapping[str, Any], question: Question, wire: Wire) -> bool:
    macs = {str(row.mac) for row in wire.interfaces(value, question.moment)}
    frames = [f for f in wire.frames if f.n <= question.moment and f.to_node == question.facts["switch"]]
    return not macs & {f.src for f in frames if (wire.run.arrival(f.n) or question.moment + 1) <= question.moment}


@claim("filter.looks-alike")
def differs_in_what_is_said(value: Any, facts: Mapping[str, Any], question: Question, wire: Wire) -> bool:
    rule, packet, told = rules_of(question)[value - 1], asked(question, wire), facts["misfit"].text()
    differing = {
        "its protocol": rule.protocol not in (None, packet.protocol),
        "its sources": packet.src not in rule.source,
        "its destinations": packet.dst not in rule.target,
        "its ports": rule.port not in (None, packet.port),
        "ACK nor RST": rule.established and not packet.flags & 0x14,
    }
    return any(differs and sign in told for sign, differs in differing.items())


@claim("icmp.smallest-of-path")
def is_not_crossed(value: Any, facts: Mapping[str, Any], question: Question, wire: Wire) -> bool:
    sent = wire.frame(question.moment)
    crossed = {frozenset({(f.node, f.port), (f.to_node, f.to_port)}) for f in (sent, *_same(wire, sent))}
    links = wire.run.names.links.items()
    return any(wire.run.links[name].mtu == value and frozenset(ends) not in crossed for name, ends in links)
