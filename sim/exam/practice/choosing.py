"""What to ask next."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sim.exam import catalogue
from sim.exam.blueprints import BLUEPRINTS, blueprint
from sim.exam.practice.memory import Memory
from sim.exam.template import Template

NEW_A_DAY = 10
"""Of templates never seen, so many are added to what is due in a day."""
DAY = 24 * 3600 * 1000
"""In ms."""


class Goal(NamedTuple):
    """What a learner wants to practise: ``topics`` or templates (all where there is none), by the weights of a
    ``blueprint``, about one ``scenario`` alone. ``only`` is ``due`` for what is due today, ``mistakes`` for what was
    last answered wrongly, "" for everything.
    """

    topics: tuple[str, ...] = ()
    blueprint: str = ""
    scenario: str = ""
    only: str = ""


def pool(goal: Goal) -> tuple[Template, ...]:
    """The templates that belong to a goal; raises :class:`~sim.words.TextError` for what there is not."""
    found = catalogue.templates(goal.topics)
    if not goal.blueprint:
        return found
    weights = blueprint(goal.blueprint).weights
    return tuple(each for each in found if weights.get(each.domains[goal.blueprint]))


def chosen(
    templates: Sequence[Template],
    goal: Goal,
    memory: Memory,
    now: int,
    asked: Sequence[str] = (),
    skipped: Sequence[str] = (),
) -> Template | None:
    """The template to ask next, of these; ``None`` where nothing is left to do.

    ``asked`` are those of this sitting, in order: none comes twice in a row where there is another. ``skipped`` are
    those that the learner did not want, in order: they come behind all others.
    """
    places = {name: place for place, name in enumerate(skipped)}
    ordered = sorted(_ordered(templates, goal, memory, now, asked), key=lambda each: places.get(each.id, -1))
    others = [each for each in ordered if each.id not in asked[-1:]]
    return next(iter(others or ordered), None)


def new_today(templates: Sequence[Template], memory: Memory, now: int) -> list[Template]:
    """Those never seen that belong to what is due today: so many that a day has no more than ``NEW_A_DAY``."""
    first: dict[str, int] = {}
    for attempt in memory.attempts:
        first.setdefault(attempt.template, attempt.at)
    left = NEW_A_DAY - sum(now - DAY < at <= now for at in first.values())
    return [each for each in templates if not memory.seen(each.id)][: max(left, 0)]


def overdue(templates: Sequence[Template], memory: Memory, now: int) -> list[Template]:
    """Those that are to be asked again by now, the longest overdue first."""
    due = {each.id: when for each in templates if (when := memory.due(each.id)) is not None and when <= now}
    return sorted((each for each in templates if each.id in due), key=lambda each: due[each.id])


def _ordered(
    templates: Sequence[Template], goal: Goal, memory: Memory, now: int, asked: Sequence[str]
) -> list[Template]:
    if goal.only == "mistakes":
        wrong = [each.template for each in memory.mistakes()]
        return sorted((each for each in templates if each.id in wrong), key=lambda each: wrong.index(each.id))
    if goal.only == "due":
        return overdue(templates, memory, now) + new_today(templates, memory, now)
    if goal.blueprint:
        templates = _of_the_domain(templates, goal.blueprint, asked)
    first = overdue(templates, memory, now)
    fresh = [each for each in templates if not memory.seen(each.id)]
    rest = [each for each in templates if (memory.due(each.id) or 0) > now]
    return [*first, *fresh, *sorted(rest, key=lambda each: memory.due(each.id) or 0)]


def _of_the_domain(templates: Sequence[Template], blueprint: str, asked: Sequence[str]) -> list[Template]:
    """The templates of the domain that lags behind its weight most."""
    by_domain: dict[str, list[Template]] = {}
    for each in templates:
        by_domain.setdefault(each.domains[blueprint], []).append(each)
    weights = {domain: BLUEPRINTS[blueprint].weights[domain] for domain in by_domain}
    total = sum(weights.values())
    had = Counter(catalogue.template(name).domains[blueprint] for name in asked)
    return by_domain[max(weights, key=lambda domain: weights[domain] * (len(asked) + 1) - had[domain] * total)]
