"""Moments that are no packets: a connection reaches a state, or a call comes to something."""

from itertools import islice
from typing import NamedTuple

from sim.patterns.pattern import Names
from sim.patterns.syntax import Moment, parse_moment, plain_words
from sim.scenario.calls import matching_calls, owner_of, read_call
from sim.scenario.plan import Calls, Passes
from sim.scenario.states import is_on_states, matching_states, read_states
from sim.trace.trace import Trace
from sim.words import TextError


class Happening(NamedTuple):
    """When it is for the first time as a sentence says; of a call, when it is so as often as the sentence says."""

    text: str
    says: Calls | Passes

    def record(self, trace: Trace) -> int | None:
        """The number of the record that shows it; ``None`` where it never comes."""
        says = self.says
        if isinstance(says, Passes):
            return next(iter(matching_states(says, trace)), None)
        return next(islice(matching_calls(says, trace), max(says.at_least - 1, 0), None), None)


def read_moment(text: str, names: Names) -> Moment | Happening:
    """What ``parse_moment`` reads, or such a sentence; raises ``TextError``."""
    if owner_of(text) is None and not is_on_states(text):
        return parse_moment(text, names)
    never = next((token for token in plain_words(text)[1:] if token.word == "never"), None)
    if never is not None:
        raise TextError("a note cannot stand at something that never happens", "leave out 'never'", never.offset)
    if owner_of(text) is not None:
        return Happening(text, read_call(text, names))
    return Happening(text, read_states(text, names))
