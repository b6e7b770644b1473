"""A zone: the records that one authority is responsible for, by their names (RFC 1034 4.2)."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sim.features.dns import numbers
from sim.features.dns.name import Name
from sim.features.dns.pdu import ResourceRecord
from sim.features.dns.rdata import Rdata, Soa

Key = tuple[bytes, ...]
"""A name as names are compared: see :class:`Name`."""


class RRset(NamedTuple):
    """All records of one name and one type (RFC 2181 5); ``ttl`` in seconds."""

    name: Name
    rtype: int
    ttl: int
    rdatas: tuple[Rdata, ...]

    def records(self, name: Name | None = None) -> list[ResourceRecord]:
        """The records, under another name where one is given."""
        owner = self.name if name is None else name
        return [ResourceRecord(owner, self.rtype, numbers.IN, self.ttl, rdata) for rdata in self.rdatas]


class ZoneNode:
    """A name that exists in a zone, with its records by type.

    A name without records exists where a name below it has some: an empty non-terminal (RFC 4592 2.2.2). ``is_cut``
    says whether a zone further down begins here, which the NS records name the servers of. ``above`` is the
    uppermost node above this one, the zone's own among them, at which the search from the root downwards ends: a cut,
    or one with a DNAME record.
    """

    __slots__ = ("above", "is_cut", "name", "rrsets")

    def __init__(self, name: Name) -> None:
        self.name = name
        self.rrsets: dict[int, RRset] = {}
        self.is_cut = False
        self.above: ZoneNode | None = None

    @property
    def ends_search(self) -> bool:
        """Whether what stands below it is not looked at."""
        return self.is_cut or numbers.DNAME in self.rrsets


class Zone:
    """The records of a zone, and the names that exist in it. Nobody changes it.

    Raises ``ValueError`` where a record is outside of the zone or where there is no SOA record at its top.
    """

    def __init__(self, origin: Name, rrsets: Iterable[RRset]) -> None:
        self.origin = origin
        top = ZoneNode(origin)
        self.nodes: dict[Key, ZoneNode] = {origin.key: top}
        for rrset in rrsets:
            if not rrset.name.is_below(origin):
                raise ValueError(f"{rrset.name} is not in {origin}")
            self._node(rrset.name).rrsets[rrset.rtype] = rrset
        soa = top.rrsets.get(numbers.SOA)
        if soa is None or not isinstance(soa.rdatas[0], Soa):
            raise ValueError(f"{origin} has no SOA record")
        self.soa = soa
        # RFC 2308 3: the TTL of the SOA record in a negative answer is that of the record or the field, whichever is
        # lower.
        self.negative_soa = soa._replace(ttl=min(soa.ttl, soa.rdatas[0].minimum))
        for node in self:
            if node is top:
                continue
            node.is_cut = numbers.NS in node.rrsets
            parent = self.nodes[node.name.parent.key]
            node.above = parent.above or (parent if parent.ends_search else None)

    def _node(self, name: Name) -> ZoneNode:
        """The node of a name; those above it come to be with it."""
        found = self.nodes.get(name.key)
        if found is None:
            self._node(name.parent)
            found = self.nodes[name.key] = ZoneNode(name)
        return found

    def __iter__(self) -> Iterator[ZoneNode]:
        """Its nodes, from the top downwards, in the order of RFC 4034 6.1."""
        return iter(sorted(self.nodes.values(), key=lambda node: node.name.order))

    def find(self, name: Name) -> tuple[ZoneNode, bool]:
        """The node of a name in the zone, or the closest encloser (RFC 4592 3.3.1); and whether it is the name's."""
        key = name.key
        found = self.nodes.get(key)
        if found is not None:
            return found, True
        depth = 1
        while True:
            found = self.nodes.get(key[depth:])
            if found is not None:
                return found, False
            depth += 1

    def wildcard(self, encloser: ZoneNode) -> ZoneNode | None:
        """The source of synthesis below a closest encloser (RFC 4592 3.3.1)."""
        return self.nodes.get((b"*", *encloser.name.key))
