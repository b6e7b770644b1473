"""A web server's machine, by the clauses of RFC 9110 and RFC 9112: a request, its response, and the reasons."""

import random
import zlib

import pytest

from sim.features.http import rules
from sim.features.http.dates import http_date, read_date
from sim.features.http.gzip import compress
from sim.features.http.server import CLOSING, IDLE, READING, WORKING, Finish, Work
from sim.features.http.settings import WebSettings
from sim.kernel import EPOCH, SECOND
from sim.why import Rule
from tests.features.mutated import mutated
from tests.features.web import LONG, SETTINGS, closes, head_of, machine, request, rules_of, sent

NOW = 5 * SECOND


def status(octets: bytes) -> int:
    return head_of(octets)[0]


@pytest.mark.parametrize(
    ("line", "fields", "expected", "rule"),
    [
        ("GET / HTTP/1.1", (), 200, rules.FOUND),
        ("GET /none HTTP/1.1", (), 404, rules.NOT_FOUND),  # RFC 9110 15.5.5
        ("HEAD / HTTP/1.1", (), 200, rules.HEAD),  # 9.3.2
        ("GET http://b/ HTTP/1.1", (), 200, rules.FOUND),  # RFC 9112 3.2.2
        ("GET http://www.example.com HTTP/1.1", ("Host: other",), 200, rules.SITE_BY_NAME),
        ("GET /q?a=1 HTTP/1.1", (), 200, rules.FOUND),
        ("GET /?x=1 HTTP/1.1", (), 200, rules.FOUND),
        ("GET /%6Cong.html HTTP/1.1", (), 200, rules.FOUND),
        ("GET /x/../long.html HTTP/1.1", (), 200, rules.FOUND),
        ("GET /../../long.html HTTP/1.1", (), 200, rules.FOUND),
        ("GET /dir HTTP/1.1", (), 301, rules.REDIRECTS),
        ("GET /dir/ HTTP/1.1", (), 200, rules.FOUND),
        ("GET /dir/a.css HTTP/1.1", (), 200, rules.FOUND),
        ("GET /old HTTP/1.1", (), 301, rules.REDIRECTS),
        ("GET /moved HTTP/1.1", (), 307, rules.REDIRECTS),
        ("GET /gone HTTP/1.1", (), 410, rules.FOUND),
        ("GET /nothing HTTP/1.1", (), 204, rules.FOUND),
        ("OPTIONS * HTTP/1.1", (), 204, rules.OPTIONS),  # 9.3.7
        ("OPTIONS /form HTTP/1.1", (), 204, rules.OPTIONS),
        ("POST / HTTP/1.1", (), 405, rules.METHOD_NOT_ALLOWED),  # 15.5.6
        ("DELETE /form HTTP/1.1", (), 405, rules.METHOD_NOT_ALLOWED),
        ("TRACE / HTTP/1.1", (), 405, rules.METHOD_NOT_ALLOWED),
        ("CONNECT b:80 HTTP/1.1", (), 405, rules.METHOD_NOT_ALLOWED),
        ("BREW / HTTP/1.1", (), 501, rules.METHOD_UNKNOWN),  # 15.6.2
        ("get / HTTP/1.1", (), 501, rules.METHOD_UNKNOWN),  # methods are case-sensitive: 9.1
        ("GET / HTTP/2.0", (), 505, rules.VERSION_UNKNOWN),  # 15.6.6
        ("GET / HTTP/1.7", (), 200, rules.FOUND),
        ("GET / HTTP/1.1", ("-",), 400, rules.NO_HOST),  # RFC 9112 3.2
        ("GET / HTTP/1.0", ("-",), 200, rules.FOUND),
        ("GET / HTTP/1.1", ("Host: a", "Host: b"), 400, rules.TWO_HOSTS),
        ("GET / HTTP/1.1", ("Host: a b",), 400, rules.BAD_HOST),
        ("GET / HTTP/1.1", ("Host: a/b",), 400, rules.BAD_HOST),
        ("GET x HTTP/1.1", (), 400, rules.BAD_TARGET),
        # RFC 9112 3.2.4: "The asterisk-form of request-target is only used for a server-wide OPTIONS request".
        ("GET * HTTP/1.1", (), 400, rules.BAD_TARGET),
        ("HEAD * HTTP/1.1", (), 400, rules.BAD_TARGET),
        # RFC 9110 4.2.1: of a URI with an empty host, "A recipient … MUST reject it as invalid".
        ("GET http:///x HTTP/1.1", (), 400, rules.BAD_TARGET),
        ("GET http://:80/ HTTP/1.1", (), 400, rules.BAD_TARGET),
        ("GET /", (), 400, rules.BAD_REQUEST_LINE),
        ("GET  / HTTP/1.1", (), 400, rules.BAD_REQUEST_LINE),
        ("GET / HTTP/11", (), 400, rules.BAD_REQUEST_LINE),
        ("GET / HTTP/1.1", ("a",), 400, rules.BAD_FIELD),  # 5.1
        ("GET / HTTP/1.1", ("a : b",), 400, rules.BAD_FIELD),
        ("GET / HTTP/1.1", ("a: \0",), 400, rules.BAD_FIELD),
        ("GET / HTTP/1.1", ("a: x\ry",), 400, rules.BAD_FIELD),  # a bare CR: 2.2
        ("GET / HTTP/1.1", ("a: x\r\n y",), 200, rules.FOUND),  # obs-fold may become a space: 5.2
        ("POST /form HTTP/1.1", ("Content-Length: 1", "Content-Length: 2"), 400, rules.TWO_LENGTHS),  # 6.3
        ("POST /form HTTP/1.1", ("Content-Length: 1, 2",), 400, rules.TWO_LENGTHS),
        ("POST /form HTTP/1.1", ("Content-Length: x",), 400, rules.BAD_LENGTH),
        ("POST /form HTTP/1.1", ("Content-Length: -1",), 400, rules.BAD_LENGTH),
        ("POST /form HTTP/1.1", ("Content-Length: +1",), 400, rules.BAD_LENGTH),
        ("POST /form HTTP/1.1", ("Content-Length: 5", "Transfer-Encoding: chunked"), 400, rules.LENGTH_AND_CODING),
        ("POST /form HTTP/1.1", ("Transfer-Encoding: chunked", "Content-Length: 0"), 400, rules.LENGTH_AND_CODING),
        ("POST /form HTTP/1.0", ("Transfer-Encoding: chunked",), 400, rules.CODING_IN_OLD_VERSION),  # 6.1
        ("POST /form HTTP/1.1", ("Transfer-Encoding: gzip, chunked",), 501, rules.CODING_UNKNOWN),
        ("POST /form HTTP/1.1", ("Transfer-Encoding: chunked, gzip",), 400, rules.CODING_NOT_LAST),  # 6.3
        ("POST /form HTTP/1.1", ("Transfer-Encoding: xchunked",), 400, rules.CODING_NOT_LAST),
        ("POST /form HTTP/1.1", ("Transfer-Encoding: chunked", "Transfer-Encoding: x"), 400, rules.CODING_NOT_LAST),
        ("POST /form HTTP/1.1", ("Transfer-Encoding : chunked",), 400, rules.BAD_FIELD),
        ("POST /form HTTP/1.1", (f"Content-Length: {2**20 + 1}",), 413, rules.BODY_TOO_LONG),
        ("POST /form HTTP/1.1", ("Content-Length: 0", "Expect: 200-ok"), 417, rules.EXPECTATION_UNKNOWN),
        ("GET / HTTP/1.1", ("X: " + "y" * 20000,), 431, rules.HEAD_TOO_LONG),  # RFC 6585 5
    ],
)
def test_a_request_gets_a_status_for_a_reason(line: str, fields: tuple[str, ...], expected: int, rule: Rule) -> None:
    effects = machine().receive(request(line, *fields), NOW)
    assert (status(sent(effects)), rule in rules_of(effects)) == (expected, True), rules_of(effects)
    is_broken = (
        rule.id.startswith("http.") and expected in (400, 413, 417, 431, 501, 505) and rule is not rules.METHOD_UNKNOWN
    )
    assert closes(effects) == ((is_broken and rule is not rules.BAD_TARGET) or "HTTP/1.0" in line)


