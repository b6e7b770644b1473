"""Which way a datagram goes: rows of routes, which of them are in force, and the lookup of a destination."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum
from struct import pack
from typing import NamedTuple
from zlib import crc32

from sim.addresses import ANY, InterfaceAddress, IPv4Address, Prefix, mask_of
from sim.effects import Put
from sim.ip.routes import rules
from sim.why import Why

TABLE = "route"

UNICAST = "unicast"
BLACKHOLE = "blackhole"
UNREACHABLE = "unreachable"
PROHIBIT = "prohibit"

LOCAL = "local"
CONNECTED = "connected"
NEAR = (CONNECTED, LOCAL)
"""Where the routes come from that an interface's own address makes."""
STATIC = "static"
BOOT = "boot"
REDIRECT = "redirect"
DHCP = "dhcp"

_DISCARDED = {BLACKHOLE: rules.BLACKHOLE, UNREACHABLE: rules.UNREACHABLE, PROHIBIT: rules.PROHIBIT}

DEPTH_LIMIT = 16
"""Routes that a next hop may be resolved through, one after the other."""


class Habit(Enum):
    """When a device looks whether a route can be used."""

    LINUX = "linux"
    """Once, when the route is added. It stays as long as its interface is switched on, link or not."""
    IOS = "ios"
    """Each time that an interface, an address or another route changes."""


class RouteRow(NamedTuple):
    """A route of table ``route``.

    ``next_hop`` is ``None`` where the destination itself is on the link, ``port`` where the way to the next
    hop is to be looked up. ``source`` says who put the route there (``local``, ``connected``, ``static`` …),
    ``kind`` what happens to a datagram. The lower ``distance`` (administrative) wins, then lower ``metric``.
    ``active`` routes are those that datagrams follow. ``linkdown`` is true of one out of whose
    interface leads no link, and ``None`` of all others: lists leave out a column in which nothing is.
    """

    prefix: Prefix
    next_hop: IPv4Address | None
    port: str | None
    source: str = STATIC
    kind: str = UNICAST
    distance: int = 1
    metric: int = 0
    active: bool = True
    linkdown: bool | None = None


RouteKey = tuple[Prefix, int, int, IPv4Address, str, str]
"""Prefix, distance, metric, next hop (0.0.0.0: none), port ("": none), source: sorts as a table is read."""

Rows = Mapping[RouteKey, RouteRow]


class Hop(NamedTuple):
    """Where to hand a datagram: out of ``port`` to neighbour ``next_hop`` or, ``None``, the destination."""

    port: str
    next_hop: IPv4Address | None


class Lookup(NamedTuple):
    """What a destination's longest match says; ``hops`` is empty unless ``kind`` is ``unicast``."""

    prefix: Prefix
    kind: str
    source: str
    hops: tuple[Hop, ...]
    rows: tuple[RouteRow, ...]


class Selection(NamedTuple):
    """Whether a route is followed, where it leads, and why (not)."""

    active: bool
    hops: tuple[Hop, ...]
    why: Why


class Explanation(NamedTuple):
    """Every route whose prefix holds a destination, longest first, each with why it is chosen or not."""

    chosen: tuple[RouteRow, ...]
    matched: tuple[tuple[RouteRow, Why], ...]


def key_of(row: RouteRow) -> RouteKey:
    """The row's key in table ``route``."""
    return row.prefix, row.distance, row.metric, row.next_hop or ANY, row.port or "", row.source


def attached_rows(port: str, address: InterfaceAddress) -> tuple[RouteRow, ...]:
    """The routes that an interface's address brings: to itself and, unless it is a /32, to its network."""
    local = RouteRow(Prefix(address.address, 32), None, port, LOCAL, distance=0)
    if address.length == 32:
        return (local,)
    return RouteRow(address.prefix, None, port, CONNECTED, distance=0), local


class _Levels:
    """Rows by length of prefix, then by network."""

    __slots__ = ("by_length",)

    def __init__(self, rows: Iterable[RouteRow] = ()) -> None:
        self.by_length: dict[int, dict[int, list[RouteRow]]] = {}
        for row in rows:
            self.add(row)

    def add(self, row: RouteRow) -> None:
        network, length = row.prefix
        self.by_length.setdefault(length, {}).setdefault(network, []).append(row)

    def discard(self, row: RouteRow) -> None:
        network, length = row.prefix
        level = self.by_length[length]
        level[network].remove(row)
        if not level[network]:
            del level[network]

    def match(self, dst: int) -> list[RouteRow]:
        """The best rows of the longest prefix that holds ``dst``; none where no prefix does."""
        for length in sorted(self.by_length, reverse=True):
            rows = self.by_length[length].get(dst & mask_of(length))
            if rows:
                return _best(rows)
        return []


