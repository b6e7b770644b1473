"""A command that goes on for a while, and what it sees of its host."""

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from sim.command import Device
from sim.effects import TimerName
from sim.feature import TimerText
from sim.kernel import Kernel
from sim.shell import rules
from sim.trace.records import APPLICATION, Call, Kind
from sim.trace.trace import Trace
from sim.why import Why

TIMER = TimerText(
    APPLICATION,
    {"en": "the timer “{2}” of {owner}", "zh": "{owner} 的定时器“{2}”"},
    {
        "answer": {"en": "the time that {owner} waits for an answer", "zh": "{owner} 等待应答的时间"},
        "probe": {"en": "the time that {owner} waits for an answer to its probe", "zh": "{owner} 等待探测应答的时间"},
        "last": {"en": "the time that {owner} waits for the last answers", "zh": "{owner} 等待最后应答的时间"},
        "next": {"en": "the time until {owner} sends again", "zh": "{owner} 到下一次发送的时间"},
        "deadline": {"en": "the time limit of {owner}", "zh": "{owner} 的时限"},
        "time": {"en": "the time limit of {owner}", "zh": "{owner} 的时限"},
        "connect": {"en": "the time that {owner} waits for its connection", "zh": "{owner} 等待建立连接的时间"},
        "continue": {"en": "the time that {owner} waits for 100 Continue", "zh": "{owner} 等待 100 Continue 的时间"},
        "end": {"en": "the end of {owner}", "zh": "{owner} 的结束"},
    },
    {"en": "program {1}", "zh": "程序 {1}"},
)

StartProgram = Callable[[str, tuple[str, ...], str, int], None]
"""Starts a program on a device: its file, its arguments, the command as it was typed, and the record of that."""

SaveFile = Callable[[str, bytes, str, int], bool]
"""Writes a file of a device: its name, its content, the command that writes it, and the record that led to it. False
where the file cannot be."""


class Processes:
    """What runs on a device: commands and programs, by their numbers from 1 on.

    ``start_program`` and ``save_file`` are there where the device can run programs and has files. ``files`` gives the
    files that programs see: what class it is, the programs know. ``ends_at`` is when the run ends (ns), if known.
    """

    def __init__(self) -> None:
        self.running: dict[int, Application[Any]] = {}
        self.start_program: StartProgram | None = None
        self.save_file: SaveFile | None = None
        self.files: Callable[[], object] | None = None
        self.ends_at: int | None = None
        self._number = 0

    def add(self, application: "Application[Any]") -> int:
        """Give an application its number."""
        self._number += 1
        self.running[self._number] = application
        return self._number

    def timeout(self, name: TimerName, cause: int) -> None:
        """A timer of an application fired; nobody cares where that is no more."""
        _, number, timer = name
        application = self.running.get(number)  # type: ignore[call-overload]
        if application is not None:
            application.timeout(str(timer), cause)


class RecordingDevice(Device, Protocol):
    """A device in whose name calls and their results are recorded. ``calls`` are the commands typed at it so far."""

    calls: int

    @property
    def kernel(self) -> Kernel: ...
    @property
    def trace(self) -> Trace: ...
    @property
    def spot(self) -> int: ...


class Host(RecordingDevice, Protocol):
    """What every application sees of its host. One that needs more says so itself."""

    @property
    def processes(self) -> Processes: ...
    def output(self, text: str, cause: int, call: int | None = None) -> None:
        """Print on the host's console; ``call`` is the number of the command whose program does."""

    def arm(self, name: TimerName, deadline: int, why: Why, cause: int) -> None: ...
    def cancel(self, name: TimerName, why: Why, cause: int) -> None: ...


_Host = TypeVar("_Host", bound=Host)


class Application(Generic[_Host]):
    """A running command. It sends through its host, and is called back for what it asked to be told.

    ``number`` tells it from the others on its host, and is its process id as far as ICMP identifiers go. ``typed`` is
    the number of the command that launched it, ``None`` before that. ``at_last`` is called, with the record that led to
    the end, when it has printed all that it prints.
    """

    def __init__(self, node: _Host, command: str) -> None:
        self.node = node
        self.command = command
        self.typed: int | None = None
        self.number = node.processes.add(self)
        self.at_last: Callable[[int], None] = lambda _: None
        self._due: dict[str, Callable[[int], None]] = {}
        self._endings: list[Callable[[], None]] = []

    def launch(self, cause: int, typed: int | None = None) -> None:
        """Start; ``typed`` is the number of the command, where that is not the last one typed at the host."""
        self.typed = self.node.calls if typed is None else typed
        self.start(cause)

    def start(self, cause: int) -> None:
        """Do what comes first; ``cause`` is the record that led to it."""
        raise NotImplementedError

    def at_end(self, function: Callable[[], None]) -> None:
        """Call a function when this application ends, to be told nothing more of what it asked to be told."""
        self._endings.append(function)

    def arm(self, name: str, deadline: int, then: Callable[[int], None], why: Why, cause: int) -> None:
        """Call ``then`` at ``deadline`` (ns) with the record of the timer."""
        self._due[name] = then
        self.node.arm((APPLICATION, self.number, name), deadline, why, cause)

    def cancel(self, name: str, cause: int) -> None:
        self.node.cancel((APPLICATION, self.number, name), Why(rules.APP_TIMER_NOT_NEEDED, command=self.command), cause)

    def timeout(self, name: str, cause: int) -> None:
        """One of this application's timers fired."""
        self._due[name](cause)

    def output(self, text: str, cause: int) -> None:
        self.node.output(text, cause, self.typed)

    def descriptor_of(self, socket: int) -> int | None:
        """The number by which a program has a socket open; a command tells none."""
        return None

    def finish(self, status: int, cause: int) -> None:
        """End with an exit status, as a shell would see it."""
        node = self.node
        del node.processes.running[self.number]
        for end in self._endings:
            end()
        self.at_last(cause)
        why = Why(rules.APP_FINISHED, command=self.command, status=status)
        result = Call(self.command, f"exit status {status}", self.typed)
        node.trace.add(Kind.RESULT, node.kernel.now, node.spot, cause, result, why)
