"""What all protocol data units share: value equality, a hash and a readable ``repr``."""

from operator import attrgetter
from typing import Any, ClassVar


class Pdu:
    """A value that nobody changes once it is sent.

    ``len(pdu)`` is its length on the wire in octets, payload included and link padding left out. ``payload`` is what it
    carries: another value, octets, or ``None`` for a type that carries nothing.
    """

    __slots__: tuple[str, ...] = ()

    payload: "Pdu | bytes | None" = None
    _values: ClassVar["staticmethod[[Any], object]"] = staticmethod(lambda _: ())
    """All fields at once: two runs that are compared ask for them at every record."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._values = staticmethod(attrgetter(*cls.__slots__) if cls.__slots__ else Pdu._values)

    def __len__(self) -> int:
        raise NotImplementedError

    def marked(self) -> "Pdu | None":
        """The same, with the mark of a queue that grows (RFC 3168 5), or ``None`` where it cannot have one."""
        return None

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._values(self) == self._values(other)

    def __hash__(self) -> int:
        return hash(self._values(self))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({fields})"


Content = Pdu | bytes
"""What a header carries: a value where the octets were well formed and their type is known, else the octets."""
