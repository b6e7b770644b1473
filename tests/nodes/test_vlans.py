"""A switch that knows VLANs, fed with octets (IEEE 802.1Q-2018 6.9, 8.6)."""

import pytest

from sim import standalone
from sim.bridge.vlans.settings import Accepts, AccessVlan, Trunk, VlanSettings
from sim.standalone import Emitted, StandaloneDevice
from sim.trace.records import Kind
from tests.nodes.test_switch import EVERYONE, A, B, C, frame

ACCESS = (("10", AccessVlan(("1", "2"))), ("20", AccessVlan(("3", "4"))))
TAG = bytes.fromhex("8100")


def tag(octets: bytes, vlan: int, priority: int = 0) -> bytes:
    return octets[:12] + TAG + (priority << 13 | vlan).to_bytes(2, "big") + octets[12:]


def switch(
    trunks: dict[str, Trunk] | None = None, accepts: Accepts = Accepts.ALL, access: object = ACCESS
) -> StandaloneDevice:
    """Ports 1 and 2 are in VLAN 10, ports 3 and 4 in VLAN 20, the others in VLAN 1 unless they are trunks."""
    settings = VlanSettings(access, tuple((trunks or {}).items()), accepts)  # type: ignore[arg-type]
    return standalone.switch(6, vlans=settings)


def last_rule(device: StandaloneDevice) -> str:
    return device.trace[len(device.trace) - 1].why.rule.id


def out(emitted: list[Emitted]) -> dict[str, bytes]:
    return dict(emitted)


def test_a_broadcast_stays_in_its_vlan() -> None:
    device = switch()
    assert out(device.receive("1", frame(EVERYONE, A))) == {"2": frame(EVERYONE, A)}
    assert out(device.receive("3", frame(EVERYONE, B))) == {"4": frame(EVERYONE, B)}
    assert out(device.receive("5", frame(EVERYONE, C))) == {"6": frame(EVERYONE, C)}


def test_the_same_address_is_learned_for_each_vlan_alone() -> None:
    # 8.8: a filtering entry has a VID; independent learning keeps one for each VLAN.
    device = switch()
    device.receive("1", frame(EVERYONE, A))
    device.receive("3", frame(EVERYONE, A))
    assert {vlan: row.port for (vlan, _), row in device.table("mac").items()} == {10: "1", 20: "3"}
    assert out(device.receive("2", frame(A, B))) == {"1": frame(A, B)}
    assert out(device.receive("4", frame(A, C))) == {"3": frame(A, C)}


def test_a_trunk_carries_tags_and_the_native_vlan_none() -> None:
    device = switch({"6": Trunk((10, 20), 20)})
    assert out(device.receive("1", frame(EVERYONE, A)))["6"] == tag(frame(EVERYONE, A), 10)
    assert out(device.receive("3", frame(EVERYONE, B)))["6"] == frame(EVERYONE, B)
    assert out(device.receive("6", tag(frame(A, C), 10))) == {"1": frame(A, C)}
    assert out(device.receive("6", frame(B, C))) == {"3": frame(B, C)}


def test_the_priority_in_a_tag_goes_on_from_trunk_to_trunk() -> None:
    device = switch({"5": Trunk(), "6": Trunk()})
    assert out(device.receive("6", tag(frame(EVERYONE, A), 10, 5)))["5"] == tag(frame(EVERYONE, A), 10, 5)


def test_a_tag_without_a_vlan_gives_the_priority_alone() -> None:
    # 6.9.1: a priority-tagged frame is classified as an untagged one
    device = switch({"6": Trunk()})
    emitted = out(device.receive("1", tag(frame(EVERYONE, A), 0, 5)))
    assert emitted == {"2": frame(EVERYONE, A), "6": tag(frame(EVERYONE, A), 10, 5)}


@pytest.mark.parametrize(
    ("port", "vlan", "rule"),
    [
        ("1", 20, "vlan.other"),
        ("1", 30, "vlan.unknown"),
        ("6", 20, "vlan.not-allowed"),
        ("6", 30, "vlan.unknown"),
        ("6", 4095, "vlan.reserved"),
    ],
)
def test_frames_of_vlans_that_a_port_is_not_in_are_dropped_and_nothing_is_learned(
    port: str, vlan: int, rule: str
) -> None:
    # 8.6.2: ingress filtering comes before the learning process
    device = switch({"6": Trunk((10,))})
    assert device.receive(port, tag(frame(EVERYONE, A), vlan)) == []
    assert last_rule(device) == rule
    assert device.trace[len(device.trace) - 1].kind is Kind.FRAME_DROPPED
    assert not device.table("mac")


def test_a_trunk_without_a_native_vlan_takes_nothing_without_a_tag() -> None:
    device = switch({"6": Trunk((10,), 0)})
    assert device.receive("6", frame(EVERYONE, A)) == []
    assert last_rule(device) == "vlan.untagged-refused"


def test_a_native_vlan_that_the_trunk_does_not_carry_is_dropped() -> None:
    device = switch({"6": Trunk((10,), 20)})
    assert device.receive("6", frame(EVERYONE, A)) == []
    assert last_rule(device) == "vlan.native-not-allowed"
    assert "6" not in out(device.receive("3", frame(EVERYONE, B)))


def test_an_access_port_may_refuse_all_tags() -> None:
    device = switch(accepts=Accepts.UNTAGGED)
    assert device.receive("1", tag(frame(EVERYONE, A), 10)) == []
    assert last_rule(device) == "vlan.tag-refused"
    assert out(device.receive("1", tag(frame(EVERYONE, A), 0))) == {"2": frame(EVERYONE, A)}
    assert out(switch().receive("1", tag(frame(EVERYONE, A), 10))) == {"2": frame(EVERYONE, A)}


def test_the_native_vlan_can_leave_with_a_tag() -> None:
    device = switch({"6": Trunk((10,), 10, tag_native=True)})
    assert out(device.receive("1", frame(EVERYONE, A)))["6"] == tag(frame(EVERYONE, A), 10)
    assert out(device.receive("6", frame(A, B))) == {"1": frame(A, B)}


def test_two_tags_reach_another_vlan_over_the_native_one() -> None:
    # The outer tag is that of the native VLAN, so the switch takes it off and leaves the inner one to the next switch.
    first, second = switch({"6": Trunk(native=10)}), switch({"6": Trunk(native=10)})
    twice = tag(tag(frame(EVERYONE, A), 20), 10)
    on_trunk = out(first.receive("1", twice))["6"]
    assert on_trunk == tag(frame(EVERYONE, A), 20)
    assert sorted(out(second.receive("6", on_trunk))) == ["3", "4"]
    tagging = switch({"6": Trunk(native=10, tag_native=True)})
    assert out(tagging.receive("1", twice))["6"] == twice


def test_a_switch_without_vlans_passes_tags_on() -> None:
    device = standalone.switch(3)
    tagged = tag(frame(EVERYONE, A), 10)
    assert out(device.receive("1", tagged)) == {"2": tagged, "3": tagged}


def test_every_tag_put_on_or_taken_off_has_a_reason() -> None:
    device = switch({"5": Trunk(), "6": Trunk()})
    device.receive("1", frame(EVERYONE, A))
    said = [(each.port, each.why.rule.id) for each in device.trace if each.kind is Kind.DECISION]
    assert said == [("5", "vlan.tag-added"), ("6", "vlan.tag-added")]
    device.receive("6", tag(frame(A, B), 10))
    said = [(each.port, each.why.rule.id) for each in device.trace if each.kind is Kind.DECISION]
    assert said[2:] == [("1", "vlan.tag-removed")]
