"""The groups of one socket: which it has joined, and how it sends to groups (ip(7), ``net/ipv4/igmp.c`` of Linux)."""

from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from sim.addresses import ANY, IPv4Address
from sim.device.interface import Interface
from sim.ip.groups.filters import EVERYBODY, NOTHING, Filter, Mode
from sim.transport.sockets import options as names
from sim.transport.sockets.errors import error

if TYPE_CHECKING:
    from sim.transport.sockets.contracts import SocketHost

NAMES = frozenset(
    {
        names.IP_MULTICAST_IF,
        names.IP_MULTICAST_TTL,
        names.IP_MULTICAST_LOOP,
        names.IP_MULTICAST_ALL,
        names.IP_ADD_MEMBERSHIP,
        names.IP_DROP_MEMBERSHIP,
        names.IP_ADD_SOURCE_MEMBERSHIP,
        names.IP_DROP_SOURCE_MEMBERSHIP,
        names.IP_BLOCK_SOURCE,
        names.IP_UNBLOCK_SOURCE,
    }
)
"""The options of level IPPROTO_IP that this module is about."""

_MOST_GROUPS = 20
"""``net.ipv4.igmp_max_memberships``: groups of one socket."""
_MOST_SOURCES = 10
"""``net.ipv4.igmp_max_msf``: sources of one socket's filter."""

_ADDRESS = Struct("=4s")
_REQUEST = Struct("=4s4s")
"""``struct ip_mreq``: the group, and an address of the interface."""
_REQUEST_BY_NUMBER = Struct("=4s4si")
"""``struct ip_mreqn``: the same, and the number of the interface."""
_SOURCE_REQUEST = Struct("=4s4s4s")
"""``struct ip_mreq_source``: the group, an address of the interface, and the source."""


def _address(octets: bytes) -> IPv4Address:
    return IPv4Address(int.from_bytes(octets, "big"))


class _Asked(NamedTuple):
    """What a program asks for: an interface, by its number or by one of its addresses, and a group."""

    group: IPv4Address
    address: IPv4Address
    number: int = 0


class Membership(NamedTuple):
    """A group that the socket has joined on an interface; ``address`` is that by which the program named it."""

    address: IPv4Address
    wanted: Filter


