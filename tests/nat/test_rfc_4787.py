"""NAT and UDP: the requirements of RFC 4787, section 12, one by one."""

import pytest

from sim.features.conntrack.settings import ConntrackSettings
from sim.features.nat.settings import Behavior, Pooling, Ports, Refresh
from sim.ip.icmp.pdu import DESTINATION_UNREACHABLE, FRAGMENTATION_NEEDED, PORT_UNREACHABLE, Icmp
from sim.ip.ipv4 import machine as ipv4_machine
from sim.ip.ipv4.codec import payload_octets
from sim.ip.spans import Span
from sim.kernel import SECOND
from tests.nat.world import MINUTE, OUTSIDE, PC, PC2, SERVER, SERVER2, Router, ends, error, ip, told, udp

INDEPENDENT, ADDRESS, PORT = Behavior


def outside_port(router: Router, src_port: int = 5000, src: str = PC, dst: str = SERVER, dst_port: int = 53) -> int:
    sent = router.only(router.out(udp(src, src_port, dst, dst_port)))
    return int(ends(sent)[0].partition(":")[2])


def test_req_1_the_mapping_is_the_same_for_all_remote_ends() -> None:
    # "A NAT MUST have an 'Endpoint-Independent Mapping' behavior."
    router = Router()
    assert {outside_port(router, dst=dst, dst_port=port) for dst in (SERVER, SERVER2) for port in (53, 54)} == {5000}
    assert router.mappings == {f"{OUTSIDE}:5000": f"{PC}:5000"}


@pytest.mark.parametrize(("mapping", "ports"), [(INDEPENDENT, 1), (ADDRESS, 2), (PORT, 4)])
def test_the_mapping_behaviour_can_be_another_one(mapping: Behavior, ports: int) -> None:
    # 4.1: address-dependent and address and port-dependent mapping
    router = Router(mapping=mapping)
    found = [outside_port(router, dst=dst, dst_port=port) for dst in (SERVER, SERVER2) for port in (53, 54)]
    assert len(set(found)) == ports
    again = [outside_port(router, dst=dst, dst_port=port) for dst in (SERVER, SERVER2) for port in (53, 54)]
    assert found == again


def test_req_2_a_host_keeps_its_outside_address() -> None:
    # "It is RECOMMENDED that a NAT have an 'IP address pooling' behavior of 'Paired'."
    router = Router(pool=Span(ip("203.0.113.8"), ip("203.0.113.11")))
    used = {
        src: {str(router.only(router.out(udp(src, port, SERVER, 9))).src) for port in range(5000, 5020)}
        for src in (PC, PC2)
    }
    assert all(len(each) == 1 for each in used.values())
    assert used[PC] != used[PC2]


def test_arbitrary_pooling_takes_another_address_where_the_first_is_full() -> None:
    pool = Span(ip("203.0.113.8"), ip("203.0.113.9"))
    router = Router(pool=pool, ports=Ports(5000, 5001), parity=False, pooling=Pooling.ARBITRARY)
    used = [str(router.only(router.out(udp(PC, port, SERVER, 9))).src) for port in range(6000, 6004)]
    assert len(set(used)) == 2


def test_req_3_no_port_is_given_twice_at_a_time() -> None:
    # "A NAT MUST NOT have a 'Port assignment' behavior of 'Port overloading'."
    router = Router()
    assert outside_port(router, src=PC) == 5000
    assert outside_port(router, src=PC2) != 5000
    assert len(router.mappings) == 2


@pytest.mark.parametrize(("port", "low", "high"), [(500, 1, 1023), (50000, 1024, 65535)])
def test_req_3a_a_port_stays_in_its_range(port: int, low: int, high: int) -> None:
    # "If the host's source port was in the range 0-1023, it is RECOMMENDED the NAT's source port be in the same range."
    router = Router()
    assert outside_port(router, port) == port
    assert low <= outside_port(router, port, src=PC2) <= high


