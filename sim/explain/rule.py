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


Case = int | str
_NO_CASES: Mapping[Case, str] = {}


class FieldRule(NamedTuple):
    """A field of a header: what it is for, in English.

    ``title`` is its full name. ``cases`` are templates too: what a value means, by the keys that
    :mod:`sim.explain.fields` finds for it; those that apply are written behind the sentence.
    """

    clause: str
    title: str
    sentence: str
    cases: Mapping[Case, str] = _NO_CASES


class FieldText(NamedTuple):
    """The same field in another language."""

    title: str
    sentence: str
    cases: Mapping[Case, str] = _NO_CASES


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
    """All of a language. ``texts`` has a title and a sentence for each rule id.

    ``fields`` are by the name of the layer and that of the field, which is "" for the layer itself. ``space`` is what
    stands between two sentences.
    """

    texts: Mapping[str, Rule | Text]
    words: Words
    fields: Mapping[str, Mapping[str, FieldRule | FieldText]]
    space: str
