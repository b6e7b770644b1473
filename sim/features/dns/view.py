"""How DNS messages are taken apart and told."""

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any, TypeVar

from sim.addresses import IPv4Address
from sim.features.dns import codec, numbers, rdata
from sim.features.dns.name import Name
from sim.features.dns.octets import Reader
from sim.features.dns.pdu import AA, AD, CD, HEADER, RA, RD, TC, Edns, Message, ResourceRecord, TcpMessage
from sim.features.dns.writes import VARIABLES
from sim.pdu_type import Codec, Detail, Essence, Field, Format, Part, Summary, Text, Word
from sim.wire.layers import APPLICATION, Extent, FieldView, Layer, header, piece
from sim.wire.layout import enumeration, hex16

_TYPE, _CLASS = enumeration(numbers.TYPES), enumeration(numbers.CLASSES)
_SECTIONS = ("Answer", "Authority", "Additional")


def dissect(extent: Extent) -> list[Layer]:
    """The header, each question and each record as a layer of its own; of octets that are none, the header alone."""
    octets, start, end, *_ = extent
    top = header(codec.LAYOUT, octets, start, end, title="DNS", place=APPLICATION)
    message = codec.decode(extent.body)
    return [top] if message is None else [top, *_Fields(extent, message).layers()]


class _Fields:
    """The fields of one message that is known to be well formed."""

    def __init__(self, extent: Extent, message: Message) -> None:
        self._extent = extent
        self._message = message
        self._reader = Reader(extent.body)
        self._at = HEADER.size
        self._begin = HEADER.size
        self._views: list[FieldView] = []

    def layers(self) -> Iterator[Layer]:
        message = self._message
        for asked in message.question:
            self._name("qname")
            self._number("qtype", 2, _TYPE)
            self._number("qclass", 2, _CLASS)
            yield self._layer("dns-question", f"Question {asked}")
        for title, records in zip(_SECTIONS, (message.answer, message.authority, message.additional), strict=True):
            for record in records:
                if record.rtype == numbers.OPT:
                    yield self._opt(record)
                else:
                    yield self._record(title, record)

    def _record(self, title: str, record: ResourceRecord) -> Layer:
        self._name("name")
        self._number("type", 2, _TYPE)
        self._number("class", 2, _CLASS)
        self._number("ttl", 4, lambda value: f"{value} s")
        end = self._length()
        for name, kind in record.rdata.fields:
            _, behind = kind.read(self._reader, self._at, end) or (None, end)
            self._add(name, behind, kind.text(getattr(record.rdata, name)))
        self._rest("rdata", end)
        owner, rtype = record.name, numbers.type_name(record.rtype)
        return self._layer("dns-record", f"{title} {owner} {rtype} {record.rdata.text}")

    def _opt(self, record: ResourceRecord) -> Layer:
        self._name("name")
        self._number("type", 2, _TYPE)
        self._number("size", 2)
        self._number("extended_rcode", 1)
        self._number("version", 1)
        self._number("flags", 2, hex16)
        end = self._length()
        self._rest("options", end)
        return self._layer("dns-opt", f"OPT {Edns.of(record).size} octets")

    def _layer(self, name: str, title: str) -> Layer:
        start = self._extent.start
        views, begin = (*self._views,), start + self._begin
        self._views.clear()
        self._begin = self._at
        return Layer(name, title, begin, start + self._at, views, *APPLICATION)

    def _name(self, field: str) -> None:
        name, behind = self._reader.name(self._at)
        self._add(field, behind, str(name))

    def _number(self, field: str, octets: int, show: Any = str) -> int:
        behind = self._at + octets
        value = int.from_bytes(self._reader.octets[self._at : behind], "big")
        self._add(field, behind, show(value), value)
        return value

    def _length(self) -> int:
        """Read the length of a record's data; where they end."""
        length = self._number("rdlength", 2)
        return self._at + length

    def _rest(self, field: str, end: int) -> None:
        start = self._extent.start
        self._views += piece(field, self._extent.octets, start + self._at, start + end)
        self._at = end

    def _add(self, field: str, behind: int, text: str, value: int | None = None) -> None:
        first, last = (self._extent.start + self._at) * 8, (self._extent.start + behind) * 8 - 1
        said = self._reader.octets[self._at : behind] if value is None else value
        self._views.append(FieldView(field, said, text, first, last))
        self._at = behind


