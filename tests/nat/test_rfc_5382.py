"""NAT and TCP: the requirements of RFC 5382, section 8, and of RFC 7857, one by one."""

import pytest

from sim.features.nat.settings import Behavior, Ports
from sim.ip.icmp.pdu import DESTINATION_UNREACHABLE, PORT_UNREACHABLE, Icmp
from sim.ip.ipv4 import codec
from sim.ip.ipv4.pdu import IPv4
from sim.kernel import SECOND
from sim.transport.tcp.pdu import ACK, FIN, PSH, RST, SYN, Tcp
from tests.nat.world import MINUTE, OUTSIDE, PC, PC2, SERVER, SERVER2, Router, connect, error, tcp, told

INDEPENDENT, ADDRESS, PORT = Behavior
HOUR = 60 * MINUTE


def test_req_1_the_mapping_is_the_same_for_all_remote_ends() -> None:
    # "A NAT MUST have an 'Endpoint-Independent Mapping' behavior for TCP."
    router = Router()
    assert {connect(router, 40000, port, dst=dst) for dst in (SERVER, SERVER2) for port in (80, 81)} == {40000}


def test_req_2_a_three_way_handshake_and_its_end_pass() -> None:
    # "A NAT MUST support all valid sequences of TCP packets"
    router = Router()
    connect(router)
    assert told(router.out(tcp(PC, 40000, SERVER, 80, PSH | ACK, 101, 501)))
    assert told(router.out(tcp(PC, 40000, SERVER, 80, FIN | ACK, 101, 501)))
    assert told(router.back(tcp(SERVER, 80, OUTSIDE, 40000, FIN | ACK, 501, 102)))
    assert told(router.out(tcp(PC, 40000, SERVER, 80, ACK, 102, 502)))
    assert router.drops == []


@pytest.mark.parametrize("is_inside_first", [True, False])
def test_req_2a_both_sides_may_call_at_once(is_inside_first: bool) -> None:
    # "In particular, a NAT MUST handle the TCP 3-way handshake mode ... and simultaneous-open mode."
    router = Router()
    call, answer = tcp(PC, 40000, SERVER, 5000, SYN), tcp(SERVER, 5000, OUTSIDE, 40000, SYN, 900)
    if not is_inside_first:
        assert router.back(answer) == []
    assert told(router.out(call)) == [("eth1", f"{OUTSIDE}:40000", f"{SERVER}:5000")]
    assert told(router.back(answer)) == [("eth0", f"{SERVER}:5000", f"{PC}:40000")]
    assert router.out(tcp(PC, 40000, SERVER, 5000, SYN | ACK, 100, 901))
    assert router.back(tcp(SERVER, 5000, OUTSIDE, 40000, SYN | ACK, 900, 101))
    assert router.out(tcp(PC, 40000, SERVER, 5000, PSH | ACK, 101, 901))
    router.wait(10 * SECOND)  # the first SYN is not answered: the NAT has seen a SYN go out meanwhile
    assert [each.why.rule.id for each in router.device.trace if each.why.rule.id.startswith("nat.unsolicited-")] == []


@pytest.mark.parametrize(
    ("filtering", "address", "stranger"), [(INDEPENDENT, True, True), (ADDRESS, True, False), (PORT, False, False)]
)
def test_req_3_who_may_call_in_can_be_set(filtering: Behavior, address: bool, stranger: bool) -> None:
    router = Router(filtering=filtering)
    connect(router)
    assert bool(router.back(tcp(SERVER, 99, OUTSIDE, 40000, SYN))) is address
    assert bool(router.back(tcp(SERVER2, 80, OUTSIDE, 40000, SYN))) is stranger


@pytest.mark.parametrize("port", [40000, 9])
def test_req_4_an_unsolicited_syn_is_answered_after_six_seconds_and_not_before(port: int) -> None:
    # "A NAT MUST NOT respond to an unsolicited inbound SYN packet for at least 6 seconds after the packet is received."
    # "Otherwise, the NAT SHOULD send an ICMP Port Unreachable error (Type 3, Code 3) for the original SYN"
    router = Router()
    connect(router)
    assert router.back(tcp(SERVER2, 80, OUTSIDE, port, SYN)) == []
    assert router.device.advance(6 * SECOND - 1) == []
    late = router.device.advance(1)
    answer = codec.decode(late[0].octets[14:])
    assert isinstance(answer, IPv4)
    assert isinstance(answer.payload, Icmp)
    assert (str(answer.dst), answer.payload.type, answer.payload.code) == (
        SERVER2,
        DESTINATION_UNREACHABLE,
        PORT_UNREACHABLE,
    )


def test_req_4a_the_answer_can_be_off() -> None:
    # "a) The NAT MUST silently drop the original SYN packet if sending a response violates the security policy"
    router = Router(answer_unsolicited=False)
    assert router.back(tcp(SERVER2, 80, OUTSIDE, 9, SYN)) == []
    assert router.device.advance(MINUTE) == []