def test_what_follows_a_doubtful_length_is_never_taken_for_a_request() -> None:
    # RFC 9112 6.3: the classic attack, where a proxy would have gone by the other field.
    smuggled = request("GET /secret HTTP/1.1")
    for fields in (["Content-Length: 0", "Content-Length: 40"], ["Content-Length: 4", "Transfer-Encoding: chunked"]):
        web = machine()
        effects = web.receive(request("POST /form HTTP/1.1", *fields, body=b"0\r\n\r\n" + smuggled), NOW)
        assert sent(effects).count(b"HTTP/1.1 ") == 1
        assert web.phase == CLOSING
        assert web.receive(smuggled, NOW) == []
        assert any(isinstance(effect, Finish) and effect.lingers for effect in effects)


def test_the_response_has_the_fields_of_a_server() -> None:
    code, fields, body = head_of(sent(machine().receive(request(), NOW)))
    assert (code, body) == (200, b"hello\n")
    assert fields == {
        "Date": "Thu, 01 Jan 2026 00:00:05 GMT",
        "Server": "hopscope",
        "Content-Type": "text/html; charset=utf-8",
        "ETag": '"363a3020-6"',
        "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT",
        "Content-Length": "6",
    }
    same = head_of(sent(machine().receive(request("HEAD / HTTP/1.1"), NOW)))
    assert same == (200, fields, b"")  # RFC 9110 9.3.2