@pytest.mark.parametrize("port", [5000, 5001, 65534, 65535, 1022, 1023, 1024])
def test_req_4_parity_is_preserved(port: int) -> None:
    # "It is RECOMMENDED that a NAT have a 'Port parity preservation' behavior of 'Yes'."
    router = Router()
    outside_port(router, port)
    other = outside_port(router, port, src=PC2)
    assert other != port
    assert other % 2 == port % 2


def test_req_5_a_mapping_lasts_longer_than_two_minutes_and_five_by_default() -> None:
    # "A NAT UDP mapping timer MUST NOT expire in less than two minutes"; c) "five minutes or more is RECOMMENDED"
    router = Router()
    outside_port(router)
    router.wait(5 * MINUTE - 1)
    assert told(router.back(udp(SERVER, 53, OUTSIDE, 5000))) == [("eth0", f"{SERVER}:53", f"{PC}:5000")]
    router.wait(2)
    assert router.mappings == {}
    answer = router.only(router.back(udp(SERVER, 53, OUTSIDE, 5000)))
    assert isinstance(answer.payload, Icmp)
    assert (answer.payload.type, answer.payload.code) == (DESTINATION_UNREACHABLE, PORT_UNREACHABLE)


def test_req_5b_the_time_can_be_set() -> None:
    # "The value of the NAT UDP mapping timer MAY be configurable."
    router = Router(ConntrackSettings(udp=10 * SECOND))
    outside_port(router)
    router.wait(9 * SECOND)
    assert router.mappings
    router.wait(2 * SECOND)
    assert not router.mappings
    expired = [each for each in router.device.trace if each.kind.label == "row-expired"]
    assert {each.what.table for each in expired} == {"nat", "conntrack"}  # type: ignore[union-attr]


def test_req_6_what_goes_out_gives_a_mapping_more_time() -> None:
    # "The NAT mapping Refresh Direction MUST have a 'NAT Outbound refresh behavior' of 'True'."
    router = Router()
    for _ in range(10):
        outside_port(router)
        router.wait(4 * MINUTE)
    assert router.mappings == {f"{OUTSIDE}:5000": f"{PC}:5000"}


@pytest.mark.parametrize(("refresh", "is_kept"), [(Refresh.OUTBOUND, False), (Refresh.BOTH, True)])
def test_req_6a_what_comes_in_may_give_it_more_time(refresh: Refresh, is_kept: bool) -> None:
    router = Router(refresh=refresh)
    outside_port(router)
    for _ in range(2):
        router.wait(4 * MINUTE)
        router.back(udp(SERVER, 53, OUTSIDE, 5000))
    assert bool(router.mappings) is is_kept


@pytest.mark.parametrize(
    ("filtering", "same_port", "same_address", "stranger"),
    [(INDEPENDENT, 1, 1, 1), (ADDRESS, 1, 1, 0), (PORT, 1, 0, 0)],
)
def test_req_8_who_is_let_in_can_be_set(filtering: Behavior, same_port: int, same_address: int, stranger: int) -> None:
    # 5: Endpoint-Independent, Address-Dependent, Address and Port-Dependent Filtering
    router = Router(filtering=filtering)
    outside_port(router)
    found = [
        len(router.back(udp(src, port, OUTSIDE, 5000))) for src, port in ((SERVER, 53), (SERVER, 99), (SERVER2, 53))
    ]
    assert found == [same_port, same_address, stranger]
    assert router.drops == ["nat.filtered"] * found.count(0)


def test_req_9_hairpinning_shows_the_outside_source() -> None:
    # "A NAT MUST support 'Hairpinning'." a) "'External source IP address and port'"
    router = Router(filtering=INDEPENDENT)
    outside_port(router, 7000, PC2)
    there = router.out(udp(PC, 5000, OUTSIDE, 7000))
    assert told(there) == [("eth0", f"{OUTSIDE}:5000", f"{PC2}:7000")]
    back = router.out(udp(PC2, 7000, OUTSIDE, 5000))
    assert told(back) == [("eth0", f"{OUTSIDE}:7000", f"{PC}:5000")]


