"""Acting at the cursor: each act makes a branch of time, which can be undone, compared, saved and left again."""

import os
import re
from pathlib import Path
from typing import cast

import pytest
from textual.widgets import Input, OptionList, TextArea

from sim.branches.future import Mark
from sim.branches.line import line_of, read_line
from sim.packets.telling import summary
from sim.pdu.base import Pdu
from sim.scenario.load import load, load_text
from sim.session import Session
from sim.trace.records import Kind
from sim.words import TextError
from tests.tui.command import hopscope
from tests.tui.lessons import ONE_SWITCH, TWO_NETWORKS
from tests.tui.opened import Reader, opened
from tui.cli.opening import open_session
from tui.model.reader.acts import completed, completions
from tui.model.reader.branches import Branches
from tui.model.reader.player import Player
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import plain
from tui.output import branch_file
from tui.screens.branches import BranchesScreen
from tui.screens.changes import ChangesScreen
from tui.screens.dialog import FindDialog, LineDialog, ListDialog, TextDialog
from tui.screens.source import SourceDialog
from tui.widgets.bar import Bar
from tui.widgets.lines import Lines

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the screens are for Unix terminals")


def printed(reader: Reader, device: str) -> list[str]:
    rows = reader.screen.player.session.history.go(len(reader.screen.player.trace)).table(device, "console")
    return [row.text for row in rows.values()]


def rules_now(reader: Reader) -> set[str]:
    """The rules of all that has happened at the time in hand."""
    trace, now = reader.screen.player.trace, reader.screen.player.cursor.now
    return {trace.why[n].rule.id for n in range(reader.position) if trace.at[n] == now}


async def choose(reader: Reader, words: str) -> None:
    """Choose from the list that is open."""
    dialog = reader.top()
    assert isinstance(dialog, ListDialog)
    index = next(number for number, (_, text) in enumerate(dialog.options) if text.startswith(words))
    await reader.press("home", *["down"] * index, "enter")


async def test_a_command_at_the_device_in_hand_makes_another_future_and_leaves_the_past() -> None:
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        await reader.press("right", "right")
        before = reader.screen.player
        now, position = before.cursor.now, before.cursor.position
        before.pin("pc1")
        reader.screen.refresh_scene()
        await reader.act("arp")
        after = reader.screen.player
        assert after is not before
        assert list(after.trace)[:position] == list(before.trace)[:position]
        assert after.trace.at[reader.record] == now + 1
        assert Kind.CALL in {after.trace[n].kind for n in range(position, reader.position)}
        # What the command prints is there already.
        assert after.trace[reader.record].kind in (Kind.OUTPUT, Kind.RESULT)
        assert reader.screen.board.scene.device == "pc1"
        assert "Now: " in reader.bar("keys")


@pytest.mark.parametrize("place", ["home", "end"])
async def test_what_a_command_prints_at_once_is_seen_at_once(place: str) -> None:
    async with opened(ONE_SWITCH, (80, 24)) as reader:
        reader.screen.pin("pc1")
        await reader.press(place)
        await reader.act("ip route")
        connected = "192.168.10.0/24 dev eth0 proto kernel scope link src 192.168.10.1"
        assert reader.seen("console")[-2:] == ["+ pc1$ ip route", f"+ {connected}"]


async def test_a_line_names_another_device_than_the_one_in_hand() -> None:
    async with opened(ONE_SWITCH, (80, 24)) as reader:
        reader.screen.pin("sw1")
        await reader.press("end", "colon")
        await reader.press(*"pc3: ip rou", "tab", "enter")
        assert reader.screen.board.scene.device == "pc3"
        assert "192.168.10.0/24 dev eth0 proto kernel scope link src 192.168.10.3" in printed(reader, "pc3")
        # A name that no device has is the beginning of a command.
        await reader.press("ctrl+u")
        await reader.write("pc9: arp")
        assert reader.prompt().line.value == "pc9: arp"
        assert reader.wrong()


async def test_what_a_command_will_print_is_dimmed_or_hidden_and_a_key_runs_to_its_end() -> None:
    async with opened(ONE_SWITCH, (80, 24)) as reader:
        reader.screen.pin("pc2")
        await reader.press("home")
        await reader.act("ping -c 2 192.168.10.3")
        goes_on = "  ping -c 2 192.168.10.3 goes on; R runs to its end:"
        seen = reader.seen("console")
        assert seen[1:3] == ["  PING 192.168.10.3 (192.168.10.3) 56(84) bytes of data.", goes_on]
        assert seen[-2] == "  2 packets transmitted, 2 received, 0% packet loss, time 1000ms"
        await reader.press("H")
        assert reader.seen("console")[2:] == [goes_on]
        await reader.press("H", "R")
        assert [row[2:] for row in reader.seen("console")] == [row[2:] for row in (*seen[:2], *seen[3:])]
        done = reader.screen.player.trace[reader.record]
        assert (done.node, done.kind, done.at) == ("pc2", Kind.RESULT, reader.screen.player.cursor.now)
        assert goes_on not in reader.seen("console")
        await reader.press("R")
        assert reader.bar("keys").startswith("No command goes on at pc2.")


async def test_what_is_wrong_is_said_at_the_prompt_and_what_was_typed_stays() -> None:
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        await reader.press("right")
        await reader.press("colon")
        await reader.write("set nodes.pc1.hst = x")
        assert "Unknown key 'hst'" in reader.wrong()
        assert reader.prompt().line.value == "set nodes.pc1.hst = x"
        await reader.press("escape")
        assert reader.screen.player.session.scenario.text


@pytest.mark.parametrize("act", ["cut sw1 -- sw2", "mend sw1 -- sw2"])
async def test_an_act_at_a_cable_tells_when_the_scenario_pulls_it_out(act: str) -> None:
    async with opened(Session.load("cable-out"), (120, 40)) as reader:
        await reader.act(act)
        bar = reader.screen.query_one("#keys", Bar)
        said = [plain(bar.line_at(y)).strip() for y in range(bar.virtual_size.height)]
        assert said[-1] == "sw1:4 -- sw2:4 is pulled out at 2.000000000 s."
        await reader.act("cut server -- sw2")
        assert not any("is pulled out" in plain(bar.line_at(y)) for y in range(bar.virtual_size.height))