def _best(rows: list[RouteRow]) -> list[RouteRow]:
    """Of routes to one prefix, those of the lowest distance and then metric, in order (RFC 1812 5.2.4.3 (4)).

    Where a route that discards ties with one that does not, discarding wins.
    """
    if len(rows) == 1:
        return rows
    ordered = sorted(rows, key=key_of)
    first = ordered[0]
    rank = first.distance, first.metric, first.kind
    return [row for row in ordered if (row.distance, row.metric, row.kind) == rank]


def _resolve(levels: _Levels, row: RouteRow, trail: tuple[RouteRow, ...] = ()) -> list[Hop] | Why:
    """The neighbours that a route leads to; ``trail`` are the routes that were looked up on the way."""
    if row.kind != UNICAST:
        return []
    if row.port is not None:
        return [Hop(row.port, row.next_hop)]
    if row.next_hop is None:
        raise ValueError(f"the route to {row.prefix} has neither next hop nor port")
    return _follow(levels, row, row.next_hop, trail)


def _follow(levels: _Levels, row: RouteRow, next_hop: IPv4Address, trail: tuple[RouteRow, ...]) -> list[Hop] | Why:
    """Look up the next hop of a route that names no port, and theirs in turn."""
    facts = {"prefix": (trail or (row,))[0].prefix, "next_hop": next_hop}
    if row in trail:
        return Why(rules.NEXT_HOP_THROUGH_ITSELF, **facts)
    if len(trail) == DEPTH_LIMIT:
        return Why(rules.NEXT_HOP_TOO_DEEP, limit=DEPTH_LIMIT, **facts)
    hops: list[Hop] = []
    for via in levels.match(next_hop):
        if via.kind != UNICAST:
            return Why(rules.NEXT_HOP_DISCARDED, via=via.prefix, **facts)
        if via.source == LOCAL:
            return Why(rules.NEXT_HOP_IS_OWN, **facts)
        found = _resolve(levels, via, (*trail, row))
        if isinstance(found, Why):
            return found
        hops += [hop if hop.next_hop is not None else Hop(hop.port, next_hop) for hop in found]
    return hops or Why(rules.NEXT_HOP_UNREACHABLE, **facts)


def _obstacle(
    row: RouteRow, up_ports: Collection[str], networks: Mapping[str, list[Prefix]], habit: Habit
) -> Why | None:
    """What keeps a route from use that can be seen without looking at other routes."""
    port, next_hop, is_linux = row.port, row.next_hop, habit is Habit.LINUX
    why = None
    if port is None:
        if is_linux and row.kind == UNICAST:
            why = Why(rules.NEXT_HOP_UNREACHABLE, prefix=row.prefix, next_hop=next_hop)
    elif is_linux and row.source == LOCAL:
        why = None
    elif port not in up_ports:
        why = Why(rules.PORT_DOWN, prefix=row.prefix, port=port)
    elif next_hop is not None and not _is_on_link(next_hop, networks.get(port, ()), is_linux):
        why = Why(rules.NEXT_HOP_OFF_LINK, prefix=row.prefix, next_hop=next_hop, port=port)
    return why


def _is_on_link(next_hop: IPv4Address, networks: Sequence[Prefix], was_checked: bool) -> bool:
    """Whether a neighbour is in one of the networks; where that ``was_checked``, that there is one is enough."""
    return bool(networks) if was_checked else any(next_hop in prefix for prefix in networks)


def _join(levels: _Levels, waiting: dict[RouteKey, RouteRow]) -> dict[RouteKey, Why]:
    """Add the waiting routes whose next hops can be reached, until no more can; returns why others cannot.

    A route that would lead its own next hop through itself stays out; what it would have upset stays.
    """
    joined: dict[RouteKey, RouteRow] = {}
    refused: dict[RouteKey, Why] = {}
    while True:
        before = len(joined)
        for key, row in waiting.items():
            if key in joined:
                continue
            levels.add(row)
            hops = _resolve(levels, row)
            if isinstance(hops, Why):
                levels.discard(row)
                refused[key] = hops
            else:
                joined[key] = row
                refused.pop(key, None)
        if len(joined) == before:
            break
    # A longer prefix that joined late can have lengthened an earlier route's way past the limit.
    while failing := {k: hops for k, row in joined.items() if isinstance(hops := _resolve(levels, row), Why)}:
        for key in failing:
            levels.discard(joined.pop(key))
        refused |= failing
    return refused


