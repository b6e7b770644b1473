"""Playing and practising with a stranger's programs in a child of this process, which keeps no file and reads no line.

Its parent does both for it.
"""

import json
import sqlite3
import sys
from argparse import Namespace
from collections.abc import Callable
from functools import cache

from sim.exam.practice.attempt import Attempt
from sim.exam.run import Prepare
from sim.scenario.library import lasting_name
from sim.session import Session
from tui.cli.apart import Decided, streams
from tui.cli.guard import guarded
from tui.isolation.apart import Parent, apart
from tui.isolation.report import Report
from tui.practice.store import Store, StoreError, as_objects, from_objects, place

Keep = Callable[[Attempt], None]
"""Keeps an answer; raises ``StoreError``."""
Read = Callable[[], str | None]
"""Gives a learner's line; ``None`` where there are no more."""
_READ, _KEEP = "read", "keep"


def play_apart(session: Session, arguments: Namespace, play: Callable[[Session, Namespace, Keep | None], int]) -> int:
    """Play a scenario in a child with a terminal of its own."""
    decided = Decided([session], arguments)
    if not decided.is_apart:
        return play(decided.prepare(session), arguments, None)

    @cache
    def store() -> Store:
        return Store(place())  # opened where somebody answers a question

    desk = _Desk([str(session.front.path)], lambda attempt: store().keep(attempt))
    return _on_terminal(decided, desk, lambda report: play(session, arguments, _kept_by(report)))


def practise_apart(
    session: Session, arguments: Namespace, practise: Callable[[Prepare, Keep, Read], int], keep: Keep, on_screen: bool
) -> int:
    """Practise with a scenario in a child; on a screen it has a terminal of its own."""
    decided = Decided([session], arguments)
    if not decided.is_apart:
        return practise(decided.prepare, keep, read_line)
    desk = _Desk([str(session.front.path), arguments.scenario], keep)

    def sit(report: Report) -> int:
        return practise(decided.prepare, _kept_by(report), lambda: next(iter(report.ask(_READ)), None))

    if on_screen:
        return _on_terminal(decided, desk, sit)

    def alone(report: Report) -> int:
        decided.confine()
        return guarded(lambda: sit(report))

    return decided.status(apart(alone, streams(), Parent(desk.answer, own_files=decided.own_files)))


def read_line() -> str | None:
    """A line of standard input, with a sign at a terminal that one is waited for."""
    if sys.stdin.isatty():
        sys.stdout.write("> ")
        sys.stdout.flush()
    return sys.stdin.readline() or None


def _on_terminal(decided: Decided, desk: "_Desk", show: Callable[[Report], int]) -> int:
    from tui.isolation.screen import on_terminal  # noqa: PLC0415 - Windows has no such terminals

    def alone(report: Report) -> int:
        import tui.app  # noqa: F401, PLC0415 - what is loaded need not be read behind the walls

        decided.confine()
        return guarded(lambda: show(report))

    return decided.status(on_terminal(alone, Parent(desk.answer, own_files=decided.own_files)))


class _Desk:
    """The parent's side: it does what the child asks for. ``names`` are those of the scenario that runs there."""

    def __init__(self, names: list[str], keep: Keep) -> None:
        self._names = {*names, *map(lasting_name, names)}
        self._keep = keep

    def answer(self, question: list[str]) -> list[str]:
        match question:
            case ["read"]:
                line = read_line()
                return [] if line is None else [line]
            case ["keep", text]:
                return [self._kept(text)]
        return []

    def _kept(self, text: str) -> str:
        """Keep an answer to a question about this scenario, and no other one; tells what is wrong, "" for nothing."""
        try:
            for attempt in from_objects(json.loads(text)):
                if attempt.scenario not in self._names:
                    return f"{attempt.scenario!r} is another scenario"
                self._keep(attempt)
        except (ValueError, RecursionError, StoreError, sqlite3.Error) as error:
            return str(error)
        return ""


def _kept_by(report: Report) -> Keep:
    """The child's side of keeping."""

    def keep(attempt: Attempt) -> None:
        if problem := "".join(report.ask(_KEEP, json.dumps(as_objects([attempt])))):
            raise StoreError(problem)

    return keep
