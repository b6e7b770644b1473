"""Names, addresses and times of a DNS message with other values. Names are compressed anew."""

from collections.abc import Callable
from typing import Any

from sim.addresses import IPv4Address
from sim.features.dns import numbers, rdata
from sim.features.dns.name import Name
from sim.features.dns.pdu import Message, Question, ResourceRecord
from sim.pdu_type import Variable
from sim.words import TextError

_MOST_TTL = 2**31 - 1
"""RFC 2181 8."""


def _changed(message: Message, **changes: Any) -> Message:
    own = {name: getattr(message, name) for name in Message.__slots__}
    return Message(**(own | changes))


def _name(text: str) -> Name:
    try:
        return Name.parse(text)
    except TextError as error:
        raise ValueError(str(error)) from None


def _ttl(text: str) -> int:
    value = int(text)
    if not 0 <= value <= _MOST_TTL:
        raise ValueError(text)
    return value


def _type(text: str) -> int:
    word = text.upper()
    found = next((number for number, name in numbers.TYPES.items() if name == word), None)
    value = int(word) if found is None else found
    if not 0 <= value <= 0xFFFF:
        raise ValueError(text)
    return value


def _number(most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        value = int(text)
        if not 0 <= value <= most:
            raise ValueError(text)
        return value

    return parse


def _text(text: str) -> tuple[bytes, ...]:
    octets = text.encode()
    if len(octets) > _LONGEST_TEXT:
        raise ValueError(text)
    return (octets,)


def _asked(
    read: Callable[[Question], str], parse: Callable[[str], Any], field: str, example: str, number: int = 1
) -> Variable[Message]:
    """A part of a question, counted from 1."""

    def write(message: Message, value: Any) -> Message | None:
        if len(message.question) < number:
            return None
        question = list(message.question)
        question[number - 1] = question[number - 1]._replace(**{field: value})
        return _changed(message, question=tuple(question))

    return Variable(
        lambda message: read(message.question[number - 1]) if len(message.question) >= number else None,
        parse,
        write,
        example,
        lambda number: _asked(read, parse, field, example, number),
    )


def _in_record(
    is_it: Callable[[ResourceRecord], bool],
    read: Callable[[ResourceRecord], str | None],
    parse: Callable[[str], Any],
    write: Callable[[ResourceRecord, Any], ResourceRecord],
    example: str,
    number: int = 1,
) -> Variable[Message]:
    """A part of a record that is so, counted from 1 over the answers, the authority and the additional records."""

    def place(message: Message) -> tuple[str, int] | None:
        found = [
            (section, index)
            for section in _SECTIONS
            for index, record in enumerate(getattr(message, section))
            if is_it(record)
        ]
        return found[number - 1] if len(found) >= number else None

    def value_of(message: Message) -> str | None:
        found = place(message)
        return None if found is None else read(getattr(message, found[0])[found[1]])

    def changed(message: Message, value: Any) -> Message | None:
        found = place(message)
        if found is None:
            return None
        records = list(getattr(message, found[0]))
        records[found[1]] = write(records[found[1]], value)
        return _changed(message, **{found[0]: tuple(records)})

    return Variable(
        value_of,
        parse,
        changed,
        example,
        lambda number: _in_record(is_it, read, parse, write, example, number),
    )


_SECTIONS = ("answer", "authority", "additional")


def _data(
    kind: type[Any], field: str, parse: Callable[[str], Any], example: str, text: Callable[[Any], str | None] = str
) -> Variable[Message]:
    """A field of the data of a record of a type."""

    def write(record: ResourceRecord, value: Any) -> ResourceRecord:
        said = {name: getattr(record.rdata, name) for name, _ in kind.fields}
        return record._replace(rdata=kind(**(said | {field: value})))

    return _in_record(
        lambda record: isinstance(record.rdata, kind),
        lambda record: text(getattr(record.rdata, field)),
        parse,
        write,
        example,
    )


def _name_in(kind: type[Any], field: str, example: str) -> Variable[Message]:
    return _data(kind, field, _name, example, lambda name: name.text)


def _any(record: ResourceRecord) -> bool:
    """Whether it is a record: the pseudo-record of EDNS has no time to live, and no name (RFC 6891 6.1)."""
    return not isinstance(record.rdata, rdata.Opt)


def _is_named(record: ResourceRecord) -> bool:
    """Whether Wireshark calls its name so: that of a service is three fields there."""
    return _any(record) and not isinstance(record.rdata, rdata.Srv)


def _one_string(strings: tuple[bytes, ...]) -> str | None:
    return strings[0].decode("latin-1") if len(strings) == 1 and strings[0].isascii() else None


_HOST = "www.example.com"
_WORD, _LONG, _LONGEST_TEXT = 0xFFFF, 0xFFFFFFFF, 255
VARIABLES = {
    "dns.qry.name": _asked(lambda asked: asked.name.text, _name, "name", _HOST),
    "dns.qry.type": _asked(lambda asked: numbers.type_name(asked.qtype), _type, "qtype", "AAAA"),
    "dns.resp.name": _in_record(
        _is_named, lambda record: record.name.text, _name, lambda record, name: record._replace(name=name), _HOST
    ),
    "dns.resp.ttl": _in_record(
        _any, lambda record: str(record.ttl), _ttl, lambda record, ttl: record._replace(ttl=ttl), "60"
    ),
    "dns.a": _data(rdata.A, "address", IPv4Address.parse, "10.0.0.1"),
    "dns.cname": _name_in(rdata.Cname, "target", _HOST),
    "dns.ns": _name_in(rdata.Ns, "target", "ns1.example.com"),
    "dns.ptr.domain_name": _name_in(rdata.Ptr, "target", _HOST),
    "dns.mx.preference": _data(rdata.Mx, "preference", _number(_WORD), "10"),
    "dns.mx.mail_exchange": _name_in(rdata.Mx, "exchange", "mail.example.com"),
    "dns.txt": _data(rdata.Txt, "strings", _text, "a text", _one_string),
    "dns.soa.mname": _name_in(rdata.Soa, "mname", "ns1.example.com"),
    "dns.soa.rname": _name_in(rdata.Soa, "rname", "hostmaster.example.com"),
    "dns.soa.serial_number": _data(rdata.Soa, "serial", _number(_LONG), "2"),
    "dns.soa.refresh_interval": _data(rdata.Soa, "refresh", _number(_LONG), "3600"),
    "dns.soa.retry_interval": _data(rdata.Soa, "retry", _number(_LONG), "600"),
    "dns.soa.expire_limit": _data(rdata.Soa, "expire", _number(_LONG), "86400"),
    "dns.soa.minimum_ttl": _data(rdata.Soa, "minimum", _number(_LONG), "60"),
    "dns.srv.priority": _data(rdata.Srv, "priority", _number(_WORD), "10"),
    "dns.srv.weight": _data(rdata.Srv, "weight", _number(_WORD), "5"),
    "dns.srv.port": _data(rdata.Srv, "port", _number(_WORD), "80"),
    "dns.srv.target": _name_in(rdata.Srv, "target", _HOST),
}
"""By the names that Wireshark has: of the first question or record, or of the first record of the type."""
