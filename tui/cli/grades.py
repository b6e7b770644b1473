"""What the answers of a class came to, as a table for people and in the formats of other programs."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree

from sim.scenario.plan import Lab
from tui.model.text.harmless import harmless_line
from tui.output.paint import painter


class Grade(NamedTuple):
    """What one answer came to: whether each goal was reached, and what came out instead; or why it was refused.

    ``troubles`` tell which programs failed, and where.
    """

    learner: str
    reached: tuple[bool, ...]
    found: tuple[str, ...]
    refused: str = ""
    troubles: tuple[str, ...] = ()

    @property
    def is_solved(self) -> bool:
        return not self.refused and all(self.reached)


def _table(lab: Lab, grades: Sequence[Grade]) -> Iterator[str]:
    paint = painter(sys.stdout)
    learners = [harmless_line(grade.learner) for grade in grades]
    width = max(map(len, learners))
    for place, goal in enumerate(lab.goals, 1):
        yield f"goal {place}: {goal.text}"
    for learner, grade in zip(learners, grades, strict=True):
        verdict = "solved" if grade.is_solved else "refused" if grade.refused else "not solved"
        marks = " ".join("+" if each else "-" for each in grade.reached)
        yield f"{learner:<{width}}  {paint('good' if grade.is_solved else 'bad', f'{verdict:<10}')}  {marks}".rstrip()
        for line in _why(grade):
            yield f"    {line}"
    by_goal = zip(*(grade.reached or [False] * len(lab.goals) for grade in grades), strict=True)
    counts = " ".join(str(sum(each)) for each in by_goal)
    yield f"{sum(grade.is_solved for grade in grades)} of {len(grades)} solved; by goal: {counts}"


def _why(grade: Grade) -> Iterator[str]:
    """Why the answer is refused, what is there instead of each goal, and what happened to the programs."""
    if grade.refused:
        yield harmless_line(grade.refused)
    for place, (reached, found) in enumerate(zip(grade.reached, grade.found, strict=True), 1):
        if not reached:
            yield harmless_line(f"goal {place}: found: {found}")
    yield from map(harmless_line, grade.troubles)


def _json(lab: Lab, grades: Sequence[Grade]) -> Iterator[str]:
    value = {
        "goals": [goal.text for goal in lab.goals],
        "answers": [{**grade._asdict(), "solved": grade.is_solved} for grade in grades],
    }
    yield json.dumps(value, ensure_ascii=not _is_text(value), indent=2)


def _is_text(value: object) -> bool:
    """Whether a value can be written in UTF-8: the name of a file may have octets that cannot."""
    try:
        str(value).encode()
    except UnicodeEncodeError:
        return False
    return True


def _csv(lab: Lab, grades: Sequence[Grade]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["learner", "solved", *(goal.text for goal in lab.goals), "refused", "troubles"])
    for grade in grades:
        reached = [int(each) for each in grade.reached] or [0] * len(lab.goals)
        told = (grade.refused, "; ".join(grade.troubles))
        writer.writerow([cell(grade.learner), int(grade.is_solved), *reached, *map(cell, told)])
    yield out.getvalue().removesuffix("\n")


def cell(text: str) -> str:
    """A text on one line that a spreadsheet takes for no formula."""
    line = harmless_line(text)
    return f"'{line}" if line.lstrip()[:1] in ("=", "+", "-", "@") else line


def _junit(lab: Lab, grades: Sequence[Grade]) -> Iterator[str]:
    root = ElementTree.Element("testsuites")
    root.set("failures", str(sum(not grade.is_solved for grade in grades)))
    for grade in grades:
        learner = _xml(grade.learner)
        suite = ElementTree.SubElement(root, "testsuite", {"name": learner, "tests": str(len(lab.goals))})
        reached: Sequence[Any] = grade.reached or [False] * len(lab.goals)
        found = grade.found or [grade.refused] * len(lab.goals)
        suite.set("failures", str(sum(not each for each in reached)))
        for goal, ok, instead in zip(lab.goals, reached, found, strict=True):
            case = ElementTree.SubElement(suite, "testcase", {"classname": learner, "name": _xml(goal.text)})
            if not ok:
                failure = ElementTree.SubElement(case, "failure", {"message": _xml(instead)})
                failure.text = _xml("\n".join(grade.troubles)) or None
    ElementTree.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield ElementTree.tostring(root, encoding="unicode")


def _xml(text: str) -> str:
    """A text without the characters that XML 1.0 has not."""
    return "".join(each if each in "\t\n" or (each >= " " and not "\ud7ff" < each < "\ue000") else "?" for each in text)


FORMATS: Mapping[str, Callable[[Lab, Sequence[Grade]], Iterator[str]]] = {
    "text": _table,
    "json": _json,
    "csv": _csv,
    "junit": _junit,
}
