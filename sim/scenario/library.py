"""The bundled scenarios, and what can be told of any without reading all of it: no pydantic here."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import scenarios
from sim.scenario.problem import Problem, ScenarioError, Severity
from sim.scenario.source import read
from sim.words import listed, nearest, suggestion

if TYPE_CHECKING:
    from sim.scenario.document import MappingNode, Node

_SUFFIX = ".yaml"


class Outline(NamedTuple):
    """What a list of scenarios shows. ``name`` is what to call it by: a bundled one's name, else its path."""

    name: str
    title: str
    topics: tuple[str, ...]
    level: str
    goals: tuple[str, ...]


def bundled() -> dict[str, Path]:
    """The bundled scenarios' files by name, such as ``arp/who-has``, in order."""
    root = bundled_folder()
    files = {path.relative_to(root).with_suffix("").as_posix(): path for path in root.rglob(f"*{_SUFFIX}")}
    return dict(sorted(files.items()))


def bundled_folder() -> Path:
    """Where the bundled scenarios are."""
    return Path(scenarios.__path__[0])  # importlib.resources would give the same, 13 ms later


def bundled_programs() -> Path:
    """Where the programs are that every scenario can start."""
    return bundled_folder() / "programs"


def find(name: str) -> Path:
    """The file that a name or path means; raises :class:`~sim.scenario.problem.ScenarioError`.

    A bundled scenario can also be called by the last part of its name where that is unambiguous.
    """
    if name.endswith((_SUFFIX, ".yml")):
        return Path(name)
    known = bundled()
    same = [full for full in known if name in (full, full.rpartition("/")[2])]
    if len(same) == 1:
        return known[same[0]]
    if Path(name).exists():
        return Path(name)
    message = f"{name!r} may be any of {len(same)} scenarios" if same else f"there is no scenario {name!r}"
    hint = suggestion(name, same) if same else _meant(name, list(known))
    raise ScenarioError([Problem(name, 0, 0, Severity.ERROR, message, hint)])


def _meant(name: str, known: Sequence[str]) -> str:
    """What would be right in place of a name that is none: a topic's scenarios, the nearest names, or where all are."""
    short = [full.rpartition("/")[2] for full in known]
    topics = list(dict.fromkeys(full.rpartition("/")[0] for full in known))
    sought = name.strip("/").lower()
    near = nearest(sought, [*topics, *known, *short])
    topic = next((word for word in near if word in topics), None)
    if topic is not None:
        of_topic = [word for word, full in zip(short, known, strict=True) if full.startswith(f"{topic}/")]
        return f"the topic {topic} has {listed(of_topic, 'and', len(of_topic))}; 'hopscope list' tells all topics"
    near = near or [word for word in short if len(sought) > 2 and sought in word]
    if near:
        return f"did you mean {listed(near)}?"
    return "'hopscope list' tells their names; a file's name ends in .yaml"


def outline(path: str | Path, name: str = "") -> Outline:
    """Title, topics, level and goals of a scenario; raises ``ScenarioError`` where it is no YAML mapping."""
    from sim.scenario.document import YamlError, compose  # noqa: PLC0415 - to find one by its name needs no YAML

    try:
        root, _ = compose(read(path))
    except YamlError as error:
        line, column, message, hint = error.flaw
        raise ScenarioError([Problem(str(path), line, column, Severity.ERROR, message, hint)]) from None
    return Outline(
        name or str(path),
        _text(root, "title"),
        _texts(root.entries.get("topics")),
        _text(root, "level") or "intro",
        _texts(root.entries.get("goal")),
    )


def _text(root: "MappingNode", key: str) -> str:
    return "".join(_texts(root.entries.get(key))[:1])


def _texts(node: "Node | None") -> tuple[str, ...]:
    from sim.scenario.document import ScalarNode, SequenceNode  # noqa: PLC0415

    if isinstance(node, SequenceNode):
        return tuple(item.text for item in node.items if isinstance(item, ScalarNode))
    return (node.text,) if isinstance(node, ScalarNode) else ()
