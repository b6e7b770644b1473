"""What asks questions: a template is one kind of question, for every run in which it can be asked."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from sim.exam.blueprints import domains
from sim.exam.chance import Chance
from sim.exam.question import Blank, Figure, Hint, Kind, Option
from sim.exam.run import Run
from sim.exam.said import Said
from sim.languages import Wording


class AmbiguousError(Exception):
    """A moment at which a template cannot be asked fairly; ``reason`` is a short text that is counted."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Moment(NamedTuple):
    """Where a template can be asked: the last record that the learner sees, and what the template has to know."""

    n: int
    about: Any = None


class Draft(NamedTuple):
    """What a template makes of a moment; ``sim.exam.making`` makes the question of it. Fields as in ``Question``.

    Of a choice, ``options`` has the right one (or ones) and every wrong one that some belief computes; making leaves
    out those that come out equal, and takes as many as are wanted. ``moment`` replaces that of the ``Moment``.
    """

    text: Said
    options: tuple[Option, ...] = ()
    blanks: tuple[Blank, ...] = ()
    proof: tuple[int, ...] = ()
    hints: tuple[Hint, ...] = ()
    figures: tuple[Figure, ...] = ()
    given: tuple[str, ...] = ()
    reason: Said | None = None
    clause: str = ""
    moment: int | None = None


Network = Mapping[str, Any]
"""A scenario as dicts and lists, as YAML would give them."""


class Template(NamedTuple):
    """One kind of question. ``id`` is its topic and its name, which are also the names of its package and module.

    ``level`` is intro, core or exam; ``seconds`` how long a learner takes who knows it. ``folders`` are the folders of
    bundled scenarios that are likely to have a moment for it, or single scenarios; ``network`` makes a scenario that
    has one, of chance. ``moments`` are all moments of any run; ``ask`` makes a question of one, and raises
    :class:`AmbiguousError` where it cannot be asked fairly. ``most`` is the largest number of options. ``is_narrow``
    where its network leaves so little to chance that two draws are often alike.
    ``other_domains`` are those of blueprints where the template belongs elsewhere than its topic, "" for nowhere.
    """

    id: str
    title: Wording
    kind: Kind
    level: str
    seconds: int
    moments: Callable[[Run], Iterable[Moment]]
    ask: Callable[[Run, Moment, Chance], Draft]
    folders: tuple[str, ...] = ()
    network: Callable[[Chance], Network] | None = None
    most: int = 4
    is_narrow: bool = False
    other_domains: Mapping[str, str] = MappingProxyType({})

    @property
    def domains(self) -> Mapping[str, str]:
        """The domain of each blueprint that it belongs to."""
        return {**domains(self.topic), **self.other_domains}

    @property
    def topic(self) -> str:
        return self.id.partition("/")[0]
