"""A client's machine, and ``curl`` in networks: what is asked, what comes, and why the connection is kept or closed."""

import json
import random
import re

import pytest

from sim.command import CommandLine
from sim.features.http import client_rules as rules
from sim.features.http import curl_options
from sim.features.http import url as urls
from sim.features.http.client import Broken, ClientMachine, Closed, Complete, Content, Happening, Head, Outgoing
from sim.scenario.load import load_text
from sim.session import Session
from sim.words import TextError
from tests.features.mutated import mutated

GET = Outgoing("GET", "/", (("Host", "b"),))


def answers(octets: bytes, request: Outgoing = GET, *, ends: bool = False) -> list[Happening]:
    machine = ClientMachine()
    machine.ask(request)
    found = machine.receive(octets)
    return [*found, *machine.receive(b"")] if ends else found


def body(found: list[Happening]) -> bytes:
    return b"".join(each.octets for each in found if isinstance(each, Content))


@pytest.mark.parametrize(
    ("octets", "method", "ends", "why", "kept"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "GET", False, rules.ENDS_BY_LENGTH, rules.KEPT),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n", "GET", False,
            rules.ENDS_BY_CHUNK, rules.KEPT,
        ),
        (b"HTTP/1.1 200 OK\r\n\r\nab", "GET", True, rules.ENDS_BY_CLOSE, rules.ENDED_WITH_STREAM),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab", "GET", False, rules.ENDS_BY_LENGTH, rules.OLD_VERSION),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab", "GET", False,
            rules.ENDS_BY_LENGTH, rules.SERVER_SAID_CLOSE,
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc", "GET", False, rules.ENDS_BY_LENGTH, rules.EXCESS),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "HEAD", False, rules.ENDS_WITHOUT_BODY, rules.KEPT),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n", "GET", False, rules.ENDS_WITHOUT_BODY, rules.KEPT),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "GET", False, rules.ENDS_WITHOUT_BODY, rules.KEPT),
        (
            b"HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "GET", False,
            rules.ENDS_BY_LENGTH, rules.KEPT,
        ),
    ],
)  # fmt: skip
def test_the_end_of_a_response_is_known_for_a_reason(
    octets: bytes, method: str, ends: bool, why: object, kept: object
) -> None:
    # RFC 9112 6.3, and 9.3 for the connection.
    found = answers(octets, GET._replace(method=method), ends=ends)
    (complete,) = (each for each in found if isinstance(each, Complete))
    assert (complete.why.rule, complete.why_kept.rule) == (why, kept)
    assert complete.is_kept == (kept is rules.KEPT)
    assert body(found) == (b"" if why is rules.ENDS_WITHOUT_BODY else b"ab")


def test_a_response_comes_in_any_pieces() -> None:
    whole = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"
    for size in range(1, 20):
        machine = ClientMachine()
        machine.ask(GET)
        found = [each for at in range(0, len(whole), size) for each in machine.receive(whole[at : at + size])]
        assert body(found) == b"abcde"
        assert machine.is_idle


@pytest.mark.parametrize(
    ("octets", "rule", "left"),
    [
        (b"", rules.EMPTY, None),
        (b"hello\r\n\r\n", rules.NO_HTTP, None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", rules.CUT_OFF, 7),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nab", rules.CUT_OFF, None),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nab", rules.CUT_OFF, None),
    ],
)
def test_what_is_no_response(octets: bytes, rule: object, left: int | None) -> None:
    machine = ClientMachine()
    machine.ask(GET)
    found = [*(machine.receive(octets) if octets else []), *machine.receive(b"")]
    (broken,) = (each for each in found if isinstance(each, Broken))
    assert (broken.why.rule, broken.left) == (rule, left)
    assert not machine.is_idle


def test_a_kept_connection_serves_another_request_until_the_server_closes() -> None:
    machine = ClientMachine()
    response = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"
    for count in (1, 2):
        assert machine.ask(GET) == b"GET / HTTP/1.1\r\nHost: b\r\n\r\n"
        machine.receive(response)
        assert (machine.requests, machine.is_idle) == (count, True)
    assert isinstance(machine.receive(b"")[0], Closed)
    assert not machine.is_idle


