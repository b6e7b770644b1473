"""What is wrong with a text, as the screen says it: in the reader's language, a sentence from its first letter on.

Whoever refuses a text says so in English, as the command line has it. The screen knows these sentences as templates.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from sim.languages import ENGLISH
from sim.words import TextError, with_hint

_CATALOGUE = "tui.model.text.refusals_zh"
_HOLE = re.compile(r"\{(\d)(?::list)?\}")
_MANY = ", "
_JOINTS = {" or ": " 或 ", " and ": " 和 ", _MANY: "、"}
_DEEPEST = 4


def refusal(error: Exception, language: str = ENGLISH) -> str:
    """What is wrong, and what would be right."""
    message, hint = (error.message, error.hint) if isinstance(error, TextError) else (str(error), "")
    if language == ENGLISH:
        return with_hint(_begun(message), hint)
    return "；".join(said_in(part, language) for part in (message, hint) if part)


def _begun(text: str) -> str:
    """With a capital letter, where the first word is one of the sentence, and no name."""
    template = _template(text)
    found = _pattern(template).fullmatch(text) if template else None
    is_word = found is not None and (not template.startswith("{") or bool(_template(found[1])))
    return text[:1].upper() + text[1:] if is_word else text


def said_in(text: str, language: str) -> str:
    """A sentence, or a part of one, in a language; as it is where there are no words for it."""
    return text if language == ENGLISH else _said(text, 0)


def _said(text: str, depth: int) -> str:
    template = _template(text) if depth < _DEEPEST else ""
    if not template:
        return text
    found = _pattern(template).fullmatch(text)
    assert found is not None
    return _catalogue()[template].format(*(_Hole(_said(each, depth + 1)) for each in found.groups()))


class _Hole(str):
    """What stands in a template; ``list`` writes it as several words, ``word`` with a blank in front of ASCII."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        text = str(self)
        if spec == "list":
            for english, chinese in _JOINTS.items():
                text = text.replace(english, chinese)
        return f" {text}" if spec == "word" and text[:1].isascii() else text


def _template(text: str) -> str:
    """The template that a text is made by: of several, that of which most is not left open. "" for none."""
    fitting = [each for each in _catalogue() if _pattern(each).fullmatch(text)]
    return max(fitting, key=lambda each: len(_HOLE.sub("", each)), default="")


@cache
def _pattern(template: str) -> re.Pattern[str]:
    pieces = _HOLE.split(template)
    texts, holes = pieces[::2], pieces[1::2]
    made = re.escape(texts[0])
    for number, text in enumerate(texts[1:]):
        known = holes[number] in holes[:number]
        made += (f"(?P=_{holes[number]})" if known else f"(?P<_{holes[number]}>.+?)") + re.escape(text)
    return re.compile(made, re.DOTALL)


@cache
def _catalogue() -> Mapping[str, str]:
    found: Mapping[str, str] = import_module(_CATALOGUE).TEMPLATES
    return found
