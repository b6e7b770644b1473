"""How a name was resolved, as a tree: what was wanted, what the cache knew, who was asked, and what came back."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.feature import State
from sim.features.dns.asking.steps import Step, StepRow

_WORDS = {
    "en": {
        "wanted": "{name} {type}",
        Step.QUESTION: "first needs {name} {type}",
        Step.CACHE: "the cache has {name} {type}",
        Step.ZONE: "an own zone has {name} {type}",
        Step.QUERY: "asks {server} for {name} {type}",
        Step.ALIAS: "{name} is an alias",
        "zone": " (server of {zone})",
        "forward": " (to find it)",
        "waiting": "waiting …",
        "took": "  [{time}]",
    },
    "zh": {
        "wanted": "{name} {type}",
        Step.QUESTION: "先要知道 {name} {type}",
        Step.CACHE: "缓存里有 {name} {type}",
        Step.ZONE: "自己的区里有 {name} {type}",
        Step.QUERY: "向 {server} 查询 {name} {type}",
        Step.ALIAS: "{name} 是别名",
        "zone": "（{zone} 的服务器）",
        "forward": "（由它去找）",
        "waiting": "等待中……",
        "took": "  [{time}]",
    },
}
_FORWARD = "forward"
_MILLISECOND = 1_000_000


def tree(state: State, node: str, table: str, language: str) -> Sequence[str]:
    """The lines for all questions of a device that are still shown, the newest first."""
    rows: Mapping[int, StepRow] = state.table(node, table)  # type: ignore[assignment]
    children: dict[int | None, list[int]] = {}
    for number, row in sorted(rows.items()):
        parent = row.parent if row.parent in rows else None
        children.setdefault(parent, []).append(number)
    words = _WORDS.get(language, _WORDS["en"])
    lines: list[str] = []
    for number in reversed(children.get(None, ())):
        lines.append(_line(rows[number], words, "wanted"))
        lines += _below(number, rows, children, words, "")
    return lines


def _below(
    number: int,
    rows: Mapping[int, StepRow],
    children: Mapping[int | None, list[int]],
    words: Mapping[Any, str],
    indent: str,
) -> list[str]:
    lines = []
    inner = children.get(number, [])
    for child in inner:
        is_last = child == inner[-1]
        lines.append(f"{indent}{'└─' if is_last else '├─'} {_line(rows[child], words, rows[child].step)}")
        lines += _below(child, rows, children, words, indent + ("   " if is_last else "│  "))
    return lines


def _line(row: StepRow, words: Mapping[Any, str], kind: Any) -> str:
    text = words[kind].format(name=row.name, type=row.type, server=row.server)
    if row.zone == _FORWARD:
        text += words["forward"]
    elif row.zone:
        text += words["zone"].format(zone=row.zone)
    if row.ended is None:
        return f"{text}: {words['waiting']}"
    took = row.ended - row.began
    time = words["took"].format(time=f"{took / _MILLISECOND:.3g} ms") if took else ""
    return f"{text}: {row.result}{time}"
