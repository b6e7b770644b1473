"""A switch at work: where frames go, what it learns and forgets (IEEE 802.1D-2004 7.7 to 7.9)."""

import pytest

from sim import standalone
from sim.addresses import MacAddress
from sim.bridge.settings import SwitchSettings, WhenFull
from sim.kernel import SECOND
from sim.standalone import StandaloneDevice
from sim.trace.records import Kind
from tests.nodes.lab import Lab

EVERYONE = "ff:ff:ff:ff:ff:ff"
A, B, C, D = (f"02:00:00:00:00:0{digit}" for digit in "abcd")


def frame(dst: str, src: str, mark: int = 0) -> bytes:
    octets = [MacAddress.parse(address).to_bytes(6, "big") for address in (dst, src)]
    return b"".join(octets) + bytes.fromhex("88b5") + bytes([mark]) * 46


def ports_of(emitted: list[standalone.Emitted]) -> list[str]:
    return [port for port, _ in emitted]


def learned(switch: StandaloneDevice) -> dict[str, str]:
    return {str(mac): row.port for (_, mac), row in switch.table("mac").items()}


def test_the_first_frames_flood_and_the_answers_go_straight() -> None:
    switch = standalone.switch(4)
    assert ports_of(switch.receive("1", frame(C, A))) == ["2", "3", "4"]
    assert switch.receive("3", frame(A, C)) == [("1", frame(A, C))]
    assert switch.receive("1", frame(C, A)) == [("3", frame(C, A))]
    assert learned(switch) == {A: "1", C: "3"}


def test_broadcasts_and_groups_go_everywhere_but_back() -> None:
    switch = standalone.switch(3)
    assert ports_of(switch.receive("2", frame(EVERYONE, A))) == ["1", "3"]
    assert ports_of(switch.receive("2", frame("01:00:5e:00:00:01", A))) == ["1", "3"]


def test_a_frame_whose_destination_is_behind_the_same_port_is_filtered() -> None:
    switch = standalone.switch(3)
    switch.receive("1", frame(EVERYONE, A))
    switch.receive("1", frame(EVERYONE, B))
    assert switch.receive("1", frame(B, A)) == []
    assert switch.trace[len(switch.trace) - 1].why.rule.id == "switch.filter-same-port"


def test_addresses_of_bridges_themselves_are_not_relayed() -> None:
    # IEEE 802.1D-2004 table 7-10: 01-80-C2-00-00-00 to 0F; the next one is ordinary
    switch = standalone.switch(3)
    for last in range(16):
        assert switch.receive("1", frame(f"01:80:c2:00:00:{last:02x}", A)) == []
    assert not switch.node.tables["mac"]  # IEEE 802.1D-2004 7.12.6: they never reach the learning process
    assert ports_of(switch.receive("1", frame("01:80:c2:00:00:10", A))) == ["2", "3"]


def test_a_station_that_moves_is_found_at_its_new_port_after_its_first_frame() -> None:
    switch = standalone.switch(3)
    switch.receive("1", frame(EVERYONE, A))
    switch.receive("3", frame(EVERYONE, A))
    assert learned(switch) == {A: "3"}
    assert ports_of(switch.receive("2", frame(A, B))) == ["3"]


def test_a_row_is_good_until_300_s_and_gone_at_300_s() -> None:
    switch = standalone.switch(3)
    switch.receive("1", frame(EVERYONE, A))
    switch.advance(300 * SECOND - 1)
    assert learned(switch) == {A: "1"}
    assert ports_of(switch.receive("2", frame(A, B))) == ["1"]
    switch.advance(1)
    assert learned(switch) == {B: "2"}
    assert ports_of(switch.receive("2", frame(A, B))) == ["1", "3"]
    expired = [each for each in switch.trace if each.kind is Kind.ROW_EXPIRED]
    assert [(each.at, each.why.rule.id) for each in expired] == [(300 * SECOND, "switch.aged-out")]


def test_each_frame_of_a_station_puts_its_end_off() -> None:
    switch = standalone.switch(3, settings=SwitchSettings(ageing_time=10 * SECOND))
    switch.receive("1", frame(EVERYONE, A))
    for _ in range(5):
        switch.advance(9 * SECOND)
        switch.receive("1", frame(EVERYONE, A))
    switch.advance(10 * SECOND - 1)
    assert learned(switch) == {A: "1"}
    switch.advance(1)
    assert learned(switch) == {}
    assert switch.due is None


def test_a_full_table_gives_the_place_of_the_one_that_was_silent_for_longest() -> None:
    switch = standalone.switch(4, settings=SwitchSettings(table_size=2))
    switch.receive("1", frame(EVERYONE, A))
    switch.advance(1)
    switch.receive("2", frame(EVERYONE, B))
    switch.advance(1)
    switch.receive("1", frame(EVERYONE, A))
    switch.advance(1)
    switch.receive("3", frame(EVERYONE, C))
    assert learned(switch) == {A: "1", C: "3"}
    assert ports_of(switch.receive("1", frame(B, A))) == ["2", "3", "4"]


def test_a_full_table_that_evicts_nobody_floods_to_the_newcomer() -> None:
    switch = standalone.switch(4, settings=SwitchSettings(table_size=2, when_full=WhenFull.FLOOD))
    for port, source in (("1", A), ("2", B), ("3", C)):
        switch.receive(port, frame(EVERYONE, source))
    assert learned(switch) == {A: "1", B: "2"}
    assert ports_of(switch.receive("1", frame(C, A))) == ["2", "3", "4"]


