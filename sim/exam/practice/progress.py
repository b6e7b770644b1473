"""How far a learner has come: strength by topic, now and over the weeks, what is due when, and the time taken."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from sim.exam import catalogue
from sim.exam.blueprints import Blueprint
from sim.exam.practice.attempt import Attempt
from sim.exam.practice.choosing import DAY
from sim.exam.practice.memory import Memory

WEEK = 7 * DAY


class Topic(NamedTuple):
    """A topic: how many of its templates were ``seen``, and how likely it is that the learner knows one of them.

    ``strength`` is the mean over all templates, one that was never asked being 0; ``right`` of ``attempts`` were right;
    ``took`` is the median time of an answer (ms, ``None`` without any); ``due`` are due by now. ``weeks`` is the share
    of right answers in each week, the last one being this one (``None`` for a week without any); ``strengths`` are the
    strengths at the ends of the same weeks, the last one now. ``expected`` is how long who knows it takes (ms).
    """

    name: str
    templates: int
    seen: int
    strength: float
    attempts: int
    right: int
    took: int | None
    due: int
    weeks: tuple[float | None, ...]
    strengths: tuple[float, ...]
    expected: int | None


class Share(NamedTuple):
    """A domain of an exam: its ``weight`` in percent, how many ``templates`` there are about it, and the strength."""

    domain: str
    weight: int
    templates: int
    strength: float


def by_topic(memory: Memory, now: int, weeks: int = 8) -> tuple[Topic, ...]:
    """All topics, in their order."""
    moments = [now - week * WEEK for week in reversed(range(weeks))]
    own: dict[str, list[Attempt]] = {}
    for attempt in memory.attempts:
        own.setdefault(attempt.topic, []).append(attempt)
    return tuple(_topic(name, memory, moments, own.get(name, [])) for name in catalogue.topics())


def shares(memory: Memory, now: int, blueprint: Blueprint) -> tuple[Share, ...]:
    """The domains of an exam, in their order."""
    templates = catalogue.templates()
    own = {domain: [each for each in templates if each.domains[blueprint.id] == domain] for domain in blueprint.domains}
    return tuple(
        Share(
            domain,
            blueprint.weights[domain],
            len(found),
            sum(memory.recall(each.id, now) for each in found) / max(len(found), 1),
        )
        for domain, found in own.items()
    )


def readiness(found: Sequence[Share]) -> float:
    """The strengths of the domains that can be asked about, by their weights."""
    asked = [each for each in found if each.templates]
    return sum(each.weight * each.strength for each in asked) / max(sum(each.weight for each in asked), 1)


def forecast(memory: Memory, now: int, days: int = 7) -> tuple[int, ...]:
    """How many cards become due in each of the next days of 24 hours; what is overdue counts to the first."""
    counts = [0] * days
    for name in catalogue.IDS:
        due = memory.due(name)
        if due is not None and (day := max(due - now, 0) // DAY) < days:
            counts[day] += 1
    return tuple(counts)


def _topic(name: str, memory: Memory, moments: Sequence[int], attempts: Sequence[Attempt]) -> Topic:
    """``moments`` are the ends of the weeks, the last one now."""
    now = moments[-1]
    own = [each for each in catalogue.IDS if each.partition("/")[0] == name]
    seconds = [catalogue.template(each).seconds for each in own if memory.seen(each)]
    strengths = tuple(sum(memory.recall(template, moment) for template in own) / len(own) for moment in moments)
    rights = [_share([each.is_right for each in attempts if end - WEEK < each.at <= end]) for end in moments]
    return Topic(
        name,
        len(own),
        sum(memory.seen(each) for each in own),
        strengths[-1],
        len(attempts),
        sum(each.is_right for each in attempts),
        round(median(each.took for each in attempts)) if attempts else None,
        sum((due := memory.due(each)) is not None and due <= now for each in own),
        tuple(rights),
        strengths,
        round(1000 * sum(seconds) / len(seconds)) if seconds else None,
    )


def _share(results: Sequence[bool]) -> float | None:
    return sum(results) / len(results) if results else None
