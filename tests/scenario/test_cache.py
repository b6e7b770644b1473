"""A checked scenario is kept, used only while nothing has changed, and never trusted."""

import os
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from sim import registry
from sim.feature import Feature
from sim.scenario import cache, load
from sim.scenario.library import bundled
from sim.scenario.problem import ScenarioError

TEXT = """\
title: Two
nodes:
  pc1: {host: 10.0.0.1/24}
  pc2: {host: 10.0.0.2/24}
links: [pc1 -- pc2]
"""
PROGRAM = TEXT + "programs: [{on: pc1, file: one.py}]\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the scenarios that were read and checked."""
    seen: list[str] = []
    real = load.load_text

    def counted(text: str, name: str = "", folder: Path | None = None) -> Any:
        seen.append(Path(name).name)
        return real(text, name, folder)

    monkeypatch.setattr(load, "load_text", counted)
    return seen  # type: ignore[return-value]


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "cache" / "hopscope").glob("*"))


def written(folder: Path, text: str = TEXT) -> Path:
    path = folder / "two.yaml"
    path.write_text(text)
    return path


def test_the_second_time_it_is_not_checked_and_is_the_same(folder: Path, checks: list[str]) -> None:
    path = written(folder)
    first, second = cache.load(path), cache.load(path)
    assert checks == ["two.yaml"]
    assert first == second == load.load(path)


@pytest.mark.parametrize("path", list(bundled().values())[::7], ids=list(bundled())[::7])
def test_a_bundled_scenario_comes_out_of_the_cache_as_it_went_in(path: Path, folder: Path) -> None:
    assert cache.load(path) == cache.load(path) == load.load(path)


def test_another_text_is_checked_and_takes_the_place_of_the_first(folder: Path, checks: list[str]) -> None:
    cache.load(written(folder))
    assert cache.load(written(folder, TEXT.replace("Two", "Three"))).title == "Three"
    assert len(checks) == 2
    assert len(kept(folder)) == 1


def test_a_scenario_with_an_error_is_not_kept(folder: Path, checks: list[str]) -> None:
    path = written(folder, "title: x\n")
    for _ in range(2):
        with pytest.raises(ScenarioError):
            cache.load(path)
    assert (len(checks), kept(folder)) == (2, [])


def test_warnings_are_kept(folder: Path) -> None:
    path = written(folder, TEXT.replace("links: [pc1 -- pc2]", ""))
    assert cache.load(path).warnings == cache.load(path).warnings != ()


def test_a_program_that_has_changed_is_read_anew(folder: Path, checks: list[str]) -> None:
    path = written(folder, PROGRAM)
    (folder / "one.py").write_text("import two\n")
    cache.load(path)
    (folder / "one.py").write_text("import three\n")
    assert cache.load(path).sources == {"one.py": "import three\n"}
    (folder / "three.py").write_text("pass\n")
    assert cache.load(path).sources == {"one.py": "import three\n", "three.py": "pass\n"}
    (folder / "one.py").unlink()
    with pytest.raises(ScenarioError):
        cache.load(path)
    assert len(checks) == 4


def test_another_simulator_checks_for_itself(folder: Path, checks: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(folder)
    cache.load(path)
    monkeypatch.setattr(cache, "_stamp", lambda: ("another", 0))
    cache.load(path)
    assert len(checks) == 2


def test_with_a_feature_that_is_tried_out_nothing_is_kept(folder: Path) -> None:
    with registry.adding(Feature("toy")):
        cache.load(written(folder))
    assert kept(folder) == []


@pytest.mark.parametrize("at", [0, 10, 22, 60, -1])
def test_a_damaged_file_is_not_used(folder: Path, checks: list[str], at: int) -> None:
    path = written(folder)
    cache.load(path)
    (file,) = kept(folder)
    octets = bytearray(file.read_bytes())
    octets[at] ^= 1
    file.write_bytes(octets)
    assert cache.load(path) == load.load(path)
    file.write_bytes(octets[: len(octets) // 2])
    assert cache.load(path) == load.load(path)
    file.write_bytes(b"")
    assert cache.load(path).title == "Two"


class Trap:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("trapped",)


@pytest.mark.parametrize("trap", [Trap(), Path, os.system, pickle.loads])
def test_a_file_cannot_make_anything_but_scenarios(folder: Path, trap: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    path = written(folder)
    cache.load(path)
    (file,) = kept(folder)
    content = pickle.dumps(((), trap), protocol=4)
    file.write_bytes(cache._head(content) + content)
    assert cache.load(path).title == "Two"
    assert not (folder / "trapped").exists()


def test_where_no_cache_can_be_a_scenario_is_just_checked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(folder)
    for place in (str(path), "", "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", place)
        monkeypatch.setenv("HOME", str(path))
        assert cache.load(path).title == "Two"


def test_several_may_write_at_once(folder: Path) -> None:
    path = written(folder)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: cache.load(path), range(40)))
    assert all(scenario == found[0] for scenario in found)
    assert [file.suffix for file in kept(folder)] == [".scenario"]


def test_the_oldest_are_dropped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_FILES", 3)
    for number in range(5):
        path = folder / f"{number}.yaml"
        path.write_text(TEXT)
        cache.load(path)
        os.utime(max(kept(folder), key=lambda file: file.stat().st_ctime_ns), ns=(number, number))
    assert len(kept(folder)) == 3
