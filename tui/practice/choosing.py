"""An answer in the making: options that are pointed at and marked."""

from sim.exam.marking import Answer
from sim.exam.question import Kind, Question


class Choosing:
    """``at`` is the option that is pointed at; ``marked`` are the places of those that are marked, in order."""

    def __init__(self, question: Question, before: Answer | None = None) -> None:
        """``before`` is the answer that was given before."""
        self.kind = question.kind
        self.count = len(question.options)
        self.marked: list[int] = [] if before is None else list(before.places)
        self.at = self.marked[0] if self.marked and self.kind.is_choice else 0

    def move(self, by: int) -> None:
        """Point at another option."""
        self.at = max(0, min(self.at + by, self.count - 1))

    def mark(self) -> None:
        """Mark what is pointed at, or take the mark away; where one option is asked for, it replaces the other."""
        if self.at in self.marked:
            self.marked.remove(self.at)
        elif self.kind.is_choice:
            self.marked = [self.at]
        else:
            self.marked.append(self.at)

    @property
    def answer(self) -> Answer | None:
        """The answer; ``None`` while it is not whole. Where one option is asked for, it is the one pointed at."""
        if self.kind.is_choice:
            return Answer((self.at,))
        if not self.marked or (self.kind is Kind.ORDER and len(self.marked) < self.count):
            return None
        return Answer(tuple(self.marked))
