"""Why a packet did not come, as text."""

from collections.abc import Iterator

from sim.branches.prevented import Answer
from sim.languages import ENGLISH, Wording
from sim.quantities import seconds
from sim.session import Session
from tui.model.text import words
from tui.model.text.words import told
from tui.output.text import chain_lines

BECAUSE = "because of this:"
"""Stands between a chain of records and the chain of what led to its last one."""
_MOST_CHAIN = 8
"""Records of a chain that are told: those at its end."""


def answer_lines(session: Session, answer: Answer, language: str = ENGLISH) -> Iterator[str]:
    """The chains of records that prevented it."""
    for number, chain in enumerate(answer.chains):
        if number:
            yield BECAUSE
        yield from chain_lines(session.trace, session.scenario.names.links, chain[-_MOST_CHAIN:], language)


def verdict_lines(session: Session, answer: Answer, language: str = ENGLISH) -> Iterator[str]:
    """What an answer says where no record shows what prevented it."""

    def shown(wording: Wording, found: tuple[int, ...]) -> str:
        at = seconds(session.trace.at[found[-1]])
        return told(wording, language, count=len(found), record=found[-1], at=at)

    if answer.came:
        yield shown(words.COMES_ONCE if len(answer.came) == 1 else words.COMES_RARELY, answer.came)
    elif answer.untimely:
        yield shown(words.COMES_UNTIMELY, answer.untimely)
    elif answer.nobody:
        yield told(words.NOBODY_ACTS, language, device=answer.nobody)
    elif not answer.chains:
        yield told(words.CONFIGURED_SO, language)
