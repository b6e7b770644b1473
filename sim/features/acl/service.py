"""Access lists at work: hooks that ask a list about each flow, and count."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from sim.device.interface import Interface
from sim.effects import Remove
from sim.features.acl import rules
from sim.features.acl.entry import Action, Entry
from sim.features.acl.settings import AccessList, AclSettings, Application
from sim.features.acl.tables import IMPLICIT, PROTOCOL_NAMES, TABLE, AclRow
from sim.features.conntrack.service import LOOKS_AT, Tracker
from sim.features.conntrack.service import Host as TrackedHost
from sim.features.conntrack.service import IpStack as TrackedIp
from sim.features.conntrack.tuples import tuple_of
from sim.ip.hooks import Count, Hook, Note, Passing, Point, Several, Stop, Verdict
from sim.ip.icmp import machine as icmp
from sim.ip.icmp.contracts import Errors
from sim.ip.icmp.pdu import ADMINISTRATIVELY_PROHIBITED, Icmp
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.trace.records import NO_CAUSE
from sim.why import Why

Key = tuple[str, int]
"""A list and the number of a rule."""
BEFORE_NAT, BEHIND_NAT = -150, 150
"""Priorities of hooks. A list sees what crosses its interface's link: coming in, what is not translated yet; going
out, what is translated already. A connection begins behind that, so that none begins with what is denied."""
_FLUSH = 100_000_000
"""After so many ns the table shows what was counted."""


class IpStack(TrackedIp, Protocol):
    errors: Errors | None


class Host(TrackedHost, Protocol):
    """What access lists need of a device."""

    kind: str

    @property
    def ip(self) -> IpStack: ...
    def later(self, delay: int, function: Callable[[Any], None], argument: Any) -> None: ...
    def output(self, text: str, cause: int) -> None: ...
    def carry_out(self, effect: Any, cause: int) -> bool: ...


class _Line(NamedTuple):
    """A rule of a list, ready to be asked; ``entry`` is ``None`` for the end of the list, which fits everything."""

    number: int
    entry: Entry | None
    row: AclRow
    counter: Count


class Filters:
    """The access lists of one device."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._rows: dict[Key, AclRow] = host.tables.setdefault(TABLE, {})
        self._counts: dict[Key, Count] = {}
        self._is_due = False
        self._logged: set[object] = set()
        self._hooks: list[Hook] = []
        self._tracker: Tracker | None = None
        self.configure(host.settings.of(AclSettings), NO_CAUSE)

    def configure(self, values: AclSettings, cause: int) -> None:
        """Ask these lists from now on. A rule that was there keeps what it has counted."""
        self.flush()
        for hook in self._hooks:
            self._host.ip.hooks.remove(hook)
        self._hooks.clear()
        self._counts.clear()
        if any(entry.states for _, each in values.acl for entry in each.entries):
            self._tracker = Tracker.of(self._host)
        before = {(key[0], row.rule, row.sequence): row for key, row in self._rows.items()}
        self._host.ip.hooks.changed()
        known = [key for name, each in values.acl for key in self._add(name, each, before, cause)]
        for key in [key for key in self._rows if key not in known]:
            self._host.carry_out(Remove(TABLE, key, Why(rules.REMOVED, acl=key[0])), cause)

    def _add(
        self, name: str, access_list: AccessList, before: Mapping[tuple[str, str, int], AclRow], cause: int
    ) -> list[Key]:
        """Ask a list, and show its rules. One without a rule lets all pass, as on IOS."""
        if not access_list.rules:
            return []
        apply = ", ".join(map(str, access_list.applied))
        written = [(each.text, each.line, number) for number, each in access_list.numbered]
        lines = []
        for number, (text, line, sequence) in enumerate([*written, (IMPLICIT, 0, 0)], 1):
            row, key = AclRow(text, apply, line, 0, 0, sequence), (name, number)
            old = before.get((name, text, sequence), row)
            row = row._replace(hits=old.hits, octets=old.octets)
            self._host.put(TABLE, key, row, Why(rules.CONFIGURED, acl=name), cause)
            entry = access_list.entries[number - 1] if number <= len(written) else None
            self._counts[key] = Count(self._flush_later)
            lines.append(_Line(number, entry, row, self._counts[key]))
        for each in access_list.applied:
            self._hook(name, each, tuple(lines))
        return [(name, number) for number in range(1, len(lines) + 1)]

    def _hook(self, name: str, where: Application, lines: tuple[_Line, ...]) -> None:
        is_in = where.direction == "in"

        def judge(passing: Passing) -> Verdict:
            return self._judge(name, where, lines, passing, passing.came_in if is_in else passing.out)

        point, priority = (Point.PREROUTING, BEFORE_NAT) if is_in else (Point.POSTROUTING, BEHIND_NAT)
        self._hooks.append(Hook(point, judge, LOOKS_AT, priority))
        self._host.ip.hooks.add(self._hooks[-1])

    def _judge(
        self, name: str, where: Application, lines: tuple[_Line, ...], passing: Passing, interface: Interface | None
    ) -> Verdict:
        if interface is None or interface.name != where.interface:
            return None
        if where.direction == "out" and passing.came_in is None and self._host.kind == "router":
            return None  # as on IOS, a router's own datagrams are not asked about
        datagram = passing.datagram
        line = next(each for each in lines if each.entry is None or each.entry.fits(datagram, self._state))
        if line.entry is not None and line.entry.log:
            self._log(name, line.entry, datagram, passing.cause)
        verdict = self._verdict(name, where, line, datagram)
        if isinstance(verdict, Stop):
            line.counter.add(datagram.total_length, passing.cause)
        return verdict

    def _verdict(self, name: str, where: Application, line: _Line, datagram: IPv4) -> Verdict:
        if line.entry is None:
            return Stop(Why(rules.IMPLICIT, acl=name, where=str(where)))
        facts = {"acl": name, "where": str(where), "number": line.number, "entry": line.row.rule}
        facts |= {"line": line.row.line} if line.row.line else {}
        if line.entry.action is Action.DENY:
            return Stop(Why(rules.DENIED, **facts))
        if line.entry.action is Action.REJECT:
            return Stop(Why(rules.REJECTED, **facts), lambda cause: self._tell(datagram, cause))
        return Several((line.counter, Note(Why(rules.PERMITTED, **facts))))

    def _state(self) -> str:
        return "" if self._tracker is None else self._tracker.current.status.value

    def _tell(self, datagram: IPv4, cause: int) -> None:
        if self._host.ip.errors is not None:
            error = icmp.unreachable(ADMINISTRATIVELY_PROHIBITED, ipv4.encode(datagram))
            self._host.ip.errors.send_error(error, datagram, cause)

    # Counting

    def _flush_later(self) -> None:
        """Something counts that the table is to show a little later: not every datagram is worth a record."""
        if not self._is_due:
            self._is_due = True
            self._host.later(_FLUSH, self.flush, None)

    def flush(self, _: object = None) -> None:
        """Let the table show all that was counted."""
        self._is_due = False
        for key, count in self._counts.items():
            if count.datagrams:
                row = self._rows[key]
                counted = row._replace(hits=row.hits + count.datagrams, octets=row.octets + count.octets)
                count.datagrams = count.octets = 0
                self._host.put(TABLE, key, counted, Why(rules.COUNTED, acl=key[0]), count.cause)

    def _log(self, name: str, entry: Entry, datagram: IPv4, cause: int) -> None:
        """Print the first datagram of each flow that an entry fits, as IOS does."""
        ends = tuple_of(datagram)
        flow = (name, entry, ends or (datagram.protocol, datagram.src, datagram.dst))
        if flow in self._logged:
            return
        self._logged.add(flow)
        verb = "permitted" if entry.action is Action.PERMIT else "denied"
        protocol = PROTOCOL_NAMES.get(datagram.protocol, str(datagram.protocol))
        if ends is not None and datagram.protocol in (PROTOCOL_TCP, PROTOCOL_UDP):
            kind, told = "P", f"{ends.src}({ends.src_port}) -> {ends.dst}({ends.dst_port})"
        else:
            kind, told = ("DP" if datagram.protocol == PROTOCOL_ICMP else "NP"), f"{datagram.src} -> {datagram.dst}"
            if isinstance(datagram.payload, Icmp):
                told += f" ({datagram.payload.type}/{datagram.payload.code})"
        self._host.output(f"%SEC-6-IPACCESSLOG{kind}: list {name} {verb} {protocol} {told}, 1 packet", cause)
