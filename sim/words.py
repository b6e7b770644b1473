"""Words that people write: what is wrong with a text, and which word was probably meant."""

import re
from collections.abc import Iterable, Sequence
from typing import Self

_CJK = "\u3001-\u303f\u3400-\u9fff\uff01-\uff60"
_LINE_END = f"(?<=[{_CJK}])(?P<closing>[*_`]*)\n(?P<opening>[*_`]*)(?=[{_CJK}])"
"""The end of a line between two Chinese characters, or the marks of emphasis around them."""
_FEW = 3
"""As many suggestions are of use, and more characters make a beginning."""
_MOST = 16
"""Words that are told in one list, unless somebody has to see all of them."""


def with_hint(message: str, hint: str) -> str:
    """A message with what would be right behind it."""
    between = " " if message.endswith(".") else "; "
    return f"{message}{between}{hint}" if hint else message


class TextError(ValueError):
    """A text that cannot be read. ``offset`` counts the characters before the bad word."""

    def __init__(self, message: str, hint: str = "", offset: int = 0) -> None:
        super().__init__(with_hint(message, hint))
        self.message = message
        self.hint = hint
        self.offset = offset

    def moved(self, by: int) -> Self:
        """The same mistake in a text that has ``by`` characters more in front."""
        self.offset += by
        return self

    def place_in(self, text: str) -> tuple[int, int]:
        """The line and the column, from 1, of the bad word in the text that cannot be read."""
        before = text[: self.offset]
        return before.count("\n") + 1, self.offset - before.rfind("\n")


class UnknownNameError(TextError):
    """A text that names something which is not there."""

    def __init__(self, name: str, message: str, hint: str = "", offset: int = 0) -> None:
        super().__init__(message, hint, offset)
        self.name = name


def nearest(word: str, words: Iterable[str]) -> list[str]:
    """The words that were probably meant, all equally near; none where none is near."""
    best: list[str] = []
    best_likeness = 0.6
    for candidate in words:
        likeness = _likeness(word.lower(), candidate.lower())
        if likeness > best_likeness:
            best, best_likeness = [candidate], likeness
        elif best and likeness == best_likeness:
            best.append(candidate)
    return best


def _likeness(word: str, candidate: str) -> float:
    """From 0 to 1; letters that only changed places are a slip, and a word's beginning is rather like the word."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - who writes no slip needs none

    if sorted(word) == sorted(candidate):
        return 0.95
    ratio = SequenceMatcher(None, word, candidate).ratio()
    return max(ratio, 0.75) if len(word) > _FEW and candidate.startswith(word) else ratio


def suggestion(word: str, words: Sequence[str], otherwise: str = "write", joint: str = "or", most: int = _MOST) -> str:
    """What would be right: the nearest words if they are few, else ``otherwise`` and ``most`` of them."""
    near = nearest(word, words)
    if 0 < len(near) <= _FEW:
        return f"did you mean {listed(near)}?"
    return f"{otherwise} {listed(words, joint, most)}" if words else ""


def listed(words: Sequence[str], joint: str = "or", most: int = _MOST) -> str:
    """``a, b or c``; no more than ``most`` of them."""
    if len(words) > most:
        return f"{', '.join(words[:most])} …"
    return f"{', '.join(words[:-1])} {joint} {words[-1]}" if len(words) > 1 else "".join(words)


def ordinal(number: int) -> str:
    """``first``, ``2nd``, ``3rd``, ``11th`` and so on, as patterns have it."""
    if number == 1:
        return "first"
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def unwrapped(text: str) -> str:
    """Markdown without the ends of lines within Chinese, where they would be shown as blanks; code stays as it is."""
    if text.isascii() or "```" in text or "~~~" in text:
        return text
    return re.sub(_LINE_END, r"\g<closing>\g<opening>", text)  # English does without this large pattern
