"""A text for a person, as data: a template in each language, and the facts that are filled in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from sim import explain
from sim.explain.facts import render
from sim.explain.template import fill
from sim.languages import Wording, said

NO_FACTS: Mapping[str, Any] = MappingProxyType({})


class Said(NamedTuple):
    """A text; templates as in :mod:`sim.explain.template`. A fact may be a text itself."""

    wording: Wording
    facts: Mapping[str, Any] = NO_FACTS

    def text(self, language: str = "en") -> str:
        """The text in a language. Raises ``KeyError`` where a fact is missing, ``ValueError`` for no language."""
        words = explain.words(language)

        def write(name: str, facts: Mapping[str, Any]) -> str:
            value = facts[name]
            if isinstance(value, Said):
                return value.text(language)
            if isinstance(value, list | tuple) and value and all(isinstance(each, Said) for each in value):
                return words.comma.join([each.text(language) for each in value])
            return render(name, facts, words)

        return fill(said(self.wording, language), self.facts, write)


def say(wording: Wording, **facts: Any) -> Said:
    """A text with its facts."""
    return Said(wording, facts)


_PLAIN: Wording = {"en": "{value}"}
_SPAN: Wording = {"en": "{ns}"}
_NAMES: Wording = {"en": "{names}"}


def plain(value: Any) -> Said:
    """A value that is written alike in every language: a name, an address, a number."""
    return value if isinstance(value, Said) else Said(_PLAIN, {"value": value})


def span(ns: int) -> Said:
    """A duration in ns."""
    return Said(_SPAN, {"ns": ns})


def names(values: "tuple[Any, ...] | list[Any]") -> Said:
    """Several values, or that there is none."""
    return Said(_NAMES, {"names": tuple(values)})
