"""Tables are described once: what a descriptor says is there, and a described table is known to everybody."""

import json
from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from sim import registry
from sim.addresses import IPv4Address, MacAddress
from sim.device import rules as device_rules
from sim.explain import LANGUAGES, words
from sim.explain.facts import render
from sim.feature import Table
from sim.kernel import SECOND
from sim.scenario.load import load_text
from sim.scenario.problem import ScenarioError
from sim.session import Session
from sim.trace.records import NO_CAUSE, Kind
from sim.why import Why
from tests.visits import FEATURE, TABLE, Mood, VisitRow
from tui.model.reader.player import Player
from tui.model.reader.story import statements
from tui.model.reader.tables import tables
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import plain
from tui.output.tables import table_lines, table_objects
from tui.output.text import Detail, TextLines

TEXT = """
title: Somebody is at the door
nodes:
  pc1: {host: 192.168.10.1/24}
  pc2: {host: 192.168.10.2/24, mac: 02:00:00:00:00:02}
  sw1: {switch: 2 ports}
links: [pc1 -- sw1, pc2 -- sw1]
actions:
  - {at: 2s, on: pc1, run: ping -c 1 192.168.10.2}
until: 4s
expect:
  - {on: pc1, table: visit, rows: 1}
"""
KEY = ("eth0", IPv4Address.parse("192.168.10.2"))
MERRY = VisitRow(MacAddress(0x020000000002), Mood.MERRY, 1, SECOND // 4, 9 * SECOND)
TIRED = MERRY._replace(mood=Mood.TIRED, gifts=3, door_knocks=2)
GONE = TIRED._replace(left=None)


@pytest.fixture(autouse=True)
def visits() -> Iterator[None]:
    with registry.adding(FEATURE):
        yield


def started(*expected: str) -> Session:
    """A session in which pc1 has a guest: merry at 1 s, tired at 3 s, about to leave a moment later."""
    session = Session(load_text(TEXT + "".join(f"  - {text}\n" for text in expected)))
    host, why = session.network.nodes["pc1"], Why(device_rules.CONSOLE_LINE)
    host.tables[TABLE] = {}
    session.network.at(SECOND, lambda: void(host.put(TABLE, KEY, MERRY, why, NO_CAUSE)))
    session.network.at(SECOND, lambda: host.arm((TABLE, *KEY), 9 * SECOND, why, NO_CAUSE))
    session.network.at(3 * SECOND, lambda: void(host.put(TABLE, KEY, TIRED, why, NO_CAUSE)))
    session.network.at(3 * SECOND + 1, lambda: void(host.put(TABLE, KEY, GONE, why, NO_CAUSE, Kind.TIMER_FIRED)))
    return session


def void(_: object) -> None:
    pass


def finished(*expected: str) -> Session:
    session = started(*expected)
    session.run()
    return session


def named(table: Table) -> set[str]:
    """The columns that a descriptor names, as they are shown."""
    found = {*table.minor, *table.usual, *table.unnamed, *table.spare, *table.written, *table.timers}
    found |= {each for ends in table.joined.values() for each in ends}
    if isinstance(table.label, str):
        found |= {name for _, name, _, _ in Formatter().parse(table.label) if name}
    return found - set(table.joined)


def described() -> list[Table]:
    with registry.adding(FEATURE):
        return list(registry.tables().values())


@pytest.mark.parametrize("table", described(), ids=lambda table: table.name)
def test_a_descriptor_names_columns_that_there_are(table: Table) -> None:
    assert named(table) <= set(table.columns)
    assert set(table.columns) == {*table.key, *table.row._fields}


@pytest.mark.parametrize("table", described(), ids=lambda table: table.name)
def test_numbers_are_counted_from_columns_of_a_described_table(table: Table) -> None:
    starts = {column.start for column in table.columns.values()} - {""}
    assert bool(starts) == (table.counting is not None)
    if table.counting is not None:
        base = registry.tables()[table.counting.table]
        assert base.key == table.key
        assert starts <= set(table.counting.starts) <= set(base.columns)
        assert {column for _, column in table.counting.units} <= set(base.columns)


def test_each_text_is_there_in_each_language() -> None:
    wordings = [timer.text for timer in registry.timers().values()]
    for table in registry.tables().values():
        wordings += [table.title, *table.timers.values(), *([table.spoken] if table.spoken else [])]
    assert [dict(wording) for wording in wordings if set(wording) != set(LANGUAGES)] == []


def test_cells_are_named_by_key_and_row() -> None:
    assert registry.tables()[TABLE].cells(KEY, MERRY) == {
        "door": "eth0",
        "guest": IPv4Address.parse("192.168.10.2"),
        "mac": MacAddress(0x020000000002),
        "mood": Mood.MERRY,
        "gifts": 1,
        "stay": 250_000_000,
        "left": 9_000_000_000,
        "door_knocks": 1,
    }


@pytest.mark.parametrize(
    ("expected", "is_met"),
    [
        ("{on: pc1, table: visit, holds: {guest: pc2, mac: pc2, mood: tired, gifts: 3}, rows: 1}", True),
        ("{on: pc1, table: visit, holds: {door: eth0, stay: 250ms, left: null}}", True),
        ("{on: pc1, table: visit, holds: {left: 9s}, at: 2s}", True),
        ("{on: pc1, table: visit, lacks: {mood: merry}}", True),
        ("{on: pc1, table: visit, holds: {mood: merry}}", False),
        ("{on: pc2, table: visit, rows: 0}", True),
    ],
)
def test_an_expectation_reads_the_table(expected: str, is_met: bool) -> None:
    always, outcome = finished(expected).check()
    assert (always.ok, outcome.ok) == (True, is_met)


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ("{on: pc1, table: visit, holds: {mood: mery}}", "'mery' is never here; did you mean merry?"),
        ("{on: pc1, table: visit, holds: {gust: pc2}}", "table visit has no column 'gust'; did you mean guest?"),
        ("{on: pc1, table: visit, holds: {guest: pc3}}", "there is no node 'pc3'; did you mean pc1 or pc2?"),
        ("{on: pc1, table: vist, rows: 1}", "pc1 has no table 'vist'; did you mean visit?"),
        (
            "{on: sw1, table: visit, rows: 1}",
            "sw1 has no table 'visit'; "
            "it has mac, vlan, switchport, aggregate, interface, label, port-security, dhcp-snooping, stp and stp-port",
        ),
    ],
)
def test_an_expectation_that_can_never_come_true_is_an_error(expected: str, message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        started(expected)
    assert message in str(error.value)


def test_the_table_is_printed_as_its_command_prints_it() -> None:
    session = finished()
    world = session.history.go(len(session.trace))
    lines = list(table_lines(world, session.front.devices, (), 0))
    at = lines.index("  visit, as show visits prints it")
    assert lines[at + 1] == "    192.168.10.2 is tired at eth0"


def test_the_table_is_in_json() -> None:
    session = finished()
    objects = table_objects(session.history.go(len(session.trace)), ["pc1"])
    cells = {"mood": "tired", "gifts": 3, "stay": 250_000_000, "left": None, "door_knocks": 2}
    found: dict[str, Any] = json.loads(json.dumps(objects))
    assert found["pc1"]["visit"] == [{"door": "eth0", "guest": "192.168.10.2", "mac": "02:00:00:00:00:02", **cells}]


def test_changes_of_the_table_are_told_in_text() -> None:
    session = finished()
    told = "\n".join(TextLines(session.trace, session.scenario.names.links).lines(0, len(session.trace)))
    assert "pc1 visit + 192.168.10.2 at eth0: mac 02:00:00:00:00:02, merry, stay 250ms" in told
    assert "pc1 visit ~ 192.168.10.2 at eth0: merry -> tired, gifts 1 -> 3" in told
    whole = TextLines(session.trace, session.scenario.names.links, Detail.EVERYTHING).lines(0, len(session.trace))
    assert any("door_knocks 1 -> 2" in line for line in whole)


@pytest.mark.parametrize(("language", "title"), [("en", "Visits  1"), ("zh", "来访  1")])
def test_the_player_shows_the_table_and_what_changed(language: str, title: str) -> None:
    player = Player(started(), glyphs(True), language)
    while not player.run_some(1000):
        pass
    while player.forward():
        pass
    scene, cursor = player.scene(), player.cursor
    found = tables("pc1", cursor.world, scene.changes, cursor.now, scene.names, player.glyphs, 120, False, language)
    lines = [plain(line).strip() for line in found.lines]
    at = lines.index(title)
    assert lines[at + 1].split() == ["door", "guest", "mac", "mood", "gifts", "stay", "door", "knocks"]
    assert lines[at + 2].split() == "~ eth0 192.168.10.2 02:00:00:00:00:02 pc2 tired 3 250ms 2".split()  # noqa: SIM905
    was = {"en": "was", "zh": "原为"}[language]
    assert lines[at + 3].split() == [was, "merry", "1", "1"]


def test_a_narrow_pane_leaves_spare_columns_out_before_it_cuts_addresses() -> None:
    session = finished()
    world = session.history.go(len(session.trace))
    found = tables("pc1", world, {}, session.scenario.until, {}, glyphs(True), 60)
    lines = [plain(line).strip() for line in found.lines]
    at = lines.index("Visits  1, without door knocks")
    assert lines[at + 2].split() == ["eth0", "192.168.10.2", "02:00:00:00:00:02", "tired", "3", "250ms"]


def test_the_story_tells_its_rows_and_its_timers() -> None:
    player = Player(started(), glyphs(True))
    while not player.run_some(1000):
        pass
    told = [each.text for each in statements(player.trace, player.wiring, 0, len(player.trace), player.glyphs)]
    assert "the visit of 192.168.10.2 at eth0: merry -> tired, gifts 1 -> 3" in told
    assert "timer runs out: the timer for the farewell of 192.168.10.2 at eth0" in told
    assert "sets a timer: the timer for the visit of 192.168.10.2" in told


def test_a_timer_is_told_in_each_language() -> None:
    facts = {"timer": (TABLE, *KEY)}
    assert render("timer", facts, words("en")) == "the timer for the visit of 192.168.10.2"
    assert render("timer", facts, words("zh")) == "192.168.10.2 来访的定时器"


@pytest.mark.parametrize(
    "table", [table for table in registry.tables().values() if table.timers], ids=lambda table: table.name
)
def test_the_name_of_a_deadline_takes_the_label_of_its_row(table: Table) -> None:
    for column, wording in table.timers.items():
        assert column in table.columns
        assert all("x y" in text.format("x y") for text in wording.values())
