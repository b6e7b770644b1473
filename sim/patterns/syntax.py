"""Reading a pattern, a moment or a link as people write them.

::

    pattern = [first | first 3 | 2nd | every | last] [broadcast | multicast | unicast] [FATE] PACKET {clause}
    PACKET  = a word of a type of PDU, and a detail where it has some: frame | arp [request | …] | tcp [syn | …] | …
    clause  = from WHO | to WHO | for WHO | port NUMBER | on LINK | at PLACE | leaving PLACE | reaching PLACE
            | after TIME | before TIME | FATE | NUMBER_NAME COUNT | TEXT_NAME WORD | containing TEXT
    NUMBER_NAME = a number of the packet's headers: seq | ack | window | length | ttl | id | offset | …
    TEXT_NAME = a text of the packet's own header: method | target | …
    COUNT   = NUMBER | at least NUMBER | at most NUMBER
    TEXT    = "text" with \\r, \\n, \\t, \\x00 as in Python, or octets as 0x0d0a
    FATE    = dropped | damaged | duplicated | queued
    WHO     = a node, an IPv4 address or a MAC address; with TCP and UDP also NODE:NUMBER or ADDRESS:NUMBER
    PLACE   = NODE or NODE:PORT
    LINK    = PLACE -- PLACE | NODE INTERFACE, of an interface without a port: pc1 lo
    moment  = start | end | TIME | pattern

Words are read by their places, so that a node may be called like any of them. Where a node and a word can stand at the
same place, the word is meant; a name in double quotes is always a node's.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sim import registry
from sim.addresses import IPv4Address, MacAddress, is_ipv6
from sim.patterns.pattern import (
    End,
    Measure,
    Names,
    Pattern,
    Says,
    Where,
    Who,
    find,
    numbers_of,
    texts_of,
    word_of,
)
from sim.pdu_type import Text
from sim.quantities import duration
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.words import TextError, UnknownNameError, listed, suggestion

CASTS = ("broadcast", "multicast", "unicast")
FATES = {
    "dropped": Kind.FRAME_DROPPED,
    "damaged": Kind.FRAME_DAMAGED,
    "duplicated": Kind.FRAME_DUPLICATED,
    "queued": Kind.FRAME_QUEUED,
}
CONTAINING = "containing"
CLAUSES = ("from", "to", "for", "port", "on", "at", "leaving", "reaching", "after", "before", *FATES)
_BEFORE_NODES = frozenset({"from", "to", "for", "on", "at", "leaving", "reaching", "--"})
"""Words behind which a node stands, whatever it is called."""

LINK = "--"
"""The name that an ``UnknownNameError`` gives to a link."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"(?:(?!--)\S)*|--|(?:(?!--)\S)+')
_QUOTED = re.compile(r'"(?P<name>(?:[^"\\]|\\.)+)"(?P<rest>.*)')
_OCTETS = re.compile(r"0x(?:[0-9a-fA-F]{2})+")
_ORDINAL = re.compile(r"([1-9]\d{0,8})(?:st|nd|rd|th)")
_COUNT = re.compile(r"[1-9]\d{0,8}")


class Moment(NamedTuple):
    """A point of a run: ``edge`` (``start`` or ``end``), a time in ns, or a packet."""

    text: str
    edge: str = ""
    time: int | None = None
    pattern: Pattern | None = None

    def record(self, trace: Trace) -> int | None:
        """The number of the record that shows it; ``None`` where it never comes."""
        if not len(trace):
            return None
        if self.pattern is not None:
            return next(iter(find(trace, self.pattern)), None)
        if self.time is not None:
            return max(0, trace.before(self.time) - 1)
        return 0 if self.edge == "start" else len(trace) - 1


class Token(NamedTuple):
    """A word, and how many characters stand before it. A quoted one begins with a name, whatever else it looks like."""

    text: str
    offset: int
    is_quoted: bool = False

    @property
    def word(self) -> str:
        """The word in lower case; "" where it is a name."""
        return "" if self.is_quoted else self.text.lower()

    def behind(self, name: str) -> int:
        """The offset of what stands behind the name and a colon."""
        return self.offset + len(name) + (3 if self.is_quoted else 1)


