"""HTTP on the screens: the names of messages in lists and charts, and the view that has them line by line."""

import re
from collections.abc import Callable

import pytest

from sim.features.http.exchange_view import lines
from sim.features.http.exchanges import MOST, TABLE
from sim.packets import telling
from sim.patterns.pattern import packet_of
from sim.pdu.base import Pdu
from sim.session import Session
from sim.trace.records import Kind
from tests.features.test_browse import browsed
from tui.model.conversation.captions import brief, captions
from tui.model.conversation.journeys import Journeys


def shown(session: Session, node: str, language: str = "en") -> list[list[str]]:
    """The view of a device at the end, exchange by exchange, without times of day."""
    text = "\n".join(lines(session.history.world, node, session.network.kernel.now, language))
    text = re.sub(r"  \[.*?ms\]|\n  . (Date|Server|Last-Modified|If-Modified-Since|ETag|If-None-Match): .*", "", text)
    return [each.split("\n") for each in text.split("\n\n")]


def test_both_ends_show_request_and_response_line_by_line() -> None:
    _, session = browsed("curl http://www/old")
    messages = ["  > GET /old HTTP/1.1", "  > Host: www", "  > User-Agent: curl/7.88.1", "  > Accept: */*"]
    messages += ["  < HTTP/1.1 301 Moved Permanently", "  < Location: /", "  < Content-Type: text/html; charset=utf-8"]
    messages += ["  < Content-Length: 71", "  <", "  < <!DOCTYPE html>", "  < <title>301 Moved Permanently</title>"]
    messages += ['  < <a href="/">/</a>']
    (at_client,), (at_server,) = shown(session, "pc"), shown(session, "www")
    assert at_client == ["GET http://www/old to 10.0.0.2 port 80: 301 Moved Permanently, 71 octets", *messages]
    assert re.sub(r"port \d+", "port P", at_server[0]) == (
        "GET http://www/old from 10.0.0.1 port P: 301 Moved Permanently, 71 octets"
    )
    assert at_server[1:] == messages


def test_what_comes_from_the_cache_and_what_is_confirmed_are_told_apart() -> None:
    _, session = browsed("browse http://www/", "browse http://www/")
    titles = [each[0] for each in shown(session, "pc")]
    assert sum(": 200 OK, " in title for title in titles) == 6  # the second time the script alone: it is no-store
    assert [title for title in titles if "cache" in title] == [
        "http://www/a.css: from the cache, 1 octets, no server was asked"
    ]
    assert sorted(title.split()[1] for title in titles if "304 Not Modified, the copy that" in title) == [
        "http://www/", "http://www/1.png", "http://www/2.png"
    ]  # fmt: skip


def test_interim_responses_bodies_of_requests_and_what_is_no_text_are_shown() -> None:
    _, session = browsed("curl -H 'Expect: 100-continue' -X POST -d hello http://www/", "curl -o x http://www/1.png")
    picture, posted = shown(session, "www")
    assert posted[0].endswith("405 Method Not Allowed, 86 octets")
    assert "  > Content-Length: 5" in posted
    assert "  < (100 octets)" in picture or any("0123456789" in line for line in picture)


def test_the_same_is_shown_in_chinese() -> None:
    _, session = browsed("browse http://www/")
    english, chinese = shown(session, "pc"), shown(session, "pc", "zh")
    assert [len(each) for each in english] == [len(each) for each in chinese]
    assert any("，发往 10.0.0.2 端口 80: 200 OK, 2" in each[0] for each in chinese)


def test_the_last_exchanges_alone_are_remembered() -> None:
    _, session = browsed(*["curl http://www/1.png -o x"] * 2)
    assert len(session.history.world.table("www", TABLE)) == 2 < MOST


@pytest.fixture(scope="module")
def page() -> Session:
    return browsed("curl http://www/1.png -o x")[1]


def packets(session: Session) -> list[Pdu]:
    trace = session.trace
    found = [packet_of(trace, n) for n in range(len(trace)) if trace.kind[n] == Kind.FRAME_SENT]
    return [each for each in found if each is not None]


def test_lists_name_the_message_before_the_numbers(page: Session) -> None:
    told: Callable[[Pdu], str] = lambda packet: re.sub(r"\d{5,}", "N", telling.brief(packet)[1])  # noqa: E731
    said = [told(each) for each in packets(page) if telling.content(each)]
    assert [each.partition(",")[0] for each in said] == ["HTTP GET /1.png", "HTTP 200 OK"]
    assert said[0] == "HTTP GET /1.png, seq N:N, ack N"


def test_charts_name_the_message_as_long_as_there_is_room(page: Session) -> None:
    journeys = Journeys(page.trace, frozenset({"pc", "www"}))
    journeys.extend()
    found = dict.fromkeys(journeys.of(n) for n in range(len(page.trace)))
    data = [each for each in found if each is not None and each.segment is not None and each.segment.payload]
    named = [captions(each) for each in data]
    assert named[0][0].startswith("HTTP GET /1.png 1:")
    assert named[0][0].endswith(" ack 1")
    assert named[0][-3:] == ("HTTP GET /1.png", "HTTP GET", "GET")
    assert named[1][-3:] == ("HTTP 200 OK", "HTTP 200", "200")
    assert all(len(each) > 1 for each in named)
    assert brief(data[0])[-1] == "GET"
