"""Why a packet did not come, as text."""

from collections.abc import Iterator

from sim.branches.prevented import Answer
from sim.session import Session
from tui.output.text import chain_lines

BECAUSE = "because of this:"
"""Stands between a chain of records and the chain of what led to its last one."""
_MOST_CHAIN = 8
"""Records of a chain that are told: those at its end."""


def answer_lines(session: Session, answer: Answer, language: str = "en") -> Iterator[str]:
    """The chains of records that prevented it."""
    for number, chain in enumerate(answer.chains):
        if number:
            yield BECAUSE
        yield from chain_lines(session.trace, session.scenario.names.links, chain[-_MOST_CHAIN:], language)
