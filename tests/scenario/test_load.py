"""What each way of writing a scenario means, as plain objects."""

from pathlib import Path

import pytest

from sim.addresses import InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.assembly.settings import InterfacePlan
from sim.bridge.settings import SwitchSettings, WhenFull
from sim.ip.acd.settings import AcdSettings, Policy
from sim.ip.arp.settings import ArpSettings
from sim.ip.icmp.settings import IcmpSettings
from sim.ip.ipv4.settings import Ipv4Settings
from sim.ip.pmtu.settings import PmtuSettings
from sim.ip.reassembly.settings import ReassemblySettings
from sim.ip.routes.service import StaticRoute
from sim.link.faults import Chances, Deed
from sim.link.settings import NicSettings
from sim.patterns.syntax import Moment, parse_moment
from sim.scenario.load import load, load_objects, load_text
from sim.scenario.plan import HubPlan, LinkPlan, Plug, Run, SwitchPlan
from sim.scenario.problem import ScenarioError
from sim.settings import NodeSettings
from sim.shell.shell import parse as parse_command
from tests.scenario.texts import ip_node, link, node, pair, scenario

MAC = MacAddress.parse("10:11:22:33:44:55")
SECOND = 1_000_000_000


def cidr(text: str) -> InterfaceAddress:
    return InterfaceAddress.parse(text)


def prefix(text: str) -> Prefix:
    return Prefix.parse(text)


def ip(text: str) -> IPv4Address:
    return IPv4Address.parse(text)


# Nodes


def test_a_host_with_one_address_has_it_at_eth0() -> None:
    (interface,) = ip_node("x: {host: 192.168.10.1/24}").interfaces
    assert interface[:2] == ("eth0", (cidr("192.168.10.1/24"),))


def test_a_mask_can_be_written_in_dotted_decimal() -> None:
    (interface,) = ip_node("x: {host: 192.168.99.254/255.255.240.0}").interfaces
    assert interface.addresses[0].prefix == prefix("192.168.96.0/20")


@pytest.mark.parametrize(
    "text",
    [
        "x: {host: 10.0.0.1/24, mac: 10:11:22:33:44:55}",
        "x: {host: {eth0: {address: 10.0.0.1/24, mac: 10:11:22:33:44:55}}}",
        "x: {host: {eth0: {address: [10.0.0.1/24], mac: 10-11-22-33-44-55}}}",
        "x: {host: {eth0: 10.0.0.1/24}, mac: 10:11:22:33:44:55}",
    ],
)
def test_the_ways_to_write_one_interface_mean_the_same(text: str) -> None:
    assert ip_node(text).interfaces == (InterfacePlan("eth0", (cidr("10.0.0.1/24"),), MAC),)


def test_interfaces_keep_their_order_and_can_have_several_addresses_or_none() -> None:
    interfaces = ip_node("x: {host: {lan: [10.0.0.1/24, 10.0.1.1/24], eth0: {}}}").interfaces
    assert [interface[:2] for interface in interfaces] == [
        ("lan", (cidr("10.0.0.1/24"), cidr("10.0.1.1/24"))),
        ("eth0", ()),
    ]


def test_mac_addresses_are_local_unicast_distinct_and_depend_on_the_names_alone() -> None:
    few = scenario(["a: {host: 10.0.0.1/24}", "b: {host: 10.0.0.2/24}"]).names.nodes
    many = scenario(["c: {host: 10.0.0.3/24}", "b: {host: 10.0.0.2/24}", "a: {host: 10.0.0.9/24}"]).names.nodes
    assert (few["a"].macs, few["b"].macs) == (many["a"].macs, many["b"].macs)
    (mac,) = few["a"].macs
    assert mac >> 40 == 0x02  # IEEE 802, 8.4: X2 means individual and locally administered
    assert len(few["a"].macs | many["b"].macs | many["c"].macs) == 3


def test_a_chosen_mac_address_avoids_those_that_are_given() -> None:
    (chosen,) = scenario("a: {host: 10.0.0.1/24}").names.nodes["a"].macs
    nodes = scenario([f"b: {{host: 10.0.0.2/24, mac: {chosen}}}", "a: {host: 10.0.0.1/24}"]).names.nodes
    assert nodes["b"].macs == {chosen}
    assert nodes["a"].macs != {chosen}


def test_a_router_forwards_and_a_host_does_not() -> None:
    assert ip_node("x: {router: {eth0: 10.0.0.1/24, eth1: 10.0.1.1/24}}").settings.of(Ipv4Settings).forwarding
    assert not ip_node("x: {host: 10.0.0.1/24}").settings.of(Ipv4Settings).forwarding


