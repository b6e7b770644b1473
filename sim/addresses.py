"""Addresses as small typed integers.

An address is an ``int`` subclass, so that comparing, hashing and masking run at the speed of ``int``
while the type checker keeps a MAC address from being used as an IP address.
"""

import re
from typing import NamedTuple, Self

_MAC = re.compile(r"[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2}){4}")
_IPV6 = re.compile(r"(?=.*::|(?:[^:]*:){7}[^:]*$)[0-9a-fA-F:]*:[0-9a-fA-F:]*(?:[0-9.]+)?(?:%\w+)?(?:/\d+)?")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,2}")


class MacAddress(int):
    """A 48-bit EUI-48 address (IEEE 802, clause 8)."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``02:00:00:00:00:01`` or ``02-00-00-00-00-01``; raises ``ValueError``."""
        if not _MAC.fullmatch(text):
            raise ValueError(f"{text!r} is not a MAC address, which is written like 02:00:00:00:00:01")
        return cls(int(text.replace(text[2], ""), 16))

    @property
    def is_group(self) -> bool:
        """Whether the I/G bit is set: a multicast or broadcast address."""
        return bool(self >> 40 & 1)

    @property
    def dotted(self) -> str:
        """The address as Cisco IOS writes it: ``0200.0000.0001``."""
        digits = f"{self:012x}"
        return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"

    def __str__(self) -> str:
        return self.to_bytes(6, "big").hex(":")

    def __repr__(self) -> str:
        return f"MacAddress({str(self)!r})"


class IPv4Address(int):
    """A 32-bit Internet Protocol address (RFC 791 3.2)."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read dotted decimal, four octets without leading zeros; raises ``ValueError``."""
        if is_ipv6(text):
            raise ValueError(f"{text!r} is an IPv6 address, and IPv6 is not simulated yet; use IPv4 addresses")
        octets = text.split(".")
        if len(octets) != 4 or not all(_DECIMAL.fullmatch(o) and int(o) < 256 for o in octets):
            raise ValueError(f"{text!r} is not an IPv4 address, which is four numbers from 0 to 255 like 192.168.10.1")
        return cls(int.from_bytes(bytes(map(int, octets)), "big"))

    @property
    def is_multicast(self) -> bool:
        """Class D, 224.0.0.0/4 (RFC 1112 4)."""
        return self >> 28 == 0xE

    @property
    def is_this_network(self) -> bool:
        """0.0.0.0/8, which is nobody's address on a link (RFC 1122 3.2.1.3 (a), (b))."""
        return self >> 24 == 0

    @property
    def is_loopback(self) -> bool:
        """127.0.0.0/8 (RFC 1122 3.2.1.3 (g))."""
        return self >> 24 == 127

    def __str__(self) -> str:
        return "{}.{}.{}.{}".format(*self.to_bytes(4, "big"))

    def __repr__(self) -> str:
        return f"IPv4Address({str(self)!r})"


class Prefix(NamedTuple):
    """A network: its first address and the length of its mask (RFC 4632 3.1)."""

    network: IPv4Address
    length: int

    @classmethod
    def parse(cls, text: str) -> "Prefix":
        """Read ``192.168.10.0/24``, or ``default``; raises ``ValueError``, also where host bits are set."""
        if text == "default":
            return DEFAULT_ROUTE
        interface = InterfaceAddress.parse(text)
        prefix = interface.prefix
        if prefix.network != interface.address:
            raise ValueError(f"{text!r} has host bits set; the network is {prefix}")
        return prefix

    @property
    def mask(self) -> IPv4Address:
        return IPv4Address(mask_of(self.length))

    @property
    def broadcast(self) -> IPv4Address:
        """The highest address: the directed broadcast where there is one (RFC 919 7)."""
        return IPv4Address(self.network | ~mask_of(self.length) & 0xFFFFFFFF)

    @property
    def has_broadcast(self) -> bool:
        """Whether the lowest and highest address are reserved; not so in a /31 (RFC 3021) or /32."""
        return self.length < 31

    def reserves(self, address: IPv4Address) -> bool:
        """Whether the address is the network's own or its broadcast, so that no host can have it."""
        return self.has_broadcast and address in (self.network, self.broadcast)

    def __contains__(self, address: object) -> bool:
        return isinstance(address, IPv4Address) and address & mask_of(self.length) == self.network

    def __str__(self) -> str:
        return f"{self.network}/{self.length}"


class InterfaceAddress(NamedTuple):
    """An address of an interface together with the length of its network's mask."""

    address: IPv4Address
    length: int

    @classmethod
    def parse(cls, text: str) -> "InterfaceAddress":
        """Read ``192.168.10.1/24`` or ``192.168.99.254/255.255.240.0``; raises ``ValueError``."""
        if is_ipv6(text):
            IPv4Address.parse(text)
        address, slash, mask = text.partition("/")
        if not slash:
            raise ValueError(f"{text!r} has no mask; write it like {_with_mask(text)}")
        return cls(IPv4Address.parse(address), _mask_length(mask))

    @property
    def prefix(self) -> Prefix:
        return Prefix(IPv4Address(self.address & mask_of(self.length)), self.length)

    def __str__(self) -> str:
        return f"{self.address}/{self.length}"


def _with_mask(text: str) -> str:
    """What may be meant by an address without ``/``: its mask may stand behind a space."""
    parts = text.split()
    if len(parts) == 2:
        try:
            return f"{parts[0]}/{_mask_length(parts[1])}"
        except ValueError:
            return f"{parts[0]}/24"
    return f"{text}/24"


def mask_of(length: int) -> int:
    """The mask with ``length`` leading ones, as a plain integer."""
    return 0xFFFFFFFF << 32 - length & 0xFFFFFFFF


def multicast_mac(group: IPv4Address) -> MacAddress:
    """The group MAC address that carries an IPv4 group (RFC 1112 6.4)."""
    return MacAddress(0x01005E000000 | group & 0x7FFFFF)


def is_ipv6(text: str) -> bool:
    """Whether a text is written as an address of IPv6 is (RFC 4291 2.2), perhaps with the length of a prefix."""
    return _IPV6.fullmatch(text) is not None


def _mask_length(text: str) -> int:
    if _DECIMAL.fullmatch(text) and int(text) <= 32:
        return int(text)
    if "." not in text:
        raise ValueError(f"{text!r} is not a mask, which is a number from 0 to 32 or like 255.255.255.0")
    mask = IPv4Address.parse(text)
    length = mask.bit_count()
    if mask != mask_of(length):
        raise ValueError(f"{text!r} is not a mask: its ones are not all on the left")
    return length


BROADCAST_MAC = MacAddress(0xFFFFFFFFFFFF)
ZERO_MAC = MacAddress(0)
ANY = IPv4Address(0)
DEFAULT_ROUTE = Prefix(ANY, 0)
LIMITED_BROADCAST = IPv4Address(0xFFFFFFFF)
LOOPBACK = IPv4Address(0x7F000001)
ALL_SYSTEMS = IPv4Address(0xE0000001)
