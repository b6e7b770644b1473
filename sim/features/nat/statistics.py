"""``show ip nat statistics``: what NAT does and has done, as Cisco's IOS tells it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sim.features.nat import rules
from sim.features.nat.machine import ANY_PROTOCOL, TABLE, Kind, MappingKey, MappingRow
from sim.features.nat.settings import NatSettings
from sim.features.nat.tables import translated
from sim.ip.spans import Span
from sim.trace.records import Change
from sim.trace.records import Kind as RecordKind
from sim.trace.trace import Trace

_TRANSLATIONS = frozenset({rules.SOURCE, rules.DESTINATION, rules.HAIRPIN})
_NEW = frozenset({rules.MAPPED, rules.MAPPED_TO_OTHER_PORT})


class Counted(NamedTuple):
    """Datagrams that a mapping was there for, those that one was made for, and the mappings that have expired."""

    hits: int = 0
    misses: int = 0
    expired: int = 0


def counted(trace: Trace, node: str) -> Counted:
    """What a router has translated so far."""
    passed = misses = expired = 0
    here = {number for number, spot in enumerate(trace.spots) if spot.node == node}
    for spot, kind, what, why in zip(trace.spot, trace.kind, trace.what, trace.why, strict=True):
        if spot not in here or why is None:
            continue
        passed += why.rule in _TRANSLATIONS
        if isinstance(what, Change) and what.table == TABLE:
            misses += kind == RecordKind.ROW_ADDED and why.rule in _NEW
            expired += kind == RecordKind.ROW_EXPIRED
    return Counted(max(passed - misses, 0), misses, expired)


def show_ip_nat_statistics(
    settings: NatSettings, mappings: Mapping[Any, Any], connections: Mapping[Any, Any], counts: Counted
) -> Iterator[str]:
    """The translations that ``show ip nat translations`` lists are counted; ``settings`` are as commands say them."""
    rows: Mapping[MappingKey, MappingRow] = mappings
    fixed = [key for key, row in rows.items() if row.kind is not Kind.DYNAMIC]
    passing = [ends for each in translated(rows, connections).values() for ends, _ in each]
    extended = len(passing) + sum(key.protocol != ANY_PROTOCOL for key in fixed)
    total = len(fixed) + len(passing)
    kinds = f"{len(fixed)} static, {len(passing)} dynamic; {extended} extended"
    yield f"Total active translations: {total} ({kinds})"
    yield "Outside interfaces:"
    yield f"  {settings.outside}".rstrip()
    yield "Inside interfaces:"
    yield f"  {', '.join(settings.inside)}".rstrip()
    yield f"Hits: {counts.hits}  Misses: {counts.misses}"
    yield f"Expired translations: {counts.expired}"
    yield "Dynamic mappings:"
    if not settings.source_list:
        return
    yield "-- Inside Source"
    uses = [key for key, row in rows.items() if row.kind is Kind.DYNAMIC]
    name = settings.source_pool
    where = f"pool {name}" if name else f"interface {settings.interface or settings.outside}"
    yield f"[Id: 1] access-list {settings.source_list} {where} refcount {len(uses)}"
    if name:
        yield from _pool(name, dict(settings.pools)[name], len({key.outside_ip for key in uses}))


def _pool(name: str, span: Span, allocated: int) -> Iterator[str]:
    size = span.last - span.first + 1
    yield f" pool {name}:"
    yield f"\tstart {span.first} end {span.last}"
    yield f"\ttype generic, total addresses {size}, allocated {allocated} ({100 * allocated // size}%), misses 0"
