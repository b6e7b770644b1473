"""What the simulator adds to a program's classes: hashes that are the same everywhere, and finalizers that end in time.

The hash of an object is its number in the order in which objects were first asked for a hash, and not its place in
memory. A set of threads, or of a program's own clients, is then gone through in the same order everywhere.
"""

import builtins
import weakref
from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol


class ClassOwner(Protocol):
    """What the classes of a program know of it."""

    @property
    def is_running(self) -> bool: ...


class Classes:
    """The classes of one program, and the hashes of their objects."""

    def __init__(self, process: ClassOwner) -> None:
        self._process = process
        self._numbers: dict[int, tuple[int, weakref.ref[object]]] = {}
        self._last = 0
        self.root = type("object", (), {"__slots__": (), "__hash__": self._hash_method(), "__module__": "builtins"})
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

    def build(self, body: Callable[..., Any], name: str, *bases: Any, **keywords: Any) -> Any:
        """What the statement ``class`` calls, in the program's own text and in the library's."""
        if not bases and not keywords:
            bases = (self.root,)
        made = builtins.__build_class__(body, name, *bases, **keywords)
        finalizer = vars(made).get("__del__") if isinstance(made, type) else None
        if finalizer is not None:
            type.__setattr__(made, "__del__", self._while_running(finalizer))
        return made

    def derived(self, base: type, name: str, module: str, **members: Any) -> Any:
        """A class of the surface as this program's own."""
        own = {"_process": self._process, "__module__": module, "__hash__": self._hash_method()}
        return type(name, (base,), {**own, **members})

    def _while_running(self, finalizer: Callable[[object], object]) -> Callable[[object], None]:
        """A ``__del__`` that does nothing once the program has ended and its objects are only being thrown away."""

        @wraps(finalizer)
        def finalize(thing: object) -> None:
            if self._process.is_running:
                finalizer(thing)

        return finalize

    def _hash_method(self) -> Callable[[object], int]:
        def own_hash(thing: object) -> int:
            return self.hash_of(thing)

        return own_hash
