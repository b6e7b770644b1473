"""The reason of a step, as data: a rule, and the facts that the rule was applied to."""

import re
from typing import Any, NamedTuple

_ASIDE = re.compile(r"\[[^][]*\]")
_FACT = re.compile(r"\{(\w+)")


class Rule:
    """One rule that a device follows. Rules are made once, as constants; code imports them.

    ``id`` is a stable name, such as ``arp.reply``. ``clause`` names the standard and its part ("" where no standard
    says it). ``title`` stands in lists, in three to six words. ``sentence`` is a template for
    :mod:`sim.explain.template`; ``needs`` are the facts that the sentence cannot do without.
    """

    __slots__ = ("clause", "id", "needs", "sentence", "title")

    def __init__(self, id: str, clause: str, title: str, sentence: str) -> None:  # noqa: A002 - the field's name
        self.id = id
        self.clause = clause
        self.title = title
        self.sentence = sentence
        self.needs = frozenset(_FACT.findall(_ASIDE.sub("", sentence)))

    def __repr__(self) -> str:
        return self.id


class Text(NamedTuple):
    """What a rule says in another language than English."""

    title: str
    sentence: str


class Why:
    """A rule and its facts, and no sentence: ``sim.explain`` makes one, in each language.

    Raises ``TypeError`` where a fact is missing that the rule's sentence needs.
    """

    __slots__ = ("facts", "rule")

    def __init__(self, rule: Rule, **facts: Any) -> None:
        if not rule.needs.issubset(facts):
            raise TypeError(f"{rule.id} needs {', '.join(sorted(rule.needs - facts.keys()))}")
        self.rule = rule
        self.facts = facts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Why) and self.rule is other.rule and self.facts == other.facts

    def __hash__(self) -> int:
        return hash(self.rule)

    def __repr__(self) -> str:
        return f"Why({', '.join([self.rule.id, *(f'{k}={v}' for k, v in self.facts.items())])})"
