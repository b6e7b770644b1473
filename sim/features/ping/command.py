"""``ping``: are you there, and how long does it take? (RFC 792, RFC 1122 3.2.2.6)"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from math import isqrt
from typing import NamedTuple

from sim.addresses import ANY, LOOPBACK, IPv4Address
from sim.command import (
    IP_DEVICES,
    NOTHING,
    NUMBERS_ALONE,
    SECONDS,
    TARGET,
    Command,
    CommandLine,
    Doubt,
    Option,
    Planned,
    Value,
    integer,
    read_options,
    usage_of,
)
from sim.features.ping import ios, rules, windows
from sim.features.ping.host import HEADERS, PingHost, source_of
from sim.ip.contracts import SendOptions
from sim.ip.icmp import pdu as icmp
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import Quoted, QuotedEcho
from sim.ip.ipv4 import rules as ipv4_rules
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, IPv4
from sim.ip.names.answer import Answer
from sim.ip.pmtu import rules as pmtu_rules
from sim.ip.reassembly.machine import MAXIMUM_LENGTH
from sim.ip.routes.planned import doubt_route
from sim.kernel import SECOND
from sim.quantities import spell_round_trip
from sim.shell.application import Application
from sim.transport.sockets.errors import TEXTS, name_of
from sim.why import Why

_TIME_STAMP = 16
"""Octets of data that iputils keeps a request's time in; with fewer it tells none."""


class PingOptions(NamedTuple):
    """The command line. ``interval`` and ``wait`` in ns, ``size`` in octets of data."""

    target: IPv4Address | str
    requests: int = 4
    size: int = 56
    interval: int = SECOND
    wait: int = 10 * SECOND
    ttl: int | None = None
    dont_fragment: bool | None = False
    broadcast: bool = False
    source: IPv4Address | str | None = None
    numeric: bool = False
    is_ipv4: bool = False
    quiet: bool = False
    deadline: int | None = None


