"""``show ip nat`` and ``clear ip nat``: the mappings as Cisco's IOS lists, counts and clears them."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from sim.addresses import IPv4Address
from sim.command import Command, CommandLine, Device
from sim.features.conntrack.machine import TABLE as CONNECTIONS
from sim.features.conntrack.tuples import End
from sim.features.nat.lines import NO_ENTRY, as_commands
from sim.features.nat.machine import TABLE, MappingKey, MappingRow
from sim.features.nat.service import Nat
from sim.features.nat.settings import PROTOCOLS
from sim.features.nat.statistics import counted, show_ip_nat_statistics
from sim.features.nat.tables import show_ip_nat_translations
from sim.trace.trace import Trace

ROUTERS = frozenset({"router"})


class TranslatingDevice(Device, Protocol):
    """What these commands see of a router."""

    services: dict[str, object]

    @property
    def trace(self) -> Trace: ...
    @property
    def name(self) -> str: ...


def _show(device: Device, _: None, __: str, cause: int) -> None:
    lines = show_ip_nat_translations(device.tables.get(TABLE, {}), device.tables.get(CONNECTIONS, {}))
    device.output("\n".join(lines), cause)


def _statistics(device: TranslatingDevice, _: None, __: str, cause: int) -> None:
    settings, _lists = as_commands(device)
    tables = device.tables.get(TABLE, {}), device.tables.get(CONNECTIONS, {})
    lines = show_ip_nat_statistics(settings, *tables, counted(device.trace, device.name))
    device.output("\n".join(lines), cause)


class Entry(NamedTuple):
    """The translation that is to be cleared; without an inside end every dynamic one."""

    inside: End | None = None
    outside: End | None = None
    protocol: int = 0

    def is_meant(self, key: MappingKey, row: MappingRow) -> bool:
        if self.inside is None or self.outside is None:
            return True
        if not self.protocol:
            return (row.inside_ip, key.outside_ip) == (self.inside.ip, self.outside.ip)
        return key.protocol == self.protocol and (row.inside, key.outside) == (self.inside, self.outside)


def _parse_clear(line: CommandLine) -> Entry:
    word = line.next("'*' for all, or inside")
    if word in ("*", "forced"):
        return Entry()
    line.push(word, line.offset)
    protocol = PROTOCOLS[line.word(*PROTOCOLS)] if word in PROTOCOLS else 0
    line.word("inside")
    outside = _end(line, bool(protocol))
    return Entry(_end(line, bool(protocol)), outside, protocol)


def _end(line: CommandLine, has_port: bool) -> End:
    ip: IPv4Address = line.address()
    return End(ip, line.integer(1, 65535) if has_port else 0)


def _clear(device: TranslatingDevice, entry: Entry, _: str, cause: int) -> None:
    nat = device.services.get("nat")
    is_found = isinstance(nat, Nat) and nat.clear(entry.is_meant, cause)
    if entry.inside is not None and not is_found:
        device.output(NO_ENTRY, cause)


def _command(name: str, usage: str, summary: str, parse: Callable[[CommandLine], Any], run: Any) -> Command[Any, Any]:
    return Command(name, usage, summary, ROUTERS, parse, run)


COMMANDS: tuple[Command[Any, Any], ...] = (
    _command(
        "show ip nat translations",
        "show ip nat translations",
        "which outside address and port stands for which inside one, and for which connections",
        lambda _: None,
        _show,
    ),
    _command(
        "show ip nat statistics",
        "show ip nat statistics",
        "how many translations there are, between which interfaces, and how often one was found or made",
        lambda _: None,
        _statistics,
    ),
    _command(
        "clear ip nat translation",
        "clear ip nat translation * | [tcp|udp] inside OUTSIDE [PORT] INSIDE [PORT]",
        "ends the translations that were made for connections, or one of them",
        _parse_clear,
        _clear,
    ),
)
