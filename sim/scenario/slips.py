"""Slips of the keyboard that errors come from, and what was meant.

Characters that look like those of YAML or that nobody sees (full-width signs, long dashes, unusual spaces), a ``#``
that makes a comment of a value, a colon without a space, and a text of several lines without its ``|``: each is right
in some places, and an error shows only elsewhere, often on the next line. So a slip is recognised by its effect: an
error is gone once what was meant stands in the place of the slip. Then the slip is told, and not what came of it.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from sim.scenario.document import YamlError, compose
from sim.scenario.problem import Problem, Severity

_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_DASHES = "\u2010-\u2015\u2212\u2500\u2e3a\u2e3b"
_MEANT = {
    **dict.fromkeys("。．｡・", "."), **dict.fromkeys("、､", ","), "【": "[", "】": "]", "〔": "[", "〕": "]",
    **dict.fromkeys("“”„‟«»「」『』″", '"'), **dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("⁄∕", "/"),
    **dict.fromkeys("∶ː", ":"),
    **dict(zip("аеорсухіјѕАВЕКМНОРСТХ", "aeopcyxijsABEKMHOPCTX", strict=True)),
    **dict(zip("ονΑΒΕΗΙΚΜΝΟΡΤΧ", "ovABEHIKMNOPTX", strict=True)),
}  # fmt: skip
_FORMS = re.compile("[\uff01-\uff5e\ufe50-\ufe6b]")
"""Full-width and small forms of ASCII characters."""
_SIGNS = "\uff01-\uff5e\ufe50-\ufe6b" + "".join(map(re.escape, _MEANT))
_CHARACTER = re.compile(f"[{_INVISIBLE}]+|[{_DASHES}]+|[{_SPACES}]+|[{_SIGNS}]|(?![0-9])\\d")
_COMMENT = re.compile(r"(?:^|\s)#")
_HASH = re.compile(r"(?:(?<=[\[,{])|(?<=[:,] )|(?<=- ))(?P<value>#[^],}\n]*)")
_TIGHT = re.compile(
    r"(?:^[ ]*(?:- +)*|[{,]\s*)(?P<key>[A-Za-z_]+)(?P<colon>:)(?P<value>[^\s:,}\]][^\s,}\]]*)", re.MULTILINE
)
"""A word, a colon, and at once what may be its value: YAML wants a space between them."""
_KEY = re.compile(
    r"(?P<indent> *(?:- +)*)(?P<key>code|stdin|text|description|goal):"
    r"(?:(?P<folded> *>[-+0-9]*) *(?:#.*)?|(?P<text> *[^\s#>|&*'\"].*)|[ ]*(?:#.*)?)"
)
"""A key under which a text of several lines is usual, without the sign that keeps the lines."""
_MOST_TRIED = 200
_MOST_READ = 400_000
_MOST_AROUND = 5
"""Texts and characters of texts that are read again to find the cause, and errors whose neighbourhood is."""


class _Slip(NamedTuple):
    """A part of the text, and what may be meant by it, the likeliest first; ``tell`` gives message and hint."""

    start: int
    end: int
    meant: tuple[str, ...]
    tell: Callable[[str, str], tuple[str, str]]


def meant_by(characters: str) -> tuple[str, ...]:
    """What may be meant by a character, or by several of a kind in a row; nothing where it is as it should be."""
    if not _CHARACTER.fullmatch(characters):
        return ()
    first = characters[0]
    if re.match(f"[{_INVISIBLE}]", first):
        return ("",)
    if re.match(f"[{_SPACES}]", first):
        return (" " * len(characters),)
    if re.match(f"[{_DASHES}]", first):
        return ("--", "-")
    if _FORMS.match(first):
        return (unicodedata.normalize("NFKC", first),)
    return (_MEANT[first],) if first in _MEANT else (str(unicodedata.digit(first)),)


def advice(characters: str, meant: str) -> tuple[str, str]:
    """The character and its code point, and what to type instead."""
    first = characters[0]
    point = f"U+{ord(first):04X}, {unicodedata.name(first, 'without a name').lower()}"
    if not meant:
        return f"an invisible character is here ({point})", "delete it"
    if meant.isspace():
        return f"this is no plain space ({point})", "type a space" if len(meant) == 1 else f"type {len(meant)} spaces"
    hint = "type a colon and a space" if meant == ": " else f"type {meant}"
    return f"{characters!r} ({point}) stands where {meant!r} is meant", hint


def with_slips(
    text: str, name: str, problems: Sequence[Problem], problems_of: Callable[[str], Sequence[Problem]]
) -> Sequence[Problem]:
    """The problems of a text, with the slips that are the cause of some instead of these."""
    slips = sorted([*_characters(text), *_hashes(text), *_unmarked(text), *_tight(text)])
    if not slips:
        return problems
    search = _Search(text, problems, problems_of)
    for lines in _groups(text, slips, search.errors):
        search.look_at([each for each in slips if _line_of(text, each.start) in lines])
    found = [_problem(text, name, slip, meant) for slip, meant in search.guilty.items()]
    return sorted([*found, *map(search.in_text, search.problems)]) if found else problems


class _Search:
    """Puts what was meant in the place of slips, and keeps what makes an error go away."""

    def __init__(self, text: str, problems: Sequence[Problem], problems_of: Callable[[str], Sequence[Problem]]) -> None:
        self.guilty: dict[_Slip, str] = {}
        self.problems = problems
        self._text = text
        self._problems_of = problems_of
        self._left = min(_MOST_TRIED, _MOST_READ // len(text))

    @property
    def errors(self) -> list[Problem]:
        return _errors(self.problems)

    def look_at(self, slips: Sequence[_Slip]) -> None:
        """Look whether an error goes away with what some slips stand for."""
        slips = [slip for slip in slips if not any(_overlap(slip, other) for other in self.guilty)]
        if not slips:
            return
        best: tuple[int, dict[_Slip, str]] | None = None
        for choice in range(max(len(slip.meant) for slip in slips)):
            meant = _apart({slip: slip.meant[min(choice, len(slip.meant) - 1)] for slip in slips})
            if self._left <= 0 or not self.errors:
                break
            problems = self._read(meant)
            is_better = _is_better(self._mended(meant), problems, self._mended({}), self.problems)
            if is_better and (best is None or len(_errors(problems)) < best[0]):
                best = len(_errors(problems)), meant
        if best is not None:
            self._accept(best[1])

    def in_text(self, problem: Problem) -> Problem:
        """A problem of the mended text, where it is in the text: what was meant may have taken a line more."""
        more = 0
        for slip, meant in self.guilty.items():
            if "\n" in meant and problem.line > _line_of(self._text, slip.start) + more:
                more += 1
        return problem._replace(line=problem.line - more)

    def _accept(self, meant: dict[_Slip, str]) -> None:
        """Keep those without which an error would come back."""
        problems = self._read(meant)
        for slip in tuple(meant):
            fewer = {each: word for each, word in meant.items() if each is not slip}
            if fewer and self._left > 0 and _said(found := self._read(fewer)) <= _said(problems):
                meant, problems = fewer, found
        self.problems = problems
        self.guilty |= meant

    def _read(self, meant: dict[_Slip, str]) -> Sequence[Problem]:
        self._left -= 1
        return self._problems_of(self._mended(meant))

    def _mended(self, meant: dict[_Slip, str]) -> str:
        text = self._text
        for slip, word in sorted((self.guilty | meant).items(), reverse=True):
            text = text[: slip.start] + word + text[slip.end :]
        return text


def _overlap(one: _Slip, other: _Slip) -> bool:
    return one.start < other.end and other.start < one.end


def _apart(meant: dict[_Slip, str]) -> dict[_Slip, str]:
    """Those that do not overlap with one before them."""
    kept: dict[_Slip, str] = {}
    for slip, word in meant.items():
        if not any(_overlap(slip, other) for other in kept):
            kept[slip] = word
    return kept


def _is_better(mended: str, after: Sequence[Problem], text: str, before: Sequence[Problem]) -> bool:
    """Whether a text can be read further than before, or is rid of an error."""
    stuck, was_stuck = _stuck_at(mended), _stuck_at(text)
    if was_stuck is not None:
        return stuck is None or stuck > was_stuck
    return stuck is None and len(_said(after)) <= len(_said(before)) and bool(_said(before) - _said(after))


def _stuck_at(text: str) -> tuple[int, int] | None:
    """Where a text stops being YAML; ``None`` where it never does."""
    try:
        compose(text)
    except YamlError as error:
        return error.flaw.line, error.flaw.column
    return None


def _said(problems: Sequence[Problem]) -> set[tuple[int, str]]:
    return {(each.line, each.message) for each in _errors(problems)}


def _errors(problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text, each with where it begins."""
    begin = 0
    for line in text.split("\n"):
        yield begin, line
        begin += len(line) + 1


