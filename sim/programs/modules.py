"""The modules of one program: as a process has its own, so has it.

What a module is follows from how it is made, by four rules:

1. What knows the machine (its clock, threads, sockets, files, processes, chance) is ours, or is not there.
2. What the program's own files define is theirs.
3. What the standard library writes in Python is run afresh for this program, on top of the modules that it finds.
4. What is written in C and only computes is the interpreter's own, in a module of this program's: what a program puts
   into it is seen by nobody else.
"""

from __future__ import annotations

import builtins
import importlib
import sys
from collections.abc import Callable, Mapping
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any

from sim.programs import absent, library

ABSENT = frozenset(
    {
        # The machine itself, which a simulated host does not have.
        "_ctypes", "_curses", "_dbm", "_gdbm", "_locale", "_multiprocessing", "_posixshmem", "_scproxy",
        "_sqlite3", "_ssl", "_tkinter", "_winapi", "grp", "mmap", "msvcrt", "nis", "nt", "ossaudiodev", "pwd",
        "readline", "resource", "spwd", "ssl", "syslog", "termios", "winreg", "_overlapped", "_uuid",
        # The interpreter itself: a look at its memory, another interpreter, a way to crash it.
        "_ctypes_test", "_interpchannels", "_interpqueues", "_interpreters", "_remote_debugging", "_testcapi",
        "_testinternalcapi", "_tracemalloc", "_xxinterpchannels", "_xxsubinterpreters", "faulthandler",
        # Quicker copies in C of what the library also writes in Python: they go to the real clock, to the real locks
        # or to the interpreter's own modules, where the Python text asks this program's.
        "_asyncio", "_datetime", "_pickle", "_queue", "_warnings", "_zoneinfo",
    }
)  # fmt: skip
"""The modules of which no host has a copy."""

_INTERPRETER = ("codecs", "encodings", "importlib", "_frozen_importlib", "_frozen_importlib_external")
"""Written in Python, and yet the interpreter's: codecs are registered with it, and it imports by itself."""

Factory = Callable[[], ModuleType]
Source = Callable[[str], tuple[CodeType, str, bool] | None]


def stand_in(name: str, **members: Any) -> ModuleType:
    """A module that stands in for one that knows the machine."""
    made = ModuleType(name)
    vars(made).update(members)
    return made


