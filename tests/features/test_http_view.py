"""How HTTP is read in segments, told in lists, and found by the packet language."""

import random
from itertools import pairwise

import pytest

from sim.addresses import IPv4Address, MacAddress
from sim.features.http import codec
from sim.features.http.pdu import Http, start_line
from sim.ip.ipv4.pdu import PROTOCOL_TCP, IPv4
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.packets.dissect import dissect
from sim.packets.telling import labels, summary
from sim.patterns.pattern import Names, describe
from sim.patterns.syntax import parse
from sim.transport.tcp.pdu import ACK, PSH, Tcp
from sim.words import TextError

A, B = (IPv4Address.parse(f"10.0.0.{n}") for n in (1, 2))
GET = b"GET /x HTTP/1.1\r\nHost: b\r\n\r\n"
POST = b"POST /form HTTP/1.1\r\nHost: b\r\nContent-Length: 5\r\n\r\na=1&b"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello"
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n"
TO_HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"


def segment(octets: bytes, port: int = 80) -> Ethernet:
    tcp = Tcp(49152, port, 1, 1, PSH | ACK, 65535, octets)
    return Ethernet(MacAddress(2), MacAddress(1), TYPE_IPV4, IPv4(A, B, PROTOCOL_TCP, tcp))


def starts(octets: bytes) -> list[str]:
    found, each = [], codec.decode(octets)
    while each is not None:
        found.append(each.start.text)
        each = each.payload
    return found


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (GET, ["GET /x HTTP/1.1"]),
        (GET + POST, ["GET /x HTTP/1.1", "POST /form HTTP/1.1"]),
        (POST + GET, ["POST /form HTTP/1.1", "GET /x HTTP/1.1"]),
        (OK + NOT_FOUND, ["HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found"]),
        (CHUNKED + OK, ["HTTP/1.1 200 OK"] * 2),
        (TO_HEAD + OK, ["HTTP/1.1 200 OK"] * 2),
        (OK[:-2], ["HTTP/1.1 200 OK"]),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, ["HTTP/1.1 100 Continue", "HTTP/1.1 200 OK"]),
        (b"GET /long", ["GET /long"]),
        (b"get /x\n", []),
        (b"hello", []),
        (b"ello" + OK, []),
        (b"", []),
    ],
)
def test_messages_that_begin_in_a_segment_are_found(octets: bytes, expected: list[str]) -> None:
    assert starts(octets) == expected


@pytest.mark.parametrize("octets", [GET, POST, OK, NOT_FOUND, CHUNKED, GET + POST + GET, TO_HEAD + OK])
def test_the_octets_are_those_that_were_read(octets: bytes) -> None:
    message = codec.decode(octets)
    assert message is not None
    assert codec.encode(message) == octets
    assert len(message) == len(octets)
    assert codec.decode(codec.encode(message)) == message


def test_the_packet_view_has_a_field_for_each_line() -> None:
    layers = [layer for layer in dissect(segment(POST + CHUNKED)) if layer.name == "http"]
    assert [[(field.name, field.text) for field in layer.fields] for layer in layers] == [
        [
            ("request_line", "POST /form HTTP/1.1"),
            ("host", "Host: b"),
            ("content-length", "Content-Length: 5"),
            ("empty_line", ""),
            ("body", "a=1&b"),
        ],
        [
            ("status_line", "HTTP/1.1 200 OK"),
            ("transfer-encoding", "Transfer-Encoding: chunked"),
            ("empty_line", ""),
            ("chunk_size", "5"),
            ("body", "hello"),
            ("empty_line", ""),
            ("chunk_size", "6;a=b"),
            ("body", " world"),
            ("empty_line", ""),
            ("chunk_size", "0"),
            ("header_field", "X-Sum: 1"),
            ("empty_line", ""),
        ],
    ]


def test_lists_tell_the_first_line() -> None:
    assert str(summary(segment(GET))).endswith("length 28: HTTP: GET /x HTTP/1.1 (ttl 64)")
    assert str(summary(segment(GET + POST))).endswith("GET /x HTTP/1.1 (ttl 64, then POST /form HTTP/1.1)")
    assert labels(segment(GET)) == ("HTTP GET /x", "HTTP GET", "GET")
    assert labels(segment(NOT_FOUND)) == ("HTTP 404 Not Found", "HTTP 404", "404")
    assert labels(segment(b"ello"))[1] == "TCP data"


def test_only_at_ports_of_web_servers() -> None:
    assert "HTTP" in str(summary(segment(GET, 8001)))
    assert "HTTP" not in str(summary(segment(GET, 7)))


@pytest.mark.parametrize(
    ("text", "accepted", "other"),
    [
        ("http", GET, b"ello"),
        ("http request", GET, OK),
        ("http response", OK, GET),
        ("http request GET", GET, POST),
        ("http request GET /x", GET, POST),
        ("http request /x", GET, POST),
        ("http request method POST target /form", GET + POST, GET),
        ("http request POST /form from 10.0.0.1", POST, GET),
        ("http response 404", OK + NOT_FOUND, OK),
        ("http response status at least 400", NOT_FOUND, OK),
        ("http response 404 containing hello", OK + NOT_FOUND, NOT_FOUND),
        ("http request length at least 40", POST, GET),
    ],
)
def test_the_packet_language_finds_messages(text: str, accepted: bytes, other: bytes) -> None:
    text = text.replace("hello", '"hello"')
    pattern = parse(text, Names({}, {}))
    assert pattern.accepts(segment(accepted))
    assert not pattern.accepts(segment(other))


def test_method_and_target_have_to_be_those_of_one_message() -> None:
    pattern = parse("http request GET /form", Names({}, {}))
    assert not pattern.accepts(segment(GET + POST))


@pytest.mark.parametrize("text", ["http request GET /x /y", "http response method", "http response 404 status 404"])
def test_what_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(TextError):
        parse(text, Names({}, {}))


def test_the_description_is_a_pattern() -> None:
    assert describe(segment(GET)) == "http request from 10.0.0.1:49152 to 10.0.0.2:80"


def test_any_octets_can_be_read() -> None:
    chance = random.Random(9)
    for _ in range(3000):
        octets = bytearray(chance.choice([GET, POST, OK, CHUNKED, NOT_FOUND, TO_HEAD]) * chance.randint(1, 3))
        for _ in range(chance.randint(0, 4)):
            at = chance.randrange(len(octets))
            match chance.randrange(3):
                case 0:
                    octets[at] = chance.randrange(256)
                case 1:
                    del octets[at : at + chance.randint(1, 9)]
                case _:
                    octets[at:at] = chance.randbytes(chance.randint(1, 5))
            octets = octets or bytearray(b"x")
        whole = bytes(octets)
        message = codec.decode(whole)
        if message is not None:
            assert isinstance(message, Http)
            assert codec.encode(message) == whole
            assert start_line(whole) is not None
        layers = dissect(segment(whole))
        places = [(field.first_bit, field.last_bit) for layer in layers for field in layer.fields]
        assert all(a[1] + 1 == b[0] for a, b in pairwise(places))
        assert places[-1][1] == (len(whole) + 54) * 8 - 1
        summary(segment(whole))
        labels(segment(whole))