def test_a_request_of_1_0_and_a_body_that_waits() -> None:
    machine = ClientMachine()
    assert machine.ask(GET._replace(version="1.0")) == b"GET / HTTP/1.0\r\nHost: b\r\n\r\n"
    found = machine.receive(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab")
    assert not machine.is_idle
    assert isinstance(found[-1], Complete)
    fields = (("Host", "b"), ("Content-Length", "3"), ("Expect", "100-continue"))
    machine = ClientMachine()
    assert machine.ask(Outgoing("POST", "/", fields, b"abc")).endswith(b"100-continue\r\n\r\n")
    (interim,) = machine.receive(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert isinstance(interim, Head)
    assert machine.body() == b"abc"
    assert machine.body() == b""


def test_any_response_is_taken_or_refused_and_never_fails() -> None:
    chance = random.Random(13)
    samples = [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: x\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3;x=y\r\ncde\r\n0\r\nA: b\r\n\r\n",
        b'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n',
        b"HTTP/1.0 404 Not Found\r\nConnection: close\r\n\r\nnothing",
    ]
    words = (b"\r\n", b"\n", b":", b" ", b"\0", b"9" * 21, b",", b"gzip, ")
    for _ in range(5000):
        octets = mutated(chance, samples, words)
        machine = ClientMachine()
        machine.ask(GET._replace(method=chance.choice(("GET", "HEAD", "POST"))))
        found = [*machine.receive(octets), *machine.receive(b"")]
        assert sum(isinstance(each, Complete | Broken) for each in found) <= 1
        assert not machine.is_idle


@pytest.mark.parametrize(
    ("text", "host", "number", "target", "authority"),
    [
        ("http://www.example.com/a?b#c", "www.example.com", 80, "/a?b", "www.example.com"),
        ("http://10.0.0.2:8001", "10.0.0.2", 8001, "/", "10.0.0.2:8001"),
        ("www:80/x", "www", 80, "/x", "www"),
        ("HTTP://User@Www.:/", "Www", 80, "/", "Www"),
        ("http://a?q", "a", 80, "/?q", "a"),
    ],
)
def test_urls(text: str, host: str, number: int, target: str, authority: str) -> None:
    found = urls.parse(text)
    assert (found.host, found.number, found.target, found.authority) == (host, number, target, authority)


@pytest.mark.parametrize("text", ["http://", "http://a b/", "http://a:70000/", "http:///x", "http://a/\n"])
def test_no_urls(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        urls.parse(text)
    with pytest.raises(urls.UnsupportedSchemeError):
        urls.parse("https://a/")


def test_references_are_joined() -> None:
    base = urls.parse("http://a:81/x/y")
    assert [urls.join(base, each) for each in ("z", "/z", "//b/z", "http://c/", "?q")] == [
        "http://a:81/x/z", "http://a:81/z", "http://b/z", "http://c/", "http://a:81/x/y?q",
    ]  # fmt: skip


# curl


def options(text: str) -> curl_options.CurlOptions:
    line = CommandLine(text)
    line.next()
    return curl_options.parse(line)


def test_options_of_curl() -> None:
    found = options("curl -vsXPOST -H 'A: b' -d a=1 -db=2 --max-time 1.5 -o f http://a/ http://b/")
    assert (found.verbose, found.silent, found.method, found.headers) == (True, True, "POST", ("A: b",))
    assert (found.data, found.max_time, found.outputs) == (("a=1", "b=2"), 1_500_000_000, ("f",))
    assert found.urls == ("http://a/", "http://b/")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("curl", "curl: try 'curl --help'"),
        ("curl -v", "curl: try 'curl --help'"),
        ("curl -Z9 x", "curl: option -Z: is unknown"),
        ("curl --nix x", "curl: option --nix: is unknown"),
        ("curl http://a/ -o", "curl: option -o: requires parameter"),
        ("curl -m x http://a/", "curl: option -m: expected a proper numerical parameter"),
    ],
)
def test_what_curl_refuses(text: str, message: str) -> None:
    with pytest.raises(TextError, match=re.escape(message)):
        options(text)


SCENARIO = """\
title: A server and its client
nodes:
  pc: {host: 10.0.0.1/24}
  www:
    host: 10.0.0.2/24
    web: PAGES
links: [LINK]
until: 300s
actions:
  - {at: 1s, on: pc, run: COMMAND}
allow: [unknown-name, unconnected]
"""
PAGES = (
    "{pages: {/: 'hello', /big.txt: {size: 40000}, /slow: {chunks: [one, two], delay: 3s}, /old: {redirect: /}, "
    '/loop: {redirect: /loop}, /form: {methods: [POST], body: ok}, /binary: {body: "a\\0b"}, '
    "/later: {delay: 10s, body: late}}}"
)


def curl(command: str, pages: str = PAGES, link: str = "pc -- www") -> list[str]:
    """What a curl prints."""
    text = SCENARIO.replace("PAGES", pages).replace("LINK", link).replace("COMMAND", json.dumps(f"curl {command}"))
    session = Session(load_text(text))
    assert session.run()
    session.history.go(len(session.trace))
    lines = session.history.world.table("pc", "console").values()
    assert session.history.world.table("pc", "http") == {}
    timers = session.history.world.table("pc", "timer")
    assert [each for each in timers if isinstance(each, tuple) and each[0] == "app"] == []
    return [line.text for line in lines]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("http://www/", ["hello"]),
        ("-L http://www/old", ["hello"]),
        ("-L --max-redirs 3 http://www/loop", ["curl: (47) Maximum (3) redirects followed"]),
        ("-f http://www/none", ["curl: (22) The requested URL returned error: 404"]),
        ("http://www:81/", ["curl: (7) Failed to connect to www port 81 after 0 ms: Couldn't connect to server"]),
        ("http://nix/", ["curl: (6) Could not resolve host: nix"]),
        ("-s http://nix/", []),
        ("-sS http://nix/", ["curl: (6) Could not resolve host: nix"]),
        ("https://www/", ['curl: (1) Protocol "https" not supported or disabled in libcurl']),
        ("http://", ["curl: (3) URL using bad/illegal format or missing URL"]),
        ("-d a=1 http://www/form", ["ok"]),
        ("-H Expect:100-continue -d a=1 http://www/form", ["ok"]),
        ("http://www/slow", ["onetwo"]),
        ("-0 http://www/slow", ["onetwo"]),
        ("-m 2 http://www/later", ["curl: (28) Operation timed out after 2000 milliseconds with 0 bytes received"]),
        ("--connect-timeout 2 http://10.0.0.9/", [
            "curl: (28) Failed to connect to 10.0.0.9 port 80 after 2000 ms: Timeout was reached"]),
        ("http://10.0.0.9/", [
            "curl: (7) Failed to connect to 10.0.0.9 port 80 after 3000 ms: Couldn't connect to server"]),
        ("-s -o /dev/null -w '%{http_code} %{size_download}' http://www/big.txt", ["200 40000"]),
        ("-sw '%{http_code}' http://www/ http://www/none -o /dev/null -o /dev/null", ["200", "404"]),
    ],
)  # fmt: skip
def test_curl_prints(command: str, expected: list[str]) -> None:
    assert curl(command) == expected


