"""Wireshark's display filters: ``ip.addr == 10.0.0.1 && !tcp.flags.ack``. The features say which fields there are.

A comparison holds if it holds for one of the values that a packet has for the field; ``!=`` if it holds for all of them
(Wireshark User's Guide, 6.4.3). A packet that lacks the field passes no comparison. A field or a protocol alone asks
whether the packet has it; a flag alone, whether it is set. What an ICMP error quotes is searched, too. Each frame is
read by itself: fragments are not put together.
"""

import operator
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, cast

from sim import registry
from sim.addresses import InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.link import rules
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Ethernet, Frame
from sim.packets.carried import finder
from sim.packets.past import past
from sim.pdu.base import Pdu
from sim.pdu_type import Field, PduType
from sim.quantities import SECOND
from sim.trace.history import frames_sent
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace
from sim.why import Why
from sim.words import TextError, listed, nearest

Test = Callable[[Trace, int], bool]
"""Whether the frame that a record puts on a link passes."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"?)|(?P<range>\.\.)|(?P<sign>!==|===|==|!=|<=|>=|&&|\|\||[<>!(){},&~\[\]])"""
    r"""|(?P<word>[A-Za-z0-9_:/-]+(?:\.[A-Za-z0-9_:/-]+)*)|(?P<bad>\S))"""
)
_SIGNS = {
    "eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "and": "&&", "or": "||", "not": "!",
    "all_eq": "===", "any_ne": "!==", "~": "matches", "bitwise_and": "&",
}  # fmt: skip
_JOINTS = ("&&", "||")
COMPARISONS = ("==", "!=", "<", ">", "<=", ">=", "contains", "matches", "in")
_OF_ALL = ("===", "!==")
"""What holds where "==" holds for all values, and where it fails for one of them."""
_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "len": lambda value: len(_whole(value)),
    "lower": lambda value: _text(value).lower(),
    "upper": lambda value: _text(value).upper(),
}
_COUNT = "count"
_LONG = (bytes, str, MacAddress, IPv4Address)
"""The types of values that have a length."""
_PLACE = re.compile(r"(?P<begin>-?\d+)?(?:(?P<joint>:)(?P<rest>\d+)?|-(?P<last>\d+))?")
_OCTETS = re.compile(r"(?:0x)?([0-9A-Fa-f]|(?:[0-9A-Fa-f]{2}[:.-]?)*[0-9A-Fa-f]{2})")
_MOST_DEPTH = 50
_FORMER = {"bootp": "dhcp"}
"""What protocols were called in earlier versions of Wireshark."""
_EXAMPLE = "write one like ip.addr == 10.0.0.1"


class Filter(NamedTuple):
    """A filter, read: its ``test``, and ``remarks`` on what is out of date or means something else in Wireshark."""

    test: Test
    remarks: tuple[TextError, ...]

    def accepts(self, packet: Pdu) -> bool:
        """Whether a packet passes of which nothing else is known: the first and only one."""
        trace = Trace()
        trace.add(Kind.FRAME_SENT, 0, trace.add_spot(""), NO_CAUSE, packet, Why(rules.CONFIGURED, link=""))
        return self.test(trace, 0)


class _Token(NamedTuple):
    text: str
    offset: int
    is_quoted: bool = False


class Known(NamedTuple):
    """A field that filters can ask for, and the type of PDU that has it; ``None`` for the frame itself."""

    kind: PduType[Any] | None
    field: Field[Any]


def _number_of(trace: Trace, n: int) -> int:
    """The number of a packet as lists have it, from 1."""
    return bisect_left(_sent(trace), n) + 1


def _since_first(trace: Trace, n: int) -> float:
    return float(trace.at[n] - trace.at[_sent(trace)[0]]) / SECOND


def _since_last(trace: Trace, n: int) -> float:
    sent = _sent(trace)
    return float(trace.at[n] - trace.at[sent[max(0, bisect_left(sent, n) - 1)]]) / SECOND


