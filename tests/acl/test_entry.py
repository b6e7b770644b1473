"""Rules of access lists: how they are read, and what they fit."""

import ipaddress
import random

import pytest

from sim.features.acl.cover import shadowed
from sim.features.acl.entry import ANYWHERE, Action, Entry, Where, parse
from sim.ip.icmp.pdu import Icmp
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.transport.tcp.pdu import ACK, FIN, PSH, RST, SYN
from sim.words import TextError
from tests.nat.world import ip, tcp, udp


def fits(text: str, datagram: IPv4, state: str = "new") -> bool:
    return parse(text).fits(datagram, lambda: state)


@pytest.mark.parametrize(
    ("text", "action", "protocol"),
    [
        ("permit ip any any", Action.PERMIT, None),
        ("deny tcp any any", Action.DENY, 6),
        ("REJECT udp any any", Action.REJECT, 17),
        ("permit 89 any any", Action.PERMIT, 89),
        ("permit 10.0.0.0/8", Action.PERMIT, None),
        ("permit any", Action.PERMIT, None),
    ],
)
def test_a_rule_has_an_action_and_a_protocol(text: str, action: Action, protocol: int | None) -> None:
    entry = parse(text)
    assert (entry.action, entry.protocol, entry.dst) == (action, protocol, ANYWHERE)


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("192.168.1.0/24", "192.168.1.0/24"),
        ("192.168.1.0 0.0.0.255", "192.168.1.0/24"),
        ("host 192.168.1.7", "192.168.1.7/32"),
        ("192.168.1.7", "192.168.1.7/32"),
        ("10.0.0.0 0.255.255.255", "10.0.0.0/8"),
        ("any", "0.0.0.0/0"),
    ],
)
def test_addresses_are_written_as_a_prefix_or_with_a_wildcard(text: str, network: str) -> None:
    expected = ipaddress.ip_network(network)
    found = parse(f"permit ip {text} any").src
    draw = random.Random(1)
    samples = [*expected.hosts()][:3] if expected.prefixlen > 20 else [expected[5], expected[-5]]
    others = [ipaddress.ip_address(draw.randrange(2**32)) for _ in range(50)]
    for each in (*samples, *others):
        assert found.fits(int(each)) is (each in expected)


def test_a_wildcard_need_not_be_a_prefix() -> None:
    # every even address of 10.0.0.0/24
    entry = parse("permit ip 10.0.0.0 0.0.0.254 any")
    assert [n for n in range(6) if entry.src.fits(ip(f"10.0.0.{n}"))] == [0, 2, 4]


@pytest.mark.parametrize(
    ("words", "ports"),
    [
        ("eq 80", {80}),
        ("eq 80 443", {80, 443}),
        ("eq http", {80}),
        ("neq 80", {79, 81, 65535}),
        ("gt 1023", {1024, 65535}),
        ("lt 1024", {0, 80, 1023}),
        ("range 8000 8099", {8000, 8050, 8099}),
    ],
)
def test_ports_are_compared(words: str, ports: set[int]) -> None:
    among = {0, 79, 80, 81, 443, 1023, 1024, 7999, 8000, 8050, 8099, 8100, 65535}
    found = {port for port in among if fits(f"permit tcp any any {words}", tcp("10.0.0.1", 5, "10.0.0.2", port, ACK))}
    assert ports <= found
    from_source = {p for p in among if fits(f"permit udp any {words} any", udp("10.0.0.1", p, "10.0.0.2", 5))}
    assert from_source == found


@pytest.mark.parametrize(
    ("flags", "is_established"),
    [(SYN, False), (SYN | ACK, True), (ACK, True), (PSH | ACK, True), (RST, True), (FIN, False), (0, False)],
)
def test_established_is_a_segment_with_ack_or_rst(flags: int, is_established: bool) -> None:
    # IOS: "a match occurs if the TCP segment has the ACK or RST bits set"
    found = fits("permit tcp any any established", tcp("10.0.0.1", 5, "10.0.0.2", 80, flags))
    assert found is is_established


@pytest.mark.parametrize(
    ("words", "kind", "code", "expected"),
    [
        ("echo", 8, 0, True),
        ("echo", 0, 0, False),
        ("unreachable", 3, 3, True),
        ("port-unreachable", 3, 3, True),
        ("port-unreachable", 3, 1, False),
        ("3 4", 3, 4, True),
        ("3", 3, 9, True),
        ("", 11, 0, True),
    ],
)
def test_types_of_icmp(words: str, kind: int, code: int, expected: bool) -> None:
    message = IPv4(ip("10.0.0.1"), ip("10.0.0.2"), PROTOCOL_ICMP, Icmp(kind, code, 0, b""))
    assert fits(f"permit icmp any any {words}", message) is expected


def test_a_state_is_that_of_the_connection() -> None:
    datagram = udp("10.0.0.1", 5, "10.0.0.2", 53)
    text = "permit ip any any state established,related"
    assert [fits(text, datagram, state) for state in ("new", "established", "related", "invalid")] == [0, 1, 1, 0]


