"""HTTP over networks that lose, repeat and overtake: what a client has is what the server sent, or it says why not."""

import json
import re
from typing import Any, NamedTuple

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sim.features.http.gzip import compress
from sim.scenario.load import load_text
from sim.session import Session

BODIES = {
    "/short": "hello",
    "/long": "".join(f"line {number}\n" for number in range(3_000)),
    "/text": "the same words again and again " * 60,
    "/old": "hello",
    "/slow": "onetwothree",
}
PAGES: dict[str, Any] = {
    "/": '<img src="/short"><img src="/long"><img src="/slow">',
    "/short": BODIES["/short"],
    "/long": BODIES["/long"],
    "/text": BODIES["/text"],
    "/old": {"redirect": "/short"},
    "/slow": {"chunks": ["one", "two", "three"], "delay": "300ms"},
}
FAILED = re.compile(r"curl: \((7|18|28|52|56)\) ")
"""RFC 9112 6.3: a client must not take a part for the whole. curl's codes for that: no connection, a part, too late,
nothing, the connection is gone."""


class Deed(NamedTuple):
    """A command at a client: ``curl`` with its options and the path, or ``browse`` of the page with its objects."""

    client: int
    at: int
    options: str
    path: str

    def command(self, number: int) -> str:
        if self.options == "browse":
            return "browse -r http://www/"
        return f"curl -sS -m 60 {self.options} -L -o {number} http://www{self.path}"


def scenario(seed: int, clients: int, link: dict[str, str], web: dict[str, Any], deeds: list[Deed]) -> str:
    names = [f"pc{number}" for number in range(clients)]
    nodes: dict[str, Any] = {"www": {"host": "10.0.0.250/24", "web": web | {"pages": PAGES}}, "sw": {"switch": 9}}
    nodes |= {name: {"host": f"10.0.0.{number + 1}/24"} for number, name in enumerate(names)}
    links = [{"link": "www -- sw", **link}, *({"link": f"{name} -- sw", **link} for name in names)]
    actions = [
        {"at": f"{deed.at}ms", "on": names[deed.client % clients], "run": deed.command(number)}
        for number, deed in enumerate(deeds)
    ]
    head = {"title": "Any network", "seed": seed, "until": "400s", "hosts": {"www": "10.0.0.250"}}
    return json.dumps({**head, "nodes": nodes, "links": links, "actions": actions})


LINKS = st.fixed_dictionaries(
    {
        "loss": st.sampled_from(("0%", "5%", "25%")),
        "duplicate": st.sampled_from(("0%", "10%")),
        "jitter": st.sampled_from(("0s", "2ms", "40ms")),
        "delay": st.sampled_from(("1us", "10ms")),
    }
)
WEBS = st.fixed_dictionaries(
    {"keep_alive": st.sampled_from(("2s", "30s")), "requests": st.sampled_from((1, 2, 100)), "gzip": st.booleans()}
)
DEEDS = st.lists(
    st.builds(
        Deed,
        st.integers(0, 3),
        st.integers(0, 2_000),
        st.sampled_from(("", "--compressed", "-0", "browse")),
        st.sampled_from(tuple(BODIES)),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=12, phases=[Phase.generate])  # to make a failing network smaller takes minutes
@given(seed=st.integers(0, 10_000), clients=st.integers(1, 4), link=LINKS, web=WEBS, deeds=DEEDS)
def test_bodies_arrive_whole_or_the_client_says_why_not(
    seed: int, clients: int, link: dict[str, str], web: dict[str, Any], deeds: list[Deed]
) -> None:
    session = Session(load_text(scenario(seed, clients, link, web, deeds)))
    session.run()
    world = session.history.go(len(session.trace))
    for number, deed in enumerate(deeds):
        node = f"pc{deed.client % clients}"
        printed = [row.text for row in world.table(node, "console").values()]
        assert world.table(node, "http") == {}, "nobody waits for ever"
        if deed.options == "browse":
            check_browse(printed)
            continue
        found = [row for path, row in world.table(node, "file").items() if str(path).endswith(f"/{number}")]
        if found and found[0].content == BODIES[deed.path]:
            continue
        assert any(FAILED.match(line) for line in printed), (deed, printed)
    for node in ("www", *(f"pc{number}" for number in range(clients))):
        assert not any("Traceback" in row.text for row in world.table(node, "console").values())


def check_browse(printed: list[str]) -> None:
    """Each object that came has its whole length, and the command comes to its end."""
    assert any(re.match(r"\d+ objects?, \d+ requests?, ", line) for line in printed), printed
    for line in printed:
        match = re.match(r"http://www(/\S*)  200 OK, (\d+) octets", line)
        if match is not None and match[1] in BODIES:
            length = len(BODIES[match[1]])
            assert int(match[2]) in (length, len(compress(BODIES[match[1]].encode()))), line
