"""What every device has: ports, tables, timers, and one way to change them, which records.

A node is all that the layers of a device see of it: it keeps their tables, tells them the time, and records.
"""

import random
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Protocol

from sim.device import rules
from sim.device.interface import TABLE as INTERFACE
from sim.device.interface import Interface, row_of
from sim.effects import Arm, Cancel, Drop, Explain, Put, Remove, TimerName
from sim.kernel import Kernel, Timer
from sim.link.port import Port
from sim.trace.records import CONSOLE, NO_CAUSE, TIMER, Change, ConsoleLine, Kind, TimerRow, What
from sim.trace.trace import Trace
from sim.why import Rule, Why

Rows = dict[Any, Any]


_ROW_ADDED, _ROW_CHANGED = Kind.ROW_ADDED, Kind.ROW_CHANGED


class Place(Protocol):
    """A part of a device that records are about, such as a port."""

    @property
    def spot(self) -> int: ...


class Node:
    """A device. Its tables change only through :meth:`put` and :meth:`remove`."""

    kind = "node"

    def __init__(self, name: str, kernel: Kernel, trace: Trace, seed: int) -> None:
        self.name = name
        self.kernel = kernel
        self.trace = trace
        self.spot = trace.add_spot(name)
        self.calls = 0
        self.ports: dict[str, Port] = {}
        self.tables: dict[str, Rows] = {TIMER: {}, CONSOLE: {}, INTERFACE: {}}
        self._timers: dict[TimerName, Timer] = {}
        self._at_timeout: dict[Hashable, Callable[[TimerName, int], None]] = {}
        self._at_change: dict[str, Callable[[], None]] = {}
        self._seed = f"{seed}/{name}"
        self._random: random.Random | None = None

    def chance(self, name: str) -> random.Random:
        """A further random stream, for something that is to change no other number."""
        return random.Random(f"{self._seed}/{name}")

    @property
    def random(self) -> random.Random:
        """This node's own random stream, which no other node's numbers depend on."""
        if self._random is None:
            self._random = random.Random(self._seed)
        return self._random

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of device that this one is: a switch with an IP stack is a router, too."""
        return (self.kind,)

    def start(self) -> None:
        """Put the configured rows into the tables, at time 0 before any event."""

    @property
    def now(self) -> int:
        """The time (ns)."""
        return self.kernel.now

    def has_interface(self, name: str) -> bool:
        """Whether a port or an interface has this name."""
        return name in self.tables[INTERFACE]

    def put_interface(self, end: Port | Interface, rule: Rule = rules.PORT_CONFIGURED, cause: int = NO_CAUSE) -> int:
        """Put a port or an interface into table ``interface``, as it is configured; ``rule`` is why."""
        return self.put(INTERFACE, end.name, row_of(end), Why(rule, port=end.name), cause)

    def note_link(self, end: Port | Interface, cause: int) -> int:
        """Change the row of a port or an interface because its link went up or down; returns the record."""
        why = Why(rules.PORT_UP if end.up else rules.PORT_DOWN, port=end.name)
        return self.put(INTERFACE, end.name, row_of(end), why, cause, Kind.STATE_CHANGED)

    def note(self, kind: Kind, what: What, why: Why, cause: int, at: Place | None = None) -> int:
        """Record something that changes no table, on the node or at one of its ports."""
        return self.trace.add(kind, self.kernel.now, (at or self).spot, cause, what, why)

    def put(self, table: str, key: Hashable, row: Any, why: Why, cause: int, kind: Kind | None = None) -> int:
        """Add or change a row; nothing is recorded where it already is as asked. Returns the record or the cause."""
        rows = self.tables[table]
        before = rows.get(key)
        if before == row:
            return cause
        rows[key] = row
        if kind is None:
            kind = _ROW_ADDED if before is None else _ROW_CHANGED
        react = self._at_change.get(table)
        if react is not None:
            react()
        return self.trace.add(kind, self.kernel.now, self.spot, cause, Change(table, key, before, row), why)

    def remove(self, table: str, key: Hashable, why: Why, cause: int, kind: Kind = Kind.ROW_REMOVED) -> int:
        """Take a row out; nothing is recorded where there is none. Returns the record or the cause."""
        before = self.tables[table].pop(key, None)
        if before is None:
            return cause
        react = self._at_change.get(table)
        if react is not None:
            react()
        return self.trace.add(kind, self.kernel.now, self.spot, cause, Change(table, key, before, None), why)

    def on_change(self, tables: Iterable[str], react: Callable[[], None]) -> None:
        """Call ``react`` each time that a row of one of the tables is put or taken out."""
        self._at_change.update(dict.fromkeys(tables, react))

    def output(self, text: str, cause: int, call: int | None = None) -> None:
        """Print on the node's console; ``call`` is the number of the command whose program does."""
        for line in text.split("\n"):
            row = ConsoleLine(self.kernel.now, line, call)
            self.put(CONSOLE, len(self.tables[CONSOLE]), row, Why(rules.CONSOLE_LINE), cause, Kind.OUTPUT)

    def on_timeout(self, machine: str, react: Callable[[TimerName, int], None]) -> None:
        """Call ``react`` with a timer's name and the record of its firing, for the timers that a machine names."""
        self._at_timeout[machine] = react

    def arm(self, name: TimerName, deadline: int, why: Why, cause: int) -> None:
        """Fire a timer at ``deadline`` (ns), instead of when it would have fired so far."""
        timer = self._timers.get(name)
        if timer is not None:
            if timer.deadline == deadline:
                return
            self.kernel.cancel(timer)
        armed = self.put(TIMER, name, TimerRow(deadline), why, cause, Kind.TIMER_ARMED)
        self._timers[name] = self.kernel.timer(deadline, self._fire, (name, armed))

    def cancel(self, name: TimerName, why: Why, cause: int) -> None:
        """Forget a timer; no error where it is not armed."""
        timer = self._timers.pop(name, None)
        if timer is not None:
            self.kernel.cancel(timer)
            self.remove(TIMER, name, why, cause, Kind.TIMER_CANCELLED)

    def _fire(self, due: tuple[TimerName, int]) -> None:
        name, armed = due
        del self._timers[name]
        fired = self.remove(TIMER, name, Why(rules.TIMER_DUE, timer=name), armed, Kind.TIMER_FIRED)
        self._at_timeout[name[0]](name, fired)

    def later(self, delay: int, function: Callable[[Any], None], argument: Any) -> None:
        """Call a function after ``delay`` ns, without a record of its own."""
        self.kernel.at(self.kernel.now + delay, function, argument)

    def carry_out(self, effect: Any, cause: int) -> bool:
        """Do what a machine asked for, where it is of the common kinds; true where it was."""
        match effect:
            case Put(table, key, row, why):
                self.put(table, key, row, why, cause)
            case Remove(table, key, why, expired):
                self.remove(table, key, why, cause, Kind.ROW_EXPIRED if expired else Kind.ROW_REMOVED)
            case Arm(name, deadline, why):
                self.arm(name, deadline, why, cause)
            case Cancel(name, why):
                self.cancel(name, why, cause)
            case Explain(why):
                self.note(Kind.DECISION, None, why, cause)
            case Drop(why):
                self.note(Kind.PACKET_DROPPED, None, why, cause)
            case _:
                return False
        return True
