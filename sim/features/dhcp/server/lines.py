"""``ip dhcp`` and ``ip helper-address``: the lines of configuration, as Cisco IOS has them.

A scenario says which addresses a pool has. Lines say its network, and which addresses nobody gets. The first line says
what there is in this way.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sim.addresses import IPv4Address, Prefix
from sim.command import IP_DEVICES, CommandLine
from sim.config_line import INTERFACE, ConfigLine, Subjects
from sim.configuring import configure
from sim.features.dhcp.settings import DAY, HOUR, LONGEST_LEASE, MINUTE, DhcpServerSettings, Pool, RelaySettings
from sim.ip.spans import Span

ROUTERS = IP_DEVICES - {"host"}
POOL = "dhcp-config"
"""The mode within a pool."""
NO_ENTRY = "% Range [{}, {}] is not in the database."
NO_POOL = "% Pool {} is not in the database."
_FEATURE = "dhcp-server"
_SCENARIO_POOL = "POOL"
_MOST_SERVERS = 8


def _as_commands(device: Any) -> DhcpServerSettings:
    """What is configured, said as commands say it."""
    settings: DhcpServerSettings = device.settings.of(DhcpServerSettings)
    if settings.named is not None:
        return settings
    own = [each for interface in device.interfaces.values() for each in interface.addresses]
    named: list[Pool] = []
    excluded: list[Span] = []
    for number, pool in enumerate(settings.all_pools):
        network = pool.network or next((each.prefix for each in own if pool.pool.first in each.prefix), None)
        if network is None:
            continue
        every = hosts(network)
        excluded += [span for span in _outside(every, pool.pool) if span.first <= span.last]
        excluded += pool.exclude
        name = f"{_SCENARIO_POOL}{number + 1 if number else ''}"
        near = next((each.address for each in own if each.address in network and device.ip.forwards), None)
        router = pool.router or near
        named.append(pool._replace(name=name, pool=every, network=network, router=router, exclude=()))
    return settings._replace(named=tuple(named), excluded=tuple(excluded))


def hosts(network: Prefix) -> Span:
    """The addresses of a network that a host can have."""
    first, last = network.network, network.broadcast
    return Span(IPv4Address(first + 1), IPv4Address(last - 1)) if network.has_broadcast else Span(first, last)


def _outside(every: Span, pool: Span) -> tuple[Span, Span]:
    """What a pool leaves out of a network, before it and behind it."""
    return Span(every.first, IPv4Address(pool.first - 1)), Span(IPv4Address(pool.last + 1), every.last)


def _set(device: Any, settings: DhcpServerSettings, cause: int) -> str:
    configure(device, _FEATURE, settings, cause)
    return ""


# Pools


def _open(device: Any, name: str, _: Subjects, is_negated: bool, cause: int) -> str:
    now = _as_commands(device)
    pools = {pool.name: pool for pool in now.named or ()}
    if is_negated and name not in pools:
        return NO_POOL.format(name)
    if is_negated:
        del pools[name]
    elif name in pools:
        return ""
    else:
        pools[name] = NEW._replace(name=name)
    return _set(device, now._replace(named=tuple(pools.values())), cause)


NEW = Pool(Span(IPv4Address(0), IPv4Address(0)), lease=DAY, tells_router=False)
"""A pool that has no network yet: it leases nothing. IOS leases for a day."""


def _change(read: Callable[[CommandLine], dict[str, Any]], *fields: str) -> dict[str, Any]:
    """How a line within a pool is read, and what it changes of the pool; ``no`` makes the fields as in a new pool."""
    usual = {field: getattr(NEW, field) for field in fields}

    def parse(line: CommandLine, is_negated: bool) -> dict[str, Any]:
        if is_negated:
            line.tail()
            return usual
        return read(line)

    return {"parse": parse, "run": _edit}


def _edit(device: Any, name: str, fields: dict[str, Any], _: bool, cause: int) -> str:
    now = _as_commands(device)
    named = tuple(pool._replace(**fields) if pool.name == name else pool for pool in now.named or ())
    return _set(device, now._replace(named=named), cause)


def _read_network(line: CommandLine) -> dict[str, Any]:
    address, mask = line.next("the address of the network"), line.next("its mask")
    try:
        network = Prefix.parse(f"{address}/{mask.removeprefix('/')}")
    except ValueError as error:
        raise line.wrong(str(error), "write one like 10.0.1.0 255.255.255.0") from None
    return {"network": network, "pool": hosts(network)}


def _read_addresses(line: CommandLine) -> tuple[IPv4Address, ...]:
    found = [line.address()]
    while line and len(found) < _MOST_SERVERS:
        found.append(line.address())
    return tuple(found)


def _read_lease(line: CommandLine) -> dict[str, Any]:
    if line.peek().lower() == "infinite":
        line.next()
        return {"lease": LONGEST_LEASE}
    lease = line.integer(0, 365) * DAY
    for most, unit in ((23, HOUR), (59, MINUTE)):
        lease += line.integer(0, most) * unit if line else 0
    if not lease:
        raise line.wrong("a lease of no time is none", "write days, then hours, then minutes: lease 0 12 30")
    return {"lease": lease, "renew": None, "rebind": None}


def _shown(lines: Callable[[Pool], Iterator[str]]) -> Callable[[Any, str], Iterator[str]]:
    def shown(device: Any, name: str) -> Iterator[str]:
        yield from (line for pool in _as_commands(device).named or () if pool.name == name for line in lines(pool))

    return shown


def _shown_network(pool: Pool) -> Iterator[str]:
    if pool.network is not None:
        yield f"network {pool.network.network} {pool.network.mask}"


def _shown_router(pool: Pool) -> Iterator[str]:
    if pool.router is not None:
        yield f"default-router {pool.router}"


def _shown_dns(pool: Pool) -> Iterator[str]:
    if pool.dns:
        yield f"dns-server {' '.join(map(str, pool.dns))}"


def _shown_domain(pool: Pool) -> Iterator[str]:
    if pool.domain:
        yield f"domain-name {pool.domain}"


def _shown_lease(pool: Pool) -> Iterator[str]:
    if pool.lease == LONGEST_LEASE:
        yield "lease infinite"
    elif pool.lease != NEW.lease:
        times = [pool.lease // DAY, pool.lease % DAY // HOUR, pool.lease % HOUR // MINUTE]
        while len(times) > 1 and not times[-1]:
            times.pop()
        yield f"lease {' '.join(map(str, times))}"


def _about(device: Any) -> Iterator[str]:
    yield from (pool.name for pool in _as_commands(device).named or ())


# Addresses that nobody gets


def _parse_excluded(line: CommandLine, _: bool) -> Span:
    first = line.address()
    last = line.address() if line else first
    if last < first:
        raise line.wrong(f"{last} is below {first}", "write the lower address first")
    return Span(first, last)


def _exclude(device: Any, _: str, span: Span, is_negated: bool, cause: int) -> str:
    now = _as_commands(device)
    others = tuple(each for each in now.excluded if each != span)
    if is_negated and others == now.excluded:
        return NO_ENTRY.format(span.first, span.last)
    return _set(device, now._replace(excluded=others if is_negated else (*others, span)), cause)


def _shown_excluded(device: Any, _: str) -> Iterator[str]:
    for first, last in _as_commands(device).excluded:
        yield f"ip dhcp excluded-address {first}{f' {last}' if last != first else ''}"


# Relay agents


class Helper(NamedTuple):
    """A server to which a relay agent carries what comes in at an interface; without one, all are meant."""

    server: IPv4Address | None


def _parse_helper(line: CommandLine, is_negated: bool) -> Helper:
    return Helper(None if is_negated and not line else line.address())


def _helper(device: Any, port: str, helper: Helper, is_negated: bool, cause: int) -> str:
    if not device.has_interface(port):
        return f"% {port} is no interface that datagrams pass"
    now: RelaySettings = device.settings.of(RelaySettings)
    helpers = [*_helpers(device)]
    if is_negated:
        helpers = [each for each in helpers if each[0] != port or helper.server not in (None, each[1])]
    elif helper.server is not None and (port, helper.server) not in helpers:
        helpers.append((port, helper.server))
    configure(device, _FEATURE, now._replace(helpers=tuple(helpers)), cause)
    return ""


def _helpers(device: Any) -> tuple[tuple[str, IPv4Address], ...]:
    """The servers of each interface, as commands say them. A scenario says them of all interfaces."""
    settings: RelaySettings = device.settings.of(RelaySettings)
    if settings.helpers is not None:
        return settings.helpers
    servers = () if settings.relay is None else settings.relay.servers
    return tuple((port, server) for port in device.interfaces for server in servers)


def _shown_helpers(device: Any, port: str) -> Iterator[str]:
    yield from (f"ip helper-address {server}" for name, server in _helpers(device) if name == port)


def _within(
    usage: str, summary: str, change: dict[str, Any], lines: Callable[[Pool], Iterator[str]]
) -> ConfigLine[Any, Any]:
    name = usage.split(maxsplit=1)[0]
    return ConfigLine(name, usage, summary, ROUTERS, mode=POOL, shown=_shown(lines), **change)


LINES: tuple[ConfigLine[Any, Any], ...] = (
    ConfigLine(
        "ip dhcp excluded-address",
        "ip dhcp excluded-address FIRST [LAST]",
        "addresses that the DHCP server leases to nobody",
        ROUTERS,
        _parse_excluded,
        _exclude,
        shown=_shown_excluded,
    ),
    ConfigLine(
        "ip dhcp pool",
        "ip dhcp pool NAME",
        "the router is a DHCP server; the lines behind it say what it leases and tells",
        ROUTERS,
        lambda line, _: (line.next("the name of the pool"),),
        _open,
        opens=POOL,
        about=_about,
        is_deed=lambda _: True,
    ),
    _within(
        "network NETWORK MASK",
        "the addresses of the pool, without those that are excluded",
        _change(_read_network, "network", "pool"),
        _shown_network,
    ),
    _within(
        "default-router ADDRESS",
        "the gateway that clients are told",
        _change(lambda line: {"router": line.address()}, "router"),
        _shown_router,
    ),
    _within(
        "dns-server ADDRESS …",
        "the name servers that clients are told",
        _change(lambda line: {"dns": _read_addresses(line)}, "dns"),
        _shown_dns,
    ),
    _within(
        "domain-name NAME",
        "the domain that clients are told",
        _change(lambda line: {"domain": line.next("a domain")}, "domain"),
        _shown_domain,
    ),
    _within(
        "lease DAYS [HOURS] [MINUTES]|infinite",
        "how long clients keep an address; a day without this line",
        _change(_read_lease, "lease", "renew", "rebind"),
        _shown_lease,
    ),
    ConfigLine(
        "ip helper-address",
        "ip helper-address ADDRESS",
        "the router carries what DHCP clients here broadcast to this server",
        ROUTERS,
        _parse_helper,
        _helper,
        mode=INTERFACE,
        shown=_shown_helpers,
    ),
)
