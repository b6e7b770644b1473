"""Doing what a command does with a session, where its programs may run."""

from argparse import Namespace
from collections.abc import Callable, Iterable

from sim.scenario.library import has_strange_programs, is_bundled
from sim.session import Session


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
    # A bundled scenario is not read further than it has to be.
    if is_bundled(session.front.path) or not has_strange_programs(session.scenario):
        return work(session)
    from tui.cli.apart import carry_out_apart  # noqa: PLC0415 - what isolates takes time to load

    return carry_out_apart(session, arguments, work, kept, raw)
