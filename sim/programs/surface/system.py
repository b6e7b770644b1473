"""The modules ``sys``, ``gc``, ``_signal``, ``_random``, ``atexit`` and ``importlib`` of a program."""

import _random
import gc
import importlib
import sys
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

from sim.programs import library
from sim.programs.errors import Interrupt
from sim.programs.modules import stand_in
from sim.programs.process import Process

_SIGNALS = {
    "SIGHUP": 1, "SIGINT": 2, "SIGQUIT": 3, "SIGILL": 4, "SIGTRAP": 5, "SIGABRT": 6, "SIGBUS": 7, "SIGFPE": 8,
    "SIGKILL": 9, "SIGUSR1": 10, "SIGSEGV": 11, "SIGUSR2": 12, "SIGPIPE": 13, "SIGALRM": 14, "SIGTERM": 15,
    "SIGCHLD": 17, "SIGCONT": 18, "SIGSTOP": 19, "SIGTSTP": 20, "SIGTTIN": 21, "SIGTTOU": 22, "SIGURG": 23,
    "SIGXCPU": 24, "SIGXFSZ": 25, "SIGVTALRM": 26, "SIGPROF": 27, "SIGWINCH": 28, "SIGIO": 29, "SIGPWR": 30,
    "SIGSYS": 31,
}  # fmt: skip


class _Settings:
    """What a program sets of its interpreter, and can ask for again; nothing follows from it here."""

    def __init__(self) -> None:
        self._handlers: dict[int, Any] = {}
        self._hooks: tuple[Any, Any] = (None, None)

    def signal(self, number: int, handler: Any) -> Any:
        """No signal is ever sent to a program."""
        before = self.getsignal(number)
        self._handlers[number] = handler
        return before

    def getsignal(self, number: int) -> Any:
        return self._handlers.get(number, 0)

    def set_asyncgen_hooks(self, firstiter: Any = None, finalizer: Any = None) -> None:
        self._hooks = (firstiter, finalizer)

    def get_asyncgen_hooks(self) -> Any:
        return sys.get_asyncgen_hooks().__class__(self._hooks)


class AtExit:
    """What a program wants done when it ends."""

    def __init__(self) -> None:
        self._functions: list[partial[object]] = []

    def register(self, function: Callable[..., object], *args: Any, **kwargs: Any) -> Callable[..., object]:
        self._functions.append(partial(function, *args, **kwargs))
        return function

    def unregister(self, function: Callable[..., object]) -> None:
        self._functions = [each for each in self._functions if each.func != function]

    def take(self) -> "partial[object] | None":
        """What is to be done next, the last first; ``None`` at the end."""
        return self._functions.pop() if self._functions else None

    def run(self) -> None:
        """Do it all."""
        while (function := self.take()) is not None:
            function()


def make_atexit(hooks: AtExit) -> ModuleType:
    return stand_in("atexit", register=hooks.register, unregister=hooks.unregister, _run_exitfuncs=hooks.run)


def make_sys(process: Process) -> ModuleType:
    settings = _Settings()

    def excepthook(_: type[BaseException], error: BaseException, __: object) -> None:
        process.print_error(error)

    def ignore(*_: object) -> None:
        """Set nothing of the interpreter that runs the simulator."""

    own: dict[str, Any] = {
        "modules": process.modules.loaded,
        "path": ["/home/user", library.INSTALLED],
        "meta_path": [],
        "path_hooks": [],
        "argv": [process.file, *process.arguments],
        "orig_argv": ["python3", process.file, *process.arguments],
        "executable": "/usr/bin/python3",
        "platform": "linux",
        "builtin_module_names": (*sys.builtin_module_names, "posix"),
        "warnoptions": [],
        "excepthook": excepthook,
        "__excepthook__": excepthook,
        "unraisablehook": lambda told: process.print_error(told.exc_value),
        "settrace": ignore,
        "setprofile": ignore,
        "gettrace": lambda: None,
        "getprofile": lambda: None,
        "setrecursionlimit": ignore,
        "setswitchinterval": ignore,
        "set_int_max_str_digits": ignore,
        "addaudithook": ignore,
        "set_asyncgen_hooks": settings.set_asyncgen_hooks,
        "get_asyncgen_hooks": settings.get_asyncgen_hooks,
        "set_coroutine_origin_tracking_depth": ignore,
    }
    members = {name: value for name, value in vars(sys).items() if not name.startswith("__")}
    vars(process.sys).update(members | own)
    return process.sys


def make_gc() -> ModuleType:
    """What collects for the simulator as well can be called, and not switched on or off."""

    def ignore(*_: object) -> None:
        """Change nothing."""

    members = {name: value for name, value in vars(gc).items() if not name.startswith("__")}
    own = dict.fromkeys(("enable", "disable", "set_threshold", "set_debug", "freeze", "unfreeze"), ignore)
    return stand_in("gc", **{**members, **own, "isenabled": lambda: True})


def make_signal() -> ModuleType:
    settings = _Settings()

    def default_int_handler(*_: object) -> None:
        raise Interrupt

    settings.signal(2, default_int_handler)
    return stand_in(
        "_signal",
        **_SIGNALS,
        SIG_DFL=0,
        SIG_IGN=1,
        NSIG=65,
        signal=settings.signal,
        getsignal=settings.getsignal,
        default_int_handler=default_int_handler,
        set_wakeup_fd=lambda fd, *, warn_on_full_buffer=True: -1,
        siginterrupt=lambda number, flag: None,
        valid_signals=lambda: set(_SIGNALS.values()),
    )


def make_random(process: Process) -> ModuleType:
    class Random(_random.Random):
        def seed(self, value: Any = None) -> None:
            super().seed(process.random.getrandbits(128) if value is None else value)

    return stand_in("_random", Random=Random)


def make_importlib(process: Process) -> ModuleType:
    def import_module(name: str, package: str | None = None) -> ModuleType:
        level = len(name) - len(name.lstrip("."))
        if level:
            if not package:
                raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
            name = package.rsplit(".", level - 1)[0] + "." + name[level:]
        return process.modules.load(name)

    made = process.modules.copied(importlib)
    vars(made).update({"import_module": import_module, "__import__": process.modules.dunder_import})
    return made


def make_no_processes() -> ModuleType:
    def fork_exec(*_: object) -> int:
        raise OSError(38, "Function not implemented")

    return stand_in("_posixsubprocess", fork_exec=fork_exec)