def _sent(trace: Trace) -> Any:
    """The records that are packets; kept with the trace for as long as that does not grow."""
    length, found = trace.kept.get(frames_sent, (-1, None))
    if length != len(trace):
        found = frames_sent(trace)
        trace.kept[frames_sent] = len(trace), found
    return found


_FRAME: dict[str, Field[Any]] = {
    "frame.number": Field(_number_of),
    "frame.time_relative": Field(_since_first, float),
    "frame.time_delta": Field(_since_last, float),
    "frame.time_epoch": Field(lambda trace, n: trace.at[n] / SECOND, float),
    "frame.len": Field(lambda trace, n: len(wire.encode(trace.what[n]))),
}
"""The fields of a frame as it is captured, each from its trace and the number of its record."""


@registry.remembered
def fields() -> dict[str, Known]:
    """All fields by their names."""
    found = {name: Known(None, field) for name, field in _FRAME.items()}
    return found | {
        name: Known(kind, field) for kind in registry.pdus().values() for name, field in kind.format.filters.items()
    }


@registry.remembered
def protocols() -> dict[str, PduType[Any]]:
    """The protocols by the names that begin those of their fields."""
    return {name.partition(".")[0]: known.kind for name, known in fields().items() if known.kind is not None}


def is_display_filter(text: str) -> bool:
    """Whether a text is meant as one: it compares or joins, or names a field."""
    tokens = [*_tokens(text, strict=False)]
    words = [token.text for token in tokens if not token.is_quoted]
    begins = (*protocols(), "frame", *_FORMER)
    return (
        any(word in (*COMPARISONS[:6], *_OF_ALL, *_JOINTS, "!", "&", "[") for word in words)
        or any("." in word and word.partition(".")[0].lower() in begins for word in words)
        or (len(words) > 1 and words[1] in ("contains", "matches") and words[0].lower() in begins)
        or (len(tokens) == len(words) == 1 and words[0].lower() in ({*begins} - {"frame"} - {*registry.words()}))
    )


def parse(text: str) -> Filter:
    """The filter that is meant; raises ``TextError``."""
    reader = _Reader(list(_tokens(text)), len(text))
    test = reader.either(0)
    left = reader.peek()
    if left is not None:
        raise TextError(f"{left.text!r} does not belong here", "join tests with && or ||", left.offset)
    return Filter(test, tuple(reader.remarks))


def completions(text: str) -> list[str]:
    """How the last word of a filter may go on: the fields and protocols, or what may stand behind one."""
    head, word = split(text)
    before = [token.text for token in _tokens(head, strict=False)]
    if not before or before[-1] in (*_JOINTS, "!", "("):
        found = sorted({*fields(), *protocols(), "frame"})
        return [name for name in found if name.startswith(word.lower())]
    if before[-1].lower() in fields():
        return [sign for sign in (*COMPARISONS, *_JOINTS) if sign.startswith(word)]
    if len(before) > 1 and before[-2] in COMPARISONS:
        return [sign for sign in _JOINTS if sign.startswith(word)]
    return []


def split(text: str) -> tuple[str, str]:
    """A filter as what is written, and the word at its end that is still being written."""
    found = re.search(r"[A-Za-z0-9_.]*$", text)
    begin = len(text) if found is None else found.start()
    return text[:begin], text[begin:]


def _tokens(text: str, strict: bool = True) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "bad"
        word, offset = found[kind], found.start(kind)
        if kind == "bad":
            if strict:
                raise _wrong(text, word, offset)
        elif kind == "text":
            is_closed = len(word) > 1 and word.endswith('"')
            if strict and not is_closed:
                raise TextError("the text has no end", "close it with a quotation mark", offset)
            yield _Token(re.sub(r"\\(.)", r"\1", word[1:-1] if is_closed else word[1:]), offset, True)
        else:
            yield _Token(_SIGNS.get(word.lower(), word), offset)


def _wrong(text: str, sign: str, offset: int) -> TextError:
    """What is wrong with a sign that no filter has there; a point may be where the name of a field goes on."""
    head, word = split(text[: offset + 1])
    longer = next((name for name in sorted(fields()) if len(word) > 1 and name.startswith(word.lower())), "")
    if longer:
        return TextError(f"the name of a field goes on behind {word!r}", f"write one like {longer}", len(head))
    return TextError(f"{sign!r} means nothing in a filter", _EXAMPLE, offset)


