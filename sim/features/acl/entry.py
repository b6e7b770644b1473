"""One line of an access list: how it is written, and which datagrams it fits.

The words are those of Cisco's IOS, and ``state`` for what a table of connections knows::

    permit tcp any host 192.168.1.80 eq 80
    permit tcp any any established
    permit ip any any state established,related
    deny icmp 10.0.0.0 0.255.255.255 any echo log
    deny 192.168.20.0/24
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from sim.addresses import IPv4Address, Prefix, mask_of
from sim.features.conntrack.tuples import tuple_of
from sim.ip.icmp.pdu import Icmp
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_IGMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.transport.services import SERVICES
from sim.transport.tcp.pdu import ACK, RST, Tcp
from sim.words import TextError, listed, suggestion

IP = None
"""The protocol of an entry that fits every one."""
PROTOCOLS = {
    "ip": IP,
    "icmp": PROTOCOL_ICMP,
    "igmp": PROTOCOL_IGMP,
    "tcp": PROTOCOL_TCP,
    "udp": PROTOCOL_UDP,
    "gre": 47,
    "ospf": 89,
}
ICMP_TYPES: dict[str, tuple[int, int | None]] = {
    "echo": (8, None),
    "echo-request": (8, None),
    "echo-reply": (0, None),
    "unreachable": (3, None),
    "net-unreachable": (3, 0),
    "host-unreachable": (3, 1),
    "protocol-unreachable": (3, 2),
    "port-unreachable": (3, 3),
    "packet-too-big": (3, 4),
    "administratively-prohibited": (3, 13),
    "source-quench": (4, None),
    "redirect": (5, None),
    "time-exceeded": (11, None),
    "ttl-exceeded": (11, 0),
    "reassembly-timeout": (11, 1),
    "parameter-problem": (12, None),
    "timestamp-request": (13, None),
    "timestamp-reply": (14, None),
}
"""Types and codes by the words that IOS has for them; ``None`` for every code."""
STATES = ("new", "established", "related", "invalid")
LAST_PORT = 65535


class Action(StrEnum):
    """What happens to what an entry fits."""

    PERMIT = "permit"
    DENY = "deny"
    REJECT = "reject"
    """Deny, and tell the sender by ICMP that communication is prohibited."""


class Where(NamedTuple):
    """Addresses: those that agree with ``base`` in the bits of ``care``."""

    base: int
    care: int

    def fits(self, ip: int) -> bool:
        return (ip ^ self.base) & self.care == 0

    def __str__(self) -> str:
        """As ``iptables`` prints it, with a prefix if there is one."""
        length = self.care.bit_count()
        if self.care == mask_of(length):
            return str(Prefix(IPv4Address(self.base), length))
        return f"{IPv4Address(self.base)}/{IPv4Address(self.care)}"


ANYWHERE = Where(0, 0)
Ports = tuple[tuple[int, int], ...]
"""Ports in rows, each from its first to its last; () for all."""


class Entry(NamedTuple):
    """An entry. ``established``: a TCP segment that answers, with ACK or RST. ``states`` are those of a connection."""

    action: Action
    protocol: int | None
    src: Where
    dst: Where
    src_ports: Ports = ()
    dst_ports: Ports = ()
    icmp: tuple[int, int | None] | None = None
    established: bool = False
    states: frozenset[str] = frozenset()
    log: bool = False

    @property
    def needs_ports(self) -> bool:
        """Whether more than the IP header decides."""
        return bool(self.src_ports or self.dst_ports or self.icmp or self.established)

    def fits(self, datagram: IPv4, state: Callable[[], str]) -> bool:
        """Whether the entry fits a datagram; ``state`` tells what the table of connections says of it.

        A later fragment shows no ports. As on IOS, an entry that permits fits it by the addresses alone, since without
        the first fragment it is of no use; an entry that denies does not.
        """
        if self.protocol is not None and self.protocol != datagram.protocol:
            return False
        if not (self.src.fits(datagram.src) and self.dst.fits(datagram.dst)):
            return False
        if self.states and state() not in self.states:
            return False
        if not self.needs_ports:
            return True
        if datagram.fragment_offset:
            return self.action is Action.PERMIT
        return self._fits_message(datagram)

    def _fits_message(self, datagram: IPv4) -> bool:
        payload = datagram.payload
        if self.icmp is not None:
            kind, code = (payload.type, payload.code) if isinstance(payload, Icmp) else (*_first(payload), -1, -1)[:2]
            return kind == self.icmp[0] and self.icmp[1] in (None, code)
        if self.established and not (isinstance(payload, Tcp) and payload.flags & (ACK | RST)):
            return False
        ends = tuple_of(datagram)
        if ends is None:
            return False
        return _among(self.src_ports, ends.src_port) and _among(self.dst_ports, ends.dst_port)


def _first(payload: object) -> tuple[int, ...]:
    return tuple(payload[:2]) if isinstance(payload, bytes) else ()


def _among(ports: Ports, port: int) -> bool:
    return not ports or any(first <= port <= last for first, last in ports)


class _Words:
    """The words of an entry, read from the left."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words: list[tuple[str, int]] = []
        at = 0
        for word in text.split():
            at = text.index(word, at)
            self._words.append((word, at))
            at += len(word)
        self.offset = 0

    def peek(self) -> str:
        return self._words[0][0].lower() if self._words else ""

    def next(self, expected: str) -> str:
        if not self._words:
            raise TextError(f"{self.text!r} ends too early", f"{expected} comes next", len(self.text))
        word, self.offset = self._words.pop(0)
        return word.lower()

    def wrong(self, message: str, hint: str) -> TextError:
        return TextError(message, hint, self.offset)


