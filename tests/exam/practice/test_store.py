"""What is kept of a learner survives crashes, other windows, other versions and other files."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.exam.practice.attempt import Attempt
from tui.practice.store import Store, StoreError, as_objects, from_objects

ONE = Attempt("arp/who-answers", "0", "", 1_790_000_000_000, 12_000, 1, False, "B", ("arp.switch",))
TWO = ONE._replace(seed="1", at=ONE.at + 60_000, is_right=True, misconceptions=())


def test_answers_are_there_again_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "progress.sqlite3"
    with Store(path) as store:
        assert store.attempts() == []
        store.add([TWO])
        store.add([ONE])
    with Store(path) as store:
        assert store.attempts() == [ONE, TWO]


def test_the_same_answer_is_kept_once(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as store:
        assert store.add([ONE, TWO]) == 2
        assert store.add([ONE, TWO._replace(seed="2")]) == 1
        assert len(store.attempts()) == 3


def test_two_windows_have_the_file_open(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as first, Store(tmp_path / "p") as second:
        first.add([ONE])
        second.add([TWO])
        assert first.attempts() == second.attempts() == [ONE, TWO]


@pytest.mark.parametrize("committed", [True, False])
def test_who_is_killed_loses_no_answer_that_was_given(tmp_path: Path, committed: bool) -> None:
    # The other process dies without a goodbye: right after an answer, or amid a transaction.
    program = """
import os, sys
from pathlib import Path
from tui.practice.store import Store
from tests.exam.practice.test_store import ONE, TWO
store = Store(Path(sys.argv[1]))
store.add([ONE])
if sys.argv[2] == "True":
    store.add([TWO])
else:
    store._base.execute("BEGIN IMMEDIATE")
    store._base.execute("DELETE FROM attempt")
os._exit(9)
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "p"), str(committed)], check=False)
    assert done.returncode == 9
    with Store(tmp_path / "p") as store:
        assert store.attempts() == ([ONE, TWO] if committed else [ONE])


def test_the_file_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as store:
        store.add([ONE])
    base = sqlite3.connect(tmp_path / "p")
    base.execute("PRAGMA user_version = 3")
    base.close()
    before = (tmp_path / "p").read_bytes()
    with pytest.raises(StoreError, match=r"written by a newer hopscope \(schema 3, this one knows 2\)"):
        Store(tmp_path / "p")
    assert (tmp_path / "p").read_bytes() == before


def test_a_file_of_version_1_goes_on_without_the_words_of_its_answers(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "p")
    base.executescript("""
        CREATE TABLE attempt (
            id INTEGER PRIMARY KEY,
            template TEXT NOT NULL, seed TEXT NOT NULL, scenario TEXT NOT NULL, at INTEGER NOT NULL,
            took INTEGER NOT NULL, hints INTEGER NOT NULL, is_right INTEGER NOT NULL, answer TEXT NOT NULL,
            misconceptions TEXT NOT NULL, UNIQUE (template, seed, scenario, at)
        );
        CREATE TABLE paper (name TEXT PRIMARY KEY, content TEXT NOT NULL);
        INSERT INTO attempt VALUES
            (1, 'arp/who-answers', '0', '', 1790000000000, 12000, 1, 0, 'B', '["arp.switch"]');
        PRAGMA user_version = 1;
    """)
    base.close()
    told = TWO._replace(is_right=False, question="Which?", yours="A. this", truth="B. that")
    for found in ([ONE], [ONE, told]):
        with Store(tmp_path / "p") as store:
            assert store.attempts() == found
            store.add([told])


def test_an_export_of_version_1_can_be_imported() -> None:
    value = json.loads(json.dumps(as_objects([ONE])))
    old = {key: given for key, given in value["attempts"][0].items() if key not in ("question", "yours", "truth")}
    assert from_objects({**value, "version": 1, "attempts": [old]}) == [ONE]


def test_another_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("my notes, which are long enough to be no empty database\n" * 20)
    with pytest.raises(StoreError, match="file is not a database"):
        Store(text)
    assert text.read_text().startswith("my notes")
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE mine (a)")
    other.close()
    with pytest.raises(StoreError, match="is not a file of hopscope's"):
        Store(tmp_path / "other")


def test_what_is_exported_can_be_imported(tmp_path: Path) -> None:
    text = json.dumps(as_objects([ONE, TWO]))
    assert from_objects(json.loads(text)) == [ONE, TWO]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda value: [], "it is no export"),
        (lambda value: {**value, "version": 3}, "its version is 3"),
        (lambda value: {**value, "attempts": None}, "it has no list of attempts"),
        (lambda value: {**value, "attempts": [{"template": "x"}]}, "attempt 1 does not have the fields"),
        (lambda value: {**value, "attempts": [{**value["attempts"][0], "at": "now"}]}, "attempt 1: at is 'now'"),
        (lambda value: {**value, "attempts": [{**value["attempts"][0], "at": 1 << 60}]}, "attempt 1: at is"),
        (lambda value: {**value, "attempts": [{**value["attempts"][0], "hints": True}]}, "attempt 1: hints is True"),
        (
            lambda value: {**value, "attempts": [{**value["attempts"][0], "misconceptions": [1]}]},
            "attempt 1: misconceptions is",
        ),
    ],
)
def test_what_is_no_export_is_refused(change: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_objects(change(json.loads(json.dumps(as_objects([ONE])))))


def test_a_paper_under_way_is_kept_and_forgotten(tmp_path: Path) -> None:
    first, second = {"answers": ["A", None]}, {"answers": ["A", "B"]}
    with Store(tmp_path / "p") as store, Store(tmp_path / "p") as other:
        assert store.paper("at hand") is None
        assert store.keep_paper("at hand", first)
        assert other.keep_paper("at hand", second, first)
        assert not store.keep_paper("at hand", None, first, [ONE])
        assert store.attempts() == []
        assert store.paper("at hand") == second
        assert other.keep_paper("at hand", None, second, [ONE])
        assert store.attempts() == [ONE]
        assert store.paper("at hand") is None
