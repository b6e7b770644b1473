"""Joins the server of DHCP and the relay agent to a device: both are at port 67."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol, cast

from sim.addresses import IPv4Address
from sim.device.interface import Interface
from sim.effects import Drop, TimerName
from sim.features.dhcp.pdu import BOOTREPLY, SERVER_PORT
from sim.features.dhcp.port import Arrival, DhcpPort, PortHost
from sim.features.dhcp.relay import machine as relay
from sim.features.dhcp.server import machine, rules
from sim.features.dhcp.server.machine import Effects, Server, towards_client
from sim.features.dhcp.server.rows import TABLE, LeaseRow, LeaseState
from sim.features.dhcp.settings import DhcpServerSettings, Relay, RelaySettings
from sim.ip.icmp.contracts import Hear
from sim.ip.icmp.pdu import ECHO_REQUEST, Icmp, echo
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, IPv4
from sim.ip.ipv4.settings import Ipv4Settings
from sim.ip.stack import IpLayer
from sim.kernel import Kernel
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, Kind
from sim.why import Why

_PING_IDENTIFIER = 0
"""Commands have identifiers from 1 on."""


class Echoes(Protocol):
    """Tells of the answers to pings."""

    def on_echo(self, identifier: int, reply: Callable[[IPv4, Icmp, int], None], error: Hear) -> None: ...


class ServerHost(PortHost, Protocol):
    """What the server needs of its device."""

    tables: dict[str, dict[Any, Any]]

    @property
    def kernel(self) -> Kernel: ...
    @property
    def interfaces(self) -> Mapping[str, Interface]: ...
    @property
    def ip(self) -> IpLayer: ...
    @property
    def icmp(self) -> Echoes: ...
    @property
    def settings(self) -> NodeSettings: ...
    def carry_out(self, effect: Any, cause: int) -> bool: ...
    def on_timeout(self, machine: str, react: Callable[[TimerName, int], None]) -> None: ...


class _Pending(NamedTuple):
    """A client's message that waits until an address has been pinged."""

    arrival: Arrival
    ip: IPv4Address


