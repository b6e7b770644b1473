"""DNS messages as values (RFC 1035 4.1)."""

from collections.abc import Iterator
from struct import Struct
from typing import NamedTuple

from sim.features.dns import numbers
from sim.features.dns.name import ROOT, Name
from sim.features.dns.octets import Writer, pack_16
from sim.features.dns.rdata import Opt, Rdata
from sim.pdu.base import Pdu

QR, AA, TC, RD, RA, AD, CD = 0x8000, 0x0400, 0x0200, 0x0100, 0x0080, 0x0020, 0x0010
"""The flags of a header (RFC 1035 4.1.1, RFC 4035 3.1.6)."""

HEADER = Struct("!HHHHHH")
_QUESTION = Struct("!HH")
_RECORD = Struct("!HHI")

PLAIN_SIZE = 512
"""Octets of a message over UDP, where nobody said that there may be more (RFC 1035 2.3.4)."""


class Question(NamedTuple):
    """What is asked: records of a type (QTYPE) and a class (QCLASS) under a name."""

    name: Name
    qtype: int
    qclass: int = numbers.IN

    def __str__(self) -> str:
        return f"{self.name} {numbers.class_name(self.qclass)} {numbers.type_name(self.qtype)}"


class ResourceRecord(NamedTuple):
    """A record. ``ttl`` is in seconds; ``rdata`` says what it is about ``name``."""

    name: Name
    rtype: int
    rclass: int
    ttl: int
    rdata: Rdata

    def __str__(self) -> str:
        rclass, rtype = numbers.class_name(self.rclass), numbers.type_name(self.rtype)
        return f"{self.name} {self.ttl} {rclass} {rtype} {self.rdata.text}"


class Edns(NamedTuple):
    """What the OPT record of a message says (RFC 6891 6.1.2, 6.1.3).

    ``size`` is how many octets its sender takes over UDP, ``extended`` the upper bits of the response code, ``flags``
    the other 16 bits, of which the first is DO.
    """

    size: int
    extended: int = 0
    version: int = 0
    flags: int = 0
    options: tuple[tuple[int, bytes], ...] = ()

    def record(self) -> ResourceRecord:
        """The OPT record that says this."""
        ttl = self.extended << 24 | self.version << 16 | self.flags
        return ResourceRecord(ROOT, numbers.OPT, self.size, ttl, Opt(self.options))

    @classmethod
    def of(cls, record: ResourceRecord) -> "Edns":
        """What an OPT record says."""
        ttl, rdata = record.ttl, record.rdata
        options = rdata.options if isinstance(rdata, Opt) else ()
        return cls(record.rclass, ttl >> 24, ttl >> 16 & 0xFF, ttl & 0xFFFF, options)


class _Measured(Pdu):
    """``size`` is how many octets a message was read from, 0 for one that was not. It is no part of the value."""

    __slots__ = ("size",)


class Message(_Measured):
    """A message: ``id``, ``flags`` (all 16 bits behind it), and four sections."""

    __slots__ = ("additional", "answer", "authority", "flags", "id", "question")

    def __init__(
        self,
        id: int,  # noqa: A002 - the field's name
        flags: int,
        question: tuple[Question, ...] = (),
        answer: tuple[ResourceRecord, ...] = (),
        authority: tuple[ResourceRecord, ...] = (),
        additional: tuple[ResourceRecord, ...] = (),
        size: int = 0,
    ) -> None:
        self.id = id
        self.flags = flags
        self.question = question
        self.answer = answer
        self.authority = authority
        self.additional = additional
        self.size = size

    @property
    def is_response(self) -> bool:
        return bool(self.flags & QR)

    @property
    def opcode(self) -> int:
        return self.flags >> 11 & 0xF

    @property
    def rcode(self) -> int:
        """The response code, with the upper bits that an OPT record has."""
        edns = self.edns
        return self.flags & 0xF | (0 if edns is None else edns.extended << 4)

    @property
    def edns(self) -> Edns | None:
        """What its OPT record says; ``None`` where it has none."""
        for record in self.additional:
            if record.rtype == numbers.OPT:
                return Edns.of(record)
        return None

    @property
    def records(self) -> Iterator[ResourceRecord]:
        """All records, section by section."""
        yield from self.answer
        yield from self.authority
        yield from self.additional

    @property
    def octets(self) -> bytes:
        """Its octets, with names compressed."""
        writer = Writer()
        question, answer, authority, additional = self.question, self.answer, self.authority, self.additional
        counts = len(question), len(answer), len(authority), len(additional)
        writer.octets += HEADER.pack(self.id, self.flags, *counts)
        for asked in question:
            write_question(writer, asked)
        for section in (answer, authority, additional):
            for record in section:
                write_record(writer, record)
        return bytes(writer.octets)

    def __len__(self) -> int:
        return self.size or len(self.octets)


def write_question(writer: Writer, question: Question) -> None:
    name, qtype, qclass = question
    writer.name(name)
    writer.octets += _QUESTION.pack(qtype, qclass)


def write_record(writer: Writer, record: ResourceRecord) -> None:
    name, rtype, rclass, ttl, rdata = record
    octets = writer.octets
    writer.name(name)
    octets += _RECORD.pack(rtype, rclass, ttl)
    at = len(octets)
    octets += b"\0\0"
    rdata.write(writer)
    octets[at : at + 2] = pack_16(len(octets) - at - 2)


class TcpMessage(Pdu):
    """A message as it goes over TCP, behind two octets with its length (RFC 1035 4.2.2)."""

    __slots__ = ("payload",)
    payload: Message

    def __init__(self, payload: Message) -> None:
        self.payload = payload

    def __len__(self) -> int:
        return 2 + len(self.payload)
