"""The command line of a device: which commands there are, and what their options mean."""

import shlex
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sim.addresses import IPv4Address, MacAddress, Prefix
from sim.kernel import SECOND
from sim.shell.arping import ArpingOptions
from sim.shell.ping import PingOptions
from sim.shell.running import StartProgram
from sim.shell.socket_views import SocketsView
from sim.shell.traceroute import TracerouteOptions
from sim.shell.usage import ELSEWHERE, USAGE
from sim.words import TextError, nearest

MAXIMUM_DATA = 65507
"""Octets of ICMP or UDP data that fit into one datagram."""


class View(NamedTuple):
    """A command that shows a table: ``arp``, ``ip route`` …"""

    name: str


class Flush(NamedTuple):
    """``ip neigh flush``: forget what ARP learned (``port`` only, or all)."""

    port: str | None = None


class ArpSet(NamedTuple):
    """``arp -s``/``arp -d``: a static entry, or an entry taken out."""

    ip: IPv4Address
    mac: MacAddress | None


class SetPort(NamedTuple):
    """``ip link set PORT up|down``."""

    port: str
    up: bool


class ChangeRoute(NamedTuple):
    """``ip route add|del PREFIX [via GATEWAY] [dev PORT] [metric N]``."""

    add: bool
    prefix: Prefix
    next_hop: IPv4Address | None
    port: str | None
    kind: str = "unicast"
    metric: int = 0


class GetRoute(NamedTuple):
    """``ip route get ADDRESS``: which route would be taken, and why not another."""

    address: IPv4Address


Configuring = Flush | ArpSet | SetPort | ChangeRoute | GetRoute
Options = PingOptions | TracerouteOptions | ArpingOptions | StartProgram | View | SocketsView | Configuring


def named_port(options: Options) -> str | None:
    """The interface that a command names, if it names one."""
    return options.port if isinstance(options, ArpingOptions | Flush | SetPort | ChangeRoute) else None


class Command(NamedTuple):
    """A command line that was understood. ``devices`` are the kinds of node that know it."""

    text: str
    options: Options
    devices: frozenset[str]


