"""The table of access lists as people see it, and as IOS and ``iptables`` print it."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sim.feature import Table
from sim.features.acl.entry import ANYWHERE, Action, Entry, Ports, Where, is_standard, parse

TABLE = "acl"
IMPLICIT = "deny ip any any"
"""The end of every list, which nobody writes."""


class AclRow(NamedTuple):
    """A row of table ``acl``, under the list and the place of the rule, from 1; the unwritten end is the last.

    ``sequence`` is the number by which commands know the rule, 0 for the end.

    ``line`` is that of the scenario, 0 for none. ``apply`` says where the list is asked. ``hits`` and ``octets`` count
    the datagrams that the rule decided about; they are right to a tenth of a second.
    """

    rule: str
    apply: str
    line: int
    hits: int
    octets: int
    sequence: int = 0


ENTRIES = Table(
    TABLE,
    AclRow,
    {"en": "Access lists", "zh": "访问列表"},
    key={"list": str, "number": int},
    label="{list} {number}",
    spoken={"en": "the access list", "zh": "访问列表"},
    is_bookkeeping=True,
    spare=("sequence", "octets", "line", "apply"),
    place=4,
)

Rows = Mapping[Any, Any]


def _lists(rows: Rows) -> Iterable[tuple[str, list[AclRow]]]:
    lists: dict[str, list[tuple[int, AclRow]]] = {}
    for (name, number), row in rows.items():
        lists.setdefault(name, []).append((number, row))
    for name, entries in lists.items():
        yield name, [row for _, row in sorted(entries, key=lambda entry: entry[0])]


def show_access_lists(rows: Rows) -> list[str]:
    """The lists with how often each rule fitted, as ``show access-lists`` of IOS prints them."""
    lines = []
    for name, entries in _lists(rows):
        kind = "Standard" if all(is_standard(row.rule) for row in entries[:-1]) else "Extended"
        lines.append(f"{kind} IP access list {name}")
        for row in entries[:-1]:
            hits = f" ({row.hits} match{'' if row.hits == 1 else 'es'})" if row.hits else ""
            lines.append(f"    {row.sequence} {row.rule}{hits}")
    return lines


_TARGETS = {Action.PERMIT: "ACCEPT", Action.DENY: "DROP", Action.REJECT: "REJECT"}
PROTOCOL_NAMES = {None: "all", 1: "icmp", 2: "igmp", 6: "tcp", 17: "udp"}


def iptables_l(rows: Rows, verbose: bool, numeric: bool) -> list[str]:
    """The lists as ``iptables -L`` prints its chains, or the empty chains of Linux; ``verbose`` with counters."""
    lines: list[str] = []
    counters = f"{'pkts':>5} {'bytes':>5} " if verbose else ""
    places = f"{'in':<6} {'out':<6} " if verbose else ""
    head = f"{counters}{'target':<10} {'prot':<4} {'opt':<3} {places} {'source':<20} {'destination':<20}".rstrip()
    if not rows:
        for chain in ("INPUT", "FORWARD", "OUTPUT"):
            lines += ["", f"Chain {chain} (policy ACCEPT)", head]
    for name, entries in _lists(rows):
        end = entries[-1]
        counted = f" {end.hits} packets, {end.octets} bytes" if verbose else ""
        lines += ["", f"Chain {name} (policy DROP{counted})"]
        lines.append(head)
        for row in entries[:-1]:
            lines.append(_iptables_line(row, verbose, numeric))
    return lines[1:]


def _iptables_line(row: AclRow, verbose: bool, numeric: bool) -> str:
    entry = parse(row.rule)
    counters = f"{row.hits:>5} {row.octets:>5} " if verbose else ""
    at = dict(word.split() for word in row.apply.split(", ") if word)
    wild = "*" if numeric else "any"
    places = f"{at.get('in', wild):<6} {at.get('out', wild):<6} " if verbose else ""
    protocol = PROTOCOL_NAMES.get(entry.protocol, str(entry.protocol))
    src, dst = _address(entry.src, numeric), _address(entry.dst, numeric)
    head = f"{counters}{_TARGETS[entry.action]:<10} {protocol:<4} {'--':<3} {places} {src:<20} {dst:<20}"
    return f"{head} {_matches(entry)}".rstrip()


def _address(where: Where, numeric: bool) -> str:
    if where == ANYWHERE:
        return "0.0.0.0/0" if numeric else "anywhere"
    return str(where).removesuffix("/32")


def _matches(entry: Entry) -> str:
    words = []
    if entry.src_ports or entry.dst_ports:
        words.append("tcp" if entry.protocol == 6 else "udp")
        words += [
            f"{word}:{text}"
            for word, ports in (("spt", entry.src_ports), ("dpt", entry.dst_ports))
            for text in _ports(ports)
        ]
    if entry.icmp is not None:
        kind, code = entry.icmp
        words.append(f"icmptype {kind}" + ("" if code is None else f" code {code}"))
    if entry.established:
        words.append("established")
    if entry.states:
        words.append(f"ctstate {','.join(sorted(each.upper() for each in entry.states))}")
    return " ".join(words)


def _ports(ports: Ports) -> list[str]:
    return [str(first) if first == last else f"{first}:{last}" for first, last in ports]
