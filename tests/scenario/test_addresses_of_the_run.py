"""A node in a pattern is whoever has its addresses now, not who was planned to have them."""

from sim.addresses import InterfaceAddress, IPv4Address
from sim.assembly.ip_node import IpNode
from sim.patterns.pattern import find
from sim.patterns.syntax import parse
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.records import NO_CAUSE
from tests.reasons import BECAUSE

SCENARIO = """\
title: An address moves
nodes:
  a: {host: 10.0.0.1/24}
  b: {host: 10.0.0.2/24}
  c: {host: 10.0.0.3/24}
  sw1: {switch: 4 ports}
links: [a -- sw1:1, b -- sw1:2, c -- sw1:3]
actions:
  - {at: 1s, on: a, run: ping -c 1 10.0.0.3}
  - {at: 5s, on: b, run: ping -c 1 10.0.0.3}
faults:
  - {on: b -- sw1:2, drop: first icmp echo-request from b}
until: 20s
"""
LEASED = IPv4Address.parse("10.0.0.9")


def test_a_pattern_and_a_fault_follow_an_address_to_the_node_that_has_it_now() -> None:
    session = Session(load_text(SCENARIO))
    session.run(4_000_000_000)
    b = session.network.nodes["b"]
    assert isinstance(b, IpNode)
    b.addressing.give_up(b.interfaces["eth0"], IPv4Address.parse("10.0.0.2"), BECAUSE, NO_CAUSE)
    b.addressing.configure(b.interfaces["eth0"], InterfaceAddress(LEASED, 24), BECAUSE, NO_CAUSE)
    session.run()
    trace, names = session.trace, session.scenario.names
    meant = find(trace, parse("every icmp echo-request from b", names))
    assert [trace.spots[trace.spot[n]].node for n in meant] == ["b"]
    assert {str(trace.what[n].payload.src) for n in meant} == {"10.0.0.9"}  # type: ignore[union-attr]
    assert find(trace, parse("every icmp echo-request dropped", names)) != []
    assert len(find(trace, parse("every icmp echo-request from a", names))) == 2
