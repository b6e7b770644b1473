"""The task of a lab, what of it is reached, and hints, as lines."""

from sim.exam.lab import goals
from sim.session import Session
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, line, wrap
from tui.model.text.markdown import markdown
from tui.model.text.words import NOT_COUNTED, both, told

TITLE = both("Lab", "实验")
_GOALS = both("Goals, as this branch reaches them", "目标（在当前时间分支中的完成情况）")
_SOLVED = both("All goals are reached.", "所有目标都已达到。")
_TOUCH = both(
    "You may change {names}: `f` takes a device in hand, `:` types a command there, `x` shows what else can be done.",
    "可以修改 {names}：按 `f` 选定设备，按 `:` 在上面输入命令，按 `x` 查看其他操作。",
)
_HINT = both("Hint {number} of {count}: {text}", "提示 {number}/{count}：{text}")
_MORE = both("`h` gives a hint.", "按 `h` 看提示。")
_DEEDS = both(
    "`ctrl+z` undoes the last act, `E` shows what you changed, `R` starts over, `c` keeps a checkpoint, "
    "`r` goes back to one.",
    "按 `ctrl+z` 撤销上一次操作，`E` 看改了什么，`R` 全部重来，`c` 保存检查点，`r` 回到检查点。",
)


def lab_lines(session: Session, refused: str, hints: int, room: int, glyphs: Glyphs, language: str) -> list[Line]:
    """The lines, with so many hints; the session has come to its end and is a lab's.

    ``refused`` says why what was changed does not count, "" where it does.
    """
    lab = session.scenario_in(language).lab
    assert lab is not None
    outcomes = goals(session)
    lines = [*markdown(lab.task, room, glyphs), EMPTY, line(Span(told(_GOALS, language), Ink.TITLE))]
    for outcome in outcomes:
        mark = Span("+ " if outcome.ok else "- ", Ink.GOOD if outcome.ok else Ink.BAD)
        lines += wrap(line(mark, outcome.text), room, 2)
    if all(outcome.ok for outcome in outcomes):
        if refused:
            lines += wrap(line(Span(told(NOT_COUNTED, language, reason=refused), Ink.BAD)), room)
        else:
            lines.append(line(Span(told(_SOLVED, language), Ink.GOOD)))
    lines.append(EMPTY)
    lines += markdown(told(_TOUCH, language, names=", ".join(lab.touch)), room, glyphs)
    for number, hint in enumerate(lab.hints[:hints], 1):
        lines += markdown(told(_HINT, language, number=number, count=len(lab.hints), text=hint), room, glyphs)
    if hints < len(lab.hints):
        lines += markdown(told(_MORE, language), room, glyphs)
    lines += markdown(told(_DEEDS, language), room, glyphs)
    return lines
