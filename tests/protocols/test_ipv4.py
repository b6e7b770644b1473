"""IPv4: addresses that make no sense, forwarding, options, and fragmentation after RFC 791."""

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import registry
from sim.addresses import InterfaceAddress, IPv4Address
from sim.ip.ipv4 import machine as ipv4
from sim.ip.ipv4 import option_checks as ipv4_options
from sim.ip.ipv4 import rules as ipv4_rules
from sim.ip.ipv4.machine import Addresses, Destination
from sim.ip.ipv4.pdu import IPv4
from sim.why import Why
from tests.wire.oracle import inet, packet

ip = IPv4Address.parse
ROUTER = Addresses(
    [
        ("eth0", InterfaceAddress.parse("192.168.10.254/24")),
        ("eth1", InterfaceAddress.parse("192.168.20.254/24")),
        ("eth2", InterfaceAddress.parse("10.0.0.0/31")),
    ]
)


def datagram(src: str = "192.168.10.1", dst: str = "192.168.20.1", ttl: int = 64) -> IPv4:
    return IPv4(ip(src), ip(dst), 17, b"12345678", ttl=ttl)


def because(rule: str, src: str, dst: str) -> Why:
    return Why(registry.rules()[rule], src=ip(src), dst=ip(dst))


@pytest.mark.parametrize(
    ("dst", "port", "kind"),
    [
        ("192.168.10.254", None, Destination.LOCAL),
        ("192.168.20.254", "eth0", Destination.LOCAL),
        ("127.0.0.1", None, Destination.LOCAL),
        ("255.255.255.255", "eth0", Destination.LIMITED_BROADCAST),
        ("192.168.10.255", "eth0", Destination.DIRECTED_BROADCAST),
        ("192.168.10.255", "eth1", Destination.OTHER),
        ("192.168.10.255", None, Destination.DIRECTED_BROADCAST),
        ("10.0.0.1", "eth2", Destination.OTHER),
        ("224.0.0.1", "eth0", Destination.MULTICAST),
        ("192.168.10.3", "eth0", Destination.OTHER),
    ],
)
def test_a_destination_is_what_the_interfaces_make_it(dst: str, port: str | None, kind: Destination) -> None:
    """RFC 3021: in 10.0.0.0/31 the higher address is a host's."""
    assert ipv4.classify(ip(dst), ROUTER, port) is kind


@pytest.mark.parametrize(
    ("src", "dst", "rule"),
    [
        # RFC 1122 3.2.1.3 (a) to (g), RFC 1812 5.3.7.
        ("0.0.0.0", "192.168.20.1", "ipv4.source-this-network"),
        ("0.1.2.3", "255.255.255.255", "ipv4.source-this-network"),
        ("127.0.0.1", "192.168.20.1", "ipv4.source-loopback"),
        ("224.0.0.5", "192.168.20.1", "ipv4.source-multicast"),
        ("240.0.0.1", "192.168.20.1", "ipv4.source-reserved"),
        ("255.255.255.255", "192.168.20.1", "ipv4.source-broadcast"),
        ("192.168.20.255", "192.168.20.1", "ipv4.source-broadcast"),
        ("192.168.10.0", "192.168.20.1", "ipv4.source-network"),
        ("192.168.20.254", "192.168.20.1", "ipv4.source-own"),
        ("192.168.10.1", "0.0.0.0", "ipv4.destination-this-network"),
        ("192.168.10.1", "127.0.0.1", "ipv4.destination-loopback"),
        ("192.168.10.1", "240.0.0.1", "ipv4.destination-reserved"),
        ("192.168.10.1", "192.168.20.0", "ipv4.destination-network"),
    ],
)
def test_a_martian_address_ends_a_datagram(src: str, dst: str, rule: str) -> None:
    assert ipv4.check_received(datagram(src, dst), False, ROUTER) == Why(
        registry.rules()[rule], src=ip(src), dst=ip(dst)
    )


@pytest.mark.parametrize(
    ("src", "dst", "link_broadcast"),
    [
        ("192.168.10.1", "192.168.20.1", False),
        ("8.8.8.8", "192.168.10.254", False),
        ("10.0.0.1", "10.0.0.0", False),
        ("192.168.10.1", "192.168.10.255", True),
        ("192.168.10.1", "255.255.255.255", True),
        ("192.168.10.1", "224.0.0.1", True),
        # RFC 1122 3.2.1.3 (a), RFC 2131 4.1: a host that asks for its address.
        ("0.0.0.0", "255.255.255.255", True),
    ],
)
def test_an_ordinary_datagram_passes(src: str, dst: str, link_broadcast: bool) -> None:
    assert ipv4.check_received(datagram(src, dst), link_broadcast, ROUTER) is None