class _Reader:
    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens = tokens
        self._end = end
        self._at = 0
        self.remarks: list[TextError] = []

    def peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def next(self, wanted: str) -> _Token:
        token = self.peek()
        if token is None:
            raise TextError(f"{wanted} is missing", _EXAMPLE, self._end)
        self._at += 1
        return token

    def _stands(self, sign: str) -> bool:
        token = self.peek()
        return token is not None and not token.is_quoted and token.text == sign

    def take(self, sign: str) -> bool:
        if not self._stands(sign):
            return False
        self._at += 1
        return True

    def either(self, depth: int) -> Test:
        tests = [self._both(depth)]
        while self.take("||"):
            tests.append(self._both(depth))
        return tests[0] if len(tests) == 1 else lambda trace, n: any(test(trace, n) for test in tests)

    def _both(self, depth: int) -> Test:
        tests = [self._single(depth)]
        while self.take("&&"):
            tests.append(self._single(depth))
        return tests[0] if len(tests) == 1 else lambda trace, n: all(test(trace, n) for test in tests)

    def _single(self, depth: int) -> Test:
        if depth > _MOST_DEPTH:
            raise TextError("this is nested too deep", "use fewer parentheses", self._tokens[self._at - 1].offset)
        if self.take("!"):
            denied = self._single(depth + 1)
            return lambda trace, n: not denied(trace, n)
        if self.take("("):
            inner = self.either(depth + 1)
            if not self.take(")"):
                self.next("')'")
                raise TextError("')' is missing", "close each parenthesis", self._tokens[self._at - 1].offset)
            return inner
        return self._comparison()

    def _comparison(self) -> Test:
        name = self._current(self.next("a field or a protocol"))
        if any(map(self._stands, ("[", "&", "("))):
            values, kind = self._operand(name, None)
            sign = self._sign()
            return _any(values, bool) if sign is None else self._against(sign, values, kind)
        sign = self._sign()
        return self._presence(name) if sign is None else self._against(sign, *self._operand(name, sign))

    def _against(self, sign: _Token, values: "_Values", kind: type) -> Test:
        """The test of values against what stands behind the sign."""
        if sign.text in ("in", "!in"):
            is_in = _any(values, self._set(kind))
            # "not in" also holds for what has no such field, as to Wireshark.
            return is_in if sign.text == "in" else lambda trace, n: not is_in(trace, n)
        token = self.next("a value")
        if sign.text == "matches":
            return _any(values, _matching(token))
        if sign.text == "contains":
            return _any(values, _containing(kind, token))
        if not token.is_quoted and token.text.lower() in fields():
            others, their_kind = self._operand(self._current(token), None)
            if _compared_as(kind) is not _compared_as(their_kind):
                raise TextError(f"{token.text} is of another kind", "compare two numbers or two texts", token.offset)
            return self._two_fields(values, sign, others)
        return _of_values(sign.text, values, lambda order: _comparing(order, _value(kind, token), token))

    def _sign(self) -> _Token | None:
        """The sign of a comparison, taken, if one stands here; ``!in`` for "not in"."""
        token = self.peek()
        if token is None or token.is_quoted:
            return None
        if token.text == "!" and self._at + 1 < len(self._tokens) and self._tokens[self._at + 1].text == "in":
            self._at += 2
            return token._replace(text="!in")
        if token.text not in COMPARISONS and token.text not in _OF_ALL:
            return None
        self._at += 1
        return token

    def _operand(self, name: _Token, sign: _Token | None) -> "tuple[_Values, type]":
        """What is compared: a field or a protocol, some of its octets or bits, or what a function makes of it."""
        function = name.text.lower()
        if self._stands("("):
            if function not in (*_FUNCTIONS, _COUNT):
                hint = f"there are {listed([*_FUNCTIONS, _COUNT], 'and')}"
                raise TextError(f"there is no function {name.text!r}", hint, name.offset)
            self._at += 1
            asked = self._current(self.next("a field"))
            inner, kind = self._operand(asked, None)
            if function == "len" and kind not in _LONG:
                raise TextError(f"{asked.text} is a number", "take the length of octets or of a text", asked.offset)
            if not self.take(")"):
                raise TextError("')' is missing", "close each parenthesis", self._offset())
            if function == _COUNT:
                return (lambda trace, n: (len(found),) if (found := inner(trace, n)) else ()), int
            make = _FUNCTIONS[function]
            return (lambda trace, n: [*map(make, inner(trace, n))]), int if function == "len" else str
        values, kind = self._asked(name, None if self._stands("[") else sign)
        opening = self._offset()
        if self.take("["):
            if kind not in _LONG:
                raise TextError(f"{name.text} is a number", "take its bits, as in tcp.flags & 2", opening)
            values, kind = self._sliced(values), str if kind is str else bytes
        if kind is not str and self.take("&"):
            mask_token = self.next("a mask")
            mask, whole = _value(int, mask_token), values
            return (lambda trace, n: [_as_number(value) & mask for value in whole(trace, n)]), int
        return values, kind

    def _offset(self) -> int:
        token = self.peek()
        return self._end if token is None else token.offset

    def _sliced(self, values: "_Values") -> "_Values":
        """Some of the octets of values: ``[0:3]`` three from the first, ``[0-2]`` from the first to the third."""
        cuts: list[slice] = []
        while True:
            token = self.next("a place, such as [0:3]")
            cuts.append(_cut(token))
            if self.take("]"):
                break
            if not self.take(","):
                raise TextError("']' is missing", "write a place such as [0:3]", self._offset())

        def parts(value: Any) -> Any:
            whole = _whole(value)
            return whole[:0].join(whole[cut] for cut in cuts)

        return lambda trace, n: [part for value in values(trace, n) if (part := parts(value))]

    def _two_fields(self, values: "_Values", sign: _Token, others: "_Values") -> Test:
        def holds(order: str, trace: Trace, n: int) -> bool:
            found, theirs = values(trace, n), others(trace, n)
            return any(_ORDERS[order](value, other) for value in found for other in theirs)

        if sign.text in _OF_ALL:
            raise TextError(f"{sign.text} compares with a value", "write == or !=", sign.offset)
        if sign.text == "!=":
            return lambda trace, n: bool(values(trace, n)) and bool(others(trace, n)) and not holds("==", trace, n)
        return lambda trace, n: holds(sign.text, trace, n)

    def _current(self, name: _Token) -> _Token:
        """A name as it is today."""
        first, point, rest = name.text.partition(".")
        if name.is_quoted or first.lower() not in _FORMER:
            return name
        now = _FORMER[first.lower()]
        self.remarks.append(TextError(f"{first} is out of date", f"Wireshark says {now} today", name.offset))
        return name._replace(text=now + point + rest)

    def _presence(self, name: _Token) -> Test:
        if not name.is_quoted and name.text.lower() == "frame":
            return lambda trace, n: True
        kind = None if name.is_quoted else protocols().get(name.text.lower())
        if kind is not None:
            find = finder(kind)
            return lambda trace, n: bool(find(trace.what[n]))  # type: ignore[arg-type]  # records of this kind have frames
        known = _known(name)
        values = _reading(known)
        if known.field.type is bool and "flags" in name.text:
            told = f"{name.text} alone asks here whether it is set; to Wireshark each such header has it"
            self.remarks.append(TextError(told, f"write {name.text} == 1", name.offset))
        return _any(values, lambda value: value is not False)

    def _asked(self, name: _Token, sign: _Token | None) -> "tuple[_Values, type]":
        """What is compared: the values of a field, or all octets of a protocol."""
        word = name.text.lower()
        if name.is_quoted or word in fields() or word not in (*protocols(), "frame"):
            known = _known(name)
            return _reading(known), known.field.type
        if sign is not None and sign.text not in ("contains", "matches"):
            raise TextError(f"{name.text} is a protocol", f"ask for a field of it, such as {_some(word)}", sign.offset)
        return (_octets_of(protocols().get(word))), bytes

    def _set(self, kind: type) -> Callable[[Any], bool]:
        if not self.take("{"):
            token = self.next("'{'")
            raise TextError(f"{token.text!r} begins no set", "write {80, 443}", token.offset)
        tests: list[Callable[[Any], bool]] = []
        while not self.take("}"):
            first = self.next("'}'")
            wanted = _value(kind, first)
            if self.take(".."):
                last = self.next("the end of the range")
                tests.append(_between(first, wanted, _value(kind, last)))
            else:
                tests.append(_comparing("==", wanted, first))
            following = self.peek()
            if not self.take(",") and following is not None and following.text != "}":
                remark = TextError("Wireshark wants commas in a set", "write {80, 443}", following.offset)
                self.remarks.append(remark)
        return lambda value: any(test(value) for test in tests)


