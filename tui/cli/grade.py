"""``hopscope grade``: the answers of a class to a lab, each judged in a process of its own.

One broken or hostile answer never stops the rest: it is walled in, and bounded in time, records and memory.
"""

import csv
import io
import json
import os
import select
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from sim.exam.lab import lab_of, verdict
from sim.scenario import cache
from sim.scenario.library import find
from sim.scenario.plan import Lab, Scenario
from sim.words import TextError
from tui.cli.outcome import FAILED, OK, BadInputError
from tui.cli.progress import Progress
from tui.cli.stream import Interrupt, say
from tui.isolation import walls
from tui.isolation.apart import Parent, Streams, apart, fork
from tui.isolation.report import Report
from tui.model.text.ink import clip
from tui.output.paint import painter

_SHOWN = 200
"""Characters of the reason for a refusal: what is no answer may be long."""
_MOST = 2**20
"""Characters that an answer's process may say."""
_SUFFIXES = (".txt", ".edits", ".hop", ".yaml", ".yml", ".py")


class Grade(NamedTuple):
    """What one answer came to: whether each goal was reached, and what came out instead; or why it was refused."""

    learner: str
    reached: tuple[bool, ...]
    found: tuple[str, ...]
    refused: str = ""

    @property
    def is_solved(self) -> bool:
        return not self.refused and all(self.reached)


def execute(arguments: Namespace) -> int:
    scenario = cache.load(find(arguments.lab))
    try:
        lab = lab_of(scenario)
    except TextError as error:
        raise BadInputError(str(error)) from None
    answers = [path for given in arguments.answers for path in _answers(Path(given))]
    if not arguments.trust and (missing := walls.missing()):
        raise BadInputError(f"answers cannot be walled in here: {missing}; --trust judges them without")
    with Interrupt() as interrupt, Progress(arguments.lab) as progress:
        grades = []
        for grade in _graded(scenario, answers, arguments.jobs, arguments.trust):
            grades.append(grade)
            progress.update(len(grades) / len(answers), f"{len(grades)} of {len(answers)}")
            if interrupt.asked:
                raise KeyboardInterrupt
    grades.sort(key=lambda each: each.learner)
    for text in _FORMATS[arguments.format](lab, grades):
        say(text)
    return OK if all(grade.is_solved for grade in grades) else FAILED


def _answers(path: Path) -> list[Path]:
    """The files of a folder, or one file."""
    if not path.exists():
        raise BadInputError(f"there is no {path}")
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix in _SUFFIXES and file.is_file())
    if not found:
        raise BadInputError(f"{path} has no answer in it, which is a file that ends in {', '.join(_SUFFIXES)}")
    return found


def _graded(scenario: Scenario, answers: Sequence[Path], jobs: int, trust: bool) -> Iterator[Grade]:
    """The grades, in any order, by so many workers."""
    count = min(jobs, len(answers))
    ends: dict[int, tuple[int, list[Path], bytes]] = {}
    for place in range(count):
        own = list(answers[place::count])
        end, worker_end = os.pipe()
        pid = fork()
        if pid == 0:
            _work(scenario, own, worker_end, trust)
        os.close(worker_end)
        ends[end] = pid, own, b""
    try:
        while ends:
            for end in select.select(list(ends), [], [])[0]:
                pid, own, begun = ends[end]
                octets = os.read(end, 65536)
                *lines, begun = (begun + octets).split(b"\n")
                for line in lines:
                    learner, reached, found, refused = json.loads(line)
                    yield Grade(learner, tuple(reached), tuple(found), refused)
                    del own[0]
                ends[end] = pid, own, begun
                if not octets:
                    del ends[end]
                    os.close(end)
                    os.waitpid(pid, 0)
                    yield from (Grade(path.stem, (), (), "its worker was ended") for path in own)
    finally:
        for end, (pid, _, _) in ends.items():
            os.close(end)
            os.kill(pid, 15)
            os.waitpid(pid, 0)


def _work(scenario: Scenario, answers: Sequence[Path], end: int, trust: bool) -> None:
    """The whole life of a worker."""
    try:
        with os.fdopen(end, "wb") as out:
            for path in answers:
                out.write(json.dumps(_grade(scenario, path, trust)).encode() + b"\n")
                out.flush()
    finally:
        os._exit(0)


