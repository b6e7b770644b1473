"""The sentence and the title for each :class:`~sim.why.Why`, in each language; see ``docs/explanations.md``."""

from importlib import import_module
from typing import NamedTuple

from sim import registry
from sim.explain.facts import facts_of, render
from sim.explain.fields import Senses, Values, place_of, sense
from sim.explain.language import FieldRule, FieldText, Words
from sim.explain.template import Facts, fill
from sim.explain.words import WORDS
from sim.languages import LANGUAGES
from sim.trace.records import Kind
from sim.why import Rule, Text, Why

__all__ = ["LANGUAGES", "FieldWords", "earlier", "field", "happened", "sentence", "template_of", "title", "words"]


class FieldWords(NamedTuple):
    """What is said of a field: its full name, a sentence or two, and the standard's clause ("" where there is none)."""

    title: str
    sentence: str
    clause: str


def sentence(why: Why, language: str = "en", what: object = None) -> str:
    """Why, in a sentence or two for a learner.

    ``what`` is what the record is about: a frame, a datagram, a changed row. It adds facts, such as the TTL, that a
    sentence can do without. Raises ``ValueError`` for a language that is not among :data:`LANGUAGES`.
    """
    told = words(language)
    facts = why.facts if what is None else {**facts_of(what), **why.facts}
    return fill(template_of(why.rule, language), facts, lambda name, known: render(name, known, told))


def template_of(rule: Rule, language: str = "en") -> str:
    """The template of a rule's sentences; in English where the language has none."""
    return (rule if language == "en" else _texts(language).get(rule, rule)).sentence


def title(rule: Rule, language: str = "en") -> str:
    """A rule in three to six words. ``ValueError`` as for a sentence."""
    words(language)
    return rule.title if language == "en" else _texts(language).get(rule, rule).title


def happened(kind: Kind, facts: Facts, language: str = "en", is_on_link: bool = False, is_edited: bool = False) -> str:
    """What a record of this kind says, without its reason; ``is_on_link`` where a link did it and no device.

    ``is_edited`` is true of octets with other fields, which are not damaged. ``facts`` are texts. ``ValueError`` as for
    a sentence.
    """
    told = words(language)
    template = told.edits if is_edited else told.happened[kind]
    if is_on_link and kind is Kind.FRAME_DROPPED:
        template = told.loses
    return fill(template, facts, lambda name, known: str(known[name]))


def earlier(skipped: int, language: str = "en") -> str:
    """That so many records of a step are not told. ``ValueError`` as for a sentence."""
    return fill(words(language).earlier, {"skipped": skipped}, lambda name, known: str(known[name]))


def words(language: str = "en") -> Words:
    """How a language writes facts. ``ValueError`` as for a sentence."""
    if language == "en":
        return WORDS
    if language not in LANGUAGES:
        raise ValueError(f"there are no explanations in {language!r}; there are some in {', '.join(LANGUAGES)}")
    found: Words = import_module(f"sim.explain.words_{language}").WORDS
    return found


def field(layer: str, name: str, values: Values, language: str = "en", note: Why | None = None) -> FieldWords:
    """What the field ``name`` of a layer is for, and what its value says here; of the layer itself where it is "".

    ``values`` are those of the layer's fields by name, without those that are cut off. ``layer`` and ``name`` are as
    in ``sim.wire.layers``, and so is ``note``, whose sentence comes last. A field that has no words is named alone.
    ``ValueError`` as for a sentence.
    """
    told = words(language)
    place, key = place_of(_fields("en"), layer, name)
    rule = _fields("en").get(place, {}).get(key)
    entry = _fields(language).get(place, {}).get(key, rule)
    if entry is None or not isinstance(rule, FieldRule):
        return FieldWords(name or layer, "", "")
    facts, cases = sense(_senses().get(layer, {}).get(name), name or key, values)
    templates = (entry.sentence, *(entry.cases[case] for case in cases if case in entry.cases))
    texts = [fill(each, facts, lambda name, known: render(name, known, told)) for each in templates]
    if note is not None:
        texts.append(sentence(note, language))
    return FieldWords(entry.title, told.space.join(texts), rule.clause)


@registry.remembered
def _texts(language: str) -> dict[Rule, Text]:
    """What the rules of all features say in a language other than English; loaded when it is asked for."""
    modules = (f"{name}_{language}" for feature in registry.features() for name in feature.rules)
    return {rule: text for module in modules for rule, text in import_module(module).TEXTS.items()}


@registry.remembered
def _fields(language: str) -> dict[str, dict[str, FieldRule | FieldText]]:
    """What is said of the fields of headers: by layer, then by field, which is "" for the layer itself."""
    suffix = "" if language == "en" else f"_{language}"
    modules = (f"{name}{suffix}" for feature in registry.features() for name in feature.fields)
    return {layer: fields for module in modules for layer, fields in import_module(module).FIELDS.items()}


@registry.remembered
def _senses() -> Senses:
    """What the values of fields mean: by layer, then by field."""
    modules = (import_module(name) for feature in registry.features() for name in feature.fields)
    return {layer: senses for module in modules for layer, senses in getattr(module, "SENSES", {}).items()}
