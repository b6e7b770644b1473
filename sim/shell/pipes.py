"""What stands behind ``|``: which lines of a command's output are printed, as Cisco IOS and as Linux have it."""

import re
import shlex
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from sim.regex import Regex, regex
from sim.words import TextError, listed


class Filter(Protocol):
    """What sees the lines one after another, and says what is printed: of each line, and at the end."""

    def take(self, line: str) -> Iterable[str]: ...
    def end(self) -> Iterable[str]: ...


Pipe = Callable[[], Filter]
"""Makes a filter for one output."""


class _Lines:
    """All lines."""

    def take(self, line: str) -> Iterable[str]:
        return (line,)

    def end(self) -> Iterable[str]:
        return ()


class _From(_Lines):
    """``begin``: from the first line that fits. ``section``: lines that fit, and those set in beneath them."""

    def __init__(self, pattern: Regex, is_section: bool) -> None:
        self._pattern = pattern
        self._is_section = is_section
        self._is_on = False

    def take(self, line: str) -> Iterable[str]:
        stays = line.startswith(" ") if self._is_section else True
        self._is_on = self._pattern.found_in(line) or (self._is_on and stays)
        return (line,) if self._is_on else ()


class _Grep(_Lines):
    """``include``, ``exclude``, ``count`` and ``grep``: lines that fit, or those that do not; their number."""

    def __init__(self, pattern: Regex, wants: bool = True, is_counted: str = "", is_numbered: bool = False) -> None:
        self._pattern = pattern
        self._wants = wants
        self._counted = is_counted
        self._is_numbered = is_numbered
        self._seen = self._found = 0

    def take(self, line: str) -> Iterable[str]:
        self._seen += 1
        if self._pattern.found_in(line) != self._wants:
            return ()
        self._found += 1
        return () if self._counted else (f"{self._seen}:{line}" if self._is_numbered else line,)

    def end(self) -> Iterable[str]:
        return (self._counted.format(self._found),) if self._counted else ()


class _Head(_Lines):
    """``head``: the first lines."""

    def __init__(self, count: int) -> None:
        self._left = count

    def take(self, line: str) -> Iterable[str]:
        self._left -= 1
        return (line,) if self._left >= 0 else ()


class _Tail(_Lines):
    """``tail``: the last lines."""

    def __init__(self, count: int) -> None:
        self._last: deque[str] = deque(maxlen=count)

    def take(self, line: str) -> Iterable[str]:
        self._last.append(line)
        return ()

    def end(self) -> Iterable[str]:
        return tuple(self._last)


class _FromLine(_Lines):
    """``tail -n +N``: the lines from the one of this number on."""

    def __init__(self, first: int) -> None:
        self._left = first

    def take(self, line: str) -> Iterable[str]:
        self._left -= 1
        return (line,) if self._left <= 0 else ()


class _Count(_Lines):
    """``wc -l``: how many lines there are."""

    def __init__(self) -> None:
        self._found = 0

    def take(self, line: str) -> Iterable[str]:
        self._found += 1
        return ()

    def end(self) -> Iterable[str]:
        return (str(self._found),)


class Chain:
    """Filters, each behind the one before."""

    def __init__(self, pipes: Sequence[Pipe]) -> None:
        self._filters = [make() for make in pipes]

    def take(self, lines: Iterable[str]) -> list[str]:
        """What is printed of these lines now."""
        return self._through(lines, self._filters)

    def end(self) -> list[str]:
        """What is printed when no line comes any more."""
        found: list[str] = []
        for place, each in enumerate(self._filters):
            found += self._through(each.end(), self._filters[place + 1 :])
        return found

    def _through(self, lines: Iterable[str], filters: Sequence[Filter]) -> list[str]:
        found = list(lines)
        for each in filters:
            found = [left for line in found for left in each.take(line)]
        return found


class Piped(NamedTuple):
    """A command line in its parts: the command, and the filters behind it."""

    command: str
    pipes: tuple[Pipe, ...] = ()


# As Cisco IOS has it


_OF_IOS = ("begin", "count", "exclude", "include", "section")


def of_ios(text: str, start: int) -> Pipe:
    """Read what stands behind ``|`` of a command that begins with ``show``; it stands at ``start`` in its line."""
    word, _, pattern = text.strip().partition(" ")
    what = [each for each in _OF_IOS if word and each.startswith(word.lower())]
    if len(what) != 1:
        raise TextError(f"{word!r} does not fit behind '|'", f"write {listed(_OF_IOS)}", start)
    if not pattern.strip():
        raise TextError(f"nothing stands behind {what[0]!r}", "write a part of the lines that you mean", start)
    read = _read(pattern.strip())
    match what[0]:
        case "include" | "exclude":
            return partial(_Grep, read, wants=what[0] == "include")
        case "count":
            return partial(_Grep, read, is_counted="Number of lines which match regexp = {}")
        case _:
            return partial(_From, read, what[0] == "section")


