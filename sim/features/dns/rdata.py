"""What records say (RDATA), typed where the type is known here, else as octets (RFC 3597)."""

from collections.abc import Callable
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from sim.addresses import IPv4Address
from sim.features.dns import numbers
from sim.features.dns.name import Name
from sim.features.dns.octets import Reader, Writer, pack_16, pack_32

V = TypeVar("V")


class Kind(NamedTuple, Generic[V]):
    """A kind of field in the data of records.

    ``read`` gives the value at a place, given where the data end, and the place behind it; ``None`` where the data are
    too short for it. ``text`` is how zone files have it.
    """

    read: Callable[[Reader, int, int], tuple[V, int] | None]
    write: Callable[[Writer, V], None]
    text: Callable[[V], str] = str


class Rdata:
    """The data of a record. Nobody changes them; two are equal where they say the same, names by RFC 4343."""

    __slots__: tuple[str, ...] = ()
    rtype: ClassVar[int]
    fields: ClassVar[tuple[tuple[str, Kind[Any]], ...]] = ()
    """The fields by name, in their order."""

    def write(self, writer: Writer) -> None:
        for name, kind in self.fields:
            kind.write(writer, getattr(self, name))

    @property
    def text(self) -> str:
        """The data as zone files have them."""
        return " ".join(kind.text(getattr(self, name)) for name, kind in self.fields)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._said() == other._said()

    def __hash__(self) -> int:
        return hash(self._said())

    def _said(self) -> tuple[Any, ...]:
        """All that it says."""
        return tuple([getattr(self, name) for name, _ in self.fields])

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"


def _read_16(reader: Reader, at: int, end: int) -> tuple[int, int] | None:
    return (int.from_bytes(reader.octets[at : at + 2], "big"), at + 2) if at + 2 <= end else None


def _read_32(reader: Reader, at: int, end: int) -> tuple[int, int] | None:
    return (int.from_bytes(reader.octets[at : at + 4], "big"), at + 4) if at + 4 <= end else None


def _read_name(reader: Reader, at: int, end: int) -> tuple[Name, int] | None:
    return reader.name(at) if at < end else None


def _read_address(reader: Reader, at: int, end: int) -> tuple[IPv4Address, int] | None:
    found = _read_32(reader, at, end)
    return None if found is None else (IPv4Address(found[0]), found[1])


def _read_address6(reader: Reader, at: int, end: int) -> tuple[bytes, int] | None:
    return (reader.octets[at : at + 16], at + 16) if at + 16 <= end else None


def _read_string(reader: Reader, at: int, end: int) -> tuple[bytes, int] | None:
    if at >= end:
        return None
    behind = at + 1 + reader.octets[at]
    return (reader.octets[at + 1 : behind], behind) if behind <= end else None


def _read_strings(reader: Reader, at: int, end: int) -> tuple[tuple[bytes, ...], int] | None:
    strings: list[bytes] = []
    while not strings or at < end:
        found = _read_string(reader, at, end)
        if found is None:
            return None
        strings.append(found[0])
        at = found[1]
    return (*strings,), at


def _write_string(writer: Writer, value: bytes) -> None:
    writer.octets.append(len(value))
    writer.octets += value


def _write_strings(writer: Writer, value: tuple[bytes, ...]) -> None:
    for string in value:
        _write_string(writer, string)


def quoted(octets: bytes) -> str:
    """A character string as zone files have it, in quotes (RFC 1035 5.1)."""
    escaped = (
        f"\\{chr(octet)}" if octet in b'"\\' else chr(octet) if 0x20 <= octet < 0x7F else f"\\{octet:03}"
        for octet in octets
    )
    return f'"{"".join(escaped)}"'


