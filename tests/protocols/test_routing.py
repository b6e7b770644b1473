"""Route selection and lookup, measured against the standard library's ``ipaddress`` and RFC 4632."""

import ipaddress
import random
import struct
import zlib
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.addresses import InterfaceAddress, IPv4Address, Prefix
from sim.ip.routes import machine as routing
from sim.ip.routes import rules as routes_rules
from sim.ip.routes.machine import Habit, Hop, RouteRow, RouteTable
from sim.why import Why

ip = IPv4Address.parse
net = Prefix.parse


def static(prefix: str, via: str | None = None, port: str | None = None, **more: Any) -> RouteRow:
    return RouteRow(net(prefix), ip(via) if via else None, port)._replace(**more)


def attached(**ports: str) -> list[RouteRow]:
    return [
        row for port, address in ports.items() for row in routing.attached_rows(port, InterfaceAddress.parse(address))
    ]


def keyed(rows: list[RouteRow]) -> dict[routing.RouteKey, RouteRow]:
    table = {routing.key_of(row): row for row in rows}
    assert len(table) == len(rows)
    return table


def selected(rows: list[RouteRow], *up: str) -> dict[str, routing.Selection]:
    """What becomes of the static routes, by their prefix and next hop or port."""
    table = keyed(rows)
    return {
        f"{key[0]} {key[3] if key[3] else key[4]}": selection
        for key, selection in routing.select(table, up).items()
        if table[key].source == "static"
    }


def in_force(rows: list[RouteRow], *up: str) -> RouteTable:
    table = keyed(rows)
    table |= {routing.key_of(put.row): put.row for put in routing.update(table, up)}
    return RouteTable(table.values())


def hops(table: RouteTable, dst: str) -> list[str]:
    found = table.lookup(ip(dst))
    assert found is not None
    return [f"{hop.next_hop or 'direct'} {hop.port}" for hop in found.hops]


prefixes = st.builds(
    lambda address, length: ipaddress.ip_network((address >> 32 - length << 32 - length, length)),
    # Few first bits, so that prefixes nest.
    st.integers(0, 15).flatmap(lambda top: st.integers(0, 2**28 - 1).map(lambda low: top << 28 | low & 0xF0F0F00)),
    st.integers(0, 32),
)


@given(
    st.lists(st.tuples(prefixes, st.integers(1, 3), st.integers(0, 2), st.sampled_from("abc")), max_size=40),
    st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=20),
    st.randoms(use_true_random=False),
)
def test_lookup_finds_what_a_search_through_all_routes_finds(
    routes: list[tuple[ipaddress.IPv4Network, int, int, str]], addresses: list[int], rng: random.Random
) -> None:
    rows = {
        routing.key_of(row): row
        for network, distance, metric, port in routes
        for row in [RouteRow(net(str(network)), None, port, distance=distance, metric=metric)]
    }
    shuffled = list(rows.values())
    rng.shuffle(shuffled)
    table = RouteTable(shuffled)
    for address in [*addresses, *(int(network.broadcast_address) for network, *_ in routes)]:
        matching = [route for route in routes if ipaddress.ip_address(address) in route[0]]
        found = table.lookup(IPv4Address(address))
        if not matching:
            assert found is None
            continue
        best = min((-network.prefixlen, distance, metric) for network, distance, metric, _ in matching)
        ports = {port for n, d, m, port in matching if (-n.prefixlen, d, m) == best}
        assert found is not None
        assert [hop.port for hop in found.hops] == sorted(ports)


def test_rfc_4632_5_2_a_lost_part_of_an_aggregate_is_discarded_rather_than_sent_back_to_the_parent() -> None:
    """RFC 4632 5.2 on rule 2: the child has 192.168.64.0/19 of its parent's 192.168.0.0/16."""
    table = in_force(
        [
            *attached(up="10.0.0.2/30", lan="192.168.66.1/24"),
            static("192.168.0.0/16", "10.0.0.1"),
            static("192.168.64.0/19", kind="blackhole"),
        ],
        "up",
        "lan",
    )
    lost = table.lookup(ip("192.168.65.1"))
    assert lost is not None
    assert (str(lost.prefix), lost.kind, lost.hops) == ("192.168.64.0/19", "blackhole", ())
    assert routing.decision(ip("192.168.65.1"), lost) == Why(
        routes_rules.BLACKHOLE, dst=ip("192.168.65.1"), prefix=net("192.168.64.0/19")
    )
    assert hops(table, "192.168.66.9") == ["direct lan"]
    assert hops(table, "192.168.100.1") == ["10.0.0.1 up"]
    assert table.lookup(ip("8.8.8.8")) is None


