"""Address resolution as a host or router does it: the ARP machines, joined to interfaces and to waiting datagrams."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, cast

from sim.addresses import IPv4Address, MacAddress
from sim.device.interface import Interface
from sim.device.node import Node
from sim.effects import TimerName
from sim.feature import Table
from sim.ip.acd import machine as acd
from sim.ip.acd.settings import AcdSettings
from sim.ip.arp import codec as wire
from sim.ip.arp import machine as arp
from sim.ip.arp import rules
from sim.ip.arp.pdu import Arp
from sim.ip.arp.settings import ArpSettings
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet.pdu import TYPE_ARP, TYPE_IPV4, Ethernet
from sim.settings import NodeSettings
from sim.trace.records import Kind
from sim.why import Why

WAITING = "waiting"

Changed = Callable[[Interface, IPv4Address, Why, int], None]
"""Is told of an address: its interface, the address, why, and the record that led to it."""


class Waiting(NamedTuple):
    """A row of table ``waiting``, under (interface, next hop): datagrams that need a MAC address before they can go."""

    datagrams: tuple[IPv4, ...]


WAITING_TABLE = Table(
    WAITING,
    Waiting,
    {"en": "Waiting for a MAC address", "zh": "等待 MAC 地址的数据报"},
    key={"port": str, "ip": IPv4Address},
    label="{ip} {port}",
    is_bookkeeping=True,
)


class Neighbours:
    """Finds the MAC address for a next hop, or lets a datagram wait for it; guards the node's own addresses.

    ``is_proxy_for`` tells whether the node answers a request for somebody else (RFC 1027), ``stands_for`` whether it
    translates an address to one of its network (RFC 3022).
    """

    def __init__(self, node: Node, interfaces: Mapping[str, Interface], settings: NodeSettings) -> None:
        self._node = node
        self._interfaces = interfaces
        self._arp = settings.of(ArpSettings)
        self._acd = settings.of(AcdSettings)
        self.table: dict[tuple[str, IPv4Address], arp.ArpRow] = node.tables.setdefault(arp.TABLE, {})
        self._waiting = node.tables.setdefault(WAITING, {})
        self._reasons: dict[tuple[str, IPv4Address], tuple[Why, ...]] = {}
        self._conflicts = node.tables.setdefault(acd.TABLE, {})
        self.is_proxy_for: Callable[[Interface, Arp], bool] = lambda interface, packet: False
        self.stands_for: Callable[[Interface, IPv4Address], bool] = lambda interface, ip: False
        self._listeners: list[Callable[[str, Arp, int], None]] = []
        self._acquired: Changed = _nobody
        self._abandoned: Changed = _nobody
        self._gone: Callable[[str, IPv4Address, int], None] = lambda interface, ip, cause: None
        self._undelivered: Callable[[IPv4, int], None] = lambda datagram, cause: None
        node.on_timeout(arp.TABLE, self._timeout)
        node.on_timeout(acd.TABLE, self._timeout)

    # Who is told

    def on_address(self, acquired: Changed, abandoned: Changed) -> None:
        """Call ``acquired`` when an address turned out to be free, ``abandoned`` when somebody else has it."""
        self._acquired, self._abandoned = acquired, abandoned

    def on_silence(
        self, gone: Callable[[str, IPv4Address, int], None], undelivered: Callable[[IPv4, int], None]
    ) -> None:
        """Call ``undelivered`` for each datagram whose next hop does not answer, then ``gone`` for the next hop."""
        self._gone, self._undelivered = gone, undelivered

    def on_packet(self, listener: Callable[[str, Arp, int], None]) -> None:
        """Show every ARP packet that comes in to somebody, after the node itself has looked at it.

        The listener is called with the interface, the packet, and the record of its arrival.
        """
        self._listeners.append(listener)

    def forget_listener(self, listener: Callable[[str, Arp, int], None]) -> None:
        """Show somebody no packets any more."""
        self._listeners.remove(listener)

    # Frames

    def send(self, interface: Interface, next_hop: IPv4Address, datagram: IPv4, why: Why, cause: int) -> None:
        """Send a datagram to a neighbour, now or when its MAC address is known."""
        if interface.far_mac is not None:
            interface.send(Ethernet(interface.far_mac, _mac(interface), TYPE_IPV4, datagram), why, cause)
            return
        row = self.table.get((interface.name, next_hop))
        if row is not None and row.mac is not None:
            interface.send(Ethernet(row.mac, _mac(interface), TYPE_IPV4, datagram), why, cause)
            if row.state is arp.ArpState.STALE:
                self._resolve(interface, next_hop, cause)
            return
        self._wait(interface, next_hop, datagram, why, cause)
        self._resolve(interface, next_hop, cause)

    def receive(self, interface: Interface, frame: Ethernet, received: int) -> None:
        """Take in an ARP packet: first see whether somebody claims an address of ours, then RFC 826."""
        packet = frame.payload
        if not isinstance(packet, Arp):
            octets = cast(bytes, packet)
            why = wire.fault(octets) or Why(rules.NOT_UNDERSTOOD, length=len(octets))
            self._node.note(Kind.FRAME_DROPPED, frame, why, received, interface)
            return
        own, now = self._own(interface), self._node.now
        self._carry_out(acd.receive(self._conflicts, self._acd, own, packet, now), received)
        proxy = rules.PROXY_REPLY if self._arp.proxy_arp and self.is_proxy_for(interface, packet) else None
        if self.stands_for(interface, packet.target_ip):
            proxy = rules.POOL_REPLY
        self._carry_out(arp.receive(self.table, self._arp, own, packet, now, proxy), received)
        for listener in tuple(self._listeners):
            listener(interface.name, packet, received)

    def _timeout(self, name: TimerName, cause: int) -> None:
        """A timer of one of the machines fired."""
        machine, interface_name, ip = name
        node, address = self._node, cast(IPv4Address, ip)
        own, now = self._own(self._interfaces[str(interface_name)]), node.now
        if machine == arp.TABLE:
            effects: Iterable[Any] = arp.timeout(self.table, self._arp, own, address, now)
        else:
            fraction = node.random.random()
            effects = acd.timeout(self._conflicts, self._acd, own, address, now, fraction)
        self._carry_out(effects, cause)

    # What people and programs ask for

    def detect(self, interface: Interface, ip: IPv4Address, cause: int) -> None:
        """Find out whether an address is free before it is used (RFC 5227 2.1)."""
        node = self._node
        fraction = node.random.random()
        effects = acd.begin(self._conflicts, self._acd, self._own(interface), ip, node.now, fraction)
        self._carry_out(effects, cause)

    def stop_detecting(self, interface: Interface, ip: IPv4Address, why: Why, cause: int) -> None:
        """Neither probe for an address nor defend it any more."""
        self._carry_out(acd.stop(self._conflicts, interface.name, ip, why), cause)

    def set_static(self, interface: Interface, ip: IPv4Address, mac: MacAddress, cause: int) -> None:
        self._carry_out(arp.set_static(self.table, interface.name, ip, mac), cause)

    def delete(self, interface: Interface, ip: IPv4Address, cause: int) -> None:
        """Take a row out by hand; what waits for it fails."""
        self._carry_out(arp.delete(self.table, interface.name, ip), cause)

    def doubt(self, interface: Interface, ip: IPv4Address, cause: int) -> None:
        """Take a row for stale, because what is sent there seems not to arrive."""
        effects = arp.doubt(self.table, self._arp, interface.name, ip, self._node.now)
        self._carry_out(effects, cause)

    def flush(self, interface: Interface, cause: int) -> None:
        """Forget what was learned through an interface."""
        self._carry_out(arp.flush(self.table, interface.name), cause)

    def forget(self, interface: Interface, cause: int) -> None:
        """An interface is down: forget what was learned through it, and the addresses being probed for there."""
        self.flush(interface, cause)
        self._carry_out(acd.flush(self._conflicts, interface.name), cause)

    # Inside

    def _own(self, interface: Interface) -> arp.ArpInterface:
        others = frozenset(
            each.mac for each in self._interfaces.values() if each is not interface and each.mac is not None
        )
        elsewhere = frozenset(
            own.address
            for each in self._interfaces.values()
            if each is not interface
            for own in each.addresses
            if not own.address.is_loopback
        )
        return arp.ArpInterface(interface.name, _mac(interface), interface.addresses, others, elsewhere)

    def _resolve(self, interface: Interface, ip: IPv4Address, cause: int) -> None:
        effects = arp.resolve(self.table, self._arp, self._own(interface), ip, self._node.now)
        self._carry_out(effects, cause)

    def _wait(self, interface: Interface, ip: IPv4Address, datagram: IPv4, reason: Why, cause: int) -> None:
        """``reason`` is why the datagram is sent, which stays so however long it waits."""
        node, key = self._node, (interface.name, ip)
        row = self._waiting.get(key, Waiting(()))
        datagrams, lost = arp.enqueue(row.datagrams, datagram, self._arp)
        self._reasons[key] = (*self._reasons.get(key, ()), reason)[-len(datagrams) :]
        why = Why(rules.DATAGRAM_WAITS, ip=ip, dst=datagram.dst, port=interface.name)
        put = node.put(WAITING, key, Waiting(datagrams), why, cause)
        if lost is not None:
            node.note(Kind.PACKET_DROPPED, lost, Why(rules.QUEUE_FULL, ip=ip, dst=lost.dst), put)

    def _carry_out(self, effects: Iterable[Any], cause: int) -> None:
        node = self._node
        for effect in effects:
            match effect:
                case arp.SendArp(name, dst, packet, why):
                    out = self._interfaces[name]
                    out.send(Ethernet(dst, _mac(out), TYPE_ARP, packet), why, cause)
                case arp.Resolved(name, ip, mac, why):
                    self._release(self._interfaces[name], ip, mac, why, cause)
                case arp.Unresolved(name, ip, why):
                    self._lose(name, ip, why, cause)
                    self._gone(name, ip, cause)
                case acd.Conflict(_, ip, mac, why):
                    node.note(Kind.DECISION, None, why, cause)
                    node.output(f"kernel: duplicate address {ip} detected! {mac} uses it too", cause)
                case acd.Acquired(name, ip, why):
                    self._acquired(self._interfaces[name], ip, why, cause)
                case acd.Abandoned(name, ip, why):
                    self._abandoned(self._interfaces[name], ip, why, cause)
                case _:
                    node.carry_out(effect, cause)

    def _release(self, interface: Interface, ip: IPv4Address, mac: MacAddress, why: Why, cause: int) -> None:
        row = self._waiting.get((interface.name, ip))
        if row is None:
            return
        self._node.remove(WAITING, (interface.name, ip), why, cause)
        for datagram, reason in zip(row.datagrams, self._reasons.pop((interface.name, ip)), strict=True):
            interface.send(Ethernet(mac, _mac(interface), TYPE_IPV4, datagram), reason, cause)

    def _lose(self, name: str, ip: IPv4Address, why: Why, cause: int) -> None:
        row = self._waiting.get((name, ip))
        if row is None:
            return
        self._node.remove(WAITING, (name, ip), why, cause)
        del self._reasons[name, ip]
        for datagram in row.datagrams:
            self._undelivered(datagram, self._node.note(Kind.PACKET_DROPPED, datagram, why, cause))


def _nobody(interface: Interface, ip: IPv4Address, why: Why, cause: int) -> None:
    """Nobody wants to know of addresses that turn out to be free or taken."""


def _mac(interface: Interface) -> MacAddress:
    assert interface.mac is not None, "an interface with neighbours has a MAC address"
    return interface.mac