def address6_text(octets: bytes) -> str:
    """An IPv6 address from its 16 octets, as RFC 5952 writes it: ``2001:db8::1``."""
    groups = [octets[at] << 8 | octets[at + 1] for at in range(0, 16, 2)]
    if groups[:6] == [0, 0, 0, 0, 0, 0xFFFF]:
        return f"::ffff:{IPv4Address(int.from_bytes(octets[12:], 'big'))}"
    longest, begin, at = 1, 0, 0
    while at < 8:
        zeros = next((n for n in range(8 - at) if groups[at + n]), 8 - at)
        if zeros > longest:
            longest, begin = zeros, at
        at += zeros + 1
    words = [f"{group:x}" for group in groups]
    if longest == 1:
        return ":".join(words)
    return f"{':'.join(words[:begin])}::{':'.join(words[begin + longest :])}"


WORD: Kind[int] = Kind(_read_16, lambda writer, value: writer.octets.extend(pack_16(value)))
LONG: Kind[int] = Kind(_read_32, lambda writer, value: writer.octets.extend(pack_32(value)))
NAME: Kind[Name] = Kind(_read_name, Writer.name)
PLAIN_NAME: Kind[Name] = Kind(_read_name, Writer.plain_name)
"""A name that is not compressed (RFC 2782, RFC 6672 2.5), but read in either form."""
ADDRESS: Kind[IPv4Address] = Kind(_read_address, lambda writer, value: writer.octets.extend(pack_32(value)))
ADDRESS6: Kind[bytes] = Kind(_read_address6, lambda writer, value: writer.octets.extend(value), address6_text)
STRING: Kind[bytes] = Kind(_read_string, _write_string, quoted)
STRINGS: Kind[tuple[bytes, ...]] = Kind(_read_strings, _write_strings, lambda value: " ".join(map(quoted, value)))


class A(Rdata):
    """A host's address (RFC 1035 3.4.1)."""

    __slots__ = ("address",)
    rtype = numbers.A
    fields = (("address", ADDRESS),)

    def __init__(self, address: IPv4Address) -> None:
        self.address = address


class Aaaa(Rdata):
    """A host's IPv6 address, 16 octets (RFC 3596 2.2)."""

    __slots__ = ("address",)
    rtype = numbers.AAAA
    fields = (("address", ADDRESS6),)

    def __init__(self, address: bytes) -> None:
        self.address = address


class Named(Rdata):
    """Data that are one other name."""

    __slots__ = ("target",)
    fields = (("target", NAME),)

    def __init__(self, target: Name) -> None:
        self.target = target


class Ns(Named):
    """A name server of the zone (RFC 1035 3.3.11)."""

    __slots__ = ()
    rtype = numbers.NS


class Cname(Named):
    """The name that an alias stands for (RFC 1035 3.3.1)."""

    __slots__ = ()
    rtype = numbers.CNAME


class Ptr(Named):
    """The name that is pointed to (RFC 1035 3.3.12)."""

    __slots__ = ()
    rtype = numbers.PTR


class Dname(Named):
    """What stands for the end of all names below (RFC 6672 2.1)."""

    __slots__ = ()
    rtype = numbers.DNAME
    fields = (("target", PLAIN_NAME),)


class Soa(Rdata):
    """Where a zone begins (RFC 1035 3.3.13). All but the names and ``serial`` are in seconds.

    ``minimum`` bounds how long it is remembered that a name is not there (RFC 2308 4).
    """

    __slots__ = ("expire", "minimum", "mname", "refresh", "retry", "rname", "serial")
    rtype = numbers.SOA
    fields = (
        ("mname", NAME), ("rname", NAME), ("serial", LONG), ("refresh", LONG), ("retry", LONG), ("expire", LONG),
        ("minimum", LONG),
    )  # fmt: skip

    def __init__(
        self, mname: Name, rname: Name, serial: int, refresh: int, retry: int, expire: int, minimum: int
    ) -> None:
        self.mname = mname
        self.rname = rname
        self.serial = serial
        self.refresh = refresh
        self.retry = retry
        self.expire = expire
        self.minimum = minimum


class Mx(Rdata):
    """Who takes mail for the name; the lowest preference first (RFC 1035 3.3.9)."""

    __slots__ = ("exchange", "preference")
    rtype = numbers.MX
    fields = (("preference", WORD), ("exchange", NAME))

    def __init__(self, preference: int, exchange: Name) -> None:
        self.preference = preference
        self.exchange = exchange


