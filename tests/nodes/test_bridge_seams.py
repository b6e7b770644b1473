"""What protocols between switches ask of a bridge (IEEE 802.1D-2004 7.4, 7.9.2, 7.12.6, 17.11)."""

from sim import standalone
from sim.addresses import MacAddress
from sim.bridge import rules
from sim.bridge.switch import Switch
from sim.kernel import SECOND
from sim.link.ethernet.pdu import Ethernet
from sim.link.port import Port
from sim.standalone import StandaloneDevice
from sim.trace.records import NO_CAUSE
from sim.why import Why
from tests.nodes.test_switch import EVERYONE, A, B, C, frame, learned, ports_of

BRIDGE_GROUP = MacAddress.parse("01:80:c2:00:00:00")


def _switch(device: StandaloneDevice) -> Switch:
    assert isinstance(device.node, Switch)
    return device.node


def test_a_blocked_port_neither_receives_nor_sends_what_is_relayed() -> None:
    device = standalone.switch(3)
    _switch(device).bridge.block("2", Why(rules.NO_OTHER_PORT, mac=BRIDGE_GROUP, port="2"))
    assert ports_of(device.receive("1", frame(EVERYONE, A))) == ["3"]
    assert ports_of(device.receive("2", frame(EVERYONE, B))) == []
    assert device.trace[len(device.trace) - 1].why.rule is rules.NO_OTHER_PORT
    assert learned(device) == {A: "1"}
    _switch(device).bridge.unblock("2")
    assert ports_of(device.receive("2", frame(EVERYONE, B))) == ["1", "3"]


def test_a_port_that_learns_relays_nothing_and_learns() -> None:
    # 802.1D-2004 7.4: "the Learning state: learning enabled, forwarding disabled"
    device = standalone.switch(3)
    _switch(device).bridge.block("2", Why(rules.NO_OTHER_PORT, mac=BRIDGE_GROUP, port="2"), learns=True)
    assert ports_of(device.receive("2", frame(C, B))) == []
    assert learned(device) == {B: "2"}


def test_frames_to_a_reserved_address_are_taken_whatever_the_state_of_the_port() -> None:
    device = standalone.switch(3)
    bridge = _switch(device).bridge
    taken: list[tuple[str, MacAddress]] = []

    def take(port: Port, heard: Ethernet, received: int) -> None:
        assert device.trace[received].port == port.name
        taken.append((port.name, heard.src))

    bridge.on_reserved(BRIDGE_GROUP, (rules.HUB_HEARD, take))
    bridge.block("2", Why(rules.NO_OTHER_PORT, mac=BRIDGE_GROUP, port="2"))
    assert device.receive("2", frame(str(BRIDGE_GROUP), A)) == []
    assert device.receive("1", frame("01:80:c2:00:00:0e", A)) == []
    assert taken == [("2", MacAddress.parse(A))]
    assert learned(device) == {}


def test_a_shorter_ageing_time_counts_from_when_a_station_was_heard() -> None:
    # 802.1D-2004 17.11: after a topology change the ageing time is the forward delay
    device = standalone.switch(3)
    bridge = _switch(device).bridge
    device.receive("1", frame(EVERYONE, A))
    device.advance(10 * SECOND)
    device.receive("2", frame(EVERYONE, B))
    bridge.set_ageing_time(15 * SECOND, NO_CAUSE)
    device.advance(5 * SECOND)
    assert learned(device) == {B: "2"}
    bridge.set_ageing_time(None, NO_CAUSE)
    device.advance(294 * SECOND)
    assert learned(device) == {B: "2"}
    device.advance(SECOND)
    assert learned(device) == {}


def test_a_reaction_to_the_link_hears_of_a_port_that_is_switched_off() -> None:
    device = standalone.switch(2)
    bridge = _switch(device).bridge
    heard: list[tuple[str, bool]] = []
    bridge.on_link(lambda port, changed: heard.append((port.name, port.up)))
    link = bridge.ports["1"].link
    assert link is not None
    link.set_up(False, Why(rules.NO_OTHER_PORT, mac=BRIDGE_GROUP, port="1"), NO_CAUSE)
    link.set_up(True, Why(rules.NO_OTHER_PORT, mac=BRIDGE_GROUP, port="1"), NO_CAUSE)
    assert heard == [("1", False), ("1", True)]