def test_a_405_lists_what_is_allowed_and_a_redirect_says_where() -> None:
    assert (
        head_of(sent(machine().receive(request("PUT /form HTTP/1.1"), NOW)))[1]["Allow"] == "GET, HEAD, POST, OPTIONS"
    )
    assert head_of(sent(machine().receive(request("GET /moved HTTP/1.1"), NOW)))[1]["Location"] == "http://other/"


@pytest.mark.parametrize(
    ("field", "target", "expected", "rule"),
    [
        ('If-None-Match: "363a3020-6"', "/", 304, rules.SAME_ETAG),  # RFC 9110 13.1.2
        ('If-None-Match: W/"363a3020-6"', "/", 304, rules.SAME_ETAG),  # by the weak comparison
        ('If-None-Match: "x", "363a3020-6"', "/", 304, rules.SAME_ETAG),
        ("If-None-Match: *", "/", 304, rules.SOME_EXISTS),
        ('If-None-Match: "x"', "/", 200, rules.FOUND),
        ('If-None-Match: "mine"', "/cached", 304, rules.SAME_ETAG),
        ("If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT", "/", 304, rules.NOT_MODIFIED),  # 13.1.3
        ("If-Modified-Since: Thursday, 01-Jan-26 00:00:00 GMT", "/", 304, rules.NOT_MODIFIED),  # 5.6.7
        ("If-Modified-Since: Thu Jan  1 00:00:00 2026", "/", 304, rules.NOT_MODIFIED),
        ("If-Modified-Since: Wed, 31 Dec 2025 23:59:59 GMT", "/", 200, rules.FOUND),
        ("If-Modified-Since: yesterday", "/", 200, rules.FOUND),
        ('If-Match: "363a3020-6"', "/", 200, rules.FOUND),  # 13.1.1
        ("If-Match: *", "/", 200, rules.FOUND),
        ('If-Match: "x"', "/", 412, rules.MATCH_FAILED),
        ('If-Match: W/"363a3020-6"', "/", 412, rules.MATCH_FAILED),  # by the strong comparison
        ("If-Unmodified-Since: Wed, 31 Dec 2025 23:59:59 GMT", "/", 412, rules.UNMODIFIED_FAILED),  # 13.1.4
        ("If-Unmodified-Since: Thu, 01 Jan 2026 00:00:00 GMT", "/", 200, rules.FOUND),
        ('If-None-Match: "363a3020-6"', "/none", 404, rules.NOT_FOUND),
        ('If-None-Match: "x"', "/gone", 410, rules.FOUND),  # conditions are for what would succeed: 13.2.1
    ],
)
def test_conditions(field: str, target: str, expected: int, rule: Rule) -> None:
    effects = machine().receive(request(f"GET {target} HTTP/1.1", field), NOW)
    code, fields, body = head_of(sent(effects))
    assert (code, rule in rules_of(effects)) == (expected, True)
    if expected == 304:
        assert body == b""
        assert "Content-Length" not in fields
        assert "ETag" in fields or target == "/cached"
        assert not closes(effects)


