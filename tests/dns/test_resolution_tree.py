"""The tree of a resolution over all devices: who asked whom, what came back, and what a cache knew (RFC 1034 2.4)."""

import pytest

from sim import registry
from sim.scenario.load import load_text
from sim.session import Session

SCENARIO = """\
title: Home router, resolver, root, zone
nodes:
  pc1: {host: 10.0.0.1/24, nameservers: [10.0.0.254]}
  pc2: {host: 10.0.0.2/24, nameservers: [10.0.0.254]}
  home: {host: 10.0.0.254/24, dns: {recursive: true, forward: [10.0.0.53]}}
  isp: {host: 10.0.0.53/24, dns: {recursive: true, hints: {a.root: 10.0.0.100}, prime: false}}
  root:
    host: 10.0.0.100/24
    dns:
      zones:
        .: |
          @ 60 SOA a.root. x. 1 1 1 1 1
          @ 60 NS a.root.
          a.root. 60 A 10.0.0.100
          org. 60 NS ns.org.
          ns.org. 60 A 10.0.0.101
  org:
    host: 10.0.0.101/24
    dns:
      zones:
        org: |
          @ 60 SOA ns x. 1 1 1 1 1
          @ 60 NS ns
          ns 60 A 10.0.0.101
          www 60 A 192.0.2.1
  sw: {switch: 8 ports}
links:
  - {link: pc1 -- sw, delay: 5ms}
  - {link: isp -- sw, delay: 5ms}
  - pc2 -- sw
  - home -- sw
  - root -- sw
  - org -- sw
"""


def trees(*typed: tuple[str, str]) -> dict[str, list[str]]:
    """What the views say after the commands, by device; times are left out."""
    actions = ", ".join(f"{{at: {at}, on: {on}, run: resolvectl query www.org}}" for at, on in typed)
    session = Session(load_text(SCENARIO + f"actions: [{actions}]\n"))
    session.run()
    world = session.history.go(len(session.trace))
    views = {view.name: view for feature in registry.features() for view in feature.views}
    return {
        node: [line.partition("  [")[0] for line in views[name].lines(world, node, 0, "en")]
        for node, name in (("pc1", "resolution"), ("pc2", "resolution"), ("home", "recursion"), ("isp", "recursion"))
    }


ISP = [
    "asks root 10.0.0.100 for www.org A (server of .): referral to org",
    "asks org 10.0.0.101 for www.org A (server of org): 192.0.2.1",
]


def test_a_query_is_followed_through_a_forwarder_and_a_resolver_to_the_zone() -> None:
    found = trees(("1s", "pc1"))
    assert found["pc1"] == [
        "www.org A: 192.0.2.1",
        "└─ asks home 10.0.0.254 for www.org A: 192.0.2.1",
        "   └─ home: asks isp 10.0.0.53 for www.org A (to find it): 192.0.2.1",
        f"      ├─ isp: {ISP[0]}",
        f"      └─ isp: {ISP[1]}",
    ]
    assert found["isp"] == ["www.org A: 192.0.2.1", f"├─ {ISP[0]}", f"└─ {ISP[1]}"]
    assert found["home"][1:] == [line[3:].replace("home: ", "") for line in found["pc1"][2:]]


def test_the_next_client_has_the_answer_from_the_cache_of_the_forwarder() -> None:
    assert trees(("1s", "pc1"), ("5s", "pc2"))["pc2"] == [
        "www.org A: 192.0.2.1",
        "└─ asks home 10.0.0.254 for www.org A: 192.0.2.1",
        "   └─ home: the cache has www.org A: 192.0.2.1",
    ]


@pytest.mark.parametrize(("first", "second"), [("pc1", "pc2"), ("pc2", "pc1")])
def test_a_client_that_asks_for_what_is_looked_for_already_waits_for_it(first: str, second: str) -> None:
    at = {"pc1": "1s", "pc2": "1.02s"} if first == "pc1" else {"pc2": "1s", "pc1": "1.001s"}
    found = trees((at[first], first), (at[second], second))
    assert found[first][2] == "   └─ home: asks isp 10.0.0.53 for www.org A (to find it): 192.0.2.1"
    assert found[second][2:] == ["   └─ home: is already looking for www.org A: 192.0.2.1"]
    assert "another client asks for www.org A, too: 192.0.2.1" in found["home"][-1]
