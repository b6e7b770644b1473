"""What the catalogue holds for each rule, and what a language has to say beside it. Data only."""

from collections.abc import Mapping
from typing import NamedTuple


class Rule(NamedTuple):
    """A rule: ``clause`` of the standard it follows ("" where there is none), and its English.

    ``title`` stands in lists, in three to six words. ``sentence`` is a template for :mod:`sim.explain.template`.
    """

    clause: str
    title: str
    sentence: str


class Text(NamedTuple):
    """The same rule in another language."""

    title: str
    sentence: str


class Words(NamedTuple):
    """How a language writes facts; see :mod:`sim.explain.facts`, which uses them.

    ``units`` are those of time, from ns to s. ``timers`` and ``hop``, ``direct``, ``gap``, ``rest`` and ``unknown`` are
    templates for ``str.format``. ``names`` gives names to numbers and keywords, by the name of the fact.
    """

    units: tuple[str, str, str, str]
    comma: str
    none: str
    yes: str
    no: str
    broadcast: str
    multicast: str
    named: str
    hop: str
    direct: str
    gap: str
    rest: str
    unknown: str
    timers: Mapping[str, str]
    names: Mapping[str, Mapping[object, str]]


class Language(NamedTuple):
    """All of a language. ``texts`` has a title and a sentence for each rule id."""

    texts: Mapping[str, Rule | Text]
    words: Words
