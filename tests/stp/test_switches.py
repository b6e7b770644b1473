"""Switches with spanning tree in a network: loops without storms, and what people see of it."""

from pathlib import Path

import pytest

from sim import standalone
from sim.explain import sentence
from sim.features.stp import rules
from sim.features.stp.lines import NOT_ENABLED
from sim.features.stp.pdu import Bpdu, BridgeId
from sim.features.stp.settings import Protocol, StpSettings
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Ethernet
from sim.packets.carried import chain
from sim.scenario.library import bundled
from sim.scenario.load import load, load_text
from sim.session import Session
from sim.shell.shell import parse
from sim.trace.records import Kind
from sim.trace.world import fold
from sim.wire.pcapng import Writer
from sim.words import TextError
from tests.conftest import Tshark

RING = """
title: Three switches in a ring
nodes:
  pc1: {{host: 192.168.10.1/24, mac: 02:00:00:00:00:01}}
  pc2: {{host: 192.168.10.2/24, mac: 02:00:00:00:00:02}}
  sw1: {{switch: 4 ports, stp: {{mode: {mode}, priority: 4096, mac: 00:19:06:ea:b8:80}}}}
  sw2: {{switch: 4 ports, stp: {{mode: {mode}, mac: 00:1c:0e:87:78:00}}}}
  sw3: {{switch: 4 ports, stp: {{mode: {mode}, mac: 00:1c:0e:87:85:00, ports: {{4: {{edge: true}}}}}}}}
links: [sw1:1 -- sw2:1, sw2:2 -- sw3:2, sw3:1 -- sw1:2, pc1 -- sw2:4, pc2 -- sw3:4]
until: {until}
actions: [{actions}]
"""


def ring(mode: str = "rstp", until: str = "60s", *actions: str) -> Session:
    session = Session(load_text(RING.format(mode=mode, until=until, actions=", ".join(actions))))
    assert session.run()
    return session


def roles(session: Session, node: str) -> dict[str, str]:
    return {port: f"{row.role} {row.state}" for port, row in session.network.nodes[node].tables["stp-port"].items()}


def test_a_ring_of_rstp_switches_has_one_blocked_port_and_carries_a_ping() -> None:
    session = ring("rstp", "20s", "{at: 10s, on: pc1, run: ping -c 2 192.168.10.2}")
    assert roles(session, "sw1") == {
        "1": "designated forwarding",
        "2": "designated forwarding",
        "3": "disabled discarding",
        "4": "disabled discarding",
    }
    assert roles(session, "sw3") == {
        "1": "root forwarding",
        "2": "alternate discarding",
        "3": "disabled discarding",
        "4": "designated forwarding",
    }
    lines = [row.text for row in session.network.nodes["pc1"].tables["console"].values()]
    assert "2 packets transmitted, 2 received, 0% packet loss" in lines[-2]


def test_a_ring_of_stp_switches_waits_for_thirty_seconds() -> None:
    pings = [f"{{at: {second}s, on: pc1, run: ping -c 1 -W 1 192.168.10.2}}" for second in (10, 29, 33)]
    session = ring("stp", "40s", *pings)
    lines = [row.text for row in session.network.nodes["pc1"].tables["console"].values()]
    received = [line.split(", ")[1] for line in lines if "transmitted" in line]
    assert received == ["0 received", "0 received", "1 received"]


@pytest.mark.parametrize(("mode", "most"), [("rstp", 1), ("stp", 60)])
def test_a_cut_cable_is_gone_round(mode: str, most: int) -> None:
    session = ring(mode, "120s", "{at: 50s, cut: sw3 -- sw1}")
    assert roles(session, "sw3")["2"] == "root forwarding"
    forwards = [
        record.at for record in session.trace if record.why.rule.id.startswith("stp.forwards") and record.node == "sw3"
    ]
    assert forwards[-1] - 50_000_000_000 < most * 1_000_000_000


def test_live_tables_are_the_fold_of_the_trace() -> None:
    session = ring("stp", "100s", "{at: 50s, cut: sw3 -- sw1}", "{at: 70s, mend: sw3 -- sw1}")
    world = fold(session.trace, len(session.trace))
    for name, node in session.network.nodes.items():
        for table, rows in node.tables.items():
            assert world.table(name, table) == rows, (name, table)


