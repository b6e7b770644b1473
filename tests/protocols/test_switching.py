"""A switch's table: learning, forwarding, filtering and ageing (IEEE 802.1D-2004)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.addresses import BROADCAST_MAC, MacAddress
from sim.bridge.machine import Key, MacRow, age, flush, forward, learn, next_deadline, set_static
from sim.bridge.settings import SwitchSettings, WhenFull
from sim.effects import Explain, Put, Remove
from tests.protocols.stations import SECOND, because, mac, told

A, B, C = (mac(f"02:00:00:00:00:0{n}") for n in "abc")
PORTS = ("1", "2", "3", "4")
SETTINGS = SwitchSettings()
FULL = SwitchSettings(table_size=2)
NOW = 1000 * SECOND


def put(address: MacAddress, row: MacRow, rule: str, vlan: int = 1) -> Put:
    return Put("mac", (vlan, address), row, because(rule))


def remove(address: MacAddress, rule: str, expired: bool = False) -> Remove:
    return Remove("mac", (1, address), because(rule), expired)


def test_the_defaults_are_those_of_the_standard() -> None:
    # IEEE 802.1D-2004 table 7-5: ageing time, recommended default 300.0 s
    assert SETTINGS.ageing_time == 300 * SECOND


@pytest.mark.parametrize(
    ("row", "effects"),
    [
        (None, [put(A, MacRow("1", NOW), "switch.learned")]),
        (MacRow("1", NOW - 1), [put(A, MacRow("1", NOW), "switch.refreshed")]),
        (MacRow("1", NOW), []),
        (MacRow("2", NOW - 1), [put(A, MacRow("1", NOW), "switch.moved")]),
        (MacRow("2", NOW), [put(A, MacRow("1", NOW), "switch.moved")]),
        (MacRow("1", 0, static=True), []),
        (MacRow("2", 0, static=True), [Explain(because("switch.static-kept"))]),
    ],
    ids=["new", "again", "same-time", "moved", "moved-same-time", "static", "static-elsewhere"],
)
def test_learning_from_a_frame_that_a_sends_into_port_1(row: MacRow | None, effects: list[Any]) -> None:
    table = {} if row is None else {(1, A): row}
    assert told(learn(table, SETTINGS, "1", A, NOW)) == effects


@pytest.mark.parametrize("source", [BROADCAST_MAC, mac("01:00:5e:00:00:01"), mac("03:00:00:00:00:0a")])
def test_a_group_address_as_source_is_not_learned(source: MacAddress) -> None:
    assert told(learn({}, SETTINGS, "1", source, NOW)) == [Explain(because("switch.group-source"))]


@pytest.mark.parametrize(
    ("rows", "when_full", "effects"),
    [
        (
            {B: MacRow("2", 7), C: MacRow("3", 5)},
            WhenFull.EVICT,
            [remove(C, "switch.evicted"), put(A, MacRow("1", NOW), "switch.learned")],
        ),
        (
            {B: MacRow("2", 0, static=True), C: MacRow("3", 5)},
            WhenFull.EVICT,
            [remove(C, "switch.evicted"), put(A, MacRow("1", NOW), "switch.learned")],
        ),
        (
            {B: MacRow("2", 0, static=True), C: MacRow("3", 0, static=True)},
            WhenFull.EVICT,
            [Explain(because("switch.table-full"))],
        ),
        ({B: MacRow("2", 7), C: MacRow("3", 5)}, WhenFull.FLOOD, [Explain(because("switch.table-full"))]),
        ({B: MacRow("2", 7)}, WhenFull.FLOOD, [put(A, MacRow("1", NOW), "switch.learned")]),
        ({B: MacRow("2", 7), A: MacRow("3", 5)}, WhenFull.FLOOD, [put(A, MacRow("1", NOW), "switch.moved")]),
    ],
    ids=["oldest-goes", "static-stays", "all-static", "flood", "room-left", "known"],
)
def test_learning_with_room_for_two(rows: dict[MacAddress, MacRow], when_full: WhenFull, effects: list[Any]) -> None:
    table = {(1, address): row for address, row in rows.items()}
    assert told(learn(table, FULL._replace(when_full=when_full), "1", A, NOW)) == effects


@pytest.mark.parametrize(
    ("dst", "row", "ports", "rule"),
    [
        (A, MacRow("3", NOW - 1), ("3",), "switch.forward"),
        (A, MacRow("1", NOW - 1), (), "switch.filter-same-port"),
        (A, None, ("2", "3", "4"), "switch.flood-unknown"),
        (A, MacRow("3", NOW - 300 * SECOND + 1), ("3",), "switch.forward"),
        (A, MacRow("3", NOW - 300 * SECOND), ("2", "3", "4"), "switch.flood-unknown"),
        (A, MacRow("3", 0, static=True), ("3",), "switch.forward"),
        (BROADCAST_MAC, None, ("2", "3", "4"), "switch.flood-broadcast"),
        (mac("01:00:5e:00:00:01"), None, ("2", "3", "4"), "switch.flood-multicast"),
        # IEEE 802.1D-2004 table 7-10: 01-80-C2-00-00-00 (the bridge group address) to -0F
        (mac("01:80:c2:00:00:00"), None, (), "switch.reserved"),
        (mac("01:80:c2:00:00:0f"), None, (), "switch.reserved"),
        (mac("01:80:c2:00:00:10"), None, ("2", "3", "4"), "switch.flood-multicast"),
    ],
)
def test_forwarding_a_frame_that_came_in_at_port_1(
    dst: MacAddress, row: MacRow | None, ports: tuple[str, ...], rule: str
) -> None:
    table = {} if row is None else {(1, dst): row}
    assert told([forward(table, SETTINGS, PORTS, "1", dst, NOW)]) == [(ports, rule)]


def test_a_frame_is_flooded_to_the_ports_that_are_up_alone() -> None:
    assert forward({}, SETTINGS, ("4", "2"), "1", A, NOW).ports == ("4", "2")


def test_each_vlan_has_its_own_stations() -> None:
    table = {(10, A): MacRow("2", NOW)}
    assert forward(table, SETTINGS, PORTS, "1", A, NOW, vlan=10).ports == ("2",)
    assert forward(table, SETTINGS, PORTS, "1", A, NOW).ports == ("2", "3", "4")
    assert told(learn(table, SETTINGS, "3", A, NOW, vlan=20)) == [put(A, MacRow("3", NOW), "switch.learned", vlan=20)]


def test_a_row_ends_exactly_when_its_ageing_time_is_over() -> None:
    table = {(1, A): MacRow("1", NOW - 300 * SECOND), (1, B): MacRow("2", 0, static=True)}
    assert age(table, SETTINGS, NOW - 1) == []
    assert next_deadline(table, SETTINGS) == NOW
    assert told(age(table, SETTINGS, NOW)) == [remove(A, "switch.aged-out", expired=True)]
    del table[1, A]
    assert next_deadline(table, SETTINGS) is None


def test_a_port_that_goes_down_loses_its_stations() -> None:
    table = {(1, A): MacRow("1", 5), (1, B): MacRow("1", 0, static=True), (1, C): MacRow("2", 5)}
    assert told(flush(table, "1")) == [remove(A, "switch.flushed")]


def test_a_static_row_takes_the_place_of_a_learned_one() -> None:
    static = MacRow("2", 0, static=True)
    learned = {(1, A): MacRow("1", 5), (1, B): MacRow("1", 4)}
    assert told(set_static(learned, FULL, "2", A)) == [put(A, static, "switch.static")]
    assert told(set_static(learned, FULL._replace(when_full=WhenFull.FLOOD), "2", C)) == [
        remove(B, "switch.evicted"),
        put(C, static, "switch.static"),
    ]


ADDRESSES = [MacAddress(0x020000000000 | n) for n in range(6)]
FRAMES = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from(PORTS),
        st.sampled_from([*ADDRESSES, BROADCAST_MAC]),
        st.sampled_from([*ADDRESSES, BROADCAST_MAC]),
    ),
    max_size=60,
)


class Switch:
    """A table driven as :func:`next_deadline` says, with one event for all rows."""

    def __init__(self, settings: SwitchSettings) -> None:
        self.settings = settings
        self.table: dict[Key, MacRow] = {}
        self.event: int | None = None
        self.expired: dict[MacAddress, int] = {}

    def run(self, until: int) -> None:
        while self.event is not None and self.event <= until:
            now = self.event
            for effect in age(self.table, self.settings, now):
                del self.table[effect.key]  # type: ignore[arg-type]
                self.expired[effect.why.facts["mac"]] = now
            self.event = next_deadline(self.table, self.settings)

    def receive(self, port: str, src: MacAddress, now: int) -> None:
        for effect in learn(self.table, self.settings, port, src, now):
            if isinstance(effect, Put):
                self.table[effect.key] = effect.row  # type: ignore[index]
                if self.event is None:
                    self.event = now + self.settings.ageing_time
            elif isinstance(effect, Remove):
                del self.table[effect.key]  # type: ignore[arg-type]


@given(FRAMES, st.integers(1, 5), st.sampled_from(WhenFull), st.integers(1, 60))
def test_a_table_is_never_too_full_or_too_old_and_never_sends_a_frame_back(
    frames: list[tuple[int, str, MacAddress, MacAddress]], size: int, when_full: WhenFull, ageing_time: int
) -> None:
    switch = Switch(SwitchSettings(ageing_time, size, when_full))
    now = 0
    for wait, port, src, dst in frames:
        now += wait
        switch.run(now)
        switch.receive(port, src, now)
        assert len(switch.table) <= size
        assert all(now - row.updated < ageing_time for row in switch.table.values())
        assert not any(address.is_group for _, address in switch.table)
        ports = forward(switch.table, switch.settings, PORTS, port, dst, now).ports
        assert port not in ports
        assert len(set(ports)) == len(ports)
    switch.run(10**9)
    assert switch.table == {}


@given(FRAMES)
def test_a_table_with_room_knows_where_each_station_was_heard_last(
    frames: list[tuple[int, str, MacAddress, MacAddress]],
) -> None:
    """An oracle that keeps the whole history: last heard where, and when, in the last 50."""
    switch = Switch(SwitchSettings(ageing_time=50))
    heard: dict[MacAddress, tuple[str, int]] = {}
    now = 0
    for wait, port, src, dst in frames:
        now += wait
        switch.run(now)
        switch.receive(port, src, now)
        heard[src] = (port, now)
        verdict = forward(switch.table, switch.settings, PORTS, port, dst, now)
        where, at = heard.get(dst, ("", -50))
        if dst == BROADCAST_MAC or now - at >= 50:
            assert verdict.ports == tuple(each for each in PORTS if each != port)
        else:
            assert verdict.ports == (() if where == port else (where,))
    last = {address: at for address, (_, at) in heard.items() if not address.is_group}
    switch.run(10**9)
    assert switch.expired == {address: at + 50 for address, at in last.items()}
