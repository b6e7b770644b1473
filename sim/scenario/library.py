"""The bundled scenarios, and what can be told of any without reading all of it: no pydantic here."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import scenarios
from sim.languages import ENGLISH
from sim.scenario.other_languages import SUFFIXES, is_translation, others, translated_by
from sim.scenario.problem import Problem, ScenarioError, Severity
from sim.scenario.source import read
from sim.words import listed, nearest, suggestion, unwrapped

if TYPE_CHECKING:
    from sim.scenario.document import MappingNode, Node
    from sim.scenario.plan import Scenario

_SUFFIX = ".yaml"
"""Of a bundled scenario's file."""


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
    return {name: root / f"{name}{_SUFFIX}" for name in _names(root)}


def _names(root: Path) -> list[str]:
    """The names of all scenarios in a folder, in order."""
    found: list[str] = []
    for folder, _, files in os.walk(root):
        topic = folder[len(str(root)) + 1 :].replace(os.sep, "/")
        named = (file for file in files if file.endswith(_SUFFIX) and not is_translation(file))
        found += (f"{topic}/{file}".lstrip("/").removesuffix(_SUFFIX) for file in named)
    return sorted(found)


def bundled_folder() -> Path:
    """Where the bundled scenarios are."""
    return Path(scenarios.__path__[0])  # importlib.resources would give the same, 13 ms later


def is_bundled(path: str | Path) -> bool:
    """Whether a scenario's file is one of hopscope's own."""
    return Path(path).resolve().is_relative_to(bundled_folder().resolve())


def has_strange_programs(scenario: "Scenario") -> bool:
    """Whether it starts programs, and is none of hopscope's own scenarios."""
    from sim.scenario.plan import starts_programs  # noqa: PLC0415 - the player needs no plan for its first picture

    return not is_bundled(scenario.path) and starts_programs(scenario)


def name_of(path: str) -> str:
    """What a scenario is called by: the name of a bundled one, else its path."""
    root = f"{bundled_folder()}{os.sep}"
    return path.removeprefix(root).removesuffix(_SUFFIX).replace(os.sep, "/") if path.startswith(root) else path


def lasting_name(path: str) -> str:
    """What a scenario can be opened by from any folder: the name of a bundled one, else the whole path."""
    name = name_of(path)
    return os.path.abspath(path) if name == path else name


def name_today(name: str) -> str:
    """What a scenario that was kept by a path is called by, where that file is gone: a bundled one by its name."""
    *_, folder, topic, file = ("", "", "", *name.replace("\\", "/").split("/"))
    bundled_name = f"{topic}/{file.removesuffix(_SUFFIX)}"
    is_ours = folder == bundled_folder().name and file.endswith(_SUFFIX) and _exact(bundled_name) is not None
    return bundled_name if is_ours and not Path(name).exists() else name


def bundled_programs() -> Path:
    """Where the programs are that every scenario can start."""
    return bundled_folder() / "programs"


def bundled_program(file: str) -> str | None:
    """The text of such a program; ``None`` where there is none of this name."""
    path = bundled_programs() / Path(file).name
    return path.read_text() if path.name == file and path.is_file() else None


def find(name: str) -> Path:
    """The file that a name or path means; raises :class:`~sim.scenario.problem.ScenarioError`.

    A bundled scenario can also be called by the last part of its name where that is unambiguous.
    """
    if name.endswith(SUFFIXES):
        _refuse_translation(name)
        return Path(name)
    exact = _exact(name)
    if exact is not None:
        return exact
    known = _names(bundled_folder())
    same = [full for full in known if name in (full, full.rpartition("/")[2])]
    if len(same) == 1:
        return bundled_folder() / f"{same[0]}{_SUFFIX}"
    if Path(name).exists():
        return Path(name)
    message = f"{name!r} may be any of {len(same)} scenarios" if same else f"there is no scenario {name!r}"
    hint = suggestion(name, same) if same else _meant(name, known)
    raise ScenarioError([Problem(name, 0, 0, Severity.ERROR, message, hint)])


def _exact(name: str) -> Path | None:
    """The file of a bundled scenario's whole name, found without looking at all the others."""
    parts = name.split("/")
    if len(parts) < 2 or not {"", ".", ".."}.isdisjoint(parts):
        return None
    file = bundled_folder() / f"{name}{_SUFFIX}"
    return file if file.is_file() and translated_by(file) is None else None


def _refuse_translation(name: str) -> None:
    scenario = translated_by(name)
    if scenario is None:
        return
    message = "this has the texts of a scenario in another language, and is no scenario itself"
    here = scenario.is_file()
    hint = f"give {scenario} instead" if here else f"put it beside {scenario.name}, which is not there"
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


def outline(path: str | Path, name: str = "", language: str = ENGLISH) -> Outline:
    """Title, topics, level and goals of a scenario; raises ``ScenarioError`` where it is no YAML mapping.

    Title and goals are in ``language``, as far as they are translated to it. What stands behind all of these in the
    file is not read: to read whole scenarios takes twenty times as long.
    """
    from sim.scenario.translation import translation  # noqa: PLC0415 - to find one by its name needs no prose

    root = _composed(path, ("title", "topics", "level", "goal"))
    told = translation(path, language, ("title", "goal"))
    return Outline(
        name or str(path),
        told.title or _text(root, "title"),
        _texts(root.entries.get("topics")),
        _text(root, "level") or "intro",
        told.goals or _texts(root.entries.get("goal")),
    )


def prose(path: str | Path) -> str:
    """All that a scenario tells, in all languages, for a search; raises ``ScenarioError`` as for an outline."""
    from sim.scenario.translation import translation  # noqa: PLC0415

    root = _composed(path)
    texts = [_text(root, "title"), *_texts(root.entries.get("goal")), _text(root, "description"), *_notes(root)]
    texts += _lab(root)
    for language in others():
        told = translation(path, language)
        texts += [told.title, *told.goals, told.description, *(text for note in told.notes for text in note)]
        texts += [told.lab.task, *told.lab.hints]
    return "\n".join(map(unwrapped, texts))


def _composed(path: str | Path, until: Collection[str] = ()) -> "MappingNode":
    from sim.scenario.document import YamlError, compose  # noqa: PLC0415 - to find one by its name needs no YAML

    try:
        return compose(read(path), until)[0]
    except YamlError as error:
        line, column, message, hint = error.flaw
        raise ScenarioError([Problem(str(path), line, column, Severity.ERROR, message, hint)]) from None


def _lab(root: "MappingNode") -> "list[str]":
    """What a lab asks for, and its hints."""
    from sim.scenario.document import MappingNode  # noqa: PLC0415

    lab = root.entries.get("lab")
    return [_text(lab, "task"), *_texts(lab.entries.get("hints"))] if isinstance(lab, MappingNode) else []


def _notes(root: "MappingNode") -> "Iterator[str]":
    """The titles and texts of the notes."""
    from sim.scenario.document import MappingNode, SequenceNode  # noqa: PLC0415

    notes = root.entries.get("notes")
    for note in notes.items if isinstance(notes, SequenceNode) else ():
        if isinstance(note, MappingNode):
            yield _text(note, "title")
            yield _text(note, "text")


def _text(root: "MappingNode", key: str) -> str:
    return "".join(_texts(root.entries.get(key))[:1])


def _texts(node: "Node | None") -> tuple[str, ...]:
    from sim.scenario.document import ScalarNode, SequenceNode  # noqa: PLC0415

    if isinstance(node, SequenceNode):
        return tuple(item.text for item in node.items if isinstance(item, ScalarNode))
    return (node.text,) if isinstance(node, ScalarNode) else ()