def select(rows: Rows, up_ports: Collection[str], habit: Habit = Habit.IOS) -> dict[RouteKey, Selection]:
    """Which routes are followed while ``up_ports`` are up, and why each is or is not; in order of keys.

    A route is followed when its port is up, its next hop can be reached (in the end through a connected
    network), and no usable route to the same prefix has a lower distance, or the same and a lower metric.
    Linux looked at the next hop when the route was added; ``up_ports`` are there those that are switched on.
    """
    networks: dict[str, list[Prefix]] = {}
    for row in rows.values():
        if row.source == (LOCAL if habit is Habit.LINUX else CONNECTED) and row.port is not None:
            networks.setdefault(row.port, []).append(row.prefix)
    levels = _Levels()
    waiting: dict[RouteKey, RouteRow] = {}
    refused: dict[RouteKey, Why] = {}
    ordered = sorted(rows)
    for key in ordered:
        row = rows[key]
        why = _obstacle(row, up_ports, networks, habit)
        if why is not None:
            refused[key] = why
        elif row.port is None and row.kind == UNICAST:
            waiting[key] = row
        else:
            levels.add(row)
    refused |= _join(levels, waiting)
    return {key: Selection(False, (), refused[key]) if key in refused else _judge(levels, rows[key]) for key in ordered}


def _judge(levels: _Levels, row: RouteRow) -> Selection:
    """Compare a usable route with the others to its prefix."""
    network, length = row.prefix
    winner = _best(levels.by_length[length][network])[0]
    if row.distance != winner.distance:
        why = Why(rules.HIGHER_DISTANCE, prefix=row.prefix, distance=row.distance, best=winner.distance)
        return Selection(False, (), why)
    if row.metric != winner.metric:
        why = Why(rules.HIGHER_METRIC, prefix=row.prefix, metric=row.metric, best=winner.metric)
        return Selection(False, (), why)
    if row.kind != winner.kind:
        return Selection(False, (), Why(rules.DISCARDING_WINS, prefix=row.prefix, kind=winner.kind))
    hops = _resolve(levels, row)
    assert not isinstance(hops, Why), "only routes that resolve are in the levels"
    return Selection(True, tuple(hops), Why(rules.USABLE, prefix=row.prefix, hops=tuple(hops)))


def update(rows: Rows, up_ports: Collection[str], habit: Habit = Habit.IOS, dark: Collection[str] = ()) -> list[Put]:
    """What to change after a route or port has changed: rows that begin or cease to be followed.

    ``dark`` are the ports that are switched on and have no link: Linux marks their routes and follows them.
    """
    puts = []
    for key, (now, _, why) in select(rows, up_ports, habit).items():
        row = rows[key]
        is_dark = (row.port in dark and row.source != LOCAL) or None
        changed = row._replace(active=now, linkdown=is_dark)
        if now != row.active:
            puts.append(Put(TABLE, key, changed, why))
        elif is_dark != row.linkdown:
            rule = rules.LINKDOWN if is_dark else rules.LINK_BACK
            puts.append(Put(TABLE, key, changed, Why(rule, prefix=row.prefix, port=row.port)))
    return puts


def on_link_port(rows: Rows, up_ports: Collection[str], ip: IPv4Address, port: str | None = None) -> str | None:
    """The port whose link a gateway is on, as Linux finds it when a route is added; ``None`` where there is none.

    Only routes without a next hop count: a gateway cannot be behind another gateway. ``port``: no other counts.
    """
    best = min(
        (
            (-row.prefix.length, row.metric, row.port)
            for row in rows.values()
            if ip in row.prefix
            and row.next_hop is None
            and row.kind == UNICAST
            and row.port in up_ports
            and port in (None, row.port)
        ),
        default=None,
    )
    return None if best is None else best[2]


