"""Transparent bridging: learning, forwarding, filtering and ageing (IEEE 802.1D-2004 7.7 to 7.9).

The filtering database is table ``mac``, a :class:`MacRow` under ``(vlan, mac)``. :func:`learn` and
:func:`forward` run for each frame, so they are plain code, and one event serves to age all rows: see
:func:`next_deadline`.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.addresses import BROADCAST_MAC, MacAddress
from sim.bridge import rules
from sim.bridge.settings import SwitchSettings, WhenFull
from sim.effects import Explain, Put, Remove
from sim.quantities import Instant
from sim.why import Rule, Why

TABLE = "mac"
DEFAULT_VLAN = 1
"""The VLAN of a port that is given no other (IEEE 802.1Q-2018 table 9-2)."""
_RESERVED = 0x0180C2000000 >> 4
_REFRESHED = Why(rules.REFRESHED)

Key = tuple[int, MacAddress]


class MacRow(NamedTuple):
    """The port that a station was last heard on, and when."""

    port: str
    updated: Instant
    static: bool = False


Table = Mapping[Key, MacRow]
Effect = Put | Remove | Explain


class Verdict(NamedTuple):
    """The ports that a frame leaves through: none where it is filtered."""

    ports: tuple[str, ...]
    why: Why


def is_reserved(dst: MacAddress) -> bool:
    """Whether a frame is for this bridge itself and is never relayed: 01-80-C2-00-00-00 up to -0F (7.12.6)."""
    return dst >> 4 == _RESERVED


def learn(
    table: Table, settings: SwitchSettings, port: str, src: MacAddress, now: int, vlan: int = DEFAULT_VLAN
) -> tuple[Effect, ...]:
    """The learning process, for a frame from ``src`` that came in at ``port`` (IEEE 802.1D-2004 7.8)."""
    key = (vlan, src)
    row = table.get(key)
    if row is None:
        return _add(table, settings, port, key, now)
    if row.port == port:
        if row.static or row.updated == now:
            return ()
        return (Put(TABLE, key, MacRow(port, now), _REFRESHED),)
    if row.static:
        # 7.8 c): not where a static entry for the address says otherwise
        return (Explain(Why(rules.STATIC_KEPT, mac=src, port=row.port, heard_port=port)),)
    return (Put(TABLE, key, MacRow(port, now), Why(rules.MOVED, mac=src, port=port, old_port=row.port)),)


def forward(
    table: Table,
    settings: SwitchSettings,
    ports_up: Sequence[str],
    in_port: str,
    dst: MacAddress,
    now: int,
    vlan: int = DEFAULT_VLAN,
) -> Verdict:
    """Where a frame to ``dst`` goes (IEEE 802.1D-2004 7.7). ``ports_up`` in the order in which they send."""
    row = table.get((vlan, dst))
    if row is not None and (row.static or now - row.updated < settings.ageing_time):
        if row.port == in_port:
            return Verdict((), Why(rules.FILTER_SAME_PORT, mac=dst, port=in_port))
        return Verdict((row.port,), Why(rules.FORWARD, mac=dst, port=row.port))
    if dst == BROADCAST_MAC:
        why = Why(rules.FLOOD_BROADCAST, port=in_port)
    elif is_reserved(dst):
        return Verdict((), Why(rules.RESERVED, mac=dst, port=in_port))
    elif dst.is_group:
        why = Why(rules.FLOOD_MULTICAST, mac=dst, port=in_port)
    else:
        why = Why(rules.FLOOD_UNKNOWN, mac=dst, port=in_port)
    others = tuple([port for port in ports_up if port != in_port])
    return Verdict(others, why if others else Why(rules.NO_OTHER_PORT, mac=dst, port=in_port))


def age(table: Table, settings: SwitchSettings, now: int) -> list[Remove]:
    """Take out what was not heard of for the ageing time (IEEE 802.1D-2004 7.9.2)."""
    return [
        Remove(TABLE, key, Why(rules.AGED_OUT, mac=key[1], port=row.port), expired=True)
        for key, row in table.items()
        if not row.static and now - row.updated >= settings.ageing_time
    ]


def next_deadline(table: Table, settings: SwitchSettings) -> int | None:
    """When :func:`age` next has something to take out (ns), if nothing is heard until then.

    One event for the whole table is enough, with no work for each frame: when :func:`learn` adds a row and
    no event is set, set one ``ageing_time`` ahead; when it is due, carry out :func:`age` and set the next one
    for the deadline told here. Hearing from a station only puts its deadline off: no row outlives its time.
    """
    oldest = min((row.updated for row in table.values() if not row.static), default=None)
    return None if oldest is None else oldest + settings.ageing_time


def set_static(
    table: Table, settings: SwitchSettings, port: str, mac: MacAddress, vlan: int = DEFAULT_VLAN
) -> tuple[Effect, ...]:
    """Configure where ``mac`` is, in place of what was learned (IEEE 802.1D-2004 7.9.1)."""
    key = (vlan, mac)
    put = Put(TABLE, key, MacRow(port, 0, static=True), Why(rules.STATIC, mac=mac, port=port))
    if key in table or len(table) < settings.table_size:
        return (put,)
    return _evict(table, settings, mac, put)


def flush(table: Table, port: str, rule: Rule = rules.FLUSHED) -> list[Remove]:
    """Forget the stations behind a port, one that went down if no other ``rule`` says why."""
    return [
        Remove(TABLE, key, Why(rule, mac=key[1], port=port))
        for key, row in table.items()
        if row.port == port and not row.static
    ]


def _add(table: Table, settings: SwitchSettings, port: str, key: Key, now: int) -> tuple[Effect, ...]:
    src = key[1]
    # 7.8 b): only an individual address tells where a station is
    if src.is_group:
        return (Explain(Why(rules.GROUP_SOURCE, mac=src, port=port)),)
    learned = Put(TABLE, key, MacRow(port, now), Why(rules.LEARNED, mac=src, port=port))
    if len(table) < settings.table_size:
        return (learned,)
    if settings.when_full is WhenFull.FLOOD:
        return (Explain(Why(rules.TABLE_FULL, mac=src, capacity=settings.table_size)),)
    return _evict(table, settings, src, learned)


def _evict(table: Table, settings: SwitchSettings, newcomer: MacAddress, put: Put) -> tuple[Effect, ...]:
    """Put a row in the place of the learned one that was silent for longest, if there is any."""
    learned = [(row.updated, key) for key, row in table.items() if not row.static]
    if not learned:
        return (Explain(Why(rules.TABLE_FULL, mac=newcomer, capacity=settings.table_size)),)
    _, victim = min(learned, key=lambda entry: entry[0])
    why = Why(rules.EVICTED, mac=victim[1], port=table[victim].port, capacity=settings.table_size, newcomer=newcomer)
    return (Remove(TABLE, victim, why), put)
