"""The standard library's own texts, compiled, for programs that get copies of their own. Nothing is imported here."""

import os
from functools import cache
from importlib.machinery import ExtensionFileLoader, ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType

INSTALLED = "/usr/lib/python3"
"""Where the library is on every simulated host, wherever it is on this machine: tracebacks name it."""


class Text:
    """A module of the library: its code, and the folder of its submodules where it is a package."""

    __slots__ = ("code", "folder", "origin")

    def __init__(self, code: CodeType, origin: str, folder: str | None) -> None:
        self.code = code
        self.origin = origin
        self.folder = folder


def real_folder() -> Path:
    """Where the library is on this machine."""
    return Path(os.__file__).parent


@cache
def find(name: str) -> Text | None:
    """The text of a module that is written in Python; ``None`` for one written in C, and where there is none.

    Finding never imports a package: its place follows from its name.
    """
    spec = _spec(name)
    if spec is None or not isinstance(spec.loader, SourceFileLoader):
        return None
    code = spec.loader.get_code(name)
    assert code is not None, f"{name} is a module with a text"
    origin = f"{INSTALLED}/{Path(spec.loader.path).relative_to(real_folder()).as_posix()}"
    folder = None if spec.submodule_search_locations is None else origin.rpartition("/")[0]
    return Text(_at(code, origin), origin, folder)


@cache
def is_extension(name: str) -> bool:
    """Whether a module is written in C, in a file of its own."""
    spec = _spec(name)
    return spec is not None and isinstance(spec.loader, ExtensionFileLoader)


def _spec(name: str) -> ModuleSpec | None:
    package, _, _ = name.rpartition(".")
    folder = real_folder().joinpath(*package.split(".")) if package else real_folder()
    places = [str(folder)] if package else [str(folder), str(folder / "lib-dynload")]
    return PathFinder.find_spec(name, places)


def _at(code: CodeType, origin: str) -> CodeType:
    """The same code, said to stand in the file ``origin``."""
    constants = tuple(_at(each, origin) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_filename=origin, co_consts=constants)
