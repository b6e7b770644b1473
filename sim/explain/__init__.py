"""The sentence, the title and the standard's clause for each :class:`~sim.why.Why`; see ``docs/explanations.md``."""

from importlib import import_module
from typing import NamedTuple

from sim.explain.catalogue import LANGUAGE, RULES
from sim.explain.facts import facts_of, render
from sim.explain.fields import Values, place_of, sense
from sim.explain.rule import FieldRule, Language, Words
from sim.explain.template import Facts, fill
from sim.why import Why

LANGUAGES = {"en": "English", "zh": "简体中文"}
"""The languages by code, each by its own name."""

__all__ = ["LANGUAGES", "FieldWords", "clause", "field", "sentence", "title"]


class FieldWords(NamedTuple):
    """What is said of a field: its full name, a sentence or two, and the standard's clause ("" where there is none)."""

    title: str
    sentence: str
    clause: str


def sentence(why: Why, language: str = "en", what: object = None) -> str:
    """Why, in a sentence or two for a learner.

    ``what`` is what the record is about: a frame, a datagram, a changed row. It adds facts, such as the TTL, that a
    sentence can do without. A rule that the catalogue does not have is named with its facts. Raises ``ValueError`` for
    a language that is not among :data:`LANGUAGES`.
    """
    texts, words, *_ = _language(language)
    text = texts.get(why.rule)
    facts = why.facts if what is None else {**facts_of(what), **why.facts}
    if text is not None:
        try:
            return fill(text.sentence, facts, lambda name, known: render(name, known, words))
        except KeyError:
            pass  # the code gives other facts than the catalogue was written for
    return _plainly(why.rule, why.facts, words)


def title(rule: str, language: str = "en") -> str:
    """A rule in three to six words; the id where the catalogue does not have it. ``ValueError`` as for a sentence."""
    text = _language(language).texts.get(rule)
    return rule if text is None else text.title


def clause(rule: str) -> str:
    """The standard that a rule follows, such as ``RFC 826, packet reception``; "" where there is none."""
    entry = RULES.get(rule)
    return "" if entry is None else entry.clause


def field(layer: str, name: str, values: Values, language: str = "en", note: Why | None = None) -> FieldWords:
    """What the field ``name`` of a layer is for, and what its value says here; of the layer itself where it is "".

    ``values`` are those of the layer's fields by name, without those that are cut off. ``layer`` and ``name`` are as
    in ``sim.wire.layers``, and so is ``note``, whose sentence comes last. A field that the catalogue does not have is
    named alone. ``ValueError`` as for a sentence.
    """
    told = _language(language)
    place, key = place_of(layer, name)
    entry, rule = told.fields.get(place, {}).get(key), LANGUAGE.fields.get(place, {}).get(key)
    if entry is None or not isinstance(rule, FieldRule):
        return FieldWords(name or layer, "", "")
    facts, cases = sense(layer, name or key, values)
    templates = (entry.sentence, *(entry.cases[case] for case in cases if case in entry.cases))
    texts = [fill(each, facts, lambda name, known: render(name, known, told.words)) for each in templates]
    if note is not None:
        texts.append(sentence(note, language))
    return FieldWords(entry.title, told.space.join(texts), rule.clause)


def _language(code: str) -> Language:
    """All of a language; only those that are asked for are loaded."""
    if code == "en":
        return LANGUAGE
    if code not in LANGUAGES:
        raise ValueError(f"there are no explanations in {code!r}; there are some in {', '.join(LANGUAGES)}")
    language: Language = import_module(f"sim.explain.{code}").LANGUAGE
    return language


def _plainly(rule: str, facts: Facts, words: Words) -> str:
    listed = words.comma.join([f"{name} {render(name, facts, words)}" for name in facts])
    return words.unknown.format(rule=rule, facts=listed or words.none)