async def test_a_packet_in_hand_is_lost_and_the_act_is_undone_and_redone() -> None:
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        await reader.press("right", "right", "right")
        packet, plain = reader.packet, list(reader.screen.player.trace)
        await reader.press("x")
        await choose(reader, f"lose packet {packet}")
        lost = reader.screen.player.trace
        assert lost[reader.record].kind is Kind.FRAME_DROPPED
        assert lost.why[reader.record].rule.id == "fault.dropped"
        assert reader.packet == packet
        await reader.press("ctrl+z")
        assert list(reader.screen.player.trace) == plain
        assert reader.packet == packet
        await reader.press("ctrl+y")
        assert list(reader.screen.player.trace) == list(lost)
        await reader.press("ctrl+y")
        assert reader.bar("keys").startswith("Nothing has been undone.")


async def test_a_field_of_the_packet_in_hand_is_changed() -> None:
    async with opened(TWO_NETWORKS, (100, 30)) as reader:
        trace = reader.screen.player.trace
        sent = [n for n, kind in enumerate(trace.kind) if kind == Kind.FRAME_SENT]
        packet = next(n for n in sent if "ICMP" in str(summary(cast(Pdu, trace.what[n]))))
        reader.screen.player.cursor.to(packet + 1)
        reader.screen.refresh_scene()
        await reader.press("x")
        await choose(reader, f"change a field of packet {reader.packet}")
        await choose(reader, "ip.ttl")
        dialog = reader.top()
        assert isinstance(dialog, LineDialog)
        line = dialog.query_one(Input)
        # Only the value is written; the line around it, with the field, is in sight.
        assert (line.value, line.cursor_position) == ("64", 2)
        line.value = "64, ip.tll = 1"
        await reader.press("enter")
        said = str(dialog.query_one("#wrong").render()).splitlines()
        assert said[0] == f"{' ' * line.value.index('ip.tll')}^"
        assert said[1].startswith("There is no field 'ip.tll'; did you mean ip.ttl?")
        line.value = "64"
        line.cursor_position = len(line.value)
        await reader.press("backspace", "backspace", "1", "enter")
        changed = reader.screen.player.trace
        n = reader.record
        assert changed.kind[n] == Kind.FRAME_DAMAGED
        assert changed.why[n].facts["before"] == "ip.ttl = 64"
        assert changed.why[n].facts["fields"] == "ip.ttl = 1"
        assert any("is changed on the link" in row for row in reader.seen("why"))
        assert "ipv4.ttl-expired" in {why.rule.id for why in changed.why}


async def test_the_field_in_hand_is_chosen_first_and_another_is_found_by_typing() -> None:
    async with opened(ONE_SWITCH, (80, 24)) as reader:
        await reader.press("right", "3", *["down"] * 5)  # hardware, protocol, their lengths, opcode
        await reader.press("x")
        await choose(reader, f"change a field of packet {reader.packet}")
        dialog = reader.top()
        assert isinstance(dialog, FindDialog)
        fields = dialog.query_one(OptionList)

        def highlighted() -> str:
            assert fields.highlighted is not None
            return str(fields.get_option_at_index(fields.highlighted).prompt).split()[0]

        assert highlighted() == "arp.opcode"
        assert "Type a part" in str(dialog.query_one("#typed").render())
        await reader.press(*"zz")
        assert str(dialog.query_one("#typed").render()).startswith("zz  (nothing has this")
        await reader.press("backspace", "backspace", *"eth.s")
        assert str(dialog.query_one("#typed").render()) == "eth.s"
        assert highlighted() == "eth.src"
        await reader.press("enter")
        written = reader.top()
        assert isinstance(written, LineDialog)
        line = written.query_one(Input)
        assert (line.value, line.cursor_position) == ("02:00:00:00:00:01", 17)


async def test_a_cable_is_pulled_and_plugged_in_by_the_list() -> None:
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        reader.screen.player.pin("pc1")
        await reader.press("right", "x")
        await choose(reader, "pull out pc1")
        assert rules_now(reader) >= {"link.pulled", "port.down"}
        await reader.press("x")
        await choose(reader, "plug in pc1")
        assert "link.plugged" in rules_now(reader)


async def test_a_cable_is_pulled_by_a_typed_act_too() -> None:
    async with opened(Session.load("arp-on-one-switch"), (100, 30)) as reader:
        await reader.press("right")
        await reader.act("cut pc1 -- sw1")
        assert "link.pulled" in {why.rule.id for why in reader.screen.player.trace.why}


async def test_branches_are_a_tree_to_choose_from_and_to_forget() -> None:
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        reader.screen.player.pin("pc1")
        await reader.press("right")
        await reader.act("arp")
        await reader.press("ctrl+z")
        await reader.act("ip route")
        await reader.press("b")
        page = reader.top()
        assert isinstance(page, BranchesScreen)
        assert [text.strip("*- ").partition(" ")[2] for text in tree(page)] == ["it was", "pc1: arp", "pc1: ip route"]
        await reader.press("up", "enter")
        assert "pc1: arp" in reader.bar("keys")
        await reader.press("x")
        await choose(reader, "forget")
        await reader.press("b")
        page = reader.top()
        assert isinstance(page, BranchesScreen)
        assert len(tree(page)) == 2
        await reader.press("escape")


def tree(page: BranchesScreen) -> list[str]:
    lines = page.query_one("#tree", Lines)
    return [plain(lines.line_at(y)).rstrip() for y in range(lines.virtual_size.height)]


def beside(page: BranchesScreen) -> list[str]:
    lines = page.query_one("#sides", Lines)
    return [plain(lines.line_at(y)).rstrip() for y in range(lines.virtual_size.height)]


async def test_branches_are_named_and_forgotten_on_their_page() -> None:
    async with opened(ONE_SWITCH, (80, 24)) as reader:
        reader.screen.player.pin("pc1")
        await reader.press("right")
        await reader.act("arp")
        await reader.press("ctrl+z")
        await reader.act("ip route")
        await reader.press("b", "R")
        await reader.write("with a route")
        page = reader.top()
        assert isinstance(page, BranchesScreen)
        assert tree(page)[2] == "*   with a route"
        await reader.press("up", "X")
        assert [row.strip("*- ") for row in tree(page)] == ["as it was", "with a route"]
        await reader.press("X")
        assert len(tree(page)) == 2
        await reader.press("down", "X")
        assert reader.top() is reader.screen
        assert reader.screen.player.scenario.text == ONE_SWITCH


