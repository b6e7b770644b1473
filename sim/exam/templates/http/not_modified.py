"""How many octets of content a response with status 304 carries."""

import re
from collections.abc import Iterator

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import conversations, segment_of
from sim.exam.networks import mac
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Network, Template
from sim.exam.templates.http import beliefs
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "{client} has a page of {octets} octets in its cache, and asks {server} whether the page has changed. It "
    "has not. "
    "The response has status {status}. How many octets of content does it carry?",
    "zh": "{client} 的缓存中有一个 {octets} 字节的网页，它询问 {server} 网页是否改变。没有改变，响应状态为 "
    "{status}。响应带多少字节的内容？",
}
RULE = {
    "en": "304 Not Modified says that the copy is still right, and ends with its header fields",
    "zh": "304 Not Modified 表示副本仍然有效，报文到首部字段为止",
}
_STILL_RIGHT = ("http.same-etag", "http.not-modified")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
REASON = {
    "en": "Behind the empty line that ends the header fields the response has {octets} octets.",
    "zh": "响应在结束首部字段的空行之后有 {octets} 字节。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each response 304, with the response 200 that came before it and had a length."""
    page: tuple[int, int] | None = None
    for each in conversations(run):
        for flight in each.flights:
            payload = segment_of(flight).payload
            found = _LENGTH.search(payload.partition(b"\r\n\r\n")[0])
            if payload.startswith(b"HTTP/1.1 200") and found:
                page = flight.n, int(found[1])
            if payload.startswith(b"HTTP/1.1 304") and page is not None and payload.endswith(b"\r\n\r\n"):
                yield Moment(flight.n - 1, (each, flight, page[1]))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each, flight, octets = moment.about
    body = segment_of(flight).payload.partition(b"\r\n\r\n")[2]
    shown = (*_decided(run, flight.n), *run.shown_by(flight))
    return Draft(
        say(TEXT, client=each.client, server=each.server, octets=octets, status=304),
        blanks=(number(len(body), [slip(octets, beliefs.NOT_MODIFIED_HAS_PAGE)]),),
        proof=shown,
        reason=say(REASON, octets=len(body)),
        clause="RFC 9110, 15.4.5",
        hints=(rule(RULE), step_to(shown[0])),
    )


def _decided(run: Run, n: int) -> Iterator[int]:
    """The record in which the server finds that the copy of the client is still right."""
    trace, node = run.trace, run.node(n)
    while n >= 0 and run.node(n) == node:
        if run.rule(n) in _STILL_RIGHT and trace.kind[n] == Happened.DECISION:
            yield n
            return
        n = trace.cause[n]


def network(chance: Chance) -> Network:
    page = {"size": chance.among(200, 1200), "headers": {"Cache-Control": "no-cache"}}
    return {
        "nodes": {
            "pc1": {"host": "192.168.10.1/24", "mac": mac(1)},
            "www": {"host": "192.168.10.2/24", "mac": mac(2), "web": {"pages": {"/page.txt": page}}},
        },
        "links": [{"link": "pc1 -- www", "delay": "5ms"}],
        "actions": [
            {"at": "1s", "on": "pc1", "run": "browse -c 1 http://www/page.txt"},
            {"at": "9s", "on": "pc1", "run": "browse -c 1 http://www/page.txt"},
        ],
        "until": "12s",
    }


TEMPLATE = Template(
    id="http/not-modified",
    title={"en": "What 304 carries", "zh": "304 带什么内容"},
    kind=Kind.NUMBER,
    level="core",
    seconds=25,
    moments=moments,
    ask=ask,
    folders=("http/conditional-get",),
    network=network,
    is_narrow=True,
)
