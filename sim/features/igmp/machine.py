"""What a host says of its groups, and when (RFC 3376 5 and 7; RFC 2236 3 and 6 and RFC 1112 Appendix I where older).

A row of table ``igmp`` is about a group of an interface, a row of ``igmp-mode`` about an interface. Versions 1 and 2
have one timer for a group, ``answer``: as that of RFC 2236 6 it answers queries and repeats the first report.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from sim.addresses import ALL_SYSTEMS, ANY, IPv4Address
from sim.effects import Arm, Cancel, Drop, Explain, Put, Remove
from sim.features.igmp import pdu as igmp
from sim.features.igmp import rules
from sim.features.igmp.pdu import GroupRecord, Igmp, from_code
from sim.features.igmp.settings import IgmpSettings
from sim.features.igmp.tables import (
    ANSWER,
    GENERAL,
    MEMBER,
    MODE,
    QUERIER,
    REPEAT,
    IgmpRow,
    IgmpState,
    ModeRow,
    Pending,
)
from sim.ip.groups.filters import NOTHING, Filter, Mode
from sim.ip.groups.tables import GroupRow
from sim.kernel import SECOND
from sim.why import Rule, Why

_TENTH = SECOND // 10
QUERY_INTERVAL = 125 * SECOND
"""What is believed of a querier that does not tell its own (RFC 3376 8.2)."""
_V1_RESPONSE = 10 * SECOND
"""The greatest time until an answer to a query of version 1, which tells none (RFC 3376 7.2.1)."""
_HEADERS = 24 + igmp.SHORT
"""Octets of an IP header with the option Router Alert, and of a report without its records."""

Key = tuple[str, IPv4Address]
Draw = Callable[[int], int]
"""Draws a random time (ns), from 1 up to and including a bound."""


class Tables(NamedTuple):
    """The tables that the machine reads."""

    groups: Mapping[Key, GroupRow]
    members: Mapping[Key, IgmpRow]
    modes: Mapping[str, ModeRow]

    def filter_of(self, key: Key) -> Filter:
        row = self.groups.get(key)
        return NOTHING if row is None else Filter(row.mode, row.sources)

    def joined(self, port: str) -> list[IPv4Address]:
        """The groups of an interface that are reported: all but 224.0.0.1 (RFC 3376 5)."""
        return [group for name, group in self.groups if name == port and group != ALL_SYSTEMS]


class Link(NamedTuple):
    """An interface: its name, and how long a datagram may be that leaves there (octets)."""

    port: str
    mtu: int


class Send(NamedTuple):
    """Send a message to a group, through an interface."""

    port: str
    dst: IPv4Address
    message: Igmp
    why: Why


Effect = Put | Remove | Arm | Cancel | Explain | Drop | Send


def changed(
    tables: Tables,
    settings: IgmpSettings,
    link: Link,
    group: IPv4Address,
    before: Filter,
    after: Filter,
    draw: Draw,
    now: int,
) -> list[Effect]:
    """An interface hears a group differently than before: RFC 3376 5.1, RFC 2236 3."""
    if group == ALL_SYSTEMS:
        return []
    mode, effects = _mode_of(tables, settings, link.port)
    if mode.version < 3:
        return effects + _changed_old(tables, settings, mode, link.port, group, before, after, draw, now)
    row = tables.members.get((link.port, group), IgmpRow())
    if before.mode is not after.mode:
        # "If the filter mode changes, the next [Robustness Variable] State-Change Reports will include a
        # Filter-Mode-Change record."
        row = row._replace(repeats=mode.robustness, changes=())
        rule = rules.JOIN if before.is_nothing else rules.LEAVE if after.is_nothing else rules.CHANGE
    else:
        moved = {*before.sources} ^ {*after.sources}
        kept = tuple(each for each in row.changes if each.source not in moved)
        row = row._replace(changes=(*kept, *(Pending(each, mode.robustness) for each in sorted(moved))))
        rule = rules.JOIN if before.is_nothing else rules.LEAVE if after.is_nothing else rules.CHANGE
    if after.is_nothing and row.answer_at is not None:
        row = row._replace(answer_at=None, asked=())
        effects.append(Cancel((ANSWER, link.port, group), Why(rules.LEAVE, group=group, port=link.port)))
    return effects + _tell_change(settings, link, group, row, after, rule, draw, now)


def repeat_due(
    tables: Tables, settings: IgmpSettings, link: Link, group: IPv4Address, draw: Draw, now: int
) -> list[Effect]:
    """The timer ``(REPEAT, port, group)`` fired: a report of a change is sent once more (version 3)."""
    key = (link.port, group)
    row = tables.members.get(key)
    if row is None:
        return []
    return _tell_change(settings, link, group, row, tables.filter_of(key), rules.REPEAT, draw, now)


def answer_due(
    tables: Tables, settings: IgmpSettings, link: Link, group: IPv4Address, draw: Draw, now: int
) -> list[Effect]:
    """The timer ``(ANSWER, port, group)`` fired: a query is answered, or in versions 1 and 2 a report repeated."""
    key, port = (link.port, group), link.port
    row, mode = tables.members.get(key), tables.modes.get(port)
    if row is None or mode is None:
        return []
    if mode.version < 3:
        return _report_old(settings, mode, port, group, row, draw, now)
    wanted = tables.filter_of(key)
    effects: list[Effect] = []
    record = _current(group, wanted, row.asked)
    if record is not None:
        effects = _send(link, [record], Why(rules.ANSWER, group=group, port=port))
    else:
        effects = [Explain(Why(rules.NOTHING_ASKED_FOR, group=group, port=port))]
    return [*effects, _put(key, row._replace(state=_state(row.repeat_at), answer_at=None, asked=()), rules.ANSWERED)]


def general_due(tables: Tables, link: Link) -> list[Effect]:
    """The timer ``(GENERAL, port)`` fired: RFC 3376 5.2, a record for each group in one report."""
    port = link.port
    mode = tables.modes.get(port)
    if mode is None:
        return []
    records = [_current(group, tables.filter_of((port, group)), ()) for group in sorted(tables.joined(port))]
    told = [record for record in records if record is not None]
    effects: list[Effect] = []
    if told:
        effects = _send(link, told, Why(rules.ANSWER_ALL, port=port, number=len(told)))
    return [*effects, _put_mode(port, mode._replace(answer_at=None), rules.ANSWERED_ALL)]


def querier_gone(tables: Tables, settings: IgmpSettings, port: str, version: int) -> list[Effect]:
    """The timer ``(QUERIER, port, version)`` fired: no querier of an older version is believed to be there."""
    mode = tables.modes.get(port)
    if mode is None:
        return []
    told = mode._replace(v1_until=None) if version == 1 else mode._replace(v2_until=None)
    return _speak(tables, settings, port, mode, told, Why(rules.QUERIER_GONE, version=version, port=port))


def receive(
    tables: Tables, settings: IgmpSettings, link: Link, src: IPv4Address, message: Igmp, draw: Draw, now: int
) -> list[Effect]:
    """A message came from ``src``."""
    if message.type == igmp.QUERY:
        return _query(tables, settings, link, src, message, draw, now)
    if message.type in (igmp.V1_REPORT, igmp.V2_REPORT):
        return _heard(tables, link.port, src, message.group)
    return [Drop(Why(rules.NOT_FOR_HOSTS, src=src, port=link.port))]


# Queries


def _query(
    tables: Tables, settings: IgmpSettings, link: Link, src: IPv4Address, message: Igmp, draw: Draw, now: int
) -> list[Effect]:
    port, version = link.port, message.version
    if not version:  # RFC 3376 7.1: "MUST be silently ignored"
        return [Drop(Why(rules.ODD_QUERY, src=src, length=len(message)))]
    mode, effects = _mode_of(tables, settings, port)
    told = mode
    if version == 3:
        told = mode._replace(
            robustness=message.robustness or settings.robustness,
            query_interval=from_code(message.interval) * SECOND or QUERY_INTERVAL,
        )
    limit = _V1_RESPONSE if version == 1 or mode.version == 1 else max(from_code(message.code), 1) * _TENTH
    if version == 1 or (version == 2 and message.group == ANY):
        # 8.12: "((the Robustness Variable) times (the Query Interval in the last Query received)) plus (one Query
        # Response Interval)"
        until = now + told.robustness * told.query_interval + limit
        heard = {"v1_until": until} if version == 1 else {"v2_until": until}
        why = Why(rules.OLD_QUERIER, version=version, src=src, port=port, timeout=until - now)
        effects += _speak(tables, settings, port, mode, told._replace(**heard), why)
        effects.append(Arm((QUERIER, port, version), until, why))
        was, told = mode.version, told._replace(**heard)
        told = told._replace(version=_version(settings, told))
        if told.version != was:
            told = told._replace(answer_at=None)
            tables = Tables(tables.groups, {key: _silenced(row) for key, row in tables.members.items()}, tables.modes)
    elif told != mode:
        effects.append(_put_mode(port, told, rules.QUERIER_TELLS))
    if told.version < 3:
        return effects + _answer_old(tables, link.port, message.group, limit, draw, now)
    if message.group == ANY:
        return effects + _answer_all(told, port, limit, draw, now)
    return effects + _answer_group(tables, told, port, message, limit, draw, now)


def _answer_all(mode: ModeRow, port: str, limit: int, draw: Draw, now: int) -> list[Effect]:
    """RFC 3376 5.2, rules 1 and 2."""
    due = now + draw(limit)
    if mode.answer_at is not None and mode.answer_at <= due:
        return [Explain(Why(rules.ANSWER_IS_DUE, port=port))]
    why = Why(rules.ANSWER_LATER, port=port, ns=due - now, timeout=limit)
    return [Put(MODE, port, mode._replace(answer_at=due), why), Arm((GENERAL, port), due, why)]


def _answer_group(
    tables: Tables, mode: ModeRow, port: str, message: Igmp, limit: int, draw: Draw, now: int
) -> list[Effect]:
    """RFC 3376 5.2, rules 1 and 3 to 5."""
    group, asked = message.group, message.sources or ()
    key = (port, group)
    if tables.filter_of(key).is_nothing or group == ALL_SYSTEMS:
        return [Explain(Why(rules.NOT_MEMBER, group=group, port=port))]
    due = now + draw(limit)
    if mode.answer_at is not None and mode.answer_at <= due:
        return [Explain(Why(rules.ANSWER_IS_DUE, port=port))]
    row = tables.members.get(key, IgmpRow())
    if row.answer_at is not None:
        # "the group source-list is cleared", or "augmented to contain the list of sources in the new Query"
        asked = tuple(sorted({*asked, *row.asked})) if asked and row.asked else ()
        due = min(due, row.answer_at)
    why = Why(rules.ANSWER_GROUP_LATER, group=group, port=port, ns=due - now, timeout=limit)
    row = row._replace(state=IgmpState.DELAYING, answer_at=due, asked=asked)
    return [Put(MEMBER, key, row, why), Arm((ANSWER, port, group), due, why)]


def _answer_old(tables: Tables, port: str, group: IPv4Address, limit: int, draw: Draw, now: int) -> list[Effect]:
    """RFC 2236 3: a delay for each group that is asked for, unless one is running that ends in time."""
    effects: list[Effect] = []
    for each in sorted(tables.joined(port)):
        if group not in (ANY, each):
            continue
        row = tables.members.get((port, each), IgmpRow())
        # "the timer is reset to a new random value only if the requested Max Response Time is less than the remaining
        # value of the running timer"
        if row.answer_at is not None and row.answer_at - now <= limit:
            effects.append(Explain(Why(rules.ANSWER_IS_DUE, port=port)))
            continue
        due = now + draw(limit)
        why = Why(rules.ANSWER_GROUP_LATER, group=each, port=port, ns=due - now, timeout=limit)
        effects.append(Put(MEMBER, (port, each), row._replace(state=IgmpState.DELAYING, answer_at=due), why))
        effects.append(Arm((ANSWER, port, each), due, why))
    return effects or [
        Explain(Why(rules.NOT_MEMBER, group=group, port=port) if group else Why(rules.NO_GROUPS, port=port))
    ]


# Versions 1 and 2


def _changed_old(
    tables: Tables,
    settings: IgmpSettings,
    mode: ModeRow,
    port: str,
    group: IPv4Address,
    before: Filter,
    after: Filter,
    draw: Draw,
    now: int,
) -> list[Effect]:
    key = (port, group)
    if before.is_nothing:
        row = IgmpRow(repeats=mode.robustness)
        return _report_old(settings, mode, port, group, row, draw, now, rules.JOIN)
    if not after.is_nothing:
        return [Explain(Why(rules.SOURCES_UNTOLD, version=mode.version, group=group, port=port))]
    row = tables.members.get(key, IgmpRow())
    why = Why(rules.LEAVE, group=group, port=port)
    effects: list[Effect] = [Cancel((ANSWER, port, group), why)]
    # RFC 2236 3: "If it was not the last host to reply to a query, it MAY send nothing". Version 1 has no such message.
    if mode.version == 2 and row.is_last:
        effects.append(Send(port, igmp.ALL_ROUTERS, Igmp(igmp.LEAVE, group=group), why))
    else:
        why = Why(rules.LEAVE_SILENTLY, group=group, port=port)
    return [*effects, Remove(MEMBER, key, why)]


def _report_old(
    settings: IgmpSettings,
    mode: ModeRow,
    port: str,
    group: IPv4Address,
    row: IgmpRow,
    draw: Draw,
    now: int,
    rule: Rule = rules.ANSWER,
) -> list[Effect]:
    """Send a report to the group itself, and repeat it as long as it is one of the first."""
    key, left = (port, group), max(row.repeats - 1, 0)
    kind = igmp.V1_REPORT if mode.version == 1 else igmp.V2_REPORT
    effects: list[Effect] = [Send(port, group, Igmp(kind, group=group), Why(rule, group=group, port=port))]
    if not left:
        return [*effects, _put(key, IgmpRow(is_last=True), rules.ANSWERED)]
    due = now + draw(settings.older_unsolicited_report_interval)
    why = Why(rules.REPEAT_LATER, group=group, port=port, ns=due - now)
    row = IgmpRow(IgmpState.DELAYING, due, repeats=left, is_last=True)
    return [*effects, Put(MEMBER, key, row, why), Arm((ANSWER, port, group), due, why)]


def _heard(tables: Tables, port: str, src: IPv4Address, group: IPv4Address) -> list[Effect]:
    """Another host reported a group: RFC 2236 6, "report received". Version 3 needs every report (RFC 3376 7.2.2)."""
    key = (port, group)
    mode, row = tables.modes.get(port), tables.members.get(key)
    if mode is None or mode.version == 3 or row is None or row == IgmpRow():
        return [Explain(Why(rules.REPORT_UNUSED, group=group, src=src, port=port))]
    why = Why(rules.REPORT_HEARD, group=group, src=src, port=port)
    if row.answer_at is None:
        # Whoever was the last to report leaves with a message, and that is not this host any more.
        why = Why(rules.REPORT_LATER, group=group, src=src, port=port)
    return [Cancel((ANSWER, port, group), why), Put(MEMBER, key, IgmpRow(), why)]


# Version 3


def _tell_change(
    settings: IgmpSettings,
    link: Link,
    group: IPv4Address,
    row: IgmpRow,
    wanted: Filter,
    rule: Rule,
    draw: Draw,
    now: int,
) -> list[Effect]:
    """Send a State-Change Report, and repeat it later as long as one of its changes has to be told again (5.1)."""
    port, key = link.port, (link.port, group)
    if row.repeats:
        kind = igmp.TO_INCLUDE if wanted.mode is Mode.INCLUDE else igmp.TO_EXCLUDE
        records = [GroupRecord(kind, group, wanted.sources)]
        row = row._replace(repeats=row.repeats - 1)
    else:
        # "ALLOW: all with retransmission state that must be forwarded; BLOCK: all … that must be blocked"
        allowed = tuple(each.source for each in row.changes if wanted.lets(each.source))
        blocked = tuple(each.source for each in row.changes if not wanted.lets(each.source))
        told = ((igmp.ALLOW, allowed), (igmp.BLOCK, blocked))
        records = [GroupRecord(kind, group, sources) for kind, sources in told if sources]
        row = row._replace(changes=tuple(Pending(each, n - 1) for each, n in row.changes if n > 1))
    effects = _send(link, records, Why(rule, group=group, port=port))
    timer = (REPEAT, port, group)
    if row.repeats or row.changes:
        due = now + draw(settings.unsolicited_report_interval)
        why = Why(rules.REPEAT_LATER, group=group, port=port, ns=due - now)
        row = row._replace(state=IgmpState.DELAYING, repeat_at=due)
        return [*effects, Put(MEMBER, key, row, why), Arm(timer, due, why)]
    why = Why(rules.TOLD, group=group, port=port)
    effects.append(Cancel(timer, why))
    if wanted.is_nothing:
        return [*effects, Remove(MEMBER, key, why)]
    return [*effects, Put(MEMBER, key, row._replace(state=_state(row.answer_at), repeat_at=None), why)]


def _current(group: IPv4Address, wanted: Filter, asked: tuple[IPv4Address, ...]) -> GroupRecord | None:
    """The Current-State Record for a group, or for the sources that a query asked for (5.2)."""
    if wanted.is_nothing:
        return None
    if not asked:
        kind = igmp.IS_INCLUDE if wanted.mode is Mode.INCLUDE else igmp.IS_EXCLUDE
        return GroupRecord(kind, group, wanted.sources)
    # "INCLUDE (A): IS_IN (A*B); EXCLUDE (A): IS_IN (B-A)"
    told = tuple(source for source in asked if wanted.lets(source))
    return GroupRecord(igmp.IS_INCLUDE, group, told) if told else None


def _send(link: Link, records: Iterable[GroupRecord], why: Why) -> list[Effect]:
    """Reports with these records, as many as the link's MTU asks for (4.2.16)."""
    room = link.mtu - _HEADERS
    reports: list[list[GroupRecord]] = []
    free = 0
    for record in (piece for each in records for piece in _cut(each, room)):
        if record.length > free:
            reports.append([])
            free = room
        reports[-1].append(record)
        free -= record.length
    return [Send(link.port, igmp.V3_ROUTERS, Igmp(igmp.V3_REPORT, records=tuple(report)), why) for report in reports]


