"""A program on a host: a process with modules, threads, open files and a console of its own."""

import posixpath
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any, NoReturn

from sim.programs import errors, rules, steps
from sim.programs.console import Input, Output
from sim.programs.descriptors import Descriptors
from sim.programs.files import HOME, FileSystem
from sim.programs.flow import GreenletExit, Thread
from sim.programs.identity import Identities
from sim.programs.modules import Modules
from sim.programs.rows import PROGRAMS, THREADS, ProgramRow, Status
from sim.programs.surface import (
    clock,
    operating_system,
    socket_module,
    streams,
    system,
    threads,
    waiting,
)
from sim.programs.surface.names import Names
from sim.shell.application import Application
from sim.why import Why

if TYPE_CHECKING:
    from sim.assembly.ip_node import IpNode

_FIRST_PID = 1000


class Program(Application["IpNode"]):
    """A Python program. ``file`` is its name, as the scenario's sources have it; ``text`` what it says.

    ``stdin`` are the lines that are typed. It runs from :meth:`start` on. ``limit`` is how many steps a thread may
    take without waiting (:mod:`sim.programs.steps`).
    """

    def __init__(
        self,
        node: "IpNode",
        file: str,
        text: str,
        arguments: tuple[str, ...] = (),
        stdin: tuple[str, ...] = (),
        files: FileSystem | None = None,
        command: str | None = None,
        limit: int = steps.LIMIT,
    ) -> None:
        super().__init__(node, command or " ".join(("python3", file, *arguments)))
        self.file = file
        self.text = text
        self.arguments = arguments
        self.kernel = node.kernel
        self.pid = _FIRST_PID + self.number
        self.files = FileSystem({file: text}) if files is None else files
        self.folder = HOME
        self.own_files: set[str] = {file}
        self.descriptors = Descriptors()
        self.names = Names(node)
        self.identities = Identities()
        self.default_timeout: float | None = None
        self.threads: dict[int, Thread] = {}
        self.current: Thread | None = None
        self.gone = False
        self.lock_type: type[threads.Lock]
        self._thread_names: dict[int, str] = {}
        self._steps = 0
        self._limit = limit
        self._record = -1
        self._random: random.Random | None = None
        self._at_exit = system.AtExit()
        node.tables.setdefault(PROGRAMS, {})
        node.tables.setdefault(THREADS, {})
        self._load(stdin)

    def _load(self, stdin: tuple[str, ...]) -> None:
        own: dict[str, Callable[[], ModuleType]] = {
            "_io": lambda: streams.make(self),
            "_posixsubprocess": system.make_no_processes,
            "_random": lambda: system.make_random(self),
            "_signal": system.make_signal,
            "_socket": lambda: socket_module.make(self),
            "_thread": lambda: threads.make(self),
            "gc": system.make_gc,
            "atexit": lambda: system.make_atexit(self._at_exit),
            "importlib": lambda: system.make_importlib(self),
            "posix": lambda: operating_system.make(self),
            "select": lambda: waiting.make(self),
            "sys": lambda: system.make_sys(self),
            "time": lambda: clock.make(self),
        }
        self.modules = Modules(own, self._own_module, {"traceback": errors.hide_the_simulator})
        streams.give_descriptors(self, Input(stdin))
        own_io, own_sys = self.modules.load("_io"), self.modules.load("sys")
        names = ("stdin", "stdout", "stderr")
        for name, stream in zip(names, streams.standard_streams(self, own_io.FileIO), strict=True):
            setattr(own_sys, name, stream)
            setattr(own_sys, f"__{name}__", stream)
        self._sys = own_sys
        self.reports = errors.Reports(self.modules, self._complain, lambda: self.gone)
        self.modules.builtins.update(streams.own_builtins(own_sys, own_io.open))
        self.modules.builtins |= {"__build_class__": self._build_class, steps.TICK: self._step}

    # From outside

    def start(self, cause: int) -> None:
        why = Why(rules.STARTED, file=self.file)
        row = ProgramRow(self.file, self.arguments, Status.RUNNING)
        self._record = self.node.put(PROGRAMS, self.number, row, why, cause)
        main = self._add_thread(self._main, "MainThread", self._record)
        self.kernel.at(self.kernel.now, main.resume, None)

    def drop(self) -> None:
        """Forget the program where it stands, without a record; nothing of its text runs any more."""
        self.give_up()
        for thread in list(self.threads.values()):
            thread.drop()

    # For the surface

    def running(self) -> Thread:
        """The thread that makes a call now."""
        if self.gone or self.current is None:
            self._unwind()
        return self.current

    @property
    def is_running(self) -> bool:
        """Whether it is the program that runs now: else its objects are only being thrown away."""
        return self.current is not None and not self.gone

    def begin(self, thread: Thread) -> None:
        """A thread begins to run."""
        self.current = thread
        self._steps = 0

    def last_record(self) -> int:
        """What the running thread does follows from this record."""
        return self._record if self.current is None else self.current.record

    def thread_name(self, thread: Thread) -> str:
        """As ``threading`` knows it, and else the name of its function."""
        threading = self.modules.loaded.get("threading")
        known = getattr(threading, "_active", {}).get(threads.ident_of(thread))
        return self._thread_names[thread.number] if known is None else str(known._name)

    def new_thread(self, run: Callable[[], object], name: str, cause: int) -> Thread:
        """A thread that runs a function; it has to be resumed."""

        def live() -> None:
            thread = self.running()
            try:
                run()
            except SystemExit:
                pass
            except (GreenletExit, KeyboardInterrupt):
                raise
            except BaseException as error:
                self._complain(f"Exception ignored in thread started by: <function {name}>\n")
                self.print_error(error)
            self._end_thread(thread)

        return self._add_thread(live, name, cause)

    def print_error(self, error: BaseException | None) -> None:
        """Print an exception on standard error, as Python does, without the simulator's own frames."""
        if error is not None:
            self._complain(errors.text(error, self.modules))

    def _complain(self, text: str) -> None:
        with suppress(Exception):  # the program may have closed it
            self._sys.stderr.write(text)

    def path_of(self, path: Any) -> str:
        """The absolute path that a program means."""
        name = path if isinstance(path, str) else path.decode() if isinstance(path, bytes) else path.__fspath__()
        return posixpath.normpath(posixpath.join(self.folder, name))

    @property
    def random(self) -> random.Random:
        """The program's own random stream."""
        if self._random is None:
            self._random = random.Random(self.node.random.getrandbits(64))
        return self._random

    def random_octets(self, size: int) -> bytes:
        return self.random.randbytes(size)

    def leave(self, status: int) -> None:
        """End at once (``os._exit``)."""
        self._end(status, Status.ENDED, Why(rules.ENDED, file=self.file, status=status))
        raise GreenletExit

    # The main thread

    def _main(self) -> None:
        main = self.running()
        status, error = self._run_text()
        threading = self.modules.loaded.get("threading")
        if threading is not None:
            self._guard(threading._shutdown)
        self._guard(self._at_exit.run)
        for name in ("stdout", "stderr", "__stdout__", "__stderr__"):
            with suppress(Exception):  # as it may be closed, or nothing that can be flushed
                getattr(self._sys, name).flush()
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
            if end.code is None or isinstance(end.code, int):
                return end.code or 0, None
            self._complain(f"{end.code}\n")
            return 1, None
        except (GreenletExit, KeyboardInterrupt):
            raise
        except BaseException as raised:
            error = raised
        else:
            return 0, None
        self._tell(error)
        return 1, type(error).__name__

    def _tell(self, error: BaseException) -> None:
        """Give an exception that nobody caught to the program's own hook."""
        try:
            self._sys.excepthook(type(error), error, error.__traceback__)
        except (GreenletExit, KeyboardInterrupt):
            raise
        except BaseException as raised:
            another = raised
        else:
            return
        self._complain("Error in sys.excepthook:\n")
        self.print_error(another)
        self._complain("\nOriginal exception was:\n")
        self.print_error(error)

    def _guard(self, function: Callable[[], object]) -> None:
        """Call what is the program's, and let none of its exceptions leave it."""
        try:
            function()
        except (GreenletExit, KeyboardInterrupt):
            raise
        except SystemExit:
            pass
        except BaseException as error:
            self.print_error(error)

    def _own_module(self, name: str) -> tuple[CodeType, str, bool] | None:
        """A module that stands beside the program."""
        path = name.replace(".", "/")
        for file, is_package in ((f"{path}/__init__.py", True), (f"{path}.py", False)):
            found = self.files.file(posixpath.join(HOME, file))
            if found is not None:
                self.own_files.add(file)
                return self.reports.compiled(found.octets.decode(), file), file, is_package
        return None

    def _build_class(self, body: Callable[..., Any], name: str, *bases: Any, **keywords: Any) -> Any:
        """What the statement ``class`` calls, in the program's own text and in the library's."""
        made = self.identities.build_class(body, name, *bases, **keywords)
        finalizer = vars(made).get("__del__") if isinstance(made, type) else None
        if finalizer is not None:
            type.__setattr__(made, "__del__", self._while_running(finalizer))
        return made

    def _while_running(self, finalizer: Callable[[object], object]) -> Callable[[object], None]:
        """A ``__del__`` that does nothing where the program is no more and its objects are only being thrown away."""

        @wraps(finalizer)
        def finalize(thing: object) -> None:
            if self.is_running:
                finalizer(thing)

        return finalize

    # Threads and their end

    def _add_thread(self, run: Callable[[], None], name: str, cause: int) -> Thread:
        number = len(self._thread_names)
        thread = self.threads[number] = Thread(self, number, run, cause)
        self._thread_names[number] = name
        return thread

    def _end_thread(self, thread: Thread) -> None:
        if self.gone:
            return
        del self.threads[thread.number]
        key = (self.number, thread.number)
        why = Why(rules.THREAD_ENDED, thread=self.thread_name(thread))
        thread.record = self.node.remove(THREADS, key, why, thread.record)
        thread.end()

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

    def give_up(self) -> None:
        """Let nothing of the program's text run any more."""
        self.gone = True
        self._steps = self._limit

    # Steps

    def _step(self) -> bool:
        self._steps += 1
        if self._steps > self._limit:
            self._stop()
        return True

    def _stop(self) -> None:
        if not self.gone:
            for fd in (1, 2):
                output = self.descriptors.get(fd).file
                if isinstance(output, Output):
                    output.end_line()
            why = Why(rules.STOPPED, file=self.file, limit=self._limit)
            self.node.output(
                f"{self.file}: stopped after {self._limit} steps without a call that waits", self.last_record()
            )
            self._end(137, Status.STOPPED, why)
        self._unwind()

    @staticmethod
    def _unwind() -> NoReturn:
        """Leave the frames of a program that is gone; a generator that is being closed leaves without a word so."""
        raise GeneratorExit if sys.exc_info()[0] is GeneratorExit else GreenletExit
