"""Regular expressions whose search takes a time that grows with the text alone, never a time without end.

Python's own matcher goes back and tries again, which can take years for a text like ``aaaaaaaaaaaaaaaaaaaaaaaa!``. This
one keeps all places in the expression where it may be, character by character. So it has no references to groups and
no looking ahead or back; everything else means what it means in Python, whose own parser reads the expression.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from sim.words import TextError

MOST_PLACES = 2_000
"""Places that an expression may have, with its counted repetitions written out."""

_Test = Callable[[str], bool]


class _Place(NamedTuple):
    """A place in an expression: what the next character must be, or what must be so here, and where it goes on.

    With neither it only leads on; ``MATCH`` leads nowhere.
    """

    character: _Test | None
    here: Callable[[str, str], bool] | None
    then: list[int]


_CATEGORIES: dict[Any, _Test] = {
    op.CATEGORY_DIGIT: str.isdecimal,
    op.CATEGORY_NOT_DIGIT: lambda c: not c.isdecimal(),
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    op.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    op.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}


def _is_word(c: str) -> bool:
    return bool(c) and _CATEGORIES[op.CATEGORY_WORD](c)


_HERE: dict[Any, Callable[[str, str], bool]] = {
    op.AT_BEGINNING: lambda before, after: not before,
    op.AT_BEGINNING_STRING: lambda before, after: not before,
    op.AT_END: lambda before, after: not after,
    op.AT_END_STRING: lambda before, after: not after,
    op.AT_BOUNDARY: lambda before, after: _is_word(before) != _is_word(after),
    op.AT_NON_BOUNDARY: lambda before, after: _is_word(before) == _is_word(after),
}
"""By the characters before and after, "" at the ends of a line; lines have no line ends within."""


class Regex:
    """A regular expression; raises ``TextError`` for what is none, and for what it does not have."""

    def __init__(self, text: str) -> None:
        self._places: list[_Place] = []
        try:
            tree = parser.parse(text)
        except (re.error, OverflowError, RecursionError) as error:
            raise TextError(
                f"/{text}/ is not a regular expression: {error}", "write plain text without slashes"
            ) from None
        self._text = text
        self._flags = tree.state.flags
        self._start = self._sequence(tree, self._flags, self._add(None, None, []))
        self._match = 0

    def found_in(self, line: str) -> bool:
        """Whether any part of a line is as the expression says."""
        now: set[int] = set()
        for at in range(len(line) + 1):
            before, after = line[at - 1 : at] if at else "", line[at : at + 1]
            now = self._reached([*now, self._start], before, after)
            if self._match in now:
                return True
            now = {
                then
                for place in now
                if (test := self._places[place].character) is not None and after and test(after)
                for then in self._places[place].then
            }
        return False

    def _reached(self, places: Iterable[int], before: str, after: str) -> set[int]:
        """These places and those that they lead to without a character."""
        reached: set[int] = set()
        left = list(places)
        while left:
            number = left.pop()
            if number in reached:
                continue
            reached.add(number)
            place = self._places[number]
            if place.character is None and (place.here is None or place.here(before, after)):
                left += place.then
        return reached

    def _add(self, character: _Test | None, here: Callable[[str, str], bool] | None, then: list[int]) -> int:
        if len(self._places) == MOST_PLACES:
            hint = "write fewer or smaller repetitions"
            raise TextError("this regular expression is too large", hint)
        self._places.append(_Place(character, here, then))
        return len(self._places) - 1

    def _sequence(self, tree: Any, flags: int, then: int) -> int:
        """The first place of a sequence that goes on at ``then``."""
        for kind, value in reversed(list(tree)):
            then = self._item(kind, value, flags, then)
        return then

    def _item(self, kind: Any, value: Any, flags: int, then: int) -> int:
        if kind is op.AT:
            return self._add(None, _HERE[value], [then])
        if kind is op.BRANCH:
            return self._add(None, None, [self._sequence(each, flags, then) for each in value[1]])
        if kind is op.SUBPATTERN:
            _, more, fewer, tree = value
            return self._sequence(tree, (flags | more) & ~fewer, then)
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            least, most, tree = value
            return self._repeat(least, most, tree, flags, then)
        return self._add(self._test(kind, value, flags), None, [then])

    def _repeat(self, least: int, most: Any, tree: Any, flags: int, then: int) -> int:
        if most is op.MAXREPEAT:
            again = self._add(None, None, [then])
            self._places[again].then.append(self._sequence(tree, flags, again))
            then = again
        else:
            end = then
            for _ in range(most - least):
                then = self._add(None, None, [end, self._sequence(tree, flags, then)])
        for _ in range(least):
            then = self._sequence(tree, flags, then)
        return then

    def _test(self, kind: Any, value: Any, flags: int) -> _Test:
        """What a single character must be."""
        test: _Test
        if kind is op.ANY:
            return lambda c: c != "\n" or bool(flags & re.DOTALL)
        if kind is op.LITERAL or kind is op.NOT_LITERAL:
            test = chr(value).__eq__
        elif kind is op.RANGE:
            low, high = value
            test = lambda c: low <= ord(c) <= high  # noqa: E731
        elif kind is op.CATEGORY:
            return _CATEGORIES[value]
        elif kind is op.IN:
            tests = [self._test(each, detail, flags) for each, detail in value if each is not op.NEGATE]
            is_none = value[0][0] is op.NEGATE
            return lambda c: any(test(c) for test in tests) != is_none
        else:
            hint = "leave out references to groups and looking ahead or back"
            raise TextError(f"/{self._text}/ has what an expectation cannot have ({str(kind).lower()})", hint)
        if flags & re.IGNORECASE:
            exact = test
            test = lambda c: exact(c) or exact(c.lower()) or exact(c.upper())  # noqa: E731
        if kind is op.NOT_LITERAL:
            return lambda c: not test(c)
        return test


@lru_cache(maxsize=256)
def regex(text: str) -> Regex:
    """The expression; each is read once."""
    return Regex(text)
