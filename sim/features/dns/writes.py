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


def _asked(read: Callable[[Question], str], parse: Callable[[str], Any], field: str, example: str) -> Variable[Message]:
    """A part of the first question."""

    def write(message: Message, value: Any) -> Message | None:
        if not message.question:
            return None
        first, *others = message.question
        return _changed(message, question=(first._replace(**{field: value}), *others))

    return Variable(lambda message: read(message.question[0]) if message.question else None, parse, write, example)


def _answered(
    is_it: Callable[[ResourceRecord], bool],
    read: Callable[[ResourceRecord], str],
    parse: Callable[[str], Any],
    write: Callable[[ResourceRecord, Any], ResourceRecord],
    example: str,
) -> Variable[Message]:
    """A part of the first answer that is so."""

    def first(message: Message) -> int | None:
        return next((index for index, record in enumerate(message.answer) if is_it(record)), None)

    def value_of(message: Message) -> str | None:
        index = first(message)
        return None if index is None else read(message.answer[index])

    def changed(message: Message, value: Any) -> Message | None:
        index = first(message)
        if index is None:
            return None
        answer = list(message.answer)
        answer[index] = write(answer[index], value)
        return _changed(message, answer=tuple(answer))

    return Variable(value_of, parse, changed, example)


def _data(kind: type[Any], parse: Callable[[str], Any], example: str) -> Variable[Message]:
    """The data of the first answer of a type."""
    return _answered(
        lambda record: isinstance(record.rdata, kind),
        lambda record: record.rdata.text,
        parse,
        lambda record, value: record._replace(rdata=kind(value)),
        example,
    )


def _any(record: ResourceRecord) -> bool:
    return True


_HOST = "www.example.com"
VARIABLES = {
    "dns.qry.name": _asked(lambda asked: asked.name.text, _name, "name", _HOST),
    "dns.qry.type": _asked(lambda asked: numbers.type_name(asked.qtype), _type, "qtype", "AAAA"),
    "dns.resp.name": _answered(
        _any, lambda record: record.name.text, _name, lambda record, name: record._replace(name=name), _HOST
    ),
    "dns.resp.ttl": _answered(
        _any, lambda record: str(record.ttl), _ttl, lambda record, ttl: record._replace(ttl=ttl), "60"
    ),
    "dns.a": _data(rdata.A, IPv4Address.parse, "10.0.0.1"),
    "dns.cname": _data(rdata.Cname, _name, _HOST),
    "dns.ns": _data(rdata.Ns, _name, "ns1.example.com"),
    "dns.ptr.domain_name": _data(rdata.Ptr, _name, _HOST),
}
"""By the names that Wireshark has: of the first question, and of the first answer, or the first of the type."""
