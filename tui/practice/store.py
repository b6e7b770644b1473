"""What is kept of a learner: one SQLite file in the user's data folder. Nothing leaves the machine."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Self

import platformdirs

from sim.exam.practice.attempt import Attempt
from tui.output.whole_file import write_new

VERSION = 2
"""Of the file, and of an export. A file of version 1 lacks the words of wrong answers; an export of it is read, too."""
_SCHEMA = """
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY,
    template TEXT NOT NULL, seed TEXT NOT NULL, scenario TEXT NOT NULL, at INTEGER NOT NULL, took INTEGER NOT NULL,
    hints INTEGER NOT NULL, is_right INTEGER NOT NULL, answer TEXT NOT NULL, misconceptions TEXT NOT NULL,
    question TEXT NOT NULL DEFAULT '', yours TEXT NOT NULL DEFAULT '', truth TEXT NOT NULL DEFAULT '',
    UNIQUE (template, seed, scenario, at)
);
CREATE TABLE paper (name TEXT PRIMARY KEY, content TEXT NOT NULL);
"""
_SINCE_2 = ("question", "yours", "truth")
_COLUMNS = ", ".join(Attempt._fields)
_INSERT = f"INSERT OR IGNORE INTO attempt ({_COLUMNS}) VALUES ({', '.join('?' * len(Attempt._fields))})"
_PATIENCE = 10.0
"""Seconds that one window waits for another that writes."""


class StoreError(Exception):
    """The file cannot be used; the message says why, and what to do. Nothing in it was changed."""


class Store:
    """The answers that a learner gave, and the papers under way.

    Each answer is a transaction of its own: after a crash all that were given are there. Several windows may have the
    file open.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; raises :class:`StoreError`."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._base.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{path}: {error}; move the file away, or name another one with --progress-file") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def _prepare(self) -> None:
        self._base.execute("BEGIN IMMEDIATE")
        version = self._base.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StoreError(
                f"{self.path} was written by a newer hopscope (schema {version}, this one knows {VERSION}); "
                "update hopscope, or name another file with --progress-file"
            )
        if version == 0:
            if self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise StoreError(f"{self.path} is not a file of hopscope's; name another one with --progress-file")
            for statement in _SCHEMA.split(";"):
                self._base.execute(statement)
        if version == 1:
            for name in _SINCE_2:
                self._base.execute(f"ALTER TABLE attempt ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
        if version < VERSION:
            self._base.execute(f"PRAGMA user_version = {VERSION}")
        self._base.execute("COMMIT")

    def attempts(self) -> list[Attempt]:
        """All answers, the oldest first."""
        with closing(self._base.execute(f"SELECT {_COLUMNS} FROM attempt ORDER BY at, id")) as rows:
            return [_attempt(row) for row in rows]

    def add(self, attempts: Iterable[Attempt]) -> int:
        """Keep answers, all or none; those that are here already are left out. Returns how many were new."""
        before = self._base.total_changes
        self._base.execute("BEGIN IMMEDIATE")
        self._base.executemany(_INSERT, [_row(attempt) for attempt in attempts])
        self._base.execute("COMMIT")
        return self._base.total_changes - before

    def keep(self, attempt: Attempt) -> None:
        """Keep one answer."""
        self.add([attempt])

    def paper(self, name: str) -> Any:
        """The paper that was kept under a name; ``None`` for none."""
        row = self._base.execute("SELECT content FROM paper WHERE name = ?", (name,)).fetchone()
        return None if row is None else json.loads(row[0])

    def keep_paper(self, name: str, content: Any, before: Any = None, attempts: Iterable[Attempt] = ()) -> bool:
        """Keep how far a paper is, in the place of what was kept ``before``; ``None`` for nothing.

        With ``attempts``, those are kept in the same transaction. Returns whether it was kept: another window may have
        kept the paper in between, and then nothing is changed.
        """
        self._base.execute("BEGIN IMMEDIATE")
        is_mine = bool(self.paper(name) == before)
        if is_mine and content is None:
            self._base.execute("DELETE FROM paper WHERE name = ?", (name,))
        elif is_mine:
            self._base.execute("INSERT OR REPLACE INTO paper VALUES (?, ?)", (name, json.dumps(content)))
        if is_mine:
            self._base.executemany(_INSERT, [_row(attempt) for attempt in attempts])
        self._base.execute("COMMIT")
        return is_mine


def place() -> Path:
    """Where a user's progress is kept."""
    return Path(platformdirs.user_data_dir("hopscope", appauthor=False)) / "progress.sqlite3"


def export(path: Path, store: Store) -> int:
    """Write all answers to a new file; returns how many. Raises ``OSError``, of which one is ``FileExistsError``."""
    attempts = store.attempts()
    write_new(path, json.dumps(as_objects(attempts), ensure_ascii=False, indent=1) + "\n")
    return len(attempts)


def import_(path: Path, store: Store) -> tuple[int, int]:
    """Add the answers of a file; returns how many were new, and how many were here already.

    Raises ``OSError``, and ``ValueError`` for what is no export.
    """
    try:
        attempts = from_objects(json.loads(path.read_text(encoding="utf-8")))
    except RecursionError:
        raise ValueError("it is nested too deep for an export of hopscope's") from None
    new = store.add(attempts)
    return new, len(attempts) - new


def as_objects(attempts: Sequence[Attempt]) -> dict[str, Any]:
    """Attempts as they are exported."""
    return {"hopscope": "progress", "version": VERSION, "attempts": [attempt._asdict() for attempt in attempts]}


def from_objects(value: Any) -> list[Attempt]:
    """Attempts that were exported; raises ``ValueError`` for what is none."""
    if not isinstance(value, Mapping) or value.get("hopscope") != "progress":
        raise ValueError("it is no export of `hopscope practise --export`")
    if value.get("version") not in (1, VERSION):
        raise ValueError(f"its version is {value.get('version')!r}; this hopscope reads 1 and {VERSION}")
    rows = value.get("attempts")
    if not isinstance(rows, list):
        raise ValueError("it has no list of attempts")
    missing = dict.fromkeys(_SINCE_2, "") if value["version"] == 1 else {}
    return [
        _checked({**missing, **row} if isinstance(row, Mapping) else row, place) for place, row in enumerate(rows, 1)
    ]


_LATEST = 100_000_000_000_000
"""In ms since 1970: in the year 5138. A card that is due after the year 9999 could not be reckoned with."""
_TYPES: Mapping[str, type] = {
    "template": str, "seed": str, "scenario": str, "at": int, "took": int, "hints": int, "is_right": bool,
    "answer": str, "misconceptions": list, "question": str, "yours": str, "truth": str,
}  # fmt: skip


def _checked(row: Any, place: int) -> Attempt:
    if not isinstance(row, Mapping) or row.keys() != _TYPES.keys():
        raise ValueError(f"attempt {place} does not have the fields {', '.join(_TYPES)}")
    for name, kind in _TYPES.items():
        if type(row[name]) is not kind:
            raise ValueError(f"attempt {place}: {name} is {row[name]!r}")
    for name in ("at", "took", "hints"):
        if not 0 <= row[name] < _LATEST:
            raise ValueError(f"attempt {place}: {name} is {row[name]!r}")
    if not all(isinstance(each, str) for each in row["misconceptions"]):
        raise ValueError(f"attempt {place}: misconceptions is {row['misconceptions']!r}")
    return Attempt(**{**row, "misconceptions": tuple(row["misconceptions"])})


def _row(attempt: Attempt) -> tuple[Any, ...]:
    return tuple(attempt._replace(misconceptions=json.dumps(attempt.misconceptions)))  # type: ignore[arg-type]


def _attempt(row: tuple[Any, ...]) -> Attempt:
    found = Attempt(*row)
    return found._replace(is_right=bool(found.is_right), misconceptions=tuple(json.loads(str(found.misconceptions))))