_Values = Callable[[Trace, int], Any]
"""The values of a field of the frame that a record is about."""


def _compared_as(kind: type) -> type:
    return int if kind in (bool, float) else kind


def _known(name: _Token) -> Known:
    found = None if name.is_quoted else fields().get(name.text.lower())
    if found is None:
        known = [*fields(), *protocols()]
        near = nearest(name.text.lower(), known)
        begin = [each for each in known if each.startswith(name.text.lower().rsplit(".", 1)[0] + ".")]
        hint = f"did you mean {listed(near)}?" if near else f"there are {listed(begin or list(protocols()), 'and')}"
        raise TextError(f"there is no field {name.text!r}", hint, name.offset)
    return found


def _some(protocol: str) -> str:
    return next(name for name in fields() if name.startswith(f"{protocol}."))


def _reading(known: Known) -> _Values:
    """What gives all values of a field."""
    of, history = known.field.of, known.field.history
    if known.kind is None:
        return lambda trace, n: (of(trace, n),)
    find = finder(known.kind)

    def values(trace: Trace, n: int) -> list[Any]:
        found: list[Any] = []
        for pdu in find(cast(Pdu, trace.what[n])):
            given = of(pdu) if history is None else of(pdu, past(trace, history).of(n))
            if type(given) is tuple:
                found += given
            elif given is not None:
                found.append(given)
        return found

    return values