def test_req_5_an_idle_connection_lasts_two_hours_and_four_minutes() -> None:
    # "the value of the 'established connection idle-timeout' MUST NOT be less than 2 hours 4 minutes"
    router = Router()
    connect(router)
    router.wait(2 * HOUR + 4 * MINUTE - SECOND)
    assert router.back(tcp(SERVER, 80, OUTSIDE, 40000, ACK, 501, 101))
    router.wait(2 * HOUR + 4 * MINUTE + 2 * SECOND)
    assert router.mappings == {}


@pytest.mark.parametrize("ending", ["half-open", "fin", "rst"])
def test_req_5_what_is_opening_or_closing_lasts_four_minutes(ending: str) -> None:
    # "The value of the 'transitory connection idle-timeout' MUST NOT be less than 4 minutes."
    # RFC 7857 2.2: after a RST, "the NAT SHOULD wait for 4 minutes before deleting the session"
    router = Router()
    if ending == "half-open":
        router.out(tcp(PC, 40000, SERVER, 80, SYN))
    else:
        connect(router)
        router.out(tcp(PC, 40000, SERVER, 80, (FIN if ending == "fin" else RST) | ACK, 101, 501))
    router.wait(4 * MINUTE - SECOND)
    assert router.mappings
    router.wait(2 * SECOND)
    assert router.mappings == {}


def test_req_7_no_port_is_given_twice_at_a_time() -> None:
    # "A NAT MUST NOT have a 'Port assignment' behavior of 'Port overloading' for TCP."
    router = Router(mapping=PORT)
    ports = [connect(router, 40000, 80, src) for src in (PC, PC2)] + [connect(router, 40000, 81)]
    assert len(set(ports)) == 3


def test_req_8_hairpinning_shows_the_outside_source() -> None:
    router = Router(filtering=INDEPENDENT)
    connect(router, 5000, src=PC2)
    there = router.out(tcp(PC, 40000, OUTSIDE, 5000, SYN))
    assert told(there) == [("eth0", f"{OUTSIDE}:40000", f"{PC2}:5000")]
    back = router.out(tcp(PC2, 5000, OUTSIDE, 40000, SYN | ACK, 1, 101))
    assert told(back) == [("eth0", f"{OUTSIDE}:5000", f"{PC}:40000")]


def test_req_9_and_10_an_icmp_error_is_translated_and_ends_nothing() -> None:
    # "If a NAT translates TCP, it SHOULD translate ICMP Destination Unreachable (Type 3) messages."
    # "Receipt of any sort of ICMP message MUST NOT terminate the NAT mapping or TCP connection"
    router = Router()
    connect(router)
    data = router.only(router.out(tcp(PC, 40000, SERVER, 80, PSH | ACK, 101, 501)))
    came = router.only(router.back(error("192.0.2.99", OUTSIDE, 3, 1, data)))
    assert str(came.dst) == PC
    assert isinstance(came.payload, Icmp)
    inner = came.payload.data
    assert (inner[12:16], inner[20:22]) == (bytes(map(int, PC.split("."))), (40000).to_bytes(2, "big"))
    assert router.back(tcp(SERVER, 80, OUTSIDE, 40000, ACK, 501, 101))


def test_a_segment_of_a_forgotten_connection_gets_a_rst() -> None:
    router = Router()
    connect(router)
    router.wait(3 * HOUR)
    answer = router.only(router.out(tcp(PC, 40000, SERVER, 80, PSH | ACK, 101, 501)))
    # RFC 9293 3.5.2: "the reset takes its sequence number from the ACK field of the segment"
    assert (str(answer.src), str(answer.dst)) == (SERVER, PC)
    assert isinstance(answer.payload, Tcp)
    assert (answer.payload.flags, answer.payload.seq) == (RST, 501)


def test_a_forgotten_connection_can_be_silent() -> None:
    router = Router(reset=False)
    assert router.out(tcp(PC, 40000, SERVER, 80, ACK, 101, 501)) == []
    assert router.drops == ["nat.unknown"]


def test_nobody_resets_a_reset() -> None:
    router = Router()
    assert router.out(tcp(PC, 40000, SERVER, 80, RST, 101)) == []


def test_exhausted_ports_are_told() -> None:
    # RFC 5508 REQ-8: "the NAT SHOULD send an ICMP destination unreachable message, with a code of 13"
    router = Router(ports=Ports(40000, 40001))
    connect(router, 40000)
    connect(router, 40001, src=PC2)
    answer = router.only(router.out(tcp(PC, 40002, SERVER, 80, SYN)))
    assert isinstance(answer.payload, Icmp)
    assert (str(answer.dst), answer.payload.type, answer.payload.code) == (PC, DESTINATION_UNREACHABLE, 13)
    assert router.drops == ["nat.exhausted"]


def test_a_host_may_be_limited_to_so_many_mappings() -> None:
    # RFC 6888 REQ-4: "A CGN MUST support limiting the number of external ports ... that are assigned per subscriber."
    router = Router(host_limit=2)
    for port in (40000, 40001):
        connect(router, port)
    router.out(tcp(PC, 40002, SERVER, 80, SYN))
    assert router.drops == ["nat.host-limit"]
    assert connect(router, 40002, src=PC2) == 40002