def test_a_port_that_goes_down_takes_its_rows_along_and_gets_no_frames() -> None:
    switch = standalone.switch(3)
    switch.receive("1", frame(EVERYONE, A))
    switch.receive("2", frame(EVERYONE, B))
    switch.plug("1", up=False)
    assert learned(switch) == {B: "2"}
    assert ports_of(switch.receive("2", frame(A, B))) == ["3"]
    assert switch.receive("1", frame(EVERYONE, A)) == []
    switch.plug("1", up=True)
    assert ports_of(switch.receive("2", frame(A, B))) == ["1", "3"]


def test_a_group_address_as_source_is_not_learned() -> None:
    switch = standalone.switch(3)
    assert ports_of(switch.receive("1", frame(B, "03:00:00:00:00:01"))) == ["2", "3"]
    assert learned(switch) == {}


def test_the_table_is_listed_as_a_catalyst_lists_it() -> None:
    switch = standalone.switch(4)
    switch.receive("3", frame(EVERYONE, C))
    switch.receive("1", frame(EVERYONE, A))
    switch.run("show mac address-table")
    assert switch.console == [
        "          Mac Address Table",
        "-------------------------------------------",
        "",
        "Vlan    Mac Address       Type        Ports",
        "----    -----------       --------    -----",
        "   1    0200.0000.000a    DYNAMIC     1",
        "   1    0200.0000.000c    DYNAMIC     3",
        "Total Mac Addresses for this criterion: 2",
    ]


def test_a_hub_repeats_everything_to_everyone_else_and_learns_nothing() -> None:
    hub = standalone.hub(3)
    assert ports_of(hub.receive("1", frame(B, A))) == ["2", "3"]
    assert ports_of(hub.receive("2", frame(A, B))) == ["1", "3"]
    assert hub.table("mac") == {}


def test_a_hub_sends_nothing_to_ports_without_cable() -> None:
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24")
    lab.host("pc2", "10.0.0.2/24")
    lab.hub("hub1", 8)
    lab.star("hub1", "pc1", "pc2")
    assert "1 received" in " ".join(lab.run("pc1", "ping -c 1 10.0.0.2"))
    assert [each.port for each in lab.trace if each.node == "hub1" and each.kind is Kind.FRAME_DROPPED] == []
    assert {each.port for each in lab.sent("hub1")} == {"1", "2"}


def four_dormitory_rooms() -> Lab:
    lab = Lab()
    for number in range(1, 5):
        lab.host(f"pc{number}", f"192.168.10.{number}/24")
    lab.switch("sw1")
    lab.star("sw1", "pc1", "pc2", "pc3", "pc4")
    return lab


def test_everyone_hears_the_question_and_only_the_two_hear_the_rest() -> None:
    lab = four_dormitory_rooms()
    lab.run("pc1", "ping -c 1 192.168.10.3")
    heard = {
        name: [each.why.rule.id for each in lab.records(Kind.FRAME_RECEIVED, name)]
        for name in ("pc1", "pc2", "pc3", "pc4")
    }
    assert {name: len(rules) for name, rules in heard.items()} == {"pc1": 2, "pc2": 1, "pc3": 2, "pc4": 1}
    not_for_me = [each.node for each in lab.records(Kind.PACKET_DROPPED, rule="arp.not-for-me")]
    assert not_for_me == ["pc2", "pc4"]


def storm() -> Lab:
    """Two switches joined by two cables: a broadcast goes round for ever."""
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24")
    lab.switch("sw1")
    lab.switch("sw2")
    lab.link("pc1", "sw1:1")
    lab.link("sw1:2", "sw2:2")
    lab.link("sw1:3", "sw2:3")
    lab.at(0, "pc1", "arping -c 1 10.0.0.2")
    return lab


def test_a_storm_ends_at_the_record_limit_and_can_go_on() -> None:
    lab = storm()
    lab.trace.limit = 1000
    assert not lab.net.run(10 * SECOND)
    assert lab.trace.full
    assert 1000 <= lab.trace.happened < 1010
    at, count = lab.net.kernel.now, len(lab.trace)
    assert not lab.net.run(10 * SECOND)
    assert (lab.net.kernel.now, len(lab.trace)) == (at, count)
    lab.trace.limit = 5000
    assert not lab.net.run(10 * SECOND)
    assert 5000 <= lab.trace.happened < 5010
    # Both copies of the one question are still under way, and pc1 has heard itself again and again.
    assert {each.why.rule.id for each in lab.records(Kind.FRAME_RECEIVED, "pc1")} == {"nic.for-group"}


def test_a_storm_continued_is_the_storm_at_once() -> None:
    at_once, in_parts = storm(), storm()
    at_once.trace.limit = 3000
    at_once.net.run()
    for limit in (10, 500, 2999, 3000):
        in_parts.trace.limit = limit
        in_parts.net.run()
    assert list(map(repr, in_parts.trace)) == list(map(repr, at_once.trace))


def test_a_storm_ends_when_one_of_the_two_cables_is_pulled() -> None:
    lab = storm()
    lab.net.at(SECOND // 1000, lambda: lab.net.cut(lab.net.links["sw1:3 -- sw2:3"]))
    assert lab.net.run(400 * SECOND)
    assert lab.net.kernel.next_time() is None
    assert lab.sent("sw1")[-1].at <= SECOND // 1000 + 10_000


@pytest.mark.parametrize("ports", [1, 2, 48])
def test_a_switch_has_as_many_ports_as_wanted(ports: int) -> None:
    switch = standalone.switch(ports)
    assert len(switch.receive("1", frame(EVERYONE, A))) == ports - 1
