"""A Python program: the modules that it finds on its host, and its text, from the first line to the exit status."""

from collections.abc import Callable
from contextlib import suppress
from types import ModuleType

from sim.programs import absent, rules, steps
from sim.programs.console import Input
from sim.programs.contracts import ProgramHost
from sim.programs.errors import Interrupt
from sim.programs.files import FileSystem
from sim.programs.process import Process, is_ours
from sim.programs.rows import PROGRAMS, ProgramRow, Status
from sim.programs.surface import (
    clock,
    file_control,
    operating_system,
    select_module,
    socket_module,
    streams,
    system,
    threads,
)
from sim.programs.typed import TypedLine
from sim.trace.records import Kind
from sim.why import Why

_INTERRUPTED = 130
"""The exit status that a shell shows of a process that ends by SIGINT, as Python does for ``KeyboardInterrupt``."""


class Program(Process):
    """A process of Python. ``text`` is what the program's file says, ``stdin`` the lines that are typed.

    Plain lines are there when it starts; behind the last line the input ends. With ``None`` it reads what
    somebody types at the host (:meth:`type`), and that has no end of itself.

    It runs from :meth:`start` on.
    """

    def __init__(
        self,
        node: ProgramHost,
        file: str,
        text: str,
        arguments: tuple[str, ...] = (),
        stdin: tuple[str | TypedLine, ...] | None = (),
        files: FileSystem | None = None,
        command: str | None = None,
        limit: int = steps.LIMIT,
    ) -> None:
        super().__init__(node, file, arguments, FileSystem({file: text}) if files is None else files, command, limit)
        self.text = text
        self._at_exit = system.AtExit()
        self._add_modules()
        self._input = Input(line for line in stdin or () if isinstance(line, str))
        self._typed = [line for line in stdin or () if isinstance(line, TypedLine)]
        self._input.is_over = stdin is not None and not self._typed
        streams.open_standard_files(self, self._input)

    def _add_modules(self) -> None:
        own: dict[str, Callable[[], ModuleType]] = {
            "_io": lambda: streams.make(self),
            "_posixsubprocess": system.make_no_processes,
            "concurrent.futures.process": absent.pool_module,
            "_random": lambda: system.make_random(self),
            "_signal": system.make_signal,
            "_socket": lambda: socket_module.make(self),
            "_thread": lambda: threads.make(self),
            "fcntl": lambda: file_control.make(self),
            "gc": system.make_gc,
            "atexit": lambda: system.make_atexit(self._at_exit),
            "importlib": lambda: system.make_importlib(self),
            "posix": lambda: operating_system.make(self),
            "select": lambda: select_module.make(self),
            "sys": lambda: system.make_sys(self),
            "time": lambda: clock.make(self),
        }
        self.modules.own.update(own)

    def start(self, cause: int) -> None:
        why = Why(rules.STARTED, file=self.file)
        row = ProgramRow(self.file, self.arguments, Status.RUNNING)
        self._record = self.node.put(PROGRAMS, self.number, row, why, cause)
        main = self._add_thread(self._main, "MainThread", self._record)
        self.kernel.at(self.kernel.now, main.resume, None)
        for n, typed in enumerate(self._typed):
            self.kernel.at(max(typed.at, self.kernel.now), self._type, (typed.text, n == len(self._typed) - 1))

    def _type(self, given: tuple[str | None, bool]) -> None:
        """A line of the scenario is typed; after the last one the input ends."""
        text, is_last = given
        if self.takes_lines:
            typed = self.type(text)
            if is_last and text is not None:
                self._input.take(None, typed)

    @property
    def takes_lines(self) -> bool:
        """Whether a line that is typed now can be read."""
        return not (self.gone or self._input.is_over)

    @property
    def waits_for_line(self) -> bool:
        """Whether a thread waits for a line, alone or beside other things."""
        return self._input.is_awaited

    def type(self, text: str | None) -> int:
        """Somebody types a line now, or ends the input; the record of that."""
        node = self.node
        why = (
            Why(rules.INPUT_ENDED, file=self.file) if text is None else Why(rules.LINE_TYPED, file=self.file, line=text)
        )
        typed = node.trace.add(Kind.DECISION, self.kernel.now, node.spot, self._record, None, why)
        self._input.take(text, typed)
        return typed

    def _main(self) -> None:
        """What the main thread does."""
        main = self.running()
        status, error = self._run_text()
        threading = self.modules.loaded.get("threading")
        if threading is not None:
            self._guard(threading._shutdown)
        self._run_exit_functions()
        for name in ("stdout", "stderr", "__stdout__", "__stderr__"):
            with suppress(Exception):  # as it may be closed, or nothing that can be flushed
                getattr(self.sys, name).flush()
        main.end()
        if error is None:
            self._end(status, Status.ENDED, Why(rules.ENDED, file=self.file, status=status))
        else:
            self._end(status, Status.FAILED, Why(rules.FAILED, file=self.file, error=error))

    def _run_text(self) -> tuple[int, str | None]:
        """Run the program's text; its exit status, and the name of the exception that ended it."""
        module = self.modules.empty("__main__", self.file)
        module.__spec__, module.__package__ = None, None
        self.modules.loaded["__main__"] = module
        try:
            exec(self.reports.compiled(self.text, self.file), vars(module))
        except SystemExit as end:
            return self._status_of(end), None
        except BaseException as raised:
            if not is_ours(raised):
                raise
            error = raised
        else:
            return 0, None
        try:
            self._tell(error)
        except SystemExit as end:  # the program's own hook ends it
            return self._status_of(end), None
        return _INTERRUPTED if isinstance(error, Interrupt) else 1, type(error).__name__

    def _status_of(self, end: SystemExit) -> int:
        """The exit status that ``SystemExit`` asks for; what is no number is printed."""
        if end.code is None:
            return 0
        if isinstance(end.code, int):
            # Python makes a C int of it, -1 of what is too large, and a process has eight bits of that.
            return end.code & 0xFF if -(2**63) <= end.code < 2**63 else 0xFF
        self.complain(f"{end.code}\n")
        return 1

    def _tell(self, error: BaseException) -> None:
        """Give an exception that nobody caught to the program's own hook; raises ``SystemExit`` where that does."""
        try:
            self.sys.excepthook(type(error), error, error.__traceback__)
        except SystemExit:
            raise
        except BaseException as raised:
            if not is_ours(raised):
                raise
            another = raised
        else:
            return
        self.complain("Error in sys.excepthook:\n")
        self.print_error(another)
        self.complain("\nOriginal exception was:\n")
        self.print_error(error)

    def _run_exit_functions(self) -> None:
        """Do what the program wants done at its end, whatever becomes of each."""
        while (function := self._at_exit.take()) is not None:
            try:
                function()
            except BaseException as error:
                if not is_ours(error):
                    raise
                name = getattr(function.func, "__qualname__", type(function.func).__name__)
                self.complain(f"Exception ignored in atexit callback: <function {name}>\n")
                self.print_error(error)

    def _guard(self, function: Callable[[], object]) -> None:
        """Call what is the program's, and let none of its exceptions leave it."""
        try:
            function()
        except SystemExit:
            pass
        except BaseException as error:
            if not is_ours(error):
                raise
            self.print_error(error)