def dissect_tcp(extent: Extent) -> list[Layer]:
    """The length, and the message behind it."""
    octets, start, end, *_ = extent
    length = header(codec.TCP_LAYOUT, octets, start, end, title="DNS over TCP", place=APPLICATION)
    behind = min(end, length.end + int.from_bytes(octets[start : length.end], "big"))
    return [length, *dissect(extent._replace(start=length.end, end=behind))]


_OPCODES = {
    0: "", 1: " inv_q", 2: " stat", 4: " notify", 5: " update", 9: " updateA", 10: " updateD", 11: " updateDA",
    12: " updateM", 13: " updateMA", 14: " zoneInit", 15: " zoneRef",
}  # fmt: skip
_RCODES = {
    0: "", 1: " FormErr", 2: " ServFail", 3: " NXDomain", 4: " NotImp", 5: " Refused", 6: " YXDomain", 7: " YXRRSet",
    8: " NXRRSet", 9: " NotAuth", 10: " NotZone", 15: " NoChange",
}  # fmt: skip


def summary(message: Message, carried: Summary | None, origin: Any) -> Summary:
    """A message as tcpdump tells it: ``12345+ A? www.example.com. (33)``."""
    return Summary(line(message), style="udp")


def line(message: Message) -> str:
    opcode = _OPCODES.get(message.opcode, f" op{message.opcode}")
    told = _told_response(message) if message.is_response else _told_query(message)
    return f"{message.id}{opcode}{told} ({len(message)})"


def _told_response(message: Message) -> str:
    flags, questions = message.flags, len(message.question)
    rcode = _RCODES.get(flags & 0xF, f" Resp{flags & 0xF}")
    marks = f"{'*' * bool(flags & AA)}{'-' * (not flags & RA)}{'|' * bool(flags & TC)}{'$' * bool(flags & AD)}"
    asked = f" [{questions}q]" if questions != 1 else ""
    counts = f" {len(message.answer)}/{len(message.authority)}/{len(message.additional)}"
    records = ", ".join(map(_record, message.answer))
    return f"{rcode}{marks}{asked}{counts}{' ' * bool(records)}{records}"


def _told_query(message: Message) -> str:
    flags = message.flags
    marks = f"{'+' * bool(flags & RD)}{'%' * bool(flags & CD)}"
    usual = (0, 1, 0, 0) if message.opcode == numbers.INVERSE_QUERY else (1, 0, 0, 0)
    counts = len(message.question), len(message.answer), len(message.authority), len(message.additional)
    names = ("q", "a", "n", "au")
    told = zip(counts, usual, names, strict=True)
    more = "".join(f" [{count}{name}]" for count, expected, name in told if count != expected)
    return f"{marks}{more}{''.join(map(_question, message.question))}"


def _question(question: Any) -> str:
    return f" {_type(question.qtype)}{_class(question.qclass)}? {question.name}"


_NAMED = frozenset(number for number in numbers.TYPES if number <= 48 or 249 <= number <= 255)
"""The types that tcpdump has names for."""


def _type(number: int) -> str:
    return numbers.TYPES[number] if number in _NAMED else f"Type{number}"


def _class(number: int) -> str:
    return "" if number == numbers.IN else f" {numbers.CLASSES.get(number) or f'Class{number}'}"


def _record(record: ResourceRecord) -> str:
    data = record.rdata
    said = ""
    if isinstance(data, rdata.Mx):
        said = f" {data.exchange} {data.preference}"
    elif isinstance(data, rdata.Srv):
        said = f" {data.target}:{data.port} {data.priority} {data.weight}"
    elif isinstance(data, rdata.Txt):
        said = "".join(f' "{string.decode("latin-1")}"' for string in data.strings)
    elif isinstance(data, rdata.A | rdata.Aaaa | rdata.Named):
        said = f" {data.text}"
    return f"{_type(record.rtype)}{_class(record.rclass)}{said}"


