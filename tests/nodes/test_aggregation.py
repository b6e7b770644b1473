"""Static link aggregation: one port for the bridge, one cable for each conversation (IEEE 802.1AX-2014 6.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.addresses import MacAddress
from sim.bridge.aggregation import machine
from sim.bridge.aggregation.settings import Hash
from sim.link.ethernet.pdu import Ethernet
from sim.scenario.load import load_text
from sim.scenario.problem import ScenarioError
from sim.session import Session
from sim.trace.records import Kind
from sim.trace.world import fold

TWO = """\
title: two cables
allow: [{allow}]
nodes:
  pc1: {{host: 10.0.0.1/24, mac: 02:00:00:00:00:01}}
  pc2: {{host: 10.0.0.2/24, mac: 02:00:00:00:00:02}}
  sw1: {{switch: 4 ports, aggregates: {{po1: 3-4}}}}
  sw2: {{switch: 4 ports{other}}}
links: [pc1 -- sw1:1, pc2 -- sw2:1, sw1:3 -- sw2:3, sw1:4 -- sw2:4]
until: 8s
actions:
  - {{at: 1s, on: pc1, run: ping -c 1 10.0.0.2}}
  - {{at: 2s, cut: sw1:3 -- sw2:3}}
  - {{at: 3s, cut: sw1:4 -- sw2:4}}
  - {{at: 4s, mend: sw1:4 -- sw2:4}}
  - {{at: 5s, on: pc1, run: ping -c 1 10.0.0.2}}
"""
BOTH = ", aggregates: {po1: 3-4}"

macs = st.integers(1, 0xFEFFFFFFFFFF).map(MacAddress)


@given(macs, macs, st.sampled_from(list(Hash)), st.lists(st.sampled_from("3456"), min_size=1, unique=True))
def test_frames_of_one_conversation_take_one_cable(dst: MacAddress, src: MacAddress, by: Hash, up: list[str]) -> None:
    # 6.2.4: "the algorithm shall ensure that, when frames are distributed …, frame ordering is maintained"
    one, other = (Ethernet(dst, src, 0x88B5, payload) for payload in (b"a", b"bcd"))
    assert machine.chosen(one, by, up) == machine.chosen(other, by, up)
    assert machine.chosen(one, by, up) in up


@given(macs, macs)
def test_both_directions_take_one_cable_by_both_addresses(a: MacAddress, b: MacAddress) -> None:
    there, back = Ethernet(b, a, 0x88B5, b""), Ethernet(a, b, 0x88B5, b"")
    assert machine.chosen(there, Hash.SRC_DST_MAC, "34") == machine.chosen(back, Hash.SRC_DST_MAC, "34")


def test_an_aggregate_is_one_port_without_a_loop_and_lives_on_with_one_cable() -> None:
    session = Session(load_text(TWO.format(allow="", other=BOTH)))
    session.run()
    crossing = [
        each
        for each in session.trace
        if each.kind is Kind.FRAME_SENT and each.node in ("sw1", "sw2") and each.port in ("3", "4")
    ]
    # ARP request and reply, echo request and reply, and after the cut another ping: each crosses once.
    assert [each.port for each in crossing] == ["3", "4", "4", "4", "4", "4"]
    world = fold(session.trace, len(session.trace))
    assert world.table("sw1", "aggregate")["po1"].active == ("4",)
    assert [line.text for line in world.table("pc1", "console").values() if "1 received" in line.text] != []
    flushed = [each.at for each in session.trace if each.why.rule.id == "switch.flushed" and each.node == "sw1"]
    assert flushed == [3_000_000_000]  # when the last cable goes, and not before


def test_an_aggregate_at_one_end_alone_is_doubted() -> None:
    found = load_text(TWO.format(allow="", other="")).warnings[0]
    assert found.message == "po1 of sw1 has a cable to sw2:3, which is in no aggregate"


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("aggregates: {po1: 5}", "an aggregate has at least two ports"),
        ("aggregates: {lag1: 1-2}", "'lag1' is no name of an aggregate"),
        ("aggregates: {po1: 1-2, po2: 2-3}", "port 2 is in po1 already"),
        ("aggregates: {po1: 4-5}", "sw1 has no port 5"),
        ("aggregates: {po1: 1-2}, trunks: 2", "port 2 of sw1 is in po1"),
    ],
)
def test_aggregates_that_cannot_be_are_told_with_their_place(keys: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(f"title: t\nallow: [unconnected]\nnodes:\n  sw1: {{switch: 4 ports, {keys}}}\n")
    assert message in [each.message for each in caught.value.problems]
