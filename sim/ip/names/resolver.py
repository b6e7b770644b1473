"""The resolver of one device: which address a name stands for, and which names an address has.

Commands and programs ask here, and nowhere else. The hosts file answers first. Where it knows nothing and the device
knows servers, a further source asks these; that takes time, so whoever asks goes on in what they hand over. What no
server knows can still be the name of a device in the scenario.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from sim.addresses import IPv4Address
from sim.device.node import Node
from sim.ip.names import rules
from sim.ip.names.answer import UNKNOWN, Answer
from sim.ip.names.hosts_file import HostsFile
from sim.ip.names.settings import NameSettings
from sim.ip.names.tables import TABLE, ResolverRow
from sim.trace.records import NO_CAUSE, Kind
from sim.why import Why

STATIC = "static"
"""The source of what is configured by hand."""


Found = Callable[[Answer, int], None]
"""Is given the answer, and the record that led to it."""
FoundNames = Callable[[Mapping[IPv4Address, str], int], None]
"""Is given the names of addresses, and the record that led to the last of them."""


class NameSource(Protocol):
    """Who is asked for what the hosts file does not know, such as DNS."""

    def look_up(self, name: str, found: Found, cause: int) -> None:
        """Find the addresses of a name as somebody typed it."""

    def look_back(self, ip: IPv4Address, found: Found, cause: int) -> None:
        """Find the names of an address."""

    def flush(self, cause: int) -> None:
        """Forget what was learned."""


class Resolver(HostsFile):
    """The names that a device knows, and the servers that it asks for others: table ``resolver``."""

    def __init__(self, node: Node, settings: NameSettings, own: Callable[[], IPv4Address | None]) -> None:
        super().__init__(node.name, settings, own)
        self._node = node
        self._rows_by_source: dict[str, ResolverRow] = node.tables.setdefault(TABLE, {})
        self._make: Callable[[], NameSource] | None = None
        self._source: NameSource | None = None
        self._options: Callable[[], str] = str

    def start(self) -> None:
        """Put what is configured into the table."""
        if self._settings.nameservers or self._settings.search:
            row = ResolverRow(self._settings.nameservers, self._settings.search)
            self._node.put(TABLE, STATIC, row, Why(rules.CONFIGURED, servers=row.servers, search=row.search), NO_CAUSE)

    # Who is asked

    def learn(
        self, source: str, servers: tuple[IPv4Address, ...], search: tuple[str, ...] = (), cause: int = NO_CAUSE
    ) -> int:
        """Ask these servers, too, and complete names with these domains; returns the record.

        They replace what the same ``source``, such as ``dhcp eth0``, told before.
        """
        why = Why(rules.LEARNED, told_by=source, servers=servers, search=search)
        return self._node.put(TABLE, source, ResolverRow(servers, search), why, cause)

    def forget(self, source: str, cause: int) -> int:
        """Ask the servers of a source no more; returns the record, or the cause where it had told of none."""
        return self._node.remove(TABLE, source, Why(rules.FORGOTTEN, told_by=source), cause)

    @property
    def knows_servers(self) -> bool:
        return any(row.servers for row in self._rows_by_source.values())

    def servers(self) -> tuple[IPv4Address, ...]:
        """The servers to ask, in this order: first those that are configured."""
        return tuple(dict.fromkeys(ip for row in self._in_order() for ip in row.servers))

    def search(self) -> tuple[str, ...]:
        """The domains that complete a short name, in this order."""
        return tuple(dict.fromkeys(domain for row in self._in_order() for domain in row.search))

    def _in_order(self) -> list[ResolverRow]:
        rows = self._rows_by_source
        return [rows[source] for source in sorted(rows, key=lambda source: source != STATIC)]

    def plug(self, make: Callable[[], NameSource], options: Callable[[], str] = str) -> None:
        """Ask a further source, which is made when the device first knows a server and looks for a name.

        ``options`` tells how the source asks, as the options of ``resolv.conf(5)``; "" for the usual way.
        """
        self._make, self._options = make, options

    # Questions

    def resolve(self, target: IPv4Address | str, found: Found, cause: int) -> None:
        """Call ``found`` with the addresses of a target as it was typed, which may be an address already."""
        if isinstance(target, IPv4Address):
            found(Answer((target,), (str(target),)), cause)
            return
        known = self.address_in_file(target)
        if known is not None:
            if self.knows_servers:
                cause = self._node.note(Kind.DECISION, None, Why(rules.IN_HOSTS_FILE, name=target, ip=known), cause)
            found(Answer((known,), (target,)), cause)
        elif (source := self.source()) is None:
            found(UNKNOWN, cause)
        else:
            source.look_up(target, lambda answer, n: self._looked_up(target, answer, found, n), cause)

    def _looked_up(self, name: str, answer: Answer, found: Found, cause: int) -> None:
        """Hand on what servers say; where they do not know the name, it can be that of a device."""
        device = None if answer.failure is None else self.address_of(name)
        if device is not None:
            answer = Answer((device,), (name,))
            cause = self._node.note(Kind.DECISION, None, Why(rules.DEVICE_NAME, name=name, ip=device), cause)
        found(answer, cause)

    def reverse(self, ip: IPv4Address, found: Found, cause: int) -> None:
        """Call ``found`` with the names of an address."""
        names = self.names_in_file(ip)
        if names:
            found(Answer((ip,), tuple(names)), cause)
        elif (source := self.source()) is None:
            found(UNKNOWN, cause)
        else:
            source.look_back(ip, found, cause)

    def reverse_all(self, ips: Iterable[IPv4Address], found: FoundNames, cause: int) -> None:
        """Call ``found`` with the first name of each address that has one; they are looked for one after the other."""
        waiting = list(dict.fromkeys(ips))
        names: dict[IPv4Address, str] = {}

        def go_on(cause: int) -> None:
            if waiting:
                self.reverse(waiting[0], told, cause)
            else:
                found(names, cause)

        def told(answer: Answer, cause: int) -> None:
            ip = waiting.pop(0)
            if answer.names:
                names[ip] = answer.names[0]
            go_on(cause)

        go_on(cause)

    def resolv_conf(self) -> str:
        """The text of ``/etc/resolv.conf``: which servers are asked, and how."""
        search, options = self.search(), self._options() if self.knows_servers else ""
        lines = [f"nameserver {ip}" for ip in self.servers()]
        if search:
            lines.insert(0, f"search {' '.join(search)}")
        if options:
            lines.append(f"options {options}")
        return "".join(f"{line}\n" for line in lines)

    def flush(self, cause: int) -> None:
        """Forget the answers that are remembered."""
        if self._source is not None:
            self._source.flush(cause)

    def source(self) -> NameSource | None:
        """Who is asked for what the hosts file does not know; ``None`` where no server is known."""
        if self._source is None and self._make is not None and self.knows_servers:
            self._source = self._make()
        return self._source if self.knows_servers else None