def tokens(text: str) -> list[Token]:
    """The words of a text; quotes around the name that a word begins with are left out."""
    found = []
    for match in _TOKEN.finditer(text):
        quoted = _QUOTED.fullmatch(match.group())
        word = match.group() if quoted is None else quoted["name"] + quoted["rest"]
        found.append(Token(word, match.start(), quoted is not None))
    return found


def plain_words(text: str) -> list[Token]:
    """The words of a text without those that stand where a node must, and so are names whatever they say."""
    found: list[Token] = []
    is_name = False
    for token in tokens(text):
        if not is_name:
            found.append(token)
        is_name = not is_name and token.word in _BEFORE_NODES
    return found


def parse(text: str, names: Names, clauses: Collection[str] = CLAUSES) -> Pattern:
    """Read a pattern in which only the given clauses are of use; raises ``TextError``."""
    return PatternReader(text, names).pattern(clauses)


def words_after(text: str, names: Names) -> list[str]:
    """The words that can follow in a pattern that begins with a text."""
    said = [token.word or token.text for token in tokens(text)]
    if said and said[-1] in _BEFORE_NODES:
        return list(names.nodes) + (list(names.links) if said[-1] == "on" else [])
    kinds = registry.words()
    what = next((word for word in said if word in kinds), None)
    if what is None:
        return [*kinds, *CASTS, *FATES, "first", "last", "every"]
    details = [*word_of(what)[1].details] if said[-1] == what else []
    return [*details, *CLAUSES, CONTAINING, *numbers_of(what), *texts_of(what)]


def parse_moment(text: str, names: Names) -> Moment:
    """Read ``start``, ``end``, a time such as ``2s``, or a pattern, of which the first packet is meant."""
    word = text.strip()
    if word in ("start", "end"):
        return Moment(text, edge=word)
    if re.fullmatch(r"[\d.]+\s*[a-zµ]*", word) and not _ORDINAL.fullmatch(word):
        return Moment(text, time=_time(Token(word, 0)))
    pattern = parse(text, names)
    if pattern.last is None and pattern.first == 1:
        if text.split(maxsplit=1)[0].lower() == "every":
            raise TextError("'every' is not one moment", "write first, 2nd, … or last")
        pattern = pattern._replace(last=1)
    return Moment(text, pattern=pattern)


def parse_link(text: str, names: Names) -> str:
    """The name of the link that ``pc1 -- sw1`` or ``pc1:eth0--sw1:1`` means; raises ``TextError``."""
    reader = PatternReader(text, names)
    link = reader.link("a link")
    reader.finish()
    return link


_ARTICLES = ("a", "an", "the")
"""They say nothing where the kind of a packet comes next: no kind is called so, and no node is named there."""


