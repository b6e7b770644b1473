"""``routes: auto`` gives every router the shortest way to every network, and always the same one."""

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.addresses import IPv4Address, Prefix
from sim.ip.routes.service import StaticRoute
from sim.scenario.plan import IpNodePlan, Scenario
from tests.scenario.runs import RunOf
from tests.scenario.texts import scenario

# r1 and r4 are joined through r2 and, just as far, through r3; pc1 is behind r1, pc4 behind r4.
SQUARE = (
    "pc1: {host: 192.168.1.1/24, gateway: 192.168.1.254}",
    "r1: {router: {lan: 192.168.1.254/24, a: 10.0.12.1/24, b: 10.0.13.1/24}, routes: auto}",
    "r2: {router: {a: 10.0.12.2/24, b: 10.0.24.2/24}, routes: auto}",
    "r3: {router: {a: 10.0.13.3/24, b: 10.0.34.3/24}, routes: auto}",
    "r4: {router: {lan: 192.168.4.254/24, a: 10.0.24.4/24, b: 10.0.34.4/24}, routes: auto}",
    "pc4: {host: 192.168.4.1/24, gateway: 192.168.4.254}",
)
SQUARE_LINKS = ("pc1 -- r1:lan", "r1:a -- r2:a", "r1:b -- r3:a", "r2:b -- r4:a", "r3:b -- r4:b", "pc4 -- r4:lan")


def routes(plan: Scenario, name: str) -> dict[str, str]:
    """The next hop of each configured route of a router."""
    node = next(node for node in plan.nodes if node.name == name)
    assert isinstance(node, IpNodePlan)
    return {str(route.prefix): str(route.next_hop) for route in node.routes}


def test_of_equal_paths_that_through_the_router_written_first_is_taken() -> None:
    plan = scenario(SQUARE, SQUARE_LINKS)
    assert routes(plan, "r1") == {
        "10.0.24.0/24": "10.0.12.2",
        "10.0.34.0/24": "10.0.13.3",
        "192.168.4.0/24": "10.0.12.2",
    }
    assert routes(plan, "r3") == {
        "192.168.1.0/24": "10.0.13.1",
        "10.0.12.0/24": "10.0.13.1",
        "10.0.24.0/24": "10.0.34.4",
        "192.168.4.0/24": "10.0.34.4",
    }


def test_a_gateway_beside_automatic_routes_is_kept() -> None:
    nodes = [
        line.replace("routes: auto", "gateway: 10.0.12.2, routes: auto") if line.startswith("r1") else line
        for line in SQUARE
    ]
    r1 = next(node for node in scenario(nodes, SQUARE_LINKS).nodes if node.name == "r1")
    assert isinstance(r1, IpNodePlan)
    assert r1.routes[0] == StaticRoute(Prefix.parse("0.0.0.0/0"), IPv4Address.parse("10.0.12.2"))
    assert len(r1.routes) == 4


def test_what_no_router_reaches_gets_no_route() -> None:
    plan = scenario(
        (
            "r1: {router: {a: 10.0.1.1/24}, routes: auto}",
            "r2: {router: {a: 10.0.1.2/24}, routes: auto}",
            "r3: {router: {a: 10.0.3.3/24, b: 10.0.4.3/24}, routes: auto}",
        ),
        ["r1 -- r2"],
    )
    assert [routes(plan, name) for name in ("r1", "r2", "r3")] == [{}, {}, {}]


def test_routers_on_one_switch_know_each_other() -> None:
    plan = scenario(
        (
            "r1: {router: {core: 10.0.0.1/24, lan: 192.168.1.254/24}, routes: auto}",
            "r2: {router: {core: 10.0.0.2/24, lan: 192.168.2.254/24}, routes: auto}",
            "r3: {router: {core: 10.0.0.3/24, lan: 192.168.3.254/24}, routes: auto}",
            "sw1: {switch: 4 ports}",
        ),
        ["r1:core -- sw1", "r2:core -- sw1", "r3:core -- sw1"],
    )
    assert routes(plan, "r1") == {"192.168.2.0/24": "10.0.0.2", "192.168.3.0/24": "10.0.0.3"}


def test_the_shortest_way_works() -> None:
    run = RunOf(scenario(SQUARE, SQUARE_LINKS, "actions:\n  - {at: 1s, on: pc1, run: traceroute -q 1 192.168.4.1}\n"))
    hops = [line.text.split()[1] for line in run.network.nodes["pc1"].tables["console"].values()][1:]
    assert hops == ["192.168.1.254", "10.0.12.2", "10.0.24.4", "192.168.4.1"]


edges = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda edge: edge[0] < edge[1]), min_size=1)


@settings(max_examples=30)
@given(edges)
def test_each_way_is_as_short_as_the_graph_allows(edges: set[tuple[int, int]]) -> None:
    graph: networkx.Graph[int] = networkx.Graph(sorted(edges))
    interfaces: dict[int, list[str]] = {node: [f"lan: 192.168.{node}.254/24"] for node in sorted(graph)}
    owner: dict[str, int] = {}
    links = []
    for a, b in sorted(edges):
        for node, other in ((a, b), (b, a)):
            address = f"10.{a}.{b}.{1 + (node == b)}"
            owner[address] = node
            interfaces[node].append(f"p{other}: {address}/24")
        links.append(f"r{a}:p{b} -- r{b}:p{a}")
    plan = scenario(
        [f"r{node}: {{router: {{{', '.join(each)}}}, routes: auto}}" for node, each in interfaces.items()], links
    )
    table = {node: routes(plan, f"r{node}") for node in graph}
    for start, lengths in networkx.all_pairs_shortest_path_length(graph):
        for end in graph:
            node, hops = start, 0
            while node != end and f"192.168.{end}.0/24" in table[node]:
                node, hops = owner[table[node][f"192.168.{end}.0/24"]], hops + 1
            assert (node == end) == (end in lengths)
            assert hops == lengths.get(end, 0)
