"""What can be set at a device and at its cables: each value of the scenario and each setting, with what it is now."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from sim.scenario.document import compose
from sim.scenario.models import schema
from sim.scenario.plan import Scenario
from sim.scenario.splice import spelled, written

_KINDS = ("host", "router", "switch", "hub")
_REFERENCE = "$ref"
_PLAIN = re.compile(r"[\w:-]+(?: -- [\w:-]+)?")
_SCALARS = frozenset({"string", "number", "integer", "boolean"})


class Value(NamedTuple):
    """Something that an edit can ``set``: its path and its value, both as text, and what it means.

    ``is_written`` tells what the scenario says from what is so by default. ``depth`` is the length of the path.
    """

    path: str
    value: str
    meaning: str
    is_written: bool
    depth: int


def values(scenario: Scenario, device: str) -> list[Value]:
    """The values of a device and of the cables at it: those first that the scenario has, then their own, and at last
    those of protocols."""
    data = compose(scenario.text)[0].value()
    found = [*_of_node(data, device), *_of_links(data, device)]
    return sorted(found, key=lambda each: (not each.is_written, 0 if each.is_written else each.depth))


def _of_node(data: Mapping[str, Any], device: str) -> Iterator[Value]:
    node = data["nodes"][device]
    kind = next((kind for kind in _KINDS if isinstance(node, dict) and kind in node), "")
    model = _models().get(f"{kind.capitalize()}Model", {})
    if isinstance(node, dict):
        yield from _leaves(("nodes", device), node, model)


def _of_links(data: Mapping[str, Any], device: str) -> Iterator[Value]:
    links = data.get("links") or []
    names = [link.get("link", "") if isinstance(link, dict) else str(link) for link in links]
    for number, (link, name) in enumerate(zip(links, names, strict=True)):
        ends = {end.strip().partition(":")[0] for end in name.split("--")}
        if device in ends:
            step = name if names.count(name) == 1 else str(number)
            given = {key: each for key, each in link.items() if key != "link"} if isinstance(link, dict) else {}
            model = {key: each for key, each in _models()["LinkModel"].items() if key != "link"}
            yield from _leaves(("links", step), given, model)


def _leaves(path: tuple[str, ...], given: Mapping[str, Any], model: Mapping[str, Any]) -> Iterator[Value]:
    """What is given below a path, then what can be given there: single values, not lists or tables."""
    for key, value in given.items():
        meaning = str(model.get(key, {}).get("description", ""))
        within = _model_of(model.get(key, {}))
        if isinstance(value, dict) and value:
            yield from _leaves((*path, key), value, within)
        else:
            yield Value(_spelled((*path, key)), written(value), meaning, True, len(path) + 1)
    for key, each in model.items():
        within = _model_of(each)
        if key in given:
            continue
        if within:
            yield from _leaves((*path, key), {}, within)
        elif each.get("default") is not None and _is_scalar(each):
            meaning = str(each.get("description", ""))
            yield Value(_spelled((*path, key)), written(each["default"]), meaning, False, len(path) + 1)


def _spelled(path: tuple[str, ...]) -> str:
    """A path as an edit has it, in which a link needs no quotes."""
    return ".".join(step if _PLAIN.fullmatch(step) else spelled((step,)) for step in path)


def _is_scalar(model: Mapping[str, Any]) -> bool:
    kinds = {model.get("type"), *(each.get("type") for each in model.get("anyOf", ()))}
    return bool(kinds & _SCALARS)


def _model_of(model: Mapping[str, Any]) -> Mapping[str, Any]:
    """The keys of what is described elsewhere; empty for what is no part with keys."""
    ways = (model, *model.get("anyOf", ()), *model.get("allOf", ()))
    names = [str(each[_REFERENCE]).rpartition("/")[2] for each in ways if _REFERENCE in each]
    return _models().get(names[0], {}) if len(names) == 1 else {}


@cache
def _models() -> dict[str, Mapping[str, Any]]:
    """The keys of each model of the scenario, with what the JSON Schema says of them."""
    return {name: model.get("properties", {}) for name, model in json.loads(json.dumps(schema()["$defs"])).items()}
