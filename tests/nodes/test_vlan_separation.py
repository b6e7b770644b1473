"""Without a router, what is sent in a VLAN is heard in this VLAN alone, over any chain of switches."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.load import load_objects
from sim.session import Session
from sim.trace.records import Kind
from sim.trace.world import fold

VLANS = (10, 20, 30)
Hosts = list[tuple[int, int]]
"""The switch and the VLAN of each host."""


def _chain(hosts: Hosts, switches: int, native: int, tag_native: bool) -> Session:
    """Switches in a row, joined by trunks, with a port for each host; all hosts are in one network."""
    trunk = {"native": native, "tag_native": tag_native}
    nodes: dict[str, object] = {}
    links = []
    for number in range(switches):
        vlans: dict[str, list[int]] = {str(vlan): [] for vlan in VLANS}
        for place, (switch, vlan) in enumerate(hosts):
            if switch == number:
                vlans[str(vlan)].append(place + 3)
                links.append(f"h{place} -- sw{number}:{place + 3}")
        ends = {"1": trunk} if number else {}
        if number < switches - 1:
            ends["2"] = trunk
            links.append(f"sw{number}:2 -- sw{number + 1}:1")
        nodes[f"sw{number}"] = {"switch": len(hosts) + 2, "vlans": vlans, "trunks": ends}
    for place in range(len(hosts)):
        nodes[f"h{place}"] = {"host": f"10.0.0.{place + 1}/24"}
    data = {
        "title": "a chain",
        "allow": ["wrong-vlan", "other-network", "unconnected"],
        "nodes": nodes,
        "links": links,
        "until": "10s",
        "actions": [
            {"at": f"{place + 1}s", "on": f"h{place}", "run": "arping -c 1 10.0.0.254"} for place in range(len(hosts))
        ],
    }
    return Session(load_objects(data))


@settings(max_examples=40)
@given(
    st.integers(1, 3).flatmap(
        lambda switches: st.tuples(
            st.just(switches),
            st.lists(st.tuples(st.integers(0, switches - 1), st.sampled_from(VLANS)), min_size=2, max_size=6),
        )
    ),
    st.sampled_from((1, *VLANS)),
    st.booleans(),
)
def test_a_broadcast_reaches_exactly_the_hosts_of_its_vlan(
    network: tuple[int, Hosts], native: int, tag_native: bool
) -> None:
    switches, hosts = network
    session = _chain(hosts, switches, native, tag_native)
    session.run()
    heard: dict[int, set[int]] = {place: set() for place in range(len(hosts))}
    for each in session.trace:
        if each.kind is Kind.FRAME_RECEIVED and each.node.startswith("h"):
            heard[each.at // 1_000_000_000 - 1].add(int(each.node[1:]))
    for place, (_, vlan) in enumerate(hosts):
        same = {other for other, (_, its) in enumerate(hosts) if its == vlan} - {place}
        assert heard[place] == same
    world = fold(session.trace, len(session.trace))
    for name, node in session.network.nodes.items():
        for table, rows in node.tables.items():
            assert dict(world.table(name, table)) == rows  # the fold is what the devices have
