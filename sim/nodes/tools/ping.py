"""``ping``: are you there, and how long does it take? (RFC 792, RFC 1122 3.2.2.6)"""

from math import isqrt
from typing import TYPE_CHECKING, NamedTuple

from sim.addresses import IPv4Address
from sim.kernel import SECOND
from sim.nodes.ip_layer import SendOptions
from sim.nodes.tools.application import Application, milliseconds
from sim.pdu import icmp
from sim.pdu.icmp import Icmp
from sim.pdu.ipv4 import PROTOCOL_ICMP, IPv4
from sim.protocols.effects import TimerName
from sim.why import Why
from sim.wire.quote import Quoted, QuotedEcho

if TYPE_CHECKING:
    from sim.nodes.ip_node import IpNode

_HEADERS = 28


class PingOptions(NamedTuple):
    """The command line. ``interval`` and ``wait`` in ns, ``size`` in octets of data."""

    target: IPv4Address
    requests: int = 4
    size: int = 56
    interval: int = SECOND
    wait: int = 10 * SECOND
    ttl: int | None = None
    dont_fragment: bool = False
    broadcast: bool = False
    source: IPv4Address | None = None


class Ping(Application):
    """Sends echo requests at an interval and prints what comes back, as iputils does."""

    def __init__(self, node: "IpNode", command: str, options: PingOptions) -> None:
        super().__init__(node, command)
        self.options = options
        self._sent_at: dict[int, int] = {}
        self._answered: set[int] = set()
        self._times: list[int] = []
        self._duplicates = 0
        self._errors = 0
        self._started = 0
        self._last_heard = 0

    def start(self, cause: int) -> None:
        options = self.options
        self._started = self.node.kernel.now
        if self.node.is_broadcast(options.target) and not options.broadcast:
            self.output("ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules", cause)
            self.finish(2, cause)
            return
        self.output(
            f"PING {options.target} ({options.target}) {options.size}({options.size + _HEADERS}) bytes of data.",
            cause,
        )
        self._send(cause)

    def timeout(self, name: TimerName, cause: int) -> None:
        if name[-1] == "next":
            self._send(cause)
        else:
            self._summarise(cause)

    def echo_reply(self, datagram: IPv4, message: Icmp, cause: int) -> None:
        sent_at = self._sent_at.get(message.sequence)
        if sent_at is None:
            return
        again = message.sequence in self._answered
        time = self.node.kernel.now - sent_at
        self._answered.add(message.sequence)
        self._times.append(time)
        self._duplicates += again
        self._last_heard = self.node.kernel.now
        self.output(
            f"{len(message)} bytes from {datagram.src}: icmp_seq={message.sequence} ttl={datagram.ttl} "
            f"time={milliseconds(time)} ms{' (DUP!)' if again else ''}",
            cause,
        )
        self._finish_if_complete(cause)

    def icmp_error(self, source: IPv4Address, message: Icmp, quoted: Quoted, cause: int) -> None:
        if not isinstance(quoted.transport, QuotedEcho):
            return
        self.output(f"From {source} icmp_seq={quoted.transport.sequence} {describe(message)}", cause)
        if message.type != icmp.REDIRECT:
            self._errors += 1
            self._finish_if_complete(cause)

    def _send(self, cause: int) -> None:
        options, node = self.options, self.node
        sequence = len(self._sent_at) + 1
        self._sent_at[sequence] = node.kernel.now
        message = icmp.echo(icmp.ECHO_REQUEST, self.number, sequence, pattern(options.size))
        why = Why("ping.request", dst=options.target, sequence=sequence, command=self.command)
        if sequence < options.requests:
            self.arm("next", node.kernel.now + options.interval, Why("ping.interval", ns=options.interval), cause)
        else:
            self._wait_for_stragglers(cause)
        send_options = SendOptions(options.ttl, options.dont_fragment, options.source)
        trouble = node.ip.send(options.target, PROTOCOL_ICMP, message, why, cause, send_options)
        if trouble is not None:
            self._errors += 1
            self.output(f"ping: {complaint(trouble)}", cause)
            self._finish_if_complete(cause)

    def _wait_for_stragglers(self, cause: int) -> None:
        """After the last request: two round trips where there were answers, else the full wait."""
        wait = 2 * max(self._times) if self._times else self.options.wait
        why = Why("ping.last-wait", ns=wait)
        self.arm("last", self.node.kernel.now + max(wait, 1), why, cause)

    def _finish_if_complete(self, cause: int) -> None:
        sent = len(self._sent_at)
        if sent >= self.options.requests and len(self._answered) + self._errors >= sent and not self._more_may_come():
            self.cancel("last", cause)
            self._summarise(cause)

    def _more_may_come(self) -> bool:
        return self.options.broadcast

    def _summarise(self, cause: int) -> None:
        sent, received = len(self._sent_at), len(self._answered)
        duplicates = f", +{self._duplicates} duplicates" if self._duplicates else ""
        errors = f", +{self._errors} errors" if self._errors else ""
        elapsed = (self.node.kernel.now - self._started) // 1_000_000
        lost = 100 * (sent - received) / sent
        self.output(f"\n--- {self.options.target} ping statistics ---", cause)
        self.output(
            f"{sent} packets transmitted, {received} received{duplicates}{errors}, "
            f"{lost:g}% packet loss, time {elapsed}ms",
            cause,
        )
        if self._times:
            self.output(self._round_trip_line(), cause)
        self.finish(0 if received else 1, cause)

    def _round_trip_line(self) -> str:
        times = self._times
        mean = sum(times) // len(times)
        deviation = isqrt(max(0, sum(t * t for t in times) // len(times) - mean * mean))
        figures = "/".join(f"{t / 1_000_000:.3f}" for t in (min(times), mean, max(times), deviation))
        return f"rtt min/avg/max/mdev = {figures} ms"


def pattern(size: int) -> bytes:
    """``size`` octets of echo data that count upwards."""
    return bytes(i & 0xFF for i in range(size))


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


def complaint(trouble: Why) -> str:
    """What a socket call would say where the node itself could not send."""
    if trouble.rule == "ipv4.frag-needed":
        return f"local error: message too long, mtu={trouble.facts['mtu']}"
    if trouble.rule == "ipv4.blackhole":
        return "sendmsg: Invalid argument"
    if trouble.rule == "ipv4.prohibited":
        return "sendmsg: Permission denied"
    return "connect: Network is unreachable" if trouble.rule == "ipv4.no-route" else "sendmsg: No route to host"
