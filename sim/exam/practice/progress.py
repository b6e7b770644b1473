"""How far a learner has come: strength by topic, now and over the weeks, what is due when, and the time taken."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from sim.exam import catalogue
from sim.exam.practice.choosing import DAY
from sim.exam.practice.memory import Memory

WEEK = 7 * DAY


class Topic(NamedTuple):
    """A topic: how many of its templates were ``seen``, and how likely it is that the learner knows one of them.

    ``strength`` is the mean over all templates, one that was never asked being 0; ``right`` of ``attempts`` were right;
    ``took`` is the median time of an answer (ms, ``None`` without any); ``due`` are due by now. ``weeks`` is the share
    of right answers in each week, the last one being this one (``None`` for a week without any).
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


def by_topic(memory: Memory, now: int, weeks: int = 8) -> tuple[Topic, ...]:
    """All topics, in their order."""
    return tuple(_topic(name, memory, now, weeks) for name in catalogue.topics())


def forecast(memory: Memory, now: int, days: int = 7) -> tuple[int, ...]:
    """How many cards become due in each of the next days of 24 hours; what is overdue counts to the first."""
    counts = [0] * days
    for name in catalogue.IDS:
        due = memory.due(name)
        if due is not None and (day := max(due - now, 0) // DAY) < days:
            counts[day] += 1
    return tuple(counts)


def _topic(name: str, memory: Memory, now: int, weeks: int) -> Topic:
    own = [each for each in catalogue.IDS if each.partition("/")[0] == name]
    attempts = [each for each in memory.attempts if each.topic == name]
    shares = []
    for week in reversed(range(weeks)):
        begin, end = now - (week + 1) * WEEK, now - week * WEEK
        shares.append(_share([each.is_right for each in attempts if begin < each.at <= end]))
    return Topic(
        name,
        len(own),
        sum(memory.seen(each) for each in own),
        sum(memory.recall(each, now) for each in own) / len(own),
        len(attempts),
        sum(each.is_right for each in attempts),
        round(median(each.took for each in attempts)) if attempts else None,
        sum((due := memory.due(each)) is not None and due <= now for each in own),
        tuple(shares),
    )


def _share(results: Sequence[bool]) -> float | None:
    return sum(results) / len(results) if results else None
