"""What a language says of the fields of headers, and how it writes facts. Types only."""

from collections.abc import Mapping
from typing import NamedTuple

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

    ``language`` is its code. ``units`` are those of time, from ns to s. ``hop``, ``direct``, ``gap`` and ``rest`` are
    templates for ``str.format``. ``names`` gives names to numbers and keywords, by the name of the fact. ``space``
    stands between two sentences.
    """

    language: str
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
    names: Mapping[str, Mapping[object, str]]
    space: str