@pytest.mark.parametrize(
    ("field", "expected", "rule"),
    [
        # 13.1.2: "If the field value is "*", the condition is false if the origin server has a current representation".
        ("If-None-Match: *", 304, rules.SOME_EXISTS),
        ('If-None-Match: "x"', 200, rules.FOUND),
        ("If-Match: *", 200, rules.FOUND),
        # 13.1.1: "An origin server that evaluates an If-Match condition MUST NOT perform the requested method if the
        # condition evaluates to false."
        ('If-Match: "x"', 412, rules.NO_ETAG),
        # 13.1.3 and 13.1.4: "A recipient MUST ignore the … header field if the resource does not have a modification
        # date available."
        ("If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT", 200, rules.FOUND),
        ("If-Unmodified-Since: Wed, 31 Dec 2025 23:59:59 GMT", 200, rules.FOUND),
    ],
)
def test_conditions_count_for_a_page_in_chunks_without_mark_and_date(field: str, expected: int, rule: Rule) -> None:
    effects = machine().receive(request("GET /chunks HTTP/1.1", field), NOW)
    assert (status(sent(effects)), rule in rules_of(effects)) == (expected, True)


def test_if_none_match_goes_before_the_date() -> None:
    date = "If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT"
    assert status(sent(machine().receive(request("GET / HTTP/1.1", 'If-None-Match: "x"', date), NOW))) == 200


def test_a_condition_stops_what_would_change_something() -> None:
    effects = machine().receive(request("POST /form HTTP/1.1", "If-None-Match: *", "Content-Length: 0"), NOW)
    assert status(sent(effects)) == 412


def test_a_page_changes_while_the_network_runs() -> None:
    before = head_of(sent(machine().receive(request("GET /news HTTP/1.1"), 9 * SECOND)))
    after = head_of(sent(machine().receive(request("GET /news HTTP/1.1"), 10 * SECOND)))
    assert (before[2], after[2]) == (b"old", b"new")
    assert before[1]["ETag"] != after[1]["ETag"]
    assert after[1]["Last-Modified"] == "Thu, 01 Jan 2026 00:00:10 GMT"


@pytest.mark.parametrize(
    ("accepts", "is_packed"),
    [
        ("gzip", True), ("deflate, gzip, br", True), ("*", True), ("gzip;q=0.5", True), ("x-gzip", True),
        ("GZIP", True),
        ("gzip;q=0", False), ("identity", False), ("br", False), ("", False), ("gzip;q=0.1, identity", False),
    ],
)  # fmt: skip
def test_text_is_packed_for_who_takes_it(accepts: str, is_packed: bool) -> None:
    effects = machine().receive(request("GET /long.html HTTP/1.1", f"Accept-Encoding: {accepts}"), NOW)
    _, fields, body = head_of(sent(effects))
    assert (fields.get("Content-Encoding") == "gzip") == is_packed
    assert fields["Vary"] == "Accept-Encoding"  # RFC 9110 12.5.5, packed or not
    assert (zlib.decompress(body, 31) if is_packed else body) == LONG.encode()
    assert int(fields["Content-Length"]) == len(body)
    assert (rules.COMPRESSED in rules_of(effects)) == is_packed
    plain = head_of(sent(machine().receive(request("GET /long.html HTTP/1.1"), NOW)))[1]
    assert (fields["ETag"] != plain["ETag"]) == is_packed  # 8.8.3: other octets, another mark