def test_a_name_that_is_found_too_late_is_nobodys() -> None:
    text = SCENARIO.replace("{host: 10.0.0.1/24}", "{host: 10.0.0.1/24, nameservers: 10.0.0.9}")
    text = text.replace("PAGES", "{pages: {/: hello}}").replace("LINK", "pc -- www")
    text = text.replace("COMMAND", json.dumps("curl -m 1 http://nix/ http://www/")) + "hosts: {www: 10.0.0.2}\n"
    session = Session(load_text(text))
    assert session.run()
    session.history.go(len(session.trace))
    lines = [line.text for line in session.history.world.table("pc", "console").values()]
    assert lines == ["curl: (28) Resolving timed out after 1000 milliseconds", "hello"]


def test_curl_saves_a_file() -> None:
    text = (
        SCENARIO.replace("PAGES", PAGES).replace("LINK", "pc -- www").replace("COMMAND", "curl -s -o page http://www/")
    )
    session = Session(load_text(text))
    assert session.run()
    session.history.go(len(session.trace))
    (row,) = session.history.world.table("pc", "file").values()
    assert (row.octets, row.content) == (5, "hello")


def test_several_urls_share_a_connection() -> None:
    lines = curl("-v http://www/ http://www/old http://www/")
    assert sum("Trying" in line for line in lines) == 1
    assert sum("Re-using existing connection #0" in line for line in lines) == 2


def test_a_server_without_keep_alive_gets_a_connection_for_each() -> None:
    lines = curl("-v http://www/ http://www/", "{pages: {/: hello}, keep_alive: false}")
    assert sum("Trying" in line for line in lines) == 2
    assert "* Closing connection 1" in lines


@pytest.mark.parametrize("seed", range(6))
def test_over_a_bad_link_every_page_is_whole_or_its_failure_is_told(seed: int) -> None:
    link = "{link: pc -- www, delay: 5ms, loss: 20%, duplicate: 10%, jitter: 20ms}"
    text = SCENARIO.replace("PAGES", PAGES).replace("LINK", link)
    text = text.replace("COMMAND", "curl -sS http://www/big.txt -o big http://www/slow").replace(
        "title", f"seed: {seed}\ntitle"
    )
    session = Session(load_text(text))
    assert session.run()
    session.history.go(len(session.trace))
    world = session.history.world
    printed = [line.text for line in world.table("pc", "console").values()]
    if any(line.startswith("curl: (7)") for line in printed):  # no ARP reply has come through
        assert world.table("pc", "file") == {}
        return
    (row,) = world.table("pc", "file").values()
    line = "".join(map(chr, range(48, 123))) + "\n"
    assert (row.octets, row.content) == (40000, (line * 527)[:40000])
    assert printed == ["onetwo"]
    assert world.table("www", "http") == {}
