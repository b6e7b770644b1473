"""The octets of DHCP messages: there and back, and what is wrong with those that are none."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.addresses import InterfaceAddress, IPv4Address, Prefix
from sim.features.dhcp import codec
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.domain_names import read_names, write_names
from sim.features.dhcp.option_kinds import ClassRoute, MessageType, Option, SubOption
from sim.features.dhcp.pdu import AREA, IN_FILE, IN_SNAME, Dhcp, overload_for
from sim.packets.dissect import dissect
from tests.dhcp.messages import ip, reply, request
from tests.sizes import tries

OFFER = reply(
    MessageType.OFFER,
    kinds.SERVER_ID(ip("10.0.0.1")),
    kinds.LEASE_TIME(3600),
    kinds.RENEWAL_TIME(1800),
    kinds.REBINDING_TIME(3150),
    kinds.SUBNET_MASK(24),
    kinds.ROUTER((ip("10.0.0.1"), ip("10.0.0.2"))),
    kinds.DNS_SERVERS((ip("10.0.0.3"),)),
    kinds.HOST_NAME("pc1"),
    kinds.DOMAIN_NAME("example.com"),
    kinds.INTERFACE_MTU(1400),
    kinds.BROADCAST_ADDRESS(ip("10.0.0.255")),
    kinds.SEARCH_LIST(("eng.example.com", "example.com")),
    kinds.STATIC_ROUTES((ClassRoute(Prefix.parse("10.17.0.0/16"), ip("10.0.0.2")),)),
    kinds.MESSAGE("hello"),
    kinds.CLIENT_ID(b"\x01\x02\x00\x00\x00\x00\x01"),
    kinds.RELAY_INFORMATION((SubOption(1, b"eth0"), SubOption(2, b"r1"))),
    yiaddr=ip("10.0.0.100"),
)

addresses = st.integers(0, 2**32 - 1).map(IPv4Address)
labels = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=20)
names = st.lists(labels, min_size=1, max_size=5).map(".".join)
prefixes = st.builds(lambda a, n: InterfaceAddress(a, n).prefix, addresses, st.integers(0, 32))
chosen = st.lists(
    st.one_of(
        addresses.map(kinds.REQUESTED_ADDRESS),
        st.integers(0, 2**32 - 1).map(kinds.LEASE_TIME),
        st.lists(addresses, min_size=1, max_size=80).map(tuple).map(kinds.DNS_SERVERS),
        st.lists(names, min_size=1, max_size=12).map(tuple).map(kinds.SEARCH_LIST),
        st.lists(st.builds(ClassRoute, prefixes, addresses), min_size=1, max_size=20)
        .map(tuple)
        .map(kinds.STATIC_ROUTES),
        st.binary(min_size=2, max_size=300).map(kinds.CLIENT_ID),
        st.builds(Option, st.integers(128, 254), st.binary(max_size=400)),
    ),
    max_size=8,
    unique_by=lambda option: option.code,
)


@given(
    options=chosen,
    overload=st.integers(0, 3),
    numbers=st.tuples(*[st.integers(0, 2**16 - 1)] * 3),
    four=st.tuples(*[addresses] * 4),
    mac=st.binary(min_size=6, max_size=6),
)
def test_octets_decode_to_the_message(
    options: list[Option],
    overload: int,
    numbers: tuple[int, int, int],
    four: tuple[IPv4Address, ...],
    mac: bytes,
) -> None:
    ciaddr, yiaddr, siaddr, giaddr = four
    message = Dhcp(
        1,
        numbers[0] << 16 | numbers[1],
        mac,
        (kinds.MESSAGE_TYPE(MessageType.REQUEST), *options),
        secs=numbers[1],
        flags=numbers[2],
        ciaddr=ciaddr,
        yiaddr=yiaddr,
        siaddr=siaddr,
        giaddr=giaddr,
        overload=overload,
    )
    octets = codec.encode(message)
    assert len(message) == len(octets) >= 300
    assert codec.fault(octets) is None
    assert codec.decode(octets) == message


@given(octets=st.binary(max_size=100))
def test_names_of_any_octets_are_read_or_refused(octets: bytes) -> None:
    found = read_names(octets)
    assert found is None or read_names(write_names(found)) == found


def test_names_share_their_ends() -> None:
    """RFC 3397 2 has "eng.apple.com." and "marketing.apple.com." in 29 octets, as here."""
    theirs = bytes.fromhex("03656e67056170706c6503636f6d00 096d61726b6574696e67c004".replace(" ", ""))
    assert write_names(("eng.apple.com", "marketing.apple.com")) == theirs
    assert read_names(theirs) == ("eng.apple.com", "marketing.apple.com")


@pytest.mark.parametrize(
    ("prefix", "octets"),
    [
        ("0.0.0.0/0", "00"),
        ("10.0.0.0/8", "080a"),
        ("10.0.0.0/24", "180a0000"),
        ("10.17.0.0/16", "100a11"),
        ("10.27.129.0/24", "180a1b81"),
        ("10.229.0.128/25", "190ae50080"),
        ("10.198.122.47/32", "200ac67a2f"),
    ],
)
def test_destinations_of_rfc_3442(prefix: str, octets: str) -> None:
    """The table of RFC 3442, "Classless Route Option Format"."""
    route = ClassRoute(Prefix.parse(prefix), ip("10.0.0.1"))
    assert kinds.STATIC_ROUTES.write((route,)) == bytes.fromhex(octets + "0a000001")
    assert kinds.STATIC_ROUTES.read(bytes.fromhex(octets + "0a000001")) == (route,)


def test_bits_beyond_the_mask_are_cleared() -> None:
    """RFC 3442: the client "MUST set to zero any bits in the subnet number" beyond the mask: 129.210.177.132/25."""
    found = kinds.STATIC_ROUTES.read(bytes.fromhex("1981d2b1840a000001"))
    assert found == (ClassRoute(Prefix.parse("129.210.177.128/25"), ip("10.0.0.1")),)


def test_an_option_in_parts_is_one() -> None:
    """RFC 3396 7."""
    message = request(MessageType.DISCOVER, Option(224, bytes(600)))
    octets = codec.encode(message)
    assert sum(piece.code == 224 for piece in codec.split(octets[240:])) == 3
    assert codec.decode(octets) == message


def test_options_go_on_in_file_and_sname() -> None:
    """RFC 2132 9.3; RFC 2131 4.1: "The options in the 'options' field MUST be interpreted first", then those of 'file',
    then those of 'sname'."""
    options = (Option(201, bytes(250)), Option(202, bytes(120)), Option(203, bytes(60)))
    message = reply(MessageType.ACK, *options)
    assert overload_for(message.options, AREA) == IN_FILE | IN_SNAME
    octets = codec.encode(message.replaced(overload=3))
    assert octets[108:110] == bytes([202, 120])
    assert octets[44:46] == bytes([203, 60])
    assert codec.decode(octets) == message.replaced(overload=3)
    assert overload_for(message.options[:2], AREA) == 0


def cut(octets: bytes, at: int, to: bytes) -> bytes:
    return octets[:at] + to + octets[at + len(to) :]


GOOD = codec.encode(request(MessageType.DISCOVER))


@pytest.mark.parametrize(
    ("octets", "rule"),
    [
        (GOOD[:239], "dhcp.cut-off"),
        (b"", "dhcp.cut-off"),
        (cut(GOOD, 236, bytes(4)), "dhcp.no-cookie"),
        (cut(GOOD, 0, b"\3"), "dhcp.bad-operation"),
        (cut(GOOD, 2, b"\x11"), "dhcp.bad-address-length"),
        (cut(GOOD, 240, b"\xff"), "dhcp.no-type"),
        (cut(GOOD, 243, b"\x0c\xff"), "dhcp.option-cut"),
        (GOOD[:243] + b"\x0c", "dhcp.option-cut"),
        (cut(GOOD, 240, b"\x35\x02\x01\x01\xff"), "dhcp.option-length"),
        (cut(GOOD, 240, b"\x35\x01\x09\xff"), "dhcp.option-length"),
        (cut(GOOD, 243, b"\x01\x04\xff\x00\xff\x00\xff"), "dhcp.option-length"),
        (cut(GOOD, 243, b"\x33\x03\x00\x00\x01\xff"), "dhcp.option-length"),
        (cut(GOOD, 243, b"\x34\x01\x07\xff"), "dhcp.option-length"),
        (cut(GOOD, 243, b"\x77\x02\xc0\x00\xff"), "dhcp.bad-names"),
        (cut(GOOD, 243, b"\x79\x05\x21\x0a\x00\x00\x01\xff"), "dhcp.option-length"),
        (cut(cut(GOOD, 243, b"\x34\x01\x01\xff"), 108, b"\x34\x01\x01\xff"), "dhcp.overload-loop"),
        (cut(cut(GOOD, 243, b"\x34\x01\x01\xff"), 108, b"\x0c\xf0"), "dhcp.option-cut"),
    ],
)
def test_octets_that_are_none_are_refused_with_the_reason(octets: bytes, rule: str) -> None:
    why = codec.fault(octets)
    assert why is not None
    assert why.rule.id == rule
    assert codec.decode(octets) is None
    covered(octets)


def covered(octets: bytes) -> None:
    """The layers that the packet view shows cover every octet once."""
    if not octets:
        return
    at = 0
    for layer in dissect(octets, "dhcp"):
        for field in layer.fields:
            assert field.first_bit == at
            at = field.last_bit + 1
    assert at == len(octets) * 8


@pytest.mark.parametrize("seed", range(4))
def test_mutated_octets_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    loaded = reply(
        MessageType.ACK, Option(201, bytes(250)), Option(202, bytes(120)), Option(203, bytes(60)), overload=3
    )
    sources = [codec.encode(each) for each in (OFFER, loaded, request(MessageType.DISCOVER))]
    for _ in range(tries(250, 5_000)):
        octets = bytearray(chance.choice(sources))
        for _ in range(chance.randint(1, 6)):
            at = chance.choice((chance.randrange(len(octets)), min(240 + chance.randrange(60), len(octets) - 1)))
            octets[at] = chance.choice((chance.randrange(256), 0, 255, 52, 119, octets[at] ^ 1 << chance.randrange(8)))
        damaged = bytes(octets[: chance.choice((len(octets), chance.randrange(len(octets) + 1)))])
        message = codec.decode(damaged)
        assert (message is None) == (codec.fault(damaged) is not None)
        if message is not None:
            assert codec.decode(codec.encode(message)) == message
        covered(damaged)