def values_of(name: str, packet: Pdu) -> list[Any]:
    """The values that a packet has for a field which the packet alone tells."""
    kind, field = fields()[name]
    assert kind is not None
    given = [field.of(pdu) for pdu in finder(kind)(packet)]
    return [each for value in given for each in (value if isinstance(value, tuple) else (value,)) if each is not None]


def _octets_of(kind: PduType[Any] | None) -> _Values:
    """The octets of a frame from where a protocol begins in it; ``None`` for all of the frame."""
    find = None if kind is None else finder(kind)

    def values(trace: Trace, n: int) -> tuple[bytes, ...]:
        frame = cast(Frame, trace.what[n])
        octets = wire.encode(frame)
        if find is None:
            return (octets,)
        trailer = len(frame.trailer) if isinstance(frame, Ethernet) else 0
        # What pads a short frame belongs to no protocol.
        return tuple(octets[len(frame) - trailer - len(pdu) : len(frame) - trailer] for pdu in find(frame)[:1])

    return values


def _of_values(sign: str, values: _Values, comparing: Callable[[str], Callable[[Any], bool]]) -> Test:
    """How a comparison holds for a packet that has several values."""
    if sign in ("==", "<", ">", "<=", ">="):
        return _any(values, comparing(sign))
    is_equal = comparing("==")
    if sign == "!=":
        return lambda trace, n: bool(found := values(trace, n)) and not any(map(is_equal, found))
    is_all = sign == "==="
    return lambda trace, n: bool(found := values(trace, n)) and all(map(is_equal, found)) is is_all


def _any(values: _Values, test: Callable[[Any], bool]) -> Test:
    return lambda trace, n: any(map(test, values(trace, n)))


