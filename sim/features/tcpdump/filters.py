"""Filter expressions as libpcap has them: read once, and asked of the octets of each frame (pcap-filter(7)).

Primitives of Ethernet, ARP, IPv4, ICMP, IGMP, TCP and UDP are understood, with their qualifiers, and comparisons of
arithmetic expressions such as ``tcp[tcpflags] & tcp-syn != 0``. A frame that is too short for what an expression asks
for does not pass it.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sim.addresses import BROADCAST_MAC, LIMITED_BROADCAST, IPv4Address, MacAddress, mask_of
from sim.features.tcpdump.words import CONSTANTS, FilterError, Token, tokens
from sim.transport.services import SERVICES

Test = Callable[[bytes], bool]
"""Asks something of the octets of a frame, which begin with the Ethernet header."""
Number = Callable[[bytes], int]

_IP, _ARP, _RARP, _IP6 = 0x0800, 0x0806, 0x8035, 0x86DD
_LINK = 14
_TAG = 4
_TAG_TYPES = (0x8100, 0x88A8, 0x9100)
_PROTOCOLS = {"icmp": 1, "igmp": 2, "tcp": 6, "udp": 17, "pim": 103, "vrrp": 112, "esp": 50, "ah": 51, "sctp": 132}
_ETHERS = {"ip": _IP, "arp": _ARP, "rarp": _RARP, "ip6": _IP6}
LARGEST_VLAN = 4095
_TYPES = frozenset({"host", "net", "port", "portrange", "proto"})
_DIRECTIONS = frozenset({"src", "dst"})
_SYNTAX = "can't parse filter expression: syntax error"


class _Inner(bytes):
    """A frame without some tags, for what stands behind ``vlan`` in an expression; ``whole`` is the frame itself."""

    whole: bytes


def _whole(frame: bytes) -> bytes:
    return frame.whole if isinstance(frame, _Inner) else frame


class _TooShortError(Exception):
    """The frame ends before what is asked for: it does not pass, whatever else the expression says."""


class _OtherProtocolError(Exception):
    """The frame has no header of the protocol that a comparison asks for: the comparison is false."""


class Qualifiers(NamedTuple):
    """What stands in front of an identifier: a protocol, a direction and a kind, as far as they are said."""

    protocol: str = ""
    direction: str = ""
    kind: str = ""


class Surroundings(NamedTuple):
    """What an expression may refer to: how names of hosts are resolved, and the broadcast address of the interface."""

    address_of: Callable[[str], IPv4Address | None]
    mask: int | None = None


def compiled(text: str, around: Surroundings) -> Test:
    """The test of an expression; the empty one lets everything pass. Raises :class:`FilterError`."""
    words = tokens(text)
    if not words:
        return lambda frame: True
    reader = _Reader(words, around)
    test = reader.expression()
    if reader.word:
        raise FilterError(_SYNTAX)

    def passes(frame: bytes) -> bool:
        try:
            return test(frame)
        except _TooShortError:
            return False

    return passes


# What is where in a frame


def _octets(frame: bytes, at: int, size: int) -> int:
    if at < 0 or at + size > len(frame):
        raise _TooShortError
    return int.from_bytes(frame[at : at + size], "big")


def _has_type(ethertype: int) -> Test:
    return lambda frame: _octets(frame, 12, 2) == ethertype


_is_ip, _is_arp, _is_rarp = _has_type(_IP), _has_type(_ARP), _has_type(_RARP)


def _carries(protocol: int) -> Test:
    return lambda frame: _is_ip(frame) and _octets(frame, _LINK + 9, 1) == protocol


def _is_later_fragment(frame: bytes) -> bool:
    return bool(_octets(frame, _LINK + 6, 2) & 0x1FFF)


def _transport(frame: bytes) -> int:
    """Where the header behind the IP header begins."""
    return _LINK + (_octets(frame, _LINK, 1) & 0xF) * 4


def _within(test: Test, tags: int) -> Test:
    """What is behind so many tags: each moves the headers behind it by four octets, whether the frame has it or not."""
    if not tags:
        return test

    def behind(frame: bytes) -> bool:
        inner = _Inner(frame[:12] + frame[12 + _TAG * tags :])
        inner.whole = frame
        return test(inner)

    return behind


def _in_vlan(vlan: int | None) -> Test:
    """A tag, of a VLAN or of any."""

    def test(frame: bytes) -> bool:
        return _octets(frame, 12, 2) in _TAG_TYPES and (vlan is None or _octets(frame, 14, 2) & 0xFFF == vlan)

    return test


def _never(frame: bytes) -> bool:
    return False


def _either(*tests: Test) -> Test:
    return lambda frame: any(test(frame) for test in tests)


def _both(*tests: Test) -> Test:
    return lambda frame: all(test(frame) for test in tests)


def _in_direction(direction: str, src: Test, dst: Test) -> Test:
    match direction:
        case "src":
            return src
        case "dst":
            return dst
        case "src and dst":
            return _both(src, dst)
    return _either(src, dst)


def _word_at(at: int, size: int, mask: int, value: int) -> Test:
    if not mask:
        return lambda frame: True  # libpcap does not even look
    return lambda frame: _octets(frame, at, size) & mask == value


def _addressed(qualifiers: Qualifiers, value: int, mask: int) -> Test:
    """An address, or one of a network, in the headers of IPv4 and ARP."""
    direction, protocol = qualifiers.direction, qualifiers.protocol
    ip = _both(
        _is_ip,
        _in_direction(direction, _word_at(_LINK + 12, 4, mask, value), _word_at(_LINK + 16, 4, mask, value)),
    )
    sides = _in_direction(direction, _word_at(_LINK + 14, 4, mask, value), _word_at(_LINK + 24, 4, mask, value))
    arp, rarp = _both(_is_arp, sides), _both(_is_rarp, sides)
    return {"ip": ip, "arp": arp, "rarp": rarp}.get(protocol) or _either(ip, arp, rarp)


def _at_port(qualifiers: Qualifiers, low: int, high: int) -> Test:
    """A port of TCP, UDP or SCTP between two bounds. Only the first fragment of a datagram has one."""
    names = [qualifiers.protocol] if qualifiers.protocol in ("tcp", "udp", "sctp") else ["tcp", "udp", "sctp"]
    carried = _either(*(_carries(_PROTOCOLS[name]) for name in names))

    def at(offset: int) -> Test:
        return lambda frame: low <= _octets(frame, _transport(frame) + offset, 2) <= high

    ports = _in_direction(qualifiers.direction, at(0), at(2))
    return lambda frame: carried(frame) and not _is_later_fragment(frame) and ports(frame)


def _between_stations(direction: str, mac: int) -> Test:
    ones = 0xFFFFFFFFFFFF
    return _in_direction(direction, _word_at(6, 6, ones, mac), _word_at(0, 6, ones, mac))


# Arithmetic


def _divided(a: int, b: int) -> int:
    if not b:
        raise _TooShortError  # a division by zero ends the program of the filter
    return a // b


_SIZES = (1, 2, 4)
_COMPARISONS: Mapping[str, Callable[[int, int], bool]] = {
    "=": lambda a, b: a == b, "==": lambda a, b: a == b, "!=": lambda a, b: a != b, ">": lambda a, b: a > b,
    "<": lambda a, b: a < b, ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b,
}  # fmt: skip
_OPERATIONS: tuple[Mapping[str, Callable[[int, int], int]], ...] = (
    {"|": lambda a, b: a | b, "&": lambda a, b: a & b},
    {"<<": lambda a, b: a << b, ">>": lambda a, b: a >> b},
    {"+": lambda a, b: a + b, "-": lambda a, b: a - b},
    {"*": lambda a, b: a * b, "/": _divided},
)
"""Operations by how tightly they bind, the loosest first."""


def _header_at(protocol: str) -> Number:
    """Where a protocol's header begins; :class:`_OtherProtocolError` where the frame has none."""
    if protocol == "ether":
        return lambda frame: 0
    if protocol in _ETHERS:
        is_it = _has_type(_ETHERS[protocol])

        def behind_link(frame: bytes) -> int:
            if not is_it(frame):
                raise _OtherProtocolError
            return _LINK

        return behind_link
    carried = _carries(_PROTOCOLS[protocol])

    def behind_ip(frame: bytes) -> int:
        if not carried(frame) or _is_later_fragment(frame):
            raise _OtherProtocolError
        return _transport(frame)

    return behind_ip