def _characters(text: str) -> Iterator[_Slip]:
    """Characters that look like others, in front of the comment of a line."""
    for begin, line in _lines(text):
        comment = _COMMENT.search(line)
        for match in _CHARACTER.finditer(line, 0, comment.start() if comment else len(line)):
            meant = meant_by(match.group())
            if meant == (":",) and line[match.end() : match.end() + 1].strip():
                meant = (": ", ":")  # in YAML a colon ends a key where a space follows
            yield _Slip(begin + match.start(), begin + match.end(), meant, advice)


def _hashes(text: str) -> Iterator[_Slip]:
    """Values that begin with the sign of a comment."""
    for match in _HASH.finditer(text):
        value = match["value"].rstrip()
        quoted = "'" + value.replace("'", "''") + "'"
        yield _Slip(match.start("value"), match.start("value") + len(value), (quoted,), _tell_hash)


def _tight(text: str) -> Iterator[_Slip]:
    """Keys whose colon no space follows."""
    for match in _TIGHT.finditer(text):
        yield _Slip(match.start("colon"), match.end("colon"), (": ",), _tell_tight(match["key"], match["value"]))


def _tell_tight(key: str, value: str) -> Callable[[str, str], tuple[str, str]]:
    return lambda _, __: (f"a space is missing after the colon of {key!r}", f"write '{key}: {value}'")


