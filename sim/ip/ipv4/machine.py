"""What IPv4 checks about a datagram's addresses and time to live, and how it cuts a datagram into fragments.

RFC 791, RFC 1122 3.2.1 and 3.3 for hosts, RFC 1812 4.2 and 5 for routers. A check answers ``None`` where all
is well.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import count

from sim.addresses import ANY, LIMITED_BROADCAST, InterfaceAddress, IPv4Address
from sim.ip.ipv4 import rules
from sim.ip.ipv4.option_checks import copied
from sim.ip.ipv4.pdu import HEADER_LENGTH, MINIMUM_MTU, IPv4
from sim.why import Rule, Why

_LINK_LOCAL = 0xA9FE
"""The upper half of 169.254.0.0/16 (RFC 3927 2.1)."""
_SPECIAL = frozenset({0, 127, *range(224, 256)})
"""First octets of addresses that are no host's address on a link."""


class Destination(StrEnum):
    """What a destination address means to a device."""

    LOCAL = "local"
    """An address of its own, or a loopback address."""
    LIMITED_BROADCAST = "limited-broadcast"
    DIRECTED_BROADCAST = "directed-broadcast"
    """The broadcast address of an attached network."""
    MULTICAST = "multicast"
    OTHER = "other"
    """Another device's address, as far as this one can tell."""


class Addresses:
    """The addresses of a device's interfaces, arranged for the questions that each datagram raises.

    ``own`` gives the port of each of the device's addresses; ``broadcasts`` and ``networks`` give the ports
    whose network has an address as its highest or lowest: no host's, but in a /31 (RFC 1122 3.2.1.3, 3021).
    """

    __slots__ = ("_no_sender", "broadcasts", "by_port", "networks", "own")

    def __init__(self, interfaces: Iterable[tuple[str, InterfaceAddress]]) -> None:
        self.own: dict[IPv4Address, str] = {}
        self.by_port: dict[str, tuple[InterfaceAddress, ...]] = {}
        self.broadcasts: dict[IPv4Address, tuple[str, ...]] = {}
        self.networks: dict[IPv4Address, tuple[str, ...]] = {}
        for port, interface in interfaces:
            self.own.setdefault(interface.address, port)
            self.by_port[port] = (*self.by_port.get(port, ()), interface)
            prefix = interface.prefix
            if prefix.has_broadcast:
                self.broadcasts[prefix.broadcast] = (*self.broadcasts.get(prefix.broadcast, ()), port)
                self.networks[prefix.network] = (*self.networks.get(prefix.network, ()), port)
        self._no_sender = frozenset(self.own) | frozenset(self.broadcasts) | frozenset(self.networks)

    def may_send(self, src: IPv4Address) -> bool:
        """Whether ``src`` can be the address of another host."""
        return src >> 24 not in _SPECIAL and src not in self._no_sender


def classify(dst: IPv4Address, addresses: Addresses, port: str | None = None) -> Destination:
    """What a destination means to the device; for a datagram that came in, to its interface ``port``.

    A broadcast to a network that is attached elsewhere has yet to be forwarded, so that on ``port`` it is
    ``OTHER`` (RFC 1812 5.3.5.2).
    """
    if dst in addresses.own or dst.is_loopback:
        return Destination.LOCAL
    if dst == LIMITED_BROADCAST:
        return Destination.LIMITED_BROADCAST
    if dst.is_multicast:
        return Destination.MULTICAST
    ports = addresses.broadcasts.get(dst)
    if ports is not None and (port is None or port in ports):
        return Destination.DIRECTED_BROADCAST
    return Destination.OTHER


def check_received(datagram: IPv4, link_broadcast: bool, addresses: Addresses) -> Why | None:
    """Whether a datagram may have these addresses; ``link_broadcast``: its frame went to a group MAC address.

    What fails is dropped without an ICMP error (RFC 1122 3.2.1.3, RFC 1812 5.3.7).
    """
    src, dst = datagram.src, datagram.dst
    if not addresses.may_send(src):
        rule = _martian_source(src, dst, addresses)
        if rule is not None:
            return Why(rule, src=src, dst=dst)
    if dst >> 24 in _SPECIAL or dst in addresses.networks:
        rule = _martian_destination(dst)
        if rule is not None:
            return Why(rule, src=src, dst=dst)
    # RFC 1122 3.3.6, RFC 1812 5.3.4: in a broadcast frame only a broadcast or multicast datagram makes sense.
    if link_broadcast and classify(dst, addresses) in {Destination.LOCAL, Destination.OTHER}:
        return Why(rules.UNICAST_IN_BROADCAST_FRAME, src=src, dst=dst)
    return None


def _martian_source(src: IPv4Address, dst: IPv4Address, addresses: Addresses) -> Rule | None:
    """The rule that an unusual source address breaks."""
    # RFC 1122 3.2.1.3 (a): only a host that does not know its address yet sends from 0.0.0.0.
    if src == ANY and dst == LIMITED_BROADCAST:
        return None
    rule = rules.SOURCE_RESERVED
    if src.is_this_network:
        rule = rules.SOURCE_THIS_NETWORK
    elif src.is_loopback:
        rule = rules.SOURCE_LOOPBACK
    elif src.is_multicast:
        rule = rules.SOURCE_MULTICAST
    elif src in addresses.own:
        rule = rules.SOURCE_OWN
    elif src in addresses.networks:
        rule = rules.SOURCE_NETWORK
    elif src == LIMITED_BROADCAST or src in addresses.broadcasts:
        rule = rules.SOURCE_BROADCAST
    return rule


