"""A scenario with what was done to it, as a run that can be watched from any moment."""

from functools import cached_property
from typing import TYPE_CHECKING, Self

from sim.languages import ENGLISH
from sim.scenario import cache, library
from sim.scenario.front import Front, front
from sim.scenario.problem import ScenarioError
from sim.trace.history import History
from sim.trace.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.device.network import Network
    from sim.scenario.expect import Outcome
    from sim.scenario.happening import Happening
    from sim.scenario.plan import Note, Scenario
    from sim.scenario.problem import Problem
    from sim.scenario.translation import Translation

# What only some sessions need is imported by them: a short run takes no longer than what it loads.


class Session:
    """A scenario, run from the start. ``seed`` replaces the scenario's own; ``edits`` are those that it has already.

    ``origin`` is the session without these edits, where this one is a branch of it.

    The devices are built when the session is first run, or
    when somebody asks for its ``network``; until then the trace is empty. Of a scenario that is only ``opened``, no
    more than its front is read until somebody asks for the rest.
    """

    def __init__(
        self,
        scenario: "Scenario | cache.Opened",
        seed: int | None = None,
        trace: Trace | None = None,
        edits: tuple[str, ...] = (),
        origin: Self | None = None,
    ) -> None:
        self._source = scenario
        self.seed = seed
        self.edits = edits
        self.origin = origin
        self.trace = Trace() if trace is None else trace
        self.history = History(self.trace)
        self.finished = False
        self._translations: dict[str, Translation] = {}

    @classmethod
    def load(cls, name: str, seed: int | None = None) -> Self:
        """Open a bundled scenario or a file; raises ``ScenarioError``."""
        return cls(cache.opened(library.find(name)), seed)

    def branch(self, edits: "Sequence[str]") -> Self:
        """The same scenario with edits, as ``sim.branches.edit`` has them, to be run from its start.

        Raises ``EditError``, which names the edit that is wrong or that makes the scenario wrong.
        """
        from sim.branches.edit import edited  # noqa: PLC0415 - it loads the models

        if not edits:
            return self
        return type(self)(
            edited(self.scenario, edits), self.seed, edits=(*self.edits, *edits), origin=self.origin or self
        )

    @cached_property
    def front(self) -> Front:
        """What is to be seen before the session is run."""
        return self._source.front if isinstance(self._source, cache.Opened) else front(self._source)

    @cached_property
    def scenario(self) -> "Scenario":
        """The scenario with the seed."""
        whole = self._source.scenario if isinstance(self._source, cache.Opened) else self._source
        return whole if self.seed is None else whole._replace(seed=self.seed)

    @cached_property
    def network(self) -> "Network":
        """The devices and cables, as far as the session has been run; their configuration is in the trace."""
        from sim.scenario import build  # noqa: PLC0415 - the player draws the network before there are any devices

        return build.network(self.scenario, self.trace)

    def unedited(self) -> "Self | None":
        """The session without the edits, run to its end; ``None`` where this is no branch of another."""
        origin = self.origin
        if origin is None or (origin.finished and origin.network.kernel.now >= origin.scenario.until):
            return origin
        # Somebody may be watching the origin from moment to moment: another one is run.
        run = type(self)(origin._source, self.seed)
        run.run()
        return run

    def run(self, until: int | None = None, records: int | None = None) -> bool:
        """Run to ``until`` (ns; else the scenario's end), or until there are ``records``; true at the end.

        The configuration is not counted among the records. Can be called again to go on.
        """
        network = self.network
        self.trace.limit = self.scenario.records if records is None else records
        self.finished = network.run(self.scenario.until if until is None else until)
        return self.finished

    def run_some(self, more: int, until: int | None = None, records: int | None = None) -> bool:
        """Like :meth:`run`, for about ``more`` records; true where there is nothing more to run."""
        bound = self.scenario.records if records is None else records
        self.run(until, min(bound, self.trace.happened + more))
        return self.finished or self.trace.happened >= bound

    def run_to(self, moment: str) -> int | None:
        """Run until a moment, as notes have it: ``end``, ``2s``, ``2nd icmp dropped at r1``, ``pc1 reaches CLOSED``.

        The run stops after the event in which the moment comes. Returns the number of the record that shows it,
        ``None`` where it does not come before the scenario's end. Raises ``TextError`` for what is no moment.
        """
        from sim.scenario.happening import Happening, read_moment  # noqa: PLC0415

        found = read_moment(moment, self.scenario.names)
        if isinstance(found, Happening):
            return self._run_to(found)
        pattern = found.pattern
        if pattern is None or pattern.first < 0:
            self.run(0 if found.edge == "start" else found.time)
            return found.record(self.trace)
        seen = looked_at = 0
        while True:
            known = len(self.trace)
            for n in range(looked_at, known):
                seen += pattern.matches(self.trace, n)
                if seen == pattern.first:
                    return n
            looked_at = known
            if self.run_some(1) and len(self.trace) == known:
                return None

    def _run_to(self, happening: "Happening") -> int | None:
        """Run until a sentence comes true, which the whole run alone can tell: another one of the same goes ahead."""
        ahead = type(self)(self.scenario)
        ahead.run()
        n = happening.record(ahead.trace)
        if n is None:
            self.run()
            return None
        while len(self.trace) <= n and not self.run_some(1):
            pass
        return n

    def front_in(self, language: str) -> Front:
        """The front in a language, as far as the scenario is translated to it."""
        return self.front if language == ENGLISH else self._told_in(language).front(self.front)

    def scenario_in(self, language: str) -> "Scenario":
        """The scenario in a language, as far as it is translated to it."""
        return self.scenario if language == ENGLISH else self._told_in(language).scenario(self.scenario)

    def problems_in(self, language: str) -> "Sequence[Problem]":
        """What is wrong with the file that translates the scenario to a language."""
        if language == ENGLISH:
            return ()
        from sim.scenario.translation import check  # noqa: PLC0415

        return check(self.front, language)

    def _told_in(self, language: str) -> "Translation":
        """What the scenario tells in a language. A wrong translation tells nothing; ``problems_in`` has the reasons."""
        from sim.scenario.translation import Translation, translation  # noqa: PLC0415

        if language not in self._translations:
            try:
                told = translation(self.front.path, language)
            except ScenarioError:
                told = Translation()
            self._translations[language] = told
        return self._translations[language]

    def notes(self, language: str = ENGLISH) -> "list[tuple[int, Note]]":
        """The notes with the number of the record that each belongs to, in order; those that never come left out."""
        placed = [(note.moment.record(self.trace), note) for note in self.scenario_in(language).notes]
        return sorted(((n, note) for n, note in placed if n is not None), key=lambda each: each[0])

    def check(self) -> "list[Outcome]":
        """Whether each expectation of the scenario came true, in the scenario's order."""
        from sim.scenario.expect import check  # noqa: PLC0415

        return check(self.scenario, self.trace)
