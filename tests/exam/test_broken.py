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


def test_a_wrong_address_is_mended_by_commands_as_well() -> None:
    """As on Linux: the gateway was on no link, so there is no default route yet."""
    scenario = load_text(generated(21, 2), "lab.yaml")
    assert [edit.split()[1] for edit in lab_of(scenario).solution] == ["nodes.pc1.host", "nodes.server.host"]
    typed = []
    for node, address, gateway in (
        ("pc1", "10.154.0.68/24", "10.154.0.254"),
        ("server", "10.72.1.73/24", "10.72.1.254"),
    ):
        typed += [f"1s {node}: ip addr add {address} dev eth0", f"1s {node}: ip route add default via {gateway}"]
    assert verdict(scenario, "anna.txt", "\n".join(typed)).is_solved


def test_a_lab_is_made_in_chinese() -> None:
    assert load_text(generated(1, 1, "zh"), "lab.yaml").title == "实验 1：有东西坏了"


DIGESTS = ["7524bd22e273", "cb998dbc05f1", "e975ceeb5d45"]
