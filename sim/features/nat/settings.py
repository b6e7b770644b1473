"""What can be set of NAT."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from sim.addresses import InterfaceAddress, IPv4Address, Prefix
from sim.ip.ipv4.pdu import PROTOCOL_TCP, PROTOCOL_UDP
from sim.ip.spans import Span, in_order, span
from sim.settings import ROUTER, Conflict, Setting, Settings
from sim.words import TextError, listed

LAST_PORT = 65535
PROTOCOLS = {"tcp": PROTOCOL_TCP, "udp": PROTOCOL_UDP}
_PORT = re.compile(r"(?:(?P<protocol>[a-z]+)\s+)?(?:(?P<ip>[\d.]+):)?(?P<ports>\d{1,5}(?:\s*-\s*\d{1,5})?)", re.ASCII)


class Behavior(StrEnum):
    """Which remote ends a mapping, or the filter of a mapping, is for (RFC 4787 4.1 and 5)."""

    ENDPOINT_INDEPENDENT = "endpoint-independent"
    ADDRESS_DEPENDENT = "address-dependent"
    ADDRESS_AND_PORT_DEPENDENT = "address-and-port-dependent"


class Refresh(StrEnum):
    """Which datagrams give a mapping of UDP more time (RFC 4787 4.3)."""

    OUTBOUND = "outbound"
    BOTH = "both"


class Pooling(StrEnum):
    """Which of several outside addresses a host gets (RFC 4787 4.1)."""

    PAIRED = "paired"
    ARBITRARY = "arbitrary"


class Ports(NamedTuple):
    """Ports in a row."""

    first: Annotated[int, Setting("The first port.", at_least=1, at_most=LAST_PORT)]
    last: Annotated[int, Setting("The last port.", at_least=1, at_most=LAST_PORT)]

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def size(self) -> int:
        return self.last - self.first + 1


class Outside(NamedTuple):
    """Ports that are forwarded; ``ip`` is ``None`` for that of the outside interface."""

    protocol: int
    ip: IPv4Address | None
    ports: Ports

    def overlaps(self, other: "Outside") -> bool:
        """Whether both have a port of the same address, as far as the text tells."""
        return self.ip == other.ip and self.shares_ports(other)

    def shares_ports(self, other: "Outside") -> bool:
        """Whether both have a port of the same protocol."""
        is_near = self.protocol == other.protocol
        return is_near and self.ports.first <= other.ports.last and other.ports.first <= self.ports.last


class Inside(NamedTuple):
    """Where they are forwarded to; ``ports`` is ``None`` for the same ports."""

    ip: IPv4Address
    ports: Ports | None


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else 0
    if not 1 <= port <= LAST_PORT:
        raise TextError(f"{text!r} is no port", "a port is a number from 1 to 65535")
    return port


def _address(text: str) -> IPv4Address:
    try:
        return IPv4Address.parse(text)
    except ValueError as error:
        raise TextError(str(error).partition(",")[0], "write one like 203.0.113.6") from None


def outside(value: str | int) -> Outside:
    """``80``, ``udp 53``, ``5000-5010``, ``203.0.113.6:80`` or ``udp 203.0.113.6:53``; raises ``TextError``."""
    found = _PORT.fullmatch(str(value).strip())
    if found is None:
        raise TextError(f"{value!r} is no port to forward", "write 80, udp 53, 5000-5010 or 203.0.113.6:80")
    name = found["protocol"] or "tcp"
    if name not in PROTOCOLS:
        raise TextError(f"{name!r} is no protocol with ports", f"write {listed((*PROTOCOLS,))}")
    return Outside(PROTOCOLS[name], None if found["ip"] is None else _address(found["ip"]), _span(found["ports"]))


def inside(value: str) -> Inside:
    """``192.168.1.10``, ``192.168.1.10:8080`` or ``192.168.1.10:6000-6010``; raises ``TextError``."""
    ip, colon, ports = value.partition(":")
    return Inside(_address(ip), _span(ports) if colon else None)


def _span(text: str) -> Ports:
    """``1024-65535``, or one port."""
    first, dash, last = (part.strip() for part in text.partition("-"))
    return _rising(Ports(_port(first), _port(last if dash else first)))


def _ports(value: Any) -> Any:
    """``1024-65535``, as the parts of :class:`Ports`."""
    return _span(value)._asdict() if isinstance(value, str) else value


def _rising(found: Ports) -> Ports:
    if found.last < found.first:
        raise TextError(f"{found.last} is below {found.first}", "write the lower port first")
    return found


def _forwardable(value: str | int) -> str | int:
    outside(value)
    return value


def _reachable(value: str) -> str:
    inside(value)
    return value


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _outside_alone(value: Any) -> Any:
    return {"outside": value} if isinstance(value, str) else value


_Forward = tuple[
    tuple[Annotated[str | int, Setting(check=_forwardable)], Annotated[str, Setting(check=_reachable)]], ...
]


class NatSettings(NamedTuple):
    """``static`` has pairs of an outside and an inside address, ``forward`` of texts: see :attr:`forwarded`."""

    outside: Annotated[str, Setting("The interface to the outside. All others are inside.")] = ""
    inside: Annotated[tuple[str, ...], Setting("Only these interfaces are inside.", short=_one_or_more)] = ()
    sources: Annotated[
        tuple[Prefix, ...], Setting("Only these inside networks are translated.", short=_one_or_more)
    ] = ()
    pool: Annotated[
        Span | None,
        Setting(
            "The outside addresses, such as 203.0.113.8-15; by default those of the outside interface.",
            short=span,
            check=in_order,
        ),
    ] = None
    forward: Annotated[
        _Forward,
        Setting(
            "Port forwarding: an outside port or several in a row, as 80, udp 53, 5000-5010 or 203.0.113.6:80, and "
            "where it leads, as 192.168.1.10, 192.168.1.10:8080 or 192.168.1.10:6000-6010."
        ),
    ] = ()
    static: Annotated[
        tuple[tuple[IPv4Address, IPv4Address], ...],
        Setting("One-to-one translation: an outside address, and the inside address that has it to itself."),
    ] = ()
    mapping: Annotated[Behavior, Setting("Which remote ends share a mapping (RFC 4787 4.1).")] = (
        Behavior.ENDPOINT_INDEPENDENT
    )
    filtering: Annotated[Behavior, Setting("From which remote ends a mapping lets datagrams in (RFC 4787 5).")] = (
        Behavior.ADDRESS_DEPENDENT
    )
    preserve_port: Annotated[bool, Setting("Keep the inside port where it is free.")] = True
    parity: Annotated[bool, Setting("With UDP, an even port stays even, an odd one odd (RFC 4787 4.2.2).")] = True
    ports: Annotated[
        Ports,
        Setting(
            "The outside ports that may be used, such as 1024-65535.",
            short=_ports,
            check=_rising,
        ),
    ] = Ports(1, LAST_PORT)
    pooling: Annotated[
        Pooling, Setting("With several addresses: whether a host keeps the one that it got first (RFC 4787 4.1).")
    ] = Pooling.PAIRED
    host_limit: Annotated[
        int, Setting("How many mappings one inside host may have (RFC 6888 REQ-4); 0 for no limit.", at_least=0)
    ] = 0
    hairpin: Annotated[bool, Setting("Inside hosts reach each other at the outside address (RFC 4787 6).")] = True
    refresh: Annotated[Refresh, Setting("Which datagrams give a mapping of UDP or ICMP more time (RFC 4787 4.3).")] = (
        Refresh.OUTBOUND
    )
    renumber: Annotated[
        bool,
        Setting(
            "Datagrams that may be cut get identifications of the router's own, so that those of two hosts at one "
            "address never meet (RFC 7857 8); else they keep theirs, as with Linux."
        ),
    ] = True
    reset: Annotated[
        bool, Setting("Answer a TCP segment of a connection that is not known any more with a RST; else drop it.")
    ] = True
    answer_unsolicited: Annotated[
        bool,
        Setting(
            "Tell the sender of a SYN that nobody inside asked for, after six seconds, with an ICMP error (RFC 5382 "
            "REQ-4); else drop it in silence."
        ),
    ] = True

    is_explicit: bool = False
    """Whether commands say each inside interface, and which hosts are translated; then the fields below hold."""
    source_list: str = ""
    """The access list of the hosts that are translated; "" for none."""
    source_pool: str = ""
    """The pool whose addresses they get; "" for those of the outside interface."""
    interface: str = ""
    """The interface whose address lines of the configuration name, which may not be outside yet; "" for none."""
    pools: tuple[tuple[str, Span], ...] = ()

    @property
    def has_outside(self) -> bool:
        """Whether the address of the outside interface is the one that hosts share and ports are forwarded from."""
        return self.interface in ("", self.outside)

    @property
    def forwarded(self) -> tuple[tuple[Outside, Inside], ...]:
        """The ports that are forwarded, and where to."""
        return tuple((outside(ports), inside(target)) for ports, target in self.forward)


def _conflicts(values: NatSettings) -> Iterator[Conflict]:
    if not values.outside:
        yield Conflict(values._fields, "it is not clear where the outside is", "write outside: and the interface")
    yield from _misdirected(values)
    owners: dict[IPv4Address, IPv4Address] = {}
    for outside_ip, inside_ip in values.static:
        if inside_ip in owners:
            message = f"{inside_ip} has the outside address {owners[inside_ip]} already"
            yield Conflict(("static",), message, "leave one out", (str(outside_ip),))
        owners[inside_ip] = outside_ip
        if values.pool is not None and outside_ip in values.pool:
            message = f"{outside_ip} is in the pool, so others may get it"
            yield Conflict(("static",), message, "take an address that is not in the pool", (str(outside_ip),))


def _twice(text: str, other: str, ports: Outside, known: Outside) -> Conflict:
    message = f"{other!r} forwards port {max(ports.ports.first, known.ports.first)} already"
    return Conflict(("forward",), message, "give each port one place to lead to", (text,))


def _misdirected(values: NatSettings) -> Iterator[Conflict]:
    """Ports that are forwarded twice, and rows of ports that lead to rows of another length."""
    seen: list[tuple[str, Outside]] = []
    for (text, target), (ports, place) in zip(values.forward, values.forwarded, strict=True):
        yield from (_twice(str(text), other, ports, known) for other, known in seen if ports.overlaps(known))
        seen.append((str(text), ports))
        if place.ports is not None and place.ports.size != ports.ports.size:
            last = place.ports.first + ports.ports.size - 1
            ours = f"{ports.ports.size} ports" if ports.ports.size > 1 else "one port"
            message = f"{str(text)!r} has {ours}, and {target!r} has {place.ports.size}"
            fitting = place.ip if last > LAST_PORT else f"{place.ip}:{Ports(place.ports.first, last)}"
            yield Conflict(("forward",), message, f"write {fitting}", (str(text),))


def _at_device(values: NatSettings, interfaces: Mapping[str, tuple[InterfaceAddress, ...]]) -> Iterator[Conflict]:
    """What does not fit the device's interfaces."""
    hint = f"its interfaces are {listed((*interfaces,), 'and')}"
    if values.outside and values.outside not in interfaces:
        yield Conflict(("outside",), f"there is no interface {values.outside!r} here", hint)
    for index, name in enumerate(values.inside):
        if name not in interfaces:
            yield Conflict(("inside",), f"there is no interface {name!r} here", hint, (index,))
        elif name == values.outside:
            yield Conflict(("inside",), f"{name} is the outside already", "leave it out", (index,))
    own = {each.address for addresses in interfaces.values() for each in addresses}
    for outside_ip, _ in values.static:
        if outside_ip in own:
            message = f"{outside_ip} is the router's own address"
            yield Conflict(("static",), message, "forward single ports of it with 'forward'", (str(outside_ip),))
    outside_addresses = interfaces.get(values.outside, ())
    if outside_addresses:
        yield from _twice_at_own_address(values, outside_addresses[0].address)


def _twice_at_own_address(values: NatSettings, own: IPv4Address) -> Iterator[Conflict]:
    """Ports that are forwarded once with the outside interface's own address in front, and once without."""
    seen: list[tuple[str, Outside]] = []
    for text, ports in ((str(text), outside(text)) for text, _ in values.forward):
        if ports.ip in (None, own):
            for other, known in seen:
                if ports.ip != known.ip and ports.shares_ports(known):
                    yield _twice(text, other, ports, known)
            seen.append((text, ports))


SETTINGS = Settings(
    "nat",
    NatSettings,
    "Network address translation (RFC 3022). `nat: eth1` is short for `nat: {outside: eth1}`. How long mappings last "
    "is set under `conntrack`.",
    kinds=(ROUTER,),
    conflicts=_conflicts,
    short=_outside_alone,
    at_device=_at_device,
)
