"""What is wrong with a scenario, and where."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from sim.words import with_hint


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    """Legal, and probably a mistake."""


class Problem(NamedTuple):
    """One thing to mend. ``line`` and ``column`` count from 1, and are 0 where it has no place within a file.

    As text: ``file:line:column: what is wrong; what would be right``, after ``warning:`` if it is only one. A scenario
    that has ``allowance`` after ``allow`` may have it; "" for what none may have.
    """

    path: str
    line: int
    column: int
    severity: Severity
    message: str
    hint: str = ""
    allowance: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        warning = "warning: " if self.severity is Severity.WARNING else ""
        return f"{place}: {warning}{with_hint(self.message, self.hint)}"


class ScenarioError(Exception):
    """A scenario that cannot be run. ``problems`` are in order of the text, warnings too."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
