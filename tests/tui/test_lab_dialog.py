"""A lab in the player: the task, the goals as the branch in hand reaches them, hints one at a time."""

from sim.scenario.load import load_text
from sim.session import Session
from tests.exam.test_lab import LAB
from tests.tui.opened import opened
from tui.model.text.ink import plain
from tui.screens.lab import LabDialog
from tui.widgets.lines import Lines


def seen(dialog: object) -> list[str]:
    assert isinstance(dialog, LabDialog)
    text = dialog.query_one(Lines)
    return [plain(text.line_at(y)).rstrip() for y in range(text.virtual_size.height)]


async def test_the_task_the_goals_and_the_hints_are_shown() -> None:
    async with opened(Session(load_text(LAB, "lab.yaml"))) as reader:
        await reader.press("G")
        lines = seen(reader.top())
        assert lines[0] == "Let pc2 answer."
        assert "- pc1 receives icmp echo-reply from pc2" in lines
        assert not any("mask" in line for line in lines)
        await reader.press("h")
        assert "Hint 1 of 1: Look at the mask of pc2." in seen(reader.top())
        await reader.press("h", "escape")
        assert reader.top() is reader.screen


async def test_a_branch_that_reaches_the_goals_says_so() -> None:
    async with opened(Session(load_text(LAB, "lab.yaml"))) as reader:
        await reader.press("x")
        await reader.press("escape")
        await reader.act("set nodes.pc2.host = 10.0.0.130/24")
        await reader.press("G")
        assert "+ pc1 receives icmp echo-reply from pc2" in seen(reader.top())
        assert "All goals are reached." in seen(reader.top())
        await reader.press("escape", "ctrl+z", "G")
        assert "- pc1 receives icmp echo-reply from pc2" in seen(reader.top())


async def test_goals_that_are_reached_by_another_device_do_not_count() -> None:
    async with opened(Session(load_text(LAB, "lab.yaml"))) as reader:
        await reader.act("set nodes.pc2.host = 10.0.0.130/24")
        await reader.act("set nodes.pc1.ttl = 9")
        await reader.press("G")
        text = " ".join(seen(reader.top()))
        assert "All goals are reached, but not by what you may change: pc1 cannot be changed; change pc2" in text
        assert "All goals are reached." not in text


async def test_a_lab_speaks_chinese_and_another_scenario_says_that_it_is_none() -> None:
    async with opened(Session(load_text(LAB, "lab.yaml")), size=(120, 40)) as reader:
        await reader.press("L", "G")
        assert any(line.startswith("目标") for line in seen(reader.top()))
    async with opened(Session(load_text(LAB[: LAB.index("lab:")], "plain.yaml"))) as reader:
        await reader.press("G")
        assert reader.bar("keys").startswith("This scenario is no lab")