def test_show_spanning_tree_has_the_form_of_a_catalyst() -> None:
    session = ring("rstp", "20s", "{at: 10s, on: sw3, run: show spanning-tree}")
    lines = [row.text for row in session.network.nodes["sw3"].tables["console"].values()]
    assert (
        lines
        == """\
VLAN0001
  Spanning tree enabled protocol rstp
  Root ID    Priority    4096
             Address     0019.06ea.b880
             Cost        20000
             Port        1 (1)
             Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec

  Bridge ID  Priority    32768  (priority 32768 sys-id-ext 0)
             Address     001c.0e87.8500
             Hello Time   2 sec  Max Age 20 sec  Forward Delay 15 sec
             Aging Time  300 sec

Interface           Role Sts Cost      Prio.Nbr Type
------------------- ---- --- --------- -------- --------------------------------
1                   Root FWD 20000     128.1    P2p
2                   Altn BLK 20000     128.2    P2p
4                   Desg FWD 20000     128.4    P2p Edge""".splitlines()
    )


def test_the_reasons_name_the_root_and_why_a_port_blocks() -> None:
    session = ring("rstp", "5s")
    told = {record.why.rule: sentence(record.why, what=record.what) for record in session.trace if record.node == "sw3"}
    assert told[rules.ALTERNATE_BY_BRIDGE] == (
        "Both switches on the link at port 2 are at cost 20000 from the root. 32768.00:1c:0e:87:78:00 is lower than "
        "this switch's 32768.00:1c:0e:87:85:00, so the neighbour serves the link and port 2 blocks."
    )
    assert "4096.00:19:06:ea:b8:80 is the lowest identifier" in told[rules.OTHER_ROOT]


def test_a_blocked_port_drops_with_a_reason() -> None:
    session = ring("rstp", "20s", "{at: 10s, on: pc1, run: ping -c 1 192.168.10.2}")
    dropped = [record for record in session.trace if record.kind is Kind.FRAME_DROPPED and record.node == "sw3"]
    assert {record.why.rule for record in dropped} == {rules.RELAYS_NOTHING}
    assert {record.port for record in dropped} == {"2"}


def test_a_switch_without_spanning_tree_has_no_such_table() -> None:
    session = Session(
        load_text(
            "{title: T, nodes: {sw1: {switch: 2 ports}, pc1: {host: 10.0.0.1/8}}, links: [pc1 -- sw1], until: 1s}"
        )
    )
    session.run()
    assert "stp" not in session.network.nodes["sw1"].tables


def test_bpdu_guard_switches_the_port_off_and_the_link_goes_down() -> None:
    text = """
    title: A switch where a PC should be
    nodes:
      sw1: {switch: 2 ports, stp: {mode: rstp, ports: {1: {edge: true, bpdu_guard: true}}}}
      sw2: {switch: 2 ports, stp: rstp}
    links: [sw1:1 -- sw2:1]
    until: 10s
    """
    session = Session(load_text(text))
    session.run()
    assert not session.network.nodes["sw1"].ports["1"].up
    assert roles(session, "sw1")["1"] == "disabled discarding"
    assert [record.node for record in session.trace if record.why.rule is rules.BPDU_GUARD]


def test_a_port_at_a_hub_is_shared_and_a_slow_link_costs_more() -> None:
    text = """
    title: Links of all kinds
    nodes:
      sw1: {switch: 3 ports, stp: MODE}
      sw2: {switch: 3 ports, stp: MODE}
      hub: {hub: 3 ports}
    links:
      - sw1:1 -- hub
      - sw2:1 -- hub
      - {link: sw1:2 -- sw2:2, bandwidth: 100 Mbit/s}
      - {link: sw1:3 -- sw2:3, bandwidth: 10 Mbit/s}
    until: 1s
    """
    # 802.1D-2004 table 17-3, 802.1D-1998 table 8-5
    for mode, costs in (("rstp", [20_000, 200_000, 2_000_000]), ("stp", [4, 19, 100])):
        session = Session(load_text(text.replace("MODE", mode)))
        session.run()
        rows = session.network.nodes["sw1"].tables["stp-port"]
        assert [row.cost for row in rows.values()] == costs
        assert [row.point_to_point for row in rows.values()] == [False, True, True]


def test_stations_are_forgotten_when_the_tree_changes() -> None:
    ping = "{at: 10s, on: pc1, run: ping -c 1 192.168.10.2}"
    session = ring("rstp", "20s", ping, "{at: 15s, cut: sw3 -- sw1}")
    flushed = [record for record in session.trace if record.why.rule is rules.FLUSHED and record.at >= 15_000_000_000]
    assert {record.node for record in flushed} >= {"sw2"}


