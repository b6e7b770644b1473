"""``ip nat``: the lines of configuration, as Cisco IOS has them.

A scenario says which interface is outside, and all others are inside; commands say each. The first command says it in
this way, with an access list of the networks that are translated.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.addresses import IPv4Address
from sim.command import IP_DEVICES, CommandLine
from sim.config_line import INTERFACE, ConfigLine
from sim.configuring import configure
from sim.device.port_names import named
from sim.features.acl.settings import AccessList, AclSettings
from sim.features.nat.settings import PROTOCOLS, NatSettings
from sim.ip.spans import Span
from sim.settings import Placed

ROUTERS = IP_DEVICES - {"host"}
ONE_OUTSIDE = "% one interface alone can be outside here, and {0} is: write 'no ip nat outside' at {0} before it"
NO_INTERFACE = "% {} is no interface that datagrams pass"
OTHER_OUTSIDE = "% {} cannot be outside, too: other lines translate to the address of {}"
NO_POOL = "%Pool {} not found"
POOL_IN_USE = "%Pool {} in use, cannot destroy"
OWN_ADDRESS = "% {} is the router's own address: forward single ports of it, with tcp or udp"
OTHER_LIST = (
    "% This router translates one list only, and that is list {0}: write 'no ip nat inside source list {0}' before it "
    "(IOS keeps both)"
)
NO_ENTRY = "%Translation not found"
_EVERY_LIST, _SCENARIO_POOL = "NAT", "NAT"
_KEY = re.compile(r"(?:(tcp|udp)\s+)?(?:([\d.]+):)?(\d+)(?:-(\d+))?")
_TARGET = re.compile(r"([\d.]+)(?::(\d+)(?:-\d+)?)?")


def _settings(device: Any) -> NatSettings:
    settings: NatSettings = device.settings.of(NatSettings)
    return settings


def as_commands(device: Any) -> tuple[NatSettings, dict[str, AccessList]]:
    """What is configured, said as commands say it, and the access lists that belong to it."""
    settings, lists = _settings(device), dict(device.settings.of(AclSettings).acl)
    if settings.is_explicit:
        return settings, lists
    if not settings.outside:
        return settings._replace(is_explicit=True), lists
    rules = tuple(Placed(f"permit {each.network} {_wildcard(each.length)}") for each in settings.sources)
    lists[_EVERY_LIST] = AccessList(rules or (Placed("permit any"),))
    others = tuple(name for name in device.interfaces if name != settings.outside)
    pools = () if settings.pool is None else ((_SCENARIO_POOL, settings.pool),)
    return (
        settings._replace(
            is_explicit=True,
            inside=settings.inside or others,
            interface="" if pools else settings.outside,
            source_list=_EVERY_LIST,
            source_pool=_SCENARIO_POOL if pools else "",
            pools=pools,
        ),
        lists,
    )


def _wildcard(length: int) -> IPv4Address:
    return IPv4Address((1 << (32 - length)) - 1)


def _set(device: Any, cause: int, **fields: Any) -> str:
    now, lists = as_commands(device)
    changed = now._replace(**fields)
    pool = dict(changed.pools).get(changed.source_pool)
    if tuple(lists.items()) != device.settings.of(AclSettings).acl:
        configure(device, "acl", AclSettings(tuple(lists.items())), cause)
    configure(device, "nat", changed._replace(pool=pool), cause)
    return ""


# Interfaces


def _inside(device: Any, port: str, _: None, is_negated: bool, cause: int) -> str:
    if not device.has_interface(port):
        return NO_INTERFACE.format(port)
    now, _lists = as_commands(device)
    others = tuple(each for each in now.inside if each != port)
    outside = "" if now.outside == port and not is_negated else now.outside
    return _set(device, cause, inside=others if is_negated else (*others, port), outside=outside)


def _outside(device: Any, port: str, _: None, is_negated: bool, cause: int) -> str:
    if not device.has_interface(port):
        return NO_INTERFACE.format(port)
    now, _lists = as_commands(device)
    if is_negated:
        return _set(device, cause, outside="") if now.outside == port else ""
    if now.outside not in ("", port):
        return ONE_OUTSIDE.format(now.outside)
    if now.interface not in ("", port) and _is_interface_used(now):
        return OTHER_OUTSIDE.format(port, now.interface)
    return _set(device, cause, outside=port, inside=tuple(each for each in now.inside if each != port))


def _is_interface_used(now: NatSettings) -> bool:
    """Whether a line names the interface whose address is shared."""
    return bool(now.source_list and not now.source_pool) or any(not _parts(key)[1] for key, _ in now.forward)


def _shown_inside(device: Any, port: str) -> Iterator[str]:
    if port in as_commands(device)[0].inside:
        yield "ip nat inside"


def _shown_outside(device: Any, port: str) -> Iterator[str]:
    if port == _settings(device).outside:
        yield "ip nat outside"


# Pools


class Pool(NamedTuple):
    """Outside addresses by the name of the pool."""

    name: str
    span: Span | None


def _parse_pool(line: CommandLine, is_negated: bool) -> Pool:
    name = line.next("the name of the pool")
    if is_negated:
        line.tail()
        return Pool(name, None)
    first, last = line.address(), line.address()
    if last < first:
        raise line.wrong(f"{last} is below {first}", "write the lower address first")
    word = line.word("netmask", "prefix-length")
    if word == "netmask":
        line.address()
    else:
        line.integer(1, 30)
    return Pool(name, Span(first, last))


def _pool(device: Any, _: str, pool: Pool, is_negated: bool, cause: int) -> str:
    now, _lists = as_commands(device)
    pools = dict(now.pools)
    if pool.span is not None:
        pools[pool.name] = pool.span
    elif pool.name not in pools:
        return NO_POOL.format(pool.name)
    elif now.source_list and now.source_pool == pool.name:
        return POOL_IN_USE.format(pool.name)
    else:
        del pools[pool.name]
    return _set(device, cause, pools=tuple(pools.items()))


def _shown_pools(device: Any, _: str) -> Iterator[str]:
    for name, span in as_commands(device)[0].pools:
        yield f"ip nat pool {name} {span.first} {span.last} prefix-length 24"


# Hosts that are translated


class Source(NamedTuple):
    """The list of those hosts, and the pool or interface whose addresses they get."""

    name: str
    pool: str = ""
    interface: str = ""


def _parse_list(line: CommandLine, is_negated: bool) -> Source:
    name = line.next("the name or number of an access list")
    if is_negated and not line:
        return Source(name)
    word = line.word("interface", "pool")
    what = line.next("a name")
    if line:
        line.word("overload")
    elif word == "pool" and not is_negated:
        hint = "write overload behind it: its addresses are shared by ports"
        raise line.too_short("a pool whose hosts each have an address to themselves is not simulated", hint)
    return Source(name, what) if word == "pool" else Source(name, "", what)


def _list(device: Any, _: str, source: Source, is_negated: bool, cause: int) -> str:
    now, _lists = as_commands(device)
    if is_negated:
        return _set(device, cause, source_list="", source_pool="") if now.source_list == source.name else NO_ENTRY
    if now.source_list not in ("", source.name):
        return OTHER_LIST.format(now.source_list)
    if source.pool and source.pool not in dict(now.pools):
        return NO_POOL.format(source.pool)
    if not source.interface:
        return _set(device, cause, source_list=source.name, source_pool=source.pool)
    name = named(source.interface, device.interfaces)
    return _cannot_be_outside(device, now._replace(source_list=""), name) or _set(
        device, cause, source_list=source.name, source_pool="", interface=name
    )


def _cannot_be_outside(device: Any, now: NatSettings, name: str) -> str:
    """What is printed of an interface that a line names, where it cannot become outside; else ""."""
    if not device.has_interface(name):
        return NO_INTERFACE.format(name)
    other = now.outside or (now.interface if _is_interface_used(now) else "")
    return OTHER_OUTSIDE.format(name, other) if other not in ("", name) else ""


def _shown_list(device: Any, _: str) -> Iterator[str]:
    now, lists = as_commands(device)
    if not now.source_list:
        return
    if not _settings(device).is_explicit:
        yield f"ip access-list standard {now.source_list}"
        yield from (f" {number} {each.text}" for number, each in lists[now.source_list].numbered)
    where = f"pool {now.source_pool}" if now.source_pool else f"interface {now.interface or now.outside}"
    yield f"ip nat inside source list {now.source_list} {where} overload"


# Hosts that can be called


class Static(NamedTuple):
    """An inside host or port, and the outside address or port by which it can be called."""

    inside: IPv4Address
    outside: IPv4Address | None = None
    interface: str = ""
    protocol: str = ""
    inside_port: int = 0
    outside_port: int = 0


def _parse_static(line: CommandLine, _: bool) -> Static:
    protocol = line.next() if line.peek() in PROTOCOLS else ""
    inside = line.address()
    port = line.integer(1, 65535) if protocol else 0
    if line.peek() == "interface":
        line.next()
        if not protocol:
            raise line.wrong("an interface is for single ports here", "write tcp or udp, or an outside address")
        name = line.next("an interface")
        return Static(inside, None, name, protocol, port, line.integer(1, 65535))
    outside = line.address()
    return Static(inside, outside, "", protocol, port, line.integer(1, 65535) if protocol else 0)


def _static(device: Any, _: str, given: Static, is_negated: bool, cause: int) -> str:
    now, _lists = as_commands(device)
    if given.protocol:
        return _forward(device, now, given, is_negated, cause)
    assert given.outside is not None, "only ports are forwarded from an interface"
    statics = dict(now.static)
    if is_negated:
        if statics.pop(given.outside, None) is None:
            return NO_ENTRY
    elif any(each.address == given.outside for row in device.interfaces.values() for each in row.addresses):
        return OWN_ADDRESS.format(given.outside)
    else:
        statics = {out: own for out, own in statics.items() if own != given.inside} | {given.outside: given.inside}
    return _set(device, cause, static=tuple(statics.items()))


def _forward(device: Any, now: NatSettings, given: Static, is_negated: bool, cause: int) -> str:
    name = named(given.interface, device.interfaces) if given.interface else ""
    said = _cannot_be_outside(device, now, name) if name and not is_negated else ""
    if said:
        return said
    address = "" if given.outside is None else f"{given.outside}:"
    key = f"{given.protocol} {address}{given.outside_port}"
    others = tuple((each, target) for each, target in now.forward if _spelled(each) != key)
    if is_negated and len(others) == len(now.forward):
        return NO_ENTRY
    more = () if is_negated else ((key, f"{given.inside}:{given.inside_port}"),)
    return _set(device, cause, forward=(*others, *more), interface=name or now.interface)


def _spelled(key: str | int) -> str:
    protocol, address, port, last = _parts(key)
    return f"{protocol} {f'{address}:' if address else ''}{port}" if last == port else str(key)


def _parts(key: str | int) -> tuple[str, str, int, int]:
    found = _KEY.fullmatch(str(key).strip())
    assert found is not None, f"{key} is checked"
    protocol, address, port, last = found.groups()
    return protocol or "tcp", address or "", int(port), int(last or port)


def _shown_static(device: Any, _: str) -> Iterator[str]:
    now, start = _settings(device), "ip nat inside source static"
    yield from (f"{start} {inside} {outside}" for outside, inside in now.static)
    for key, target in now.forward:
        protocol, address, first, last = _parts(key)
        found = _TARGET.fullmatch(target)
        assert found is not None, f"{target} is checked"
        inside_port = int(found[2] or first)
        for step in range(last - first + 1):
            where = address or f"interface {now.interface or now.outside}"
            yield f"{start} {protocol} {found[1]} {inside_port + step} {where} {first + step}"


LINES: tuple[ConfigLine[Any, Any], ...] = (
    ConfigLine(
        "ip nat inside",
        "ip nat inside",
        "the interface leads to hosts that are translated",
        ROUTERS,
        lambda _, __: None,
        _inside,
        mode=INTERFACE,
        shown=_shown_inside,
    ),
    ConfigLine(
        "ip nat outside",
        "ip nat outside",
        "the interface leads to the outside",
        ROUTERS,
        lambda _, __: None,
        _outside,
        mode=INTERFACE,
        shown=_shown_outside,
    ),
    ConfigLine(
        "ip nat pool",
        "ip nat pool NAME FIRST LAST netmask MASK",
        "outside addresses",
        ROUTERS,
        _parse_pool,
        _pool,
        shown=_shown_pools,
    ),
    ConfigLine(
        "ip nat inside source list",
        "ip nat inside source list LIST interface NAME|pool NAME overload",
        "the hosts that the access list permits share the address of the interface, or those of the pool",
        ROUTERS,
        _parse_list,
        _list,
        shown=_shown_list,
    ),
    ConfigLine(
        "ip nat inside source static",
        "ip nat inside source static [tcp|udp] INSIDE [PORT] OUTSIDE|interface NAME [PORT]",
        "an inside host has an outside address to itself, or a port of one leads to it",
        ROUTERS,
        _parse_static,
        _static,
        shown=_shown_static,
    ),
)
