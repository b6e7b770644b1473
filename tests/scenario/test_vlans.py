"""VLANs in scenarios: what is doubted, and who hears whom."""

import pytest

from sim.scenario.load import load_text
from sim.scenario.problem import ScenarioError
from sim.session import Session
from sim.trace.world import fold

TWO = """\
title: two switches
allow: [{allow}]
nodes:
  pc1: {{host: 192.168.10.1/24}}
  pc2: {{host: 192.168.20.2/24}}
  pc3: {{host: 192.168.10.3/24}}
  pc4: {{host: 192.168.20.4/24}}
  sw1: {{switch: 6 ports, vlans: {{10: 1, 20: 2}}, trunks: {{6: {one}}}}}
  sw2: {{switch: 6 ports, vlans: {{10: 1, 20: 2}}, trunks: {{6: {other}}}}}
links: [pc1 -- sw1:1, pc2 -- sw1:2, pc3 -- sw2:1, pc4 -- sw2:2, sw1:6 -- sw2:6]
"""


def warnings(text: str) -> list[str]:
    return [f"{each.line}:{each.column} {each.message}" for each in load_text(text).warnings]


def test_two_vlans_over_one_trunk_are_two_networks_and_no_doubt() -> None:
    assert warnings(TWO.format(allow="", one="all", other="[10, 20]")) == []


def test_a_native_mismatch_is_doubted_at_one_end() -> None:
    text = TWO.format(allow="", one="{native: 10}", other="{native: 20}")
    [found] = [each for each in load_text(text).warnings if each.allowance == "native-mismatch"]
    assert found.message == (
        "frames without a tag are in VLAN 10 at sw1:6 and in VLAN 20 at sw2:6, the other end of the cable"
    )
    assert (found.line, found.hint) == (8, "write native: 20, or 'allow: native-mismatch' if you mean it")


def test_a_vlan_that_a_trunk_leaves_out_is_doubted_where_it_is_left_out() -> None:
    text = TWO.format(allow="", one="all", other="10")
    [found] = [each for each in load_text(text).warnings if each.allowance == "vlan-missing"]
    assert (found.line, found.message) == (9, "VLAN 20 is on sw1 and on sw2, and port 6 of sw2 does not carry it")
    assert found.hint.startswith("add 20 to allowed")
    assert warnings(TWO.format(allow="vlan-missing", one="all", other="10")) == []


def test_a_host_in_the_wrong_vlan_is_doubted_and_its_address_is_not() -> None:
    text = """\
title: the wrong port
nodes:
  pc1: {host: 192.168.10.1/24}
  pc2: {host: 192.168.10.2/24}
  pc3: {host: 192.168.20.3/24}
  pc4: {host: 192.168.20.4/24}
  pc5: {host: 192.168.10.5/24}
  sw1: {switch: 6 ports, vlans: {10: 1-3, 20: 4-6}}
links: [pc1 -- sw1:1, pc2 -- sw1:2, pc3 -- sw1:4, pc4 -- sw1:5, pc5 -- sw1:6]
"""
    assert warnings(text) == ["7:15 pc5 is in VLAN 20, and 192.168.10.0/24 is the network of VLAN 10"]