def test_settings_left_out_are_the_defaults_of_the_protocols() -> None:
    assert ip_node("x: {host: 10.0.0.1/24}").settings == NodeSettings()


def test_all_settings_of_a_router_arrive() -> None:
    settings = ip_node(
        "x:",
        "  router: 10.0.0.1/24",
        "  ttl: 32",
        "  arp: {static: {10.0.0.9: 10:11:22:33:44:55}, reachable_time: 5s, stale_time: 6s, retry_interval: 500ms,",
        "        max_requests: 1, max_polls: 1, failed_time: 2s, queue_length: 9, accept_gratuitous: true}",
        "  acd: {probe_num: 1, policy: cease}",
        "  icmp: {answer_broadcasts: true, burst: 2, interval: 0s}",
        "  reassembly: {timeout: 30s, capacity: 1}",
        "  pmtu: {timeout: 1min}",
        "  proxy_arp: true",
        "  directed_broadcast: true",
        "  conflict_detection: true",
        "  redirects: false",
        "  promiscuous: true",
        "  first_identification: 100",
    ).settings
    static = ((ip("10.0.0.9"), MAC),)
    assert settings == NodeSettings(
        Ipv4Settings(forwarding=True, ttl=32, first_identification=100, directed_broadcast=True),
        ArpSettings(static, 5 * SECOND, 6 * SECOND, SECOND // 2, 1, 1, 2 * SECOND, 9, True, proxy_arp=True),
        AcdSettings(probe_num=1, policy=Policy.CEASE, conflict_detection=True),
        IcmpSettings(True, 2, 0, redirects=False),
        ReassemblySettings(30 * SECOND, 1),
        PmtuSettings(60 * SECOND),
        NicSettings(promiscuous=True),
    )


@pytest.mark.parametrize("text", ["4 ports", "4", "0x4"])
def test_the_ways_to_write_a_number_of_ports_mean_the_same(text: str) -> None:
    assert node(f"x: {{switch: {text}}}") == SwitchPlan("x", ("1", "2", "3", "4"))
    assert node(f"x: {{hub: {text}}}") == HubPlan("x", ("1", "2", "3", "4"))


def test_all_settings_of_a_switch_arrive() -> None:
    plan = node("x: {switch: 1 port, ageing_time: 10s, table_size: 2, when_full: flood}")
    assert plan == SwitchPlan("x", ("1",), NodeSettings(SwitchSettings(10 * SECOND, 2, WhenFull.FLOOD)))


@pytest.mark.parametrize("name", ["pc1", "PC", "dorm-10", "宿舍1", "a_b", "r"])
def test_a_node_can_have_any_name_of_letters_and_digits(name: str) -> None:
    assert node(f"{name}: {{hub: 2}}", name=name).name == name


# Links


def test_a_port_that_is_not_named_is_the_next_free_one_that_no_link_names() -> None:
    nodes = ["sw1: {switch: 3 ports}", *(f"pc{n}: {{host: 10.0.0.{n}/24}}" for n in (1, 2, 3))]
    links = scenario(nodes, ["pc1 -- sw1", "sw1:1 -- pc2", "pc3:eth0 -- sw1"]).links
    assert [link.name for link in links] == ["pc1:eth0 -- sw1:2", "sw1:1 -- pc2:eth0", "pc3:eth0 -- sw1:3"]


def test_a_link_without_options_is_a_gigabit_with_a_microsecond_of_delay() -> None:
    assert link() == LinkPlan((("a", "eth0"), ("b", "eth0")), 10**9, 1000, 1500, 100, Chances(), ())


def test_all_options_of_a_link_arrive() -> None:
    plan = link(
        "bandwidth: 100 Mbit/s", "delay: 1ms", "jitter: 250us", "loss: 10%", "duplicate: 0.01", "corrupt: 0.5%",
        "mtu: 576", "queue: 3", "ecn_mark: 2",
    )  # fmt: skip
    assert plan[1:] == (10**8, 10**6, 576, 3, Chances(0.1, 0.01, 0.005, 250_000), (), 2)


@pytest.mark.parametrize("text", ["a--b", "a -- b:eth0", "a:eth0--b", '"a:eth0 -- b:eth0"'])
def test_spaces_around_the_dashes_do_not_matter(text: str) -> None:
    nodes = ["a: {host: 10.0.0.1/24}", "b: {host: 10.0.0.2/24}"]
    assert scenario(nodes, [text]).links[0].name == "a:eth0 -- b:eth0"


# Routes


def test_a_gateway_is_a_default_route() -> None:
    plan = ip_node("x: {host: 10.0.0.1/24, gateway: 10.0.0.254}")
    assert plan.routes == (StaticRoute(prefix("0.0.0.0/0"), ip("10.0.0.254")),)


def test_all_kinds_of_static_routes_arrive_in_order() -> None:
    plan = ip_node(
        "x:",
        "  router: {eth0: 10.1.1.2/24, eth1: 10.2.2.1/24}",
        "  routes:",
        "    - {to: 10.0.0.0/8, via: 10.1.1.1}",
        "    - {to: default, via: 10.1.1.1, distance: 200, metric: 5}",
        "    - {to: 172.16.0.0/255.240.0.0, out: eth1}",
        "    - {to: 192.168.0.0/16, via: 10.2.2.2, out: eth1}",
        "    - {to: 203.0.113.0/24, kind: blackhole}",
        "    - {to: 198.51.100.0/24, kind: unreachable}",
        "    - {to: 192.0.2.0/24, kind: prohibit}",
    )
    assert plan.routes == (
        StaticRoute(prefix("10.0.0.0/8"), ip("10.1.1.1")),
        StaticRoute(prefix("0.0.0.0/0"), ip("10.1.1.1"), None, "unicast", 200, 5),
        StaticRoute(prefix("172.16.0.0/12"), None, "eth1"),
        StaticRoute(prefix("192.168.0.0/16"), ip("10.2.2.2"), "eth1"),
        StaticRoute(prefix("203.0.113.0/24"), kind="blackhole"),
        StaticRoute(prefix("198.51.100.0/24"), kind="unreachable"),
        StaticRoute(prefix("192.0.2.0/24"), kind="prohibit"),
    )


# What happens


def test_actions_are_commands_and_cables() -> None:
    plan = pair(
        "actions:\n"
        "  - {at: 1s, on: pc1, run: ping -c 1 192.168.10.2}\n"
        "  - {at: 1500ms, cut: sw1 -- pc1}\n"
        "  - {at: 2s, mend: pc1:eth0 -- sw1:1}\n"
    )
    assert plan.actions == (
        Run(SECOND, "pc1", parse_command("ping -c 1 192.168.10.2")),
        Plug(1_500_000_000, "pc1:eth0 -- sw1:1", up=False),
        Plug(2 * SECOND, "pc1:eth0 -- sw1:1", up=True),
    )


def test_a_run_ends_when_it_says_or_20_seconds_after_its_last_action() -> None:
    assert pair("").until == 20 * SECOND
    assert pair("actions:\n  - {at: 100s, on: pc1, run: arp}\n").until == 120 * SECOND
    assert pair("until: 1.5s\nactions:\n  - {at: 1s, on: pc1, run: arp}\n").until == 1_500_000_000


def test_faults_belong_to_their_link_in_order() -> None:
    plan = pair(
        "faults:\n"
        "  - {on: pc1 -- sw1, drop: 2nd icmp echo-request from pc1}\n"
        "  - {on: sw1 -- pc1, corrupt: first 3 arp, octet: 20, bit: 3, fcs: repaired}\n"
        "  - {on: pc2 -- sw1, delay: every frame leaving sw1:2, by: 5ms}\n"
        "  - {on: pc2 -- sw1, duplicate: first arp}\n"
    )
    one, other = (link.faults for link in plan.links)
    assert [(f.deed, f.pattern.first, f.pattern.last, f.octet, f.bit, f.fcs_repaired, f.by) for f in one] == [
        (Deed.DROP, 2, 2, None, 0, False, 0),
        (Deed.CORRUPT, 1, 3, 20, 3, True, 0),
    ]
    assert [(f.deed, f.pattern.first, f.pattern.last, f.by) for f in other] == [
        (Deed.DELAY, 1, None, 5_000_000),
        (Deed.DUPLICATE, 1, 1, 0),
    ]


def test_notes_have_a_moment_a_text_and_perhaps_a_title() -> None:
    plan = pair(
        "notes:\n"
        "  - {when: start, text: Hello, title: Welcome}\n"
        "  - {when: 2s, text: '**Two** seconds'}\n"
        "  - {when: first arp on pc1--sw1, text: A question}\n"
        "  - {when: end, text: Bye}\n"
    )
    assert [(note.moment, note.text, note.title) for note in plan.notes] == [
        (Moment("start", edge="start"), "Hello", "Welcome"),
        (Moment("2s", time=2 * SECOND), "**Two** seconds", ""),
        (parse_moment("first arp on pc1--sw1", plan.names), "A question", ""),
        (Moment("end", edge="end"), "Bye", ""),
    ]


def test_what_is_said_about_the_scenario_arrives() -> None:
    plan = pair(
        "topics: arp\nlevel: exam\ngoal: [One, Two]\ndescription: |\n  Markdown *here*\nseed: 7\nrecords: 99\n"
        "layout: {pc1: [0, 0], pc2: [4, -1]}\n"
    )
    assert (plan.title, plan.topics, plan.level, plan.goals) == ("A test", ("arp",), "exam", ("One", "Two"))
    assert (plan.description, plan.seed, plan.records) == ("Markdown *here*\n", 7, 99)
    assert plan.layout == {"pc1": (0, 0), "pc2": (4, -1)}
    assert plan.path == "test.yaml"


def test_a_file_a_text_and_objects_mean_the_same(tmp_path: Path) -> None:
    text = "title: x\nnodes:\n  a: {host: 10.0.0.1/8}\n  b: {host: 10.0.0.2/8}\nlinks: [a -- b]\n"
    file = tmp_path / "x.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    objects = {"title": "x", "nodes": {"a": {"host": "10.0.0.1/8"}, "b": {"host": "10.0.0.2/8"}}, "links": ["a -- b"]}
    made = (load(file), load_text(text, folder=tmp_path), load_objects(objects, folder=tmp_path))
    assert len({str(each._replace(path="", text="")) for each in made}) == 1


def test_objects_are_left_as_they_are() -> None:
    objects = {"title": "x", "nodes": {"a": {"host": "10.0.0.1/8", "ttl": 0}}, "links": ["a -- c"]}
    with pytest.raises(ScenarioError):
        load_objects(objects)
    assert objects == {"title": "x", "nodes": {"a": {"host": "10.0.0.1/8", "ttl": 0}}, "links": ["a -- c"]}


# Mistakes on purpose


@pytest.mark.parametrize(
    ("allowance", "nodes", "links", "rest"),
    [
        ("duplicate-ip", ["a: {host: 10.0.0.1/24}", "b: {host: 10.0.0.1/24}"], ["a -- b"], ""),
        (
            "duplicate-mac",
            ["a: {host: 10.0.0.1/24, mac: 10:11:22:33:44:55}", "b: {host: 10.0.0.2/24, mac: 10:11:22:33:44:55}"],
            ["a -- b"],
            "",
        ),
        ("other-network", ["a: {host: 10.0.0.1/24}", "b: {host: 10.0.1.1/24}"], ["a -- b"], ""),
        ("gateway-off-link", ["a: {host: 10.0.0.1/24, gateway: 10.0.1.1}", "b: {host: 10.0.0.2/24}"], ["a -- b"], ""),
        ("other-mask", ["a: {host: 10.0.0.1/24}", "b: {host: 10.0.0.2/25}"], ["a -- b"], ""),
        ("no-gateway", ["a: {host: 10.0.0.1/24, gateway: 10.0.0.9}", "b: {host: 10.0.0.2/24}"], ["a -- b"], ""),
        (
            "no-route",
            ["a: {host: 10.0.0.1/24}", "b: {host: 10.0.0.2/24}"],
            ["a -- b"],
            "actions:\n  - {at: 1s, on: a, run: ping 10.0.1.1}\n",
        ),
        ("self-link", ["a: {switch: 2}"], ["a -- a"], ""),
        ("unconnected", [f"{name}: {{host: 10.0.0.{n}/24}}" for n, name in enumerate("abc", 1)], ["a -- b"], ""),
        (
            "overlapping-networks",
            ["a: {host: {eth0: 10.0.0.1/24, eth1: 10.0.0.129/25}}", "b: {host: 10.0.0.2/24}"],
            ["a -- b"],
            "",
        ),
        (
            "two-default-routes",
            [
                "a: {host: 10.0.0.1/24, gateway: 10.0.0.2, routes: [{to: default, via: 10.0.0.3}]}",
                "b: {router: 10.0.0.2/24}",
                "c: {router: 10.0.0.3/24}",
                "s: {hub: 3}",
            ],
            ["a -- s", "b -- s", "c -- s"],
            "",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.count("\n") == 0 else "",
)
def test_a_mistake_on_purpose_is_allowed_by_name(allowance: str, nodes: list[str], links: list[str], rest: str) -> None:
    try:
        found = [str(problem) for problem in scenario(nodes, links, rest).warnings]
    except ScenarioError as error:
        found = [str(problem) for problem in error.problems]
    assert len(found) == 1
    assert scenario(nodes, links, f"allow: {allowance}\n{rest}").warnings == ()
