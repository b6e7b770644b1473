"""Switches with spanning tree in networks by chance: a broadcast reaches every host once, none is lost in vain."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.bridge.switch import Switch
from sim.features.stp import rules
from sim.features.stp.settings import Protocol, StpSettings
from sim.ip.arp.pdu import REQUEST, Arp
from sim.link.link import Link
from sim.settings import NodeSettings
from sim.trace.records import Kind
from tests.nodes.lab import Lab

CONVERGED = {Protocol.STP: 70, Protocol.RSTP: 10}
"""Seconds after which the tree has to be there (802.1D-1998: two forward delays and max age)."""

chosen = pytest.mark.parametrize("mode", [Protocol.STP, Protocol.RSTP])


def built(mode: Protocol, joined: list[tuple[int, int]]) -> tuple[Lab, list[Link]]:
    """Switches joined as is said, with a host at each."""
    lab = Lab()
    count = 1 + max(max(ends) for ends in joined)
    ends = Counter(end for pair in joined for end in pair)
    for number in range(count):
        names = [str(port) for port in range(1, ends[number] + 2)]
        net, given = lab.net, NodeSettings(StpSettings(mode))
        net.add(Switch(f"s{number}", net.kernel, net.trace, net.seed, names, given))
        lab.host(f"h{number}", f"10.0.0.{number + 1}/24")
        lab.link(f"h{number}", f"s{number}:1")
    used: Counter[int] = Counter()
    links = []
    for one, other in joined:
        used.update((one, other)) if one != other else used.update((one,))
        links.append(lab.link(f"s{one}:{used[one] + 1}", f"s{other}:{used[other] + 1}"))
    return lab, links


def requests_heard(lab: Lab, since: int) -> Counter[tuple[str, str]]:
    """How many ARP requests each host has got from each address."""
    found: Counter[tuple[str, str]] = Counter()
    for record in lab.records(Kind.FRAME_RECEIVED):
        payload = getattr(record.what, "payload", None)
        if (
            record.at >= since
            and record.node.startswith("h")
            and isinstance(payload, Arp)
            and payload.operation == REQUEST
        ):
            found[record.node, str(payload.sender_ip)] += 1
    return found


def assert_broadcasts_reach_everybody_once(lab: Lab, count: int) -> None:
    since = lab.net.kernel.now
    for number in range(count):
        lab.run(f"h{number}", "arping -c 1 10.0.0.99", seconds=1)
    pairs = {(f"h{one}", f"10.0.0.{other + 1}") for one in range(count) for other in range(count) if one != other}
    assert requests_heard(lab, since) == dict.fromkeys(pairs, 1)


@st.composite
def connected(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Links between switches so that each can be reached, some of them more than needed."""
    count = draw(st.integers(2, 5))
    tree = [(draw(st.integers(0, number - 1)), number) for number in range(1, count)]
    ends = st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True).map(lambda pair: (pair[0], pair[1]))
    return tree + draw(st.lists(ends, max_size=4))


@chosen
@given(connected(), st.data())
@settings(max_examples=15)
def test_each_broadcast_reaches_every_host_once_also_when_a_link_fails(
    mode: Protocol, joined: list[tuple[int, int]], data: st.DataObject
) -> None:
    count = 1 + max(max(ends) for ends in joined)
    lab, links = built(mode, joined)
    lab.wait(CONVERGED[mode])
    assert_broadcasts_reach_everybody_once(lab, count)
    # A link that is not the only one between two parts of the network can fail.
    spare = range(count - 1, len(joined))
    if spare:
        link = links[data.draw(st.sampled_from(spare))]
        lab.net.cut(link)
        lab.wait(CONVERGED[mode])
        assert_broadcasts_reach_everybody_once(lab, count)
        lab.net.mend(link)
        lab.wait(CONVERGED[mode])
        assert_broadcasts_reach_everybody_once(lab, count)


@chosen
@given(st.lists(st.integers(0, 100), min_size=1, max_size=6))
@settings(max_examples=15)
def test_a_network_without_a_loop_loses_no_frame_to_spanning_tree(mode: Protocol, parents: list[int]) -> None:
    joined = [(parent % number, number) for number, parent in enumerate(parents, 1)]
    lab, _ = built(mode, joined)
    lab.wait(CONVERGED[mode])
    since = lab.net.kernel.now
    assert_broadcasts_reach_everybody_once(lab, len(parents) + 1)
    lost = [record for record in lab.records(Kind.FRAME_DROPPED, rule=rules.RELAYS_NOTHING.id) if record.at >= since]
    assert lost == []