def _unmarked(text: str) -> Iterator[_Slip]:
    """Keys before a text of several lines that YAML joins into one."""
    lines = list(_lines(text))
    for number, (begin, line) in enumerate(lines):
        key = _KEY.fullmatch(line)
        below = next((other for _, other in lines[number + 1 :] if other.strip()), "")
        indent = len(below) - len(below.lstrip(" "))
        if key is None or indent <= len(key["indent"]):
            continue
        name, colon = key["key"], begin + key.end("key") + 1
        if key["folded"]:
            yield _Slip(colon, begin + key.end("folded"), (" |",), _tell_folded(name))
        elif key["text"]:
            text_begins = len(key["text"]) - len(key["text"].lstrip())
            yield _Slip(colon, colon + text_begins, (" |\n" + " " * indent,), _tell_unmarked(name))
        else:
            yield _Slip(colon, colon, (" |",), _tell_unmarked(name))


def _tell_hash(value: str, meant: str) -> tuple[str, str]:
    return "from here on the line is a comment, since '#' begins one", f"put the text in quotes: {meant}"


def _tell_folded(key: str) -> Callable[[str, str], tuple[str, str]]:
    message = f"'>' joins the lines of the text of {key!r} into one"
    return lambda _, __: (message, f"write '{key}: |', which keeps the lines")


def _tell_unmarked(key: str) -> Callable[[str, str], tuple[str, str]]:
    message = f"the text of several lines under {key!r} has no '|', so YAML does not keep its lines"
    return lambda _, __: (message, f"write '{key}: |', and the text below it, indented")


def _groups(text: str, slips: Sequence[_Slip], errors: Sequence[Problem]) -> Iterator[Collection[int]]:
    """Lines to be looked at together: all, then each of those near an error, then those around an error."""
    places = [problem.line for problem in errors if problem.line] or [1]
    lines = sorted({_line_of(text, slip.start) for slip in slips})
    if len(lines) > 1:
        yield lines
    for line in sorted(lines, key=lambda line: min(abs(line - place) for place in places)):
        yield (line,)
    for place in places[:_MOST_AROUND]:
        yield range(place - 2, place + 3)


def _line_of(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def _problem(text: str, name: str, slip: _Slip, meant: str) -> Problem:
    column = slip.start - text.rfind("\n", 0, slip.start)
    message, hint = slip.tell(text[slip.start : slip.end], meant)
    return Problem(name, _line_of(text, slip.start), column, Severity.ERROR, message, hint)
