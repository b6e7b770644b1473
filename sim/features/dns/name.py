"""Domain names (RFC 1034 3.1): labels of octets, whose case is kept and makes no difference (RFC 4343)."""

from collections.abc import Iterable

from sim.words import TextError

MAXIMUM_LABEL = 63
"""Octets of a label (RFC 1035 2.3.4)."""
MAXIMUM_NAME = 255
"""Octets of a name on the wire: its labels, a length octet before each, and the root's (RFC 1035 2.3.4)."""

_HINT = "write one like www.example.com"
_ESCAPED = frozenset(b'"().;\\@$')


class Name:
    """A domain name, from the host to the root, whose empty label is not in ``labels``. Nobody changes it.

    Two names are equal where they differ in small and capital ASCII letters alone (RFC 4343 3). Raises ``ValueError``
    for labels that cannot be: an empty one, one of more than 63 octets, or more than 255 octets in all.
    """

    __slots__ = ("key", "labels", "length")

    def __init__(self, labels: Iterable[bytes] = ()) -> None:
        self.labels = (*labels,)
        self.length = 1
        for label in self.labels:
            if not 0 < len(label) <= MAXIMUM_LABEL:
                raise ValueError(f"a label has 1 to {MAXIMUM_LABEL} octets, not {len(label)}")
            self.length += 1 + len(label)
        if self.length > MAXIMUM_NAME:
            raise ValueError(f"a name has at most {MAXIMUM_NAME} octets, not {self.length}")
        self.key = (*[label.lower() for label in self.labels],)

    @classmethod
    def known(cls, labels: tuple[bytes, ...], key: tuple[bytes, ...], length: int) -> "Name":
        """A name whose labels have been looked at before."""
        name = cls.__new__(cls)
        name.labels = labels
        name.key = key
        name.length = length
        return name

    @classmethod
    def parse(cls, text: str, origin: "Name | None" = None) -> "Name":
        """Read a name as zone files have it (RFC 1035 5.1): ``\\.`` and ``\\065`` are an octet each.

        A name without a dot at its end stands below ``origin``, or below the root where there is none. Raises
        ``TextError``.
        """
        if text == ".":
            return ROOT
        if text == "@" and origin is not None:
            return origin
        labels, is_absolute = _labels(text)
        for label in labels:
            if not label:
                raise TextError(f"{text!r} has an empty label", _HINT)
            if len(label) > MAXIMUM_LABEL:
                raise TextError(f"{text!r} has a label of {len(label)} octets", f"a label has {MAXIMUM_LABEL} at most")
        name = labels if is_absolute or origin is None else [*labels, *origin.labels]
        length = 1 + sum(1 + len(label) for label in name)
        if length > MAXIMUM_NAME:
            raise TextError(f"{text!r} has {length} octets", f"a name has {MAXIMUM_NAME} at most")
        return cls(name)

    @property
    def parent(self) -> "Name":
        """The name without its first label; the root's parent is the root."""
        if not self.labels:
            return self
        return Name.known(self.labels[1:], self.key[1:], self.length - 1 - len(self.labels[0]))

    @property
    def is_wildcard(self) -> bool:
        """Whether its first label is an asterisk (RFC 4592 2.1.1)."""
        return bool(self.labels) and self.labels[0] == b"*"

    def is_below(self, other: "Name") -> bool:
        """Whether it is the other name or stands below it."""
        key = other.key
        return not key or self.key[-len(key) :] == key

    def last(self, count: int) -> "Name":
        """Its last labels, so many."""
        first = len(self.labels) - count
        return self if first <= 0 else Name(self.labels[first:])

    def child(self, label: bytes) -> "Name":
        """The name with one more label in front; raises ``ValueError`` where that is too long."""
        return Name((label, *self.labels))

    def moved(self, old: "Name", new: "Name") -> "Name | None":
        """The name with ``new`` in place of ``old`` at its end (RFC 6672 2.2); ``None`` where that is too long."""
        length = self.length - old.length + new.length
        if length > MAXIMUM_NAME:
            return None
        kept = len(self.labels) - len(old.labels)
        return Name.known(self.labels[:kept] + new.labels, self.key[:kept] + new.key, length)

    @property
    def order(self) -> tuple[bytes, ...]:
        """What names are sorted by, from the root downwards (RFC 4034 6.1)."""
        return self.key[::-1]

    @property
    def text(self) -> str:
        """The name without the dot at its end, as people write it; ``.`` for the root."""
        return ".".join(map(_written, self.labels)) or "."

    def __len__(self) -> int:
        """Its length on the wire without compression, in octets."""
        return self.length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Name) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        return f"{self.text}." if self.labels else "."

    def __repr__(self) -> str:
        return f"Name({str(self)!r})"


ROOT = Name()


def reverse(address: int) -> Name:
    """The name under which the names of an IPv4 address are kept (RFC 1035 3.5): ``1.0.0.10.in-addr.arpa.``"""
    octets = address.to_bytes(4, "big")
    return Name((*(b"%d" % octet for octet in reversed(octets)), b"in-addr", b"arpa"))


def reverse6(address: bytes) -> Name:
    """The same of the 16 octets of an IPv6 address (RFC 3596 2.5)."""
    return Name((*(b"%x" % int(digit, 16) for digit in reversed(address.hex())), b"ip6", b"arpa"))


def _labels(text: str) -> tuple[list[bytes], bool]:
    """The labels of a text, and whether it ends in a dot."""
    octets = text.encode()
    labels, label, at = [], bytearray(), 0
    is_absolute = False
    while at < len(octets):
        octet = octets[at]
        at += 1
        is_absolute = octet == 0x2E
        if is_absolute:
            labels.append(bytes(label))
            label.clear()
        elif octet != 0x5C:
            label.append(octet)
        elif octets[at : at + 3].isdigit() and int(octets[at : at + 3]) < 256 and len(octets) >= at + 3:
            label.append(int(octets[at : at + 3]))
            at += 3
        elif octets[at : at + 1].isdigit() or at == len(octets):
            raise TextError(f"{text!r} has a backslash that means nothing", r"write \. or \046")
        else:
            label.append(octets[at])
            at += 1
    if not is_absolute:
        labels.append(bytes(label))
    return labels, is_absolute


def _written(label: bytes) -> str:
    """A label as zone files have it."""
    if label.isalnum():
        return label.decode("ascii")
    return "".join(
        f"\\{chr(octet)}" if octet in _ESCAPED else chr(octet) if 0x20 < octet < 0x7F else f"\\{octet:03}"
        for octet in label
    )