_KINDS = {"query": "query", "referral": "referral", "nodata": "no data", "answer": "answer"}


def labels(message: Message) -> tuple[str, ...]:
    rcode = message.flags & 0xF
    kind = next((kind for name, kind in _KINDS.items() if DETAILS[name].test(message)), "response")
    word = numbers.RCODES.get(rcode, kind) if rcode and message.is_response else kind
    if not message.question:
        return (f"DNS {word}", "DNS")
    asked = message.question[0]
    return (f"DNS {word} {numbers.type_name(asked.qtype)} {asked.name.text}", f"DNS {word}", "DNS")


def _plainly(name: Name) -> str:
    """A name as Wireshark has it: without the dot at its end."""
    return name.text.removesuffix(".") or "<Root>"


R = TypeVar("R", bound=rdata.Rdata)


def _addresses(message: Message) -> tuple[IPv4Address, ...]:
    return tuple(record.rdata.address for record in message.records if isinstance(record.rdata, rdata.A))


def _named(kind: type[rdata.Named]) -> Callable[[Message], tuple[str, ...]]:
    """The names that records of a type have as their data."""

    def read(message: Message) -> tuple[str, ...]:
        found = (record.rdata for record in message.records)
        return tuple(_plainly(data.target) for data in found if isinstance(data, kind))

    return read


def _data(kind: type[R], read: Callable[[R], Any]) -> Callable[[Message], tuple[Any, ...]]:
    """A part of the data of all records of a type."""
    return lambda message: tuple(read(each.rdata) for each in message.records if isinstance(each.rdata, kind))


def _asked_for(message: Message) -> str | None:
    return message.question[0].name.text if message.question else None


def _asked_type(message: Message) -> str | None:
    return numbers.type_name(message.question[0].qtype) if message.question else None


def facts(message: Message) -> Mapping[str, Any]:
    if not message.question:
        return {}
    asked = message.question[0]
    return {"qname": asked.name.text, "qtype": numbers.type_name(asked.qtype)}


def is_referral(message: Message) -> bool:
    """Whether a response names the servers of a zone further down, and nothing else (RFC 1034 4.3.1)."""
    types = {record.rtype for record in message.authority}
    is_other = not message.is_response or message.flags & AA or message.flags & 0xF or message.answer
    return not is_other and numbers.NS in types and numbers.SOA not in types


def is_nodata(message: Message) -> bool:
    """Whether the name is there, and no record of the type (RFC 2308 2.2)."""
    return message.is_response and not message.flags & 0xF and not message.answer and not is_referral(message)


DETAILS: Mapping[str, Detail[Message]] = {
    "query": Detail(lambda message: not message.is_response),
    "nxdomain": Detail(lambda message: message.is_response and message.flags & 0xF == numbers.NXDOMAIN),
    "referral": Detail(is_referral),
    "nodata": Detail(is_nodata),
    "answer": Detail(
        lambda message: message.is_response and message.flags & 0xF == numbers.NOERROR and bool(message.answer)
    ),
    "truncated": Detail(lambda message: bool(message.flags & TC)),
    "response": Detail(lambda message: message.is_response),
}

