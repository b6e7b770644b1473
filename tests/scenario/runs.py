"""Finished runs of scenarios."""

from sim.patterns.pattern import Pattern, find
from sim.patterns.syntax import parse, parse_moment
from sim.scenario import build
from sim.scenario.plan import Scenario
from sim.trace.trace import Trace


class RunOf:
    """A scenario that has been run to its end."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.network = build.network(scenario)
        self.trace: Trace = self.network.trace
        self.network.run(scenario.until)

    def pattern(self, text: str) -> Pattern:
        return parse(text, self.scenario.names)

    def found(self, text: str) -> list[tuple[str, str]]:
        """What a pattern means: for each record its kind and its node or link."""
        records = [self.trace[n] for n in find(self.trace, self.pattern(text))]
        return [(record.kind.label, record.node) for record in records]

    def moment(self, text: str) -> int | None:
        return parse_moment(text, self.scenario.names).record(self.trace)