def test_a_subinterface_that_the_switch_does_not_serve_is_doubted() -> None:
    text = """\
title: a stick
nodes:
  r1: {router: {eth0.10: 192.168.10.1/24, eth0.30: 192.168.30.1/24}}
  pc1: {host: 192.168.10.2/24}
  sw1: {switch: 2 ports, vlans: {10: 1}, trunks: 2}
links: [pc1 -- sw1:1, r1 -- sw1:2]
"""
    assert warnings(text) == ["5:50 port 2 of sw1 drops the frames of VLAN 30 that r1 sends from eth0.30"]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("vlans: {10: 1-9}", "sw1 has no port 7"),
        ("vlans: {5000: 1}", "5000 is no number of a VLAN"),
        ("vlans: {10: 1-3, 20: 3}", "port 3 is in VLAN 10 already"),
        ("vlans: {10: 1}, trunks: 1", "port 1 is a trunk already"),
        ("vlans: {10: 3-1}", "the range 3-1 goes backwards"),
        ("trunks: {1: {allowed: 0-3}}", "0 is no number of a VLAN"),
        ("svi: {0: 10.0.0.1/24}", "0 is no number of a VLAN"),
        ("routed_ports: {7: 10.0.0.1/24}", "sw1 has no port 7"),
        ("trunks: 2, routed_ports: {2: 10.0.0.1/24}", "port 2 of sw1 is a routed port, which is in no VLAN"),
        ("port_security: {7: 2}", "sw1 has no port 7"),
        ("arp_inspection: {trusted: 5-7}", "sw1 has no port 7"),
        (
            "port_security: {1: {addresses: [02:00:00:00:00:01, 02:00:00:00:00:02]}}",
            "port 1 knows 2 addresses and may have 1",
        ),
        ("gateway: 10.0.0.1", "sw1 has no interface of its own"),
        ("dhcp: {pool: 10.0.0.2-9}", "sw1 has no interface of its own"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(keys: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(f"title: t\nallow: [unconnected]\nnodes:\n  sw1: {{switch: 6 ports, {keys}}}\n")
    found = [each.message for each in caught.value.problems]
    assert message in found
    assert all(each.line == 4 for each in caught.value.problems)


L3 = """\
title: l3
allow: [{allow}]
nodes:
  pc1: {{host: 192.168.10.1/24, gateway: 192.168.10.254}}
  pc2: {{host: 192.168.20.1/24, gateway: 192.168.20.254}}
  pc3: {{host: 10.0.0.2/24, gateway: 10.0.0.1}}
  sw1:
    switch: 6 ports
    vlans: {{10: 1-2, 20: 3-4}}
    svi: {{10: 192.168.10.254/24, 20: 192.168.20.254/24}}
    routed_ports: {{6: 10.0.0.1/24}}
    ip_routing: {routing}
links: [pc1 -- sw1:1, pc2 -- sw1:3, pc3 -- sw1:6]
actions:
  - {{at: 1s, on: pc1, run: ping -c 1 192.168.20.1}}
  - {{at: 2s, on: pc1, run: ping -c 1 10.0.0.2}}
  - {{at: 3s, on: pc1, run: ping -c 1 192.168.10.254}}
  - {{at: 4s, on: sw1, run: traceroute -n 10.0.0.2}}
  - {{at: 6s, cut: pc1 -- sw1:1}}
"""


def _printed(session: Session, node: str) -> str:
    return "\n".join(line.text for line in fold(session.trace, len(session.trace)).table(node, "console").values())


def test_a_layer_3_switch_forwards_between_its_vlans_and_its_routed_ports() -> None:
    session = Session(load_text(L3.format(allow="", routing="true")))
    session.run()
    assert _printed(session, "pc1").count("1 received") == 3
    assert "10.0.0.2  0.0" in _printed(session, "sw1")


def test_a_layer_3_switch_without_ip_routing_answers_and_forwards_nothing() -> None:
    session = Session(load_text(L3.format(allow="no-gateway", routing="false")))
    session.run()
    said = _printed(session, "pc1")
    assert said.count("0 received") == 2
    assert "64 bytes from 192.168.10.254" in said


def test_the_interface_of_a_vlan_is_up_while_one_of_its_ports_is() -> None:
    session = Session(load_text(L3.format(allow="", routing="true")))
    session.run()
    world = fold(session.trace, len(session.trace))
    assert [world.table("sw1", "interface")[name].up for name in ("vlan10", "vlan20", "6")] == [False, True, True]
    routes = {str(row.prefix): row.active for row in world.table("sw1", "route").values() if row.source == "connected"}
    assert routes == {"192.168.10.0/24": False, "192.168.20.0/24": True, "10.0.0.0/24": True}
