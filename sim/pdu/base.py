"""What all protocol data units share: value equality, a hash and a readable ``repr``."""


class Pdu:
    """A value that nobody changes once it is sent.

    ``len(pdu)`` is its length on the wire in octets, payload included and link padding left out. ``payload`` is what it
    carries: another value, octets, or ``None`` for a type that carries nothing.
    """

    __slots__: tuple[str, ...] = ()

    payload: "Pdu | bytes | None" = None

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
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __hash__(self) -> int:
        return hash(tuple(getattr(self, name) for name in self.__slots__))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({fields})"


Content = Pdu | bytes
"""What a header carries: a value where the octets were well formed and their type is known, else the octets."""
