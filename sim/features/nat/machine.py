"""Which outside address and port an inside one gets, and who may send to it (RFC 4787, RFC 5382)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.features.conntrack.tuples import QUERIES, End, FiveTuple
from sim.features.nat.settings import Behavior, NatSettings, Pooling, Ports
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP
from sim.quantities import Instant

TABLE = "nat"
ANY_PROTOCOL = 0
"""Of a mapping that is for whole addresses."""
WELL_KNOWN = 1024
"""RFC 4787 REQ-3: ports below this one stay below."""


class Kind(StrEnum):
    """Where a mapping comes from."""

    DYNAMIC = "dynamic"
    FORWARD = "forward"
    STATIC = "static"


class MappingKey(NamedTuple):
    """The outside end of a mapping, or the first one: no two mappings have the same."""

    protocol: int
    outside_ip: IPv4Address
    outside_port: int

    @property
    def outside(self) -> End:
        return End(self.outside_ip, self.outside_port)


class MappingRow(NamedTuple):
    """A row of table ``nat``, under a :class:`MappingKey`.

    ``remote_ip`` and ``remote_port`` are the only remote end that the mapping is for, as far as it depends on that.
    ``expires`` is when the last of its connections ends without further traffic. ``ports``: so many ports in a row are
    mapped alike, from this one on.
    """

    inside_ip: IPv4Address
    inside_port: int
    remote_ip: IPv4Address | None
    remote_port: int | None
    kind: Kind
    expires: Instant | None
    ports: int = 1

    @property
    def inside(self) -> End:
        return End(self.inside_ip, self.inside_port)

    @property
    def remote(self) -> str:
        """What the mapping is for alone, as people write it; "" for everything."""
        if self.remote_ip is None:
            return ""
        return str(self.remote_ip) if self.remote_port is None else f"{self.remote_ip}:{self.remote_port}"


Scope = tuple[IPv4Address | None, int | None]
"""The remote end that a mapping is for."""


def scope_of(behavior: Behavior, remote: End) -> Scope:
    """The remote end that a mapping to ``remote`` is for (RFC 4787 4.1)."""
    if behavior is Behavior.ENDPOINT_INDEPENDENT:
        return None, None
    return remote.ip, remote.port if behavior is Behavior.ADDRESS_AND_PORT_DEPENDENT else None


def lets_in(behavior: Behavior, sender: End, spoken_to: Iterable[End]) -> bool:
    """Whether a mapping whose inside end has sent to ``spoken_to`` lets in a datagram from ``sender`` (RFC 4787 5)."""
    if behavior is Behavior.ENDPOINT_INDEPENDENT:
        return True
    if behavior is Behavior.ADDRESS_DEPENDENT:
        return any(each.ip == sender.ip for each in spoken_to)
    return sender in spoken_to


def is_outside_of(key: MappingKey, row: MappingRow, end: End) -> bool:
    """Whether an end is an outside end of a mapping."""
    return end.ip == key.outside_ip and (row.kind is Kind.STATIC or 0 <= end.port - key.outside_port < row.ports)


def shown(key: MappingKey, row: MappingRow) -> dict[str, object]:
    """Both ends of a mapping as people are shown them, ``outside`` and ``inside``, with all their ports."""
    if row.kind is Kind.STATIC:
        return {"outside": key.outside_ip, "inside": row.inside_ip}
    return {"outside": _with_ports(key.outside, row.ports), "inside": _with_ports(row.inside, row.ports)}


def _with_ports(first: End, ports: int) -> object:
    return f"{first}-{first.port + ports - 1}" if ports > 1 else first


class Mappings:
    """The mappings of one router, found from either side. ``rows`` is table ``nat``; its owner puts rows in there.

    ``add`` and ``discard`` keep what leads to a row.
    """

    def __init__(self, rows: dict[MappingKey, MappingRow]) -> None:
        self.rows = rows
        self._by_inside: dict[tuple[int, End, Scope], MappingKey] = {}
        self._hosts: dict[IPv4Address, list[MappingKey]] = {}
        self._rows_of_ports: dict[MappingKey, MappingRow] = {}

    def add(self, key: MappingKey, row: MappingRow) -> None:
        """A row is about to be there."""
        self._by_inside.setdefault((key.protocol, row.inside, (row.remote_ip, row.remote_port)), key)
        if row.kind is Kind.DYNAMIC:
            self._hosts.setdefault(row.inside_ip, []).append(key)
        if row.ports > 1:
            self._rows_of_ports[key] = row

    def discard(self, key: MappingKey, row: MappingRow) -> None:
        """A row is no longer there."""
        known = (key.protocol, row.inside, (row.remote_ip, row.remote_port))
        if self._by_inside.get(known) == key:  # several ports may lead to the same
            del self._by_inside[known]
        if row.kind is Kind.DYNAMIC:
            self._hosts[row.inside_ip].remove(key)
        self._rows_of_ports.pop(key, None)

    def from_outside(self, protocol: int, end: End) -> MappingKey | None:
        """The mapping whose outside end this is."""
        key = MappingKey(protocol, *end)
        if key in self.rows:
            return key
        for key, row in self._rows_of_ports.items():
            if key.protocol == protocol and is_outside_of(key, row, end):
                return key
        key = MappingKey(ANY_PROTOCOL, end.ip, 0)
        return key if key in self.rows else None

    def called_by(self, ends: FiveTuple) -> MappingKey | None:
        """The mapping by which a connection from ``ends.sender`` reaches an inside host.

        An ICMP query has no port that it is for: an identifier is the sender's own (RFC 5508 3.1). So it is for the
        host that has the whole address, and else for the router.
        """
        protocol = ANY_PROTOCOL if ends.protocol == PROTOCOL_ICMP else ends.protocol
        return self.from_outside(protocol, ends.receiver)

    def from_inside(self, protocol: int, end: End, scope: Scope) -> MappingKey | None:
        """The mapping for what an inside end sends: one that is configured comes first."""
        for known in (
            (ANY_PROTOCOL, End(end.ip, 0), (None, None)),
            (protocol, end, (None, None)),
            (protocol, end, scope),
        ):
            found = self._by_inside.get(known)
            if found is not None and (known[2] == scope or self.rows[found].kind is not Kind.DYNAMIC):
                return found
        for key, row in self._rows_of_ports.items():
            is_near = key.protocol == protocol and row.inside_ip == end.ip
            if is_near and 0 <= end.port - row.inside_port < row.ports:
                return key
        return None

    def of_host(self, ip: IPv4Address) -> Sequence[MappingKey]:
        """The mappings that an inside host has got, in the order in which it got them."""
        return self._hosts.get(ip, ())

    def inside_of(self, key: MappingKey, outside: End) -> End:
        """The inside end of an outside one."""
        row = self.rows[key]
        if row.kind is Kind.STATIC:
            return End(row.inside_ip, outside.port)
        return End(row.inside_ip, row.inside_port + outside.port - key.outside_port)

    def outside_of(self, key: MappingKey, inside: End) -> End:
        """The outside end of an inside one."""
        row = self.rows[key]
        if row.kind is Kind.STATIC:
            return End(key.outside_ip, inside.port)
        return End(key.outside_ip, key.outside_port + inside.port - row.inside_port)


def allocate(
    settings: NatSettings,
    mappings: Mappings,
    addresses: Sequence[IPv4Address],
    is_taken: Callable[[MappingKey], bool],
    protocol: int,
    inside: End,
) -> MappingKey | None:
    """A free outside end for an inside one; ``None`` where there is none.

    RFC 4787 REQ-2: a host keeps its address ("Paired"). REQ-3: no port is given twice at a time ("port overloading").
    """
    held = [key.outside_ip for key in mappings.of_host(inside.ip)]
    if settings.pooling is Pooling.PAIRED and held and held[0] in addresses:
        addresses = held[:1]
    elif len(addresses) > 1:
        # Each host begins with another address, so that they share the pool.
        start = inside.ip % len(addresses)
        addresses = (*addresses[start:], *addresses[:start])
    for ip in addresses:
        for port in _ports(settings, protocol, inside.port):
            key = MappingKey(protocol, ip, port)
            if not is_taken(key):
                return key
    return None


def _ports(settings: NatSettings, protocol: int, port: int) -> Iterator[int]:
    """The outside ports for an inside one, the best first."""
    if protocol not in (PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_ICMP):
        yield port  # there is nothing that tells two hosts apart
        return
    if protocol == PROTOCOL_ICMP:
        # An identifier has no range and no parity. With the number of a query's type, a query would look like the
        # answer to one.
        yield from (each for each in _in_turn(port, 0, 65535, 1, settings.preserve_port) if each not in QUERIES)
    else:
        first, last = _range(settings.ports, port)
        step = 2 if settings.parity and protocol == PROTOCOL_UDP else 1
        first += (first ^ port) & (step - 1)
        yield from _in_turn(port, first, last, step, settings.preserve_port)


def _in_turn(port: int, first: int, last: int, step: int, is_kept: bool) -> Iterator[int]:
    """All numbers of a range, from the one behind ``port`` on; ``port`` itself first where it may be kept."""
    is_in_range = first <= port <= last
    if is_kept and is_in_range:
        yield port
    start = port if is_in_range else first - step
    yield from range(start + step, last + 1, step)
    yield from range(first, min(start, last) + 1, step)


def _range(ports: Ports, port: int) -> Ports:
    """RFC 4787 REQ-3 a): a port from 0 to 1023 gets one of these, and another one another, where there are some."""
    first, last = ports
    if port < WELL_KNOWN:
        return Ports(first, min(last, WELL_KNOWN - 1)) if first < WELL_KNOWN else ports
    return Ports(max(first, WELL_KNOWN), last) if last >= WELL_KNOWN else ports
