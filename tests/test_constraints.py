"""What the README's commands install has one exact version each, so that they give the same on any day."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PINS = [Requirement(line) for line in (ROOT / "constraints.txt").read_text().splitlines() if line[:1].isalnum()]
EXACT = {
    pin.name: next(iter(pin.specifier)).version
    for pin in PINS
    if [each.operator for each in pin.specifier] == ["=="] and not pin.url
}


def installed(name: str, extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]) -> None:
    """Add what installing this package brings here, itself included."""
    if (name, extras) in seen:
        return
    seen.add((name, extras))
    for text in distribution(name).requires or ():
        needed = Requirement(text)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras | {""}):
            installed(canonicalize_name(needed.name), frozenset(needed.extras), seen)


def test_every_constraint_is_an_exact_version_of_a_package_from_whatever_index() -> None:
    assert len(EXACT) == len(PINS) > 40
    assert not re.search(r"://|^-", (ROOT / "constraints.txt").read_text(), re.MULTILINE)


def test_every_package_that_the_commands_install_is_constrained() -> None:
    seen: set[tuple[str, frozenset[str]]] = set()
    installed("hopscope", frozenset({"test"}), seen)
    assert {name for name, _ in seen} - EXACT.keys() == {"hopscope"}


def test_every_constraint_is_within_the_range_that_the_project_allows() -> None:
    project = PROJECT["project"]
    lines = [*project["dependencies"], *(line for lines in project["optional-dependencies"].values() for line in lines)]
    ranges = [Requirement(line) for line in lines if not line.startswith("hopscope[")]
    for each in ranges:
        assert [one.operator for one in each.specifier] == [">="], f"{each} has no lowest version"
        assert each.specifier.contains(EXACT[canonicalize_name(each.name)]), each


def test_the_build_requirement_is_one_package_without_dependencies_in_an_exact_version() -> None:
    (build,) = PROJECT["build-system"]["requires"]
    assert re.fullmatch(r"pdm-backend==[0-9.]+", build)


def test_every_command_that_installs_uses_the_constraints() -> None:
    commands = [line for line in (ROOT / "README.md").read_text().splitlines() if "pip install" in line]
    assert len(commands) == 2
    assert all(" -c constraints.txt " in command for command in commands)