def test_a_later_fragment_shows_no_ports() -> None:
    # IOS: an entry with ports that permits fits it by its addresses, one that denies does not
    later = IPv4(ip("10.0.0.1"), ip("10.0.0.2"), PROTOCOL_UDP, b"x" * 8, fragment_offset=8)
    assert fits("permit udp any any eq 53", later)
    assert not fits("deny udp any any eq 53", later)
    assert fits("deny udp any any", later)
    first = IPv4(ip("10.0.0.1"), ip("10.0.0.2"), PROTOCOL_UDP, bytes((0, 5, 0, 53, 0, 99, 0, 0)), more_fragments=True)
    assert fits("deny udp any any eq 53", first)
    assert not fits("deny udp any any eq 54", first)


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("allow ip any any", "'allow' does not begin a rule; write permit, deny or reject", 0),
        (
            "permit tcp any",
            "'permit tcp any' ends too early; the destination",
            14,
        ),
        ("permit ip any eq 80 any", "only TCP and UDP have ports; write tcp or udp as the protocol", 14),
        ("permit tcp any any eq htp", "'htp' is no port; did you mean http, ftp, tftp or ntp?", 22),
        ("permit tcp any any eq 70000", "70000 is no port; ports go to 65535", 22),
        (
            "permit udp any any established",
            "only TCP has 'established'; write tcp as the protocol, or 'state established'",
            19,
        ),
        (
            "permit ip 10.0.0.7 0.0.0.255 any",
            "10.0.0.7 has bits set that the wildcard 0.0.0.255 leaves open; write 10.0.0.0 0.0.0.255",
            10,
        ),
        ("permit ip 10.0.0.7/8 any", "'10.0.0.7/8' has host bits set; the network is 10.0.0.0/8", 10),
        ("permit ip any any state old", "'old' is no state of a connection", 24),
        ("permit tcp any any range 9 5", "no port is like that; give the lower port first", 27),
        ("permit 300 any any", "300 is no protocol number; they go from 0 to 255", 7),
    ],
)
def test_what_is_wrong_with_a_rule_is_told(text: str, message: str, offset: int) -> None:
    with pytest.raises(TextError) as caught:
        parse(text)
    assert str(caught.value).startswith(message.partition(" did you")[0])
    assert caught.value.offset == offset


def lines(*texts: str) -> list[tuple[int, tuple[int, ...]]]:
    return [(each.at, each.by) for each in shadowed([parse(text) for text in texts])]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("deny ip any any", "permit tcp any any eq 80"), [(1, (0,))]),
        (("permit tcp any any eq 80", "deny ip any any"), []),
        (("permit tcp any any eq 80 443", "deny tcp any any eq 443"), [(1, (0,))]),
        # two halves make a whole
        (("deny ip 10.0.0.0/25 any", "deny ip 10.0.0.128/25 any", "permit ip 10.0.0.0/24 any"), [(2, (0, 1))]),
        (("deny ip 10.0.0.0/25 any", "deny ip 10.0.0.192/26 any", "permit ip 10.0.0.0/24 any"), []),
        (("deny tcp any any lt 100", "deny tcp any any gt 50", "permit tcp any any"), [(2, (0, 1))]),
        (("deny tcp any any", "deny udp any any", "permit ip any any"), []),
        (("permit tcp any any established", "deny tcp any any"), []),
        (("permit tcp any any", "deny tcp any any established"), [(1, (0,))]),
        (("permit icmp any any 3", "deny icmp any any port-unreachable"), [(1, (0,))]),
        (
            ("permit ip any any state new,established", "deny ip any any state related,invalid", "permit any"),
            [(2, (0, 1))],
        ),
        # even and odd addresses
        (("deny 10.0.0.0 0.0.0.254", "deny 10.0.0.1 0.0.0.254", "permit 10.0.0.0/24"), [(2, (0, 1))]),
    ],
)
def test_rules_that_can_never_fit_are_found(
    texts: tuple[str, ...], expected: list[tuple[int, tuple[int, ...]]]
) -> None:
    assert lines(*texts) == expected


def random_entry(draw: random.Random) -> Entry:
    """An entry over a space of 2**3 addresses at each end, three protocols and eight ports."""

    def where() -> Where:
        care = draw.randrange(8)
        return Where(draw.randrange(8) & care, care | 0xFFFFFFF8)

    protocol = draw.choice([None, PROTOCOL_TCP, PROTOCOL_UDP])
    low = draw.randrange(8)
    ports = ((low, draw.randrange(low, 8)),) if protocol and draw.random() < 0.6 else ()
    is_established = protocol == PROTOCOL_TCP and draw.random() < 0.3
    return Entry(Action.PERMIT, protocol, where(), where(), (), ports, established=is_established)


@pytest.mark.parametrize("seed", range(60))
def test_shadowing_is_exactly_that_no_datagram_is_left(seed: int) -> None:
    """Beside a look at every datagram of a small space."""
    draw = random.Random(seed)
    entries = [random_entry(draw) for _ in range(7)]
    # Port 8 stands for all ports that no entry names, protocol 89 for all other protocols.
    space = [
        datagram
        for src in range(8)
        for dst in range(8)
        for port in range(9)
        for datagram in (
            tcp(f"0.0.0.{src}", 1, f"0.0.0.{dst}", port, ACK),
            tcp(f"0.0.0.{src}", 1, f"0.0.0.{dst}", port, SYN),
            udp(f"0.0.0.{src}", 1, f"0.0.0.{dst}", port),
            IPv4(ip(f"0.0.0.{src}"), ip(f"0.0.0.{dst}"), 89, b""),
        )
    ]
    firsts = {
        next((at for at, entry in enumerate(entries) if entry.fits(datagram, lambda: "new")), None)
        for datagram in space
    }
    assert {each.at for each in shadowed(entries)} == set(range(len(entries))) - firsts