@pytest.mark.parametrize("dst", ["192.168.10.254", "192.168.20.1", "8.8.8.8"])
def test_a_broadcast_frame_does_not_carry_a_unicast_datagram(dst: str) -> None:
    """RFC 1122 3.3.6, RFC 1812 5.3.4."""
    why = ipv4.check_received(datagram(dst=dst), True, ROUTER)
    assert why is not None
    assert why.rule.id == "ipv4.unicast-in-broadcast-frame"


@pytest.mark.parametrize(
    ("src", "dst", "link_broadcast", "rule"),
    [
        ("192.168.10.1", "239.1.1.1", True, "ipv4.multicast-not-routed"),
        ("192.168.10.1", "255.255.255.255", True, "ipv4.limited-broadcast-not-forwarded"),
        ("192.168.10.1", "192.168.20.255", True, "ipv4.broadcast-frame-not-forwarded"),
        ("192.168.10.1", "192.168.20.255", False, "ipv4.directed-broadcast-not-forwarded"),
        ("169.254.3.4", "192.168.20.1", False, "ipv4.link-local-not-forwarded"),
        ("192.168.10.1", "169.254.3.4", False, "ipv4.link-local-not-forwarded"),
    ],
)
def test_a_router_keeps_back_what_belongs_to_one_link(src: str, dst: str, link_broadcast: bool, rule: str) -> None:
    assert ipv4.check_forward(datagram(src, dst), link_broadcast, ROUTER) == Why(
        registry.rules()[rule], src=ip(src), dst=ip(dst)
    )


def test_a_router_passes_a_directed_broadcast_on_only_where_that_is_switched_on() -> None:
    """RFC 2644: off by default."""
    assert ipv4.check_forward(datagram(dst="192.168.20.255"), False, ROUTER, directed_broadcast=True) is None
    assert ipv4.check_forward(datagram(), False, ROUTER) is None


@pytest.mark.parametrize(("ttl", "passes"), [(0, False), (1, False), (2, True), (255, True)])
def test_a_router_sends_nothing_on_with_a_time_to_live_of_zero(ttl: int, passes: bool) -> None:
    """RFC 1812 5.3.1."""
    why = ipv4.check_ttl(datagram(ttl=ttl))
    assert (why is None) == passes
    assert why is None or (why.rule.id, why.facts["ttl"]) == ("ipv4.ttl-expired", ttl)


def test_the_source_address_is_of_the_network_that_the_next_hop_is_on() -> None:
    host = Addresses(
        [
            ("eth0", InterfaceAddress.parse("10.1.0.1/16")),
            ("eth1", InterfaceAddress.parse("192.168.1.1/24")),
            ("eth1", InterfaceAddress.parse("192.168.2.1/24")),
        ]
    )
    assert ipv4.source_address(host, "eth1", ip("192.168.2.254")) == ip("192.168.2.1")
    assert ipv4.source_address(host, "eth1", ip("192.168.9.9")) == ip("192.168.1.1")
    assert ipv4.source_address(host, "eth2", ip("172.16.0.1")) == ip("10.1.0.1")
    assert ipv4.source_address(host, "lo", ip("127.0.0.1")) == ip("127.0.0.1")
    assert ipv4.source_address(Addresses([]), "eth0", ip("172.16.0.1")) is None


# Options. RFC 791 3.1: type, length, then for a route a pointer and addresses.
RECORD_ROUTE = bytes([7, 7, 4, 0, 0, 0, 0])
LOOSE_ROUTE = bytes([131, 7, 4, 10, 0, 0, 9])
SECURITY = bytes([130, 11, *9 * [0]])


def test_options_are_walked_over_padding_to_the_end_of_the_list() -> None:
    """RFC 791 appendix A, example 3: lengths 3 and 4, no operation, length 3, end of options."""
    example = bytes([148, 3, 1, 148, 4, 2, 2, 1, 68, 3, 3, 0])
    options, malformed = ipv4_options.walk(example)
    assert malformed is None
    assert [(o.type, o.offset, len(o.octets), o.is_copied) for o in options] == [
        (148, 20, 3, True),
        (148, 23, 4, True),
        (68, 28, 3, False),
    ]


@pytest.mark.parametrize(
    ("octets", "rule", "pointer"),
    [
        (bytes([7, 0, 0, 0]), "ipv4.option-length", 21),
        (bytes([1, 7, 1, 0]), "ipv4.option-length", 22),
        (bytes([1, 1, 7, 5]), "ipv4.option-length", 23),
        (bytes([1, 1, 1, 7]), "ipv4.option-cut-off", 23),
    ],
)
def test_a_malformed_option_is_pointed_at(octets: bytes, rule: str, pointer: int) -> None:
    """RFC 792: "if there are options present, 20 indicates something is wrong with the type code of the first"."""
    why = ipv4_options.check_options(octets)
    assert why is not None
    assert (why.rule.id, why.facts["pointer"]) == (rule, pointer)