def parse(text: str) -> Entry:
    """Read an entry; raises ``TextError``."""
    words = _Words(text)
    action = _action(words)
    if words.peek() not in PROTOCOLS and not words.peek().isdecimal():
        # The short form of IOS's standard lists: the source alone.
        found = Entry(action, IP, _where(words, "a protocol or an address"), ANYWHERE)
    else:
        found = _extended(action, words)
    return _options(found, words)


def is_standard(text: str) -> bool:
    """Whether an entry is of a standard list of IOS, which looks at the source alone."""
    _, word, *_ = [*text.lower().split(), "", ""]
    return word not in PROTOCOLS and not word.isdecimal()


def _action(words: _Words) -> Action:
    word = words.next("permit, deny or reject")
    if word not in list(Action):
        raise words.wrong(f"{word!r} does not begin a rule", suggestion(word, list(Action)))
    return Action(word)


def _extended(action: Action, words: _Words) -> Entry:
    word = words.next("a protocol")
    protocol = PROTOCOLS[word] if word in PROTOCOLS else int(word)
    if protocol is not None and protocol > 255:
        raise words.wrong(f"{word} is no protocol number", "they go from 0 to 255")
    src = _where(words, "the source")
    src_ports = _ports(words, protocol)
    dst = _where(words, "the destination")
    return Entry(action, protocol, src, dst, src_ports, _ports(words, protocol))


def _where(words: _Words, expected: str) -> Where:
    word = words.next(f"{expected} (any, host ADDRESS, or a prefix such as 192.168.1.0/24)")
    if word == "any":
        return ANYWHERE
    if word == "host":
        return Where(_address(words, words.next("an address")), 0xFFFFFFFF)
    if "/" in word:
        try:
            prefix = Prefix.parse(word)
        except ValueError as error:
            raise words.wrong(str(error), "") from None
        return Where(prefix.network, mask_of(prefix.length))
    if not word[0].isdigit():
        raise words.wrong(
            f"{word!r} is neither a protocol nor an address",
            f"write any, host ADDRESS, a prefix, or {listed([*PROTOCOLS])}",
        )
    base = _address(words, word)
    if "." not in words.peek() or not words.peek()[0].isdigit() or "/" in words.peek():
        return Where(base, 0xFFFFFFFF)
    start = words.offset
    wildcard = _address(words, words.next("a wildcard"))
    if base & wildcard:
        fitting = IPv4Address(base & ~wildcard)
        raise TextError(
            f"{base} has bits set that the wildcard {wildcard} leaves open", f"write {fitting} {wildcard}", start
        )
    return Where(base, ~wildcard & 0xFFFFFFFF)


