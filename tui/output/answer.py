"""Why a packet did not come, as text."""

from collections.abc import Iterator

from sim.branches.prevented import Answer
from sim.languages import ENGLISH, Wording
from sim.packets.telling import summary
from sim.patterns.pattern import packet_of
from sim.quantities import seconds
from sim.scenario.failed_programs import FailedProgram
from sim.session import Session
from tui.model.text import words
from tui.model.text.words import told
from tui.output.text import chain_lines

BECAUSE = "because of this:"
"""Stands between a chain of records and the chain of what led to its last one."""
_MOST_CHAIN = 8
"""Records of a chain that are told: those at its end."""
_SEVERAL = 2
_MOST_LOST = 8
"""Losses that are told one by one."""


def answer_lines(session: Session, answer: Answer, language: str = ENGLISH) -> Iterator[str]:
    """The chains of records that prevented it, and all that was lost where that is more than they show."""
    if answer.aside:
        yield aside_line(answer, language)
    if answer.failed is not None:
        yield failed_line(answer.failed, language)
    for number, chain in enumerate(answer.chains):
        if number:
            yield BECAUSE
        yield from chain_lines(session.trace, session.scenario.names.links, chain[-_MOST_CHAIN:], language)
    yield from _lost_lines(session, answer.lost, language)


def aside_line(answer: Answer, language: str = ENGLISH) -> str:
    """That what is told may have nothing to do with what was asked for."""
    if answer.failed is not None:
        return told(words.FAILED_ASIDE, language)
    return told(words.LAST_LOSS_AT, language, device=answer.aside)


def failed_line(failed: FailedProgram, language: str = ENGLISH) -> str:
    """Which program failed, where and by what."""
    wording = words.PROGRAM_FAILED_AT if failed.line else words.PROGRAM_FAILED
    return told(wording, language, file=failed.file, device=failed.node, line=failed.line, said=failed.said)


def came_lines(session: Session, answer: Answer, language: str = ENGLISH) -> Iterator[str]:
    """How often it came where that was too rarely, or when it came else."""
    if answer.came:
        yield _shown(session, words.COMES_ONCE if len(answer.came) == 1 else words.COMES_RARELY, answer.came, language)
    elif answer.untimely:
        is_often = len(answer.untimely) > 1
        wording = words.COMES_UNTIMELY_OFTEN if is_often else words.COMES_UNTIMELY
        yield _shown(session, wording, answer.untimely, language)


def _lost_lines(session: Session, lost: tuple[int, ...], language: str) -> Iterator[str]:
    """All losses, where there are several: of many the first ones and the last."""
    if len(lost) < _SEVERAL:
        return
    yield told(words.LOST_PACKETS, language, count=len(lost))
    more = len(lost) - _MOST_LOST
    for n in lost if more <= 0 else lost[: _MOST_LOST - 1]:
        yield f"  {_shown(session, words.LOST_PACKET, (n,), language)}"
    if more > 0:
        yield f"  {told(words.LOST_BETWEEN, language, count=more)}"
        yield f"  {_shown(session, words.LOST_PACKET, lost[-1:], language)}"


def _shown(session: Session, wording: Wording, found: tuple[int, ...], language: str) -> str:
    """A text on records: their number, the first and the last of them."""
    trace, first, last = session.trace, found[0], found[-1]
    packet = packet_of(trace, last)
    return told(
        wording,
        language,
        count=len(found),
        first=first,
        begin=seconds(trace.at[first]),
        record=last,
        at=seconds(trace.at[last]),
        packet="" if packet is None else summary(packet).line,
    )


def verdict_lines(session: Session, answer: Answer, language: str = ENGLISH) -> Iterator[str]:
    """What an answer says where no record shows what prevented it."""
    if answer.chains:
        return
    if answer.came:
        yield told(words.NO_MORE_LOST, language)
    elif answer.untimely:
        return
    elif answer.others:
        wording = words.OTHER_COMES if len(answer.others) == 1 else words.OTHERS_COME
        yield _shown(session, wording, answer.others, language)
    elif answer.nobody:
        yield told(words.NOBODY_ACTS, language, device=answer.nobody)
    else:
        yield told(words.CONFIGURED_SO, language)
