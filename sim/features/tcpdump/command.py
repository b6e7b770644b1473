"""``tcpdump``: prints the frames of an interface, each on a line, as they come and go (tcpdump(8))."""

import re
from collections.abc import Sequence
from typing import NamedTuple, cast

from sim.addresses import BROADCAST_MAC, IPv4Address, mask_of
from sim.command import IP_DEVICES, Command, CommandLine
from sim.device import loopback
from sim.device.interface import Interface
from sim.device.subinterface import TABLE as SUBINTERFACE
from sim.features.tcpdump import rules
from sim.features.tcpdump.filters import Surroundings, Test, compiled
from sim.features.tcpdump.host import CaptureHost
from sim.features.tcpdump.numbers import Numbers
from sim.features.tcpdump.words import FilterError, tokens
from sim.kernel import SECOND
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Ethernet, Frame, untagged
from sim.link.ethernet.view import link_header
from sim.packets.telling import summary
from sim.shell.application import Application
from sim.trace.records import Kind
from sim.transport.services import NAMES
from sim.transport.tcp.pdu import ABSOLUTE
from sim.why import Why

ANY = "any"
"""The name that stands for all interfaces."""
_SNAPSHOT = 262144
_USAGE = "tcpdump [-i INTERFACE] [-n] [-e] [-t] [-S] [-l] [-p] [-c COUNT] [EXPRESSION]"
_ENDS = re.compile(r"^IP (?P<src>[\d.]+) > (?P<dst>[\d.]+): (?P<rest>.*)", re.DOTALL)
_ADDRESS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)")
_ELSEWHERE = {
    "w": "hopscope run --pcapng FILE writes a capture of the whole run",
    "r": "tshark and tcpdump read the captures that hopscope run --pcapng writes",
    "v": "the player takes each packet apart",
    "x": "the player shows the octets of each packet",
    "X": "the player shows the octets of each packet",
    "A": "the player shows the octets of each packet",
    "q": "leave -q out",
    "D": "ip link lists the interfaces",
}
"""Options that tcpdump has, and where their purpose is served here."""
_FLAGS = frozenset("neltSpUN")
_WITH_VALUE = frozenset("ics")


class CaptureOptions(NamedTuple):
    """The command line. ``interface`` "" is the first that is up; ``packets`` 0 stands for no end."""

    interface: str = ""
    numeric: bool = False
    link_header: bool = False
    without_time: bool = False
    absolute: bool = False
    is_private: bool = False
    packets: int = 0
    expression: str = ""