def _grade(scenario: Scenario, path: Path, trust: bool) -> Grade:
    """Judge one answer in a process of its own."""
    said: list[str] = []

    def work(report: Report) -> int:
        text = path.read_text(encoding="utf-8", errors="replace")
        if not trust:
            walls.confine(scenario.folder)
        found = verdict(scenario, path.name, text)
        goals = [(goal.ok, goal.found) for goal in found.goals]
        sys.stdout.write(json.dumps([goals, found.refused]) + "\n")
        return 0

    def hear(text: str) -> None:
        if sum(map(len, said)) < _MOST:
            said.append(text)

    errors: list[str] = []
    ended = apart(work, Streams(hear, errors.append), Parent())
    try:
        goals, refused = json.loads("".join(said))
    except ValueError:
        why = ended.why or "".join(errors).strip()[-200:] or "it came to no end"
        return Grade(path.stem, (), (), why)
    return Grade(path.stem, tuple(ok for ok, _ in goals), tuple(found for _, found in goals), clip(refused, _SHOWN))


# What is told


def _table(lab: Lab, grades: Sequence[Grade]) -> Iterator[str]:
    paint = painter(sys.stdout)
    width = max(len(grade.learner) for grade in grades)
    for place, goal in enumerate(lab.goals, 1):
        yield f"goal {place}: {goal.text}"
    for grade in grades:
        verdict = "solved" if grade.is_solved else "refused" if grade.refused else "not solved"
        marks = " ".join("+" if each else "-" for each in grade.reached)
        yield f"{grade.learner:<{width}}  {paint('good' if grade.is_solved else 'bad', f'{verdict:<10}')}  {marks}"
        if grade.refused:
            yield f"{'':<{width}}    {grade.refused}"
        for place, (reached, found) in enumerate(zip(grade.reached, grade.found, strict=True), 1):
            if not reached:
                yield f"{'':<{width}}    goal {place}: found: {found}"
    by_goal = zip(*(grade.reached or [False] * len(lab.goals) for grade in grades), strict=True)
    counts = " ".join(str(sum(each)) for each in by_goal)
    yield f"{sum(grade.is_solved for grade in grades)} of {len(grades)} solved; by goal: {counts}"


def _json(lab: Lab, grades: Sequence[Grade]) -> Iterator[str]:
    value = {
        "goals": [goal.text for goal in lab.goals],
        "answers": [{**grade._asdict(), "solved": grade.is_solved} for grade in grades],
    }
    yield json.dumps(value, ensure_ascii=False, indent=2)


def _csv(lab: Lab, grades: Sequence[Grade]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["learner", "solved", *(goal.text for goal in lab.goals), "refused"])
    for grade in grades:
        reached = [int(each) for each in grade.reached] or [0] * len(lab.goals)
        writer.writerow([_cell(grade.learner), int(grade.is_solved), *reached, _cell(grade.refused)])
    yield out.getvalue().removesuffix("\n")


def _cell(text: str) -> str:
    """A text that a spreadsheet takes for no formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _junit(lab: Lab, grades: Sequence[Grade]) -> Iterator[str]:
    failures = sum(not grade.is_solved for grade in grades)
    root = ElementTree.Element("testsuites")
    for grade in grades:
        attributes = {"name": grade.learner, "tests": str(len(lab.goals))}
        suite = ElementTree.SubElement(root, "testsuite", attributes)
        reached: Sequence[Any] = grade.reached or [False] * len(lab.goals)
        found = grade.found or [grade.refused] * len(lab.goals)
        suite.set("failures", str(sum(not each for each in reached)))
        for goal, ok, instead in zip(lab.goals, reached, found, strict=True):
            case = ElementTree.SubElement(suite, "testcase", {"classname": grade.learner, "name": goal.text})
            if not ok:
                ElementTree.SubElement(case, "failure", {"message": _xml(instead)})
    root.set("failures", str(failures))
    ElementTree.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield ElementTree.tostring(root, encoding="unicode")


def _xml(text: str) -> str:
    """A text without the characters that XML 1.0 has not."""
    return "".join(each if each in "\t\n" or each >= " " else "?" for each in text)


_FORMATS = {"text": _table, "json": _json, "csv": _csv, "junit": _junit}