class Modules:
    """Imports for one program.

    ``own`` makes the modules that stand in for those that know the machine; ``source`` finds the program's own modules:
    code, file and whether it is a package. ``after`` has a last touch for a module that was just run. ``in_library`` is
    how many modules of the library are being imported now: what those do is not the program's doing.
    """

    def __init__(self, source: Source, after: Mapping[str, Callable[[ModuleType], None]]) -> None:
        self.own: dict[str, Factory] = {}
        self.loaded: dict[str, ModuleType] = {}
        self.in_library = 0
        self.builtins: dict[str, Any] = dict(vars(builtins))
        self._source = source
        self._after = after
        module = ModuleType("builtins")
        self.builtins["__import__"] = self.dunder_import
        vars(module).update(self.builtins)
        self.builtins = vars(module)
        self.loaded["builtins"] = module

    def dunder_import(
        self,
        name: str,
        namespace: Mapping[str, Any] | None = None,
        _: Mapping[str, Any] | None = None,
        names: tuple[str, ...] | None = (),
        level: int = 0,
    ) -> ModuleType:
        """What the statement ``import`` calls (see the documentation of ``__import__``)."""
        full = _absolute(name, namespace or {}, level)
        module = self.load(full)
        if names:
            absent.check_names(module, names)
            if hasattr(module, "__path__"):
                self._load_named(module, names)
            return module
        if level == 0:
            return self.loaded[name.partition(".")[0]]
        return self.loaded[full[: len(full) - len(name) + len(name.partition(".")[0])]] if name else module

    def load(self, name: str) -> ModuleType:
        """Import a module by its full name; raises ``ModuleNotFoundError``."""
        found = self.loaded.get(name)
        if found is not None:
            return found
        package, _, last = name.rpartition(".")
        if package:
            parent = self.load(package)
            if name in self.loaded:  # its package imported it
                return self.loaded[name]
            if not hasattr(parent, "__path__") and package not in self.own:
                raise ModuleNotFoundError(f"No module named {name!r}; {package!r} is not a package", name=name)
        module = self._make(name)
        self.loaded.setdefault(name, module)
        module = self.loaded[name]
        if package:
            setattr(self.loaded[package], last, module)
        return module

    def run(self, name: str, code: CodeType, file: str, folder: str | None = None) -> ModuleType:
        """Make a module of code. It can be imported while it runs, and not any more where it fails."""
        module = self.empty(name, file, folder)
        self.loaded[name] = module
        package, _, last = name.rpartition(".")
        if package:
            # Before it runs: modules of a package import one another in circles.
            setattr(self.loaded[package], last, module)
        try:
            exec(code, vars(module))
            after = self._after.get(name)
            if after is not None:
                after(module)
        except BaseException:
            self.loaded.pop(name, None)
            if package:
                vars(self.loaded[package]).pop(last, None)
            raise
        return module

    def empty(self, name: str, file: str, folder: str | None = None) -> ModuleType:
        """A module in which code can run."""
        module = ModuleType(name)
        spec = ModuleSpec(name, None, origin=file, is_package=folder is not None)
        spec.has_location = True
        module.__spec__ = spec
        module.__file__ = file
        module.__package__ = name if folder is not None else name.rpartition(".")[0]
        if folder is not None:
            module.__path__ = [folder]
        vars(module)["__builtins__"] = self.builtins
        return module

    def _make(self, name: str) -> ModuleType:
        factory = self.own.get(name)
        if factory is not None:
            return factory()
        if name not in ABSENT:
            if name.partition(".")[0] in _INTERPRETER or name in sys.builtin_module_names:
                return self.copied(importlib.import_module(name))
            own = self._source(name)
            if own is not None:
                code, file, is_package = own
                return self.run(name, code, file, file.rpartition("/")[0] if is_package else None)
            is_absent = name.partition(".")[0] in absent.MODULES
            text = None if is_absent else library.find(name)
            if text is not None:
                self.in_library += 1
                try:
                    return self.run(name, text.code, text.origin, text.folder)
                finally:
                    self.in_library -= 1
            if not is_absent and library.is_extension(name):
                return self.copied(importlib.import_module(name))
        raise ModuleNotFoundError(absent.no_module(name), name=name)

    def copied(self, real: ModuleType) -> ModuleType:
        """A module of the interpreter as this program's own, with this program's modules in place of those it names."""
        copy = ModuleType(real.__name__)
        self.loaded[real.__name__] = copy  # modules name one another in circles
        for name, value in list(vars(real).items()):
            vars(copy)[name] = self._own_of(value) if isinstance(value, ModuleType) else value
        if "__builtins__" in vars(copy):
            vars(copy)["__builtins__"] = self.builtins
        return copy

    def _own_of(self, real: ModuleType) -> ModuleType | None:
        """What this program has in place of a module; ``None`` where no program has it."""
        try:
            return self.load(real.__name__)
        except ModuleNotFoundError:
            return None

    def _load_named(self, package: ModuleType, names: tuple[str, ...]) -> None:
        wanted = names
        if "*" in names:
            wanted = (*(name for name in names if name != "*"), *getattr(package, "__all__", ()))
        for each in wanted:
            full = f"{package.__name__}.{each}"
            if not hasattr(package, each):
                try:
                    self.load(full)
                except ModuleNotFoundError as error:
                    if error.name != full:
                        raise


def _absolute(name: str, namespace: Mapping[str, Any], level: int) -> str:
    if level == 0:
        return name
    package = namespace.get("__package__") or ""
    parts = package.rsplit(".", level - 1)
    if not package or len(parts) < level:
        raise ImportError("attempted relative import with no known parent package")
    return f"{parts[0]}.{name}" if name else str(parts[0])
