"""A process on a host, as the calls of its program see it: its number, modules, open files and threads, and its end."""

import os
import posixpath
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from types import CodeType, ModuleType
from typing import Any, NoReturn

from sim.programs import absent, errors, frames, loops, rules, steps
from sim.programs.classes import Classes
from sim.programs.console import Output
from sim.programs.contracts import ProgramHost
from sim.programs.descriptors import Descriptors
from sim.programs.files import HOME, FileSystem
from sim.programs.flow import GreenletExit, Thread
from sim.programs.modules import Modules
from sim.programs.rows import FILES, LOOPS, PROGRAMS, THREADS, LoopRow, ProgramRow, Status, Vain
from sim.programs.speed import Speed, SpeedSettings
from sim.programs.written import note_written
from sim.shell.application import Application
from sim.why import Why

_FIRST_PID = 1000


def is_ours(error: BaseException) -> bool:
    """Whether an exception is the program's own, and not the end of its greenlet or Ctrl-C at hopscope."""
    return isinstance(error, errors.Interrupt) or not isinstance(error, GreenletExit | KeyboardInterrupt)


class Process(Application[ProgramHost]):
    """What runs a program. Its module ``sys`` is empty at first, and :mod:`sim.programs.surface` fills it.

    ``file`` is the program's name, as the scenario's sources have it. ``limit`` is how many steps a thread may take
    without waiting (:mod:`sim.programs.steps`).
    """

    def __init__(
        self,
        node: ProgramHost,
        file: str,
        arguments: tuple[str, ...],
        files: FileSystem,
        command: str | None = None,
        limit: int = steps.LIMIT,
    ) -> None:
        super().__init__(node, command or " ".join(("python3", file, *arguments)))
        self.file = file
        self.arguments = arguments
        self.kernel = node.kernel
        self.pid = _FIRST_PID + self.number
        self.files = files
        self.folder = HOME
        self.own_files: set[str] = {file}
        self.descriptors = Descriptors()
        self.default_timeout: float | None = None
        self.reading = ""  # the call that standard input is read for, as it is shown where it has to wait
        self.threads: dict[int, Thread] = {}
        self.current: Thread | None = None
        self.gone = False
        self.classes = Classes(self)
        self.modules = Modules(self._own_module, {"traceback": frames.hide_the_simulator, **absent.TOUCHES})
        self.sys = ModuleType("sys")
        self.reports = errors.Reports(
            self.modules, self.complain, lambda: self.gone, lambda: steps.LINE in self.modules.builtins
        )
        self._thread_names: dict[int, str] = {}
        self._steps = 0
        self._limit = limit
        self._record = -1
        settings = node.settings.of(SpeedSettings)
        chance = node.chance(f"program {self.number}")
        self.speed = None if settings == SpeedSettings() else Speed(settings, chance)
        if self.speed is not None and settings.line:
            self.modules.builtins[steps.LINE] = self.speed.line
        self.modules.builtins |= {
            "__build_class__": self.classes.build,
            "KeyboardInterrupt": errors.Interrupt,
            steps.TICK: self._step,
        }
        node.tables.setdefault(PROGRAMS, {})
        node.tables.setdefault(THREADS, {})
        node.tables.setdefault(FILES, {})
        node.tables.setdefault(LOOPS, {})

    def _own_module(self, name: str) -> tuple[CodeType, str, bool] | None:
        """A module that stands beside the program."""
        path = name.replace(".", "/")
        for file, is_package in ((f"{path}/__init__.py", True), (f"{path}.py", False)):
            found = self.files.file(self.files.at_home(file))
            if found is not None:
                self.own_files.add(file)
                return self.reports.compiled(found.octets.decode(), file), file, is_package
        return None

    # What runs

    def running(self) -> Thread:
        """The thread that makes a call now."""
        if self.gone or self.current is None:
            self._unwind()
        return self.current

    @property
    def is_running(self) -> bool:
        """Whether the program runs now. If not, its objects are only being thrown away."""
        return self.current is not None and not self.gone

    def hold_at_limit(self) -> None:
        """Stop here where the trace is full: a program makes many records in one event of the kernel."""
        if self.node.trace.full and self.current is not None:
            self.current.pause()

    def pay(self, for_call: bool = False) -> None:
        """Let the time pass that the program's lines have taken, and a call."""
        if self.speed is not None and self.current is not None and not self.gone:
            cost = self.speed.owed() + (self.speed.of_call() if for_call else 0)
            self.current.wait_until(self.kernel.now + cost)

    def settle(self) -> None:
        """After printing: let a little time pass where lines follow lines, and stop where the trace is full."""
        thread = self.current
        if thread is None or self.gone:
            return
        self.pay()
        self.hold_at_limit()
        if thread.loop.lines == 0 or thread.loop.lines < loops.FREE_LINES:
            return
        if thread.loop.lines >= loops.NAMED_AFTER[Vain.PRINTS] and thread.loop.row is None:
            place, _ = frames.place_of(self.own_files)
            file, line, _ = thread.place if place is None else place
            self.name_loop(thread, LoopRow(Vain.PRINTS, file, line, ""), lines=thread.loop.lines)
        thread.wait_until(thread.loop.lines_until(self.kernel.now))

    # Loops that bring nothing

    def name_loop(self, thread: Thread, row: LoopRow, **facts: Any) -> None:
        """Show that a thread works in vain."""
        thread.loop.row = row
        why = Why(loops.RULES[row.what], file=row.file, line=row.line, call=row.call, **facts)
        self.node.put(LOOPS, (self.number, thread.number), row, why, thread.record)

    def loop_is_over(self, thread: Thread) -> None:
        """Something came of what a thread does, or it has ended."""
        if thread.loop.row is not None:
            thread.loop.row = None
            why = Why(rules.LOOP_OVER, thread=self.thread_name(thread))
            self.node.remove(LOOPS, (self.number, thread.number), why, thread.record)

    def begin(self, thread: Thread) -> None:
        """A thread begins to run."""
        self.current = thread
        self._steps = 0

    def last_record(self) -> int:
        """The record that what the program does now follows from."""
        return self._record if self.current is None else self.current.record

    # What it has

    def path_of(self, path: Any) -> str:
        """The absolute path that a program means."""
        name = path if isinstance(path, str) else os.fsdecode(path) if isinstance(path, bytes) else path.__fspath__()
        return posixpath.normpath(posixpath.join(self.folder, name))

    @cached_property
    def random(self) -> random.Random:
        """The program's own random stream."""
        return random.Random(self.node.random.getrandbits(64))

    def print_lines(self, text: str) -> None:
        """Print on the host's console; nothing where the program is gone."""
        if not self.gone:
            self.output(text, self.last_record())
            if self.current is not None:
                self.current.loop.lines += 1 + text.count("\n")

    def note_file(self, path: str) -> None:
        """Record what is now in a file."""
        contents = self.files.file(path)
        if contents is None or self.gone:
            return
        note_written(self.node, self.file, path, contents.octets, self.last_record())

    def note_files(self, new: str | None = None) -> None:
        """Record that files have gone, and that one, or those in a folder, are now called ``new``."""
        for path in [path for path in self.node.tables[FILES] if self.files.file(path) is None]:
            self.node.remove(FILES, path, Why(rules.FILE_REMOVED, file=self.file, path=path), self.last_record())
        for path in () if new is None else self.files.paths_at(new):
            self.note_file(path)

    def complain(self, text: str) -> None:
        """Write on the program's standard error."""
        with suppress(Exception):  # the program may have closed it
            self.sys.stderr.write(text)

    def print_error(self, error: BaseException | None) -> None:
        """Print an exception on standard error, as Python does, without the simulator's own frames."""
        if error is not None:
            self.complain(errors.text(error, self.modules))

    # Threads

    def thread_name(self, thread: Thread) -> str:
        """As ``threading`` knows it, and else the name of its function."""
        threading = self.modules.loaded.get("threading")
        known = getattr(threading, "_active", {}).get(thread.ident)
        return self._thread_names[thread.number] if known is None else str(known._name)

    def new_thread(self, run: Callable[[], object], name: str, cause: int) -> Thread:
        """A thread that runs a function; it has to be resumed."""

        def live() -> None:
            thread = self.running()
            try:
                run()
            except SystemExit:
                pass
            except BaseException as error:
                if not is_ours(error):
                    raise
                self.complain(f"Exception ignored in thread started by: <function {name}>\n")
                self.print_error(error)
            self._end_thread(thread)

        return self._add_thread(live, name, cause)

    def _add_thread(self, run: Callable[[], None], name: str, cause: int) -> Thread:
        number = len(self._thread_names)
        thread = self.threads[number] = Thread(self, number, run, cause)
        self._thread_names[number] = name
        return thread

    def _end_thread(self, thread: Thread) -> None:
        if self.gone:
            return
        del self.threads[thread.number]
        self.loop_is_over(thread)
        key = (self.number, thread.number)
        why = Why(rules.THREAD_ENDED, thread=self.thread_name(thread))
        thread.record = self.node.remove(THREADS, key, why, thread.record)
        thread.end()

    # The end

    def leave(self, status: int) -> None:
        """End at once (``os._exit``)."""
        self._end(status, Status.ENDED, Why(rules.ENDED, file=self.file, status=status))
        raise GreenletExit

    def drop(self) -> None:
        """Forget the program where it stands, without a record; nothing of its text runs any more."""
        self.give_up()
        for thread in list(self.threads.values()):
            thread.drop()

    def give_up(self) -> None:
        """Let nothing of the program's text run any more."""
        self.gone = True
        self._steps = self._limit

    def _end(self, status: int, how: Status, why: Why) -> None:
        """The program ends: its files are closed, and threads that still are do not go on."""
        if self.gone:
            return
        row = ProgramRow(self.file, self.arguments, how)
        self._record = ended = self.node.put(PROGRAMS, self.number, row, why, self.last_record())
        self.descriptors.close_all(ended)
        self.give_up()
        self.finish(status, ended)
        self.kernel.at(self.kernel.now, lambda _: self.drop(), None)

    def _step(self) -> bool:
        self._steps += 1
        if self._steps > self._limit:
            self._stop()
        return True

    def descriptor_of(self, socket: int) -> int | None:
        from sim.transport.sockets.socket import Socket  # noqa: PLC0415 - not every program opens one

        return self.descriptors.number_of(lambda file: isinstance(file, Socket) and file.number == socket)

    def _stop(self) -> None:
        if not self.gone:
            for file in self.descriptors.files():
                if isinstance(file, Output):
                    file.end_line()
            place, _ = frames.place_of(self.own_files)
            file, line, _ = self.running().place if place is None else place
            why = Why(rules.STOPPED, file=file, line=line, limit=self._limit)
            told = f"{file}: stopped at line {line} after {self._limit} steps without a call that waits"
            self.output(told, self.last_record())
            self._end(137, Status.STOPPED, why)
        self._unwind()

    @staticmethod
    def _unwind() -> NoReturn:
        """Leave the frames of a program that is gone; a generator that is being closed leaves without a word so."""
        raise GeneratorExit if sys.exc_info()[0] is GeneratorExit else GreenletExit