class Memberships:
    """What a socket has joined, and its options about groups.

    ``ttl``, ``loops`` and ``outlet`` are for what it sends to groups: time to live, whether this host hears it, and the
    interface. ``source`` is the address that IP_MULTICAST_IF named. ``hears_all``: without a membership of its own the
    socket gets whatever the host has joined for others.
    """

    def __init__(self, node: "SocketHost", number: int, is_stream: bool) -> None:
        self._node = node
        self._number = number
        self._is_stream = is_stream
        self._joined: dict[tuple[IPv4Address, str], Membership] = {}
        self.ttl = 1
        self.loops = True
        self.hears_all = True
        self.outlet: Interface | None = None
        self.source = ANY

    def hears(self, group: IPv4Address, src: IPv4Address, interface: str) -> bool:
        """Whether the socket gets what ``src`` has sent to a group, and has come in at an interface."""
        membership = self._joined.get((group, interface))
        return self.hears_all if membership is None else membership.wanted.lets(src)

    def leave_all(self, cause: int) -> None:
        """The socket is closed."""
        for group, interface in [*self._joined]:
            self._listen(self._node.interface(interface), group, ANY, NOTHING, cause)

    def set(self, name: int, value: int | bytes, bound_to: str | None, cause: int) -> None:
        """Set one of the options :data:`NAMES`; ``bound_to`` is the interface of SO_BINDTODEVICE.

        EADDRINUSE, EADDRNOTAVAIL, EINVAL, ENOBUFS, ENODEV, EPROTO.
        """
        octets = names.octets_of(value)
        match name:
            case names.IP_MULTICAST_IF:
                self._choose_outlet(octets, bound_to)
            case names.IP_MULTICAST_TTL | names.IP_MULTICAST_LOOP | names.IP_MULTICAST_ALL:
                self._set_number(name, octets)
            case _ if self._is_stream:
                raise error("EPROTO")
            case names.IP_ADD_MEMBERSHIP:
                self._join(_asked(octets), EVERYBODY, cause)
            case names.IP_DROP_MEMBERSHIP:
                self._leave(_asked(octets), cause)
            case _:
                self._change_sources(name, octets, cause)

    def get(self, name: int) -> int | bytes | None:
        """What one of the options is set to; ``None`` for those that only do something."""
        told: dict[int, int | bytes] = {
            names.IP_MULTICAST_TTL: self.ttl,
            names.IP_MULTICAST_LOOP: int(self.loops),
            names.IP_MULTICAST_ALL: int(self.hears_all),
            names.IP_MULTICAST_IF: self.source.to_bytes(4, "big"),
        }
        return told.get(name)

    def _set_number(self, name: int, octets: bytes) -> None:
        if not octets or (self._is_stream and name == names.IP_MULTICAST_TTL):
            raise error("EINVAL")
        # One octet is enough, as BSD has them.
        number = names.number_of(octets)
        number = octets[0] if number is None else number
        if name == names.IP_MULTICAST_LOOP:
            self.loops = number != 0
        elif name == names.IP_MULTICAST_ALL:
            if number not in (0, 1):
                raise error("EINVAL")
            self.hears_all = number == 1
        else:
            number = 1 if number == -1 else number
            if not 0 <= number <= 255:
                raise error("EINVAL")
            self.ttl = number

    def _choose_outlet(self, octets: bytes, bound_to: str | None) -> None:
        if self._is_stream or len(octets) < _ADDRESS.size:
            raise error("EINVAL")
        is_short = len(octets) < _REQUEST.size
        asked = _Asked(ANY, _address(octets[:4])) if is_short else _asked(octets)
        if not asked.number and asked.address == ANY:
            self.outlet, self.source = None, ANY
            return
        interface = self._named(asked)
        if interface is None:
            raise error("EADDRNOTAVAIL")
        if bound_to not in (None, interface.name):
            raise error("EINVAL")
        self.outlet, self.source = interface, asked.address

    def _join(self, asked: _Asked, wanted: Filter, cause: int) -> None:
        _check(asked.group)
        interface = self._interface(asked)
        if interface is None:
            raise error("ENODEV")
        if (asked.group, interface.name) in self._joined:
            raise error("EADDRINUSE")
        if len(self._joined) >= _MOST_GROUPS:
            raise error("ENOBUFS")
        self._listen(interface, asked.group, asked.address, wanted, cause)

    def _leave(self, asked: _Asked, cause: int) -> None:
        interface = self._interface(asked)
        for (group, name), membership in self._joined.items():
            if group != asked.group:
                continue
            if interface is not None and interface.name != name:
                continue
            if interface is None and asked.address not in (ANY, membership.address):
                continue
            self._forget(group, name, cause)
            return
        raise error("EADDRNOTAVAIL")

    def _change_sources(self, name: int, octets: bytes, cause: int) -> None:
        """Add a source to the filter of a membership, or take one out (``ip_mc_source`` of Linux)."""
        if len(octets) != _SOURCE_REQUEST.size:
            raise error("EINVAL")
        group, address, src = map(_address, _SOURCE_REQUEST.unpack(octets))
        _check(group)
        asked = _Asked(group, address)
        is_blocking = name in (names.IP_BLOCK_SOURCE, names.IP_UNBLOCK_SOURCE)
        mode = Mode.EXCLUDE if is_blocking else Mode.INCLUDE
        interface = self._interface(asked)
        if interface is None:
            raise error("ENODEV")
        membership = self._joined.get((group, interface.name))
        if membership is None and name == names.IP_ADD_SOURCE_MEMBERSHIP:
            self._join(asked, NOTHING, cause)
            membership = self._joined[group, interface.name]
        if membership is None or (membership.wanted.sources and membership.wanted.mode is not mode):
            raise error("EINVAL")
        sources = {*membership.wanted.sources}
        adds = name in (names.IP_BLOCK_SOURCE, names.IP_ADD_SOURCE_MEMBERSHIP)
        if adds and len(sources) >= _MOST_SOURCES:
            raise error("ENOBUFS")
        if adds is (src in sources):
            raise error("EADDRNOTAVAIL")
        wanted = Filter(mode, tuple(sorted(sources ^ {src})))
        if wanted.is_nothing:
            self._forget(group, interface.name, cause)
        else:
            self._listen(interface, group, membership.address, wanted, cause)

    def _forget(self, group: IPv4Address, interface: str, cause: int) -> None:
        self._listen(self._node.interface(interface), group, ANY, NOTHING, cause)
        del self._joined[group, interface]

    def _listen(
        self, interface: Interface, group: IPv4Address, address: IPv4Address, wanted: Filter, cause: int
    ) -> None:
        self._joined[group, interface.name] = Membership(address, wanted)
        self._node.ip.groups.listen(self._number, interface, group, wanted, cause)

    def _interface(self, asked: _Asked) -> Interface | None:
        """The interface that a program means; without a word about it, that towards the group."""
        if asked.number or asked.address != ANY:
            return self._named(asked)
        return self._node.ip.outlet_for(asked.group)

    def _named(self, asked: _Asked) -> Interface | None:
        node = self._node
        if asked.number:
            known = node.interface_names()
            return node.interface(known[asked.number - 1]) if 0 < asked.number <= len(known) else None
        if asked.address.is_loopback:
            return node.interface(node.interface_names()[0])
        name = node.ip.addresses.own.get(asked.address)
        return None if name is None else node.interface(name)


def _asked(octets: bytes) -> _Asked:
    """What is asked for with ``struct ip_mreq`` or ``struct ip_mreqn``. EINVAL."""
    if len(octets) < _REQUEST.size:
        raise error("EINVAL")
    group, address, number = (
        (*_REQUEST.unpack_from(octets), 0)
        if len(octets) < _REQUEST_BY_NUMBER.size
        else _REQUEST_BY_NUMBER.unpack_from(octets)
    )
    return _Asked(_address(group), _address(address), number)


def _check(group: IPv4Address) -> None:
    if not group.is_multicast:
        raise error("EINVAL")
