"""One TTL after the other (RFC 1393 1 tells the trick): what every traceroute does, whatever it prints."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from sim.addresses import ANY, LOOPBACK, IPv4Address
from sim.device.interface import Interface
from sim.device.port_names import named
from sim.features.traceroute import rules
from sim.ip.contracts import Out, SendOptions
from sim.ip.icmp import pdu as icmp
from sim.ip.icmp.layer import IcmpLayer
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import Quoted, QuotedEcho, QuotedUdp
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, IPv4
from sim.ip.names.answer import Answer
from sim.ip.names.resolver import Resolver
from sim.kernel import SECOND
from sim.shell.application import Application, Host
from sim.transport.sockets.errors import error, name_of
from sim.transport.sockets.options import (
    AF_INET,
    IP_MTU_DISCOVER,
    IP_PMTUDISC_DO,
    IP_PMTUDISC_DONT,
    IP_TTL,
    IPPROTO_IP,
    SOCK_DGRAM,
)
from sim.transport.sockets.sockets import Sockets
from sim.transport.udp.socket import UdpSocket
from sim.why import Why

FIRST_PORT = 33434
"""The UDP port of the first probe, which counts up: nobody should listen there."""
_HEADERS = 28


class TracerouteOptions(NamedTuple):
    """The command line. ``wait`` in ns for each probe, ``length`` in octets of the whole datagram."""

    target: IPv4Address | str
    use_icmp: bool = False
    first_ttl: int = 1
    max_ttl: int = 30
    queries: int = 3
    wait: int = 5 * SECOND
    length: int = 60
    dont_fragment: bool = False
    numeric: bool = False
    source: IPv4Address | str | None = None
    is_ios: bool = False


class TracerouteHost(Host, Protocol):
    """What traceroute sees of its host."""

    @property
    def ip(self) -> Out: ...
    @property
    def icmp(self) -> IcmpLayer: ...
    @property
    def sockets(self) -> Sockets: ...
    @property
    def names(self) -> Resolver: ...
    @property
    def interfaces(self) -> Mapping[str, Interface]: ...


class Traceroute(Application[TracerouteHost]):
    """Sends probes one by one with a growing TTL; the routers where it runs out give themselves away."""

    def __init__(self, node: TracerouteHost, command: str, options: TracerouteOptions) -> None:
        super().__init__(node, command)
        self.options = options
        self._ttl = options.first_ttl
        self._query = 0
        self._probe = 0
        self._sent_at = 0
        self._line = ""
        self._last_source: IPv4Address | None = None
        self._arrived = False
        self._socket: UdpSocket | None = None
        self._target = ANY
        self._source: IPv4Address | None = None
        self._names: dict[IPv4Address, str] = {}

    def start(self, cause: int) -> None:
        self.node.names.resolve(self.options.target, self._begin, cause)

    def _begin(self, answer: Answer, cause: int) -> None:
        """Begin with the address that the target turned out to have."""
        options, target = self.options, answer.address
        if target is None:
            self._print_unknown(answer, cause)
            self.finish(2, cause)
            return
        self._target = LOOPBACK if target == ANY else target
        if not self._chooses_source():
            self._refuse_source(cause)
            self.finish(1, cause)
            return
        self._print_header(cause)
        if options.use_icmp:
            self.node.icmp.on_echo(self.number, self._replied, self._failed)
            self.at_end(lambda: self.node.icmp.forget_echo(self.number))
        else:
            self._open(cause)
        if self.node.ip.is_broadcast(self._target):
            # Its socket has not asked for SO_BROADCAST.
            self.output("connect: Permission denied", cause)
            self.finish(1, cause)
        else:
            self._send(cause)

    def _chooses_source(self) -> bool:
        """Find the source address that is wanted, that of an interface or one's own; false where there is none."""
        wanted = self.options.source
        if isinstance(wanted, str):
            interface = self.node.interfaces.get(named(wanted, self.node.interfaces))
            wanted = next((own.address for own in interface.addresses), ANY) if interface is not None else ANY
        self._source = wanted
        return wanted is None or wanted in self.node.ip.addresses.own

    def _refuse_source(self, cause: int) -> None:
        self.output("bind: Cannot assign requested address", cause)

    def _print_unknown(self, answer: Answer, cause: int) -> None:
        name = self.options.target
        self.output(f"{name}: {answer.told}", cause)
        self.output(f'Cannot handle "host" cmdline arg `{name}\' on position 1 (argc 1)', cause)

    def _print_header(self, cause: int) -> None:
        options = self.options
        self.output(
            f"traceroute to {options.target} ({self._target}), {options.max_ttl} hops max, "
            f"{options.length} byte packets",
            cause,
        )

    def _print_line(self, cause: int) -> None:
        self.output(f"{self._ttl:2} {self._line}", cause)

    def _flagged(self, text: str) -> str:
        """What stands behind the time because of the kind of error."""
        return text

    def _print_end(self, cause: int) -> None:
        """Nothing, on Linux."""

    def _unanswered(self, cause: int) -> None:
        self._answer(" *", cause)

    def _replied(self, datagram: IPv4, message: Icmp, cause: int) -> None:
        if message.sequence == self._probe:
            self._arrived = True
            self._name_and_answer(datagram.src, "", cause)

    def _failed(self, source: IPv4Address, message: Icmp, quoted: Quoted, cause: int) -> None:
        match quoted.transport:
            case QuotedEcho(_, _, sequence):
                number = sequence
            case QuotedUdp(_, dst_port):
                number = dst_port - FIRST_PORT + 1
            case _:
                return
        if number != self._probe or message.type == icmp.REDIRECT:
            return
        if message.type != icmp.TIME_EXCEEDED:
            self._arrived = True
        self._name_and_answer(source, self._flagged(_flag(message)), cause)

    def _name_and_answer(self, source: IPv4Address, flag: str, cause: int) -> None:
        """Print an answer, with the name of the address that it came from. To find the name can take time."""
        time = self.node.now - self._sent_at
        self.cancel("probe", cause)

        def told(names: Mapping[IPv4Address, str], cause: int) -> None:
            self._names.update(names)
            self._answer(self._timed(source, time) + flag, cause)

        if self._asks_for_names and source not in self._names:
            self.node.names.reverse_all([source], told, cause)
        else:
            told({}, cause)

    @property
    def _asks_for_names(self) -> bool:
        """Whether to find the names of addresses.

        An address that was typed as one is not named without a name server: the lines are easier to read so.
        """
        has_name = isinstance(self.options.target, str)
        return not self.options.numeric and (has_name or self.node.names.knows_servers)

    def _timed(self, source: IPv4Address, time: int) -> str:
        who = "" if source == self._last_source else f" {self._named(source)}"
        self._last_source = source
        return f"{who}  {_milliseconds(time)} ms"

    def _named(self, ip: IPv4Address) -> str:
        """An address as traceroute writes it: with its name, or with itself where it has none."""
        return f"{self._names.get(ip, ip)} ({ip})" if self._asks_for_names else str(ip)

    def finish(self, status: int, cause: int) -> None:
        if self._socket is not None:
            self._socket.close(cause=cause)
        super().finish(status, cause)

    def _open(self, cause: int) -> None:
        socket = self.node.sockets.open(AF_INET, SOCK_DGRAM, cause=cause)
        assert isinstance(socket, UdpSocket), "a datagram socket is one of UDP"
        way = IP_PMTUDISC_DO if self.options.dont_fragment else IP_PMTUDISC_DONT
        socket.set_option(IPPROTO_IP, IP_MTU_DISCOVER, way, cause=cause)
        if self._source is not None:
            socket.bind((self._source, 0), cause=cause)
        socket.on_error = self._failed
        self._socket = socket

    def _send(self, cause: int) -> None:
        self._probe += 1
        self._sent_at = self.node.kernel.now
        wait = self.options.wait
        self.arm("probe", self._sent_at + wait, self._unanswered, Why(rules.WAIT, ns=wait), cause)
        try:
            self._send_probe(cause)
        except OSError as refused:
            self.cancel("probe", cause)
            self._print_refused(refused, cause)
            self.finish(1, cause)

    def _print_refused(self, refused: OSError, cause: int) -> None:
        """Tell that the device itself could not send a probe."""
        self.output(f"connect: {refused.strerror}", cause)

    def _send_probe(self, cause: int) -> None:
        options, target = self.options, self._target
        data = icmp.pattern(max(0, options.length - _HEADERS))
        why = Why(rules.PROBE, dst=target, ttl=self._ttl, query=self._query + 1)
        if self._socket is not None:
            self._socket.set_option(IPPROTO_IP, IP_TTL, self._ttl, cause=cause)
            self._socket.sendto(data, (target, FIRST_PORT + self._probe - 1), cause=cause, why=why)
            return
        message = icmp.echo(icmp.ECHO_REQUEST, self.number, self._probe, data)
        send_options = SendOptions(self._ttl, options.dont_fragment, self._source)
        trouble = self.node.ip.send(target, PROTOCOL_ICMP, message, why, cause, send_options)
        if trouble is not None:
            raise error(name_of(trouble))

    def _answer(self, text: str, cause: int) -> None:
        self.cancel("probe", cause)
        self._line += text
        self._query += 1
        if self._query < self.options.queries:
            self._send(cause)
            return
        self._print_line(cause)
        self._line, self._query, self._last_source = "", 0, None
        self._ttl += 1
        if self._arrived or self._ttl > self.options.max_ttl:
            self._print_end(cause)
            self.finish(0, cause)
        else:
            self._send(cause)


def _milliseconds(ns: int) -> str:
    """A time as traceroute prints it: three decimals always."""
    return f"{ns / 1_000_000:.3f}"


def _flag(message: Icmp) -> str:
    if message.type == icmp.DESTINATION_UNREACHABLE:
        return {
            icmp.NET_UNREACHABLE: " !N",
            icmp.HOST_UNREACHABLE: " !H",
            icmp.PROTOCOL_UNREACHABLE: " !P",
            icmp.PORT_UNREACHABLE: "",
            icmp.FRAGMENTATION_NEEDED: f" !F-{message.mtu}",
            icmp.SOURCE_ROUTE_FAILED: " !S",
            icmp.ADMINISTRATIVELY_PROHIBITED: " !X",
        }.get(message.code, f" !<{message.code}>")
    return ""