def test_lines_of_configuration_set_up_the_tree_while_it_runs() -> None:
    text = """
    title: Commands
    nodes:
      sw1: {switch: 4 ports, stp: {mode: rstp, mac: 00:00:00:00:01:00}}
      sw2: {switch: 4 ports, stp: {mode: rstp, mac: 00:00:00:00:02:00}}
      old: {switch: 2 ports}
    links: [sw1:1 -- sw2:1]
    actions:
      - at: 3s
        on: sw2
        run: |
          configure terminal
          spanning-tree vlan 1 priority 4096
          spanning-tree vlan 1 hello-time 1
          interface 1
          spanning-tree cost 100
          interface 3
          spanning-tree portfast
          spanning-tree bpduguard enable
          spanning-tree port-priority 64
      - {at: 5s, on: sw2, run: show running-config}
      - {at: 6s, on: sw2, run: configure terminal ; no spanning-tree vlan 1 priority}
      - {at: 6s, on: sw2, run: configure terminal ; interface 1 ; no spanning-tree cost}
      - {at: 6s, on: old, run: configure terminal ; spanning-tree vlan 1 root primary}
    until: 60s
    """
    session = Session(load_text(text))
    session.run(until=5_500_000_000)
    tables = session.network.nodes["sw2"].tables
    own = BridgeId.parse("4096.00:00:00:00:02:00")
    assert tables["stp"]["tree"][1:8] == (own, own, 0, None, 20 * 10**9, 10**9, 15 * 10**9)
    assert (tables["stp-port"]["1"].cost, str(tables["stp-port"]["3"].port_id)) == (100, "64.3")
    lines = [row.text for row in tables["console"].values()]
    assert [line.strip() for line in lines if "spanning-tree" in line] == [
        "spanning-tree cost 100",
        "spanning-tree port-priority 64",
        "spanning-tree portfast",
        "spanning-tree bpduguard enable",
        "spanning-tree mode rapid-pvst",
        "spanning-tree vlan 1 priority 4096",
        "spanning-tree vlan 1 hello-time 1",
    ]
    assert session.run()
    tree, port = tables["stp"]["tree"], tables["stp-port"]["1"]
    assert (str(tree.root), port.cost, tree.root_cost) == ("32768.00:00:00:00:01:00", 20_000, 20_000)
    printed = session.network.nodes["old"].tables["console"].values()
    assert [row.text for row in printed] == [NOT_ENABLED]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("spanning-tree vlan 1 priority 5000", "write 4096 or another multiple"),
        ("spanning-tree vlan 1 hello-time 0", "a number from 1 to 10 does"),
        ("spanning-tree cost 5", "write 'interface NAME' before it"),
        ("interface 1 ; spanning-tree guard loop", "write root or none"),
    ],
)
def test_a_wrong_line_says_what_would_be_right(line: str, hint: str) -> None:
    with pytest.raises(TextError) as error:
        parse(f"configure terminal ; {line}")
    assert hint in error.value.hint


def test_switches_with_vlans_and_interfaces_have_one_tree() -> None:
    text = """
    title: A layer-3 switch and two access switches in a ring
    nodes:
      pc1: {host: 192.168.10.1/24, gateway: 192.168.10.254}
      pc2: {host: 192.168.20.1/24, gateway: 192.168.20.254}
      core:
        switch: 4 ports
        vlans: {10: 4}
        trunks: [1, 2]
        svi: {10: 192.168.10.254/24, 20: 192.168.20.254/24}
        stp: {mode: rstp, priority: 4096}
      acc1: {switch: 4 ports, vlans: {10: 3, 20: []}, trunks: [1, 2], stp: {mode: rstp, mac: 00:00:00:00:01:00}}
      acc2: {switch: 4 ports, vlans: {10: [], 20: 3}, trunks: [1, 2], stp: {mode: rstp, mac: 00:00:00:00:02:00}}
    links: [core:1 -- acc1:1, core:2 -- acc2:1, acc1:2 -- acc2:2, pc1 -- acc1:3, pc2 -- acc2:3]
    actions:
      - {at: 5s, on: pc1, run: ping -c 2 192.168.20.1}
      - {at: 10s, cut: core -- acc2}
      - {at: 12s, on: pc1, run: ping -c 2 192.168.20.1}
    until: 20s
    expect:
      - pc1 receives 4 icmp echo-reply from pc2
      - {on: acc2, table: stp-port, at: 9s, holds: {port: 2, role: alternate, state: discarding}}
      - {on: acc2, table: stp-port, holds: {port: 2, role: root, state: forwarding}}
    """
    session = Session(load_text(text))
    session.run()
    assert [outcome.ok for outcome in session.check()] == [True] * 3


LESSONS = ("rstp-against-stp", "counting-to-infinity", "portfast-and-a-loop")