def _cut(record: GroupRecord, room: int) -> list[GroupRecord]:
    """What is sent of a record that is too long for a report: the first sources if it is an EXCLUDE, else pieces."""
    most = max((room - igmp.RECORD_HEADER) // 4, 1)
    sources = record.sources
    if len(sources) <= most:
        return [record]
    if record.type in (igmp.IS_EXCLUDE, igmp.TO_EXCLUDE):
        return [record._replace(sources=sources[:most])]
    return [record._replace(sources=sources[at : at + most]) for at in range(0, len(sources), most)]


# The version of an interface


def _mode_of(tables: Tables, settings: IgmpSettings, port: str) -> tuple[ModeRow, list[Effect]]:
    """The row of an interface, and the effect that makes it where there is none yet."""
    mode = tables.modes.get(port)
    if mode is not None:
        return mode, []
    mode = ModeRow(settings.version, settings.robustness, QUERY_INTERVAL)
    return mode, [Put(MODE, port, mode, Why(rules.VERSION, version=mode.version, port=port))]


def _version(settings: IgmpSettings, mode: ModeRow) -> int:
    """RFC 3376 7.2.1: that of the oldest querier which is believed to be there."""
    oldest = 1 if mode.v1_until is not None else 2 if mode.v2_until is not None else 3
    return min(oldest, settings.version)


def _speak(tables: Tables, settings: IgmpSettings, port: str, before: ModeRow, mode: ModeRow, why: Why) -> list[Effect]:
    """Take over what is known of queriers, and speak the version that follows from it.

    "Whenever a host changes its compatibility mode, it cancels all its pending response and retransmission timers."
    """
    mode = mode._replace(version=_version(settings, mode))
    if mode.version == before.version:
        return [Put(MODE, port, mode, why)]
    effects: list[Effect] = [Put(MODE, port, mode._replace(answer_at=None), why), Cancel((GENERAL, port), why)]
    for key, row in tables.members.items():
        if key[0] != port:
            continue
        effects += [Cancel((ANSWER, *key), why), Cancel((REPEAT, *key), why)]
        if tables.filter_of(key).is_nothing:
            effects.append(Remove(MEMBER, key, why))
        else:
            effects.append(Put(MEMBER, key, _silenced(row), why))
    return effects


def _silenced(row: IgmpRow) -> IgmpRow:
    return IgmpRow(is_last=row.is_last)


def _state(due: int | None) -> IgmpState:
    return IgmpState.IDLE if due is None else IgmpState.DELAYING


def _put(key: Key, row: IgmpRow, rule: Rule) -> Put:
    return Put(MEMBER, key, row, Why(rule, group=key[1], port=key[0]))


def _put_mode(port: str, mode: ModeRow, rule: Rule) -> Put:
    return Put(MODE, port, mode, Why(rule, port=port))
