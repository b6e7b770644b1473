"""A datagram that prescribes its own route, at a router that refuses to follow (RFC 7126 4.3)."""

from sim import standalone
from sim.addresses import MacAddress
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet import frame
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.trace.records import Kind
from tests.nodes.lab import ip

ROUTER = MacAddress.parse("02:00:00:00:00:fe")
SENDER = MacAddress.parse("02:00:00:00:00:01")

LOOSE = bytes([131, 7, 4, 10, 0, 0, 9, 0])
"""Type, length, pointer, one address (RFC 791 3.1), and the end of the list."""
TOO_LONG = bytes([7, 40, 4, 0])
"""Record route that claims 40 octets, of which the header has 4."""


def errors_about(options: bytes) -> list[tuple[int, int]]:
    router = standalone.router({"eth0": "192.168.10.254/24", "eth1": "192.168.20.254/24"}, macs={"eth0": str(ROUTER)})
    datagram = IPv4(ip("192.168.10.1"), ip("192.168.20.1"), 99, b"", options=options)
    router.receive("eth0", frame.encode(Ethernet(ROUTER, SENDER, TYPE_IPV4, datagram)))
    whys = [record.why for record in router.trace if record.kind is Kind.DECISION]
    return [(why.facts["type"], why.facts["code"]) for why in whys if why.rule.id == "icmp.error"]


def test_source_route_is_refused_with_source_route_failed() -> None:
    assert errors_about(LOOSE) == [(3, 5)]


def test_malformed_option_is_refused_with_parameter_problem() -> None:
    assert errors_about(TOO_LONG) == [(12, 0)]