def test_a_route_that_discards_goes_before_an_equal_one_that_does_not() -> None:
    rows = [
        *attached(up="10.0.0.2/30"),
        static("192.168.0.0/16", "10.0.0.1"),
        static("192.168.0.0/16", kind="blackhole"),
    ]
    for table in (in_force(rows, "up"), RouteTable(rows)):
        found = table.lookup(ip("192.168.65.1"))
        assert found is not None
        assert (found.kind, found.hops, len(found.rows)) == ("blackhole", (), 1)


def test_a_device_finds_itself_its_links_and_its_gateway() -> None:
    table = in_force([*attached(eth0="192.168.10.1/24"), static("0.0.0.0/0", "192.168.10.254")], "eth0")
    itself, link, far = (table.lookup(ip(a)) for a in ("192.168.10.1", "192.168.10.3", "192.168.20.3"))
    assert routing.decision(ip("192.168.10.1"), itself).rule.id == "route.local"
    assert routing.decision(ip("192.168.10.3"), link) == Why(
        routes_rules.ON_LINK, dst=ip("192.168.10.3"), prefix=net("192.168.10.0/24"), port="eth0"
    )
    why = routing.decision(ip("192.168.20.3"), far, network=net("192.168.10.0/24"))
    facts = {name: str(why.facts[name]) for name in ("next_hop", "port", "network")}
    assert (why.rule.id, facts) == (
        "route.default",
        {"next_hop": "192.168.10.254", "port": "eth0", "network": "192.168.10.0/24"},
    )


def test_routes_follow_their_port_up_and_down() -> None:
    rows = [*attached(eth0="10.0.1.1/24", eth1="10.0.2.1/24"), static("20.0.0.0/8", "10.0.2.2")]
    table = keyed(rows)
    changes = routing.update(table, {"eth0"})
    assert {str(put.row.prefix): put.why.rule.id for put in changes} == {
        "10.0.2.0/24": "route.port-down",
        "10.0.2.1/32": "route.port-down",
        "20.0.0.0/8": "route.next-hop-unreachable",
    }
    table |= {routing.key_of(put.row): put.row for put in changes}
    assert routing.update(table, {"eth0"}) == []
    assert RouteTable(table.values()).lookup(ip("20.0.0.1")) is None
    assert all(put.row.active for put in routing.update(table, {"eth0", "eth1"}))


def test_a_floating_route_takes_over_when_the_better_one_goes() -> None:
    rows = [
        *attached(eth0="10.0.1.1/24", eth1="10.0.2.1/24"),
        static("0.0.0.0/0", "10.0.1.2"),
        static("0.0.0.0/0", "10.0.2.2", distance=200),
    ]
    both = selected(rows, "eth0", "eth1")
    assert both["0.0.0.0/0 10.0.2.2"].why == Why(
        routes_rules.HIGHER_DISTANCE, prefix=net("0.0.0.0/0"), distance=200, best=1
    )
    assert hops(in_force(rows, "eth0", "eth1"), "8.8.8.8") == ["10.0.1.2 eth0"]
    assert hops(in_force(rows, "eth1"), "8.8.8.8") == ["10.0.2.2 eth1"]


def test_of_equal_distances_the_lower_metric_wins_and_equal_metrics_share() -> None:
    rows = [
        *attached(eth0="10.0.1.1/24", eth1="10.0.2.1/24", eth2="10.0.3.1/24"),
        static("20.0.0.0/8", "10.0.3.2", metric=5),
        static("20.0.0.0/8", "10.0.2.2"),
        static("20.0.0.0/8", "10.0.1.2"),
    ]
    up = ("eth0", "eth1", "eth2")
    assert hops(in_force(rows, *up), "20.1.1.1") == ["10.0.1.2 eth0", "10.0.2.2 eth1"]
    assert selected(rows, *up)["20.0.0.0/8 10.0.3.2"].why.rule.id == "route.higher-metric"


