"""How many octets of content the response to a conditional request carries."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import Conversation, conversations, segment_of
from sim.exam.networks import mac
from sim.exam.question import Kind
from sim.exam.run import Flight, Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Network, Template
from sim.exam.templates.http import beliefs
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "{client} has a page of {octets} octets in its cache, with the ETag {kept}. {client} asks {server} for this "
    "page again, with If-None-Match: {kept}. On {server} the page now has {now} octets and the ETag {tag}. How many "
    "octets of content does the response carry?",
    "zh": "{client} 的缓存中有一个 {octets} 字节的网页，它的 ETag 是 {kept}。{client} 再次向 {server} 请求这个网页，"
    "带有 If-None-Match: {kept}。此时 {server} 上的网页有 {now} 字节，ETag 是 {tag}。响应带多少字节的内容？",
}
RULE = {
    "en": "where the ETag is still the same the server sends 304 (Not Modified) without content, else 200 with "
    "the page",
    "zh": "ETag 没有变时服务器发送不带内容的 304（Not Modified），变了则发送带网页的 200",
}
SAME = {
    "en": "The ETag is still the same, so the server sends status 304. This response ends with its header fields: it "
    "has {octets} octets of content.",
    "zh": "ETag 没有变，所以服务器发送状态码 304。这种响应到首部字段为止，内容有 {octets} 字节。",
}
OTHER = {
    "en": "The ETag is another one now, so the server sends status 200 with the page as it is now: {octets} octets.",
    "zh": "ETag 已经变了，所以服务器发送状态码 200 和现在的网页：{octets} 字节。",
}
_DECIDES = ("http.same-etag", "http.not-modified", "http.found")
"""The rules by which a server answers a request for a page that it has."""
_GET = re.compile(rb"GET (\S+) HTTP/1\.1\r\n")
_STATUS = re.compile(rb"HTTP/1\.1 (200|304) ")
_IF_NONE_MATCH = re.compile(rb"\r\nif-none-match: *(\"[^\"\r]+\")\r\n", re.IGNORECASE)
_ETAG = re.compile(rb"\r\netag: *(\"[^\"\r]+\")\r\n", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


class _Page(NamedTuple):
    """A version of a page: its ETag and its length."""

    tag: str
    octets: int


class _Again(NamedTuple):
    """The response to a request for a page that the client has a copy of, and the page as it is now."""

    conversation: Conversation
    response: Flight
    copy: _Page
    page: _Page

    @property
    def is_same(self) -> bool:
        return self.copy.tag == self.page.tag


def moments(run: Run) -> Iterator[Moment]:
    """Each response to a request with the ETag of a copy that a response 200 brought before."""
    copies: dict[tuple[str, bytes], _Page] = {}
    for each in conversations(run):
        asked: tuple[bytes, str] | None = None
        for flight in each.flights if each.is_lossless else ():
            head, ends, _ = segment_of(flight).payload.partition(b"\r\n\r\n")
            head += ends[:2]
            if get := _GET.match(head):
                condition = _IF_NONE_MATCH.search(head)
                asked = get[1], condition[1].decode() if condition else ""
            elif ends and asked is not None and (status := _STATUS.match(head)):
                path, condition_tag = asked
                asked, copy = None, copies.get((each.client, path))
                tag, length = _ETAG.search(head), _LENGTH.search(head)
                if status[1] == b"200" and tag and length and b"content-encoding" not in head.lower():
                    page = _Page(tag[1].decode(), int(length[1]))
                    copies[each.client, path] = page
                    if copy is not None and copy.tag == page.tag:
                        continue  # the server does not look at the condition
                elif status[1] == b"304" and copy is not None:
                    page = copy
                else:
                    continue
                if copy is not None and condition_tag == copy.tag:
                    yield Moment(flight.n - 1, _Again(each, flight, copy, page))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    about = moment.about
    copy, page = about.copy, about.page
    octets = 0 if about.is_same else page.octets
    believed = (
        [slip(copy.octets, beliefs.NOT_MODIFIED_HAS_PAGE)]
        if about.is_same
        else [slip(0, beliefs.COPY_IS_ENOUGH), slip(copy.octets, beliefs.LENGTH_OF_COPY)]
    )
    shown = (*_decided(run, about.response.n), *run.shown_by(about.response))
    return Draft(
        say(
            TEXT,
            client=about.conversation.client,
            server=about.conversation.server,
            octets=copy.octets,
            kept=copy.tag,
            now=page.octets,
            tag=page.tag,
        ),
        blanks=(number(octets, believed),),
        proof=shown,
        reason=say(SAME if about.is_same else OTHER, octets=octets),
        clause="RFC 9110, 15.4.5" if about.is_same else "RFC 9110, 13.1.2",
        hints=(rule(RULE), step_to(shown[0])),
    )


def _decided(run: Run, n: int) -> Iterator[int]:
    """The record in which the server finds whether the copy of the client is still right."""
    trace, node = run.trace, run.node(n)
    while n >= 0 and run.node(n) == node:
        if run.rule(n) in _DECIDES and trace.kind[n] == Happened.DECISION:
            yield n
            return
        n = trace.cause[n]


def network(chance: Chance) -> Network:
    """A page that somebody visits twice, and that changes between the visits, or after both of them."""
    first, second = chance.sample(range(200, 1200), 2)
    changes = [{"at": chance.choice(("5s", "11s")), "body": "b" * second}]
    page = {"body": "a" * first, "headers": {"Cache-Control": "no-cache"}, "changes": changes}
    return {
        "nodes": {
            "pc1": {"host": "192.168.10.1/24", "mac": mac(1)},
            "www": {"host": "192.168.10.2/24", "mac": mac(2), "web": {"gzip": False, "pages": {"/page.txt": page}}},
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
    title={"en": "What a conditional request brings", "zh": "条件请求带回什么"},
    kind=Kind.NUMBER,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("http/conditional-get",),
    network=network,
    is_narrow=True,
)
