"""Wireshark's display filters: ``ip.addr == 10.0.0.1 && !tcp.flags.ack``. The features say which fields there are.

A comparison holds if it holds for one of the values that a packet has for the field; ``!=`` if it holds for all of them
(Wireshark User's Guide, 6.4.3). A packet that lacks the field passes no comparison. A field or a protocol alone asks
whether the packet has it; a flag alone, whether it is set.
"""

import operator
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sim import registry
from sim.addresses import InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.packets import carried
from sim.pdu.base import Pdu
from sim.pdu_type import PduType
from sim.words import TextError, listed, nearest

Test = Callable[[Pdu], bool]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<sign>==|!=|<=|>=|&&|\|\||[<>!(){},])"""
    r"""|(?P<word>[A-Za-z0-9_.:/-]+)|(?P<bad>\S))"""
)
_SIGNS = {"eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "and": "&&", "or": "||", "not": "!"}
_COMPARISONS = ("==", "!=", "<", ">", "<=", ">=", "contains", "matches", "in")
_MOST_DEPTH = 50


class _Token(NamedTuple):
    text: str
    offset: int
    is_quoted: bool = False


class Field(NamedTuple):
    """A field that filters can ask for: the type of PDU that has it, and what gives its value."""

    kind: PduType[Any]
    of: Callable[[Any], Any]


@registry.remembered
def fields() -> dict[str, Field]:
    """All fields by their names."""
    return {name: Field(kind, of) for kind in registry.pdus().values() for name, of in kind.format.filters.items()}


@registry.remembered
def protocols() -> dict[str, PduType[Any]]:
    """The protocols by the names that begin those of their fields."""
    found = {name.partition(".")[0]: field.kind for name, field in fields().items()}
    return {name: kind for name, kind in found.items() if name != "frame"}


def is_display_filter(text: str) -> bool:
    """Whether a text is meant as one: it compares or joins, or names a field."""
    words = [token.text for token in _tokens(text, strict=False)]
    return any(word in ("==", "!=", "&&", "||", "!", "<", ">", "<=", ">=") for word in words) or any(
        "." in word and word.partition(".")[0] in (*protocols(), "frame") for word in words
    )


def parse(text: str) -> Test:
    """The test of packets that a filter means; raises ``TextError``."""
    reader = _Reader(list(_tokens(text)), len(text))
    test = reader.either(0)
    left = reader.peek()
    if left is not None:
        raise TextError(f"{left.text!r} does not belong here", "join tests with && or ||", left.offset)
    return test


def _tokens(text: str, strict: bool = True) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "bad"
        word, offset = found[kind], found.start(kind)
        if kind == "bad":
            if strict:
                raise TextError(f"{word!r} means nothing in a filter", "write one like ip.addr == 10.0.0.1", offset)
        elif kind == "text":
            yield _Token(re.sub(r"\\(.)", r"\1", word[1:-1]), offset, True)
        else:
            yield _Token(_SIGNS.get(word.lower(), word), offset)


class _Reader:
    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens = tokens
        self._end = end
        self._at = 0

    def peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def next(self, wanted: str) -> _Token:
        token = self.peek()
        if token is None:
            raise TextError(f"{wanted} is missing", "write one like ip.addr == 10.0.0.1", self._end)
        self._at += 1
        return token

    def take(self, sign: str) -> bool:
        token = self.peek()
        if token is None or token.is_quoted or token.text != sign:
            return False
        self._at += 1
        return True

    def either(self, depth: int) -> Test:
        tests = [self._both(depth)]
        while self.take("||"):
            tests.append(self._both(depth))
        return tests[0] if len(tests) == 1 else lambda packet: any(test(packet) for test in tests)

    def _both(self, depth: int) -> Test:
        tests = [self._single(depth)]
        while self.take("&&"):
            tests.append(self._single(depth))
        return tests[0] if len(tests) == 1 else lambda packet: all(test(packet) for test in tests)

    def _single(self, depth: int) -> Test:
        if depth > _MOST_DEPTH:
            raise TextError("this is nested too deep", "use fewer parentheses", self._tokens[self._at - 1].offset)
        if self.take("!"):
            denied = self._single(depth + 1)
            return lambda packet: not denied(packet)
        if self.take("("):
            inner = self.either(depth + 1)
            if not self.take(")"):
                self.next("')'")
                raise TextError("')' is missing", "close each parenthesis", self._tokens[self._at - 1].offset)
            return inner
        return self._comparison()

    def _comparison(self) -> Test:
        name = self.next("a field or a protocol")
        sign = self.peek()
        if sign is None or sign.is_quoted or sign.text not in _COMPARISONS:
            return _presence(name)
        self._at += 1
        field = _field(name)
        if sign.text == "in":
            wanted = self._set()
            return _any(field, lambda value: any(_compared("==", value, each) for each in wanted))
        token = self.next("a value")
        if sign.text == "matches":
            try:
                pattern = re.compile(token.text, re.IGNORECASE)
            except re.error as error:
                raise TextError(f"this is no regular expression: {error}", "", token.offset) from None
            return _any(field, lambda value: pattern.search(_text(value)) is not None)
        if sign.text == "contains":
            return _any(field, lambda value: token.text in _text(value))
        value = _value(token)
        if sign.text == "!=":
            return lambda packet: (
                bool(found := _values(field, packet)) and not any(_compared("==", each, value) for each in found)
            )
        return _any(field, lambda each: _compared(sign.text, each, value))

    def _set(self) -> list[Any]:
        if not self.take("{"):
            token = self.next("'{'")
            raise TextError(f"{token.text!r} begins no set", "write {80, 443}", token.offset)
        found = []
        while not self.take("}"):
            found.append(_value(self.next("'}'")))
            self.take(",")
        return found


def _presence(name: _Token) -> Test:
    kind = protocols().get(name.text.lower())
    if kind is not None and not name.is_quoted:
        return lambda packet: any(each is kind for each, _ in carried.chain(packet))
    field = _field(name)
    return _any(field, lambda value: value is not False)


def _field(name: _Token) -> Field:
    found = None if name.is_quoted else fields().get(name.text.lower())
    if found is None:
        known = [*fields(), *protocols()]
        near = nearest(name.text.lower(), known)
        begin = [each for each in known if each.startswith(name.text.lower().rsplit(".", 1)[0] + ".")]
        hint = f"did you mean {listed(near)}?" if near else f"there are {listed(begin or list(protocols()), 'and')}"
        raise TextError(f"there is no field {name.text!r}", hint, name.offset)
    return found


def _values(field: Field, packet: Pdu) -> tuple[Any, ...]:
    found: list[Any] = []
    for kind, value in carried.chain(packet):
        if kind is field.kind:
            given = field.of(value)
            found += given if isinstance(given, tuple) else () if given is None else (given,)
    return tuple(found)


def _any(field: Field, test: Callable[[Any], bool]) -> Test:
    return lambda packet: any(test(value) for value in _values(field, packet))


def _value(token: _Token) -> Any:
    """What a word of a filter stands for: a number, an address, a network, or the text itself."""
    text = token.text
    if token.is_quoted:
        return text
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    for read in (_number, IPv4Address.parse, _network, MacAddress.parse):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _number(text: str) -> int:
    return int(text, 16 if text.lower().startswith("0x") else 10)


def _network(text: str) -> Prefix:
    return InterfaceAddress.parse(text).prefix


_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def _compared(sign: str, value: Any, wanted: Any) -> bool:
    if isinstance(wanted, Prefix):
        return sign == "==" and isinstance(value, IPv4Address) and value in wanted
    if isinstance(wanted, str) or isinstance(value, str | bytes):
        value, wanted = _text(value), _text(wanted)
    return _ORDERS[sign](value, wanted)


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