async def test_a_branch_that_was_forgotten_comes_back_with_all_that_was_made_of_it() -> None:
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        reader.screen.player.pin("pc1")
        await reader.press("right")
        await reader.act("arp")
        await reader.act("ip route")
        place, ran = reader.position, list(reader.screen.player.trace)
        await reader.press("ctrl+z", "b", "X")
        assert reader.top() is reader.screen
        assert reader.bar("keys").startswith("Forgotten, with all that was made of it: ")
        assert reader.screen.player.scenario.text == ONE_SWITCH
        # What is done after it is undone first.
        await reader.act("ip addr")
        await reader.press("ctrl+z")
        assert reader.screen.player.scenario.text == ONE_SWITCH
        await reader.press("ctrl+z")
        assert reader.bar("keys").startswith("It is back, with all that was made of it: ")
        await reader.press("ctrl+y")
        assert (reader.position, list(reader.screen.player.trace)) == (place, ran)
        # On the page of branches, of a branch that is not in hand.
        await reader.press("b", "up", "up")
        page = reader.top()
        assert isinstance(page, BranchesScreen)
        await reader.press("down", "down", "down", "X")
        assert len(tree(page)) == 3
        await reader.press("ctrl+z")
        assert len(tree(page)) == 4
        await reader.press("escape")
        assert list(reader.screen.player.trace) == ran


async def test_acts_are_undone_and_done_again_on_the_page_of_branches() -> None:
    async with opened(ONE_SWITCH, (80, 24)) as reader:
        reader.screen.pin("pc1")
        await reader.press("right")
        await reader.act("arp")
        await reader.press("right", "right")
        place, lost = reader.position, list(reader.screen.player.trace)
        await reader.press("b", "ctrl+z")
        page = reader.top()
        assert isinstance(page, BranchesScreen)
        assert tree(page)[0] == "* as it was"
        assert tree(page)[1].endswith("pc1: arp")
        assert reader.screen.player.scenario.text == ONE_SWITCH
        assert beside(page)[0].startswith("This is the scenario itself.")
        await reader.press("ctrl+z")
        assert str(page.query_one("#keys").render()).startswith("Nothing has been done here yet")
        await reader.press("ctrl+y", "escape")
        assert reader.top() is reader.screen
        assert list(reader.screen.player.trace) == lost
        assert reader.position == place


async def test_a_row_that_both_branches_have_says_what_changed_in_it() -> None:
    async with opened(ONE_SWITCH, (120, 40)) as reader:
        await reader.press("end")
        await reader.act("cut pc1 -- sw1")
        await reader.press("B")
        page = reader.top()
        assert isinstance(page, BranchesScreen)
        rows = beside(page)
        assert "~ pc1 interface ~ eth0: up yes -> no" in rows
        # The switch forgets what it learned at that port.
        assert any(row.startswith("- sw1 mac + 02:00:00:00:00:01") for row in rows)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_two_branches_stand_side_by_side(size: tuple[int, int]) -> None:
    async with opened(Session.load("two-dormitories"), size) as reader:
        trace = reader.screen.player.trace
        request = next(
            n for n in range(len(trace)) if trace.kind[n] == Kind.FRAME_SENT and "ttl=63" in repr(trace.what[n])
        )
        reader.screen.player.cursor.to(request + 1)
        reader.screen.refresh_scene()
        await reader.press("x")
        await choose(reader, "lose packet")
        await reader.press("end", "B")
        page = reader.top()
        assert isinstance(page, BranchesScreen)
        rows = beside(page)
        assert all(len(row) <= size[0] - 2 for row in rows)
        plain_run, lost = reader.screen._branches.root.session, reader.screen.player.session
        assert plain_run is not None
        first = next(n for n in range(len(lost.trace)) if lost.trace[n] != plain_run.trace[n])
        assert any(row.startswith(f"First difference: record {first}") for row in rows)
        assert any(row.startswith("+ ") and "is lost" in "".join(rows[n : n + 3]) for n, row in enumerate(rows)) or any(
            "Lost on purpose" in row or "to lose" in row for row in rows
        )
        counts = next(row for row in rows if row.startswith("Packets: "))
        sent = [sum(kind == Kind.FRAME_SENT for kind in each.trace.kind) for each in (plain_run, lost)]
        both, _, only_a, only_b = map(int, re.findall(r"\d+", counts))
        assert [both + only_a, both + only_b] == sent
        await reader.press("c", "up")
        assert any(row.startswith("First difference") for row in beside(page))
        await reader.press("enter")
        assert reader.screen.player.session is plain_run


async def test_a_branch_is_compared_and_saved_as_a_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        await reader.press("B")
        assert reader.bar("keys").startswith("Nothing has been done here yet")
        await reader.press("right", "x")
        await choose(reader, "lose packet 1")
        await reader.press("B")
        assert isinstance(reader.top(), BranchesScreen)
        await reader.press("escape", "x")
        await choose(reader, "save")
        await reader.press("enter")
        assert reader.bar("keys").startswith("The branch is saved as")
        (saved,) = tmp_path.glob("*.yaml")
        again = Session(load(saved))
        again.run()
        assert list(again.trace) == list(reader.screen.player.trace)


QUESTIONS = """questions:
  - ask: At which port does sw1 find pc3?
    answer: {table: mac, on: sw1, row: {mac: pc3}, column: port}
    options: [2, 4]
  - ask: How often does pc1 ask for pc3?
    answer: 1
    says: pc1 sends 1 arp request for pc3
    options: [2, 3]
"""