class RouteTable:
    """The active routes, arranged for lookup. Build a new one when a route changes.

    A lookup visits only the lengths of prefix that occur, longest first (RFC 1812 5.2.4.3 (2), RFC 4632 5.1).
    """

    __slots__ = ("_levels",)

    def __init__(self, rows: Iterable[RouteRow]) -> None:
        levels = _Levels(row for row in rows if row.active)
        self._levels: list[tuple[int, dict[int, Lookup]]] = []
        for length in sorted(levels.by_length, reverse=True):
            entries = {}
            for network, candidates in levels.by_length[length].items():
                entry = _entry(levels, _best(candidates))
                if entry is not None:
                    entries[network] = entry
            self._levels.append((mask_of(length), entries))

    def lookup(self, dst: int) -> Lookup | None:
        """The longest match for an address, ``None`` where no route matches."""
        for mask, entries in self._levels:
            found = entries.get(dst & mask)
            if found is not None:
                return found
        return None


def _entry(levels: _Levels, rows: list[RouteRow]) -> Lookup | None:
    if rows[0].source == CONNECTED:
        rows = rows[:1]  # of two interfaces in one network, the first leads there
    resolved = [(row, hops) for row in rows if not isinstance(hops := _resolve(levels, row), Why)]
    if not resolved:
        return None
    distinct = {hop for _, found in resolved for hop in found}
    ordered = sorted(distinct, key=lambda hop: (hop.port, hop.next_hop or ANY))
    first = rows[0]
    return Lookup(first.prefix, first.kind, first.source, tuple(ordered), tuple(row for row, _ in resolved))


def choose(
    hops: tuple[Hop, ...],
    src: IPv4Address,
    dst: IPv4Address,
    protocol: int,
    ports: tuple[int, int] = (0, 0),
    *,
    seed: int = 0,
) -> Hop:
    """One of several equal paths, always the same for one flow, so that its datagrams stay in order.

    Highest random weight (RFC 2991): a path that goes or comes moves only the flows that it carried or will
    carry. ``seed`` (32 bits) makes routers choose apart. A fragment has no ``ports``: only the first of a
    datagram tells them, and all should go one way.
    """
    if len(hops) == 1:
        return hops[0]
    flow = crc32(pack("!IIBHHI", src, dst, protocol, *ports, seed))
    return max(hops, key=lambda hop: _weight(hop, flow))


def _weight(hop: Hop, flow: int) -> int:
    # Mixed as in RFC 7761 4.7.2: a CRC alone is linear, so that three paths would not get a third each.
    path = crc32(f"{hop.port} {hop.next_hop}".encode())
    return 1103515245 * (1103515245 * path + 12345 ^ flow) + 12345 & 0x7FFFFFFF


def decision(dst: IPv4Address, found: Lookup | None, hop: Hop | None = None, network: Prefix | None = None) -> Why:
    """Why a datagram for ``dst`` goes where a lookup (and, among several paths, a choice) sends it.

    ``network`` is the neighbour's, on the hop's link: that ``dst`` is outside it is why there is a neighbour at all.
    """
    if found is None:
        return Why(rules.NONE, dst=dst)
    if found.kind != UNICAST:
        return Why(_DISCARDED[found.kind], dst=dst, prefix=found.prefix)
    hop = hop or found.hops[0]
    if found.source == LOCAL:
        return Why(rules.LOCAL, dst=dst, port=hop.port)
    if hop.next_hop is None:
        return Why(rules.ON_LINK, dst=dst, prefix=found.prefix, port=hop.port)
    rule = rules.VIA if found.prefix.length else rules.DEFAULT
    if len(found.hops) > 1:
        rule = rules.EQUAL_PATHS
    facts = {"dst": dst, "prefix": found.prefix, "next_hop": hop.next_hop, "port": hop.port}
    if network is not None:
        facts["network"] = network
    return Why(rule, paths=len(found.hops), **facts)


def explain_lookup(rows: Rows, up_ports: Collection[str], dst: IPv4Address, habit: Habit = Habit.IOS) -> Explanation:
    """Every route that matches ``dst``, longest prefix first, with why it is chosen or passed over."""
    selected = select(rows, up_ports, habit)
    matching = sorted((key for key in rows if dst in key[0]), key=lambda key: (-key[0].length, key))
    longest = max((key[0].length for key in matching if selected[key].active), default=0)
    matched: list[tuple[RouteRow, Why]] = []
    chosen: list[RouteRow] = []
    for key in matching:
        row, (active, _, why) = rows[key], selected[key]
        if active and row.prefix.length == longest:
            chosen.append(row)
            why = Why(rules.LONGEST_MATCH, dst=dst, prefix=row.prefix, length=longest)
        elif active:
            why = Why(rules.SHORTER_MATCH, dst=dst, prefix=row.prefix, longest=longest)
        matched.append((row, why))
    return Explanation(tuple(chosen), tuple(matched))
