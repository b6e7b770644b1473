"""Labs from a seed: solvable, not solved, the same on every machine, and each fault matters."""

import hashlib

import pytest

from sim.exam.broken import generated
from sim.exam.lab import flaws, lab_of, verdict
from sim.scenario.load import load_text


@pytest.mark.parametrize("faults", [1, 2, 3])
@pytest.mark.parametrize("seed", range(4))
def test_a_lab_is_not_solved_yet_and_its_solution_solves_it(seed: int, faults: int) -> None:
    scenario = load_text(generated(seed, faults), "lab.yaml")
    assert list(flaws(scenario)) == []
    assert len(lab_of(scenario).solution) == faults
    assert scenario.warnings == ()


def test_to_mend_all_faults_but_one_is_not_enough() -> None:
    scenario = load_text(generated(5, 3), "lab.yaml")
    solution = lab_of(scenario).solution
    for left_out in range(3):
        some = [edit for place, edit in enumerate(solution) if place != left_out]
        found = verdict(scenario, "anna.txt", "\n".join(some))
        assert not found.refused
        assert not found.is_solved, solution[left_out]


def test_a_seed_gives_the_same_lab_everywhere() -> None:
    # What was made when this was written; another text would be another lab for a class that has the seed.
    digests = [hashlib.sha256(generated(seed, 2).encode()).hexdigest()[:12] for seed in range(3)]
    assert digests == DIGESTS
    assert generated(0, 2) == generated(0, 2)
    assert generated(0, 2) != generated(1, 2)


def test_a_lab_is_made_in_chinese() -> None:
    assert load_text(generated(1, 1, "zh"), "lab.yaml").title == "实验 1：有东西坏了"


DIGESTS = ["23c2ad8ae1f2", "cd3c5b31b762", "4e88e4c9ff88"]
