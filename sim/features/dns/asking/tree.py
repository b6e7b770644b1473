"""How a name was resolved, as a tree over all devices: who asked whom, what a cache knew, and what came back."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from sim.addresses import IPv4Address
from sim.device.interface import TABLE as INTERFACE
from sim.feature import State
from sim.features.dns.asking.steps import SERVER_STEPS, Step, StepRow

_WORDS = {
    "en": {
        "wanted": "{name} {type}",
        Step.QUESTION: "first needs {name} {type}",
        Step.CACHE: "the cache has {name} {type}",
        Step.ZONE: "an own zone has {name} {type}",
        Step.QUERY: "asks {server} for {name} {type}",
        Step.ALIAS: "{name} is an alias",
        Step.SAME: "another client asks for {name} {type}, too",
        "joined": "is already looking for {name} {type}",
        "elsewhere": "{node}: {text}",
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
        Step.SAME: "另一个客户端也查询 {name} {type}",
        "joined": "已经在查 {name} {type}",
        "elsewhere": "{node}：{text}",
        "zone": "（{zone} 的服务器）",
        "forward": "（由它去找）",
        "waiting": "等待中……",
        "took": "  [{time}]",
    },
}
_FORWARD = "forward"
_MILLISECOND = 1_000_000
_DEEPEST = 12
"""Servers that ask servers, one below the other. Two that forward to each other go on longer than anybody reads."""

Rows = Mapping[int, StepRow]


def tree(state: State, node: str, table: str, language: str) -> Sequence[str]:
    """The lines for all questions of a device that are still shown, the newest first.

    Below a query stand the steps of the server that got it, if this is a device that shows its steps.
    """
    return _Tree(state, node, language).lines(table)


class _Tree:
    def __init__(self, state: State, node: str, language: str) -> None:
        self._state = state
        self._node = node
        self._words: Mapping[Any, str] = _WORDS.get(language, _WORDS["en"])
        self._children: dict[tuple[str, str], Mapping[int | None, Sequence[int]]] = {}

    def lines(self, table: str) -> list[str]:
        rows = self._rows(self._node, table)
        lines: list[str] = []
        for number in reversed(self._below(self._node, table).get(None, ())):
            lines.append(self._line(self._node, rows[number], "wanted"))
            lines += self._branches([(self._node, table, each) for each in self._inner(self._node, table, number)], "")
        return lines

    def _branches(self, steps: Sequence[tuple[str, str, int]], indent: str, depth: int = 0) -> list[str]:
        """The lines for steps, each a device, its table and the number of the step, and for what is below them."""
        lines = []
        for index, (node, table, number) in enumerate(steps):
            row = self._rows(node, table)[number]
            is_last = index == len(steps) - 1
            lines.append(f"{indent}{'└─' if is_last else '├─'} {self._line(node, row, row.step)}")
            inner = [(node, table, each) for each in self._inner(node, table, number)]
            if row.step is Step.QUERY and depth < _DEEPEST:
                inner += self._at_server(row)
            lines += self._branches(inner, indent + ("   " if is_last else "│  "), depth + (row.step is Step.QUERY))
        return lines

    def _at_server(self, query: StepRow) -> list[tuple[str, str, int]]:
        """The steps of the server that a query came to."""
        for node, number, row in self._asked.get((query.id, query.name.lower(), query.type), ()):
            if row.began >= query.began and (query.ended is None or row.began <= query.ended):
                if row.step is Step.SAME:
                    return [(node, SERVER_STEPS, number)]
                rows, inner = self._rows(node, SERVER_STEPS), self._inner(node, SERVER_STEPS, number)
                return [(node, SERVER_STEPS, each) for each in inner if rows[each].step is not Step.SAME]
        return []

    @cached_property
    def _asked(self) -> Mapping[tuple[int | None, str, str], list[tuple[str, int, StepRow]]]:
        """What clients asked servers, by the number of the message, the name and the type."""
        found: dict[tuple[int | None, str, str], list[tuple[str, int, StepRow]]] = {}
        for node in self._state.owners(SERVER_STEPS):
            for number, row in self._rows(node, SERVER_STEPS).items():
                if row.id is not None and row.step in (Step.QUESTION, Step.SAME):
                    found.setdefault((row.id, row.name.lower(), row.type), []).append((node, number, row))
        return found

    @cached_property
    def _devices(self) -> Mapping[IPv4Address, str]:
        """The devices by their addresses."""
        found: dict[IPv4Address, str] = {}
        for node in self._state.owners(INTERFACE):
            for row in self._state.table(node, INTERFACE).values():
                found.update((each.address, node) for each in row.addresses)
        return found

    # The steps of a device

    def _rows(self, node: str, table: str) -> Rows:
        return self._state.table(node, table)  # type: ignore[return-value]

    def _inner(self, node: str, table: str, number: int) -> Sequence[int]:
        """The steps of the same device that belong to a step."""
        return self._below(node, table).get(number, ())

    def _below(self, node: str, table: str) -> Mapping[int | None, Sequence[int]]:
        known = self._children.get((node, table))
        if known is None:
            rows = self._rows(node, table)
            children: dict[int | None, list[int]] = {}
            for number, row in sorted(rows.items()):
                children.setdefault(row.parent if row.parent in rows else None, []).append(number)
            known = self._children[node, table] = children
        return known

    def _line(self, node: str, row: StepRow, kind: Any) -> str:
        words = self._words
        if kind is Step.SAME and node != self._node:
            kind = "joined"
        text = words[kind].format(name=row.name, type=row.type, server=self._called(row.server))
        if node != self._node:
            text = words["elsewhere"].format(node=node, text=text)
        if row.zone == _FORWARD:
            text += words["forward"]
        elif row.zone:
            text += words["zone"].format(zone=row.zone)
        if row.ended is None:
            return f"{text}: {words['waiting']}"
        took = row.ended - row.began
        time = words["took"].format(time=f"{took / _MILLISECOND:.3g} ms") if took else ""
        return f"{text}: {row.result}{time}"

    def _called(self, server: IPv4Address | None) -> str:
        """A server by its address, and the device that has this address."""
        device = "" if server is None or server.is_loopback else self._devices.get(server, "")
        return f"{device} {server}" if device else str(server)