def _martian_destination(dst: IPv4Address) -> Rule | None:
    """The rule that an unusual destination address breaks."""
    if dst.is_multicast or dst == LIMITED_BROADCAST:
        return None
    if dst.is_this_network:
        return rules.DESTINATION_THIS_NETWORK
    if dst.is_loopback:
        return rules.DESTINATION_LOOPBACK
    if dst >> 28 == 0xF:
        return rules.DESTINATION_RESERVED
    # RFC 1812 4.2.3.1 (2): a router SHOULD silently discard it. Hosts of today do not hear it as a broadcast.
    return rules.DESTINATION_NETWORK


def check_forward(
    datagram: IPv4, link_broadcast: bool, addresses: Addresses, directed_broadcast: bool = False
) -> Why | None:
    """Whether a router may pass on a datagram with these addresses that came in and is not for itself.

    What fails is dropped without an ICMP error. The answer depends on nothing but the two addresses and
    ``link_broadcast``; the time to live has :func:`check_ttl`. ``directed_broadcast``: also to the broadcast
    address of an attached network, which the sending port then broadcasts on its link.
    """
    src, dst = datagram.src, datagram.dst
    rule = None
    if dst.is_multicast:
        rule = rules.MULTICAST_NOT_ROUTED
    elif dst == LIMITED_BROADCAST:  # RFC 1812 5.3.5.1
        rule = rules.LIMITED_BROADCAST_NOT_FORWARDED
    elif link_broadcast:  # RFC 1812 5.3.4
        rule = rules.BROADCAST_FRAME_NOT_FORWARDED
    elif dst in addresses.broadcasts and not directed_broadcast:  # RFC 2644: off unless switched on
        rule = rules.DIRECTED_BROADCAST_NOT_FORWARDED
    elif src >> 16 == _LINK_LOCAL or dst >> 16 == _LINK_LOCAL:  # RFC 3927 7
        rule = rules.LINK_LOCAL_NOT_FORWARDED
    return None if rule is None else Why(rule, src=src, dst=dst)


def check_ttl(datagram: IPv4) -> Why | None:
    """Whether a router may decrement the time to live; else ICMP time exceeded is due (RFC 1812 5.3.1)."""
    if datagram.ttl > 1:
        return None
    return Why(rules.TTL_EXPIRED, ttl=datagram.ttl, src=datagram.src, dst=datagram.dst)


def source_address(addresses: Addresses, port: str, towards: IPv4Address) -> IPv4Address | None:
    """The source address for what leaves through ``port`` to next hop or neighbour ``towards``.

    One on the same network as that neighbour, else the port's first, else, where the port has none, the
    device's first (RFC 1122 3.3.4.3, RFC 1812 2.2.7); ``None`` for a device without addresses. What a device
    sends to itself has the same address as source and destination.
    """
    if towards in addresses.own or towards.is_loopback:
        return towards
    interfaces = addresses.by_port.get(port, ())
    for interface in interfaces:
        if towards in interface.prefix:
            return interface.address
    if interfaces:
        return interfaces[0].address
    return next(iter(addresses.own), None)


def identifications(first: int) -> Iterator[int]:
    """The identifications of a host's datagrams, of a counter that it keeps for all of them (RFC 791 3.2).

    So they repeat after 65,536 datagrams. One that nobody may fragment could have any number (RFC 6864 4.1);
    here it takes the next like the others, so that a learner can follow the counter.
    """
    return map(0xFFFF.__and__, count(first))


def check_mtu(datagram: IPv4, mtu: int) -> Why | None:
    """Whether a datagram longer than ``mtu`` (octets) may be fragmented; ICMP says if not (RFC 1191 4)."""
    if datagram.dont_fragment:
        return Why(rules.FRAGMENTATION_NEEDED, length=len(datagram), mtu=mtu, src=datagram.src, dst=datagram.dst)
    if mtu < MINIMUM_MTU:
        return Why(rules.MTU_TOO_SMALL, mtu=mtu, minimum=MINIMUM_MTU)
    return None


def fragment(datagram: IPv4, octets: bytes, mtu: int) -> list[IPv4]:
    """Cut a datagram whose payload is ``octets`` into fragments of at most ``mtu`` octets each (RFC 791 3.2).

    A fragment can be cut again. Each but the last is as long as can be; those after the first have only the
    options whose copied flag is set. Raises ``ValueError`` where :func:`check_mtu` forbids it.
    """
    if (why := check_mtu(datagram, mtu)) is not None:
        raise ValueError(f"cannot fragment: {why!r}")
    fragments: list[IPv4] = []
    options, start = datagram.options, 0
    while start < len(octets):
        room = mtu - HEADER_LENGTH - len(options)
        # "NFB <- (MTU-IHL*4)/8", unless the rest fits: the last fragment needs no multiple of eight.
        end = len(octets) if len(octets) - start <= room else start + room // 8 * 8
        piece = IPv4(
            datagram.src,
            datagram.dst,
            datagram.protocol,
            octets[start:end],
            ttl=datagram.ttl,
            identification=datagram.identification,
            more_fragments=end < len(octets) or datagram.more_fragments,
            fragment_offset=datagram.fragment_offset + start,
            tos=datagram.tos,
            options=options,
        )
        fragments.append(piece)
        if start == 0:
            options = copied(options)
        start = end
    return fragments