def _address(words: _Words, word: str) -> IPv4Address:
    try:
        return IPv4Address.parse(word)
    except ValueError as error:
        raise words.wrong(str(error).partition(",")[0], "write one like 192.168.1.10") from None


_COMPARISONS = ("eq", "neq", "gt", "lt", "range")


def _ports(words: _Words, protocol: int | None) -> Ports:
    word = words.peek()
    if word not in _COMPARISONS:
        return ()
    words.next("")
    if protocol not in (PROTOCOL_TCP, PROTOCOL_UDP):
        raise words.wrong("only TCP and UDP have ports", "write tcp or udp as the protocol")
    port = _port(words)
    if word == "gt":
        found: Ports = ((port + 1, LAST_PORT),)
    elif word == "lt":
        found = ((0, port - 1),)
    elif word == "neq":
        found = ((0, port - 1), (port + 1, LAST_PORT))
    elif word == "range":
        found = ((port, _port(words)),)
    else:
        several = [port]
        while words.peek().isdecimal() or words.peek() in _NAMED:
            several.append(_port(words))
        found = tuple((each, each) for each in sorted(set(several)))
    found = tuple(each for each in found if each[0] <= each[1])
    if not found:
        raise words.wrong("no port is like that", "give the lower port first")
    return found


_NAMED = {**SERVICES, "www": SERVICES["http"]}
"""Ports by their names, also by those that only IOS has."""


def _port(words: _Words) -> int:
    word = words.next("a port")
    if word in _NAMED:
        return _NAMED[word]
    if not word.isdecimal():
        raise words.wrong(f"{word!r} is no port", suggestion(word, [*SERVICES], "write a number, or"))
    if int(word) > LAST_PORT:
        raise words.wrong(f"{word} is no port", f"ports go to {LAST_PORT}")
    return int(word)


def _options(entry: Entry, words: _Words) -> Entry:
    while words.peek():
        word = words.next("")
        if word == "log":
            entry = entry._replace(log=True)
        elif word == "established" and entry.protocol == PROTOCOL_TCP:
            entry = entry._replace(established=True)
        elif word == "state":
            entry = entry._replace(states=_states(words))
        elif entry.protocol == PROTOCOL_ICMP and entry.icmp is None and (word in ICMP_TYPES or word.isdecimal()):
            entry = entry._replace(icmp=_icmp(word, words))
        elif word == "established":
            raise words.wrong("only TCP has 'established'", "write tcp as the protocol, or 'state established'")
        else:
            known = ["log", "state"]
            known += [*ICMP_TYPES] if entry.protocol == PROTOCOL_ICMP else []
            known += ["established", *_COMPARISONS] if entry.protocol == PROTOCOL_TCP else []
            known += _COMPARISONS if entry.protocol == PROTOCOL_UDP else []
            raise words.wrong(f"{word!r} does not fit here", suggestion(word, known))
    return entry


def _icmp(word: str, words: _Words) -> tuple[int, int | None]:
    if word in ICMP_TYPES:
        return ICMP_TYPES[word]
    code = int(words.next("")) if words.peek().isdecimal() else None
    if int(word) > 255 or (code or 0) > 255:
        raise words.wrong("types and codes of ICMP go to 255", "write a smaller number")
    return int(word), code


def _states(words: _Words) -> frozenset[str]:
    found = words.next(f"a state ({listed(STATES)})").split(",")
    for each in found:
        if each not in STATES:
            raise words.wrong(f"{each!r} is no state of a connection", suggestion(each, STATES))
    return frozenset(found)