def test_a_next_hop_is_looked_up_until_a_link_is_found() -> None:
    rows = [
        *attached(eth0="10.0.1.1/24"),
        static("30.0.0.0/8", "20.0.0.1"),
        static("20.0.0.0/8", "10.0.1.2"),
    ]
    assert hops(in_force(rows, "eth0"), "30.1.1.1") == ["10.0.1.2 eth0"]


@pytest.mark.parametrize(
    ("routes", "rule"),
    [
        ([static("20.0.0.0/8", "20.0.0.1")], "route.next-hop-through-itself"),
        ([static("20.0.0.0/8", "30.0.0.1"), static("30.0.0.0/8", "20.0.0.1")], "route.next-hop-unreachable"),
        ([static("20.0.0.0/8", "10.0.1.1")], "route.next-hop-is-own"),
        ([static("20.0.0.0/8", "10.0.2.2", "eth0")], "route.next-hop-off-link"),
        ([static("20.0.0.0/8", port="eth9")], "route.port-down"),
        (
            [static("20.0.0.0/8", "30.0.0.1"), static("30.0.0.0/8", kind="unreachable")],
            "route.next-hop-discarded",
        ),
    ],
)
def test_a_route_is_not_followed_and_says_why(routes: list[RouteRow], rule: str) -> None:
    outcome = selected([*attached(eth0="10.0.1.1/24"), *routes], "eth0")
    first = next(s for key, s in outcome.items() if key.startswith("20."))
    assert (first.active, first.why.rule.id) == (False, rule)


def test_a_route_that_would_lead_its_own_next_hop_through_itself_stays_out() -> None:
    """10.0.1.2 is on the link; a longer prefix would send it to 200.0.0.1, which is behind 10.0.1.2."""
    rows = [
        *attached(eth0="10.0.1.1/24"),
        static("200.0.0.0/8", "10.0.1.2"),
        static("10.0.1.2/32", "200.0.0.1"),
    ]
    outcome = selected(rows, "eth0")
    assert outcome["200.0.0.0/8 10.0.1.2"].hops == (Hop("eth0", ip("10.0.1.2")),)
    assert outcome["10.0.1.2/32 200.0.0.1"].why.rule.id == "route.next-hop-through-itself"
    assert hops(in_force(rows, "eth0"), "10.0.1.2") == ["direct eth0"]


def test_a_next_hop_is_not_looked_up_without_end() -> None:
    chain = [static(f"20.0.{n}.0/24", f"20.0.{n - 1}.1" if n else "10.0.1.2") for n in range(20)]
    outcome = selected([*attached(eth0="10.0.1.1/24"), *chain], "eth0")
    assert [selection.active for selection in outcome.values()] == [True] * 16 + [False] * 4
    why = outcome["20.0.16.0/24 20.0.15.1"].why
    assert (why.rule.id, str(why.facts["prefix"])) == ("route.next-hop-too-deep", "20.0.16.0/24")
    assert hops(in_force([*attached(eth0="10.0.1.1/24"), *chain], "eth0"), "20.0.15.9") == ["10.0.1.2 eth0"]


def test_a_route_is_given_up_when_a_longer_prefix_stretches_its_way_too_far() -> None:
    chain = [static(f"20.0.{n}.0/24", f"20.0.{n - 1}.1" if n else "10.0.1.2") for n in range(14)]
    short = [static("20.0.99.0/24", "10.0.1.2"), static("90.0.0.0/8", "20.0.99.1")]
    detour = [static("95.0.0.0/8", "20.0.13.1"), static("20.0.99.1/32", "95.0.0.1")]
    links = attached(eth0="10.0.1.1/24")
    assert selected([*links, *chain, *short], "eth0")["90.0.0.0/8 20.0.99.1"].active
    outcome = selected([*links, *chain, *short, *detour], "eth0")
    assert outcome["20.0.99.1/32 95.0.0.1"].active
    assert outcome["90.0.0.0/8 20.0.99.1"].why.rule.id == "route.next-hop-too-deep"