class Tcpdump(Application[CaptureHost]):
    """A capture. It ends after so many ``packets``, or with the run."""

    def __init__(self, node: CaptureHost, command: str, options: CaptureOptions) -> None:
        super().__init__(node, command)
        self.options = options
        self._numbers = Numbers()
        self._passed = 0
        self._printed = 0
        self._test: Test = lambda octets: True
        self._interfaces: dict[int, Interface] = {}

    def start(self, cause: int) -> None:
        options, node = self.options, self.node
        name = options.interface or self._first_up()
        mask: int | None = None
        if name == ANY:
            found = [node.interface(each) for each in node.interface_names()]
        else:
            found = [node.interface(name)]
            mask = next((mask_of(own.length) for own in found[0].addresses), None)
        try:
            self._test = compiled(options.expression, Surroundings(self._address_of, mask))
        except FilterError as fault:
            self.output(f"tcpdump: {fault}", cause)
            self.finish(1, cause)
            return
        self.output("tcpdump: verbose output suppressed, use -v[v]... for full protocol decode", cause)
        link_type = "LINUX_SLL2 (Linux cooked v2)" if name == ANY else "EN10MB (Ethernet)"
        self.output(f"listening on {name}, link-type {link_type}, snapshot length {_SNAPSHOT} bytes", cause)
        self._interfaces = {interface.spot: interface for interface in found}
        for interface in found:
            self._listen(interface)
        if node.processes.ends_at is not None:
            why = Why(rules.UNTIL_THE_END, port=name)
            self.arm("end", node.processes.ends_at, self._interrupted, why, cause)

    def _listen(self, interface: Interface) -> None:
        trace, was_promiscuous = self.node.trace, interface.promiscuous
        trace.watch(interface.spot, self._saw)
        self.at_end(lambda: trace.unwatch(interface.spot, self._saw))
        if self.options.interface != ANY and not self.options.is_private:
            interface.promiscuous = True

            def leave() -> None:
                interface.promiscuous = was_promiscuous

            self.at_end(leave)

    def _first_up(self) -> str:
        """Without ``-i``: the first interface that is up, the loopback interface last."""
        for interface in self.node.interfaces.values():
            if interface.up:
                return interface.name
        return self.node.interface_names()[0]

    def _address_of(self, name: str) -> IPv4Address | None:
        return self.node.names.address_of(name)

    # Frames

    def _saw(self, n: int) -> None:
        """A record was made at the interface: print the frame when all that belongs to this moment is done."""
        trace = self.node.trace
        kind = trace.kind[n]
        is_out = kind == Kind.FRAME_SENT
        interface = self._interfaces[trace.spot[n]]
        if interface.name in self.node.tables.get(SUBINTERFACE, {}):
            self._saw_within(n, interface)
            return
        if not is_out and kind != Kind.FRAME_RECEIVED:
            return
        if is_out and interface.mac is None:
            return  # what leaves the loopback interface comes in there again, and is told then
        self._see(n, interface, cast(Frame, trace.what[n]), is_out)

    def _saw_within(self, n: int, interface: Interface) -> None:
        """The same at an interface in a VLAN: a decision hands frames without a tag to its lower end, or up."""
        frame = self.node.trace.what[n]
        if self.node.trace.kind[n] == Kind.DECISION and isinstance(frame, Ethernet):
            is_out = frame.src == interface.mac
            self._see(n, interface, untagged(frame) if is_out else frame, is_out)

    def _see(self, n: int, interface: Interface, frame: Frame, is_out: bool) -> None:
        if self._test(wire.encode(frame)):
            self._passed += 1
            if not self.options.packets or self._passed <= self.options.packets:
                self.node.kernel.at(self.node.kernel.now, self._print, (n, interface, frame, is_out))

    def _print(self, seen: tuple[int, Interface, Frame, bool]) -> None:
        n, interface, frame, is_out = seen
        if self.number not in self.node.processes.running:
            return
        options = self.options
        line = self._line(frame)
        if options.interface == ANY:
            way = "Out" if is_out else _way_in(frame)
            line = f"{interface.name:<5} {way:<3} {line}"
        elif options.link_header:
            line = f"{link_header(frame)}{line.removeprefix('IP ').removeprefix('ARP, ')}"
        if not options.without_time:
            line = f"{_clock(self.node.trace.at[n])} {line}"
        self.output(line, n)
        self._printed += 1
        if self._printed == options.packets:
            self._close(n)

    def _line(self, frame: Frame) -> str:
        origin = ABSOLUTE if self.options.absolute else self._numbers.origin(frame)
        line = summary(frame, origin).line
        return line if self.options.numeric else self._named(line)

    def _named(self, line: str) -> str:
        """The line with names in the place of addresses and ports, as far as the host knows any."""
        match = _ENDS.match(line)
        if match is None:
            return _ADDRESS.sub(lambda found: self._name(found[0]), line)
        rest = _ADDRESS.sub(lambda found: self._name(found[0]), match["rest"])
        return f"IP {self._end(match['src'])} > {self._end(match['dst'])}: {rest}"

    def _end(self, written: str) -> str:
        parts = written.split(".")
        name = self._name(".".join(parts[:4]))
        return name if len(parts) == 4 else f"{name}.{NAMES.get(int(parts[4]), parts[4])}"

    def _name(self, written: str) -> str:
        names = self.node.names.names_of(IPv4Address.parse(written))
        return names[0] if names else written

    # The end

    def _interrupted(self, cause: int) -> None:
        self._close(cause)

    def _close(self, cause: int) -> None:
        self.cancel("end", cause)
        told = ((self._printed, "captured"), (self._passed, "received by filter"), (0, "dropped by kernel"))
        for count, words in told:
            self.output(f"{count} packet{'s' * (count != 1)} {words}", cause)
        self.finish(0, cause)