def test_hairpinning_can_be_off() -> None:
    router = Router(filtering=INDEPENDENT, hairpin=False)
    outside_port(router, 7000, PC2)
    assert router.out(udp(PC, 5000, OUTSIDE, 7000)) == []
    assert router.drops == ["nat.hairpin-off"]


def test_req_10_no_gateway_looks_into_the_payload() -> None:
    # "it is RECOMMENDED that ... Application Level Gateways ... be turned off": FTP's and SIP's addresses stay.
    router = Router()
    text = b"PORT 192,168,1,10,19,136\r\n"
    sent = router.only(router.out(udp(PC, 5000, SERVER, 5060, text)))
    assert sent.payload.payload == text  # type: ignore[union-attr]


def test_req_11_behaviour_does_not_depend_on_what_was_before() -> None:
    # "A NAT MUST have deterministic behavior": a conflict does not make a mapping depend on its remote end.
    router = Router()
    outside_port(router, src=PC2)
    assert len({outside_port(router, src=PC, dst=dst) for dst in (SERVER, SERVER2)}) == 1


def test_req_12_icmp_does_not_end_a_mapping_and_may_come_from_any_router() -> None:
    # "Receipt of any sort of ICMP message MUST NOT terminate the NAT mapping." a) no filter by its source address
    router = Router()
    sent = router.only(router.out(udp(PC, 5000, SERVER, 53)))
    came = router.back(error("192.0.2.99", OUTSIDE, DESTINATION_UNREACHABLE, PORT_UNREACHABLE, sent))
    assert told(came) == [("eth0", "192.0.2.99", PC)]
    assert router.mappings
    assert router.back(udp(SERVER, 53, OUTSIDE, 5000))


def test_req_13_a_datagram_that_is_too_long_is_told_of() -> None:
    # "If the packet received on an internal IP address has DF=1, the NAT MUST send back an ICMP message"
    router = Router()
    router.device.node.interfaces["eth1"].limit_mtu(600)
    answer = router.only(router.out(udp(PC, 5000, SERVER, 53, bytes(1000), dont_fragment=True)))
    assert isinstance(answer.payload, Icmp)
    assert (answer.payload.type, answer.payload.code) == (DESTINATION_UNREACHABLE, FRAGMENTATION_NEEDED)
    assert answer.payload.data[12:16] == ip(PC).to_bytes(4, "big")
    pieces = router.out(udp(PC, 5000, SERVER, 53, bytes(1000)))
    assert [str(each.src) for _, each in pieces] == [OUTSIDE, OUTSIDE]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_req_14_fragments_are_translated_in_any_order(order: tuple[int, ...]) -> None:
    # "A NAT MUST support receiving in-order and out-of-order fragments"
    router = Router()
    whole = udp(PC, 5000, SERVER, 53, bytes(range(256)) * 10, identification=77)
    pieces = ipv4_machine.fragment(whole, payload_octets(whole), 1000)
    assert len(pieces) == 3
    sent = [each for number in order for each in router.out(pieces[number])]
    octets = b"".join(bytes(each.payload) for _, each in sorted(sent, key=lambda each: each[1].fragment_offset))  # type: ignore[arg-type]
    expected = udp(OUTSIDE, 5000, SERVER, 53, bytes(range(256)) * 10)
    assert octets == payload_octets(expected)
    assert {str(each.src) for _, each in sent} == {OUTSIDE}


def test_req_14a_fragments_of_what_never_gets_whole_are_forgotten() -> None:
    router = Router()
    whole = udp(PC, 5000, SERVER, 53, bytes(2000), identification=77)
    pieces = ipv4_machine.fragment(whole, payload_octets(whole), 1000)
    assert router.out(pieces[1]) == []
    router.wait(61 * SECOND)
    assert router.device.table("reassembly") == {}
    assert router.out(pieces[0]) == []
