"""What can be set of DHCP: at a client, at a server, at a relay agent."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from sim.addresses import IPv4Address, MacAddress, Prefix
from sim.ip.spans import Span, in_order, span
from sim.kernel import SECOND
from sim.settings import TIME, Conflict, Setting, Settings, one_or_more
from sim.words import TextError

MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LEAST_LEASE = 2 * SECOND
LONGEST_LEASE = (2**32 - 2) * SECOND


class Choice(StrEnum):
    """Which of several offers a client takes."""

    FIRST = "first"
    LONGEST = "longest"
    LOWEST = "lowest"


class DhcpClientSettings(NamedTuple):
    """How a host asks. ``interfaces`` are those that get their address by DHCP. Times in ns."""

    interfaces: tuple[str, ...] = ()
    client_id: Annotated[str, Setting("A name for servers to know the client by, instead of its MAC address.")] = ""
    hostname: Annotated[bool, Setting("Tell servers the host's name (option 12).")] = True
    broadcast: Annotated[
        bool, Setting("Ask servers to broadcast their replies, as hosts need that take no unicast without an address.")
    ] = False
    choose: Annotated[
        Choice, Setting("Which offer to take: the first, that of the longest lease, that of the lowest server address.")
    ] = Choice.FIRST
    collect: Annotated[
        int, Setting("Time to collect offers in, where it is not the first that is taken.", TIME, at_least=1)
    ] = 2 * SECOND
    check: Annotated[bool, Setting("Probe for the address before using it (RFC 5227), and decline it if taken.")] = True
    start_delay: Annotated[
        int, Setting("Before the first message, wait for a random time up to this (RFC 2131 4.4.1: 10s).", TIME)
    ] = 0
    timeout: Annotated[
        int, Setting("Time to wait for the first answer; each further wait is twice as long.", TIME, at_least=SECOND)
    ] = 4 * SECOND
    longest_timeout: Annotated[int, Setting("The longest such wait.", TIME, at_least=SECOND)] = 64 * SECOND
    attempts: Annotated[int, Setting("How often a message is sent before the client gives up.", at_least=1)] = 4
    retry: Annotated[
        int, Setting("When no server has answered, time until the next attempt.", TIME, at_least=SECOND)
    ] = 5 * MINUTE
    link_local: Annotated[bool, Setting("Take an address of 169.254.0.0/16 when no server answers (RFC 3927).")] = True
    remembered: Annotated[
        IPv4Address | None, Setting("The address of an earlier lease: the host begins by asking for it again.")
    ] = None
    lease: Annotated[
        int | None, Setting("How long a lease to ask for.", TIME, at_least=LEAST_LEASE, at_most=LONGEST_LEASE)
    ] = None
    inform: Annotated[bool, Setting("With addresses set by hand: ask servers for everything else (DHCPINFORM).")] = (
        False
    )


CLIENT = Settings("dhcp_client", DhcpClientSettings, "Getting an address by DHCP (RFC 2131).", everywhere=True)


_Span = Annotated[Span, Setting(short=span, check=in_order)]


class Probe(StrEnum):
    """When a server pings an address before it offers the address."""

    NEVER = "never"
    REUSED = "reused"
    ALWAYS = "always"


def client_key(text: str) -> str:
    """A MAC address, or a name that a client is known by; raises ``TextError``."""
    try:
        return str(MacAddress.parse(text))
    except ValueError:
        if not text or not text.isascii() or not text.isprintable():
            message = f"{text!r} is neither a MAC address nor a client's name"
            raise TextError(message, "write 02:00:00:00:00:01, or the client's client_id") from None
        return text


_Router = Annotated[
    IPv4Address | None, Setting("The default router of the clients; by default the router that serves them.")
]
_Servers = Annotated[tuple[IPv4Address, ...], Setting("The DNS servers of the clients.", short=one_or_more)]
_Domain = Annotated[str, Setting("The clients' domain name (option 15).")]
_Search = Annotated[
    tuple[str, ...], Setting("The domains that clients look names up in (option 119).", short=one_or_more)
]
_Lease = Annotated[int, Setting("How long a lease is.", TIME, at_least=LEAST_LEASE, at_most=LONGEST_LEASE)]
_Renew = Annotated[int | None, Setting("T1, when clients renew; by default half of the lease.", TIME, at_least=SECOND)]
_Rebind = Annotated[
    int | None, Setting("T2, when clients ask any server; by default 7/8 of the lease.", TIME, at_least=SECOND)
]
_Mtu = Annotated[int | None, Setting("The MTU of the clients' interfaces.", "octets", at_least=68, at_most=65535)]
_Routes = Annotated[
    tuple[tuple[Prefix, IPv4Address], ...],
    Setting("Static routes of the clients: each network, and the router that leads there (option 121)."),
]
_Exclude = Annotated[tuple[_Span, ...], Setting("Addresses of the pool that nobody gets.", short=one_or_more)]
_Reservations = Annotated[
    tuple[tuple[Annotated[str, Setting(check=client_key)], IPv4Address], ...],
    Setting("Addresses for certain clients, by MAC address or client_id."),
]
_Network = Annotated[
    Prefix | None, Setting("The network of the addresses; by default that of the server's own interface.")
]


class Pool(NamedTuple):
    """The addresses of one network, and what its clients are told beside their address."""

    pool: Annotated[Span, Setting("The addresses to lease, such as 192.168.10.100-199.", short=span, check=in_order)]
    network: _Network = None
    router: _Router = None
    dns: _Servers = ()
    domain: _Domain = ""
    search: _Search = ()
    lease: _Lease = HOUR
    renew: _Renew = None
    rebind: _Rebind = None
    mtu: _Mtu = None
    routes: _Routes = ()
    exclude: _Exclude = ()
    reservations: _Reservations = ()

    name: str = ""
    """What commands call it."""
    tells_router: bool = True
    """Whether clients are told the router that serves them where no other is written."""


class DhcpServerSettings(NamedTuple):
    """A server with one pool, whose parts stand here, or with several ``pools``. Times in ns."""

    pool: Annotated[
        Span | None, Setting("The addresses to lease, such as 192.168.10.100-199.", short=span, check=in_order)
    ] = None
    network: _Network = None
    router: _Router = None
    dns: _Servers = ()
    domain: _Domain = ""
    search: _Search = ()
    lease: _Lease = HOUR
    renew: _Renew = None
    rebind: _Rebind = None
    mtu: _Mtu = None
    routes: _Routes = ()
    exclude: _Exclude = ()
    reservations: _Reservations = ()
    pools: Annotated[tuple[Pool, ...], Setting("Several pools, one for each network; a relay agent's is chosen.")] = ()
    authoritative: Annotated[
        bool,
        Setting("This server knows every lease of its networks: it takes over and refuses leases that it never gave."),
    ] = False
    hold: Annotated[
        int, Setting("How long an address that was offered is kept for the client.", TIME, at_least=SECOND)
    ] = MINUTE
    probe: Annotated[
        Probe, Setting("Ping an address before it is offered: one that another client had, always, or never.")
    ] = Probe.REUSED
    probe_wait: Annotated[int, Setting("Time to wait for an answer to the ping.", TIME, at_least=1)] = SECOND
    quarantine: Annotated[
        int, Setting("How long nobody gets an address that turned out to be taken.", TIME, at_least=SECOND)
    ] = 10 * MINUTE

    named: tuple[Pool, ...] | None = None
    """The pools as commands say them, which then are all that there are; those without a network lease nothing."""
    excluded: tuple[Span, ...] = ()
    """The addresses that commands leave out of all pools."""

    @property
    def all_pools(self) -> tuple[Pool, ...]:
        """The pool that stands here, if one does, and the others."""
        if self.named is not None:
            return tuple(pool._replace(exclude=self.excluded) for pool in self.named if pool.network is not None)
        if self.pool is None:
            return self.pools
        return (Pool(**{name: getattr(self, name) for name in Pool._fields if name in self._fields}), *self.pools)


def _conflicts(values: DhcpServerSettings) -> Iterator[Conflict]:
    every = [((), values)] if values.pool is not None else []
    for within, pool in [*every, *((("pools", at), pool) for at, pool in enumerate(values.pools))]:
        yield from _pool_conflicts(within, pool)
    if values.pool is None and not values.pools and values != DhcpServerSettings():
        used = tuple(name for name in values._fields if getattr(values, name) != getattr(DhcpServerSettings(), name))
        yield Conflict(used, "this server has no addresses to lease", "write pool: and the first and last address")


def _pool_conflicts(within: tuple[Any, ...], pool: Any) -> Iterator[Conflict]:
    def conflict(name: str, message: str, hint: str) -> Conflict:
        return (
            Conflict((within[0],), message, hint, (*within[1:], name)) if within else Conflict((name,), message, hint)
        )

    renew = pool.lease // 2 if pool.renew is None else pool.renew
    rebind = pool.lease * 7 // 8 if pool.rebind is None else pool.rebind
    if not renew <= rebind <= pool.lease:
        name = "renew" if pool.renew is not None else "rebind"
        yield conflict(
            name, "a client renews, then asks any server, then loses the lease", "keep renew < rebind < lease"
        )
    if pool.network is not None:
        for edge in (pool.pool.first, pool.pool.last):
            if edge not in pool.network or pool.network.reserves(edge):
                message = f"{edge} is no host's address in {pool.network}"
                yield conflict("pool", message, f"write addresses of {pool.network}")
                break


def _short(value: Any) -> Any:
    """The addresses alone."""
    if isinstance(value, bool):
        raise TextError(
            "this does not say which addresses to lease",
            "write dhcp: 192.168.10.100-199 for a server; a client is host: dhcp",
        )
    return {"pool": value} if isinstance(value, str) else value


SERVER = Settings(
    "dhcp", DhcpServerSettings, "Leasing addresses by DHCP (RFC 2131).", conflicts=_conflicts, short=_short
)


def _relay(value: Any) -> Any:
    if isinstance(value, str):
        return {"servers": [value]}
    if isinstance(value, bool):
        raise TextError("a relay agent has to know a server", "write its address, as in relay: 10.0.0.2")
    return {"servers": value} if isinstance(value, list) else value


class Relay(NamedTuple):
    """Where a relay agent carries what clients broadcast."""

    servers: Annotated[tuple[IPv4Address, ...], Setting("The servers.")]
    information: Annotated[bool, Setting("Tell servers which interface a client is at (option 82).")] = False
    hops: Annotated[int, Setting("How many relay agents a message may have passed.", at_least=1, at_most=16)] = 4


class RelaySettings(NamedTuple):
    relay: Annotated[
        Relay | None,
        Setting("The DHCP servers to which it carries what clients broadcast.", short=_relay, kinds=("router",)),
    ] = None

    helpers: tuple[tuple[str, IPv4Address], ...] | None = None
    """The servers as commands say them, of each interface."""

    def at(self, port: str) -> Relay | None:
        """The servers to which it carries what comes in at an interface."""
        if self.helpers is None:
            return self.relay
        servers = tuple(server for name, server in self.helpers if name == port)
        return (self.relay or Relay(()))._replace(servers=servers) if servers else None


RELAY = Settings("", RelaySettings)
