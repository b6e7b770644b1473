"""Hashes of objects that are nothing but themselves: their order of being asked, and not where in memory they are.

A set of such objects, of threads or of a program's own clients, is then gone through in the same order everywhere.
"""

import builtins
import weakref
from collections.abc import Callable
from typing import Any


class Identities:
    """The hashes of one program's objects."""

    def __init__(self) -> None:
        self._numbers: dict[int, tuple[int, weakref.ref[object]]] = {}
        self._last = 0
        self.root = type("object", (), {"__slots__": (), "__hash__": self._method(), "__module__": "builtins"})
        """What classes without a base are based on."""

    def hash_of(self, thing: object) -> int:
        """The same number each time; objects that cannot be referred to weakly have the hash that Python gives them."""
        key = id(thing)
        found = self._numbers.get(key)
        if found is not None:
            return found[0]
        try:
            reference = weakref.ref(thing, lambda _: self._numbers.pop(key, None))
        except TypeError:
            return object.__hash__(thing)
        self._last += 1
        self._numbers[key] = (self._last, reference)
        return self._last

    def build_class(self, body: Callable[..., Any], name: str, *bases: Any, **keywords: Any) -> Any:
        """What the statement ``class`` calls."""
        if not bases and not keywords:
            bases = (self.root,)
        return builtins.__build_class__(body, name, *bases, **keywords)

    def of_program(self, process: object, module: str) -> dict[str, Any]:
        """What a class of the surface has when it is a program's own."""
        return {"process": process, "__module__": module, "__hash__": self._method()}

    def _method(self) -> Callable[[object], int]:
        def own_hash(thing: object) -> int:
            return self.hash_of(thing)

        return own_hash
