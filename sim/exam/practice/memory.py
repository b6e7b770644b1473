"""When each template comes again: spaced repetition by FSRS, from nothing but the answers that were given.

The card is the template, and each showing is a new instance of it. How well a card went follows from what happened, not
from what the learner thinks of it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from fsrs import Card, Rating, Scheduler

from sim.exam.catalogue import IDS, template
from sim.exam.practice.attempt import Attempt

_SLOW = 2
"""Who takes so many times as long as expected has not known it well."""


class Memory:
    """The cards of a learner. The same attempts give the same due times: nothing is drawn by chance."""

    def __init__(self, attempts: Iterable[Attempt] = ()) -> None:
        self._scheduler = Scheduler(enable_fuzzing=False)
        self._cards: dict[str, Card] = {}
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
        card = self._cards.get(attempt.template) or Card(card_id=0, due=moment)
        self._cards[attempt.template], _ = self._scheduler.review_card(card, rating(attempt), moment)

    def seen(self, name: str) -> bool:
        """Whether a template has ever been answered."""
        return name in self._cards

    def due(self, name: str) -> int | None:
        """When a template is to be asked again (ms since 1970); ``None`` where it was never asked."""
        card = self._cards.get(name)
        return None if card is None else round(card.due.timestamp() * 1000)

    def recall(self, name: str, now: int) -> float:
        """How likely it is that the learner still knows it, from 0 to 1; 0 where the last answer was wrong, or none."""
        card, last = self._cards.get(name), self._last.get(name)
        if card is None or last is None or not last.is_right:
            return 0.0
        return self._scheduler.get_card_retrievability(card, _moment(now))

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
