"""One answer of a learner, as it is kept."""

from typing import NamedTuple


class Attempt(NamedTuple):
    """What was asked, and what came of it.

    ``template`` and ``seed`` fix the question, with ``scenario`` where it was about that one alone ("" for any).
    ``at`` is when it was answered, in ms since 1970 (UTC), ``took`` how long that took (ms). ``misconceptions`` are the
    ids of the beliefs that the answer showed.
    """

    template: str
    seed: str
    scenario: str
    at: int
    took: int
    hints: int
    is_right: bool
    answer: str
    misconceptions: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        return self.template.partition("/")[0]
