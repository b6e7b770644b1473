"""NAT and ICMP: the requirements of RFC 5508, section 9, one by one."""

import pytest

from sim.addresses import IPv4Address
from sim.ip.icmp.pdu import ECHO_REQUEST, Icmp
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, IPv4
from sim.kernel import SECOND
from sim.transport.tcp.pdu import SYN
from tests.nat.world import (
    INSIDE_ROUTER,
    OUTSIDE,
    PC,
    PC2,
    SERVER,
    SERVER2,
    Router,
    error,
    ip,
    ping,
    pong,
    tcp,
    told,
    udp,
)

MINUTE = 60 * SECOND


def identifier(datagram: IPv4) -> int:
    assert isinstance(datagram.payload, Icmp)
    return datagram.payload.identifier


def inner(datagram: IPv4) -> tuple[str, str, int, int]:
    """Both ends of what an ICMP error quotes; its header checksum has to be right."""
    assert isinstance(datagram.payload, Icmp)
    octets = datagram.payload.data
    header = ipv4.LAYOUT.values(octets)
    assert header["header_checksum"] == ipv4.expected_checksum(octets[:20])
    ports = int.from_bytes(octets[20:22], "big"), int.from_bytes(octets[22:24], "big")
    return str(IPv4Address(header["src"])), str(IPv4Address(header["dst"])), *ports


def test_req_1_a_query_and_its_answer_pass() -> None:
    router = Router()
    sent = router.only(router.out(ping(PC, SERVER, 77)))
    assert (str(sent.src), str(sent.dst), identifier(sent)) == (OUTSIDE, SERVER, 77)
    back = router.only(router.back(pong(SERVER, OUTSIDE, 77)))
    assert (str(back.src), str(back.dst), identifier(back)) == (SERVER, PC, 77)


@pytest.mark.parametrize("number", [ECHO_REQUEST, 77])
def test_an_identifier_in_use_leads_no_query_inside(number: int) -> None:
    # The number of a query's type is an identifier like others.
    router = Router()
    router.only(router.out(ping(PC, SERVER, number)))
    answer = router.only(router.back(ping(SERVER, OUTSIDE, number)))
    assert (str(answer.src), str(answer.dst), identifier(answer)) == (OUTSIDE, SERVER, number)
    answer = router.only(router.out(ping(PC2, OUTSIDE, number)))
    assert (str(answer.src), str(answer.dst), identifier(answer)) == (OUTSIDE, PC2, number)


def test_queries_are_told_apart_by_their_identifiers() -> None:
    router = Router()
    mine, other = (identifier(router.only(router.out(ping(src, SERVER, 77)))) for src in (PC, PC2))
    assert mine != other
    assert str(router.only(router.back(pong(SERVER, OUTSIDE, other))).dst) == PC2
    back = router.only(router.back(pong(SERVER, OUTSIDE, mine)))
    assert (str(back.dst), identifier(back)) == (PC, 77)


def test_req_2_a_query_lasts_for_a_minute() -> None:
    # "An ICMP Query session timer MUST NOT expire in less than 60 seconds."
    router = Router()
    router.out(ping(PC, SERVER, 77))
    router.wait(MINUTE - SECOND)
    assert router.mappings
    router.wait(2 * SECOND)
    assert router.mappings == {}


def test_req_3a_a_quote_with_a_wrong_header_checksum_is_not_believed() -> None:
    # "If the IP checksum of the embedded packet fails to validate, the NAT SHOULD silently drop the Error packet"
    router = Router()
    sent = router.only(router.out(udp(PC, 5000, SERVER, 53)))
    octets = bytearray(ipv4.encode(sent))
    octets[8] ^= 1
    broken = IPv4(ip(SERVER2), ip(OUTSIDE), PROTOCOL_ICMP, Icmp(11, 0, 0, bytes(octets)))
    assert router.back(broken) == []


def test_req_3b_options_of_the_quoted_datagram_are_stepped_over() -> None:
    # "If the embedded packet includes IP options, the NAT device MUST traverse past the IP options"
    router = Router()
    sent = router.only(router.out(udp(PC, 5000, SERVER, 53)))
    longer = IPv4(sent.src, sent.dst, sent.protocol, sent.payload, options=bytes((1, 1, 1, 0)))
    came = router.only(router.back(error(SERVER2, OUTSIDE, 11, 0, longer, 32)))
    assert isinstance(came.payload, Icmp)
    data = came.payload.data
    assert (data[12:16], data[24:26]) == (ip(PC).to_bytes(4, "big"), (5000).to_bytes(2, "big"))


def test_req_3c_the_quoted_transport_checksum_is_not_looked_at() -> None:
    # "The NAT device SHOULD NOT validate the transport checksum of the embedded packet": eight octets are enough.
    router = Router()
    sent = router.only(router.out(tcp(PC, 5000, SERVER, 80, SYN)))
    assert inner(router.only(router.back(error(SERVER2, OUTSIDE, 11, 0, sent, 28)))) == (PC, SERVER, 5000, 80)