class _Reader:
    """Reads an expression from the left. ``and`` and ``or`` bind alike, ``not`` more tightly."""

    def __init__(self, words: list[Token], around: Surroundings) -> None:
        self._words = words
        self._at = 0
        self._around = around
        self._last = Qualifiers()
        self._tags = 0
        """How many ``vlan`` stand in front."""

    @property
    def word(self) -> str:
        """The next word, "" at the end."""
        return self._words[self._at].text if self._at < len(self._words) else ""

    def _next(self) -> Token:
        if self._at == len(self._words):
            raise FilterError(_SYNTAX)
        self._at += 1
        return self._words[self._at - 1]

    def _take(self, *texts: str) -> bool:
        if self.word in texts:
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise FilterError(_SYNTAX)

    def expression(self) -> Test:
        test = self._term()
        while self.word in ("and", "&&", "or", "||"):
            is_and = self._next().text in ("and", "&&")
            test = (_both if is_and else _either)(test, self._term())
        return test

    def _term(self) -> Test:
        if self._take("not", "!"):
            test = self._term()
            return lambda frame: not test(frame)
        start, tags = self._at, self._tags
        if self.word == "(":
            compared = self._comparison()
            if compared is not None:
                return _within(compared, tags)
            self._at = start
            self._next()
            test = self.expression()
            self._expect(")")
            return test
        compared = self._comparison()
        if compared is not None:
            return _within(compared, tags)
        self._at = start
        return _within(self._primitive(), tags)

    # Primitives

    def _primitive(self) -> Test:
        if (special := self._special()) is not None:
            return special
        start = self._at
        qualifiers = self._qualifiers()
        is_alone = self._at == start
        if self._at < len(self._words) and self._is_identifier():
            # Without qualifiers of its own, an identifier takes those of the one before: "port 80 or 443".
            return self._identified(self._last if is_alone else qualifiers)
        if qualifiers.protocol and not (qualifiers.direction or qualifiers.kind):
            return self._protocol(qualifiers.protocol)
        raise FilterError(_SYNTAX)

    def _special(self) -> Test | None:
        start = self._at
        protocol = self._next().text if self.word in ("ether", "ip") else ""
        if self._take("broadcast"):
            return self._broadcast(protocol)
        if self._take("multicast"):
            if protocol == "ip":
                return lambda frame: _is_ip(frame) and _octets(frame, _LINK + 16, 1) >= 0xE0
            return _word_at(0, 1, 1, 1)
        self._at = start
        if self.word in ("less", "greater"):
            is_less = self._next().text == "less"
            bound = self._number()
            return lambda frame: len(_whole(frame)) <= bound if is_less else len(_whole(frame)) >= bound
        if self._take("vlan"):
            return self._vlan()
        if self.word in ("gateway", "mpls", "pppoed", "inbound", "outbound", "wlan"):
            raise FilterError(f"'{self.word}' not supported in this configuration")
        return None

    def _vlan(self) -> Test:
        """``vlan [N]``: what stands behind it is about what the tag carries."""
        vlan = None
        if self._at < len(self._words) and self._words[self._at].kind == "number":
            vlan = self._number()
            if vlan > LARGEST_VLAN:
                raise FilterError(f"VLAN tag {vlan} greater than maximum {LARGEST_VLAN}")
        self._tags += 1
        return _in_vlan(vlan)

    def _broadcast(self, protocol: str) -> Test:
        if protocol != "ip":
            return _word_at(0, 6, BROADCAST_MAC, BROADCAST_MAC)
        mask = self._around.mask
        if mask is None:
            raise FilterError("netmask not known, so 'ip broadcast' not supported")
        hosts = ~mask & 0xFFFFFFFF
        sent_to_all = _either(_word_at(_LINK + 16, 4, hosts, 0), _word_at(_LINK + 16, 4, hosts, hosts))
        return _both(_is_ip, _either(sent_to_all, _word_at(_LINK + 16, 4, LIMITED_BROADCAST, LIMITED_BROADCAST)))

    def _qualifiers(self) -> Qualifiers:
        protocol = direction = kind = ""
        if self.word == "ether" or self.word in _ETHERS or self.word in _PROTOCOLS:
            protocol = self._next().text
        if self.word in _DIRECTIONS:
            direction = self._next().text
            following = [token.text for token in self._words[self._at : self._at + 2]]
            if len(following) == 2 and following[0] in ("or", "and") and following[1] in _DIRECTIONS - {direction}:
                self._at += 2
                direction = "src and dst" if following[0] == "and" else ""
                direction = direction or "src or dst"
        if self.word in _TYPES:
            kind = self._next().text
        return Qualifiers(protocol, direction, kind)

    def _is_identifier(self) -> bool:
        return self._words[self._at].kind != "sign" and self.word not in ("and", "or", "not")

    def _protocol(self, name: str) -> Test:
        if name == "ether":
            raise FilterError(_SYNTAX)
        return _has_type(_ETHERS[name]) if name in _ETHERS else _carries(_PROTOCOLS[name])

    def _identified(self, qualifiers: Qualifiers) -> Test:
        if qualifiers == Qualifiers():
            raise FilterError(_SYNTAX)
        if not (qualifiers.kind or qualifiers.direction or qualifiers.protocol == "ether"):
            raise FilterError(_SYNTAX)
        self._last = qualifiers
        token = self._next()
        match qualifiers.kind:
            case "port" | "portrange":
                return self._port(qualifiers, token)
            case "proto":
                return self._numbered(qualifiers, token)
            case "net":
                return self._net(qualifiers, token)
        return self._host(qualifiers, token)

    def _host(self, qualifiers: Qualifiers, token: Token) -> Test:
        protocol, text = qualifiers.protocol, token.text
        if protocol == "ether":
            try:
                return _between_stations(qualifiers.direction, MacAddress.parse(text))
            except ValueError:
                raise FilterError("illegal link layer address") from None
        if protocol in _PROTOCOLS:
            raise FilterError(f"'{protocol}' modifier applied to {qualifiers.kind or 'host'}")
        if protocol == "ip6":
            return _never
        if "/" in text or text.replace(".", "").isdecimal():
            return _addressed(qualifiers, *self._network(text))
        found = self._around.address_of(text)
        if found is None:
            raise FilterError(f"unknown host '{text}'")
        return _addressed(qualifiers, found, 0xFFFFFFFF)

    def _net(self, qualifiers: Qualifiers, token: Token) -> Test:
        if qualifiers.protocol in _PROTOCOLS or qualifiers.protocol == "ether":
            raise FilterError(f"'{qualifiers.protocol}' modifier applied to net")
        if not token.text.replace(".", "").replace("/", "").isdecimal():
            raise FilterError(f"unknown network '{token.text}'")
        value, mask = self._network(token.text)
        if self._take("mask"):
            given = self._next().text
            mask, _ = self._network(given)
            if value & ~mask:
                raise FilterError(f'non-network bits set in "{token.text} mask {given}"')
        return _addressed(qualifiers, value, mask)

    def _network(self, text: str) -> tuple[int, int]:
        """An address or the beginning of one, and its mask."""
        written, slash, length = text.partition("/")
        parts = written.split(".")
        if len(parts) > 4 or not all(part.isdecimal() and int(part) < 256 for part in parts):
            raise FilterError(f"invalid IPv4 address '{written}'")
        value = int.from_bytes(bytes(map(int, parts)).ljust(4, b"\0"), "big")
        bits = 8 * len(parts)
        if slash:
            if not length.isdecimal():
                raise FilterError(_SYNTAX)
            bits = int(length)
            if bits > 32:
                raise FilterError("mask length must be <= 32")
        mask = mask_of(bits)
        if value & ~mask & 0xFFFFFFFF:
            raise FilterError(f'non-network bits set in "{text}"')
        return value, mask

    def _port(self, qualifiers: Qualifiers, token: Token) -> Test:
        if qualifiers.protocol not in ("", "tcp", "udp", "sctp"):
            raise FilterError(f"illegal qualifier of '{qualifiers.kind}'")
        low, dash, high = token.text.partition("-") if qualifiers.kind == "portrange" else (token.text, "", "")
        if token.kind == "number" and self._take("-"):
            raise FilterError(_SYNTAX)
        bounds = sorted(_port_number(each) for each in ((low, high) if dash else (low,)))
        return _at_port(qualifiers, bounds[0], bounds[-1])

    def _numbered(self, qualifiers: Qualifiers, token: Token) -> Test:
        """``proto N``, or its name behind a backslash, since it is a word of its own."""
        name = token.text.removeprefix("\\")
        if qualifiers.protocol == "ether":
            found = _ETHERS.get(name, token.value if token.kind == "number" else None)
            if found is None:
                raise FilterError(f"unknown ether proto '{name}'")
            return _has_type(found)
        number = _PROTOCOLS.get(name, token.value if token.kind == "number" else None)
        if number is None or qualifiers.protocol not in ("", "ip"):
            raise FilterError(f"unknown ip proto '{name}'" if number is None else _SYNTAX)
        return _carries(number)

    def _number(self) -> int:
        token = self._next()
        if token.kind != "number":
            raise FilterError(_SYNTAX)
        return token.value

    # Comparisons

    def _comparison(self) -> Test | None:
        """A comparison of two expressions; ``None`` where something else begins here."""
        try:
            left = self._arithmetic(0)
        except _NoNumberError:
            return None
        compare = _COMPARISONS.get(self.word)
        if compare is None:
            return None
        self._next()
        try:
            right = self._arithmetic(0)
        except _NoNumberError:
            raise FilterError(_SYNTAX) from None

        def is_so(frame: bytes) -> bool:
            try:
                return compare(left(frame) & 0xFFFFFFFF, right(frame) & 0xFFFFFFFF)
            except _OtherProtocolError:
                return False

        return is_so

    def _arithmetic(self, level: int) -> Number:
        if level == len(_OPERATIONS):
            return self._operand()
        found = self._arithmetic(level + 1)
        while self.word in _OPERATIONS[level]:
            operate = _OPERATIONS[level][self._next().text]
            found = _combined(operate, found, self._arithmetic(level + 1))
        return found

    def _operand(self) -> Number:
        if self._at == len(self._words):
            raise _NoNumberError
        token = self._next()
        if token.text == "(":
            found = self._arithmetic(0)
            if not self._take(")"):
                raise _NoNumberError
            return found
        if token.text == "-":
            negated = self._operand()
            return lambda frame: -negated(frame)
        if token.kind == "number":
            return _constant(token.value)
        if token.text in CONSTANTS:
            return _constant(CONSTANTS[token.text])
        if token.text in ("len", "length"):
            return lambda frame: len(_whole(frame))
        if self.word == "[" and (token.text == "ether" or token.text in _ETHERS or token.text in _PROTOCOLS):
            return self._field(token.text)
        raise _NoNumberError

    def _field(self, protocol: str) -> Number:
        """``tcp[13]``, ``ip[2:2]``: octets of a header."""
        self._expect("[")
        try:
            offset = self._arithmetic(0)
        except _NoNumberError:
            raise FilterError(_SYNTAX) from None
        size = 1
        if self._take(":"):
            size = self._number()
        self._expect("]")
        if size not in _SIZES:
            raise FilterError("data size must be 1, 2, or 4")
        start = _header_at(protocol)
        if protocol == "ether":
            return lambda frame: _octets(_whole(frame), offset(frame), size)
        return lambda frame: _octets(frame, start(frame) + offset(frame), size)


class _NoNumberError(Exception):
    """What begins here is no number."""


def _constant(value: int) -> Number:
    return lambda frame: value


def _combined(operate: Callable[[int, int], int], left: Number, right: Number) -> Number:
    return lambda frame: operate(left(frame), right(frame)) & 0xFFFFFFFF


def _port_number(text: str) -> int:
    number = int(text) if text.isdecimal() else SERVICES.get(text)
    if number is None:
        raise FilterError(f"unknown port '{text}'")
    if number > 65535:
        raise FilterError(f"illegal port number {number} > 65535")
    return number
