"""The reason of a step, as data: the id of a rule and the facts that it was applied to."""

from typing import Any


class Why:
    """A rule id, its facts, and no sentence: ``sim.explain`` has the sentences (in each language).

    ``rule`` is an id of ``sim.explain.catalogue``, such as ``arp.reply``; ``facts`` holds the values that
    its sentence names.
    """

    __slots__ = ("facts", "rule")

    def __init__(self, rule: str, **facts: Any) -> None:
        self.rule = rule
        self.facts = facts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Why) and self.rule == other.rule and self.facts == other.facts

    def __hash__(self) -> int:
        return hash(self.rule)

    def __repr__(self) -> str:
        return f"Why({', '.join([repr(self.rule), *(f'{k}={v}' for k, v in self.facts.items())])})"