FORMAT: Format[Message] = Format(
    type=Message,
    codec=Codec(codec.encode, codec.decode, codec.fault),
    title="DNS",
    layout=codec.LAYOUT,
    fills=True,
    dissect=dissect,
    facts=facts,
    summary=summary,
    labels=labels,
    parts={
        "dns.id": Part("id"),
        "dns.flags.response": Part("qr"),
        "dns.flags.opcode": Part("opcode"),
        "dns.flags.rcode": Part("rcode"),
        "dns.count.queries": Part("qdcount"),
        "dns.count.answers": Part("ancount"),
        "dns.count.auth_rr": Part("nscount"),
        "dns.count.add_rr": Part("arcount"),
        "dns.flags.authoritative": Part("aa"),
        "dns.flags.truncated": Part("tc"),
        "dns.flags.recdesired": Part("rd"),
        "dns.flags.recavail": Part("ra"),
        "dns.flags.z": Part("z"),
        "dns.flags.authenticated": Part("ad"),
        "dns.flags.checkdisable": Part("cd"),
    },
    computed=("qdcount", "ancount", "nscount", "arcount"),
    variables=VARIABLES,
    essence=Essence(attrgetter(*(name for name in Message.__slots__ if name != "id"))),
    filters={
        "dns.id": Field(lambda message: message.id),
        "dns.flags.response": Field(lambda message: message.is_response, bool),
        "dns.flags.opcode": Field(lambda message: message.opcode),
        # Wireshark has "authoritative", "recavail" and "rcode" of responses alone.
        "dns.flags.authoritative": Field(
            lambda message: bool(message.flags & AA) if message.is_response else None, bool
        ),
        "dns.flags.truncated": Field(lambda message: bool(message.flags & TC), bool),
        "dns.flags.recdesired": Field(lambda message: bool(message.flags & RD), bool),
        "dns.flags.recavail": Field(lambda message: bool(message.flags & RA) if message.is_response else None, bool),
        "dns.flags.rcode": Field(lambda message: message.flags & 0xF if message.is_response else None),
        "dns.count.queries": Field(lambda message: len(message.question)),
        "dns.count.answers": Field(lambda message: len(message.answer)),
        "dns.count.auth_rr": Field(lambda message: len(message.authority)),
        "dns.count.add_rr": Field(lambda message: len(message.additional)),
        "dns.qry.name": Field(lambda message: tuple(_plainly(asked.name) for asked in message.question), str),
        "dns.qry.type": Field(lambda message: tuple(asked.qtype for asked in message.question)),
        "dns.resp.name": Field(lambda message: tuple(_plainly(record.name) for record in message.records), str),
        "dns.resp.type": Field(lambda message: tuple(record.rtype for record in message.records)),
        "dns.a": Field(_addresses, IPv4Address),
        "dns.cname": Field(_named(rdata.Cname), str),
        "dns.ns": Field(_named(rdata.Ns), str),
        "dns.ptr.domain_name": Field(_named(rdata.Ptr), str),
        "dns.mx.mail_exchange": Field(_data(rdata.Mx, lambda data: _plainly(data.exchange)), str),
        "dns.mx.preference": Field(_data(rdata.Mx, lambda data: data.preference)),
        "dns.txt": Field(_data(rdata.Txt, lambda data: data.strings[0].decode("utf-8", "replace")), str),
        "dns.soa.mname": Field(_data(rdata.Soa, lambda data: _plainly(data.mname)), str),
        "dns.soa.rname": Field(_data(rdata.Soa, lambda data: _plainly(data.rname)), str),
        "dns.soa.serial_number": Field(_data(rdata.Soa, lambda data: data.serial)),
        "dns.soa.minimum_ttl": Field(_data(rdata.Soa, lambda data: data.minimum)),
        "dns.srv.priority": Field(_data(rdata.Srv, lambda data: data.priority)),
        "dns.srv.weight": Field(_data(rdata.Srv, lambda data: data.weight)),
        "dns.srv.port": Field(_data(rdata.Srv, lambda data: data.port)),
        "dns.srv.target": Field(_data(rdata.Srv, lambda data: _plainly(data.target)), str),
        "dns.resp.ttl": Field(lambda message: tuple(each.ttl for each in message.records if each.rtype != numbers.OPT)),
    },
    words={codec.NAME: Word(DETAILS)},
    texts={
        "for": Text(_asked_for, alike=lambda name: name.lower().removesuffix(".")),
        "type": Text(_asked_type, alike=str.upper),
    },
)
TCP_FORMAT: Format[TcpMessage] = Format(
    type=TcpMessage,
    codec=Codec(codec.encode_tcp, codec.decode_tcp, codec.fault_tcp),
    title="DNS over TCP",
    layout=codec.TCP_LAYOUT,
    parts={"dns.length": Part("length")},
    lengths=("length",),
    computed=("length",),
    dissect=dissect_tcp,
    summary=lambda _, carried, __: (carried or Summary("domain"))._replace(style="tcp", joint=" "),
)
