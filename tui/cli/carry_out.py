"""Doing what a command does with sessions, where their programs may run."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sim.scenario.library import has_strange_programs, is_bundled
from sim.session import Session

if TYPE_CHECKING:
    from sim.exam.run import Prepare


def carry_out(
    session: Session,
    arguments: Namespace,
    work: Callable[[Session], int],
    kept: Iterable[int] = (),
    raw: bool = False,
) -> int:
    """Do the work, in a child of this process if there are programs of other people; returns its exit status.

    The child keeps the descriptors ``kept``. ``raw`` work writes octets to its output, not text. Raises
    ``BadInputError`` where nobody trusts the programs, or where the work did not come to an end.
    """
    strange = strangers([session])
    if not strange:
        return work(session)
    from tui.cli.apart import carry_out_apart  # noqa: PLC0415 - what isolates takes time to load

    return carry_out_apart(strange, arguments, lambda prepare: work(prepare(session)), kept, raw)


def carry_out_all(sessions: Iterable[Session], arguments: Namespace, work: Callable[["Prepare"], int]) -> int:
    """The same for work that runs several sessions, or opens them again."""
    strange = strangers(sessions)
    if not strange:
        return work(_as_it_is)
    from tui.cli.apart import carry_out_apart  # noqa: PLC0415

    return carry_out_apart(strange, arguments, work)


def work_out(
    sessions: Iterable[Session], arguments: Namespace, work: Callable[["Prepare"], Any], use: Callable[[Any], int]
) -> int:
    """Let ``work`` come to plain data as JSON has it, in a child as :func:`carry_out` does; ``use`` gets it here.

    What came from a child is to be trusted no more than its programs are.
    """
    strange = strangers(sessions)
    if not strange:
        return use(work(_as_it_is))
    from tui.cli.apart import work_out_apart  # noqa: PLC0415

    return work_out_apart(strange, arguments, work, use)


def strangers(sessions: Iterable[Session]) -> Sequence[Session]:
    """Those with programs that are not bundled; a bundled scenario is not read further than it has to be."""
    return [each for each in sessions if not is_bundled(each.front.path) and has_strange_programs(each.scenario)]


def _as_it_is(session: Session) -> Session:
    return session
