"""``browse``: a page with its objects, the connections that it takes, and the cache (RFC 9111)."""

import json
import re

import pytest

from sim.command import CommandLine
from sim.features.http import browse
from sim.features.http import browse_rules as rules
from sim.features.http.cache import Cache
from sim.features.http.client import Head
from sim.features.http.objects import objects_in
from sim.kernel import SECOND
from sim.scenario.load import load_text
from sim.session import Session
from sim.words import TextError

PAGE = (
    "<title>x</title><link rel=stylesheet href=/a.css><img src=1.png><IMG SRC='1.png'><img src=2.png>"
    "<script src='/x.js'>"
)
SCENARIO = """\
title: A server and a browser
nodes:
  pc: {host: 10.0.0.1/24}
  www:
    host: 10.0.0.2/24
    web:
      pages:
        /: {body: "%s"}
        /a.css: {body: p, headers: {Cache-Control: max-age=60}}
        /1.png: {size: 100}
        /2.png: {size: 20000}
        /x.js: {body: x, headers: {Cache-Control: no-store}}
        /old: {redirect: /}
links: [{link: pc -- www, delay: 5ms}]
until: 300s
actions: ACTIONS
"""


def browsed(*commands: str) -> tuple[list[str], Session]:
    """What some commands print that are typed one after the other, without times."""
    actions = [{"at": f"{1 + 20 * number}s", "on": "pc", "run": command} for number, command in enumerate(commands)]
    session = Session(load_text((SCENARIO % PAGE).replace("ACTIONS", json.dumps(actions))))
    assert session.run()
    session.history.go(len(session.trace))
    lines = [line.text for line in session.history.world.table("pc", "console").values()]
    assert session.history.world.table("pc", "http") == {}
    return [re.sub(r", [\d.]+ ms", "", line).replace("http://www", "") for line in lines], session


def test_a_page_is_fetched_with_its_objects_over_two_connections() -> None:
    lines, session = browsed("browse http://www/old")
    assert lines[0].startswith("/old  301 Moved Permanently")
    assert sorted(line.split()[0] for line in lines[:-1]) == ["/", "/1.png", "/2.png", "/a.css", "/old", "/x.js"]
    assert lines[-1].startswith("5 objects, 6 requests, ")
    assert lines[-1].endswith("2 connections")
    cached = {
        str(key).removeprefix("http://www"): row for key, row in session.history.world.table("pc", "web-cache").items()
    }
    assert sorted(cached) == ["/", "/1.png", "/2.png", "/a.css"]
    assert cached["/1.png"].octets == 100


def test_the_next_visit_asks_whether_anything_has_changed() -> None:
    lines, _ = browsed("browse http://www/", "browse http://www/")
    second = lines[6:]
    assert second[0] == "/  304 Not Modified, 0 octets, connection 1"
    assert "/a.css  from the cache, 1 octets" in second
    assert sum("304" in line for line in second) == 3
    assert sum("200" in line for line in second) == 1  # no-store
    lines, _ = browsed("browse http://www/", "browse -r http://www/")
    assert sum("304" in line for line in lines[6:]) == 4


@pytest.mark.parametrize(("options", "connections"), [("", 2), ("-c 1 ", 1), ("-c 4 ", 4), ("-0 ", 5)])
def test_connections(options: str, connections: int) -> None:
    lines, _ = browsed(f"browse {options}http://www/")
    assert lines[-1].endswith(f"{connections} connection{'' if connections == 1 else 's'}")


def test_what_fails_is_told() -> None:
    lines, _ = browsed("browse http://www:81/", "browse http://10.0.0.2/none", "browse http://10.0.0.9/")
    assert lines[0] == ":81/  Connection refused"
    assert lines[1] == "0 objects, 0 requests, 0 octets, 1 connection"
    assert "404 Not Found" in lines[2]
    assert "No route to host" in lines[4]


