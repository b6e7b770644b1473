"""A page that is loaded by ``browse``, and what is counted of it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sim.exam.chance import Chance
from sim.exam.looking import Conversation, conversations, segment_of
from sim.exam.networks import mac
from sim.exam.run import Run
from sim.exam.template import Moment, Network
from sim.trace.records import Call
from sim.trace.records import Kind as Happened

_REQUEST = re.compile(rb"(?:GET|HEAD) \S+ HTTP/(1\.\d)\r\n")


class Load(NamedTuple):
    """A page that somebody loads one request at a time: its connections, its requests, the version of HTTP."""

    node: str
    command: str
    connections: tuple[Conversation, ...]
    requests: int
    version: str
    end: int


def moments(run: Run) -> Iterator[Moment]:
    """Each command that loads a page by itself, over one connection at a time."""
    trace = run.trace
    calls = [n for n in range(trace.configured, len(trace)) if trace.kind[n] == Happened.CALL]
    for place, n in enumerate(calls):
        what, node = trace.what[n], run.node(n)
        end = calls[place + 1] if place + 1 < len(calls) else len(trace)
        if not isinstance(what, Call) or not re.match(r"browse (-0 )?-c 1 ", what.command):
            continue
        own = [each for each in conversations(run) if each.client == node and n < each.flights[0].n < end]
        requests, version = 0, ""
        for each in own:
            stream = b"".join(segment_of(f).payload for f in each.flights if each.is_from_client(f))
            versions = _REQUEST.findall(stream)
            requests += len(versions)
            version = versions[-1].decode() if versions else version
        if requests > 1 and all(each.is_lossless for each in own):
            yield Moment(n, Load(node, what.command, tuple(own), requests, version, end))


def network(chance: Chance) -> Network:
    pictures = chance.among(2, 6)
    names = [f"/{chr(97 + place)}.png" for place in range(pictures)]
    page = "".join(f'<img src="{name}">' for name in names)
    option = chance.choice(("-0 ", ""))
    return {
        "nodes": {
            "pc1": {"host": "192.168.10.1/24", "mac": mac(1)},
            "www": {
                "host": "192.168.10.2/24",
                "mac": mac(2),
                "web": {"pages": {"/": page, **{name: {"size": chance.among(100, 900)} for name in names}}},
            },
        },
        "links": [{"link": "pc1 -- www", "delay": f"{chance.among(5, 50)}ms"}],
        "actions": [{"at": "1s", "on": "pc1", "run": f"browse {option}-c 1 http://www/"}],
        "until": "20s",
        "layout": {"pc1": [0, 0], "www": [1, 0]},
    }