def _way_in(frame: Frame) -> str:
    """How a frame came in: to this station, to a group, or to everybody."""
    if not isinstance(frame, Ethernet) or not frame.dst.is_group:
        return "In"
    return "B" if frame.dst == BROADCAST_MAC else "M"


def _clock(at: int) -> str:
    """The time of day of a moment (ns), which is that of the simulation."""
    seconds, rest = divmod(at, SECOND)
    return f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest // 1000:06}"


def _parse(line: CommandLine) -> CaptureOptions:
    found: dict[str, object] = {}
    words: list[str] = []
    while line:
        word = line.peek()
        if words or not word.startswith("-") or word == "-":
            words = [*line.rest()]
            break
        _read_letters(line, found)
    expression = " ".join(words)
    try:
        compiled(expression, Surroundings(lambda name: IPv4Address(0), 0))
    except FilterError as fault:
        raise line.too_short(f"tcpdump: {fault}", _hint(words)) from None
    return CaptureOptions(expression=expression, **found)  # type: ignore[arg-type]


_FIELDS = {
    "n": "numeric", "e": "link_header", "t": "without_time", "S": "absolute", "p": "is_private",
}  # fmt: skip


def _read_letters(line: CommandLine, found: dict[str, object]) -> None:
    """Read ``-nn``, ``-c 5`` or ``-nc5``, as getopt does."""
    word = line.next()
    start = line.offset
    for at, letter in enumerate(word[1:], 1):
        if letter in _WITH_VALUE:
            if at + 1 < len(word):
                line.push(word[at + 1 :], start + at + 1)
            if not line:
                raise line.too_short(f"tcpdump: option requires an argument -- '{letter}'", _USAGE)
            _read_value(line, letter, found)
            return
        if letter in _ELSEWHERE:
            raise line.wrong(f"-{letter} of tcpdump is not simulated", _ELSEWHERE[letter])
        if letter not in _FLAGS:
            raise line.wrong(f"tcpdump: invalid option -- '{letter}'", _USAGE)
        if letter in _FIELDS:
            found[_FIELDS[letter]] = True


def _read_value(line: CommandLine, letter: str, found: dict[str, object]) -> None:
    if letter == "i":
        if line.peek() in (ANY, loopback.NAME):
            found["interface"] = line.next()
        else:
            found["interface"] = line.interface()
        return
    word = line.next()
    if not word.isdecimal() or (letter == "c" and not int(word)):
        what = "packet count" if letter == "c" else "snaplen"
        raise line.wrong(f"tcpdump: invalid {what} {word}", _USAGE)
    if letter == "c":
        found["packets"] = int(word)


def _hint(words: Sequence[str]) -> str:
    """What may be meant by an expression that is wrong."""
    try:
        first = tokens(" ".join(words[:1]))
    except FilterError:
        first = []
    if first and first[0].text.replace(".", "").isdecimal():
        kind = "host" if "." in first[0].text else "port"
        return f"write what it is: {kind} {first[0].text}"
    return "an expression is like 'host 192.168.10.3 and tcp port 80', or 'icmp or arp'"


def _run(host: CaptureHost, options: CaptureOptions, text: str, cause: int) -> None:
    Tcpdump(host, text, options).launch(cause)


COMMAND = Command(
    "tcpdump",
    _USAGE,
    "prints the frames of an interface as they come and go, until the run ends or there are `COUNT`; "
    "`EXPRESSION` as in pcap-filter(7)",
    IP_DEVICES,
    _parse,
    _run,
    elsewhere=("tshark", "wireshark", "windump"),
    no_interface="tcpdump: {}: No such device exists\n(No such device exists)",
)