def test_a_server_to_which_there_is_no_way_ends_it_once() -> None:
    lines, _ = browsed("browse http://192.0.2.1/", "browse http://www/1.png")
    assert lines[:2] == [
        "http://192.0.2.1/  Network is unreachable",
        "0 objects, 0 requests, 0 octets, 1 connection",
    ]
    assert lines[-1].startswith("1 object, 1 request, ")


def test_options() -> None:
    line = CommandLine("browse -c 3 -r www")
    line.next()
    assert browse.parse(line) == browse.BrowseOptions("www", 3, reloads=True)
    for text in ("browse", "browse -x www", "browse a b", "browse -c 99 www"):
        line = CommandLine(text)
        line.next()
        with pytest.raises(TextError):
            browse.parse(line)


def test_objects_of_a_page() -> None:
    assert objects_in(PAGE) == ["/a.css", "1.png", "2.png", "/x.js"]
    assert objects_in("<link rel=next href=a><a href=b><img><img src=''><video><source src=c></video>") == ["c"]
    assert objects_in("<img src=a <<>>& <!--<img src=b>") == ["a"]


def head(*fields: tuple[str, str], status: int = 200) -> Head:
    return Head(status, "OK", "1.1", (("Date", "Thu, 01 Jan 2026 00:00:00 GMT"), *fields))


@pytest.mark.parametrize(
    ("fields", "rule", "fresh"),
    [
        ((("Cache-Control", "max-age=60"),), rules.KEEPS, 60),  # RFC 9111 4.2.1
        ((("Cache-Control", "public, Max-Age=60"), ("Age", "20")), rules.KEEPS, 40),  # 4.2.3
        ((("Expires", "Thu, 01 Jan 2026 00:01:00 GMT"),), rules.KEEPS, 60),
        ((("Expires", "0"), ("ETag", '"a"')), rules.KEEPS, None),
        ((("Cache-Control", "max-age=5"), ("Expires", "Thu, 01 Jan 2026 00:01:00 GMT")), rules.KEEPS, 5),  # 5.3
        ((("Cache-Control", "no-cache, max-age=60"), ("ETag", '"a"')), rules.KEEPS, None),  # 5.2.2.4
        ((("ETag", '"a"'),), rules.KEEPS, None),
        ((("Cache-Control", "no-store, max-age=60"),), rules.MAY_NOT_KEEP, None),  # 5.2.2.5
        ((), rules.NO_USE_TO_KEEP, None),
    ],
)
def test_what_is_kept_and_for_how_long(fields: tuple[tuple[str, str], ...], rule: object, fresh: int | None) -> None:
    cache = Cache()
    entry, why = cache.keep("u", head(*fields), b"body", 0)
    assert (why.rule, cache.has("u")) == (rule, rule is rules.KEEPS)
    if rule is rules.KEEPS:
        assert entry.row.fresh_until == (None if fresh is None else fresh * SECOND)
        found, why = cache.look("u", 1, False)
        assert why.rule is (rules.STALE if fresh is None else rules.FRESH)
        assert (found is not None) == (fresh is not None)
    assert cache.look("u", 100 * SECOND, False)[0] is None


def test_a_304_makes_a_copy_fresh_again() -> None:
    # RFC 9111 4.3.4
    cache = Cache()
    cache.keep("u", head(("ETag", '"a"'), ("Cache-Control", "max-age=10"), ("Content-Type", "text/html")), b"body", 0)
    assert cache.conditions("u") == (("If-None-Match", '"a"'),)
    entry, why = cache.confirm("u", head(("Cache-Control", "max-age=20"), status=304), 15 * SECOND)
    assert why.rule is rules.CONFIRMED
    assert (entry.body, entry.row.fresh_until, entry.row.uses) == (b"body", 35 * SECOND, 1)
    assert (entry.head.status, entry.head.value("content-type")) == (200, "text/html")
    assert cache.look("u", 34 * SECOND, True)[1].rule is rules.RELOADS