class DhcpServer:
    """The server and the relay agent of one device, as far as it is either."""

    def __init__(self, host: ServerHost) -> None:
        self._host = host
        self._settings = host.settings.of(DhcpServerSettings)
        self._relay = host.settings.of(RelaySettings)
        self._is_router = host.settings.of(Ipv4Settings).forwarding
        self.leases: dict[IPv4Address, LeaseRow] = host.tables.setdefault(TABLE, {})
        self._pinged: dict[IPv4Address, _Pending] = {}
        self._sequences: dict[int, IPv4Address] = {}
        self._sequence = 0
        self._port = DhcpPort(host, SERVER_PORT, None, self._hear, NO_CAUSE)
        host.on_timeout(TABLE, self._timeout)
        host.icmp.on_echo(_PING_IDENTIFIER, self._answered, lambda source, message, quoted, cause: None)

    def configure(self, values: DhcpServerSettings | RelaySettings, _: int) -> None:
        """Serve in this way from now on. Leases that are there go on."""
        if isinstance(values, RelaySettings):
            self._relay = values
        else:
            self._settings = values

    def pools(self) -> list[machine.Served]:
        """The pools that it serves, each with its network."""
        own = tuple(own for each in self._host.interfaces.values() for own in each.addresses)
        return list(machine.served(Server(self._settings, "", (), own, IPv4Address(0))))

    # What comes in

    def _hear(self, arrival: Arrival, cause: int) -> None:
        if arrival.message.op == BOOTREPLY:
            self._reply(arrival, cause)
            return
        server, agent = self._server(arrival), self._relay.at(arrival.interface)
        if self._settings.all_pools and (agent is None or machine.find_pool(server, arrival.message) is not None):
            effects = machine.receive(self.leases, server, arrival.message, self._host.kernel.now)
            self._carry_out(effects, arrival, cause)
        elif agent is not None:
            self._forward(agent, arrival, cause)
        else:
            self._drop(arrival, Why(rules.NOT_SERVED, port=arrival.interface), cause)

    def _server(self, arrival: Arrival) -> Server:
        host, message = self._host, arrival.message
        near = host.interfaces[arrival.interface].addresses
        own = tuple(own for each in host.interfaces.values() for own in each.addresses)
        is_broadcast = all(each.address != arrival.dst for each in own)
        identifier = arrival.dst
        if is_broadcast:
            identifier = next((each.address for each in near), IPv4Address(0))
            found = machine.find_pool(Server(self._settings, arrival.interface, near, own, identifier), message)
            if found is not None:
                identifier = next((each.address for each in near if each.address in found.network), identifier)
        return Server(self._settings, arrival.interface, near, own, identifier, self._is_router, is_broadcast)

    def _forward(self, agent: Relay, arrival: Arrival, cause: int) -> None:
        near = self._host.interfaces[arrival.interface].addresses
        match relay.upward(agent, arrival.interface, near, arrival.message):
            case relay.Forward(message, servers, why):
                for server in servers:
                    self._port.send(message, (server, SERVER_PORT), why, cause)
            case Drop(why):
                self._drop(arrival, why, cause)

    def _reply(self, arrival: Arrival, cause: int) -> None:
        if self._relay == RelaySettings():
            self._drop(arrival, Why(rules.NOT_FOR_SERVERS, message=arrival.message.type.label), cause)
            return
        own = {each.address: name for name, port in self._host.interfaces.items() for each in port.addresses}
        match relay.downward(own, arrival.message):
            case relay.Deliver(message, port, source, why):
                dst, number, station = towards_client(message)
                to = (dst, number)
                self._port.send(message, to, why, cause, source=source, interface=port, station=station)
            case Drop(why):
                self._drop(arrival, why, cause)

    def _drop(self, arrival: Arrival, why: Why, cause: int) -> None:
        self._host.note(Kind.PACKET_DROPPED, arrival.datagram, why, cause)

    # What is done about it

    def _carry_out(self, effects: Effects, arrival: Arrival, cause: int) -> None:
        for effect in effects:
            match effect:
                case machine.Answer():
                    self._answer(effect, arrival, cause)
                case machine.Ping(ip, why):
                    self._ping(ip, why, arrival, cause)
                case Drop(why):
                    self._drop(arrival, why, cause)
                case _:
                    self._host.carry_out(effect, cause)

    def _answer(self, answer: machine.Answer, arrival: Arrival, cause: int) -> None:
        source = self._server(arrival).identifier
        is_here = not answer.message.giaddr and not (answer.message.ciaddr and arrival.dst == source)
        self._port.send(
            answer.message,
            (answer.dst, answer.port),
            answer.why,
            cause,
            source=source,
            interface=arrival.interface if is_here else None,
            station=answer.station,
        )

    # The ping before an offer

    def _ping(self, ip: IPv4Address, why: Why, arrival: Arrival, cause: int) -> None:
        self._sequence = self._sequence + 1 & 0xFFFF
        self._pinged[ip] = _Pending(arrival, ip)
        self._sequences[self._sequence] = ip
        request = echo(ECHO_REQUEST, _PING_IDENTIFIER, self._sequence, bytes(32))
        self._host.ip.send(ip, PROTOCOL_ICMP, request, why, cause)

    def _answered(self, datagram: IPv4, message: Icmp, cause: int) -> None:
        ip = self._sequences.pop(message.sequence, None)
        pending = None if ip is None or ip != datagram.src else self._pinged.pop(ip, None)
        if pending is not None:
            now = self._host.kernel.now
            effects = machine.taken(self._server(pending.arrival), pending.arrival.message, pending.ip, now)
            self._carry_out(effects, pending.arrival, cause)
            # Look for another one for the client.
            again = machine.receive(self.leases, self._server(pending.arrival), pending.arrival.message, now)
            self._carry_out(again, pending.arrival, cause)

    def _timeout(self, name: TimerName, cause: int) -> None:
        ip = cast(IPv4Address, name[1])
        row, pending = self.leases.get(ip), self._pinged.pop(ip, None)
        if row is not None and row.state is LeaseState.PROBING and pending is not None:
            why = Why(rules.PROBE_UNANSWERED, ip=ip)
            decided = self._host.note(Kind.DECISION, None, why, cause)
            server, message = self._server(pending.arrival), pending.arrival.message
            effects = machine.offer(self.leases, server, message, ip, self._host.kernel.now)
            self._carry_out(effects, pending.arrival, decided)
            return
        for effect in machine.timeout(self.leases, ip):
            self._host.carry_out(effect, cause)
