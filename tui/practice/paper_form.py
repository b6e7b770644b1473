"""What a timed paper is to be: the form that is filled in before it begins."""

from collections.abc import Sequence
from typing import NamedTuple

from sim.exam.blueprints import BLUEPRINTS
from sim.exam.catalogue import topic_title
from sim.exam.paper import Wish
from sim.exam.practice.choosing import Goal
from sim.languages import said
from tui.practice import words

LENGTH = 20
"""Questions, where nobody says how many."""
_MOST = {"count": 200, "minutes": 600, "seed": 10**9}
_STEP = {"count": 5, "minutes": 5, "seed": 1}


class About(NamedTuple):
    """What a paper can be about; ``title`` is the lesson's."""

    goal: Goal
    title: str = ""

    def told(self, language: str) -> str:
        """Its name in a language."""
        goal = self.goal
        if goal.scenario:
            return self.title
        if goal.blueprint:
            return said(BLUEPRINTS[goal.blueprint].title, language)
        if goal.topics:
            return ", ".join(said(topic_title(topic), language) for topic in goal.topics)
        return said(words.EVERYTHING, language)


class PaperForm:
    """The fields, one of which is at hand. Numbers are texts as they are typed, "" for what follows from the rest."""

    FIELDS = ("about", "count", "minutes", "seed")

    def __init__(self, first: About, seed: int) -> None:
        """``first`` is what the paper is about where nobody says anything else."""
        everything = [About(Goal()), *(About(Goal(blueprint=name)) for name in BLUEPRINTS)]
        self.choices: Sequence[About] = [first, *(each for each in everything if each.goal != first.goal)]
        self.about = 0
        self.numbers = {"count": str(LENGTH), "minutes": "", "seed": str(seed)}
        self.at = 0
        self._is_touched = False
        """Whether the number at hand was typed since the reader came to it: until then a digit begins a new one."""

    @property
    def field(self) -> str:
        """The field at hand."""
        return self.FIELDS[self.at]

    def move(self, by: int) -> None:
        """To another field."""
        self.at = max(0, min(self.at + by, len(self.FIELDS) - 1))
        self._is_touched = False

    def change(self, by: int) -> None:
        """The next or previous choice, or a number that is larger or smaller."""
        if self.field == "about":
            self.about = (self.about + by) % len(self.choices)
            return
        before = int(self.numbers[self.field] or 0)
        after = max(0, min(before + by * _STEP[self.field], _MOST[self.field]))
        self.numbers[self.field] = str(after) if after or self.field == "seed" else ""

    def type(self, digit: str) -> None:
        """One more digit of the number at hand."""
        if self.field == "about":
            return
        text = (self.numbers[self.field] if self._is_touched else "") + digit
        self._is_touched = True
        if int(text) <= _MOST[self.field]:
            self.numbers[self.field] = str(int(text))

    def erase(self) -> None:
        """The last digit less."""
        if self.field != "about":
            self._is_touched = True
            self.numbers[self.field] = self.numbers[self.field][:-1]

    @property
    def is_complete(self) -> bool:
        """Whether a paper can be made: of at least one question, by a seed."""
        return bool(int(self.numbers["count"] or 0) and self.numbers["seed"])

    @property
    def wish(self) -> Wish:
        goal = self.choices[self.about].goal
        scenarios = (goal.scenario,) if goal.scenario else ()
        count, seed = int(self.numbers["count"]), int(self.numbers["seed"])
        return Wish(count, seed, "A", goal.topics, (), goal.blueprint, scenarios)

    @property
    def minutes(self) -> int | None:
        """How long the paper may take; ``None`` for twice as long as its questions are expected to."""
        return int(self.numbers["minutes"] or 0) or None

    def rows(self, language: str) -> list[tuple[str, str]]:
        """The fields with what stands in them."""
        shown = {
            **self.numbers,
            "about": self.choices[self.about].told(language),
            "minutes": self.numbers["minutes"] if self.minutes else said(words.TWICE_EXPECTED, language),
        }
        return [(said(words.FORM[field], language), shown[field]) for field in self.FIELDS]
