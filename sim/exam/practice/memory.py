"""When each template comes again: spaced repetition by FSRS, from nothing but the answers that were given.

The card is the template, and each showing is a new instance of it. How well a card went follows from what happened, not
from what the learner thinks of it.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from fsrs import Card, Rating, Scheduler

from sim.exam.catalogue import IDS, template
from sim.exam.practice.attempt import Attempt

_SLOW = 2
"""Who takes so many times as long as expected has not known it well."""


class _Known(NamedTuple):
    """A card after an answer."""

    at: int
    is_right: bool
    card: Card


class Memory:
    """The cards of a learner. The same attempts give the same due times: nothing is drawn by chance."""

    def __init__(self, attempts: Iterable[Attempt] = ()) -> None:
        self._scheduler = Scheduler(enable_fuzzing=False)
        self._past: dict[str, list[_Known]] = {}
        self._last: dict[str, Attempt] = {}
        self.attempts: list[Attempt] = []
        for attempt in sorted(attempts, key=lambda each: each.at):
            self.learn(attempt)

    def learn(self, attempt: Attempt) -> None:
        """Take an answer into account, which came after all that are known."""
        self.attempts.append(attempt)
        self._last[attempt.template] = attempt
        if attempt.template not in IDS:
            return  # of another version
        moment = _moment(attempt.at)
        past = self._past.setdefault(attempt.template, [])
        card = past[-1].card if past else Card(card_id=0, due=moment)
        after, _ = self._scheduler.review_card(card, rating(attempt), moment)
        past.append(_Known(attempt.at, attempt.is_right, after))

    def seen(self, name: str) -> bool:
        """Whether a template has ever been answered."""
        return name in self._past

    def due(self, name: str) -> int | None:
        """When a template is to be asked again (ms since 1970); ``None`` where it was never asked."""
        past = self._past.get(name)
        return round(past[-1].card.due.timestamp() * 1000) if past else None

    def recall(self, name: str, moment: int) -> float:
        """How likely the learner knows it at a moment, by the answers until then, from 0 to 1.

        0 where the last answer was wrong, or where there was none.
        """
        past = self._past.get(name, [])
        place = bisect_right(past, moment, key=lambda each: each.at)
        if not place or not past[place - 1].is_right:
            return 0.0
        return self._scheduler.get_card_retrievability(past[place - 1].card, _moment(moment))

    def mistakes(self) -> list[Attempt]:
        """The last attempts at those templates that were last answered wrongly, the oldest first."""
        return sorted((each for each in self._last.values() if not each.is_right), key=lambda each: each.at)


def rating(attempt: Attempt) -> Rating:
    """Wrong is again; right, but after a hint or slowly, is hard; right is good."""
    if not attempt.is_right:
        return Rating.Again
    is_slow = attempt.took > _SLOW * 1000 * template(attempt.template).seconds
    return Rating.Hard if attempt.hints or is_slow else Rating.Good


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