def test_pictures_and_short_texts_are_not_packed() -> None:
    for target in ("/", "/picture.png"):
        _, fields, _ = head_of(sent(machine().receive(request(f"GET {target} HTTP/1.1", "Accept-Encoding: gzip"), NOW)))
        assert "Content-Encoding" not in fields
        assert "Vary" not in fields


def test_gzip_is_read_by_the_library_and_always_the_same() -> None:
    chance = random.Random(5)
    for _ in range(300):
        words = [chance.randbytes(chance.randint(1, 9)) for _ in range(chance.randint(1, 6))]
        octets = b"".join(chance.choice(words) for _ in range(chance.randint(0, 500)))
        assert zlib.decompress(compress(octets), 31) == octets
    assert zlib.decompress(compress(bytes(70000)), 31) == bytes(70000)
    assert compress(b"hello hello hello").hex() == "1f8b0800000000000003cb48cdc9c9574022018088f9e511000000"


def test_the_field_host_chooses_the_site() -> None:
    for host, body in (("www.example.com", b"example"), ("WWW.Example.COM:80", b"example"), ("b", b"hello\n")):
        assert head_of(sent(machine().receive(request("GET / HTTP/1.1", f"Host: {host}"), NOW)))[2] == body
    effects = machine().receive(request("GET / HTTP/1.1", "Host: unknown"), NOW)
    assert rules.SITE_BY_DEFAULT in rules_of(effects)
    assert head_of(sent(machine(8001).receive(request("GET / HTTP/1.1", "Host: www.example.com"), NOW)))[2] == (
        b"other port"
    )


# Bodies


def test_a_body_is_taken_by_length_and_in_chunks() -> None:
    web = machine()
    assert status(sent(web.receive(request("POST /form HTTP/1.1", "Content-Length: 5", body=b"a=1&b"), NOW))) == 200
    chunks = b"3;x=y\r\na=1\r\n2\r\n&b\r\n0\r\nTrailer: x\r\n\r\n"
    effects = web.receive(request("POST /form HTTP/1.1", "Transfer-Encoding: chunked", body=chunks), NOW)
    assert status(sent(effects)) == 200
    assert web.requests == 2


@pytest.mark.parametrize("chunks", [b"x\r\n", b"3\r\nabcd\r\n", b"-1\r\n", b"0x3\r\nabc\r\n", b" 3\r\nabc\r\n"])
def test_a_malformed_chunk_is_refused(chunks: bytes) -> None:
    effects = machine().receive(request("POST /form HTTP/1.1", "Transfer-Encoding: chunked", body=chunks), NOW)
    assert (status(sent(effects)), rules_of(effects)[-2]) == (400, rules.BAD_CHUNK)


def test_a_body_in_chunks_may_not_get_too_long() -> None:
    web = machine(settings=SETTINGS._replace(body_limit=10))
    chunks = b"8\r\n12345678\r\n8\r\n12345678\r\n"
    effects = web.receive(request("POST /form HTTP/1.1", "Transfer-Encoding: chunked", body=chunks), NOW)
    assert status(sent(effects)) == 413


def test_100_continue() -> None:
    # RFC 9110 10.1.1: the client waits with its body.
    web = machine()
    fields = ("Content-Length: 3", "Expect: 100-continue")
    effects = web.receive(request("POST /form HTTP/1.1", *fields), NOW)
    assert sent(effects) == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert status(sent(web.receive(b"a=1", NOW))) == 200
    effects = machine().receive(request("POST / HTTP/1.1", *fields), NOW)
    assert (status(sent(effects)), closes(effects)) == (405, True)
    assert rules.NO_CONTINUE in rules_of(effects)
    old = machine().receive(request("POST /form HTTP/1.0", *fields, body=b"a=1"), NOW)
    assert status(sent(old)) == 200
    whole = machine().receive(request("POST /form HTTP/1.1", *fields, body=b"a=1"), NOW)
    assert sent(whole).endswith(b"thanks")


# Responses in pieces


