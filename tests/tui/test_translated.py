"""A lesson in Chinese: the commands that tell it, and the player, which turns the language at any moment."""

import json
from pathlib import Path

from textual.widgets import OptionList

from sim.addresses import IPv4Address
from sim.session import Session
from sim.trace.records import Change
from sim.transport.tcp.machine.rows import CONNECTIONS, ConnectionRow, Endpoints
from sim.transport.tcp.machine.states import State
from tests.tui.command import PING, hopscope, written
from tests.tui.opened import opened
from tui.model.reader.rows import describe
from tui.screens.dialog import FindDialog

NOTES = """\
notes:
  - {when: start, title: Before, text: Nobody knows anybody.}
  - {when: end, text: Done.}
"""
CHINESE = """\
title: 两台电脑和一台交换机
notes:
  - {title: 开始之前, text: 谁也不认识谁。}
  - {text: 完成。}
"""


def lesson(folder: Path, chinese: str = CHINESE) -> Path:
    written(folder, chinese, "lan.zh.yaml")
    return written(folder, PING + NOTES)


def test_check_takes_the_translation_with_its_scenario(tmp_path: Path) -> None:
    path = lesson(tmp_path)
    assert hopscope("check", tmp_path).lines[-1] == "1 scenario: 1 ok, 0 failed, 0 with errors"
    lesson(tmp_path, CHINESE.replace("text: 完成。", "txet: 完成。"))
    result = hopscope("check", tmp_path)
    assert result.status == 2
    assert result.lines[:2] == [
        f"ERROR {path}",
        f"      {tmp_path}/lan.zh.yaml:4:6: unknown key 'txet'; did you mean text?",
    ]


def test_a_translation_without_its_scenario_is_an_error(tmp_path: Path) -> None:
    written(tmp_path, CHINESE, "other.zh.yaml")
    lesson(tmp_path)
    result = hopscope("check", tmp_path)
    assert result.status == 2
    assert (
        f"      {tmp_path}/other.zh.yaml: this has the texts of a scenario in another language, and is no scenario "
        "itself; put it beside other.yaml, "
    ) in result.out


def test_check_of_a_translation_checks_its_scenario_once(tmp_path: Path) -> None:
    path = lesson(tmp_path)
    result = hopscope("check", f"{tmp_path}/lan.zh.yaml", path)
    assert (result.status, result.lines[-1]) == (0, "1 scenario: 1 ok, 0 failed, 0 with errors")


def test_show_and_run_tell_the_title_in_chinese(tmp_path: Path) -> None:
    path = lesson(tmp_path)
    shown = hopscope("show", path, "--language", "zh")
    assert shown.lines[0] == "两台电脑和一台交换机"
    assert "  start: 开始之前" in shown.lines
    header = json.loads(hopscope("run", path, "--format", "jsonl", "--language", "zh").lines[0])
    assert header["title"] == "两台电脑和一台交换机"
    assert json.loads(hopscope("run", path, "--format", "jsonl").lines[0])["title"] == "Two PCs and a switch"


def test_a_wrong_translation_stops_only_who_asks_for_it(tmp_path: Path) -> None:
    path = lesson(tmp_path, "title: [\n")
    for command in ("show", "run"):
        result = hopscope(command, path, "--language", "zh")
        assert (result.status, result.out) == (2, "")
        assert f"{tmp_path}/lan.zh.yaml:2:1: " in result.err
        assert hopscope(command, path).status == 0


def test_list_tells_the_titles_of_the_bundled_lessons_in_chinese() -> None:
    lines = hopscope("list", "--language", "zh").lines
    assert any(line.split() == ["handshake", "intro", "三次握手建立一个连接"] for line in lines)


async def test_l_turns_lesson_and_notes_and_back(tmp_path: Path) -> None:
    async with opened(Session.load(str(lesson(tmp_path)))) as reader:
        assert reader.seen("why")[0] == "Two PCs and a switch"
        await reader.press("L")
        assert reader.seen("why")[0] == "两台电脑和一台交换机"
        assert reader.bar("status").startswith("两台电脑和一台交换机")
        assert [note.title for note in reader.screen.board.scene.notes] == ["开始之前"]
        await reader.press("end")
        assert [note.text for note in reader.screen.board.scene.notes] == ["完成。"]
        assert any("运行结束" in line for line in reader.seen("why"))
        await reader.press("L", "home")
        assert reader.seen("why")[0] == "Two PCs and a switch"
        assert reader.bar("keys").split()[:3] == ["←", "→", "packet"]


async def test_l_tells_what_is_wrong_with_a_translation_and_shows_english(tmp_path: Path) -> None:
    async with opened(Session.load(str(lesson(tmp_path, "titel: 谁\n"))), size=(200, 60)) as reader:
        await reader.press("L")
        assert "lan.zh.yaml:1:1: unknown key 'titel'; did you mean title?" in reader.bar("keys")
        assert reader.seen("why")[0] == "Two PCs and a switch"
        assert reader.screen.player.language == "zh"


async def test_a_branch_is_told_in_the_language_in_hand(tmp_path: Path) -> None:
    async with opened(Session.load(str(lesson(tmp_path)))) as reader:
        reader.screen.player.pin("pc1")
        await reader.press("L", "right", "right")
        await reader.act("arp")
        assert reader.bar("keys").startswith("现在：")
        assert len(reader.screen.player.scenario.actions) == 2
        assert reader.bar("status").startswith("两台电脑和一台交换机")
        assert [note.text for _, note in reader.screen.player.notes] == ["谁也不认识谁。", "完成。"]


async def test_devices_are_named_in_the_language_in_hand() -> None:
    async with opened(Session.load("one-switch-two-vlans"), (120, 40)) as reader:
        await reader.press("L", "f")
        dialog = reader.top()
        assert isinstance(dialog, FindDialog)
        shown = [str(each.prompt).split()[-1] for each in dialog.query_one(OptionList).options]
        assert {*shown} == {"主机", "交换机"}


def test_a_connection_is_named_in_each_language() -> None:
    key = Endpoints(IPv4Address.parse("10.0.0.1"), 49152, IPv4Address.parse("10.0.0.2"), 80)
    change = Change(CONNECTIONS, key, None, ConnectionRow(State.SYN_SENT, 100, 0, 536, 0, 0, False, False))
    assert describe(change).startswith("tcp + 49152 to 10.0.0.2:80: ")
    assert describe(change, language="zh").startswith("tcp + 49152 到 10.0.0.2:80: ")
