"""Arguments of calls as CPython reads them, and its own words where they are wrong (``Python/getargs.c``).

What is written in C in a real Python is written in Python here, and a program must not notice. A function says its
arguments in the letters that CPython's own source has for it.
"""

import math
import operator
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])
Reader = Callable[[Any, str, int], Any]

_INT_MAX = 2**31 - 1
_LONG_MAX = 2**63 - 1


def integer(value: Any) -> int:
    """A C ``int``. TypeError, OverflowError."""
    number = operator.index(value)
    if not -_LONG_MAX - 1 <= number <= _LONG_MAX:
        raise OverflowError("Python int too large to convert to C long")
    if number > _INT_MAX:
        raise OverflowError("signed integer is greater than maximum")
    if number < -_INT_MAX - 1:
        raise OverflowError("signed integer is less than minimum")
    return number


def octets_of(data: Any) -> bytes:
    """The octets of a buffer; ``bytes`` alone would take a number, too, and say something else of a text. TypeError."""
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'") from None


def seconds_of(value: Any) -> float:
    """A time limit in seconds. TypeError, ValueError."""
    number = float(value) if isinstance(value, float) else float(operator.index(value))
    if math.isnan(number):
        raise ValueError("Invalid value NaN (not a number)")
    return number


def _size(value: Any, name: str, place: int) -> int:
    number = operator.index(value)
    if not -_LONG_MAX - 1 <= number <= _LONG_MAX:
        raise OverflowError("Python int too large to convert to C ssize_t")
    return number


def _writable(value: Any, name: str, place: int) -> memoryview:
    try:
        view = memoryview(value)
    except TypeError:
        view = None
    if view is None or view.readonly:
        raise _wrong("read-write bytes-like object", value, name, place)
    return view


def _text(value: Any, name: str, place: int) -> str:
    if not isinstance(value, str):
        raise _wrong("str", value, name, place)
    return value


def _host(value: Any, name: str, place: int) -> str:
    if isinstance(value, bytes | bytearray):
        return bytes(value).decode()
    if not isinstance(value, str):
        raise _wrong("str, bytes or bytearray", value, name, place)
    return value


def _wrong(wanted: str, value: Any, name: str, place: int) -> TypeError:
    given = "None" if value is None else type(value).__name__
    return TypeError(f"{name}() argument {place} must be {wanted}, not {given}")


_READERS: dict[str, Reader] = {
    "i": lambda value, name, place: integer(value),
    "n": _size,
    "y": lambda value, name, place: octets_of(value),
    "w": _writable,
    "s": _text,
    "e": _host,
    "O": lambda value, name, place: value,
}
"""By the letters of ``PyArg_Parse``: int, Py_ssize_t, buffer, writable buffer, text, text or octets, any object."""


def native(form: str, *keywords: str, owner: str = "") -> Callable[[Function], Function]:
    """Read the arguments by CPython's format, such as ``"n|i:recv"``: letters, what may be left out, the name.

    ``keywords`` are the names of arguments that have some; ``owner`` is the class of a method, which then takes its
    object first.
    """
    letters, _, name = form.partition(":")
    needed, _, more = letters.partition("|")
    readers = [_READERS[letter] for letter in needed + more]
    least, most = len(needed), len(readers)

    def read(given: tuple[Any, ...], named: dict[str, Any]) -> list[Any]:
        if named:
            given = _with_named(name, owner, keywords, given, named)
        if not least <= len(given) <= most:
            raise _miscounted(name, keywords, len(given), least, most)
        return [
            reader(value, name, place) for place, (reader, value) in enumerate(zip(readers, given, strict=False), 1)
        ]

    def decorate(function: Function) -> Function:
        def call(*given: Any, **named: Any) -> Any:
            return function(*read(given, named))

        def method(self: Any, *given: Any, **named: Any) -> Any:
            return function(self, *read(given, named))

        return cast(Function, wraps(function)(method if owner else call))

    return decorate


def _miscounted(name: str, keywords: Sequence[str], count: int, least: int, most: int) -> TypeError:
    if count < least and keywords:
        return TypeError(f"{name}() missing required argument '{keywords[count]}' (pos {count + 1})")
    how = "exactly" if least == most else "at least" if count < least else "at most"
    bound = least if count < least else most
    return TypeError(f"{name}() takes {how} {bound} argument{'s' * (bound != 1)} ({count} given)")


def _with_named(
    name: str, owner: str, keywords: Sequence[str], given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Any, ...]:
    """All arguments in their order; one that is left out in the middle is 0, which is what C begins with."""
    if not keywords:
        raise TypeError(f"{owner}{'.' if owner else ''}{name}() takes no keyword arguments")
    for each in named:
        if each not in keywords:
            raise TypeError(f"'{each}' is an invalid keyword argument for {name}()")
    rest = keywords[len(given) :]
    last = max((rest.index(each) for each in named if each in rest), default=-1)
    if len(named) > sum(each in rest for each in named):
        twice = next(each for each in named if each not in rest)
        place = keywords.index(twice) + 1
        raise TypeError(f"argument for {name}() given by name ('{twice}') and position ({place})")
    return (*given, *(named.get(each, 0) for each in rest[: last + 1]))


def single(name: str, is_method: bool = True) -> Callable[[Function], Function]:
    """A function of exactly one argument, without a name (METH_O)."""

    def check(given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if named:
            raise TypeError(f"{name}() takes no keyword arguments")
        if len(given) != 1:
            raise TypeError(f"{name}() takes exactly one argument ({len(given)} given)")
        return given[0]

    def decorate(function: Function) -> Function:
        def call(*given: Any, **named: Any) -> Any:
            return function(check(given, named))

        def method(self: Any, *given: Any, **named: Any) -> Any:
            return function(self, check(given, named))

        return cast(Function, wraps(function)(method if is_method else call))

    return decorate


def bare(name: str) -> Callable[[Function], Function]:
    """A method without arguments (METH_NOARGS)."""

    def decorate(function: Function) -> Function:
        def call(self: Any, *given: Any, **named: Any) -> Any:
            if named:
                raise TypeError(f"{name}() takes no keyword arguments")
            if given:
                raise TypeError(f"{name}() takes no arguments ({len(given)} given)")
            return function(self)

        return cast(Function, wraps(function)(call))

    return decorate


def counted(name: str, least: int, most: int) -> Callable[[Function], Function]:
    """A method whose arguments Argument Clinic counts."""

    def decorate(function: Function) -> Function:
        def call(self: Any, *given: Any) -> Any:
            count = len(given)
            if not least <= count <= most:
                how = "" if least == most else "at least " if count < least else "at most "
                bound = least if count < least else most
                raise TypeError(f"{name} expected {how}{bound} argument{'s' * (bound != 1)}, got {count}")
            return function(self, *given)

        return cast(Function, wraps(function)(call))

    return decorate
