"""``ping ADDRESS repeat COUNT``: the ping of Cisco IOS, one request as soon as the one before is answered."""

from typing import Any, NamedTuple

from sim.addresses import ANY, IPv4Address
from sim.command import CommandLine
from sim.device.port_names import named
from sim.features.ping import rules
from sim.features.ping.host import HEADERS, PingHost, source_of
from sim.ip.contracts import SendOptions
from sim.ip.icmp import pdu as icmp
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import Quoted, QuotedEcho
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, IPv4
from sim.ip.names.answer import Answer
from sim.kernel import SECOND
from sim.shell.application import Application
from sim.why import Why

USAGE = "ping ADDRESS [repeat COUNT] [size OCTETS] [timeout SECONDS] [source ADDRESS|INTERFACE] [df-bit]"
_WORDS = ("repeat", "size", "timeout", "source", "df-bit")
_LEAST_SIZE, _MOST_SIZE = 36, 18024
_MILLISECOND = 1_000_000
_LINE = 70
"""Marks in a line."""


class IosPingOptions(NamedTuple):
    """``size`` in octets of the datagram, ``wait`` in ns for each answer."""

    target: IPv4Address | str
    repeat: int = 5
    size: int = 100
    wait: int = 2 * SECOND
    source: IPv4Address | str | None = None
    dont_fragment: bool = False


def is_ios(line: CommandLine) -> bool:
    """Whether the line has words that IOS alone takes: ``ping ip ADDRESS``, or ``repeat`` and the like behind it."""
    words = line.text.lower().split()
    return words[1:2] == ["ip"] or (len(words) > 2 and _is_word(words[2]))


def _is_word(word: str) -> bool:
    return any(each.startswith(word) for each in _WORDS)


def parse(line: CommandLine) -> IosPingOptions:
    line.folds_case = True
    if line.peek().lower() == "ip":
        line.next()
    options = IosPingOptions(line.target())
    while line:
        options = options._replace(**_option(line, line.word(*_WORDS)))
    return options


def _option(line: CommandLine, word: str) -> dict[str, Any]:
    match word:
        case "repeat":
            return {"repeat": line.integer(1, 65535)}
        case "size":
            return {"size": line.integer(_LEAST_SIZE, _MOST_SIZE)}
        case "timeout":
            return {"wait": line.integer(1, 3600) * SECOND}
        case "source":
            is_address = line.peek().replace(".", "").isdecimal()
            return {"source": line.address() if is_address else line.next("an address or an interface")}
        case _:
            return {"dont_fragment": True}


class IosPing(Application[PingHost]):
    """Sends a request, waits for its answer, and goes on at once. Each request becomes a mark in a line."""

    def __init__(self, node: PingHost, command: str, options: IosPingOptions) -> None:
        super().__init__(node, command)
        self.options = options
        self._target = ANY
        self._source: IPv4Address | None = None
        self._sent = 0
        self._sent_at = 0
        self._is_waiting = False
        self._times: list[int] = []
        self._marks = ""

    def start(self, cause: int) -> None:
        self.node.names.resolve(self.options.target, self._begin, cause)

    def _begin(self, answer: Answer, cause: int) -> None:
        options, target = self.options, answer.address
        if target is None:
            self.output("% Unrecognized host or address, or protocol not running.", cause)
            self.finish(1, cause)
            return
        self._target = target
        if options.source is not None:
            said = options.source
            self._source = source_of(self.node, named(said, self.node.interfaces) if isinstance(said, str) else said)
            if self._source is None or self._source not in self.node.ip.addresses.own:
                self.output("% Invalid source address- IP address not on any of our up interfaces", cause)
                self.finish(1, cause)
                return
        self.node.icmp.on_echo(self.number, self._replied, self._failed)
        self.at_end(lambda: self.node.icmp.forget_echo(self.number))
        self.output("Type escape sequence to abort.", cause)
        seconds = options.wait // SECOND
        self.output(
            f"Sending {options.repeat}, {options.size}-byte ICMP Echos to {target}, timeout is {seconds} seconds:",
            cause,
        )
        if self._source is not None:
            self.output(f"Packet sent with a source address of {self._source}", cause)
        if options.dont_fragment:
            self.output("Packet sent with the DF bit set", cause)
        self._send(cause)

    def _send(self, cause: int) -> None:
        options = self.options
        self._sent += 1
        self._sent_at = self.node.kernel.now
        self._is_waiting = True
        self.arm("answer", self._sent_at + options.wait, self._unanswered, Why(rules.LAST_WAIT, ns=options.wait), cause)
        message = icmp.echo(icmp.ECHO_REQUEST, self.number, self._sent - 1, icmp.pattern(options.size - HEADERS))
        why = Why(rules.REQUEST, dst=self._target, sequence=self._sent - 1, command=self.command)
        send_options = SendOptions(None, options.dont_fragment, self._source)
        # What cannot be sent is waited for as well.
        self.node.ip.send(self._target, PROTOCOL_ICMP, message, why, cause, send_options)

    def _replied(self, _: IPv4, message: Icmp, cause: int) -> None:
        if self._is_waiting and message.sequence == self._sent - 1:
            self._times.append(self.node.kernel.now - self._sent_at)
            self._answered("!", cause)

    def _failed(self, source: IPv4Address, message: Icmp, quoted: Quoted, cause: int) -> None:
        is_own = isinstance(quoted.transport, QuotedEcho) and quoted.transport.sequence == self._sent - 1
        # What the device finds out itself, such as that nobody answers ARP, IOS waits for as for any answer.
        is_from_here = source in self.node.ip.addresses.own
        if is_own and self._is_waiting and not is_from_here and message.type != icmp.REDIRECT:
            self._answered(_mark(message), cause)

    def _unanswered(self, cause: int) -> None:
        self._answered(".", cause)

    def _answered(self, mark: str, cause: int) -> None:
        self._is_waiting = False
        self.cancel("answer", cause)
        self._marks += mark
        is_last = self._sent == self.options.repeat
        if is_last or len(self._marks) == _LINE:
            self.output(self._marks, cause)
            self._marks = ""
        if is_last:
            self._summarise(cause)
        else:
            self.arm("next", self.node.kernel.now, self._send, Why(rules.AT_ONCE), cause)

    def _summarise(self, cause: int) -> None:
        good, sent = len(self._times), self._sent
        times = [max(1, time // _MILLISECOND) for time in self._times]
        trip = f", round-trip min/avg/max = {min(times)}/{sum(times) // good}/{max(times)} ms" if good else ""
        self.output(f"Success rate is {100 * good // sent} percent ({good}/{sent}){trip}", cause)
        self.finish(0 if good else 1, cause)


def _mark(message: Icmp) -> str:
    """The mark of an error: time exceeded ``&``, could not fragment ``M``, unreachable ``U``."""
    if message.type == icmp.TIME_EXCEEDED:
        return "&"
    if message.type != icmp.DESTINATION_UNREACHABLE:
        return "?"
    return "M" if message.code == icmp.FRAGMENTATION_NEEDED else "U"
