"""The commands that were typed at devices: where a command has come to what it does at once, and where it ends."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sim.programs.rows import PROGRAMS, THREADS, ThreadRow, program_names
from sim.trace.printed import calls_by_number, node_of, printed_by
from sim.trace.records import APPLICATION, NO_CAUSE, Call, Kind
from sim.trace.trace import Trace
from sim.trace.world import World
from tui.model.reader.steps import Steps

ROOM = 20_000_000_000
"""How much longer a run is made where what is done may need more of it (ns).

Whoever asks a server that is silent waits 15 s: three times 5 s (resolv.conf(5)).
"""


class Running(NamedTuple):
    """A command that goes on: what was typed, and the position at which it has ended.

    ``outputs`` are the records of the lines that the device prints until then. ``has_result`` tells that the trace has
    its end, ``is_cut_off`` that the trace ends before it.
    """

    command: str
    end: int
    outputs: tuple[int, ...]
    has_result: bool
    is_cut_off: bool = False


def call_at(trace: Trace, node: str, command: str, time: int) -> int | None:
    """The record with which a command is typed at a device at a time (ns); the last one where there are several."""
    numbers = range(trace.before(time) - 1, trace.before(time - 1) - 1, -1)
    here = (n for n in numbers if trace.kind[n] == Kind.CALL and trace.spots[trace.spot[n]].node == node)
    return next((n for n in here if _command(trace, n) == command), None)


def _command(trace: Trace, n: int) -> str:
    what = trace.what[n]
    return what.command if isinstance(what, Call) else ""


def settled(trace: Trace, call: int) -> int:
    """The position at which a command has done what takes no time: all that it led to in the same instant."""
    led, last = {call}, call
    for n in range(call + 1, trace.before(trace.at[call])):
        if trace.cause[n] in led:
            led.add(n)
            last = n
    return last + 1


TIMERS = frozenset({Kind.TIMER_ARMED, Kind.TIMER_FIRED, Kind.TIMER_CANCELLED})


def is_of_command(trace: Trace, n: int) -> bool:
    """Whether a record of a timer is about one of a command."""
    what: Any = trace.what[n]
    return bool(what.key[0] == APPLICATION)


def owner_of(trace: Trace, n: int) -> str:
    """The command, without its options, whose timer record ``n`` is about; "" where the timer is of no command."""
    if not is_of_command(trace, n):
        return ""
    what: Any = trace.what[n]
    found, key = trace.kept.setdefault(owner_of, {}), (node_of(trace, n), what.key[1])
    if key not in found:
        call = _typed_before(trace, n, key[0])
        found[key] = "" if call == NO_CAUSE else _command(trace, call).partition(" ")[0]
    return str(found[key])


class Owners:
    """The commands that timers are of, as far as the trace has come; ``timers`` finds the records of their timers."""

    def __init__(self, timers: Steps) -> None:
        self._timers = timers
        self._found: dict[tuple[str, int], str] = {}
        self._seen = 0

    def of(self, trace: Trace, node: str, timer: Hashable) -> str:
        """The command, without its options, that a timer of a device is of; "" for none."""
        if not isinstance(timer, tuple) or timer[0] != APPLICATION:
            return ""
        self._timers.extend()
        for n in self._timers.numbers[self._seen :]:
            what: Any = trace.what[n]
            self._found[node_of(trace, n), what.key[1]] = owner_of(trace, n)
        self._seen = len(self._timers.numbers)
        return self._found.get((node, timer[1]), "")


def running(trace: Trace, typed: Sequence[int], timers: Sequence[int], node: str, position: int) -> list[Running]:
    """The commands that go on at a device after so many records, the last one typed first.

    ``typed`` are the records of calls, results and lines of all devices, ``timers`` those of the timers of commands.
    A command ends with its result. One without a result goes on to the end of the trace where a timer of it is armed
    there; one that waits for no time, such as a server, lasts until its last line.
    """
    here = [n for n in typed if node_of(trace, n) == node]
    found, owners = [], printed_by(trace, here)
    cut_off = {*_cut_off(trace, timers, node)}
    for call, last in reversed(_ends(trace, here, owners).items()):
        has_result = trace.kind[last - 1] == Kind.RESULT
        is_cut_off = call in cut_off and not has_result
        end = len(trace) if is_cut_off else last
        if call < position < end or (is_cut_off and position == end):
            lines = tuple(n for n in here if position <= n < end and owners.get(n) == call)
            found.append(Running(_command(trace, call), end, lines, has_result, is_cut_off))
    return found


def _cut_off(trace: Trace, timers: Iterable[int], node: str) -> Iterator[int]:
    """The records with which the commands of a device were typed of which a timer is armed at the trace's end."""
    whats: Iterator[tuple[int, Any]] = ((n, trace.what[n]) for n in timers if node_of(trace, n) == node)
    last = {what.key: n for n, what in whats}
    for n in last.values():
        if trace.kind[n] == Kind.TIMER_ARMED:
            yield _typed_before(trace, n, node)


def _typed_before(trace: Trace, n: int, node: str) -> int:
    """The record with which the command was typed at a device that led to a record."""
    while n != NO_CAUSE and not (trace.kind[n] == Kind.CALL and node_of(trace, n) == node):
        n = trace.cause[n]
    return n


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


def _ends(trace: Trace, here: Sequence[int], owners: Mapping[int, int]) -> dict[int, int]:
    """The commands of a device in order, each with the position at which it has ended."""
    calls = calls_by_number(trace, here)
    ends: dict[int, int] = {}
    for n in here:
        what = trace.what[n]
        if n in owners and owners[n] in ends:
            ends[owners[n]] = n + 1
        elif isinstance(what, Call):
            ends[calls.get(what.call, n)] = n + 1
    return ends
