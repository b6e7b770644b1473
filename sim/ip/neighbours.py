"""Address resolution as a host or router does it: the ARP machines, joined to the ports and to waiting datagrams."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sim.addresses import IPv4Address, MacAddress
from sim.effects import TimerName
from sim.ip.acd import machine as acd
from sim.ip.arp import machine as arp
from sim.ip.arp import rules as arp_rules
from sim.ip.arp.pdu import Arp
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet.pdu import TYPE_ARP, TYPE_IPV4, Ethernet
from sim.link.port import Port
from sim.trace.records import Kind
from sim.why import Why

if TYPE_CHECKING:
    from sim.assembly.ip_node import IpNode

WAITING = "waiting"


class Waiting(NamedTuple):
    """A row of table ``waiting``, under (port, next hop): datagrams that cannot go before a MAC address is known."""

    datagrams: tuple[IPv4, ...]


class Neighbours:
    """Finds the MAC address for a next hop, or lets a datagram wait for it; guards the node's own addresses."""

    def __init__(self, node: "IpNode") -> None:
        self.node = node
        self.table = node.tables.setdefault(arp.TABLE, {})
        self._waiting = node.tables.setdefault(WAITING, {})
        self._reasons: dict[tuple[str, IPv4Address], tuple[Why, ...]] = {}
        self._conflicts = node.tables.setdefault(acd.TABLE, {})

    def send(self, port: Port, next_hop: IPv4Address, datagram: IPv4, why: Why, cause: int) -> None:
        """Send a datagram to a neighbour, now or when its MAC address is known."""
        row = self.table.get((port.name, next_hop))
        if row is not None and row.mac is not None:
            port.send(Ethernet(row.mac, port.mac, TYPE_IPV4, datagram), why, cause)  # type: ignore[arg-type]
            if row.state is arp.ArpState.STALE:
                self._resolve(port, next_hop, cause)
            return
        self._wait(port, next_hop, datagram, why, cause)
        self._resolve(port, next_hop, cause)

    def receive(self, port: Port, packet: Arp, cause: int) -> None:
        """Take in an ARP packet: first see whether somebody claims an address of ours, then RFC 826."""
        interface, now, settings = self.interface(port), self.node.kernel.now, self.node.settings
        self._carry_out(acd.receive(self._conflicts, settings.acd, interface, packet, now), cause)
        proxy = settings.proxy_arp and self.node.is_proxy_for(port, packet)
        self._carry_out(arp.receive(self.table, settings.arp, interface, packet, now, proxy), cause)

    def timeout(self, name: TimerName, cause: int) -> None:
        """A timer of one of the machines fired."""
        machine, port_name, ip = name
        node, address = self.node, cast(IPv4Address, ip)
        interface, now = self.interface(node.ports[str(port_name)]), node.kernel.now
        if machine == arp.TABLE:
            effects: Iterable[Any] = arp.timeout(self.table, node.settings.arp, interface, address, now)
        else:
            fraction = node.random.random()
            effects = acd.timeout(self._conflicts, node.settings.acd, interface, address, now, fraction)
        self._carry_out(effects, cause)

    def detect(self, port: Port, ip: IPv4Address, cause: int) -> None:
        """Find out whether an address is free before it is used (RFC 5227 2.1)."""
        node, interface = self.node, self.interface(port)
        fraction = node.random.random()
        self._carry_out(acd.begin(self._conflicts, node.settings.acd, interface, ip, node.kernel.now, fraction), cause)

    def set_static(self, port: Port, ip: IPv4Address, mac: MacAddress, cause: int) -> None:
        self._carry_out(arp.set_static(self.table, port.name, ip, mac), cause)

    def delete(self, port: Port, ip: IPv4Address, cause: int) -> None:
        """Take a row out by hand; what waits for it fails."""
        self._carry_out(arp.delete(self.table, port.name, ip), cause)

    def doubt(self, port: Port, ip: IPv4Address, cause: int) -> None:
        """Take a row for stale, because what is sent there seems not to arrive."""
        effects = arp.doubt(self.table, self.node.settings.arp, port.name, ip, self.node.kernel.now)
        self._carry_out(effects, cause)

    def flush(self, port: Port, cause: int) -> None:
        """Forget what was learned through a port."""
        self._carry_out(arp.flush(self.table, port.name), cause)

    def forget(self, port: Port, cause: int) -> None:
        """A port is down: forget what was learned through it, and the addresses being probed for there."""
        self.flush(port, cause)
        self._carry_out(acd.flush(self._conflicts, port.name), cause)

    def interface(self, port: Port) -> arp.ArpInterface:
        others = frozenset(p.mac for p in self.node.ports.values() if p is not port and p.mac is not None)
        return arp.ArpInterface(port.name, port.mac, port.addresses, others)  # type: ignore[arg-type]

    def _resolve(self, port: Port, ip: IPv4Address, cause: int) -> None:
        node = self.node
        effects = arp.resolve(self.table, node.settings.arp, self.interface(port), ip, node.kernel.now)
        self._carry_out(effects, cause)

    def _wait(self, port: Port, ip: IPv4Address, datagram: IPv4, reason: Why, cause: int) -> None:
        """``reason`` is why the datagram is sent, which stays so however long it waits."""
        key = (port.name, ip)
        row = self._waiting.get(key, Waiting(()))
        datagrams, lost = arp.enqueue(row.datagrams, datagram, self.node.settings.arp)
        self._reasons[key] = (*self._reasons.get(key, ()), reason)[-len(datagrams) :]
        why = Why(arp_rules.DATAGRAM_WAITS, ip=ip, dst=datagram.dst, port=port.name)
        put = self.node.put(WAITING, key, Waiting(datagrams), why, cause)
        if lost is not None:
            self.node.note(Kind.PACKET_DROPPED, lost, Why(arp_rules.QUEUE_FULL, ip=ip, dst=lost.dst), put)

    def _carry_out(self, effects: Iterable[Any], cause: int) -> None:
        node = self.node
        for effect in effects:
            match effect:
                case arp.SendArp(port, dst, packet, why):
                    out = node.ports[port]
                    out.send(Ethernet(dst, out.mac, TYPE_ARP, packet), why, cause)  # type: ignore[arg-type]
                case arp.Resolved(port, ip, mac, why):
                    self._release(node.ports[port], ip, mac, why, cause)
                case arp.Unresolved(port, ip, why):
                    self._give_up(port, ip, why, cause)
                    node.icmp.forget_redirects(port, ip, cause)
                case acd.Conflict(_, ip, mac, why):
                    node.note(Kind.DECISION, None, why, cause)
                    node.output(f"kernel: duplicate address {ip} detected! {mac} uses it too", cause)
                case acd.Acquired(port, ip, why):
                    node.acquired(node.ports[port], ip, why, cause)
                case acd.Abandoned(port, ip, why):
                    node.abandoned(node.ports[port], ip, why, cause)
                case _:
                    node.carry_out(effect, cause)

    def _release(self, port: Port, ip: IPv4Address, mac: MacAddress, why: Why, cause: int) -> None:
        row = self._waiting.get((port.name, ip))
        if row is None:
            return
        self.node.remove(WAITING, (port.name, ip), why, cause)
        for datagram, reason in zip(row.datagrams, self._reasons.pop((port.name, ip)), strict=True):
            port.send(Ethernet(mac, port.mac, TYPE_IPV4, datagram), reason, cause)  # type: ignore[arg-type]

    def _give_up(self, port_name: str, ip: IPv4Address, why: Why, cause: int) -> None:
        row = self._waiting.get((port_name, ip))
        if row is None:
            return
        self.node.remove(WAITING, (port_name, ip), why, cause)
        del self._reasons[port_name, ip]
        for datagram in row.datagrams:
            dropped = self.node.note(Kind.PACKET_DROPPED, datagram, why, cause)
            self.node.icmp.unreachable(datagram, dropped)