def test_chunks_are_framed_for_1_1_and_not_for_1_0() -> None:
    effects = machine().receive(request("GET /chunks HTTP/1.1"), NOW)
    assert sent(effects).endswith(b"\r\n\r\n4\r\none\n\r\n4\r\ntwo\n\r\n0\r\n\r\n")
    assert b"Transfer-Encoding: chunked" in sent(effects)
    assert not closes(effects)
    effects = machine().receive(request("GET /chunks HTTP/1.0"), NOW)
    assert sent(effects).endswith(b"Connection: close\r\n\r\none\ntwo\n")
    assert closes(effects)
    effects = machine().receive(request("HEAD /chunks HTTP/1.1"), NOW)
    assert sent(effects).endswith(b"\r\n\r\n")
    assert not closes(effects)


def test_a_slow_page_and_slow_chunks_come_later() -> None:
    web = machine()
    effects = web.receive(request("GET /slow HTTP/1.1") + request("GET / HTTP/1.1"), NOW)
    assert sent(effects) == b""
    assert [effect.delay for effect in effects if isinstance(effect, Work)] == [SECOND]
    assert web.phase == WORKING
    later = web.resume(NOW + SECOND)
    assert sent(later).count(b"HTTP/1.1 200 OK") == 2  # and the request that waited
    assert rules.PIPELINED in rules_of(later)
    effects = web.receive(request("GET /slow-chunks HTTP/1.1"), NOW)
    assert isinstance(effects[-1], Work)
    assert b"one" in sent(web.resume(NOW + SECOND))
    assert sent(web.resume(NOW + 2 * SECOND)) == b"4\r\ntwo\n\r\n0\r\n\r\n"
    assert web.phase == IDLE


# The life of a connection


@pytest.mark.parametrize(
    ("line", "field", "rule"),
    [
        ("GET / HTTP/1.1", "A: b", None),  # RFC 9112 9.3
        ("GET / HTTP/1.1", "Connection: close", rules.CLIENT_WANTS_CLOSE),
        ("GET / HTTP/1.1", "Connection: Close, x", rules.CLIENT_WANTS_CLOSE),
        ("GET / HTTP/1.0", "A: b", rules.OLD_CLIENT),
        ("GET / HTTP/1.0", "Connection: keep-alive", rules.OLD_CLIENT),
        ("HEAD / HTTP/1.0", "A: b", rules.OLD_CLIENT),
    ],
)
def test_a_connection_is_kept_or_closed_for_a_reason(line: str, field: str, rule: Rule | None) -> None:
    effects = machine().receive(request(line, field), NOW)
    assert rules_of(effects)[-1] is (rule or rules.KEPT)
    assert (head_of(sent(effects))[1].get("Connection") == "close") == (rule is not None)


def test_the_last_request_of_a_connection_and_a_server_without_keep_alive() -> None:
    web = machine(settings=SETTINGS._replace(requests=2))
    assert not closes(web.receive(request(), NOW))
    effects = web.receive(request(), NOW)
    assert head_of(sent(effects))[1]["Connection"] == "close"
    assert rules_of(effects)[-1] is rules.LAST_REQUEST
    effects = machine(settings=SETTINGS._replace(keep_alive=0)).receive(request(), NOW)
    assert rules_of(effects)[-1] is rules.SERVER_WANTS_CLOSE


def test_requests_come_in_any_pieces_and_several_at_once() -> None:
    whole = request("GET / HTTP/1.1") + request("POST /form HTTP/1.1", "Content-Length: 3", body=b"a=1") + request()
    expected = sent(machine().receive(whole, NOW))
    assert expected.count(b"HTTP/1.1 200 OK") == 3
    chance = random.Random(7)
    for _ in range(100):
        web, found, at = machine(), b"", 0
        while at < len(whole):
            size = chance.randint(1, 40)
            found += sent(web.receive(whole[at : at + size], NOW))
            at += size
        assert found == expected


def test_silence_closes_an_idle_connection_and_refuses_half_a_request() -> None:
    web = machine()
    web.receive(request(), NOW)
    assert web.patience == SETTINGS.keep_alive
    assert rules_of(web.silence(NOW)) == [rules.IDLE_TOO_LONG]
    web = machine()
    web.receive(b"GET / HT", NOW)
    assert web.phase == READING
    effects = web.silence(NOW)
    assert (status(sent(effects)), closes(effects)) == (408, True)


