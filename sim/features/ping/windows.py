"""``ping -n COUNT``: the ping of Windows, one request after the answer to the other, in its words."""

from typing import NamedTuple

from sim.addresses import ANY, LOOPBACK, IPv4Address
from sim.command import CommandLine
from sim.features.ping import rules
from sim.features.ping.host import PingHost
from sim.ip.contracts import SendOptions
from sim.ip.icmp import pdu as icmp
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import Quoted, QuotedEcho
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, IPv4
from sim.ip.names.answer import Answer
from sim.kernel import SECOND
from sim.shell.application import Application
from sim.why import Why

_DATA = b"abcdefghijklmnopqrstuvwabcdefghi"
_MILLISECOND = 1_000_000


class WindowsPingOptions(NamedTuple):
    """``wait`` in ns for each answer; 0 ``requests`` stand for no end (``-t``)."""

    target: IPv4Address | str
    requests: int
    wait: int = 4 * SECOND


def is_windows(line: CommandLine) -> bool:
    """Whether ``-n`` is followed by a number beside an address, or ``-t`` by none, as only Windows has it."""
    words = line.text.split()
    if "-t" in words:
        following = words[words.index("-t") + 1 :][:1]
        return not (following and following[0].isdecimal())
    at = words.index("-n") if "-n" in words else len(words)
    return at + 1 < len(words) and words[at + 1].isdecimal() and len(words) >= 4 and "-c" not in words


def parse(line: CommandLine) -> WindowsPingOptions:
    usage = "ping [-n COUNT | -t] [-w MILLISECONDS] ADDRESS"
    options = WindowsPingOptions(ANY, 4)
    target: IPv4Address | str | None = None
    while line:
        match line.peek():
            case "-n":
                line.next()
                options = options._replace(requests=line.integer(1, 65535))
            case "-t":
                line.next()
                options = options._replace(requests=0)
            case "-4":
                line.next()
            case "-w":
                line.next()
                options = options._replace(wait=line.integer(1, 600_000) * _MILLISECOND)
            case word if word.startswith("-") or target is not None:
                line.next()
                raise line.wrong(f"{word!r} does not go with the options of Windows", usage)
            case _:
                target = line.target()
    if target is None:
        raise line.too_short(f"{line.text!r} names no address", usage)
    return options._replace(target=target)


class WindowsPing(Application[PingHost]):
    """Sends a request, waits for its answer, and goes on a second later."""

    def __init__(self, node: PingHost, command: str, options: WindowsPingOptions) -> None:
        super().__init__(node, command)
        self.options = options
        self._target = ANY
        self._sent = 0
        self._sent_at = 0
        self._is_waiting = False
        self._times: list[int] = []
        self._answers = 0

    def start(self, cause: int) -> None:
        self.node.names.resolve(self.options.target, self._begin, cause)

    def _begin(self, answer: Answer, cause: int) -> None:
        named, target = self.options.target, answer.address
        if target is None:
            self.output(f"Ping request could not find host {named}. Please check the name and try again.", cause)
            self.finish(1, cause)
            return
        self._target = LOOPBACK if target == ANY else target
        self.node.icmp.on_echo(self.number, self._replied, self._failed)
        self.at_end(lambda: self.node.icmp.forget_echo(self.number))
        whom = f"{named} [{self._target}]" if isinstance(named, str) else f"{self._target}"
        if not self.options.requests and self.node.processes.ends_at is not None:
            self.arm("end", self.node.processes.ends_at, self._interrupted, Why(rules.UNTIL_THE_END), cause)
        self.output(f"\nPinging {whom} with {len(_DATA)} bytes of data:", cause)
        self._send(cause)

    def _send(self, cause: int) -> None:
        self._sent += 1
        self._sent_at = self.node.kernel.now
        self._is_waiting = True
        wait = self.options.wait
        self.arm("answer", self._sent_at + wait, self._unanswered, Why(rules.LAST_WAIT, ns=wait), cause)
        message = icmp.echo(icmp.ECHO_REQUEST, self.number, self._sent, _DATA)
        why = Why(rules.REQUEST, dst=self._target, sequence=self._sent, command=self.command)
        trouble = self.node.ip.send(self._target, PROTOCOL_ICMP, message, why, cause, SendOptions())
        if trouble is not None:
            self._answered("PING: transmit failed. General failure.", cause)

    def _replied(self, datagram: IPv4, message: Icmp, cause: int) -> None:
        if message.sequence != self._sent or not self._is_waiting:
            return
        time = (self.node.kernel.now - self._sent_at) // _MILLISECOND
        self._times.append(time)
        self._answers += 1
        spelled = f"={time}ms" if time else "<1ms"
        self._answered(f"Reply from {datagram.src}: bytes={len(_DATA)} time{spelled} TTL={datagram.ttl}", cause)

    def _failed(self, source: IPv4Address, message: Icmp, quoted: Quoted, cause: int) -> None:
        is_own = isinstance(quoted.transport, QuotedEcho) and quoted.transport.sequence == self._sent
        if not is_own or not self._is_waiting or message.type == icmp.REDIRECT:
            return
        self._answers += 1  # Windows counts an error as a packet received
        self._answered(f"Reply from {source}: {_describe(message)}", cause)

    def _unanswered(self, cause: int) -> None:
        self._answered("Request timed out.", cause)

    def _answered(self, text: str, cause: int) -> None:
        self._is_waiting = False
        self.cancel("answer", cause)
        self.output(text, cause)
        if self._sent == self.options.requests:
            self._summarise(cause)
        else:
            # A request that timed out was waited for long enough.
            due = max(self._sent_at + SECOND, self.node.kernel.now)
            self.arm("next", due, self._send, Why(rules.INTERVAL, ns=SECOND), cause)

    def _interrupted(self, cause: int) -> None:
        """The run ends, which stands for Ctrl-C."""
        for name in ("answer", "next"):
            self.cancel(name, cause)
        self._sent -= self._is_waiting  # what is on its way is not counted
        self._summarise(cause, "Control-C")

    def _summarise(self, cause: int, last_line: str = "") -> None:
        lost = self._sent - self._answers
        self.output(f"\nPing statistics for {self._target}:", cause)
        self.output(
            f"    Packets: Sent = {self._sent}, Received = {self._answers}, Lost = {lost} "
            f"({100 * lost // max(self._sent, 1)}% loss),",
            cause,
        )
        if self._times:
            mean = sum(self._times) // len(self._times)
            self.output("Approximate round trip times in milli-seconds:", cause)
            self.output(
                f"    Minimum = {min(self._times)}ms, Maximum = {max(self._times)}ms, Average = {mean}ms", cause
            )
        if last_line:
            self.output(last_line, cause)
        self.finish(0 if self._answers else 1, cause)


_UNREACHABLE = {
    icmp.NET_UNREACHABLE: "Destination net unreachable.",
    icmp.HOST_UNREACHABLE: "Destination host unreachable.",
    icmp.PROTOCOL_UNREACHABLE: "Destination protocol unreachable.",
    icmp.PORT_UNREACHABLE: "Destination port unreachable.",
    icmp.FRAGMENTATION_NEEDED: "Packet needs to be fragmented but DF set.",
}


def _describe(message: Icmp) -> str:
    if message.type == icmp.TIME_EXCEEDED:
        return "TTL expired in transit."
    return _UNREACHABLE.get(message.code, "Destination net unreachable.")
