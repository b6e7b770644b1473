"""The commands that were typed at devices: where a command has come to what it does at once, and where it ends."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.programs.rows import PROGRAMS, THREADS, ThreadRow, program_names
from sim.trace.records import NO_CAUSE, Call, Change, ConsoleLine, Kind
from sim.trace.trace import Trace
from sim.trace.world import World


class Running(NamedTuple):
    """A command that goes on: what was typed, and the position at which it has ended.

    ``outputs`` are the records of the lines that the device prints until then. ``has_result`` tells that the trace has
    its end.
    """

    command: str
    end: int
    outputs: tuple[int, ...]
    has_result: bool


def call_at(trace: Trace, node: str, command: str, time: int) -> int | None:
    """The record with which a command is typed at a device at a time (ns); the last one where there are several."""
    numbers = range(trace.before(time) - 1, trace.before(time - 1) - 1, -1)
    here = (n for n in numbers if trace.kind[n] == Kind.CALL and trace.spots[trace.spot[n]].node == node)
    return next((n for n in here if trace.what[n] == Call(command)), None)


def settled(trace: Trace, call: int) -> int:
    """The position at which a command has done what takes no time: all that it led to in the same instant."""
    led, last = {call}, call
    for n in range(call + 1, trace.before(trace.at[call])):
        if trace.cause[n] in led:
            led.add(n)
            last = n
    return last + 1


def running(trace: Trace, typed: Sequence[int], node: str, position: int) -> list[Running]:
    """The commands that go on at a device after so many records, the last one typed first.

    ``typed`` are the records of calls, results and lines of all devices. A command ends with its result. One without
    a result, such as a server, lasts until its last line.
    """
    here = [n for n in typed if trace.spots[trace.spot[n]].node == node]
    found = []
    for call, end in reversed(_ends(trace, here).items()):
        what = trace.what[call]
        if call < position < end and isinstance(what, Call):
            later = (n for n in here if position <= n < end and trace.kind[n] == Kind.OUTPUT)
            lines = (n for n in later if printed_by(trace, n) == call)
            found.append(Running(what.command, end, tuple(lines), trace.kind[end - 1] == Kind.RESULT))
    return found


class Reading(NamedTuple):
    """A program that goes on when somebody types a line: its name among those of its device, and where it waits."""

    name: str
    row: ThreadRow


def waiting_for_lines(world: World, node: str) -> list[Reading]:
    """The programs at a device that wait for a line, in the order in which they were started."""
    threads: Any = world.table(node, THREADS)
    names = program_names(world.table(node, PROGRAMS))  # type: ignore[arg-type]  # this table has such rows
    found = {key[0]: row for key, row in sorted(threads.items()) if row.stdin is not None}
    return [Reading(names.get(number, row.file), row) for number, row in found.items()]


def printed_by(trace: Trace, n: int) -> int:
    """The record with which the program or command was typed that prints line ``n``, ``NO_CAUSE`` for none."""
    what = trace.what[n]
    if isinstance(what, Change) and isinstance(what.after, ConsoleLine) and what.after.call is not None:
        return what.after.call
    # What a command prints at once follows from it at its own device. What other devices sent led to no such line.
    node = trace.spots[trace.spot[n]].node
    while n != NO_CAUSE and trace.spots[trace.spot[n]].node == node:
        if trace.kind[n] == Kind.CALL:
            return n
        n = trace.cause[n]
    return NO_CAUSE


def _ends(trace: Trace, here: Sequence[int]) -> dict[int, int]:
    """The commands of a device in order, each with the position at which it has ended."""
    ends: dict[int, int] = {}
    for n in here:
        what = trace.what[n]
        if trace.kind[n] == Kind.OUTPUT:
            call = printed_by(trace, n)
            if call in ends:
                ends[call] = max(ends[call], n + 1)
        elif isinstance(what, Call):
            ends[n if what.call is None else what.call] = n + 1
    return ends