@pytest.mark.parametrize(
    ("name", "edit", "gone"),
    [
        # The solution of the lab reaches its goals no longer; in the second run an answer is wrong, too.
        ("arp-on-one-switch", "edit first arp reply arp.opcode = 1 damaged on pc3 -- sw1", {"lab"}),
        ("arp-on-one-switch", "drop first arp reply on pc1 -- sw1", {"lab", "says"}),
        ("arp-on-one-switch", "set nodes.pc2.ttl = 9", set()),
    ],
)
def test_a_branch_is_saved_as_a_scenario_that_can_be_checked(
    name: str, edit: str, gone: set[str], tmp_path: Path
) -> None:
    plain = load_text(Session.load(name).scenario.text + QUESTIONS, "own.yaml")
    session = Session(plain).branch([edit])
    session.run()
    path = branch_file.save(str(tmp_path / "saved.yaml"), branch_file.fitting(session)[0])
    checked = hopscope("check", str(path))
    assert (checked.status, checked.err) == (0, "")
    saved = path.read_text()
    assert {word for word in ("lab", "says") if f"{word}: " not in saved and f"{word}:\n" not in saved} == gone
    assert "At which port does sw1 find pc3?" in saved


def with_a_program_beside(folder: Path) -> Path:
    (folder / "code").mkdir(parents=True)
    (folder / "code" / "greet.py").write_text("print('hello')\n", encoding="utf-8")
    programs = "programs:\n  - {on: pc1, at: 1s, file: code/greet.py}\n"
    (folder / "own.yaml").write_text(ONE_SWITCH + programs, encoding="utf-8")
    return folder / "own.yaml"