class PatternReader:
    """Reads a text word by word."""

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.tokens = tokens(text)
        self.end = len(text.rstrip())
        self.position = 0
        self._most: dict[str, int] = {}

    def peek(self) -> str:
        """The next word in lower case; "" where there is none, or a name in quotes."""
        return self.tokens[self.position].word if self.position < len(self.tokens) else ""

    def next(self, wanted: str) -> Token:
        """The next word; raises ``TextError`` where there is none."""
        if self.position == len(self.tokens):
            after = f" after {self.tokens[-1].text!r}" if self.tokens else ""
            raise TextError(f"{wanted} is missing{after}", "", self.end)
        self.position += 1
        return self.tokens[self.position - 1]

    def take(self, words: Collection[str]) -> str | None:
        """The next word if it is one of these, also in the plural."""
        word = self.peek()
        for form in (word, word.removesuffix("s"), re.sub("ies$", "y", word)):
            if form in words:
                self.position += 1
                return form
        return None

    def finish(self) -> None:
        """Raise ``TextError`` where anything is left."""
        if self.position < len(self.tokens):
            token = self.tokens[self.position]
            raise TextError(f"{token.text!r} is one word too many", "leave it out", token.offset)

    def pattern(self, clauses: Collection[str] = CLAUSES) -> Pattern:
        """The rest as a pattern."""
        self._skip_article()
        first, last = self._ordinal()
        return self.packet(clauses)._replace(first=first, last=last)

    def packet(self, clauses: Collection[str] = CLAUSES) -> Pattern:
        """The rest as a pattern without an ordinal."""
        self._skip_article()
        fields: dict[str, Any] = {}
        while (word := self.take((*CASTS, *(fate for fate in FATES if fate in clauses)))) is not None:
            fields["fate" if word in FATES else "cast"] = FATES.get(word, word)
        kinds = registry.words()
        what = self.take(kinds)
        if what is None:
            token = self.next("the kind of packet")
            hint = suggestion(token.text, tuple(kinds))
            raise TextError(f"{token.text!r} is no kind of packet", hint, token.offset)
        offset = self.tokens[self.position - 1].offset
        _, said = word_of(what)
        numbers = numbers_of(what)
        self._most = {name: number.most for name, (_, number) in numbers.items()}
        detail = self.take(said.details)
        if detail in numbers and (self.peek() == "at" or _NUMBER.fullmatch(self.peek())):
            self.position -= 1  # "tcp ack 301" asks for the number
            detail = None
        further = tuple(said.details) if detail is None else ()
        texts = texts_of(what)
        clauses = (*clauses, CONTAINING, *(name for name in (*numbers, *texts) if name not in clauses))
        self._arguments(fields, said.arguments if detail is None else said.details[detail].arguments, texts, clauses)
        fields = self.clauses(clauses, further, texts, **fields)
        has_port = any(getattr(fields.get(end), "port", None) is not None for end in ("source", "destination"))
        if not said.has_ports and (has_port or "port" in fields):
            raise TextError(f"{what} has no ports", "write tcp or udp", offset)
        return Pattern(self.text, what=what, detail=detail, **fields)

    def _arguments(
        self, fields: dict[str, Any], names: Sequence[str], texts: Mapping[str, Text[Any]], clauses: Collection[str]
    ) -> None:
        """Read numbers and texts that follow a detail without their names into ``fields``."""
        for name in names:
            if self.position == len(self.tokens) or self.peek() in clauses:
                return
            token = self.tokens[self.position]
            if name not in texts and _NUMBER.fullmatch(token.word):
                fields["measures"] = (*fields.get("measures", ()), self._measure(name))
            elif name in texts and re.fullmatch(texts[name].fits, token.text):
                self.position += 1
                fields["says"] = (*fields.get("says", ()), Says(name, token.text))

    def clauses(
        self,
        clauses: Collection[str],
        further: Collection[str] = (),
        texts: Collection[str] = (),
        **fields: Any,
    ) -> dict[str, Any]:
        """The rest, added to ``fields`` of a pattern; ``further`` words could stand here too, so they are suggested.

        ``texts`` are those of the clauses that ask for a text of the header.
        """
        while self.position < len(self.tokens):
            self._clause(fields, clauses, further, texts)
            further = ()
        return fields

    def skip_to(self, offset: int) -> None:
        """Go on with the first word at or behind an offset: what is before it, somebody else has read."""
        while self.position < len(self.tokens) and self.tokens[self.position].offset < offset:
            self.position += 1

    def _skip_article(self) -> None:
        if self.peek() in _ARTICLES:
            self.position += 1

    def _ordinal(self) -> tuple[int, int | None]:
        word = self.take(("first", "last", "every"))
        if word == "first":
            return 1, int(self.next("a number").text) if _COUNT.fullmatch(self.peek()) else 1
        if word == "last":
            return -1, None
        if word is None and (match := _ORDINAL.fullmatch(self.peek())):
            self.position += 1
            return int(match[1]), int(match[1])
        return 1, None

    def _clause(
        self, fields: dict[str, Any], clauses: Collection[str], further: Collection[str], texts: Collection[str]
    ) -> None:
        """Read one clause into ``fields``; ``further`` words could stand here too, so they are suggested."""
        token = self.next("a clause")
        word = token.word
        if word not in clauses and word in CLAUSES:
            raise TextError(f"{word!r} is of no use here", f"write {listed(tuple(clauses))}", token.offset)
        if word not in clauses:
            hint = suggestion(word, (*further, *clauses))
            raise TextError(f"{token.text!r} is no word of a pattern", hint, token.offset)
        field = word if word in texts else _FIELDS.get(word, word)
        if field in fields or any(each.name == word for name in ("measures", "says") for each in fields.get(name, ())):
            raise TextError(f"{word!r} is one too many", "say each thing once", token.offset)
        if word in texts:
            fields["says"] = (*fields.get("says", ()), Says(word, self.next(f"the {word}").text))
            return
        if word not in CLAUSES and word != CONTAINING:
            fields["measures"] = (*fields.get("measures", ()), self._measure(word))
            return
        self._value(fields, field, word)

    def _value(self, fields: dict[str, Any], field: str, word: str) -> None:
        """Read what follows the word of a clause, which sets ``field``."""
        match field:
            case "containing":
                fields[field] = _content(self.next("a text in double quotes"))
            case "source" | "destination":
                fields[field] = _who(self.next("a node or an address"), self.names)
            case "port":
                token = self.next("a port")
                fields[field] = _port(token.text, token.offset)
            case "link":
                fields[field], fields["ends"] = self._way("a link")
            case "where":
                fields[field] = Where(word, *_place(self.next("a node"), self.names))
            case "fate":
                fields[field] = FATES[word]
            case _:
                fields[field] = _time(self.next("a time"))

    def _way(self, wanted: str) -> tuple[str, frozenset[End]]:
        """The next words as a link, or as an interface that leads back to its own node: its name and its ends."""
        name, colon, interface = self.next(wanted).text.partition(":")
        inner = self.names.nodes[name].inner if name in self.names.nodes else ()
        if (interface if colon else self.peek()) in inner:
            end = (name, interface if colon else self.next(wanted).text)
            return ":".join(end), frozenset({end})
        self.position -= 1
        link = self.link(wanted)
        return link, frozenset(self.names.links[link])

    def _measure(self, name: str) -> Measure:
        """What a number must be: ``1460``, ``at least 1460`` or ``at most 1460``."""
        bound = ""
        if self.peek() == "at":
            self.next("at")
            bound = self.next("least or most").text
        token = self.next("a number")
        if bound not in ("", "least", "most") or not _NUMBER.fullmatch(token.text):
            said = f"at {bound} {token.text}" if bound else token.text
            raise TextError(f"{said!r} is no number", f"write '{name} 7' or '{name} at least 7'", token.offset)
        number = int(token.text)
        if (most := self._most.get(name)) is not None and number > most:
            raise TextError(f"{name} is at most {most}, the most that its field holds", "write less", token.offset)
        return Measure(name, 0 if bound == "most" else number, None if bound == "least" else number)

    def link(self, wanted: str) -> str:
        """The next words as a link's name."""
        one = self.next(wanted)
        if self.peek() != "--":
            raise TextError(f"{one.text!r} is not a link", "write its two ends, as in pc1 -- sw1", one.offset)
        self.position += 1
        other = self.next("the other end of the link")
        ends = (_place(one, self.names), _place(other, self.names))
        found = [name for name, link in self.names.links.items() if _joins(link, ends)]
        if len(found) == 1:
            return found[0]
        what = f"{one.text} -- {other.text}"
        if found:
            raise TextError(f"{what} may be any of {len(found)} links", f"write {listed(found)}", one.offset)
        near = [name for name, link in self.names.links.items() if any(_is_end(end, ends[0]) for end in link)]
        hint = f"{one.text} has {listed(near, 'and')}" if near else f"{one.text} has no link"
        raise UnknownNameError(LINK, f"there is no link {what}", hint, one.offset)