class _Words:
    """The words of a command line with where each stands, eaten from the left."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words: list[tuple[str, int]] = []
        at = 0
        for word in text.split():
            at = text.index(word, at)
            self._words.append((word, at))
            at += len(word)
        self.offset = 0

    def __bool__(self) -> bool:
        return bool(self._words)

    def next(self, expected: str) -> str:
        if not self._words:
            raise TextError(f"{self.text!r} ends too early", f"{expected} comes next", len(self.text))
        word, self.offset = self._words.pop(0)
        return word

    def rest(self) -> tuple[str, ...]:
        """All that is left, in words as a shell has them: quotes hold one together."""
        if not self._words:
            return ()
        text = self.text[self._words[0][1] :]
        try:
            words = shlex.split(text)
        except ValueError:
            raise TextError(f"a quote in {text!r} is not closed", "close it", self._words[0][1]) from None
        self._words.clear()
        return tuple(words)

    def peek(self) -> str:
        return self._words[0][0] if self._words else ""

    def wrong(self, message: str, hint: str) -> TextError:
        return TextError(message, hint, self.offset)


def parse(text: str) -> Command:
    """Understand a command line; raises ``TextError``."""
    words = _Words(text)
    name = words.next("a command, such as ping 192.168.10.3,")
    for known, parser, devices in _COMMANDS:
        parts = known.split()
        if parts[0] == name and _follow(words, parts[1:]):
            options = parser(words)
            if words:
                extra = words.next("nothing")
                hint = _from_ios(text) if known == "ip route" else ""
                raise words.wrong(f"{known} does not take {extra!r}", hint or f"leave it out; {USAGE[known]}")
            return Command(text, options, devices)
    raise TextError(f"there is no command {text.strip()!r}", _meant(text.split()))


def _meant(words: list[str]) -> str:
    """What would be right in place of an unknown command: its name here, the nearest one, or all there are."""
    for length in range(len(words), 0, -1):
        name = ELSEWHERE.get(" ".join(words[:length]).lower())
        if name is not None:
            return f"here it is {name!r}"
    known = [name for name, _, _ in _COMMANDS]
    for length in range(min(len(words), 3), 0, -1):
        near = nearest(" ".join(words[:length]), [name for name in known if len(name.split()) == length])
        if near:
            return f"did you mean {near[0]!r}?"
    return f"the commands are {', '.join(known)}"


def _from_ios(text: str) -> str:
    """How ``ip route NETWORK MASK NEXT_HOP``, as Cisco IOS has it, is written here; "" for anything else."""
    try:
        _, _, network, mask, hop = text.split()
        prefix = Prefix.parse(f"{network}/{mask}")
    except ValueError:
        return ""
    to = "default" if prefix.length == 0 else str(prefix)
    way = "via" if hop[0].isdigit() else "dev"
    return f"that is how Cisco IOS has it; here it is 'ip route add {to} {way} {hop}'"


def _follow(words: _Words, parts: list[str]) -> bool:
    following = [word for word, _ in words._words[: len(parts)]]
    if following != parts:
        return False
    for part in parts:
        words.next(part)
    return True


def _options(words: _Words, command: str) -> dict[str, Any]:
    """Read ``-x VALUE`` options and one address."""
    usage, flags = USAGE[command], OPTIONS[command]
    found: dict[str, Any] = {}
    while words:
        word = words.next("")
        if word.startswith("-"):
            if word not in flags:
                raise words.wrong(f"{word} is not an option here", usage)
            name, read = flags[word]
            found[name] = read(words)
        elif "target" in found:
            raise words.wrong(f"{word!r} is one address too many", usage)
        else:
            found["target"] = _address_of(word, words)
    if "target" not in found:
        raise TextError(f"{words.text!r} names no address", usage, len(words.text))
    return found


def _address_of(word: str, words: _Words) -> IPv4Address:
    try:
        return IPv4Address.parse(word)
    except ValueError as error:
        raise words.wrong(str(error).partition(",")[0], "an address is four numbers from 0 to 255") from None


def _address(words: _Words) -> IPv4Address:
    return _address_of(words.next("an address"), words)


def _mac(words: _Words) -> MacAddress:
    word = words.next("a MAC address")
    try:
        return MacAddress.parse(word)
    except ValueError as error:
        raise words.wrong(str(error).partition(",")[0], "write one like 02:00:00:00:00:01") from None


def _integer(low: int, high: int) -> Callable[[_Words], int]:
    def read(words: _Words) -> int:
        word = words.next(f"a number from {low} to {high}")
        if not word.isdecimal() or not low <= int(word) <= high:
            raise words.wrong(f"{word!r} does not fit here", f"a number from {low} to {high} does")
        return int(word)

    return read


def _seconds(words: _Words) -> int:
    word = words.next("a number of seconds")
    whole, _, fraction = word.partition(".")
    if not (whole + fraction).isdecimal() or len(fraction) > 9 or len(whole) > 6:
        raise words.wrong(f"{word!r} is not a number of seconds", "write it like 1 or 0.2")
    ns = int(whole or "0") * SECOND + int(fraction.ljust(9, "0") or "0")
    if ns == 0:
        raise words.wrong("0 seconds is too short", "write it like 1 or 0.2")
    return ns


def _yes(_: _Words) -> bool:
    return True


def _pmtudisc(words: _Words) -> bool | None:
    word = words.next("do, want or dont")
    if word not in _WAYS_TO_TREAT_DF:
        hint = "-M do sets DF, -M dont clears it, -M want sets it where nothing need be cut at home"
        raise words.wrong(f"{word!r} is not a way to treat DF", hint)
    return _WAYS_TO_TREAT_DF[word]


def _ping(words: _Words) -> PingOptions:
    return PingOptions(**_options(words, "ping"))


def _traceroute(words: _Words) -> TracerouteOptions:
    options = TracerouteOptions(**_options(words, "traceroute"))
    if options.first_ttl > options.max_ttl:
        raise TextError(f"the first TTL {options.first_ttl} is above the last {options.max_ttl}", "-f up to -m")
    return options


def _arping(words: _Words) -> ArpingOptions:
    return ArpingOptions(**_options(words, "arping"))


def _view(name: str) -> Callable[[_Words], View]:
    return lambda _: View(name)


def _flush(words: _Words) -> Flush:
    if words.peek() != "dev":
        return Flush()
    words.next("dev")
    return Flush(words.next("an interface"))


def _arp(words: _Words) -> View | ArpSet:
    flag = words.peek()
    if flag in ("-s", "-d"):
        words.next(flag)
        ip = _address(words)
        return ArpSet(ip, _mac(words) if flag == "-s" else None)
    if flag in ("-n", "-a"):
        words.next(flag)
    return View("arp")


def _python(words: _Words) -> StartProgram:
    file = words.next("a file such as client.py")
    return StartProgram(file, words.rest())


def _bundled(file: str) -> Callable[[_Words], StartProgram]:
    return lambda words: StartProgram(file, words.rest())


def _set_port(words: _Words) -> SetPort:
    if words.peek() == "dev":
        words.next("dev")
    port = words.next("an interface")
    state = words.next("up or down")
    if state not in ("up", "down"):
        raise words.wrong(f"{state!r} is not a state of an interface", "up and down are")
    return SetPort(port, state == "up")


def _change_route(add: bool) -> Callable[[_Words], ChangeRoute]:
    def read(words: _Words) -> ChangeRoute:
        kind = "unicast"
        if words.peek() in ("blackhole", "unreachable", "prohibit"):
            kind = words.next("")
        word = words.next("a prefix such as 10.0.0.0/8, or default,")
        try:
            prefix = Prefix.parse(word if "/" in word or word == "default" else f"{word}/32")
        except ValueError as error:
            raise words.wrong(str(error), "a prefix is written like 10.0.0.0/8") from None
        next_hop, port, metric = None, None, 0
        while words.peek() in ("via", "dev", "metric"):
            match words.next(""):
                case "via":
                    next_hop = _address(words)
                case "dev":
                    port = words.next("an interface")
                case _:
                    metric = _integer(0, 0xFFFFFFFF)(words)
        if add and kind == "unicast" and next_hop is None and port is None:
            raise TextError(f"{words.text!r} leads nowhere", "add via GATEWAY or dev INTERFACE", len(words.text))
        return ChangeRoute(add, prefix, next_hop, port, kind, metric)

    return read


def _sockets(command: str) -> Callable[[_Words], SocketsView]:
    def read(words: _Words) -> SocketsView:
        letters = ""
        while words.peek().startswith("-"):
            letters += words.next("")[1:]
            if command == "netstat" and "r" in letters:
                raise words.wrong("netstat shows sockets here", "here it is 'ip route'")
            if set(letters) - set("antuwl"):
                raise words.wrong(f"-{letters} is more than {command} knows here", USAGE[command])
        protocols = frozenset(name for letter, name in _PROTOCOLS.items() if letter in letters)
        return SocketsView(command, protocols, "a" in letters, "l" in letters and "a" not in letters)

    return read


_PROTOCOLS = {"t": "tcp", "u": "udp", "w": "raw"}
_WAYS_TO_TREAT_DF = {"do": True, "want": None, "dont": False}
_IP_NODES = frozenset({"host", "router"})
_SWITCHES = frozenset({"switch"})

_COMMANDS: tuple[tuple[str, Callable[[_Words], Options], frozenset[str]], ...] = (
    ("ping", _ping, _IP_NODES),
    ("traceroute", _traceroute, _IP_NODES),
    ("arping", _arping, _IP_NODES),
    ("arp", _arp, _IP_NODES),
    ("ip addr", _view("ip addr"), _IP_NODES),
    ("ip route add", _change_route(True), _IP_NODES),
    ("ip route del", _change_route(False), _IP_NODES),
    ("ip route get", lambda words: GetRoute(_address(words)), _IP_NODES),
    ("ip route", _view("ip route"), _IP_NODES),
    ("ip neigh flush", _flush, _IP_NODES),
    ("ip neigh", _view("ip neigh"), _IP_NODES),
    ("ip link set", _set_port, _IP_NODES),
    ("python3", _python, _IP_NODES),
    ("nc", _bundled("nc.py"), _IP_NODES),
    ("iperf", _bundled("iperf.py"), _IP_NODES),
    ("ss", _sockets("ss"), _IP_NODES),
    ("netstat", _sockets("netstat"), _IP_NODES),
    ("show ip route", _view("show ip route"), _IP_NODES),
    ("show mac address-table", _view("show mac address-table"), _SWITCHES),
)
"""Longer names first where one is the beginning of another."""

OPTIONS: Mapping[str, Mapping[str, tuple[str, Callable[[_Words], Any]]]] = {
    "ping": {
        "-c": ("requests", _integer(1, 65535)),
        "-s": ("size", _integer(0, MAXIMUM_DATA)),
        "-i": ("interval", _seconds),
        "-W": ("wait", _seconds),
        "-t": ("ttl", _integer(1, 255)),
        "-M": ("dont_fragment", _pmtudisc),
        "-I": ("source", _address),
        "-b": ("broadcast", _yes),
    },
    "traceroute": {
        "-I": ("use_icmp", _yes),
        "-f": ("first_ttl", _integer(1, 255)),
        "-m": ("max_ttl", _integer(1, 255)),
        "-q": ("queries", _integer(1, 10)),
        "-w": ("wait", _seconds),
        "-F": ("dont_fragment", _yes),
    },
    "arping": {
        "-c": ("requests", _integer(1, 1000)),
        "-I": ("port", lambda words: words.next("an interface")),
        "-D": ("detect_duplicates", _yes),
        "-U": ("announce", _yes),
    },
}
"""The options of the commands that take some: the field that each fills, and how its value is read."""
