"""Where the parts of a value are in a line of text, so that a mistake is told where somebody wrote it."""

from collections.abc import Mapping
from typing import Any

from sim.scenario.document import YamlError, compose, nodes, path_at
from sim.scenario.problem import Problem
from sim.words import TextError

Places = Mapping[tuple[str, ...], int]
"""The places of a value and of its parts, by the keys that lead to them; of a key itself, with ``KEY`` behind them."""
KEY = ""
_LEAD = "value: "


def read_value(text: str, begin: int = 0) -> tuple[Any, Places]:
    """A value as YAML has it, in a line behind ``begin`` characters, and its places; raises ``TextError``."""
    try:
        root, flaws = compose(f"{_LEAD}{text}" if text.strip() else _LEAD.strip())
    except YamlError as error:
        at = max(0, error.flaw.column - 1 - len(_LEAD)) if error.flaw.line == 1 else 0
        raise TextError(error.flaw.message, error.flaw.hint, begin + at) from None
    if flaws or list(root.entries) != ["value"]:
        raise TextError("this is no single value", "put texts with signs in quotes", begin)
    found = nodes(root.entries["value"])
    return root.value()["value"], {
        (*map(str, path), *([KEY] if is_key else [])): begin + node.column - 1 - len(_LEAD)
        for path, is_key, node in found
        if node.line == 1
    }


def place_of(problem: Problem, text: str, path: tuple[str | int, ...], places: Places) -> int | None:
    """Where in a line the mistake is that is a problem of a scenario's text, in which the value has this path.

    ``None`` where the problem is not within the value.
    """
    here, is_key, within = path_at(compose(text)[0], problem.line, problem.column)
    if here[: len(path)] != path or (is_key and here == path):
        return None
    part = (*map(str, here[len(path) :]), *([KEY] if is_key else []))
    # A text in quotes may be quoted in another way in the scenario.
    known = next((part[:length] for length in range(len(part), -1, -1) if part[:length] in places), None)
    if known is None:
        return None
    return places[known] + (within if known == part else 0)
