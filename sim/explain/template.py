"""Sentence templates: text with ``{facts}``, and ``[parts]`` that are left out where one of their facts is missing.

``{octets:octet arrives|octets arrive}`` is the fact and the words after it, for one and for any other number.
"""

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any, NamedTuple

_PIECE = re.compile(r"\[(?P<optional>[^][]*)\]|\{(?P<name>\w+)(?::(?P<one>[^|{}]*)\|(?P<many>[^|{}]*))?\}")


class Field(NamedTuple):
    """A fact's place; ``one`` and ``many`` are the words behind a number, or ""."""

    name: str
    one: str = ""
    many: str = ""


class Aside(NamedTuple):
    """A part that is left out unless each of its facts is there and neither ``None`` nor empty."""

    parts: tuple["str | Field", ...]


Piece = str | Field | Aside
Facts = Mapping[str, Any]


@cache
def parse(template: str) -> tuple[Piece, ...]:
    """The parts of a template, in order."""
    parts: list[Piece] = []
    at = 0
    for piece in _PIECE.finditer(template):
        if piece.start() > at:
            parts.append(template[at : piece.start()])
        at = piece.end()
        if piece["optional"] is not None:
            parts.append(Aside(tuple(part for part in parse(piece["optional"]) if not isinstance(part, Aside))))
        else:
            parts.append(Field(piece["name"], piece["one"] or "", piece["many"] or ""))
    if at < len(template):
        parts.append(template[at:])
    return tuple(parts)


def names(parts: Collection[Piece]) -> set[str]:
    """The facts that cannot be missing."""
    return {part.name for part in parts if isinstance(part, Field)}


def fill(template: str, facts: Facts, render: Callable[[str, Facts], str]) -> str:
    """The sentence; ``render`` writes a fact, given its name. Raises ``KeyError`` where one is missing."""
    return "".join([_write(part, facts, render) for part in parse(template)])


def _write(part: Piece, facts: Facts, render: Callable[[str, Facts], str]) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Aside):
        if any(facts.get(name) in (None, (), "") for name in names(part.parts)):
            return ""
        return "".join([_write(each, facts, render) for each in part.parts])
    text = render(part.name, facts)
    if not part.many:
        return text
    return f"{text} {part.one if facts[part.name] == 1 else part.many}"