routes = st.builds(
    lambda prefix, via, port, distance: static(f"{prefix}", via, port, distance=distance),
    st.sampled_from(
        ["0.0.0.0/0", "10.0.0.0/8", "10.0.1.0/24", "10.0.2.2/32", "20.0.0.0/8", "20.1.0.0/16", "30.0.0.0/8"]
    ),
    st.sampled_from(["10.0.1.2", "10.0.2.2", "20.0.0.1", "20.1.0.1", "30.0.0.1"]),
    st.sampled_from([None, None, None, "eth0", "eth1"]),
    st.integers(1, 2),
)


@given(
    st.lists(routes, max_size=12),
    st.sets(st.sampled_from(["eth0", "eth1"])),
    st.randoms(use_true_random=False),
)
def test_however_routes_refer_to_each_other_they_end_at_a_neighbour(
    rows: list[RouteRow], up: set[str], rng: random.Random
) -> None:
    links = {"eth0": net("10.0.1.0/24"), "eth1": net("10.0.2.0/24")}
    table = {routing.key_of(row): row for row in [*attached(eth0="10.0.1.1/24", eth1="10.0.2.1/24"), *rows]}
    outcome = routing.select(table, up)
    for key, (active, found, _) in outcome.items():
        assert active == bool(found)
        for port, next_hop in found:
            assert port in up
            assert next_hop is None or next_hop in links[port]
            assert table[key].port in (None, port)
    mixed = list(table)
    rng.shuffle(mixed)
    assert routing.select({key: table[key] for key in mixed}, up) == outcome
    active_rows = [table[key] for key, (active, _, _) in outcome.items() if active]
    built = RouteTable(active_rows)
    for row in active_rows:
        found_again = built.lookup(row.prefix.network)
        assert found_again is not None
        assert found_again.hops


def flows(count: int) -> list[tuple[IPv4Address, IPv4Address, int, tuple[int, int]]]:
    return [(IPv4Address(0x0A000000 + n), ip("20.0.0.1"), 17, (49152 + n % 7, 53)) for n in range(count)]


def test_rfc_2991_a_path_that_goes_moves_only_its_own_flows() -> None:
    paths = tuple(Hop(f"eth{n}", ip(f"10.0.{n}.2")) for n in range(4))
    for gone in paths:
        left = tuple(path for path in paths if path != gone)
        for flow in flows(500):
            before = routing.choose(paths, *flow)
            if before != gone:
                assert routing.choose(left, *flow) == before


@pytest.mark.parametrize("count", [2, 3, 5])
def test_equal_paths_carry_about_as_many_flows_each(count: int) -> None:
    paths = tuple(Hop(f"eth{n}", ip(f"10.0.{n}.2")) for n in range(count))
    shares = Counter(routing.choose(paths, *flow) for flow in flows(6000))
    assert len(shares) == count
    assert max(shares.values()) < 1.15 * 6000 / count
    assert min(shares.values()) > 0.85 * 6000 / count


def test_a_flow_keeps_its_path_and_another_seed_chooses_apart() -> None:
    paths = (Hop("eth0", ip("10.0.0.2")), Hop("eth1", ip("10.0.1.2")))
    again = [routing.choose(paths, *flow, seed=7) for flow in flows(200)]
    assert again == [routing.choose(paths[::-1], *flow, seed=7) for flow in flows(200)]
    apart = [routing.choose(paths, *flow, seed=8) for flow in flows(200)]
    assert 60 < sum(a != b for a, b in zip(again, apart, strict=True)) < 140


