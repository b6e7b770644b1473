"""``resolvectl``: what the resolver of a host finds, knows and has done, as systemd prints it."""

from typing import NamedTuple, Protocol

from sim.addresses import IPv4Address
from sim.command import IP_DEVICES, Command, CommandLine, Planned
from sim.command import Doubt as CommandDoubt
from sim.features.dns.caching.tables import STUB_CACHE, Outcome
from sim.features.dns.stub.service import StubService
from sim.ip.names.answer import Answer, Failure
from sim.ip.names.resolver import Resolver
from sim.ip.names.tables import TABLE as RESOLVER
from sim.ip.routes.planned import doubt_name
from sim.shell.application import Application, Host

_USAGE = "resolvectl [query NAME|ADDRESS … | status | statistics | show-cache | flush-caches]"
_WORDS = ("query", "status", "statistics", "show-cache", "flush-caches", "dns", "domain")
_MILLISECOND = 1_000_000
_SECOND = 1000 * _MILLISECOND


class ResolvingHost(Host, Protocol):
    """What the command sees of its host."""

    @property
    def now(self) -> int: ...
    @property
    def names(self) -> Resolver: ...
    def interface_names(self) -> tuple[str, ...]: ...


class ResolvectlLine(NamedTuple):
    """What is asked for, and of what."""

    what: str = "status"
    targets: tuple[IPv4Address | str, ...] = ()


def _parse(line: CommandLine) -> ResolvectlLine:
    if not line:
        return ResolvectlLine()
    word = line.next()
    if word not in _WORDS:
        raise line.wrong(f"Unknown command verb '{word}'.", _USAGE)
    targets = []
    while line and word == "query":
        targets.append(line.target())
    if word == "query" and not targets:
        raise line.too_short("Too few arguments.", "resolvectl query NAME")
    return ResolvectlLine(word, tuple(targets))


class Query(Application[ResolvingHost]):
    """``resolvectl query``: one name or address after the other."""

    def __init__(self, host: ResolvingHost, command: str, targets: tuple[IPv4Address | str, ...]) -> None:
        super().__init__(host, command)
        self._left = list(targets)
        self._status = 0
        self._began = 0

    def start(self, cause: int) -> None:
        target = self._left.pop(0)
        self._began = self.node.now
        if isinstance(target, IPv4Address):
            self.node.names.reverse(target, lambda answer, cause: self._told(target, answer, cause), cause)
        else:
            self.node.names.resolve(target, lambda answer, cause: self._told(target, answer, cause), cause)

    def _told(self, target: IPv4Address | str, answer: Answer, cause: int) -> None:
        found = answer.names if isinstance(target, IPv4Address) else tuple(map(str, answer.addresses))
        if found and answer.failure is None:
            self._print(target, answer, found, cause)
        else:
            self._status = 1
            self.output(f"{target}: resolve call failed: {_failure(target, answer)}", cause)
        if self._left:
            self.start(cause)
        else:
            self.finish(self._status, cause)

    def _print(self, target: IPv4Address | str, answer: Answer, found: tuple[str, ...], cause: int) -> None:
        indent = " " * (len(str(target)) + 2)
        lines = [f"{target}: {found[0]}", *(f"{indent}{each}" for each in found[1:])]
        if isinstance(target, str) and answer.names[0].lower() != target.lower().removesuffix("."):
            lines.append(f"{indent}({answer.names[0]})")
        is_own = isinstance(target, str) and self.node.names.address_in_file(target) is not None
        origin = "network" if answer.server is not None else "synthetic" if is_own else "cache"
        lines += [
            "",
            f"-- Information acquired via protocol DNS in {_took(self.node.now - self._began)}.",
            "-- Data is authenticated: no; Data was acquired via local or encrypted transport: no",
            f"-- Data from: {origin}",
        ]
        self.output("\n".join(lines), cause)


def _failure(target: IPv4Address | str, answer: Answer) -> str:
    match answer.failure:
        case Failure.FOR_NOW:
            return "All attempts to contact name servers or networks failed"
        case Failure.NO_ADDRESS:
            return f"Name '{target}' does not have any RR of the requested type"
        case Failure.FOR_EVER:
            return f"Could not resolve '{target}', server or network returned error"
    return f"'{target}' not found" if isinstance(target, str) else f"Address '{target}' not found"


def _took(ns: int) -> str:
    """A time as systemd writes it, to a tenth of a millisecond."""
    if ns >= _SECOND:
        return f"{ns / _SECOND:.4f}s"
    return f"{ns / _MILLISECOND:.1f}ms"


def _run(host: ResolvingHost, line: ResolvectlLine, text: str, cause: int) -> None:
    match line.what:
        case "query":
            Query(host, text, line.targets).launch(cause)
        case "flush-caches":
            host.names.flush(cause)
        case "statistics":
            host.output("\n".join(_statistics(host)), cause)
        case "show-cache":
            host.output("\n".join(_cache(host)), cause)
        case what:
            host.output("\n".join(_status(host, what)), cause)


def _statistics(host: ResolvingHost) -> list[str]:
    source = host.names.source()
    counts = source.counts if isinstance(source, StubService) else None
    numbers = (
        ("Current Transactions", source.open_questions if isinstance(source, StubService) else 0),
        ("Total Transactions", 0 if counts is None else counts.questions),
        ("Current Cache Size", len(host.tables.get(STUB_CACHE, ()))),
        ("Cache Hits", 0 if counts is None else counts.hits),
        ("Cache Misses", 0 if counts is None else counts.misses),
    )
    lines = [f"{name:>20}: {number}" for name, number in numbers]
    return ["Transactions", *lines[:2], "", "Cache", *lines[2:]]


def _cache(host: ResolvingHost) -> list[str]:
    lines = ["Scope protocol=dns"]
    for (name, rtype), row in host.tables.get(STUB_CACHE, {}).items():
        if row.outcome is Outcome.RECORDS:
            lines += [f"{name} IN {rtype} {data.removesuffix('.')}" for data in row.data]
        else:
            lines.append(f"{name} IN {rtype.upper()} -- {row.outcome}")
    return lines


def _status(host: ResolvingHost, what: str) -> list[str]:
    """The servers and domains, those that are configured first, then by who told them."""
    lines: list[str] = []
    for source, row in host.tables[RESOLVER].items():
        port = source.rpartition(" ")[2]
        known = host.interface_names()
        lines.append(f"Link {known.index(port) + 1} ({port})" if port in known else "Global")
        if row.servers and what != "domain":
            lines.append(f"         DNS Servers: {' '.join(map(str, row.servers))}")
        if row.search and what != "dns":
            lines.append(f"          DNS Domain: {' '.join(row.search)}")
        lines.append("")
    return lines[:-1] or ["Global", "         DNS Servers: "]


def _doubt(line: ResolvectlLine, planned: Planned) -> list[CommandDoubt]:
    return [doubt for target in line.targets if isinstance(target, str) for doubt in doubt_name(target, planned)]


COMMAND = Command(
    "resolvectl",
    _USAGE,
    "ask the resolver for a name or an address, or see what it knows",
    IP_DEVICES,
    _parse,
    _run,
    elsewhere=("systemd-resolve", "getent hosts"),
    check=_doubt,
)
