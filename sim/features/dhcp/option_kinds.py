"""The options of a DHCP message: their numbers, what their octets mean, and how a value is written for a person.

RFC 2132 has most of them; RFC 3046 has 82, RFC 3397 has 119, RFC 3442 has 121.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import Any, Generic, NamedTuple, TypeVar

from sim.addresses import InterfaceAddress, IPv4Address, Prefix, mask_of
from sim.features.dhcp.domain_names import read_names, write_names

T = TypeVar("T")

PAD = 0
END = 255
LONGEST = 255
"""Octets of data in one option; a longer value takes several of the same code (RFC 3396)."""
INFINITE = 0xFFFFFFFF
"""A lease time that means "for ever" (RFC 2131 3.3)."""


class MessageType(IntEnum):
    """The value of option 53 (RFC 2132 9.6)."""

    DISCOVER = 1
    OFFER = 2
    REQUEST = 3
    DECLINE = 4
    ACK = 5
    NAK = 6
    RELEASE = 7
    INFORM = 8

    @property
    def label(self) -> str:
        return self.name.lower()


class ClassRoute(NamedTuple):
    """A route of option 121: a network, and the router that leads there; 0.0.0.0 for the link itself."""

    prefix: Prefix
    router: IPv4Address

    def __str__(self) -> str:
        return f"{self.prefix} via {self.router}"


class SubOption(NamedTuple):
    """A part of option 82; 1 is the circuit, 2 the remote end (RFC 3046 3)."""

    code: int
    data: bytes


class OptionKind(Generic[T]):
    """An option that is understood: its code, its name, and its value in octets and in text.

    ``read`` gives ``None`` for octets that cannot be such a value, most of them because of their length.
    """

    __slots__ = ("code", "name", "read", "show", "write")

    def __init__(
        self,
        code: int,
        name: str,
        read: Callable[[bytes], T | None],
        write: Callable[[T], bytes],
        show: Callable[[T], str] = str,
    ) -> None:
        self.code = code
        self.name = name
        self.read = read
        self.write = write
        self.show = show

    def __call__(self, value: T) -> "Option":
        """The option with a value."""
        return Option(self.code, self.write(value))


class Option(NamedTuple):
    """An option as it is in a message: its code, and its data without the length."""

    code: int
    data: bytes


def _listed(values: Any) -> str:
    return ", ".join(str(value) for value in values)


def _address(octets: bytes) -> IPv4Address | None:
    return IPv4Address(int.from_bytes(octets, "big")) if len(octets) == 4 else None


def _mask(octets: bytes) -> int | None:
    """The length of a mask; ``None`` where its ones are not all on the left."""
    if len(octets) != 4:
        return None
    mask = int.from_bytes(octets, "big")
    return mask.bit_count() if mask == mask_of(mask.bit_count()) else None


def _addresses(octets: bytes) -> tuple[IPv4Address, ...] | None:
    if not octets or len(octets) % 4:
        return None
    return tuple(IPv4Address(int.from_bytes(octets[at : at + 4], "big")) for at in range(0, len(octets), 4))


def _write_addresses(addresses: tuple[IPv4Address, ...]) -> bytes:
    return b"".join(address.to_bytes(4, "big") for address in addresses)


def _number(size: int, least: int = 0) -> Callable[[bytes], int | None]:
    def read(octets: bytes) -> int | None:
        value = int.from_bytes(octets, "big")
        return value if len(octets) == size and value >= least else None

    return read


def _text(octets: bytes) -> str | None:
    # RFC 2132 2: "Options containing NVT ASCII data SHOULD NOT include a trailing NULL; however, the receiver of such
    # options MUST be prepared to delete trailing nulls if they exist."
    text = octets.rstrip(b"\0").decode("latin-1")
    return text if octets and text and text.isprintable() else None


def _octets(least: int) -> Callable[[bytes], bytes | None]:
    return lambda octets: octets if len(octets) >= least else None


def _type(octets: bytes) -> MessageType | None:
    return MessageType(octets[0]) if len(octets) == 1 and 1 <= octets[0] <= 8 else None


def _codes(octets: bytes) -> tuple[int, ...] | None:
    return tuple(octets) or None


def _routes(octets: bytes) -> tuple[ClassRoute, ...] | None:
    """RFC 3442: the width of the mask, as many octets of the network as it needs, the router."""
    routes, at = [], 0
    while at < len(octets):
        length = octets[at]
        size = (length + 7) // 8
        if length > 32 or at + 1 + size + 4 > len(octets):
            return None
        network = int.from_bytes(octets[at + 1 : at + 1 + size].ljust(4, b"\0"), "big")
        router = int.from_bytes(octets[at + 1 + size : at + 5 + size], "big")
        # "the DHCP client MUST set to zero any bits in the subnet number where the corresponding bit in the mask is
        # zero"
        prefix = InterfaceAddress(IPv4Address(network), length).prefix
        routes.append(ClassRoute(prefix, IPv4Address(router)))
        at += 5 + size
    return tuple(routes) or None


def _write_routes(routes: tuple[ClassRoute, ...]) -> bytes:
    octets = b""
    for route in routes:
        network = route.prefix.network.to_bytes(4, "big")[: (route.prefix.length + 7) // 8]
        octets += bytes([route.prefix.length]) + network + route.router.to_bytes(4, "big")
    return octets


def _sub_options(octets: bytes) -> tuple[SubOption, ...] | None:
    found, at = [], 0
    while at < len(octets):
        if at + 2 > len(octets) or at + 2 + octets[at + 1] > len(octets):
            return None
        found.append(SubOption(octets[at], octets[at + 2 : at + 2 + octets[at + 1]]))
        at += 2 + octets[at + 1]
    return tuple(found) or None


def _write_sub_options(parts: tuple[SubOption, ...]) -> bytes:
    return b"".join(bytes([part.code, len(part.data)]) + part.data for part in parts)


def readable(octets: bytes) -> str:
    """Octets as text where they are printable ASCII, else in hex."""
    text = octets.decode("latin-1")
    return text if text.isascii() and text.isprintable() else octets.hex(" ")


def _show_sub_options(parts: tuple[SubOption, ...]) -> str:
    names = {1: "circuit", 2: "remote"}
    return ", ".join(f"{names.get(part.code, part.code)} {readable(part.data)}" for part in parts)


def show_client_id(octets: bytes) -> str:
    """A client identifier: a MAC address behind type 1, a text behind type 0, else hex (RFC 2132 9.14)."""
    if octets[:1] == b"\x01" and len(octets) == 7:
        return octets[1:].hex(":")
    return readable(octets[1:]) if octets[:1] == b"\0" else octets.hex(" ")


def _show_seconds(seconds: int) -> str:
    return "infinite" if seconds == INFINITE else f"{seconds} s"


def _numbered(code: int, name: str, size: int, least: int = 0, show: Callable[[int], str] = str) -> OptionKind[int]:
    return OptionKind(code, name, _number(size, least), lambda value: value.to_bytes(size, "big"), show)


def _one(code: int, name: str) -> OptionKind[IPv4Address]:
    return OptionKind(code, name, _address, lambda address: address.to_bytes(4, "big"))


def _several(code: int, name: str) -> OptionKind[tuple[IPv4Address, ...]]:
    return OptionKind(code, name, _addresses, _write_addresses, _listed)


def _worded(code: int, name: str) -> OptionKind[str]:
    return OptionKind(code, name, _text, lambda text: text.encode("latin-1", "replace"), lambda text: f'"{text}"')


SUBNET_MASK: OptionKind[int] = OptionKind(
    1, "subnet_mask", _mask, lambda length: mask_of(length).to_bytes(4, "big"), lambda n: str(IPv4Address(mask_of(n)))
)
"""Its value is the length of the mask."""
ROUTER = _several(3, "router")
DNS_SERVERS = _several(6, "dns_servers")
HOST_NAME = _worded(12, "host_name")
DOMAIN_NAME = _worded(15, "domain_name")
INTERFACE_MTU = _numbered(26, "interface_mtu", 2, least=68)
BROADCAST_ADDRESS = _one(28, "broadcast_address")
NTP_SERVERS = _several(42, "ntp_servers")
REQUESTED_ADDRESS = _one(50, "requested_address")
LEASE_TIME = _numbered(51, "lease_time", 4, show=_show_seconds)
OVERLOAD = OptionKind(
    52, "overload", lambda o: o[0] if len(o) == 1 and 1 <= o[0] <= 3 else None, lambda value: bytes([value])
)
MESSAGE_TYPE = OptionKind(
    53, "message_type", _type, lambda value: bytes([value]), lambda value: f"{int(value)} ({value.label})"
)
SERVER_ID = _one(54, "server_id")
PARAMETER_LIST: OptionKind[tuple[int, ...]] = OptionKind(55, "parameter_list", _codes, bytes, _listed)
MESSAGE = _worded(56, "message")
MAXIMUM_SIZE = _numbered(57, "maximum_size", 2, least=576)
RENEWAL_TIME = _numbered(58, "renewal_time", 4, show=_show_seconds)
REBINDING_TIME = _numbered(59, "rebinding_time", 4, show=_show_seconds)
VENDOR_CLASS = OptionKind(60, "vendor_class", _octets(1), bytes, readable)
CLIENT_ID = OptionKind(61, "client_id", _octets(2), bytes, show_client_id)
RELAY_INFORMATION = OptionKind(82, "relay_information", _sub_options, _write_sub_options, _show_sub_options)
SEARCH_LIST: OptionKind[tuple[str, ...]] = OptionKind(119, "search_list", read_names, write_names, _listed)
STATIC_ROUTES: OptionKind[tuple[ClassRoute, ...]] = OptionKind(121, "static_routes", _routes, _write_routes, _listed)

KINDS: dict[int, OptionKind[Any]] = {
    kind.code: kind for kind in tuple(globals().values()) if isinstance(kind, OptionKind)
}
"""The options that are understood, by their codes."""


def name_of(code: int) -> str:
    """The name of an option: ``option_224`` for one that is not understood."""
    kind = KINDS.get(code)
    return f"option_{code}" if kind is None else kind.name