def _read(pattern: str) -> Regex:
    """A regular expression; a text that is none stands for itself."""
    try:
        return regex(pattern)
    except TextError:
        return regex(re.escape(pattern))


# As Linux has it


def of_linux(text: str) -> Piped:
    """Take the filters from the end of a command line; raises ``TextError``."""
    parts = list(_parts(text))
    _, behind = parts[0]
    pipes = []
    for begin, end in parts[1:]:
        word, *words = _words(text[begin:end], begin)
        if word not in _READERS:
            raise TextError(f"{word!r} does not fit behind '|' here", f"write {listed(tuple(_SHOWN))}", begin)
        try:
            pipes.append(_READERS[word](words))
        except TextError as error:
            raise error.moved(begin) from None
    return Piped(text[:behind].rstrip(), tuple(pipes)) if pipes else Piped(text)


_SHOWN = ("grep", "head", "tail", "wc")
"""Filters that people are told of."""
_WORD = re.compile(r"\s*[A-Za-z]{2,}")


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Where the command and the filters begin and end: ``|`` in quotes, ``||`` and ``| 2`` divide nothing."""
    begin, quote = 0, ""
    for at, sign in enumerate(text):
        if sign in "'\"":
            quote = "" if quote == sign else quote or sign
        is_alone = sign == "|" and not quote and "|" not in (text[at - 1 : at], text[at + 1 : at + 2])
        if is_alone and _WORD.match(text, at + 1):
            yield begin, at
            begin = at + 1
    yield begin, len(text)


def _words(text: str, start: int) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        raise TextError(f"a quote in {text.strip()!r} is not closed", "close it", start) from None


class _Options(NamedTuple):
    """The letters of ``grep``, its pattern, and what begins with a dash and is no letter of it."""

    letters: str
    words: list[str]


def _options(words: Sequence[str], name: str, known: str) -> _Options:
    letters = "".join(word[1:] for word in words if word.startswith("-") and len(word) > 1)
    strange = [letter for letter in letters if letter not in known]
    if strange:
        hint = f"{name} has {listed([f'-{each}' for each in known], 'and')} here"
        raise TextError(f"{name}: -{strange[0]} is not simulated", hint)
    return _Options(letters, [word for word in words if not word.startswith("-") or len(word) == 1])


_GREP = "ivcnwEF"


def _grep(words: Sequence[str], letters: str = "") -> Pipe:
    found = _options(words, "grep", _GREP)
    letters += found.letters
    if len(found.words) != 1:
        said = "nothing stands behind 'grep'" if not found.words else f"{found.words[1]!r} is one word too many"
        raise TextError(said, "write grep [-ivcnwEF] TEXT, with quotes around several words")
    text = found.words[0]
    expression = re.escape(text) if "F" in letters else text if "E" in letters else _basic(text)
    expression = rf"\b(?:{expression})\b" if "w" in letters else expression
    read = _read(f"(?i){expression}" if "i" in letters else expression)
    return partial(_Grep, read, "v" not in letters, "{}" if "c" in letters else "", "n" in letters)


_SWAPPED = re.compile(r"\\?[+?|(){}]")


def _basic(text: str) -> str:
    r"""A basic regular expression as an extended one: ``+`` is a plus sign, and ``\+`` means one or more."""
    return _SWAPPED.sub(lambda found: found[0][1:] if len(found[0]) > 1 else f"\\{found[0]}", text)


def _findstr(words: Sequence[str]) -> Pipe:
    """``findstr`` and ``find`` as Windows has them: ``/i`` and ``/v`` mean what they mean to ``grep``."""
    return _grep([f"-{word[1:].lower()}" if word.startswith("/") else word for word in words], letters="F")


def _number(words: Sequence[str], name: str) -> str:
    """The number in ``-5``, ``-n 5`` or ``-n5``; ten, where there is none."""
    text = " ".join(words).removeprefix("-n").strip().removeprefix("-")
    if text and not text.removeprefix("+").isdecimal():
        raise TextError(f"{name} does not take {' '.join(words)!r}", f"write {name} -n 5")
    return text or "10"


def _head(words: Sequence[str]) -> Pipe:
    return partial(_Head, int(_number(words, "head")))


def _tail(words: Sequence[str]) -> Pipe:
    text = _number(words, "tail")
    return partial(_FromLine if text.startswith("+") else _Tail, int(text))


def _wc(words: Sequence[str]) -> Pipe:
    if [*words] != ["-l"]:
        raise TextError("wc counts lines alone here", "write wc -l")
    return _Count


def _pager(_: Sequence[str]) -> Pipe:
    """All lines: they can be scrolled."""
    return _Lines


_READERS: dict[str, Callable[[Sequence[str]], Pipe]] = {
    "grep": _grep,
    "egrep": partial(_grep, letters="E"),
    "fgrep": partial(_grep, letters="F"),
    "findstr": _findstr,
    "find": _findstr,
    "head": _head,
    "tail": _tail,
    "wc": _wc,
    "more": _pager,
    "less": _pager,
}