_FIELDS = {
    "from": "source", "to": "destination", "for": "destination", "on": "link",
    "at": "where", "leaving": "where", "reaching": "where", **dict.fromkeys(FATES, "fate"),
}  # fmt: skip

_NUMBER = re.compile(r"\d{1,10}")
_ESCAPES = {"r": "\r", "n": "\n", "t": "\t"}
_HIGHEST_PORT = 65535
_PlaceName = tuple[str, str | None]


def _joins(link: tuple[End, End], ends: tuple[_PlaceName, _PlaceName]) -> bool:
    (a, b), (x, y) = link, ends
    return (_is_end(a, x) and _is_end(b, y)) or (_is_end(a, y) and _is_end(b, x))


def _is_end(end: End, place: _PlaceName) -> bool:
    return end[0] == place[0] and place[1] in (None, end[1])


def _place(token: Token, names: Names) -> _PlaceName:
    node, colon, port = token.text.partition(":")
    if node not in names.nodes:
        raise no_node(node, names.nodes, token.offset)
    ports = (*names.nodes[node].ports, *names.nodes[node].inner)
    if colon and port not in ports:
        hint = suggestion(port, ports, f"{node} has", "and")
        raise TextError(f"{node} has no port {port!r}", hint, token.behind(node))
    return node, port if colon else None