class Txt(Rdata):
    """One or more texts, of at most 255 octets each (RFC 1035 3.3.14)."""

    __slots__ = ("strings",)
    rtype = numbers.TXT
    fields = (("strings", STRINGS),)

    def __init__(self, strings: tuple[bytes, ...]) -> None:
        self.strings = strings


class Hinfo(Rdata):
    """What a host is (RFC 1035 3.3.2)."""

    __slots__ = ("cpu", "os")
    rtype = numbers.HINFO
    fields = (("cpu", STRING), ("os", STRING))

    def __init__(self, cpu: bytes, os: bytes) -> None:
        self.cpu = cpu
        self.os = os


class Srv(Rdata):
    """Where a service is (RFC 2782)."""

    __slots__ = ("port", "priority", "target", "weight")
    rtype = numbers.SRV
    fields = (("priority", WORD), ("weight", WORD), ("port", WORD), ("target", PLAIN_NAME))

    def __init__(self, priority: int, weight: int, port: int, target: Name) -> None:
        self.priority = priority
        self.weight = weight
        self.port = port
        self.target = target


class Opt(Rdata):
    """The options of EDNS: code and octets of each (RFC 6891 6.1.2). Its record says the rest: see ``Edns``."""

    __slots__ = ("options",)
    rtype = numbers.OPT

    def __init__(self, options: tuple[tuple[int, bytes], ...] = ()) -> None:
        self.options = options

    def write(self, writer: Writer) -> None:
        for code, value in self.options:
            writer.octets += pack_16(code) + pack_16(len(value)) + value

    @property
    def text(self) -> str:
        return " ".join(f"{code}:{value.hex()}" for code, value in self.options)

    def _said(self) -> tuple[Any, ...]:
        return self.options


class Other(Rdata):
    """The data of a type that is not known here, as octets (RFC 3597 3)."""

    __slots__ = ("octets", "type")

    def __init__(self, rtype: int, octets: bytes) -> None:
        self.type = rtype
        self.octets = octets

    def write(self, writer: Writer) -> None:
        writer.octets += self.octets

    @property
    def text(self) -> str:
        return f"\\# {len(self.octets)} {self.octets.hex()}".rstrip()

    def _said(self) -> tuple[Any, ...]:
        return self.type, self.octets


TYPED: dict[int, type[Any]] = {
    kind.rtype: kind for kind in (A, Aaaa, Ns, Cname, Ptr, Dname, Soa, Mx, Txt, Hinfo, Srv, Opt)
}


def read(reader: Reader, rtype: int, rclass: int, at: int, end: int) -> Rdata:
    """The data between two places; raises ``BadMessageError``."""
    kind = TYPED.get(rtype)
    if rtype == numbers.OPT:
        return _read_opt(reader, at, end)
    # RFC 2136 2.4, 2.5: in the classes NONE and ANY a record may come without data, whatever its type.
    if kind is None or (rclass != numbers.IN and (rclass >= numbers.NO_CLASS or rtype in _INTERNET_ONLY)):
        return Other(rtype, reader.octets[at:end])
    values, place = [], at
    for _, field in kind.fields:
        found = field.read(reader, place, end)
        if found is None:
            raise reader.bad_length(rtype, at, end - at)
        value, place = found
        values.append(value)
    if place != end:
        raise reader.bad_length(rtype, at, end - at)
    return kind(*values)  # type: ignore[no-any-return]


_INTERNET_ONLY = frozenset({numbers.A, numbers.AAAA, numbers.SRV})


def _read_opt(reader: Reader, at: int, end: int) -> Opt:
    begin, octets = at, reader.octets
    options = []
    while at < end:
        length = int.from_bytes(octets[at + 2 : at + 4], "big")
        behind = at + 4 + length
        if at + 4 > end or behind > end:
            raise reader.bad_length(numbers.OPT, begin, end - begin)
        options.append((octets[at] << 8 | octets[at + 1], octets[at + 4 : behind]))
        at = behind
    return Opt((*options,))
