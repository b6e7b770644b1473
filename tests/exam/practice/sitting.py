"""A sitting with a clock that the test holds."""

from collections.abc import Iterator

from sim.exam.practice.attempt import Attempt
from sim.exam.practice.choosing import Goal
from sim.exam.practice.memory import Memory
from sim.exam.practice.trainer import Trainer
from sim.exam.question import Question, letter

BEGIN = 1_790_000_000_000


class Sitting:
    """Ten seconds pass each time when somebody looks at the clock."""

    def __init__(self, goal: Goal | None = None) -> None:
        self.kept: list[Attempt] = []
        self.now = BEGIN
        self.trainer = Trainer(goal or Goal(("arp/who-answers",)), Memory(), self.clock, self.kept.append)

    def clock(self) -> int:
        self.now += 10_000
        return self.now


def written(question: Question, *, right: bool) -> str:
    """The letter of the right option, or of a wrong one."""
    places: Iterator[int] = (place for place, option in enumerate(question.options) if option.is_right is right)
    return letter(next(places))
