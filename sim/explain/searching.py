"""Which reasons have a text, without telling each of a million of them."""

from collections.abc import Callable, Hashable
from typing import Any

from sim.explain import LANGUAGES, sentence, template_of
from sim.explain.template import Aside, Field, parse
from sim.why import Rule, Why

_ENGLISH = "en"
_MOST_KEPT = 100_000


def mentions(text: str) -> Callable[[Why, object], bool]:
    """A test whether a reason (with what its record is about) has a text, in any language, capital letters or small.

    The facts of a reason are the same in every language. So plain ASCII is sought in the English sentences, and all
    other text in those of the other languages.
    """
    wanted = text.casefold()
    tests = [_Mentions(wanted, code) for code in LANGUAGES if (code == _ENGLISH) is text.isascii()]
    return lambda why, what: any(test(why, what) for test in tests)


class _Mentions:
    """The test for one language. It keeps what came of rules and facts that come again."""

    def __init__(self, wanted: str, language: str) -> None:
        self._wanted = wanted
        self._language = language
        self._always: dict[Rule, bool] = {}
        self._closed: dict[Rule, bool] = {}
        self._kept: dict[tuple[Hashable, ...], bool] = {}

    def __call__(self, why: Why, what: object) -> bool:
        rule = why.rule
        is_always = self._always.get(rule)
        if is_always is None:
            is_always = self._read(rule)
        if is_always:
            return True
        if not self._closed[rule]:
            return self._wanted in sentence(why, self._language, what).casefold()
        key = (rule, *why.facts.values())
        try:
            found = self._kept.get(key)
        except TypeError:  # a fact that cannot be a key
            return self._wanted in sentence(why, self._language).casefold()
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = self._wanted in sentence(why, self._language).casefold()
        return found

    def _read(self, rule: Rule) -> bool:
        """Whether every sentence of a rule has the text; besides, whether its own facts are all that it tells."""
        parts = parse(template_of(rule, self._language))
        self._always[rule] = any(isinstance(part, str) and self._wanted in part.casefold() for part in parts)
        told: set[Any] = {part.name for part in parts if isinstance(part, Field)}
        told |= {
            part.name for each in parts if isinstance(each, Aside) for part in each.parts if isinstance(part, Field)
        }
        self._closed[rule] = told <= rule.needs
        return self._always[rule]