def test_the_end_of_the_stream() -> None:
    web = machine()
    assert rules_of(web.receive(b"", NOW)) == [rules.CLIENT_CLOSES]
    web = machine()
    web.receive(b"GET / HT", NOW)
    assert rules_of(web.receive(b"", NOW)) == [rules.CUT_OFF]
    web = machine()
    web.receive(request("POST /form HTTP/1.1", "Content-Length: 9", body=b"abc"), NOW)
    assert rules_of(web.receive(b"", NOW)) == [rules.CUT_OFF]
    web = machine()  # who ends the stream behind a request still gets the response
    web.receive(request("GET /slow HTTP/1.1"), NOW)
    assert web.receive(b"", NOW) == []
    effects = web.resume(NOW)
    assert status(sent(effects)) == 200
    assert closes(effects)


def test_any_request_is_answered_or_refused_and_never_fails() -> None:
    chance = random.Random(11)
    samples = [
        request("GET /long.html HTTP/1.1", "Accept-Encoding: gzip;q=0.7", 'If-None-Match: "a", W/"b"'),
        request("POST /form HTTP/1.1", "Transfer-Encoding: chunked", body=b"3\r\na=1\r\n0\r\n\r\n"),
        request("POST /form HTTP/1.1", "Content-Length: 3", "Expect: 100-continue", body=b"a=1"),
        request("OPTIONS * HTTP/1.1") + request("GET http://www.example.com:80/?x=%20 HTTP/1.1"),
        request("GET / HTTP/1.0", "If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT"),
    ]
    words = (b"\r\n", b"\n", b":", b" ", b"\0", b"chunked", b"999999999999999999999")
    for _ in range(5000):
        octets = mutated(chance, samples, words)
        web = machine()
        effects = web.receive(octets, NOW)
        while web.phase == WORKING:
            effects = web.resume(NOW)
        web.receive(b"", NOW)
        assert sum(isinstance(effect, Finish) for effect in effects) <= 1


def test_dates() -> None:
    assert http_date(0) == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert http_date(59 * 86400 * SECOND) == "Sun, 01 Mar 2026 00:00:00 GMT"
    # RFC 9110 5.6.7: the same moment in the three forms
    for text in ("Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"):
        assert read_date(text) == 784111777
    for days in range(0, 40000, 13):
        assert read_date(http_date(days * 86400 * SECOND)) == EPOCH + days * 86400
    for text in ("", "Sun, 40 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "06 Nov 1994"):
        assert read_date(text) is None


def test_a_server_of_nothing_has_no_ports() -> None:
    from sim.features.http.site import Sites  # noqa: PLC0415

    assert Sites(WebSettings()).ports == ()
    assert Sites(SETTINGS).ports == (80, 8001)


@pytest.mark.parametrize("empty", [b"\r\n", b"\r\n\r\n", b"\n"])
def test_an_empty_line_before_a_request_is_passed_over(empty: bytes) -> None:
    """RFC 9112 2.2: "a server … SHOULD ignore at least one empty line (CRLF) received prior to the request-line"."""
    first = machine()
    assert sent(first.receive(empty + request(), 0)).startswith(b"HTTP/1.1 200 OK\r\n")
    alone = machine()
    assert sent(alone.receive(empty, 0)) == b""
    assert sent(alone.receive(request(), 0)).startswith(b"HTTP/1.1 200 OK\r\n")
    posted = request("POST /form HTTP/1.1", "Content-Length: 3", body=b"abc")
    between = machine()
    answered = sent(between.receive(posted + empty + request(), 0))
    assert answered.count(b"HTTP/1.1 200 OK\r\n") == 2
    assert between.requests == 2
    late = machine()
    late.receive(posted + empty, 0)
    assert sent(late.receive(request(), 0)).startswith(b"HTTP/1.1 200 OK\r\n")
