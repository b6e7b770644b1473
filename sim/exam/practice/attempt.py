"""One answer of a learner, as it is kept."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sim.exam.marking import Answer
from sim.exam.paper import Wish
from sim.exam.question import Question, Source
from sim.exam.sheet import Sheet, solution, with_texts


class Attempt(NamedTuple):
    """What was asked, and what came of it.

    ``template`` and ``seed`` fix the question, with ``scenario`` where it was about that one alone ("" for any).
    The seed is a number, or what :func:`paper_seed` or :func:`moment_seed` gives.
    ``at`` is when it was answered, in ms since 1970 (UTC), ``took`` how long that took (ms). ``misconceptions`` are the
    ids of the beliefs that the answer showed. Of a wrong answer there are also the text of the ``question``, the answer
    in words (``yours``) and the right one (``truth``), in the learner's language: another version may ask otherwise.
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
    question: str = ""
    yours: str = ""
    truth: str = ""

    @property
    def topic(self) -> str:
        return self.template.partition("/")[0]

    def in_words(self, asked: Callable[[], Sheet], answer: Answer) -> "Attempt":
        """With what has to be told of it later, where the answer is wrong."""
        if self.is_right:
            return self
        sheet = asked()
        yours = "; ".join(answer.texts) if answer.texts else with_texts(sheet, answer.places)
        return self._replace(question=sheet.text, yours=yours, truth=solution(sheet))


def paper_seed(wish: Wish, place: int) -> str:
    """The seed of a question of a paper."""
    return json.dumps({"wish": wish.as_object(), "place": place}, ensure_ascii=False)


def moment_seed(question: Question) -> str:
    """The seed of a question about a moment of a run: with what makes the run another one than the scenario's."""
    source = question.source
    seed: dict[str, Any] = {"moment": question.name.rpartition("#")[2]}
    seed |= {} if source.seed is None else {"seed": source.seed}
    seed |= {"edits": source.edits} if source.edits else {}
    return json.dumps(seed, ensure_ascii=False)


def source_of(scenario: str, seed: Mapping[str, Any]) -> Source:
    """The run that a seed of a moment names; raises ``ValueError`` or ``TypeError`` for what names none."""
    return Source(
        scenario,
        seed=None if "seed" not in seed else int(seed["seed"]),
        edits=tuple(map(str, seed.get("edits", ()))),
    )


def read_seed(seed: str) -> Mapping[str, Any]:
    """What a seed of a paper or of a moment names; nothing for a number.

    Raises ``ValueError`` for another text, such as older versions wrote.
    """
    found = json.loads(seed)
    return found if isinstance(found, Mapping) else {}