def no_node(word: str, nodes: Collection[str], offset: int = 0, also: Sequence[str] = ()) -> UnknownNameError:
    """The error for a node that is not there."""
    return UnknownNameError(word, f"there is no node {word!r}", suggestion(word, (*nodes, *also)), offset)


def _content(token: Token) -> bytes:
    """The octets that ``"text"`` or ``0x0d0a`` means; raises ``TextError``."""
    if token.is_quoted:
        return content_of(token.text)
    if _OCTETS.fullmatch(token.text):
        return bytes.fromhex(token.text[2:])
    raise TextError(f"{token.text} is no text in quotes", 'write it like "GET /", or octets like 0x0d0a', token.offset)


def content_of(text: str) -> bytes:
    """A text with escapes as in Python, in UTF-8."""
    found = bytearray()
    for piece in re.finditer(r"\\x([0-9a-fA-F]{2})|\\(.)|[^\\]+", text, re.DOTALL):
        if piece[1]:
            found.append(int(piece[1], 16))
        else:
            found += (_ESCAPES.get(piece[2], piece[2]) if piece[2] else piece[0]).encode()
    return bytes(found)


def _port(text: str, offset: int) -> int:
    if _COUNT.fullmatch(text) and int(text) <= _HIGHEST_PORT:
        return int(text)
    raise TextError(f"{text!r} is no port of TCP or UDP", f"write a number from 1 to {_HIGHEST_PORT}", offset)


def _who(token: Token, names: Names) -> Who:
    before, colon, number = token.text.rpartition(":")
    if ":" in before or not colon:
        return _address(token, names)
    who = _address(token._replace(text=before), names)
    return who._replace(port=_port(number, token.behind(before)))


def _address(token: Token, names: Names) -> Who:
    text = token.text
    node = names.nodes.get(text)
    if node is not None:
        if not node.ips and not node.macs:
            hint = f"write 'leaving {text}' or 'reaching {text}' for what it passes on"
            raise TextError(f"{text} has no address of its own", hint, token.offset)
        return Who(node.ips, node.macs, node=text)
    try:
        if is_ipv6(text) or (text.count(".") == 3 and text[0].isdigit()):
            return Who(ips=frozenset({IPv4Address.parse(text)}))
        if text.count(":") == 5 or text.count("-") == 5:
            return Who(macs=frozenset({MacAddress.parse(text)}))
    except ValueError as error:
        raise TextError(str(error), "", token.offset) from None
    raise no_node(text, names.nodes, token.offset)


def _time(token: Token) -> int:
    try:
        return duration(token.text)
    except ValueError as error:
        raise TextError(str(error), "", token.offset) from None
