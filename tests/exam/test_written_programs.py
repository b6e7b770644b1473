"""Labs that ask for a program: right programs are right, and the usual wrong ones fail at the goal that they miss.

``answers/LAB/NAME.py`` is a program of a learner; ``answers/LAB.txt`` is what ``hopscope grade`` tells of all of them.
"""

from pathlib import Path

import pytest

from sim.exam.lab import answered, goals, lab_of, verdict
from sim.scenario import cache
from sim.scenario.library import bundled
from sim.session import Session
from tui.cli.grades import FORMATS, Grade

ANSWERS = Path(__file__).parent / "answers"
LABS = sorted(folder.name for folder in ANSWERS.iterdir() if folder.is_dir())
SEEDED = ("a-chat-for-all", "a-client-that-does-not-read", "a-server-that-stores-files", "an-echo-server")


@pytest.mark.parametrize("name", LABS)
def test_what_is_told_of_each_program(name: str) -> None:
    lab = cache.load(bundled()[f"labs/{name}"])
    grades = []
    for file in sorted((ANSWERS / name).glob("*.py")):
        found = verdict(lab, file.name, file.read_text(encoding="utf-8"))
        reached = tuple(goal.ok for goal in found.goals)
        grades.append(Grade(file.stem, reached, tuple(goal.found for goal in found.goals), "", found.troubles))
    told = "".join(f"{line}\n" for line in FORMATS["text"](lab_of(lab), grades))
    assert told == (ANSWERS / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LABS)
def test_only_right_programs_are_solutions(name: str) -> None:
    told = (ANSWERS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    words = [line.split() for line in told if not line.startswith(("goal", " ")) and " solved; " not in line]
    assert {line[0] for line in words if line[1] == "solved"} == {
        line[0] for line in words if line[0].startswith(("right", "asks"))
    }


@pytest.mark.parametrize("name", SEEDED)
def test_a_solution_is_right_with_every_seed(name: str) -> None:
    lab = cache.load(bundled()[f"labs/{name}"])
    solved = answered(lab, "solution.txt", "\n".join(lab_of(lab).solution))
    for seed in range(1, 4):
        session = Session(solved, seed)
        session.run()
        assert [goal.found for goal in goals(session) if not goal.ok] == [], seed