@pytest.mark.parametrize("lesson", LESSONS)
def test_tshark_reads_every_bpdu_of_a_lesson_as_we_do(lesson: str, tmp_path: Path, tshark: Tshark) -> None:
    session = Session(load(bundled()[f"switching/{lesson}"]))
    session.run()
    frames = [record.what for record in session.trace if record.kind is Kind.FRAME_SENT]
    found = [(frame, bpdu) for frame in frames for _, bpdu in chain(frame) if isinstance(bpdu, Bpdu)]  # type: ignore[arg-type]
    path = tmp_path / "lesson.pcapng"
    with path.open("wb") as stream:
        writer = Writer(stream, [("all", "")])
        for frame, _ in found:
            assert isinstance(frame, Ethernet)
            writer.packet(0, 0, wire.encode(frame))
    names = ["_ws.col.Protocol", "_ws.malformed", "_ws.expert.message", "stp.version", "stp.type", "stp.root.hw"]
    rows = tshark(path, *names, "stp.root.cost", "stp.flags")
    assert len(rows) == len(found) > 40
    for row, (_, bpdu) in zip(rows, found, strict=True):
        assert row[:5] == ["STP", "", "", str(bpdu.version), f"0x{bpdu.type:02x}"]
        if bpdu.type != 0x80:
            assert row[5:] == [str(bpdu.root.address), str(bpdu.cost), f"0x{bpdu.flags:02x}"]


def test_a_switch_alone_sends_bpdus_as_octets() -> None:
    # 802.1D-2004 figure 9-3; the port at the other end is silent, so the BPDU proposes
    switch = standalone.switch(ports=2, stp=StpSettings(Protocol.RSTP, 4096))
    sent = switch.advance(0)
    assert [port for port, _ in sent] == ["1", "2"]
    assert sent[0].octets[:6].hex(":") == "01:80:c2:00:00:00"
    assert sent[0].octets[12:24].hex(" ") == "00 27 42 42 03 00 00 02 02 0e 10 00"
    assert [port for port, _ in switch.advance(2_000_000_000)] == ["1", "2"]


def test_mcheck_is_a_command() -> None:
    text = """
    title: An old neighbour that was replaced
    nodes:
      sw1: {switch: 2 ports, stp: {mode: rstp, priority: 4096, ports: {1: {auto_edge: false}}}}
      old: {switch: 2 ports, stp: stp}
    links: [sw1:1 -- old:1]
    actions:
      - {at: 50s, on: sw1, run: clear spanning-tree detected-protocols}
      - {at: 50s, on: sw1, run: clear spanning-tree detected-protocols interface 9}
    until: 100s
    """
    session = Session(load_text(text))
    session.run()
    history = [
        (record.at // 1_000_000_000, record.why.rule)
        for record in session.trace
        if record.node == "sw1" and record.why.rule in (rules.SELECTS_STP, rules.CHECKS_RSTP)
    ]
    assert [rule for _, rule in history] == [rules.SELECTS_STP, rules.CHECKS_RSTP, rules.SELECTS_STP]
    assert history[1][0] == 50
    printed = session.network.nodes["sw1"].tables["console"].values()
    assert [row.text for row in printed] == ["% 9 is no port of the bridge"]


def test_an_aggregate_is_one_port_of_the_bridge() -> None:
    """802.1D-2004 table 17-3: two cables of 1 Gbit/s cost half of one; only the loss of both changes the tree."""
    text = """
    title: A ring with a double side
    nodes:
      sw1: {switch: 6 ports, stp: {mode: rstp, priority: 4096}, aggregates: {po1: 5-6}}
      sw2: {switch: 6 ports, stp: rstp, aggregates: {po1: 5-6}}
      sw3: {switch: 6 ports, stp: {mode: rstp, priority: 61440}}
    links: [sw1:5 -- sw2:5, sw1:6 -- sw2:6, sw1:1 -- sw3:1, sw2:1 -- sw3:2]
    until: 60s
    actions: [{at: 20s, cut: sw1:5 -- sw2:5}, {at: 40s, cut: sw1:6 -- sw2:6}]
    """
    session = Session(load_text(text))
    session.run(until=30_000_000_000)
    tree = session.network.nodes["sw2"].tables["stp"]["tree"]
    assert (tree.root_port, tree.root_cost) == ("po1", 10_000)
    assert tree.changed_at < 20_000_000_000
    assert roles(session, "sw3")["2"] == "alternate discarding"
    assert set(roles(session, "sw2")) == {"1", "2", "3", "4", "po1"}
    session.run()
    tree = session.network.nodes["sw2"].tables["stp"]["tree"]
    assert (tree.root_port, tree.root_cost) == ("1", 40_000)
