"""Work done once for a value that comes up again soon."""

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")
Result = TypeVar("Result")

LIMIT = 4096


class Once(Generic[Value, Result]):
    """A function that remembers its latest results by the identity of what it was called with.

    A frame is on record when it is sent and again when it is received, and a router's reason is the same for
    every packet of a flow: the same objects, which are slow to compare and quick to recognise.
    """

    def __init__(self, compute: Callable[[Value], Result]) -> None:
        self._compute = compute
        self._results: dict[int, tuple[Value, Result]] = {}

    def __call__(self, value: Value) -> Result:
        remembered = self._results.get(id(value))
        if remembered is not None:
            return remembered[1]
        if len(self._results) >= LIMIT:
            self._results.clear()
        result = self._compute(value)
        self._results[id(value)] = value, result  # kept alive, so that its identity stays its own
        return result