def test_an_explanation_names_every_route_that_matches() -> None:
    rows = [
        *attached(eth0="10.0.1.1/24"),
        static("0.0.0.0/0", "10.0.1.2"),
        static("20.0.0.0/8", "10.0.1.3"),
        static("20.0.0.0/8", "10.0.1.4", distance=5),
        static("20.1.0.0/16", "10.9.9.9", "eth1"),
        static("30.0.0.0/8", "10.0.1.5"),
    ]
    found = routing.explain_lookup(keyed(rows), {"eth0"}, ip("20.1.2.3"))
    assert [str(row.next_hop) for row in found.chosen] == ["10.0.1.3"]
    assert [(str(row.prefix), why.rule.id) for row, why in found.matched] == [
        ("20.1.0.0/16", "route.port-down"),
        ("20.0.0.0/8", "route.longest-match"),
        ("20.0.0.0/8", "route.higher-distance"),
        ("0.0.0.0/0", "route.shorter-match"),
    ]
    nothing = routing.explain_lookup(keyed(rows), {"eth0"}, ip("10.0.1.1"))
    assert [str(row.prefix) for row in nothing.chosen] == ["10.0.1.1/32"]


def test_a_route_is_static_and_preferred_unless_it_says_otherwise() -> None:
    """Administrative distance 1 and metric 0: a static route without numbers, as Cisco and Linux have them."""
    row = RouteRow(net("10.0.0.0/8"), None, "eth0")
    assert row[3:] == ("static", "unicast", 1, 0, True, None)


def test_an_address_brings_itself_and_its_network_at_distance_0() -> None:
    """RFC 1812 5.2.4.3: nothing is nearer than what is attached; a /32 has no network."""
    connected, local = routing.attached_rows("eth0", InterfaceAddress.parse("10.0.1.1/24"))
    assert connected == (net("10.0.1.0/24"), None, "eth0", "connected", "unicast", 0, 0, True, None)
    assert local == (net("10.0.1.1/32"), None, "eth0", "local", "unicast", 0, 0, True, None)
    assert routing.attached_rows("eth0", InterfaceAddress.parse("10.0.1.1/32")) == (local,)
    assert len(routing.attached_rows("eth0", InterfaceAddress.parse("10.0.1.1/31"))) == 2


def test_what_is_wrong_with_a_next_hop_is_told_of_the_route_that_it_keeps_out() -> None:
    rows = [
        *attached(eth0="10.0.1.1/24"),
        static("20.0.0.0/8", "30.0.0.1"),
        static("30.0.0.0/8", "40.0.0.1"),
        static("40.0.0.0/8", "50.0.0.1"),
    ]
    for name, selection in selected(rows, "eth0").items():
        assert str(selection.why.facts["prefix"]) == name.split()[0]


def linux(rows: list[RouteRow], *up: str) -> dict[str, tuple[bool, str]]:
    """Which routes a Linux host follows, and by which rule, by their prefix."""
    table = keyed(rows)
    chosen = routing.select(table, up, Habit.LINUX)
    return {str(key[0]): (each.active, each.why.rule.id) for key, each in chosen.items()}


def test_linux_looked_at_the_next_hop_when_the_route_was_added() -> None:
    """What is switched off loses its routes, not its addresses; what discards needs no port."""
    rows = [
        *attached(eth0="10.0.1.1/24", eth1="10.0.2.1/24"),
        static("20.0.0.0/8", "10.9.9.9", "eth0"),
        static("21.0.0.0/8", "10.0.2.9", "eth1"),
        static("22.0.0.0/8", "10.0.1.9"),
        static("23.0.0.0/8", kind="blackhole"),
        static("24.0.0.0/8", "10.0.1.9", "eth2"),
    ]
    assert linux(rows, "eth0", "eth2") == {
        "10.0.1.0/24": (True, "route.usable"),
        "10.0.1.1/32": (True, "route.usable"),
        "10.0.2.0/24": (False, "route.port-down"),
        "10.0.2.1/32": (True, "route.usable"),
        "20.0.0.0/8": (True, "route.usable"),
        "21.0.0.0/8": (False, "route.port-down"),
        "22.0.0.0/8": (False, "route.next-hop-unreachable"),
        "23.0.0.0/8": (True, "route.usable"),
        "24.0.0.0/8": (False, "route.next-hop-off-link"),
    }
    rows = [*attached(eth0="10.0.1.1/32"), static("20.0.0.0/8", "10.0.1.2", "eth0")]
    assert linux(rows, "eth0")["20.0.0.0/8"] == (True, "route.usable"), "an address of its own is enough"