_KINDS = {
    int: "a number",
    float: "a number of seconds",
    bool: "0 or 1",
    IPv4Address: "an address or a network, such as 10.0.0.0/8",
    MacAddress: "a MAC address",
    bytes: 'octets, such as 08:00, or a text, such as "GET"',
}


def _value(kind: type, token: _Token) -> Any:
    """What a word stands for that is compared with values of a type."""
    try:
        return _READERS.get(kind, _words)(token)
    except ValueError:
        raise TextError(f"{token.text!r} is not {_KINDS[kind]}", "", token.offset) from None


def _words(token: _Token) -> str:
    return token.text


def _number(token: _Token) -> int:
    if token.is_quoted:
        raise ValueError
    text = token.text.lower()
    return 1 if text == "true" else 0 if text == "false" else int(text, 16 if text.startswith("0x") else 10)


def _flag(token: _Token) -> bool:
    number = _number(token)
    if number not in (0, 1):
        raise ValueError
    return bool(number)


def _address(token: _Token) -> IPv4Address | Prefix:
    try:
        return IPv4Address.parse(token.text)
    except ValueError:
        return InterfaceAddress.parse(token.text).prefix


def _octets(token: _Token) -> bytes:
    if token.is_quoted:
        return token.text.encode()
    found = _OCTETS.fullmatch(token.text)
    if found is None:
        raise ValueError
    digits = re.sub("[:.-]", "", found[1])
    return bytes.fromhex(digits.zfill(2))


_READERS: dict[type, Callable[[_Token], Any]] = {
    int: _number,
    float: lambda token: float(token.text),
    bool: _flag,
    IPv4Address: _address,
    MacAddress: lambda token: MacAddress.parse(token.text.replace("-", ":")),
    bytes: _octets,
}

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def _comparing(sign: str, wanted: Any, token: _Token) -> Callable[[Any], bool]:
    """A test of one value."""
    if isinstance(wanted, Prefix):
        if sign != "==":
            raise TextError("a network has no order", "compare with ==, != or in", token.offset)
        return lambda value: value in wanted
    order = _ORDERS[sign]
    if isinstance(wanted, str):
        return lambda value: order(_text(value), wanted)
    return lambda value: order(value, wanted)


def _between(token: _Token, first: Any, last: Any) -> Callable[[Any], bool]:
    if isinstance(first, Prefix) or isinstance(last, Prefix):
        raise TextError("a network is no end of a range", "write an address", token.offset)
    return lambda value: bool(first <= value <= last)


def _matching(token: _Token) -> Callable[[Any], bool]:
    try:
        pattern = re.compile(token.text, re.IGNORECASE)
    except re.error as error:
        raise TextError(f"this is no regular expression: {error}", "", token.offset) from None
    return lambda value: pattern.search(_text(value)) is not None


def _containing(kind: type, token: _Token) -> Callable[[Any], bool]:
    if kind is not bytes:
        return lambda value: token.text in _text(value)
    octets = token.text.encode()
    if not token.is_quoted and re.fullmatch(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})+", token.text):
        octets = bytes.fromhex(token.text.replace(":", ""))
    return lambda value: octets in value


def _cut(token: _Token) -> slice:
    """``0:3`` (from, how many), ``0-2`` (from, to), ``:3``, ``4:`` or ``12``; from the end where it is negative."""
    found = None if token.is_quoted else _PLACE.fullmatch(token.text)
    if found is None:
        raise TextError(f"{token.text!r} is no place", "write one such as [0:3] or [12]", token.offset)
    begin = int(found["begin"] or 0)
    if found["last"]:
        return slice(begin, int(found["last"]) + 1)
    count = int(found["rest"]) if found["rest"] else None if found["joint"] else 1
    if count is None:
        return slice(begin, None)
    end = begin + count
    return slice(begin, None if begin < 0 <= end else end)


def _whole(value: Any) -> Any:
    """A value as what has a length: its octets, or its text."""
    if isinstance(value, MacAddress):
        return value.to_bytes(6, "big")
    return value.to_bytes(4, "big") if isinstance(value, IPv4Address) else value


def _as_number(value: Any) -> int:
    return int.from_bytes(value, "big") if isinstance(value, bytes) else int(value)


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
