"""The lines on the consoles of devices, and the commands that print them."""

from collections.abc import Iterator, Sequence

from sim.trace.records import NO_CAUSE, Call, Change, ConsoleLine, Kind
from sim.trace.trace import Trace


def printed_lines(trace: Trace, node: str) -> Iterator[tuple[int, str]]:
    """The lines on a device's console, each with the record that shows it."""
    for n, what in enumerate(trace.what):
        if isinstance(what, Change) and isinstance(what.after, ConsoleLine) and node_of(trace, n) == node:
            yield n, what.after.text


def printed_by(trace: Trace, here: Sequence[int]) -> dict[int, int]:
    """With which record the command was typed that prints each line; lines that no command prints are left out.

    ``here`` are the records of calls, results and lines of one device.
    """
    found, calls = {}, calls_by_number(trace, here)
    for n in here:
        what = trace.what[n]
        if isinstance(what, Change) and isinstance(what.after, ConsoleLine):
            call = calls.get(what.after.call) if what.after.call is not None else _at_once(trace, n)
            if call is not None:
                found[n] = call
    return found


def calls_by_number(trace: Trace, here: Sequence[int]) -> dict[int | None, int]:
    """The records with which commands are typed, by the numbers of the commands."""
    whats = ((n, trace.what[n]) for n in here if trace.kind[n] == Kind.CALL)
    return {what.call: n for n, what in whats if isinstance(what, Call)}


def node_of(trace: Trace, n: int) -> str:
    """The device at which something happens."""
    return trace.spots[trace.spot[n]].node


def _at_once(trace: Trace, n: int) -> int | None:
    """The command that a line follows from at its own device: what other devices sent leads to no such line."""
    node = node_of(trace, n)
    while n != NO_CAUSE and node_of(trace, n) == node:
        if trace.kind[n] == Kind.CALL:
            return n
        n = trace.cause[n]
    return None