def test_a_router_asks_each_time_whether_the_next_hop_is_on_the_link() -> None:
    rows = [
        *attached(eth0="10.0.1.1/24"),
        static("20.0.0.0/8", "10.0.1.9", "eth0"),
        static("21.0.0.0/8", "10.0.2.9", "eth0"),
    ]
    found = selected(rows, "eth0")
    assert found["20.0.0.0/8 10.0.1.9"].active
    assert (found["21.0.0.0/8 10.0.2.9"].active, found["21.0.0.0/8 10.0.2.9"].why.rule.id) == (
        False,
        "route.next-hop-off-link",
    )


def test_only_the_best_of_several_routes_to_a_prefix_is_followed() -> None:
    """RFC 1812 5.2.4.3 (4): by preference, then by metric; of equal ones, that which discards."""
    rows = [
        *attached(eth0="10.0.1.1/24"),
        static("20.0.0.0/8", "10.0.1.2"),
        static("20.0.0.0/8", "10.0.1.3", metric=5),
        static("20.0.0.0/8", "10.0.1.4", distance=2),
        static("30.0.0.0/8", "10.0.1.2"),
        static("30.0.0.0/8", kind="blackhole"),
    ]
    found = routing.select(keyed(rows), ["eth0"])
    told = {(str(key[0]), str(key[3])): (each.active, each.hops != (), each.why.rule.id) for key, each in found.items()}
    assert told[("20.0.0.0/8", "10.0.1.2")] == (True, True, "route.usable")
    assert told[("20.0.0.0/8", "10.0.1.3")] == (False, False, "route.higher-metric")
    assert told[("20.0.0.0/8", "10.0.1.4")] == (False, False, "route.higher-distance")
    assert told[("30.0.0.0/8", "10.0.1.2")] == (False, False, "route.discarding-wins")
    assert told[("30.0.0.0/8", "0.0.0.0")] == (True, False, "route.usable")


def test_linux_marks_what_leads_out_of_a_dark_port_but_its_address() -> None:
    """``ip route`` says ``linkdown``; the routes of the local table have no such mark."""
    rows = keyed([*attached(eth0="10.0.1.1/24", eth1="10.0.2.1/24"), static("20.0.0.0/8", "10.0.1.2", "eth0")])
    puts = routing.update(rows, {"eth0", "eth1"}, Habit.LINUX, dark={"eth0"})
    assert [(str(put.row.prefix), put.row.linkdown, put.why.rule.id) for put in puts] == [
        ("10.0.1.0/24", True, "route.linkdown"),
        ("20.0.0.0/8", True, "route.linkdown"),
    ]
    rows |= {routing.key_of(put.row): put.row for put in puts}
    back = routing.update(rows, {"eth0", "eth1"}, Habit.LINUX)
    assert [(put.row.linkdown, put.why.rule.id) for put in back] == [(None, "route.link-back")] * 2


def test_a_gateway_is_on_the_link_of_the_longest_prefix_and_then_of_the_lowest_metric() -> None:
    rows = keyed(
        [
            static("10.0.0.0/8", port="eth0"),
            static("10.0.1.0/24", port="eth1", metric=9),
            static("10.0.1.0/24", port="eth2", metric=5),
            static("10.0.1.128/25", port="eth3"),
            static("10.0.1.64/26", "10.0.0.1", "eth4"),
            static("10.0.1.66/32", port="eth5", kind="unreachable"),
        ]
    )
    up = ["eth0", "eth1", "eth2", "eth4", "eth5"]
    assert routing.on_link_port(rows, up, ip("10.0.1.66")) == "eth2"
    assert routing.on_link_port(rows, up, ip("10.0.1.200")) == "eth2", "eth3 is down"
    assert routing.on_link_port(rows, [*up, "eth3"], ip("10.0.1.200")) == "eth3"
    assert routing.on_link_port(rows, up, ip("10.0.1.66"), "eth1") == "eth1"
    assert routing.on_link_port(rows, up, ip("10.7.7.7")) == "eth0"
    assert routing.on_link_port(rows, up, ip("11.0.0.1")) is None


