"""An answer in the making: options that are pointed at and marked."""

from sim.exam.marking import Answer
from sim.exam.question import Kind, Question


class Choosing:
    """``at`` is the option that is pointed at, -1 for none; ``marked`` are the places of those marked, in order."""

    def __init__(self, question: Question, before: Answer | None = None) -> None:
        """``before`` is the answer that was given before."""
        self.kind = question.kind
        self.count = len(question.options)
        self.marked: list[int] = [] if before is None else list(before.places)
        self.at = self.marked[0] if self.marked and self.kind.is_choice else -1

    def move(self, by: int) -> None:
        """Point at another option."""
        self.at = max(0, min(self.at + by, self.count - 1))

    def letter(self, place: int) -> None:
        """Choose an option by its letter; where several are asked for, mark it, or take the mark away."""
        self.at = place
        if not self.kind.is_choice:
            self.mark()

    def mark(self) -> None:
        """Mark what is pointed at, or take the mark away; where one option is asked for, it replaces the other."""
        if self.at < 0:
            return
        if self.at in self.marked:
            self.marked.remove(self.at)
        elif self.kind.is_choice:
            self.marked = [self.at]
        else:
            self.marked.append(self.at)

    def take_back(self) -> None:
        """Take the last mark away."""
        if self.marked:
            self.at = self.marked.pop()

    @property
    def chosen(self) -> tuple[int, ...]:
        """The places that are chosen until now."""
        if self.kind.is_choice:
            return (self.at,) if self.at >= 0 else ()
        return tuple(self.marked)

    @property
    def answer(self) -> Answer | None:
        """The answer; ``None`` while it is not whole. Where one option is asked for, it is the one pointed at."""
        if not self.chosen or (self.kind is Kind.ORDER and len(self.marked) < self.count):
            return None
        return Answer(self.chosen)
