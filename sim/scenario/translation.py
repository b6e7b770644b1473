"""What a scenario tells in another language: a file beside it, ``dora.zh.yaml`` beside ``dora.yaml``.

The file has the prose alone, under the scenario's own keys; notes and goals are in the scenario's order. What the file
leaves out is told in English. It is read with the YAML reader alone, and only when somebody wants its language: the
first picture of the player waits for it, and must not wait for the models of scenarios.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sim.languages import ENGLISH
from sim.scenario.other_languages import beside
from sim.scenario.problem import Problem, ScenarioError, Severity
from sim.scenario.source import read
from sim.words import suggestion

if TYPE_CHECKING:
    from sim.scenario.document import Flaw, MappingNode, Node
    from sim.scenario.front import Front, Opening
    from sim.scenario.plan import Lab, Note, Scenario

_KEYS = ("title", "goal", "description", "notes", "lab")
_NOTE_KEYS = ("title", "text")
_LAB_KEYS = ("task", "hints")
_Note = TypeVar("_Note", "Note", "Opening")


class NoteText(NamedTuple):
    """A note in another language; "" where it has only the English."""

    title: str = ""
    text: str = ""


class LabText(NamedTuple):
    """What a lab tells in another language; "" and nothing where there is only the English."""

    task: str = ""
    hints: tuple[str, ...] = ()


class Translation(NamedTuple):
    """The prose of a scenario in another language; "" and nothing where there is only the English."""

    title: str = ""
    goals: tuple[str, ...] = ()
    description: str = ""
    notes: tuple[NoteText, ...] = ()
    lab: LabText = LabText()

    def note(self, number: int, note: _Note) -> _Note:
        """The note of this number, counted from 0, with what is translated of it."""
        told = self.notes[number] if number < len(self.notes) else NoteText()
        return note._replace(title=told.title or note.title, text=told.text or note.text)

    def front(self, front: "Front") -> "Front":
        """The front of a scenario in this language."""
        return front._replace(
            title=self.title or front.title,
            goals=self.goals or front.goals,
            description=self.description or front.description,
            notes=tuple(self.note(each.number, each) for each in front.notes),
        )

    def scenario(self, scenario: "Scenario") -> "Scenario":
        """A scenario in this language; what happens in it stays the same."""
        return scenario._replace(
            title=self.title or scenario.title,
            goals=self.goals or scenario.goals,
            description=self.description or scenario.description,
            notes=tuple(self.note(number, each) for number, each in enumerate(scenario.notes)),
            lab=None if scenario.lab is None else self._lab(scenario.lab),
        )

    def _lab(self, lab: "Lab") -> "Lab":
        return lab._replace(task=self.lab.task or lab.task, hints=self.lab.hints or lab.hints)


def translation(path: str | Path, language: str, until: Collection[str] = ()) -> Translation:
    """What a scenario's file tells in a language, nothing where no file translates it; raises ``ScenarioError``.

    ``until`` are keys that are enough: the file is read until it has told these.
    """
    if language == ENGLISH or not (file := beside(path, language)).is_file():
        return Translation()
    text = read(file)
    found = _Reader(str(file), text, until)
    told = found.told()
    if found.problems:
        from sim.scenario.slips import with_slips  # noqa: PLC0415 - who writes no slip needs none

        raise ScenarioError(with_slips(text, str(file), sorted(found.problems), partial(_wrong, str(file))))
    return told


def check(front: "Front", language: str) -> Sequence[Problem]:
    """All that is wrong with what a scenario tells in a language, also where it does not fit the scenario."""
    try:
        told = translation(front.path, language)
    except ScenarioError as error:
        return error.problems
    if told == Translation():
        return ()
    file = beside(front.path, language)
    reader = _Reader(str(file), read(file))
    found = [
        *_counted(reader, ("goal",), "goal", told.goals, len(front.goals)),
        *_counted(reader, ("notes",), "note", told.notes, front.noted),
    ]
    if front.hints is not None:
        found += _counted(reader, ("lab", "hints"), "hint", told.lab.hints, front.hints)
    elif told.lab != LabText():
        found.append(reader.problem(reader.at(("lab",)), "this translates a lab, and the scenario has none", _SPARE))
    return found


_SPARE = "leave it out"


def _counted(
    reader: "_Reader", path: tuple[str, ...], what: str, items: Sequence[object], there: int
) -> Iterator[Problem]:
    """A problem where a list has another length than that of the scenario."""
    if len(items) in (0, there):
        return
    if len(items) > there:
        spare = f"this translates {what} {there + 1}, and the scenario has {there or 'none'}"
        yield reader.problem(reader.at(path, there), spare, _SPARE)
    else:
        few = f"this translates {len(items)} of the scenario's {there} {what}s"
        english = ", {} for one that stays English" if what == "note" else ""
        yield reader.problem(reader.at(path), few, f"give all of them in the scenario's order{english}")


def _wrong(name: str, text: str) -> Sequence[Problem]:
    reader = _Reader(name, text)
    reader.told()
    return reader.problems


class _Reader:
    """Reads the text of a translation and collects what is wrong with it."""

    def __init__(self, name: str, text: str, until: Collection[str] = ()) -> None:
        from sim.scenario.document import MappingNode, YamlError, compose  # noqa: PLC0415 - English needs no YAML

        self._name = name
        self.problems: list[Problem] = []
        self._root = MappingNode(1, 1)
        try:
            self._root, flaws = compose(text, until)
        except YamlError as error:
            flaws = [error.flaw]
        for flaw in flaws:
            self._flaw(flaw)

    def told(self) -> Translation:
        """What the text says, as far as it can be read."""
        entries = self._known(self._root, _KEYS, "a translation")
        notes = entries.get("notes")
        return Translation(
            self._text(entries.get("title")),
            tuple(map(self._text, self._items(entries.get("goal"), is_one_enough=True))),
            self._text(entries.get("description")),
            tuple(map(self._note, self._items(notes))),
            self._lab(entries.get("lab")),
        )

    def at(self, path: tuple[str, ...], item: int | None = None) -> "Node":
        """Where the last key of a path stands, or an item of the list under it."""
        owner: Any = self._root
        for key in path[:-1]:
            owner = owner.entries[key]
        return owner.keys[path[-1]] if item is None else self._items(owner.entries[path[-1]], is_one_enough=True)[item]

    def problem(self, node: "Node", message: str, hint: str) -> Problem:
        """A problem at the place of a node."""
        return Problem(self._name, node.line, node.column, Severity.ERROR, message, hint)

    def _flaw(self, flaw: "Flaw") -> None:
        line, column, message, hint = flaw
        self.problems.append(Problem(self._name, line, column, Severity.ERROR, message, hint))

    def _wrong(self, node: "Node", message: str, hint: str) -> None:
        self.problems.append(self.problem(node, message, hint))

    def _known(self, node: "MappingNode", known: tuple[str, ...], what: str) -> dict[str, "Node"]:
        for key, place in node.keys.items():
            if key not in known:
                self._wrong(place, f"unknown key {key!r}", suggestion(key, known, f"the keys of {what} are", "and"))
        return node.entries

    def _items(self, node: "Node | None", is_one_enough: bool = False) -> "list[Node]":
        from sim.scenario.document import SequenceNode  # noqa: PLC0415

        if isinstance(node, SequenceNode):
            return node.items
        if node is not None and not is_one_enough:
            self._wrong(node, "this is not a list", "begin each item with '- '")
            return []
        return [] if node is None else [node]

    def _note(self, node: "Node") -> NoteText:
        from sim.scenario.document import MappingNode  # noqa: PLC0415

        if not isinstance(node, MappingNode):
            self._wrong(node, "a note is not a mapping here", "write 'text: …', and 'title: …' if the note has one")
            return NoteText()
        entries = self._known(node, _NOTE_KEYS, "a note's translation")
        return NoteText(self._text(entries.get("title")), self._text(entries.get("text")))

    def _lab(self, node: "Node | None") -> LabText:
        from sim.scenario.document import MappingNode  # noqa: PLC0415

        if node is None:
            return LabText()
        if not isinstance(node, MappingNode):
            self._wrong(node, "a lab is not a mapping here", "write 'task: …' and 'hints: …'")
            return LabText()
        entries = self._known(node, _LAB_KEYS, "a lab's translation")
        hints = tuple(map(self._text, self._items(entries.get("hints"), is_one_enough=True)))
        return LabText(self._text(entries.get("task")), hints)

    def _text(self, node: "Node | None") -> str:
        from sim.scenario.document import ScalarNode  # noqa: PLC0415

        if node is None:
            return ""
        value = node.value() if isinstance(node, ScalarNode) else None
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(node, ScalarNode) and value not in (None, ""):
            self._wrong(node, f"{node.text} is not text", "put it in quotes")
        else:
            self._wrong(node, "there is no text here", "write one, or leave the key out")
        return ""