@pytest.mark.parametrize(("kind", "code"), [(3, 0), (3, 1), (3, 3), (3, 4), (3, 13), (11, 0), (12, 0)])
def test_req_4_an_error_from_outside_is_put_back_into_inside_terms(kind: int, code: int) -> None:
    # a) "Revert the IP and transport headers of the embedded IP packet to their original form"
    # b) "Leave the ICMP Error type and code unchanged" c) "Modify the destination IP address of the outer IP header"
    router = Router()
    router.out(udp(PC2, 5000, SERVER, 9))
    sent = router.only(router.out(udp(PC, 5000, SERVER, 53)))
    came = router.only(router.back(error("192.0.2.1", OUTSIDE, kind, code, sent)))
    assert inner(came) == (PC, SERVER, 5000, 53)
    assert isinstance(came.payload, Icmp)
    assert (str(came.src), str(came.dst), came.payload.type, came.payload.code) == ("192.0.2.1", PC, kind, code)


def test_req_4_an_error_about_nothing_known_goes_nowhere() -> None:
    router = Router()
    assert router.back(error(SERVER2, OUTSIDE, 3, 3, udp(OUTSIDE, 5000, SERVER, 53))) == []


@pytest.mark.parametrize("source", [PC, "192.168.1.99"])
def test_req_5_an_error_from_inside_is_put_into_outside_terms(source: str) -> None:
    # c) "In all other cases, translate the source IP address in the ICMP Error packet with its own public IP address"
    router = Router()
    router.out(udp(PC2, 5000, SERVER, 9))
    outside = router.only(router.out(udp(PC, 5000, SERVER, 53)))
    port = outside.payload.src_port  # type: ignore[union-attr]
    assert port != 5000
    came = router.only(router.back(udp(SERVER, 53, OUTSIDE, port)))
    left = router.out(error(source, SERVER, 3, 3, came))
    assert told(left) == [("eth1", OUTSIDE, SERVER)]
    assert inner(left[0][1]) == (SERVER, OUTSIDE, 53, port)


def test_req_5_an_error_about_nothing_known_does_not_show_an_inside_address() -> None:
    router = Router()
    assert router.out(error(PC, SERVER, 3, 3, udp(SERVER, 53, PC, 5000))) == []
    assert router.drops == ["nat.error-stray"]


def test_an_error_of_the_router_itself_about_what_came_in_is_in_outside_terms() -> None:
    # the datagram is translated already when its time to live is over
    router = Router()
    router.out(udp(PC2, 5000, SERVER, 9))
    port = router.only(router.out(udp(PC, 5000, SERVER, 53))).payload.src_port  # type: ignore[union-attr]
    answer = router.only(router.back(udp(SERVER, 53, OUTSIDE, port, ttl=1)))
    assert (str(answer.src), str(answer.dst)) == (OUTSIDE, SERVER)
    assert inner(answer) == (SERVER, OUTSIDE, 53, port)


def test_an_error_of_the_router_itself_about_what_went_out_is_in_inside_terms() -> None:
    router = Router()
    answer = router.only(router.out(udp(PC, 5000, SERVER, 53, ttl=1)))
    assert (str(answer.src), str(answer.dst)) == (INSIDE_ROUTER, PC)
    assert inner(answer) == (PC, SERVER, 5000, 53)


def test_req_6_an_error_about_a_query_gives_it_no_more_time() -> None:
    # "a NAT device MUST NOT refresh or delete the NAT Session that pertains to the embedded payload"
    router = Router()
    sent = router.only(router.out(ping(PC, SERVER, 77)))
    router.wait(50 * SECOND)
    assert told(router.back(error(SERVER2, OUTSIDE, 11, 0, sent))) == [("eth0", SERVER2, PC)]
    router.wait(11 * SECOND)
    assert router.mappings == {}


def test_req_7_an_error_about_a_hairpinned_datagram_comes_back_the_same_way() -> None:
    # a) "a NAT device MUST translate ... the destination IP address of the outer IP header ... source IP"
    router = Router()
    router.out(udp(PC2, 7000, SERVER, 9))
    router.out(udp(PC, 5000, SERVER, 9))
    router.out(udp(PC2, 7000, OUTSIDE, 5000))
    there = router.only(router.out(udp(PC, 5000, OUTSIDE, 7000)))
    left = router.only(router.out(error(PC2, OUTSIDE, 3, 3, there)))
    assert (str(left.src), str(left.dst)) == (OUTSIDE, PC)
    assert inner(left) == (PC, OUTSIDE, 5000, 7000)


def test_req_10_timestamps_pass_too() -> None:
    router = Router()
    query = IPv4(ip(PC), ip(SERVER), PROTOCOL_ICMP, Icmp(13, 0, 77 << 16 | 1, bytes(12)))
    assert str(router.only(router.out(query)).src) == OUTSIDE
    answer = IPv4(ip(SERVER), ip(OUTSIDE), PROTOCOL_ICMP, Icmp(14, 0, 77 << 16 | 1, bytes(12)))
    assert str(router.only(router.back(answer)).dst) == PC


def test_the_router_can_be_pinged_at_its_outside_address_and_ping_itself() -> None:
    router = Router()
    router.out(ping(PC, SERVER, 2))
    answer = router.only(router.back(ping(SERVER, OUTSIDE, 2)))
    assert (str(answer.src), str(answer.dst)) == (OUTSIDE, SERVER)
    sent = router.device.run(f"ping -c 1 {SERVER}")
    mine = ipv4.decode(sent[0].octets[14:])
    assert mine is not None
    assert identifier(mine) != 2  # the inside host's
    assert router.back(pong(SERVER, OUTSIDE, identifier(mine))) == []
    assert any(line.startswith(f"16 bytes from {SERVER}") for line in router.device.console)
