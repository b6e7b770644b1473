"""Joins the machine to a device: its groups, the protocol number 2, and timers."""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, Protocol, cast

from sim.addresses import ANY, IPv4Address
from sim.device.interface import Interface
from sim.effects import Drop, TimerName
from sim.features.igmp import codec, machine
from sim.features.igmp.machine import Effect, Link, Send, Tables
from sim.features.igmp.pdu import Igmp as Message
from sim.features.igmp.settings import IgmpSettings
from sim.features.igmp.tables import ANSWER, GENERAL, MEMBER, MODE, QUERIER, REPEAT
from sim.ip.contracts import Out
from sim.ip.groups.filters import Filter
from sim.ip.groups.tables import NAME as GROUP
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4.pdu import PROTOCOL_IGMP, IPv4
from sim.kernel import Kernel
from sim.settings import NodeSettings
from sim.trace.records import Kind, What
from sim.why import Why

_ROUTER_ALERT = bytes((0x94, 4, 0, 0))
"""RFC 2113: routers on the way look into the datagram."""
_INTERNETWORK_CONTROL = 0xC0
"""RFC 3376 4: "IP Precedence of Internetwork Control"."""


class Random(Protocol):
    def randint(self, a: int, b: int) -> int: ...


class Host(Protocol):
    """What IGMP needs of a device."""

    kernel: Kernel
    tables: dict[str, dict[Any, Any]]

    @property
    def settings(self) -> NodeSettings: ...
    @property
    def ip(self) -> Out: ...

    def chance(self, name: str) -> Random: ...
    def interface(self, name: str) -> Interface: ...
    def note(self, kind: Kind, what: What, why: Why, cause: int, at: Interface | None = None) -> int: ...
    def put(self, table: str, key: Hashable, row: Any, why: Why, cause: int, kind: Kind | None = None) -> int: ...
    def carry_out(self, effect: Any, cause: int) -> bool: ...
    def on_timeout(self, machine: str, react: Callable[[TimerName, int], None]) -> None: ...


class Igmp:
    """IGMP of one device."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._settings = host.settings.of(IgmpSettings)
        self._tables = Tables(*(host.tables.setdefault(name, {}) for name in (GROUP, MEMBER, MODE)))
        self._draw = partial(host.chance("igmp").randint, 1)
        host.on_timeout(ANSWER, self._answer_due)
        host.on_timeout(REPEAT, self._repeat_due)
        host.on_timeout(GENERAL, self._general_due)
        host.on_timeout(QUERIER, self._querier_gone)

    def changed(self, interface: Interface, group: IPv4Address, before: Filter, after: Filter, cause: int) -> None:
        """An interface hears a group differently. Nobody has to know what the loopback interface hears."""
        if interface.mac is not None:
            told = (self._link(interface.name), group, before, after, self._draw, self._host.kernel.now)
            self._carry_out(machine.changed(self._tables, self._settings, *told), None, cause)

    def receive(self, datagram: IPv4, interface: Interface | None, cause: int, broadcast: bool) -> None:
        """Take in what came with protocol number 2."""
        if interface is None or interface.mac is None:
            return
        message = datagram.payload
        if not isinstance(message, Message):
            octets = ipv4.payload_octets(datagram)
            why = codec.fault(octets)
            if why is not None:
                self._host.note(Kind.PACKET_DROPPED, datagram, why, cause)
            return
        link, now = self._link(interface.name), self._host.kernel.now
        effects = machine.receive(self._tables, self._settings, link, datagram.src, message, self._draw, now)
        self._carry_out(effects, datagram, cause)

    def _answer_due(self, name: TimerName, cause: int) -> None:
        link, group = self._link(cast(str, name[1])), cast(IPv4Address, name[2])
        now = self._host.kernel.now
        self._carry_out(machine.answer_due(self._tables, self._settings, link, group, self._draw, now), None, cause)

    def _repeat_due(self, name: TimerName, cause: int) -> None:
        link, group = self._link(cast(str, name[1])), cast(IPv4Address, name[2])
        now = self._host.kernel.now
        self._carry_out(machine.repeat_due(self._tables, self._settings, link, group, self._draw, now), None, cause)

    def _general_due(self, name: TimerName, cause: int) -> None:
        self._carry_out(machine.general_due(self._tables, self._link(cast(str, name[1]))), None, cause)

    def _querier_gone(self, name: TimerName, cause: int) -> None:
        port, version = cast("tuple[str, int]", name[1:])
        self._carry_out(machine.querier_gone(self._tables, self._settings, port, version), None, cause)

    def _link(self, port: str) -> Link:
        return Link(port, self._host.interface(port).mtu)

    def _carry_out(self, effects: list[Effect], datagram: IPv4 | None, cause: int) -> None:
        for effect in effects:
            match effect:
                case Send(port, dst, message, why):
                    self._send(port, dst, message, why, cause)
                case Drop(why):
                    self._host.note(Kind.PACKET_DROPPED, datagram, why, cause)
                case _:
                    self._host.carry_out(effect, cause)

    def _send(self, port: str, dst: IPv4Address, message: Message, why: Why, cause: int) -> None:
        """RFC 3376 4.2.13: an interface that has no address yet sends from 0.0.0.0."""
        src = next((own.address for own in self._host.interface(port).addresses), ANY)
        datagram = IPv4(
            src,
            dst,
            PROTOCOL_IGMP,
            message,
            ttl=1,
            dont_fragment=True,
            tos=_INTERNETWORK_CONTROL,
            options=_ROUTER_ALERT,
        )
        self._host.ip.send_datagram(datagram, self._host.note(Kind.DECISION, datagram, why, cause), port, loops=False)