def test_of_two_interfaces_in_one_network_the_first_leads_there() -> None:
    rows = [
        *attached(eth0="10.0.1.1/24", eth1="10.0.1.2/24"),
        static("10.0.1.0/24", "10.0.1.9", "eth1", distance=0),
    ]
    assert hops(in_force(rows, "eth0", "eth1"), "10.0.1.7") == ["direct eth0"]


def test_equal_paths_stand_in_the_order_of_their_ports_and_neighbours() -> None:
    vias = [f"10.0.1.{last}" for last in (9, 3, 7, 5, 8, 2, 6, 4)]
    rows = [
        *attached(eth0="10.0.1.1/24", eth1="10.0.0.1/24"),
        *[static("20.0.0.0/8", via, source="dhcp" if via == "10.0.1.2" else "static") for via in vias],
        static("20.0.0.0/8", "10.0.0.2"),
    ]
    table = in_force(rows, "eth0", "eth1")
    assert hops(table, "20.0.0.1") == [*[f"{via} eth0" for via in sorted(vias)], "10.0.0.2 eth1"]
    found = table.lookup(ip("20.0.0.1"))
    assert found is not None
    assert found.source == "static", "that of the first in the order of keys"
    table = in_force([row for row in rows if str(row.next_hop) != "10.0.0.2"], "eth0", "eth1")
    found = table.lookup(ip("20.0.0.1"))
    assert found is not None
    assert found.source == "dhcp"


def test_a_fragment_has_no_ports_and_a_router_without_a_seed_has_0() -> None:
    """RFC 2991 4.1: the header fields that make a flow; of a fragment, only its first has ports."""
    paths = (Hop("eth0", ip("10.0.0.2")), Hop("eth1", ip("10.0.1.2")))
    for src, dst, protocol, ports in flows(200):
        chosen = routing.choose(paths, src, dst, protocol)
        assert chosen == routing.choose(paths, src, dst, protocol, (0, 0), seed=0)
        assert routing.choose(paths, src, dst, protocol, ports) == routing.choose(
            paths, src, dst, protocol, ports, seed=0
        )


def test_paths_are_weighed_as_rfc_7761_writes_it() -> None:
    """RFC 7761 4.7.2: "Value(G,M,C(i)) = (1103515245 * ((1103515245 * (G&M)+12345) XOR C(i)) + 12345) mod 2^31"; the
    highest value is chosen.
    """
    paths = tuple(Hop(f"eth{n}", ip(f"10.0.{n}.2")) for n in range(3))

    def value(hop: Hop, flow: int) -> int:
        path = zlib.crc32(f"{hop.port} {hop.next_hop}".encode())
        return (1103515245 * ((1103515245 * path + 12345) ^ flow) + 12345) % 2**31

    for src, dst, protocol, (src_port, dst_port) in flows(300):
        octets = struct.pack("!IIBHHI", int(src), int(dst), protocol, src_port, dst_port, 9)
        flow = zlib.crc32(octets)
        best = max(paths, key=lambda hop, flow=flow: value(hop, flow))  # type: ignore[misc]
        assert routing.choose(paths, src, dst, protocol, (src_port, dst_port), seed=9) == best


def test_a_decision_names_the_first_of_several_paths_where_none_was_chosen() -> None:
    rows = [*attached(eth0="10.0.1.1/24"), *[static("20.0.0.0/8", f"10.0.1.{last}") for last in (3, 2)]]
    dst = ip("20.1.2.3")
    found = in_force(rows, "eth0").lookup(dst)
    assert found is not None
    why = routing.decision(dst, found)
    assert (why.rule.id, str(why.facts["next_hop"])) == ("route.equal-paths", "10.0.1.2")
    assert str(routing.decision(dst, found, found.hops[1]).facts["next_hop"]) == "10.0.1.3"
    assert routing.decision(dst, None) == Why(routes_rules.NONE, dst=dst)
