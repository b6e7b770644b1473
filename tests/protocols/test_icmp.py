"""ICMP: what may be reported, what is answered, whom a host believes, and how often."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import registry
from sim.addresses import IPv4Address, Prefix
from sim.effects import Drop, Put
from sim.ip.icmp import machine as icmp
from sim.ip.icmp import rules as icmp_rules
from sim.ip.icmp.machine import Bucket, Deliver, Redirect, Reply
from sim.ip.icmp.pdu import (
    ADMINISTRATIVELY_PROHIBITED,
    ECHO_REPLY,
    ECHO_REQUEST,
    NET_UNREACHABLE,
    TIMESTAMP,
    TIMESTAMP_REPLY,
    Icmp,
    echo,
)
from sim.ip.icmp.settings import IcmpSettings
from sim.ip.ipv4.codec import encode
from sim.ip.ipv4.pdu import IPv4
from sim.transport.udp.pdu import Udp
from sim.why import Why
from tests.wire.oracle import inet

SECOND = 1_000_000_000
ip = IPv4Address.parse
HOST, ROUTER, FAR = ip("192.168.10.1"), ip("192.168.10.254"), ip("192.168.20.1")
LAN = Prefix.parse("192.168.10.0/24")
BROADCAST = ip("192.168.10.255")
PROBE = Udp(49152, 33434, bytes(12))


def about(src: str = "192.168.10.1", dst: str = "192.168.20.1", payload: Any = PROBE, **fields: Any) -> IPv4:
    return IPv4(ip(src), ip(dst), 1 if isinstance(payload, Icmp) else 17, payload, **fields)


@pytest.mark.parametrize(
    "datagram",
    [
        about(),
        about(payload=echo(ECHO_REQUEST, 1, 1, b"")),
        about(payload=echo(ECHO_REPLY, 1, 1, b"")),
        about(payload=bytes(8), more_fragments=True),
        IPv4(HOST, FAR, 1, bytes([8, 0, 0, 0, 0, 0, 0, 0]), more_fragments=True),
    ],
)
def test_an_error_may_be_sent_about_an_ordinary_datagram(datagram: IPv4) -> None:
    assert icmp.check_error(datagram, False, [BROADCAST]) is None


@pytest.mark.parametrize(
    ("datagram", "rule"),
    [
        # RFC 1122 3.2.2, in its order: "an ICMP error message, or a datagram destined to an IP broadcast or IP
        # multicast address, or [...] a non-initial fragment, or a datagram whose source address does not define
        # a single host -- e.g., a zero address, a loopback address, a broadcast address, a multicast address, or a
        # Class E address".
        (about(payload=icmp.unreachable(1, bytes(28))), "icmp.no-error-about-error"),
        (about(payload=icmp.redirect(ROUTER, bytes(28))), "icmp.no-error-about-error"),
        (IPv4(HOST, FAR, 1, bytes([11, 0, 0, 0]), more_fragments=True), "icmp.no-error-about-error"),
        (about(dst="192.168.10.255"), "icmp.no-error-about-broadcast"),
        (about(dst="255.255.255.255"), "icmp.no-error-about-broadcast"),
        (about(dst="224.0.0.251"), "icmp.no-error-about-broadcast"),
        (about(payload=bytes(8), fragment_offset=8), "icmp.no-error-about-later-fragment"),
        (about("0.0.0.0"), "icmp.no-error-to-no-host"),
        (about("0.1.2.3"), "icmp.no-error-to-no-host"),
        (about("127.0.0.1"), "icmp.no-error-to-no-host"),
        (about("192.168.10.255"), "icmp.no-error-to-no-host"),
        (about("224.0.0.1"), "icmp.no-error-to-no-host"),
        (about("240.0.0.1"), "icmp.no-error-to-no-host"),
        (about("255.255.255.255"), "icmp.no-error-to-no-host"),
    ],
)
def test_no_error_is_sent_about(datagram: IPv4, rule: str) -> None:
    expected = Why(registry.rules()[rule], src=datagram.src, dst=datagram.dst)
    assert icmp.check_error(datagram, False, [BROADCAST]) == expected


def test_no_error_is_sent_about_a_broadcast_frame() -> None:
    why = icmp.check_error(about(), True)
    assert why is not None
    assert why.rule.id == "icmp.no-error-about-broadcast-frame"


def as_scapy_reads(message: Icmp) -> Any:
    return inet.IP(encode(icmp.error_datagram(message, about(), ROUTER)))[inet.ICMP]


def test_errors_say_what_is_wrong_where_rfc_792_puts_it() -> None:
    octets = encode(about())
    prohibited = as_scapy_reads(icmp.unreachable(ADMINISTRATIVELY_PROHIBITED, octets))
    assert (prohibited.type, prohibited.code, bytes(prohibited)[4:8]) == (3, 13, bytes(4))
    big = as_scapy_reads(icmp.fragmentation_needed(1400, octets))
    assert (big.type, big.code, big.nexthopmtu) == (3, 4, 1400)
    late = as_scapy_reads(icmp.time_exceeded(1, octets))
    assert (late.type, late.code) == (11, 1)
    wrong = as_scapy_reads(icmp.parameter_problem(21, octets))
    assert (wrong.type, wrong.code, wrong.ptr) == (12, 0, 21)
    better = as_scapy_reads(icmp.redirect(ip("192.168.10.253"), octets))
    assert (better.type, better.code, better.gw) == (5, 1, "192.168.10.253")
    assert (better[inet.IPerror].dst, better[inet.UDPerror].dport) == ("192.168.20.1", 33434)


def test_an_error_quotes_as_much_as_fits_in_576_octets() -> None:
    """RFC 1812 4.3.2.3: "as much of the original datagram as possible without [...] exceeding 576 bytes"."""
    large = about(payload=Udp(49152, 33434, bytes(range(256)) * 5))
    error = icmp.error_datagram(icmp.time_exceeded(0, encode(large)), large, ROUTER)
    assert len(error) == 576
    assert error.payload.data == encode(large)[:548]  # type: ignore[union-attr]
    small = icmp.error_datagram(icmp.unreachable(NET_UNREACHABLE, encode(about())), about(), ROUTER)
    assert len(small) == 20 + 8 + 40


def test_an_error_goes_to_the_sender_and_a_routers_with_precedence_6() -> None:
    """RFC 1812 4.3.2.5: "SHOULD have their precedence value set to 6 (INTERNETWORK CONTROL) or 7"."""
    message = icmp.time_exceeded(0, encode(about()))
    error = icmp.error_datagram(message, about(tos=0x28), ROUTER, 255, icmp.ERROR_TOS)
    assert (error.src, error.dst, error.protocol, error.ttl) == (ROUTER, HOST, 1, 255)
    assert (error.tos >> 5, error.tos & 0x1F) == (6, 0)


def take(datagram: IPv4, is_broadcast: bool = False, now: int = 0, **settings: Any) -> Reply | Deliver | Drop:
    return icmp.receive(IcmpSettings(**settings), datagram, is_broadcast, ROUTER, now)


def test_an_echo_request_is_answered_with_its_own_data() -> None:
    """RFC 1122 3.2.2.6: the data "MUST be entirely included", the source address is the one that was asked."""
    request = about(dst="192.168.10.253", payload=echo(ECHO_REQUEST, 77, 3, b"abcdefgh"), ttl=3, tos=0x10)
    reply = take(request)
    assert isinstance(reply, Reply)
    expected = IPv4(
        ip("192.168.10.253"), HOST, 1, Icmp(0, 0, 77 << 16 | 3, b"abcdefgh"), ttl=64, tos=0x10
    )  # fmt: skip
    assert reply.datagram == expected
    assert reply.why == Why(
        icmp_rules.ECHO_REPLY, src=HOST, dst=ip("192.168.10.253"), type=8, identifier=77, sequence=3, length=8
    )  # fmt: skip


@pytest.mark.parametrize("message", [echo(ECHO_REQUEST, 1, 1, b""), Icmp(TIMESTAMP, 0, 1, bytes(12))])
def test_a_query_to_everyone_is_answered_only_where_that_is_switched_on(message: Icmp) -> None:
    """RFC 1122 3.2.2.6: it "MAY be silently discarded"; an answer comes from a unicast address."""
    ignored = take(about(dst="192.168.10.255", payload=message), is_broadcast=True)
    assert isinstance(ignored, Drop)
    assert ignored.why.rule.id == "icmp.broadcast-query-ignored"
    answered = take(about(dst="192.168.10.255", payload=message), is_broadcast=True, answer_broadcasts=True)
    assert isinstance(answered, Reply)
    assert (answered.datagram.src, answered.datagram.dst) == (ROUTER, HOST)


def test_a_timestamp_request_is_answered_in_milliseconds_since_midnight() -> None:
    """RFC 792, timestamp: originate as it came, receive and transmit, 32 bits each."""
    request = about(dst="192.168.10.254", payload=Icmp(TIMESTAMP, 0, 5, bytes([0, 0, 0, 9, *8 * [0]])))
    reply = take(request, now=86_400 * SECOND + 1_500_000_000)
    assert isinstance(reply, Reply)
    assert reply.datagram.payload == Icmp(
        TIMESTAMP_REPLY, 0, 5, bytes([0, 0, 0, 9, 0, 0, 5, 220, 0, 0, 5, 220])
    )  # fmt: skip


@pytest.mark.parametrize(
    ("message", "kind", "rule"),
    [
        (echo(ECHO_REPLY, 1, 1, b""), Deliver, "icmp.reply-received"),
        (Icmp(3, 3, 0, bytes(28)), Deliver, "icmp.error-received"),
        (Icmp(5, 1, 0, bytes(28)), Deliver, "icmp.error-received"),
        (Icmp(11, 0, 0, bytes(28)), Deliver, "icmp.error-received"),
        # RFC 6633 3 (source quench), RFC 6918 (information, mask), RFC 1122 3.2.2 (unknown type).
        (Icmp(4, 0, 0, bytes(28)), Drop, "icmp.type-ignored"),
        (Icmp(15, 0, 0, b""), Drop, "icmp.type-ignored"),
        (Icmp(17, 0, 0, b""), Drop, "icmp.type-ignored"),
        (Icmp(200, 0, 0, b""), Drop, "icmp.type-ignored"),
        (Icmp(13, 0, 0, bytes(11)), Drop, "icmp.timestamp-too-short"),
        (bytes([8, 0, 1, 2]), Drop, "icmp.malformed"),
    ],
)
def test_a_message_goes_where_its_type_says(message: Any, kind: type, rule: str) -> None:
    outcome = take(IPv4(FAR, HOST, 1, message))
    assert type(outcome) is kind
    assert outcome.why.rule.id == rule


def believe(message: Icmp, src: IPv4Address = ROUTER, first_hop: IPv4Address | None = ROUTER) -> Any:
    return icmp.check_redirect(message, src, FAR, first_hop, networks=[LAN], own=[HOST])


def test_a_redirect_from_the_gateway_to_another_on_the_link_is_believed() -> None:
    better = ip("192.168.10.253")
    for code in (0, 1, 2, 3):
        outcome = believe(Icmp(5, code, int(better), bytes(28)))
        assert isinstance(outcome, Redirect)
        assert (outcome.destination, outcome.gateway) == (FAR, better)


@pytest.mark.parametrize(
    ("gateway", "src", "first_hop", "rule"),
    [
        ("192.168.11.253", "192.168.10.254", "192.168.10.254", "icmp.redirect-gateway-off-link"),
        ("192.168.10.255", "192.168.10.254", "192.168.10.254", "icmp.redirect-gateway-off-link"),
        ("192.168.10.1", "192.168.10.254", "192.168.10.254", "icmp.redirect-gateway-off-link"),
        ("192.168.10.253", "192.168.10.66", "192.168.10.254", "icmp.redirect-not-from-gateway"),
        ("192.168.10.253", "192.168.10.254", None, "icmp.redirect-not-from-gateway"),
    ],
)
def test_a_redirect_is_not_believed(gateway: str, src: str, first_hop: str | None, rule: str) -> None:
    """RFC 1122 3.2.2.2."""
    outcome = believe(icmp.redirect(ip(gateway), bytes(28)), ip(src), ip(first_hop) if first_hop else None)
    assert isinstance(outcome, Drop)
    assert outcome.why.rule.id == rule


def test_a_redirect_of_an_unknown_code_is_not_believed() -> None:
    assert believe(Icmp(5, 4, int(ip("192.168.10.253")), b"")).why.rule.id == "icmp.redirect-code-unknown"


def test_a_router_redirects_what_leaves_by_the_port_it_came_from() -> None:
    """RFC 1812 5.2.7.2: its three conditions."""
    better = ip("192.168.10.253")
    why = icmp.reason_to_redirect(about(), "eth0", "eth0", better, networks=[LAN])
    assert why == Why(icmp_rules.REDIRECT, src=HOST, dst=FAR, gateway=better, network=LAN, port="eth0")
    assert icmp.reason_to_redirect(about(), "eth0", "eth1", better, networks=[LAN]) is None
    assert icmp.reason_to_redirect(about("10.1.1.1"), "eth0", "eth0", better, networks=[LAN]) is None
    off_link = ip("10.1.1.2")
    assert icmp.reason_to_redirect(about(), "eth0", "eth0", off_link, networks=[LAN]) is None
    routed = icmp.reason_to_redirect(about(), "eth0", "eth0", better, networks=[LAN], source_routed=True)
    assert routed is None


class Limiter:
    def __init__(self, **settings: Any) -> None:
        self.settings = IcmpSettings(**settings)
        self.table: dict[Any, Bucket] = {}

    def allows(self, now: int, dst: IPv4Address = HOST) -> bool:
        outcome = icmp.limit(self.table, self.settings, dst, now)
        if isinstance(outcome, Put):
            self.table[outcome.key] = outcome.row
        return not isinstance(outcome, Drop)


def test_errors_to_one_destination_come_six_at_once_and_then_one_a_second() -> None:
    """Linux's ``icmp_ratelimit`` of 1000 ms and XRLIM_BURST_FACTOR of 6."""
    limiter = Limiter()
    assert [limiter.allows(0) for _ in range(8)] == [True] * 6 + [False] * 2
    assert limiter.allows(0, FAR)
    assert [limiter.allows(n * SECOND // 2) for n in range(1, 9)] == [False, True] * 4
    assert [limiter.allows(100 * SECOND) for _ in range(8)] == [True] * 6 + [False] * 2


def test_errors_are_unlimited_or_off_where_configured() -> None:
    assert all(Limiter(interval=0).allows(0) for _ in range(100))
    assert not Limiter(burst=0).allows(5 * SECOND)


@given(st.lists(st.integers(0, 3 * SECOND), min_size=1, max_size=60), st.integers(1, 8), st.integers(1, SECOND))
def test_no_stretch_of_time_has_more_errors_than_burst_and_rate(gaps: list[int], burst: int, interval: int) -> None:
    limiter = Limiter(burst=burst, interval=interval)
    now, sent = 0, []
    for gap in gaps:
        now += gap
        if limiter.allows(now):
            sent.append(now)
    for first, start in enumerate(sent):
        for last in range(first, len(sent)):
            assert last - first + 1 <= burst + (sent[last] - start) // interval + 1