class Ping(Application[PingHost]):
    """Sends echo requests at an interval and prints what comes back, as iputils does."""

    def __init__(self, node: PingHost, command: str, options: PingOptions) -> None:
        super().__init__(node, command)
        self.options = options
        self._sent_at: dict[int, int] = {}
        self._answered: set[int] = set()
        self._times: list[int] = []
        self._duplicates = 0
        self._errors = 0
        self._in_flight = 1
        self._started = 0
        self._target = ANY
        self._source: IPv4Address | None = None
        self._names: dict[IPv4Address, str] = {}
        self._unprinted: list[tuple[str, IPv4Address, str]] = []
        self._is_naming = self._is_printing = False
        self._late: Callable[[int], None] | None = None

    def start(self, cause: int) -> None:
        self.node.names.resolve(self.options.target, self._begin, cause)

    def _begin(self, answer: Answer, cause: int) -> None:
        """Begin with the address that the target turned out to have."""
        options, node, target = self.options, self.node, answer.address
        self._started = node.kernel.now
        if target is None:
            self._refuse(f"{options.target}: {answer.told}", cause)
            return
        # Linux takes 0.0.0.0 for the host itself.
        self._target = LOOPBACK if target == ANY else target
        node.icmp.on_echo(self.number, self._replied, self._failed)
        self.at_end(lambda: node.icmp.forget_echo(self.number))
        self._source = source_of(node, options.source)
        if options.source is not None and self._source is None:
            self._refuse("unknown iface: " + str(options.source), cause)
        elif node.ip.is_broadcast(self._target) and not options.broadcast:
            self._refuse("Do you want to ping broadcast? Then -b. If not, check your local firewall rules", cause)
        elif self._source is not None and self._source not in node.ip.addresses.own:
            self._refuse("bind: Cannot assign requested address", cause)
        elif (trouble := node.ip.no_way_to(self._target)) is not None:
            self._try(1, cause)
            self._refuse(f"connect: {TEXTS[name_of(trouble)]}", cause)
        else:
            self._print_header(cause)
            if options.deadline is not None:
                why = Why(rules.LAST_WAIT, ns=options.deadline)
                self.arm("deadline", node.kernel.now + options.deadline, self._summarise, why, cause)
            self._send(cause)

    def _replied(self, datagram: IPv4, message: Icmp, cause: int) -> None:
        sent_at = self._sent_at.get(message.sequence)
        if sent_at is None:
            return
        again = message.sequence in self._answered
        time = self.node.kernel.now - sent_at
        self._answered.add(message.sequence)
        self._times.append(time)
        self._duplicates += again
        self._note_in_flight(message.sequence)
        target = self._target
        is_other = datagram.src != target and not self.options.broadcast and not target.is_multicast
        timing = f" time={spell_round_trip(time)} ms" if self._is_timed else ""
        begin, end = f"{len(message)} bytes from ", f": icmp_seq={message.sequence} ttl={datagram.ttl}{timing}"
        end += f"{' (DUP!)' if again else ''}{' (DIFFERENT ADDRESS!)' if is_other else ''}"
        self._print(begin, datagram.src, end, cause)

    def _failed(self, source: IPv4Address, message: Icmp, quoted: Quoted, cause: int) -> None:
        if not isinstance(quoted.transport, QuotedEcho):
            return
        sequence, is_redirect = quoted.transport.sequence, message.type == icmp.REDIRECT
        if not is_redirect:
            self._errors += 1
            self._note_in_flight(sequence)
        end = f"{':' if is_redirect else ''} icmp_seq={sequence} {describe(message)}"
        self._print("From ", source, end, cause)

    def _print(self, begin: str, ip: IPv4Address, end: str, cause: int) -> None:
        """Print a line about an address as soon as its name is known, and end where that was the last line."""
        if not self.options.quiet:
            self._unprinted.append((begin, ip, end))
        self._go_on_printing(cause)

    def _go_on_printing(self, cause: int) -> None:
        """Print what can be printed. ping waits for the name of an address, and does nothing else meanwhile."""
        if self._is_printing:
            return  # the name was known at once
        self._is_printing = True
        while self._unprinted and not self._is_naming:
            begin, ip, end = self._unprinted[0]
            if self._asks_for_names and ip not in self._names:
                self._is_naming = True
                self.node.names.reverse_all([ip], partial(self._named, ip), cause)
                continue
            del self._unprinted[0]
            self.output(f"{begin}{self._names.get(ip, ip)}{end}", cause)
        self._is_printing = False
        self._finish_if_complete(cause)

    @property
    def _asks_for_names(self) -> bool:
        """Whether to find the names of addresses: iputils does where a name was typed."""
        return not self.options.numeric and isinstance(self.options.target, str)

    def _named(self, ip: IPv4Address, names: Mapping[IPv4Address, str], cause: int) -> None:
        """The name of an address is found, or it has none. What was put off meanwhile is done now."""
        self._names[ip] = f"{names.get(ip, ip)} ({ip})"
        self._is_naming = False
        self._go_on_printing(cause)
        late = self._late
        if late is not None and not self._is_naming and self.number in self.node.processes.running:
            self._late = None
            late(cause)

    @property
    def _is_timed(self) -> bool:
        return self.options.size >= _TIME_STAMP

    def _refuse(self, text: str, cause: int) -> None:
        self.output(f"ping: {text}", cause)
        self.finish(2, cause)

    def _print_header(self, cause: int) -> None:
        options = self.options
        if options.broadcast and self.node.ip.is_broadcast(self._target):
            self.output("WARNING: pinging broadcast address", cause)
        source = "" if self._source is None else f" from {self._source} :"
        if isinstance(options.source, str):
            source = f" from {self._source} {options.source}:"
        size = f"{options.size}({options.size + HEADERS})"
        self.output(f"PING {options.target} ({self._target}){source} {size} bytes of data.", cause)

    def _note_in_flight(self, sequence: int) -> None:
        """Remember the most requests that were under way when one of them was answered: ping's "pipe"."""
        self._in_flight = max(self._in_flight, len(self._sent_at) - sequence + 1)

    def _send(self, cause: int) -> None:
        if self._is_naming:
            self._late = self._send
            return
        options, now = self.options, self.node.kernel.now
        sequence = len(self._sent_at) + 1
        self._sent_at[sequence] = now
        if sequence < options.requests:
            why = Why(rules.INTERVAL, ns=options.interval)
            self.arm("next", now + options.interval, self._send, why, cause)
        else:
            self._wait_for_stragglers(cause)
        trouble = self._try(sequence, cause)
        if trouble is None:
            return
        if trouble.rule in (ipv4_rules.FRAGMENTATION_NEEDED, pmtu_rules.TOO_LONG):
            self._errors += 1
            self.output(f"ping: local error: message too long, mtu={trouble.facts['mtu']}", cause)
            self._finish_if_complete(cause)
        else:
            # As in iputils, this counts as lost and not as an error.
            self.output(f"ping: sendmsg: {TEXTS[name_of(trouble)]}", cause)

    def _try(self, sequence: int, cause: int) -> Why | None:
        """Send one request; the reason where the host cannot."""
        options = self.options
        message = icmp.echo(icmp.ECHO_REQUEST, self.number, sequence, icmp.pattern(options.size))
        why = Why(rules.REQUEST, dst=self._target, sequence=sequence, command=self.command)
        through = options.source if isinstance(options.source, str) else None
        send_options = SendOptions(options.ttl, options.dont_fragment, self._source, interface=through)
        return self.node.ip.send(self._target, PROTOCOL_ICMP, message, why, cause, send_options)

    def _wait_for_stragglers(self, cause: int) -> None:
        """After the last request: two round trips but at least an interval; without any answer, the full wait."""
        wait = max(2 * max(self._times), self.options.interval) if self._times else self.options.wait
        why = Why(rules.LAST_WAIT, ns=wait)
        self.arm("last", self.node.kernel.now + wait, self._summarise, why, cause)

    def _finish_if_complete(self, cause: int) -> None:
        sent = len(self._sent_at)
        is_complete = sent >= self.options.requests and len(self._answered) + self._errors >= sent
        if is_complete and not self._unprinted and not self.options.broadcast:
            self._summarise(cause)

    def _summarise(self, cause: int) -> None:
        if self._is_naming:
            self._late = self._summarise
            return
        for name in ("next", "last", "deadline"):
            self.cancel(name, cause)
        sent, received = len(self._sent_at), len(self._answered)
        duplicates = f", +{self._duplicates} duplicates" if self._duplicates else ""
        errors = f", +{self._errors} errors" if self._errors else ""
        elapsed = (self._sent_at[sent] - self._started) // 1_000_000
        lost = 100 * (sent - received) / sent
        self.output(f"\n--- {self.options.target} ping statistics ---", cause)
        self.output(
            f"{sent} packets transmitted, {received} received{duplicates}{errors}, "
            f"{lost:g}% packet loss, time {elapsed}ms",
            cause,
        )
        last_line = [self._round_trip_line()] if self._times and self._is_timed else []
        last_line += [f"pipe {self._in_flight}"] if self._in_flight > 1 else []
        self.output(", ".join(last_line), cause)
        self.finish(0 if received else 1, cause)

    def _round_trip_line(self) -> str:
        times = [time // 1000 for time in self._times]
        mean = sum(times) // len(times)
        deviation = isqrt(max(0, sum(t * t for t in times) // len(times) - mean * mean))
        figures = "/".join(f"{t // 1000}.{t % 1000:03}" for t in (min(times), mean, max(times), deviation))
        return f"rtt min/avg/max/mdev = {figures} ms"


_UNREACHABLE = {
    icmp.NET_UNREACHABLE: "Destination Net Unreachable",
    icmp.HOST_UNREACHABLE: "Destination Host Unreachable",
    icmp.PROTOCOL_UNREACHABLE: "Destination Protocol Unreachable",
    icmp.PORT_UNREACHABLE: "Destination Port Unreachable",
    icmp.SOURCE_ROUTE_FAILED: "Source Route Failed",
    icmp.ADMINISTRATIVELY_PROHIBITED: "Packet filtered",
}


def describe(message: Icmp) -> str:
    """An ICMP error in ping's words."""
    if message.type == icmp.DESTINATION_UNREACHABLE:
        if message.code == icmp.FRAGMENTATION_NEEDED:
            return f"Frag needed and DF set (mtu = {message.mtu})"
        return _UNREACHABLE.get(message.code, f"Dest Unreachable, Bad Code: {message.code}")
    if message.type == icmp.TIME_EXCEEDED:
        reassembly = message.code == icmp.REASSEMBLY_EXCEEDED
        return "Frag reassembly time exceeded" if reassembly else "Time to live exceeded"
    if message.type == icmp.REDIRECT:
        return f"Redirect Host(New nexthop: {message.gateway})"
    if message.type == icmp.PARAMETER_PROBLEM:
        return f"Parameter problem: pointer = {message.pointer}"
    return f"Bad ICMP type: {message.type}"


_Options = PingOptions | windows.WindowsPingOptions | ios.IosPingOptions


def _doubt(options: _Options, planned: Planned) -> Iterable[Doubt]:
    return doubt_route(options.target, planned)


def _parse(line: CommandLine) -> _Options:
    if ios.is_ios(line):
        return ios.parse(line)
    if windows.is_windows(line):
        return windows.parse(line)
    return PingOptions(**read_options(line, "ping", _OPTIONS, takes_names=True))


def _run(host: PingHost, options: _Options, text: str, cause: int) -> None:
    if isinstance(options, windows.WindowsPingOptions):
        windows.WindowsPing(host, text, options).launch(cause)
    elif isinstance(options, ios.IosPingOptions):
        ios.IosPing(host, text, options).launch(cause)
    else:
        Ping(host, text, options).launch(cause)


_WAYS_TO_TREAT_DF = {"do": True, "want": None, "dont": False}


def _pmtudisc(line: CommandLine) -> bool | None:
    word = line.next("do, want or dont")
    if word not in _WAYS_TO_TREAT_DF:
        hint = "-M do sets DF, -M dont clears it, -M want sets it where nothing need be cut at home"
        raise line.wrong(f"{word!r} is not a way to treat DF", hint)
    return _WAYS_TO_TREAT_DF[word]


_OPTIONS = (
    Option("-c", "requests", integer(1, 65535), "COUNT", "how many requests; on Linux, ping goes on until Ctrl-C"),
    Option("-s", "size", integer(0, MAXIMUM_LENGTH - HEADERS), "SIZE", "octets of data in each request"),
    Option("-i", "interval", SECONDS, "SECONDS", "the time between two requests"),
    Option("-W", "wait", SECONDS, "SECONDS", "how long to wait for the last reply"),
    Option("-t", "ttl", integer(1, 255), "TTL", "time to live", "that of the device"),
    Option(
        "-M",
        "dont_fragment",
        Value("word", _pmtudisc, _WAYS_TO_TREAT_DF),
        "do|want|dont",
        'the flag "don\'t fragment": `do` sets it, `dont` clears it, `want` sets it if the host itself does not have '
        "to fragment",
    ),
    Option("-w", "deadline", SECONDS, "DEADLINE", "end after so many seconds, whatever comes", "never"),
    Option("-I", "source", TARGET, "SOURCE", "the source address, or the interface", "that of the outgoing interface"),
    NUMBERS_ALONE,
    Option("-4", "is_ipv4", NOTHING, "", "use IPv4, as always here"),
    Option("-q", "quiet", NOTHING, "", "print the summary alone"),
    Option("-b", "broadcast", NOTHING, "", "ping a broadcast address"),
)

COMMAND = Command(
    "ping",
    usage_of("ping", _OPTIONS),
    "sends ICMP echo requests and prints the replies",
    IP_DEVICES,
    _parse,
    _run,
    options=_OPTIONS,
    defaults=PingOptions._field_defaults,
    check=_doubt,
    rank=0,
)