def test_source_routes_are_refused_and_other_options_carried_along() -> None:
    assert ipv4_options.check_options(RECORD_ROUTE + bytes([0])) is None
    assert ipv4_options.check_options(bytes([222, 4, 1, 2])) is None
    refused = ipv4_options.check_options(bytes([1]) + LOOSE_ROUTE)
    assert refused == Why(ipv4_rules.SOURCE_ROUTE_REFUSED, option=131, pointer=21)
    assert ipv4_options.has_source_route(bytes([1]) + LOOSE_ROUTE)
    assert not ipv4_options.has_source_route(RECORD_ROUTE)


@given(st.binary(max_size=40))
def test_no_octets_keep_the_walk_from_ending(octets: bytes) -> None:
    options, malformed = ipv4_options.walk(octets)
    assert sum(len(option.octets) for option in options) <= len(octets)
    if malformed is not None:
        assert 20 <= malformed.facts["pointer"] < 20 + len(octets)


# Fragmentation.


def test_rfc_791_example_2_fragments_452_octets_for_a_link_of_280() -> None:
    """RFC 791 appendix A, example 2: total lengths 276 and 216, offsets 0 and 32, flags MF and none."""
    original = IPv4(ip("10.0.0.1"), ip("10.0.0.2"), 6, bytes(452), ttl=123, identification=111)
    assert len(original) == 472
    pieces = ipv4.fragment(original, bytes(452), 280)
    assert [(len(p), p.fragment_offset // 8, p.more_fragments) for p in pieces] == [
        (276, 0, True),
        (216, 32, False),
    ]
    assert {(p.identification, p.protocol, p.ttl) for p in pieces} == {(111, 6, 123)}


def test_a_fragment_is_fragmented_again_without_losing_its_place() -> None:
    """RFC 791 3.2: FO <- OFO + NFB, and the last keeps the old more-fragments flag."""
    whole = IPv4(ip("10.0.0.1"), ip("10.0.0.2"), 17, bytes(1480), identification=7)
    first, last = ipv4.fragment(whole, bytes(1480), 1500 - 8)
    assert (len(first), len(last), last.fragment_offset) == (1492, 28, 1472)
    again = ipv4.fragment(first, bytes(1472), 576)
    assert [(p.fragment_offset, len(p), p.more_fragments) for p in again] == [
        (0, 572, True),
        (552, 572, True),
        (1104, 388, True),
    ]


def test_only_the_first_fragment_keeps_the_options_that_are_not_copied() -> None:
    """RFC 791 3.2 step 9: IHL <- (((OIHL*4)-(length of options not copied))+3)/4."""
    options = bytes([1]) + RECORD_ROUTE + LOOSE_ROUTE + SECURITY + bytes([1, 0])
    whole = IPv4(ip("10.0.0.1"), ip("10.0.0.2"), 17, bytes(100), options=options)
    first, *others = ipv4.fragment(whole, bytes(100), 100)
    assert (first.options, len(first.payload)) == (options, 48)
    assert [p.options for p in others] == [LOOSE_ROUTE + SECURITY + bytes(2)]
    assert (20 + len(others[0].options)) // 4 == (20 + 28 - 1 - 7 - 2 + 3) // 4


def test_a_datagram_that_must_not_be_fragmented_says_which_mtu_it_needs() -> None:
    """RFC 1191 4; RFC 791 3.2: every module forwards 68 octets without fragmentation."""
    whole = IPv4(ip("10.0.0.1"), ip("10.0.0.2"), 17, bytes(1480), dont_fragment=True)
    why = ipv4.check_mtu(whole, 1400)
    assert why is not None
    assert (why.rule.id, why.facts["length"], why.facts["mtu"]) == ("ipv4.fragmentation-needed", 1500, 1400)
    with pytest.raises(ValueError, match="fragmentation-needed"):
        ipv4.fragment(whole, bytes(1480), 1400)
    free = IPv4(whole.src, whole.dst, 17, bytes(1480))
    assert ipv4.check_mtu(free, 68) is None
    assert ipv4.check_mtu(free, 67) == Why(ipv4_rules.MTU_TOO_SMALL, mtu=67, minimum=68)


@settings(max_examples=30, deadline=None)
@given(st.integers(9, 4000), st.integers(6, 190))
def test_fragments_are_those_that_scapy_makes(length: int, blocks: int) -> None:
    data = bytes(n % 251 for n in range(length))
    ours = ipv4.fragment(IPv4(ip("10.0.0.1"), ip("10.0.0.2"), 253, data), data, 20 + 8 * blocks)
    datagram = inet.IP(src="10.0.0.1", dst="10.0.0.2", proto=253) / packet.Raw(data)
    theirs = inet.fragment(datagram, fragsize=8 * blocks)
    assert [(p.fragment_offset // 8, p.more_fragments, p.payload) for p in ours] == [
        (p.frag, bool(p.flags.MF), bytes(p.payload)) for p in theirs
    ]


def test_identifications_count_up_and_wrap() -> None:
    assert list(islice(ipv4.identifications(0xFFFE), 4)) == [0xFFFE, 0xFFFF, 0, 1]
