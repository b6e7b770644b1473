"""``ip route`` and its like: how routes are looked at, added and taken out."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from sim.addresses import ANY, DEFAULT_ROUTE, LOOPBACK, IPv4Address, Prefix
from sim.command import IP_DEVICES, Command, CommandLine, Device
from sim.device import iproute
from sim.device.interface import Interface
from sim.ip.routes import rules
from sim.ip.routes.entry import show_ip_route_to
from sim.ip.routes.machine import (
    BLACKHOLE,
    BOOT,
    LOCAL,
    NEAR,
    PROHIBIT,
    STATIC,
    TABLE,
    UNICAST,
    UNREACHABLE,
    Habit,
    Hop,
    RouteRow,
    choose,
    explain_lookup,
)
from sim.ip.routes.service import Routes, StaticRoute
from sim.ip.routes.tables import IP_ROUTE, SHOW_IP_ROUTE, Answer, Selector, ip_route, ip_route_get, show_ip_route
from sim.trace.records import Kind
from sim.why import Why

_KINDS = (BLACKHOLE, UNREACHABLE, PROHIBIT)
_ROUTE = f"[{'|'.join(_KINDS)}] PREFIX [via GATEWAY] [dev INTERFACE] [metric N]"

EXISTS = "RTNETLINK answers: File exists"
NO_GATEWAY = "Error: Nexthop has invalid gateway."
NO_SUCH = "RTNETLINK answers: No such process"


class _Sources(Protocol):
    def source_for(self, dst: IPv4Address) -> IPv4Address | None: ...
    def is_broadcast(self, ip: IPv4Address) -> bool: ...


class _Addressing(Protocol):
    def settle(self, cause: int) -> None: ...
    def gateway_port(self, ip: IPv4Address, port: str | None = None) -> str | None: ...


class RoutingDevice(Device, Protocol):
    """What these commands see of a host or router."""

    @property
    def interfaces(self) -> Mapping[str, Interface]: ...
    @property
    def ip(self) -> _Sources: ...
    @property
    def addressing(self) -> _Addressing: ...
    @property
    def routes(self) -> Routes: ...
    @property
    def ecmp_seed(self) -> int: ...
    def can_be_gateway(self, ip: IPv4Address) -> bool: ...
    def note(self, kind: Kind, what: None, why: Why, cause: int) -> int: ...


class RouteWords(NamedTuple):
    """What stands behind ``ip route add`` and its like. ``metric`` is ``None`` where none is given.

    ``source`` is who is said to have added the route.
    """

    route: StaticRoute
    metric: int | None = None
    source: str = BOOT


def read_prefix(line: CommandLine) -> Prefix:
    """A network, ``default``, or an address for itself."""
    word = line.next("a prefix such as 10.0.0.0/8, or default,")
    if word == "default":
        return DEFAULT_ROUTE
    try:
        return Prefix.parse(word if "/" in word else f"{word}/32")
    except ValueError as error:
        raise line.wrong(str(error), "a prefix is written like 10.0.0.0/8") from None


def _parse_route(leads: bool) -> Callable[[CommandLine], RouteWords]:
    """Read a route; it ``leads`` somewhere where it is to be added."""

    def read(line: CommandLine) -> RouteWords:
        iproute.options(line)
        if line.peek() == "to":
            line.next()
        kind = line.next() if line.peek() in (*_KINDS, UNICAST) else UNICAST
        route = StaticRoute(read_prefix(line), kind=kind)
        words = RouteWords(route)
        while line.peek() in _READERS:
            words = _READERS[line.next()](line, words)
        if line:
            word = line.next()
            hint = _MEANT.get(word) or f"write {_ROUTE}"
            raise iproute.garbage(line, word, hint)
        if leads and kind == UNICAST and words.route.next_hop is None and words.route.port is None:
            raise line.too_short(f"{line.text!r} leads nowhere", "add via GATEWAY or dev INTERFACE")
        return words

    return read


_MEANT = {
    "gw": "write via in front of the gateway",
    "gateway": "write via in front of the gateway",
    "src": "leave it out: a datagram has the address of the interface that it leaves by; ping -I chooses another",
    "nexthop": "at a router, add a route for each gateway: equal ones share the load",
}
"""Words that belong to no route here, and what is right in place of them."""


def _via(line: CommandLine, words: RouteWords) -> RouteWords:
    return words._replace(route=words.route._replace(next_hop=line.address()))


def _dev(line: CommandLine, words: RouteWords) -> RouteWords:
    return words._replace(route=words.route._replace(port=line.interface()))


def _metric(line: CommandLine, words: RouteWords) -> RouteWords:
    metric = line.integer(0, 0xFFFFFFFF)
    return words._replace(metric=metric, route=words.route._replace(metric=metric))


def _proto(line: CommandLine, words: RouteWords) -> RouteWords:
    return words._replace(source=line.word(BOOT, STATIC))


def _scope(line: CommandLine, words: RouteWords) -> RouteWords:
    line.word("link", "global")  # follows from whether there is a gateway
    return words


_READERS: Mapping[str, Callable[[CommandLine, RouteWords], RouteWords]] = {
    "via": _via,
    "dev": _dev,
    "metric": _metric,
    "preference": _metric,
    "proto": _proto,
    "protocol": _proto,
    "scope": _scope,
}


def _resolved(device: RoutingDevice, words: RouteWords) -> StaticRoute | str:
    """The route as it goes into the table, or what is said because it cannot."""
    route = words.route
    if route.port is not None and not device.interfaces[route.port].enabled:
        return "Error: Device for nexthop is not up."
    if route.next_hop is None:
        return route
    if device.routes.habit is Habit.IOS:
        return route if device.can_be_gateway(route.next_hop) else NO_GATEWAY
    can_be = not (route.next_hop.is_multicast or route.next_hop.is_loopback or device.ip.is_broadcast(route.next_hop))
    port = device.addressing.gateway_port(route.next_hop, route.port) if can_be else None
    return NO_GATEWAY if port is None else route._replace(port=port)


def _is_in_linux(row: RouteRow) -> bool:
    """Whether Linux has a route: it refuses one whose gateway is on no link, which a scenario may ask for."""
    return row.active or row.port is not None or row.next_hop is None


def add_route(device: RoutingDevice, words: RouteWords, cause: int) -> str:
    """Add a route; what Linux says where it cannot."""
    route = _resolved(device, words)
    if isinstance(route, str):
        return route
    if device.routes.habit is Habit.LINUX and any(map(_is_in_linux, device.routes.same_rank(route))):
        return EXISTS
    if not device.routes.put(route, cause, words.source):
        return EXISTS
    device.addressing.settle(cause)
    return ""


def put_route(device: RoutingDevice, words: RouteWords, cause: int, must_exist: bool) -> str:
    """Put a route in the place of that of the same prefix and metric."""
    route = _resolved(device, words)
    if isinstance(route, str):
        return route
    same = device.routes.same_rank(route)
    if must_exist and not same:
        return "RTNETLINK answers: No such file or directory"
    device.routes.take_out(same[:1], Why(rules.REPLACED, prefix=route.prefix), cause)
    device.routes.put(route, cause, words.source)
    device.addressing.settle(cause)
    return ""


def delete_route(device: RoutingDevice, words: RouteWords, cause: int) -> bool:
    """Take one route out that is as the words say; whether there was one."""
    found = device.routes.delete(words.route, cause, words.metric)
    device.addressing.settle(cause)
    return found


def _saying(
    change: Callable[[RoutingDevice, RouteWords, int], str],
) -> Callable[[RoutingDevice, RouteWords, str, int], None]:
    def run(device: RoutingDevice, words: RouteWords, _: str, cause: int) -> None:
        said = change(device, words, cause)
        if said:
            device.output(said, cause)

    return run


class Question(NamedTuple):
    """``ip route get``: the way to an address, from an address, through an interface."""

    dst: IPv4Address
    src: IPv4Address | None = None
    port: str | None = None


def _parse_get(line: CommandLine) -> Question:
    iproute.options(line)
    if not line.peek():
        raise line.too_short("need at least a destination address", "ip route get ADDRESS")
    question = Question(line.address())
    while line.peek() in ("from", "oif", "dev"):
        if line.next() == "from":
            question = question._replace(src=line.address())
        else:
            question = question._replace(port=line.interface())
    return question


def _get(device: RoutingDevice, question: Question, _: str, cause: int) -> None:
    """Tell the route that a datagram would take, after each route that matches with why it is taken or not."""
    dst = question.dst
    counted = device.routes.counted(device.interfaces.values())
    for __, why in explain_lookup(device.tables[TABLE], counted, dst, device.routes.habit).matched:
        device.note(Kind.DECISION, None, why, cause)
    device.output("\n".join(ip_route_get(question.src, _answer(device, question))), cause)


def _answer(device: RoutingDevice, question: Question) -> Answer:
    dst = question.dst
    if dst.is_this_network or dst.is_loopback:
        return Answer(dst, None, None, LOOPBACK if dst == ANY else dst, "local")
    if device.ip.is_broadcast(dst) or dst.is_multicast:
        return _to_many(device, question)
    found = device.routes.lookup(dst)
    if question.port is not None:
        hops = tuple(hop for hop in found.hops if hop.port == question.port) if found is not None else ()
        # Linux takes what is asked for through an interface without a route there for a neighbour.
        through = hops[0] if hops else Hop(question.port, None)
        return Answer(dst, found, through, next(iter(_own(device, question.port)), None), "")
    src = device.ip.source_for(dst)
    hop = choose(found.hops, src or dst, dst, 0, seed=device.ecmp_seed) if found and found.hops else None
    return Answer(dst, found, hop, src, "")


def _to_many(device: RoutingDevice, question: Question) -> Answer:
    """The way to a broadcast or multicast address."""
    dst, found = question.dst, device.routes.lookup(question.dst)
    near = (each.name for each in device.interfaces.values() if any(dst in own.prefix for own in each.addresses))
    port = question.port or next(near, None) or (found.hops[0].port if found and found.hops else None)
    if port is None:
        return Answer(dst, None, None, None, "")
    own = _own(device, port)
    return Answer(
        dst, found, Hop(port, None), next((ip for ip in own), None), "multicast" if dst.is_multicast else "broadcast"
    )


def _own(device: RoutingDevice, port: str) -> list[IPv4Address]:
    return [own.address for own in device.interfaces[port].addresses]


def _parse_show(line: CommandLine) -> Selector:
    iproute.options(line)
    _refuse_ios(line)
    word = line.peek()
    iproute.asks_to_show(line)
    if word and line.peek() == word and word not in _SELECTORS and not _is_prefix(word):
        line.next()
        hint = _APPEND if word == "append" else SHOW.usage
        raise line.wrong(f'Command "{word}" is unknown, try "ip route help".', hint)
    return _selector(line)


def _selector(line: CommandLine) -> Selector:
    selector = Selector()
    while line:
        word = line.peek()
        if word in _SELECTORS:
            line.next()
            selector = _SELECTORS[word](line, selector)
        else:
            selector = selector._replace(exact=read_prefix(line))
    return selector


_APPEND = "write ip route add, on a host with another metric: of two routes to one prefix the lower metric counts"


def _parse_flush(line: CommandLine) -> Selector:
    iproute.options(line)
    if not line:
        raise line.too_short('"ip route flush" requires arguments.', FLUSH.usage)
    selector = _selector(line)
    if selector.table != "main":
        raise line.wrong("routes to own addresses go with the addresses", "write ip addr flush dev INTERFACE")
    return selector


def _flush(device: RoutingDevice, selector: Selector, _: str, cause: int) -> None:
    rows = [row for row in device.routes.rows.values() if row.source != LOCAL and selector.fits(row)]
    for row in rows:
        device.routes.take_out((row,), Why(rules.DELETED, prefix=row.prefix), cause)
    device.addressing.settle(cause)


def _parse_rule(line: CommandLine) -> None:
    iproute.options(line)
    iproute.asks_to_show(line)
    if line:
        word = line.next()
        raise line.wrong(f"'ip rule {word}' is not simulated", "routes are all in table main: write 'ip route add'")


def _rule(device: RoutingDevice, _: None, __: str, cause: int) -> None:
    device.output("0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default", cause)


def _is_prefix(word: str) -> bool:
    return word == "default" or word[0].isdigit()


_SELECTORS: Mapping[str, Callable[[CommandLine, Selector], Selector]] = {
    "dev": lambda line, selector: selector._replace(port=line.interface()),
    "via": lambda line, selector: selector._replace(next_hop=line.address()),
    "proto": lambda line, selector: selector._replace(source=line.next("a protocol")),
    "table": lambda line, selector: selector._replace(table=line.word("main", "local")),
    "match": lambda line, selector: selector._replace(match=read_prefix(line)),
    "exact": lambda line, selector: selector._replace(exact=read_prefix(line)),
    "root": lambda line, selector: selector._replace(root=read_prefix(line)),
}


def _show(device: RoutingDevice, selector: Selector, _: str, cause: int) -> None:
    lines = ip_route(device.tables[TABLE], selector)
    if lines:
        device.output("\n".join(lines), cause)


def _refuse_ios(line: CommandLine) -> None:
    """Tell how ``ip route NETWORK MASK NEXT_HOP``, as Cisco IOS has it, is written here."""
    hint = _from_ios(line.text)
    if hint:
        extra = line.next()
        raise line.wrong(f"ip route does not take {extra!r}", hint)


def _from_ios(text: str) -> str:
    """How ``ip route NETWORK MASK NEXT_HOP``, as Cisco IOS has it, is written here; "" for anything else."""
    try:
        _, _, network, mask, hop = text.split()
        prefix = Prefix.parse(f"{network}/{mask}")
    except ValueError:
        return ""
    to = "default" if prefix.length == 0 else str(prefix)
    way = "via" if hop[0].isdigit() else "dev"
    return f"that is how Cisco IOS has it; here it is '{ADD.name} {to} {way} {hop}'"


class Shown(NamedTuple):
    """Which routes ``show ip route`` shows: of some sources, or the one to an address or to a prefix."""

    sources: tuple[str, ...] = ()
    ip: IPv4Address | None = None
    length: int | None = None


_SOURCES = {"connected": NEAR, "static": (STATIC,)}


def _parse_ios(line: CommandLine) -> Shown:
    if not line:
        return Shown()
    if not line.peek()[0].isdigit():
        return Shown(_SOURCES[line.word(*_SOURCES)])
    ip = line.address()
    if not line:
        return Shown(ip=ip)
    mask = line.next()
    try:
        return Shown(ip=ip, length=Prefix.parse(f"{ANY}/{mask}").length)
    except ValueError as error:
        raise line.wrong(str(error), "a mask is written like 255.255.255.0") from None


def _show_ios(device: RoutingDevice, shown: Shown, _: str, cause: int) -> None:
    rows = device.tables[TABLE]
    lines = show_ip_route(rows, shown.sources) if shown.ip is None else show_ip_route_to(rows, shown.ip, shown.length)
    device.output("\n".join(lines), cause)


ADD = Command(
    "ip route add",
    f"ip route add {_ROUTE}",
    "adds a route; `PREFIX` is `10.0.0.0/8` or `default`; the metric is 0 by default",
    IP_DEVICES,
    _parse_route(leads=True),
    _saying(add_route),
    rank=30,
    spelled=("ip", "route", "add"),
)
REPLACE = Command(
    "ip route replace",
    f"ip route replace {_ROUTE}",
    "puts a route in the place of the route to the same prefix with the same metric, or adds it",
    IP_DEVICES,
    _parse_route(leads=True),
    _saying(lambda device, words, cause: put_route(device, words, cause, must_exist=False)),
    rank=30,
    spelled=("ip", "route", "replace"),
)
CHANGE = Command(
    "ip route change",
    f"ip route change {_ROUTE}",
    "the same, where there is such a route",
    IP_DEVICES,
    _parse_route(leads=True),
    _saying(lambda device, words, cause: put_route(device, words, cause, must_exist=True)),
    rank=30,
    spelled=("ip", "route", "change"),
)
DELETE = Command(
    "ip route del",
    f"ip route del {_ROUTE}",
    "removes the first route that matches, which has the lowest metric",
    IP_DEVICES,
    _parse_route(leads=False),
    _saying(lambda device, words, cause: "" if delete_route(device, words, cause) else NO_SUCH),
    elsewhere=("no ip route",),
    rank=30,
    spelled=("ip", "route", "delete"),
)
FLUSH = Command(
    "ip route flush",
    "ip route flush [match | root] PREFIX | [dev INTERFACE] [via GATEWAY] [proto NAME] [table main]",
    "removes all routes that match",
    IP_DEVICES,
    _parse_flush,
    _flush,
    rank=30,
    spelled=("ip", "route", "flush"),
)
GET = Command(
    "ip route get",
    "ip route get ADDRESS [from ADDRESS] [oif INTERFACE]",
    "the route that a datagram to `ADDRESS` would take; the reasons name every route that matches",
    IP_DEVICES,
    _parse_get,
    _get,
    rank=30,
    spelled=("ip", "route", "get"),
)
SHOW = Command(
    IP_ROUTE.command,
    "ip route [show] [[match | root] PREFIX] [dev INTERFACE] [via GATEWAY] [proto NAME] [table main|local]",
    "the routing table as Linux prints it",
    IP_DEVICES,
    _parse_show,
    _show,
    rank=30,
    spelled=("ip", "route"),
)
SHOW_IOS = Command(
    SHOW_IP_ROUTE.command,
    f"{SHOW_IP_ROUTE.command} [connected|static|ADDRESS [MASK]]",
    "the routing table as Cisco IOS prints it, routes of one kind, or the route to an address",
    IP_DEVICES,
    _parse_ios,
    _show_ios,
    rank=80,
)

RULE = Command(
    "ip rule",
    "ip rule [show]",
    "in which order the tables of routes are asked",
    IP_DEVICES,
    _parse_rule,
    _rule,
    rank=31,
    spelled=("ip", "rule"),
)

COMMANDS: tuple[Command[Any, Any], ...] = (ADD, REPLACE, CHANGE, DELETE, FLUSH, GET, SHOW, RULE, SHOW_IOS)
