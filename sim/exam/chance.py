"""The chance that draws questions: a stream that is the same on every machine and under every Python."""

from collections.abc import MutableSequence, Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of random numbers that its names fix, such as the seed of a paper and the number of a question.

    Each number is SHA-256 of the names and a counter: Python's own ``random`` promises no same sequence of choices
    between versions.
    """

    def __init__(self, *names: str | int) -> None:
        self._names = names
        self._key = "\x1f".join(map(str, names)).encode()
        self._count = 0

    def derived(self, *names: str | int) -> "Chance":
        """Another stream, whose numbers have nothing to do with those of this one."""
        return Chance(*self._names, *names)

    def below(self, bound: int) -> int:
        """A number from 0 to ``bound - 1``; raises ``ValueError`` where there is none."""
        if bound < 1:
            raise ValueError(f"there is no number from 0 to below {bound}")
        self._count += 1
        digest = sha256(self._key + self._count.to_bytes(8, "big")).digest()
        return int.from_bytes(digest, "big") % bound  # of 2**256 numbers: no bound is large enough to be favoured

    def among(self, least: int, most: int) -> int:
        """A number from ``least`` to ``most``, both inclusive."""
        return least + self.below(most - least + 1)

    def choice(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """``count`` different places of a sequence, or all, in any order."""
        return self.shuffled(items)[:count]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in another order, each order equally likely (Fisher and Yates)."""
        found = list(items)
        self.shuffle(found)
        return found

    def shuffle(self, items: MutableSequence[T]) -> None:
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