def test_a_branch_that_is_saved_elsewhere_takes_the_files_of_its_programs_along(tmp_path: Path) -> None:
    scenario = load(with_a_program_beside(tmp_path / "here"))
    (tmp_path / "there").mkdir()
    name = str(tmp_path / "there" / "branch.yaml")
    branch_file.check(name, scenario)
    again = load(branch_file.save(name, scenario))
    assert again.sources == scenario.sources
    (tmp_path / "there" / "code" / "greet.py").write_text("print('no')\n", encoding="utf-8")
    with pytest.raises(TextError, match="there is another file greet"):
        branch_file.check(str(tmp_path / "there" / "other.yaml"), scenario)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (" ", "nothing is written"),
        ("own.yaml", "there is a file of this name"),
        ("nowhere/x.yaml", "there is no folder"),
        ("~/own.yaml", "there is a file of this name"),
    ],
)
def test_a_name_that_no_branch_can_be_saved_under_is_refused_at_once(
    name: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    scenario = load(with_a_program_beside(tmp_path / "here"))
    (tmp_path / "own.yaml").touch()
    with pytest.raises(TextError, match=wrong):
        branch_file.check(name, scenario)


async def test_a_run_is_shown_as_one_line_that_brings_it_back() -> None:
    async with opened(Session.load("arp-on-one-switch"), (100, 30)) as reader:
        await reader.press("right", "x")
        await choose(reader, "lose packet 1")
        position = reader.position
        await reader.press("x")
        await choose(reader, "show this")
        dialog = reader.top()
        assert isinstance(dialog, TextDialog)
        line = "".join(plain(each) for each in dialog.lines_shown)
        found = read_line(line)
        assert found.position == position
        assert found.scenario.text == reader.screen.player.scenario.text
        await reader.press("y")
        assert reader.app.clipboard == line


async def test_the_acts_of_a_line_are_branches_that_can_be_undone_and_compared() -> None:
    edits = ["set nodes.pc2.ttl = 9", "drop first arp reply on pc1 -- sw1"]
    made = Session.load("arp-on-one-switch").branch(edits)
    made.run()
    async with opened(open_session(line_of(made.scenario, made.edits, None, 40)), (100, 30)) as reader:
        player = reader.screen.player
        assert list(player.trace) == list(made.trace)
        assert player.new_future is not None
        assert player.new_future.found.marks
        assert player.strange_notes
        await reader.press("b")
        page = reader.top()
        assert isinstance(page, BranchesScreen)
        assert [row.strip("*- ") for row in tree(page)] == ["as it was", *edits]
        await reader.press("escape", "ctrl+z", "ctrl+z")
        assert reader.screen.player.scenario.text == Session.load("arp-on-one-switch").scenario.text
        await reader.press("ctrl+y", "ctrl+y")
        assert list(reader.screen.player.trace) == list(made.trace)


async def test_why_not_asks_about_rows_and_what_the_scenario_expects_in_vain() -> None:
    broken = f'{ONE_SWITCH}  - pc1 prints "2 received"\nfaults:\n  - {{drop: every icmp, on: pc3 -- sw1}}\n'
    async with opened(broken, (80, 24)) as reader:
        await reader.press("right", "right")
        here = reader.screen.player.cursor.position
        await reader.press("w")
        dialog = reader.top()
        assert isinstance(dialog, LineDialog)
        assert dialog.query_one(Input).value == "pc1 receives icmp echo-reply from 192.168.10.3"
        await reader.press("up", "enter")
        assert reader.screen.player.trace.why[reader.record].rule.id == "fault.dropped"
        blamed = reader.screen.player.cursor.position
        await reader.press("escape")
        assert reader.screen.player.cursor.position == here
        assert f"Record {blamed - 1} shows it" in reader.bar("keys")
        await reader.press("apostrophe", "apostrophe")
        assert reader.screen.player.cursor.position == blamed
        reader.screen.pin("pc2")
        await reader.press("4", "w")
        dialog = reader.top()
        assert isinstance(dialog, LineDialog)
        assert dialog.query_one(Input).value == "{on: pc2, table: arp, holds: {}}"
        dialog.query_one(Input).value = "{on: pc1, table: arp, holds: {ip: pc3, state: stale}}"
        await reader.press("enter")
        shown = reader.screen.player.trace[reader.record]
        assert (shown.node, shown.what.table) == ("pc1", "arp")  # type: ignore[union-attr]
        await reader.press("escape", "w")
        dialog = reader.top()
        assert isinstance(dialog, LineDialog)
        dialog.query_one(Input).value = "{on: pc1, table: arb, rows: 1}"
        await reader.press("enter")
        assert "pc1 has no table 'arb'" in str(dialog.query_one("#wrong").render())


async def test_why_not_begins_with_nothing_where_all_that_is_to_come_has_come() -> None:
    text = ONE_SWITCH + "  - pc1 receives 0 icmp echo-reply\n"
    async with opened(text, (80, 24)) as reader:
        await reader.press("w")
        dialog = reader.top()
        assert isinstance(dialog, LineDialog)
        assert dialog.query_one(Input).value == ""


async def test_why_not_leads_to_the_record_that_shows_it() -> None:
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        await reader.press("right", "x")
        await choose(reader, "lose packet 1")
        await reader.press("home", "w")
        for _ in range(40):
            await reader.press("backspace")
        await reader.write("pc3 receives arp request")
        assert isinstance(reader.top(), TextDialog)
        await reader.press("escape")


async def test_the_end_of_the_run_moves_on_where_the_scenario_says_when_it_ends() -> None:
    text = TWO_NETWORKS + ("" if "until:" in TWO_NETWORKS else "until: 6s\n")
    async with opened(text, (100, 30)) as reader:
        reader.screen.player.pin("pc1")
        await reader.press("end")
        await reader.act("arp")
        assert any("arp" in line.lower() or "Address" in line for line in printed(reader, "pc1"))


def test_the_last_words_of_a_line_are_completed() -> None:
    words = ["ping", "ip route add", "pc1", "192.168.10.3"]
    assert completed("pi", words) == "ping"
    assert completed("ip r", words) == "ip route add"
    assert completed("ping 192", words) == "ping 192.168.10.3"
    assert completed("ping x", words) is None
    assert completed("", words) is None


def test_only_some_runs_are_kept_and_the_others_are_run_again() -> None:
    session = Session.load("arp-on-one-switch")
    branches = Branches(session)
    made = [branches.act([f"{number}00ms pc1: arp"]) for number in range(1, 12)]
    assert sum(branch.session is not None for _, branch in branches.tree()) <= 7
    assert len(made[-1].edits) == 11
    branches.go(made[0])
    assert made[0].session is not None
    branches.delete(made[0])
    assert branches.current is branches.root


async def test_an_edit_that_needs_the_next_one_is_one_act_with_it() -> None:
    edits = (
        "set links = [pc1 -- sw1, pc2 -- sw1, pc9 -- sw1]",
        "set nodes.pc9 = {host: 192.168.10.9/24}",
        "set nodes.pc9.gateway = 192.168.10.1",
    )
    async with opened(Session.load("arp-on-one-switch").branch(edits)) as reader:
        branches = reader.screen._branches
        assert [branch.own for branch in branches.current.acts] == [edits[:2], edits[2:]]
        await reader.press("ctrl+z", "ctrl+z")
        assert branches.current is branches.root


async def test_a_value_is_chosen_and_changed() -> None:
    async with opened(Session.load("two-dormitories"), (100, 30)) as reader:
        reader.screen.player.pin("pc1")
        await reader.press("right", "x")
        await choose(reader, "change a value of pc1")
        await choose(reader, "nodes.pc1.gateway")
        dialog = reader.top()
        assert isinstance(dialog, LineDialog)
        assert dialog.query_one(Input).value == "set nodes.pc1.gateway = 192.168.10.254"
        await reader.press("backspace", "backspace", "backspace", "1", "0", "enter")
        assert "gateway: 192.168.10.10" in reader.screen.player.scenario.text


async def test_a_program_is_written_anew_and_run_again() -> None:
    async with opened(Session.load("file-upload"), (80, 24)) as reader:
        reader.screen.player.pin("client")
        await reader.press("right", "x")
        await choose(reader, "edit upload_client.py")
        dialog = reader.top()
        assert isinstance(dialog, SourceDialog)
        area = dialog.query_one(TextArea)
        area.text = "def f(:"
        await reader.press("ctrl+s")
        assert "Line 1 is no Python" in str(dialog.query_one("#wrong").render())
        await reader.press("escape")
        assert reader.top() is dialog
        area.text = "print('hello')"
        await reader.press("ctrl+s")
        assert printed(reader, "client") == ["hello"]
        assert "name: upload_client.py" in reader.screen.player.scenario.text
        await reader.press("ctrl+z")
        assert printed(reader, "client") == ["the server says: saved"]


async def test_the_console_shows_what_was_typed_before_what_came_of_it() -> None:
    async with opened(Session.load("two-dormitories"), (80, 24)) as reader:
        reader.screen.player.pin("pc1")
        await reader.press("end")
        await reader.act("ip route")
        rows = [row[2:] for row in reader.seen("console")]
        at = rows.index("pc1$ ip route")
        assert rows[at + 1].startswith("default via 192.168.10.254")
        assert "pc1$ ping -c 1 192.168.10.2" in rows[:at]
        assert "console" in reader.in_sight()
        # Lines to come are not there yet.
        await reader.press("home")
        assert not any("pc1$" in row for row in reader.seen("console"))


async def test_a_router_is_configured_line_by_line_in_its_modes() -> None:
    async with opened(Session.load("two-dormitories"), (80, 24)) as reader:
        reader.screen.player.pin("r1")
        await reader.press("end", "colon")
        assert reader.prompt().label == "r1# "
        await reader.write("conf t")
        assert reader.prompt().label == "r1(config)# "
        await reader.write("interface eth1")
        assert reader.prompt().label == "r1(config-if)# "
        await reader.write("ip adress 10.0.0.1")
        assert reader.wrong().endswith("did you mean 'ip address'?")
        await reader.press("ctrl+u")
        await reader.write("ip address 10.0.0")
        assert reader.wrong().partition("\n")[0] == "r1(config-if)# ip address ^".replace(
            "r1(config-if)# ip address ", " " * 26
        )
        await reader.press("ctrl+u")
        await reader.write("shutdown")
        table = reader.screen.player.cursor.world.table("r1", "interface")
        assert not table["eth1"].enabled
        assert [row[2:] for row in reader.seen("console")][-3:] == [
            "r1# configure terminal",
            "r1(config)# interface eth1",
            "r1(config-if)# shutdown",
        ]
        await reader.write("end")
        assert reader.prompt().label == "r1# "
        assert reader.seen("console")[-1] == "  r1(config-if)# end"


async def test_what_is_nearly_an_act_is_told() -> None:
    async with opened(Session.load("two-dormitories"), (80, 24)) as reader:
        reader.screen.player.pin("pc1")
        await reader.press("right")
        await reader.press("colon")
        await reader.write("unest nodes.pc1.gateway")
        assert "did you mean 'unset'?" in reader.wrong()


def test_a_line_goes_on_with_what_fits_there() -> None:
    player = Player(Session.load("two-dormitories"), glyphs(ascii_only=False))
    player.run_some(10_000)
    player.cursor.end()

    def after(device: str, text: str, lines: tuple[str, ...] | None = None) -> str | None:
        return completed(text, completions(player, device, lines, text))

    assert after("pc1", "pin") == "ping"
    assert after("pc1", "ping -") == "ping -c"
    assert after("pc1", "ping -c 1 192.168.20.1") is None
    # As in bash: what all that could follow have in common.
    assert after("pc1", "ping -c 1 192.168.1") == "ping -c 1 192.168.10."
    assert after("pc1", "ip rou") == "ip route"
    assert after("pc1", "ip route d") == "ip route del"
    assert after("sw1", "show m") == "show mac address-table"
    assert after("sw1", "pin") is None
    assert after("r1", "int", ()) == "interface"
    assert after("r1", "interface e", ()) == "interface eth"
    assert after("r1", "ip a", ("interface eth0",)) == "ip address"


def test_a_layer_3_switch_is_offered_what_switches_and_routers_know() -> None:
    player = Player(Session.load("one-switch-two-vlans"), glyphs(ascii_only=False))
    player.run_some(10_000)
    device = next(each.name for each in player.network.devices if len(each.kinds) > 1)
    offered = completions(player, device, ("interface vlan10",), "")
    assert {"ip address", "ip route", "switchport mode"} <= {*offered}
    assert {"show ip route", "show vlan"} <= {*completions(player, device, None, "")}


async def test_the_player_says_when_what_a_lesson_invites_to_is_done() -> None:
    async with opened(Session.load("arp-on-one-switch"), (100, 30)) as reader:
        await reader.press("right")
        await reader.act("arp")
        assert not reader.bar("keys").startswith("Done")
        await reader.press("ctrl+z")
        await reader.act("drop first arp reply on pc1 -- sw1:1")
        assert reader.bar("keys").startswith("Done: all goals are reached.")
        await reader.press("ctrl+z", "end")
        assert [note.title for note in reader.screen.board.scene.notes][-1] == "Try it"


async def test_that_the_goals_are_reached_is_said_once_and_goes_with_the_next_line() -> None:
    async with opened(Session.load("labs/wrong-gateway"), (120, 30)) as reader:
        await reader.press("f")
        await reader.write("pc1")
        await reader.press("colon")
        await reader.write("ip route replace default via 192.168.10.254")
        assert reader.bar("keys").startswith("Done: all goals are reached.")
        await reader.write("ip route add default via 192.168.10.254")  # File exists
        assert not reader.bar("keys").startswith("Done")
        await reader.write("nonsense")
        assert not reader.bar("keys").startswith("Done")


async def test_goals_that_are_reached_by_a_device_that_is_not_the_learners_do_not_count() -> None:
    async with opened(Session.load("labs/wrong-gateway"), (120, 30)) as reader:
        await reader.press("f")
        await reader.write("r1")
        await reader.press("colon")
        await reader.write("ip addr add 192.168.10.250/24 dev eth0")
        told = reader.bar("keys")
        assert told.startswith(
            "All goals are reached, but not by what you may change: r1 cannot be changed; change pc1"
        )


def seen(reader: Reader, pane: str) -> list[str]:
    """The lines of the page of changes."""
    screen = reader.top()
    assert isinstance(screen, ChangesScreen)
    lines = screen.query_one(f"#{pane}", Lines)
    return [plain(lines.line_at(y)).rstrip() for y in range(lines.virtual_size.height)]


async def test_one_of_several_changes_is_undone_alone_and_a_checkpoint_brings_it_back() -> None:
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        for command in (
            "set nodes.pc1.host = 192.168.10.7/24",
            "cut pc1 -- sw1",
            "set nodes.pc2.host = 192.168.10.8/24",
        ):
            await reader.act(command)
        await reader.press("E")
        assert len(seen(reader, "acts")) == 3
        assert any(each.startswith("+") and "192.168.10.7/24" in each for each in seen(reader, "diff"))
        await reader.press("c", "enter")
        assert reader.bar("keys").startswith("Kept as Checkpoint 1")
        await reader.press("E", "up", "up", "X")
        text = reader.screen.player.scenario.text
        assert "192.168.10.7/24" not in text
        assert "192.168.10.8/24" in text
        await reader.press("E")
        assert len(seen(reader, "acts")) == 2
        await reader.press("R", "E")
        assert seen(reader, "acts") == ["Nothing is changed: x and : change something."]
        await reader.press("r", "enter", "E")
        assert len(seen(reader, "acts")) == 3


ASKING = """\
title: Asking
until: 20s
nodes:
  pc1: {host: 10.0.0.1/24}
  pc2: {host: 10.0.0.2/24}
links: [pc1 -- pc2]
programs:
  - {on: pc1, at: 1s, name: ask.py, code: "while True: print('hello', input('name? '))"}
actions:
  - {at: 2s, on: pc2, run: ping -c 1 10.0.0.1}
"""


async def test_a_line_is_typed_for_the_program_that_waits_and_is_saved_with_the_branch() -> None:
    async with opened(Session(load_text(ASKING)), (80, 24)) as reader:
        reader.screen.pin("pc1")
        await reader.press("end", "colon")
        assert reader.prompt().line.value == "type "
        assert reader.bar("keys").startswith("ask.py waits in input('name? ')")
        before = list(reader.screen.player.trace)
        await reader.press(*"Ann", "enter")
        assert reader.bar("keys").startswith("ask.py waits in input('name? ')")
        await reader.press("ctrl+u", "escape")
        waits = "  ask.py waits for a line in input('name? '); : types it"
        assert reader.seen("console")[1:] == ["+ name? Ann", "+ hello Ann", waits]
        branch = reader.screen.player.session
        assert list(branch.trace)[: len(before)] == before
        saved = Session(load_text(branch.scenario.text))
        saved.run()
        assert list(saved.trace) == list(branch.trace)
        await reader.press("ctrl+z")
        assert list(reader.screen.player.trace) == before
        await reader.press("ctrl+y", "colon", "ctrl+u")
        await reader.write("eof")
        assert reader.seen("console")[-1].endswith("EOFError: EOF when reading a line")


SEVERAL = """\
title: Several
until: 20s
nodes:
  pc1: {host: 10.0.0.1/24}
  pc2: {host: 10.0.0.2/24}
links: [pc1 -- pc2]
programs:
  - on: pc1
    name: ask.py
    arguments: a
    code: |
      import sys
      while True:
          print(sys.argv[1], input("? "))
  - on: pc1
    at: 1s
    name: polls.py
    code: |
      import select, sys
      poll = select.poll()
      poll.register(sys.stdin, select.POLLIN)
      while poll.poll():
          print("polled", sys.stdin.readline().strip())
actions:
  - {at: 2s, on: pc1, run: python3 ask.py b}
"""


async def test_of_several_programs_that_wait_each_is_named_and_can_be_typed_to() -> None:
    async with opened(Session(load_text(SEVERAL)), (80, 24)) as reader:
        reader.screen.pin("pc1")
        await reader.press("end", "5")
        assert reader.seen("console")[-3:] == [
            "  ask.py#1 waits for a line in input('? '); : types it",
            "  polls.py waits for a line in poll(); : types it",
            "  ask.py#2 waits for a line in input('? '); : types it",
        ]
        await reader.press("colon")
        assert reader.prompt().line.value == "type ask.py#2: "
        await reader.press(*"x y", "enter")
        assert printed(reader, "pc1")[-1] == "b x y"
        await reader.press("ctrl+u", *"type po", "tab")
        assert reader.prompt().line.value == "type polls.py:"
        await reader.press(*" hello", "enter")
        assert printed(reader, "pc1")[-1] == "polled hello"
        assert reader.screen.player.session.scenario.text.rstrip().endswith("type: hello, to: polls.py}")
        await reader.press("ctrl+u", *"type note: this", "enter")
        assert printed(reader, "pc1")[-1] == "b note: this"  # no program is called note
        await reader.press("ctrl+u", *"type ask.py#3: no", "enter")
        said = "No program ask.py#3 runs on pc1; ask.py#1, polls.py and ask.py#2 wait for a line"
        assert reader.wrong() == f"{' ' * len('pc1$ type ')}^\n{said}"
        await reader.press("ctrl+u", *"eof ask.py#1", "enter")
        assert printed(reader, "pc1")[-1].startswith("EOFError")


async def test_a_program_that_a_typed_command_started_is_written_anew_and_run_again(tmp_path: Path) -> None:
    (tmp_path / "hi.py").write_text("import sys\nprint('hi', sys.argv[1:])\n")
    (tmp_path / "lesson.yaml").write_text(ASKING)
    async with opened(Session(load(tmp_path / "lesson.yaml")), (80, 24)) as reader:
        reader.screen.pin("pc2")
        await reader.press("end")
        await reader.act("python3 hi.py 7 'a b'")
        assert printed(reader, "pc2")[-1] == "hi ['7', 'a b']"
        typed = list(reader.screen.player.trace)
        await reader.press("x")
        await choose(reader, "edit hi.py")
        dialog = reader.top()
        assert isinstance(dialog, SourceDialog)
        area = dialog.query_one(TextArea)
        area.text = area.text.replace("'hi'", "'ho'")
        await reader.press("ctrl+s")
        assert printed(reader, "pc2")[-1] == "ho ['7', 'a b']"
        assert len(reader.screen.player.trace) == len(typed)
        await reader.press("ctrl+z")
        assert printed(reader, "pc2")[-1] == "hi ['7', 'a b']"


def signs(reader: Reader, pane: str, column: int) -> str:
    """What stands in one column of a pane, without blanks."""
    return "".join(row[column : column + 1] for row in reader.seen(pane)).replace(" ", "")


LOST_REPLY = "drop first arp reply on pc1 -- sw1:1"


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_after_an_act_the_new_future_is_seen_to_differ(size: tuple[int, int], ascii_only: bool) -> None:
    async with opened(Session.load("arp-on-one-switch"), size, ascii_only) as reader:
        await reader.press("right", "2")
        assert "~" not in signs(reader, "packets", 1)
        before = [n for n, kind in enumerate(reader.screen.player.trace.kind) if kind == Kind.FRAME_SENT]
        await reader.act(LOST_REPLY)
        player = reader.screen.player
        # What comes is told apart in each place where it is listed; the old packets that come no more are counted.
        found = player.new_future
        assert found is not None
        assert signs(reader, "packets", 1) == "~" + "+" * found.found.count(Mark.NEW)
        gone = len(before) + found.found.count(Mark.NEW) - len(player.cursor.sends)
        # The first ping, and what asks for its address, come later; nothing is gone.
        assert gone == 0
        assert "+6 ~1 " in reader.bar("status")
        if size[1] >= 28:
            line = reader.bar("timeline")
            assert (line.count("~"), line.count("+")) <= (1, 6)
            assert "+" in line
        await reader.press("v", "6", "u")
        assert set(signs(reader, "ladder", 9)) >= {"~", "+"}
        await reader.press("u")
        assert "+" not in signs(reader, "ladder", 9)
        await reader.press("v", "2", "H")
        assert "+" not in signs(reader, "packets", 1)
        assert "+6" not in reader.bar("status")
        if size[1] >= 28:
            assert "+" not in reader.bar("timeline")
        await reader.press("H", "ctrl+z")
        assert player is not reader.screen.player
        assert not set(signs(reader, "packets", 1)) & {"~", "+"}


async def titles(reader: Reader) -> list[tuple[str, str]]:
    player, found = reader.screen.player, []
    for position in player.note_positions():
        player.cursor.to(position)
        found += [(note.text, note.title) for note in player.scene().notes]
    return found


async def test_a_note_where_an_act_has_changed_something_says_that_it_was_not_written_for_this() -> None:
    mark = "(written for the run before the change)"
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        await reader.press("right")
        # What only looks changes nothing that a note tells of.
        await reader.act("arp")
        plain = await titles(reader)
        assert not any(mark in title for _, title in plain)
        await reader.act("drop first arp reply on pc3 -- sw1:3")
        changed = [
            ("pc1 asks **all** of them.", "A question to everyone"),
            ("pc2 stays silent.", ""),
            ("The answer comes back.", mark),
        ]
        assert (await titles(reader))[:3] == changed
        # It is compared with the scenario's own run, not with the branch that it was made of.
        await reader.press("end")
        await reader.act("ip route")
        assert (await titles(reader))[:3] == changed
        # A table alone is enough: a static row sends no packet.
        await reader.press("ctrl+z", "ctrl+z", "home", "right")
        reader.screen.pin("pc2")
        await reader.act("ip neigh add 192.168.10.9 lladdr 02:00:00:00:00:09 dev eth0")
        assert all(mark in title for _, title in (await titles(reader))[1:3])


async def test_a_key_goes_from_one_packet_that_differs_to_the_next() -> None:
    async with opened(TWO_NETWORKS, (100, 30)) as reader:
        await reader.press("right", "greater_than_sign")
        assert reader.bar("keys").startswith("This is the scenario as it was")
        await reader.act("drop first icmp on r1:eth1 -- pc2")
        player, said = reader.screen.player, " ".join(lines_of(reader, "keys"))
        found = player.new_future
        assert found is not None
        marked = [*found.found.marks]
        number = player.cursor.sends.before(marked[0] + 1) + 1
        assert f"first: packet {number}, " in said
        await reader.press("home")
        stops = []
        for _ in marked:
            await reader.press("greater_than_sign")
            stops.append(reader.position)
        assert stops[0] == marked[0] + 1
        assert stops == sorted(stops)
        await reader.press("end", "greater_than_sign")
        assert reader.bar("keys").startswith("Nothing behind this point")
        await reader.press("less_than_sign")
        assert reader.position == max(place for place in found.places if place < len(player.trace))
        await reader.press("apostrophe", "apostrophe")
        assert reader.screen.player.cursor.at_end
        await reader.press("home", "less_than_sign")
        assert reader.bar("keys").startswith("Nothing before this point")


def lines_of(reader: Reader, name: str) -> list[str]:
    bar = reader.screen.query_one(f"#{name}", Lines)
    return [plain(bar.line_at(y)).strip() for y in range(bar.virtual_size.height)]


@pytest.mark.parametrize(
    ("act", "told", "short"),
    [
        ("set nodes.pc2.ttl = 64", "Nothing later changes.", "no packet differs"),
        ("pc1: arp", "No packet differs; first: record ", "no packet differs"),
        ("set links.pc3 -- sw1:3.delay = 2ms", "The same packets come, ", "no packet differs"),
    ],
)
async def test_that_nothing_later_changes_is_said(act: str, told: str, short: str) -> None:
    async with opened(ONE_SWITCH, (80, 24)) as reader:
        await reader.press("right", "2")
        await reader.act(act)
        assert told in " ".join(lines_of(reader, "keys"))
        assert short in reader.bar("status")
        await reader.press("2")
        assert not set(signs(reader, "packets", 1)) & {"~", "+"}


async def test_what_differs_is_told_in_chinese_and_told_again_after_redo() -> None:
    async with opened(ONE_SWITCH, (120, 40)) as reader:
        await reader.press("L", "right", "right")
        await reader.act("drop first arp reply on pc1 -- sw1:1")
        said = "".join(lines_of(reader, "keys"))
        assert "新增" in said
        assert "第一处：数据包" in said
        await reader.press("ctrl+z", "ctrl+y")
        assert "".join(lines_of(reader, "keys")) == said
        await reader.press("right")
        assert "新增" not in "".join(lines_of(reader, "keys"))


async def test_fields_of_the_packet_in_hand_are_completed_and_those_it_lacks_are_told() -> None:
    async with opened(Session.load("an-alias"), (80, 24)) as reader:
        player = reader.screen.player
        answer = next(
            n
            for n, what in enumerate(player.trace.what)
            if player.trace.kind[n] == Kind.FRAME_SENT and "CNAME" in str(summary(cast(Pdu, what)))
        )
        player.cursor.to(answer + 1)
        reader.screen.refresh_scene()
        await reader.press("x")
        await choose(reader, "change a field of packet")
        await choose(reader, "dns.resp.ttl#2")
        dialog = reader.top()
        assert isinstance(dialog, LineDialog)
        line = dialog.query_one(Input)
        assert line.value.isdigit()  # the value alone: the field is chosen
        line.value = "5, dns.resp.ttl#9 = 1"
        await reader.press("enter")
        assert "This packet has no dns.resp.ttl#9; it has dns.resp.ttl" in str(dialog.query_one("#wrong").render())
        assert str(dialog.query_one("#wrong").render()).startswith("   ^\n")
        head = "edit first frame leaving client:eth0 "
        assert completed(f"{head}dns.resp.t", completions(player, "client", None, f"{head}dns.resp.t")) == (
            f"{head}dns.resp.ttl"
        )
        line.value = "5"
        await reader.press("enter")
        changed = reader.screen.player.trace
        n = next(n for n, why in enumerate(changed.why) if why.rule.id == "fault.fields-changed")
        assert changed.why[n].facts["fields"] == "dns.resp.ttl#2 = 5"


async def test_what_is_written_of_a_program_behind_a_warning_is_not_lost_unwarned() -> None:
    async with opened(Session.load("tcp-echo"), (80, 24)) as reader:
        reader.screen.player.pin("client")
        await reader.press("right", "x")
        await choose(reader, "edit client.py")
        dialog = reader.top()
        assert isinstance(dialog, SourceDialog)
        await reader.press("a", "escape", "b", "escape")
        assert reader.top() is dialog
        assert dialog.query_one(TextArea).text.startswith("ab")
        await reader.press("escape")
        assert reader.top() is reader.screen


async def test_a_new_line_of_a_program_begins_as_far_in_as_its_block() -> None:
    async with opened(Session.load("file-upload"), (80, 24)) as reader:
        reader.screen.player.pin("client")
        await reader.press("right", "x")
        await choose(reader, "edit upload_client.py")
        dialog = reader.top()
        assert isinstance(dialog, SourceDialog)
        area = dialog.query_one(TextArea)
        area.text = "def f():\n    if True:\n    return 1\n"
        area.move_cursor((1, 12))
        await reader.press("enter", *"pass", "down", "end", "enter", "x")
        assert area.text == "def f():\n    if True:\n        pass\n    return 1\n    x\n"
        area.select_all()
        await reader.press("enter")
        assert area.text == "\n"
