"""A DHCP message as a value (RFC 2131 2)."""

from typing import Any, TypeVar

from sim.addresses import ANY, IPv4Address, MacAddress
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.option_kinds import MessageType, Option, OptionKind
from sim.pdu.base import Pdu

SERVER_PORT = 67
CLIENT_PORT = 68

BOOTREQUEST = 1
BOOTREPLY = 2
ETHERNET = 1
"""The hardware type of Ethernet (RFC 1700)."""
BROADCAST = 0x8000
"""The flag of a client that cannot receive unicast before it has its address (RFC 2131 2, figure 2)."""

HEADER = 236
"""Octets up to and with ``file``."""
COOKIE = 4
LEAST = 300
"""Octets that every message has at least, as those of BOOTP have; the rest is padding (RFC 1542 2.1)."""
AREA = 308
"""Octets of options that every client can take in the ``options`` field, behind the cookie (RFC 2131 2: 312)."""
FILE, SNAME = 128, 64
"""Octets of the two fields, which can have options, too (RFC 2132 9.3)."""
IN_FILE, IN_SNAME = 1, 2
"""The bits of option 52: which of the two fields has options."""

T = TypeVar("T")


class Dhcp(Pdu):
    """A message. ``options`` are in their order, without pad, end and overload; one of many octets is one here.

    ``overload`` says which of ``file`` (1) and ``sname`` (2) have options; these are then empty here.
    """

    __slots__ = (
        "chaddr",
        "ciaddr",
        "file",
        "flags",
        "giaddr",
        "hlen",
        "hops",
        "htype",
        "op",
        "options",
        "overload",
        "secs",
        "siaddr",
        "sname",
        "xid",
        "yiaddr",
    )

    def __init__(
        self,
        op: int,
        xid: int,
        chaddr: bytes,
        options: tuple[Option, ...],
        *,
        htype: int = ETHERNET,
        hlen: int = 6,
        hops: int = 0,
        secs: int = 0,
        flags: int = 0,
        ciaddr: IPv4Address = ANY,
        yiaddr: IPv4Address = ANY,
        siaddr: IPv4Address = ANY,
        giaddr: IPv4Address = ANY,
        sname: bytes = b"",
        file: bytes = b"",
        overload: int = 0,
    ) -> None:
        self.op = op
        self.xid = xid
        self.chaddr = chaddr
        self.options = options
        self.htype = htype
        self.hlen = hlen
        self.hops = hops
        self.secs = secs
        self.flags = flags
        self.ciaddr = ciaddr
        self.yiaddr = yiaddr
        self.siaddr = siaddr
        self.giaddr = giaddr
        self.sname = sname
        self.file = file
        self.overload = overload

    def __len__(self) -> int:
        return max(HEADER + COOKIE + len(areas(self.options, self.overload)[0]), LEAST)

    def get(self, kind: OptionKind[T]) -> T | None:
        """The value of an option; ``None`` where it is not there."""
        data = self.octets_of(kind.code)
        return None if data is None else kind.read(data)

    def octets_of(self, code: int) -> bytes | None:
        """The octets of an option; ``None`` where it is not there."""
        return next((option.data for option in self.options if option.code == code), None)

    def replaced(self, **changes: Any) -> "Dhcp":
        """The same message with other fields."""
        fields = {name: getattr(self, name) for name in self.__slots__} | changes
        return Dhcp(**fields)

    @property
    def type(self) -> MessageType:
        """What kind of message it is; every one that was decoded has the option."""
        found = self.get(kinds.MESSAGE_TYPE)
        assert found is not None, "a DHCP message has a type"
        return found

    @property
    def mac(self) -> MacAddress:
        """The client's hardware address, as far as it is that of an Ethernet."""
        return MacAddress(int.from_bytes(self.chaddr[:6].ljust(6, b"\0"), "big"))

    @property
    def client_id(self) -> bytes:
        """What a server knows the client by: option 61, else its hardware address behind its type (RFC 2131 4.2)."""
        return self.octets_of(kinds.CLIENT_ID.code) or bytes([self.htype]) + self.chaddr[: self.hlen]

    @property
    def wants_broadcast(self) -> bool:
        return bool(self.flags & BROADCAST)


def pieces(option: Option) -> bytes:
    """The octets of an option; of a long one, in several of the same code (RFC 3396)."""
    data = option.data
    parts = [data[at : at + kinds.LONGEST] for at in range(0, len(data), kinds.LONGEST)] or [b""]
    return b"".join(bytes([option.code, len(part)]) + part for part in parts)


def areas(options: tuple[Option, ...], overload: int) -> tuple[bytes, bytes, bytes]:
    """The octets of the options by the field that has them: ``options``, ``file``, ``sname``, each with its end.

    An option that does not fit goes into the next field, and those behind it follow (RFC 2131 4.1); one that fits in
    none is cut in pieces (RFC 3396 5). Where there is no room even so, all stand in ``options``, however long that
    becomes.

    RFC 3046 2.2: "A server MUST NOT place the echo'd Relay Agent Information option in the overloaded sname or file
    fields": it is always the last one in ``options``.
    """
    end = bytes([kinds.END])
    if not overload:
        return b"".join(map(pieces, options)) + end, b"", b""
    relayed = b"".join(pieces(option) for option in options if option.code == kinds.RELAY_INFORMATION.code)
    others = tuple(option for option in options if option.code != kinds.RELAY_INFORMATION.code)
    last = pieces(kinds.OVERLOAD(overload)) + relayed
    rooms = [AREA - 1 - len(last), FILE - 1 if overload & IN_FILE else 0, SNAME - 1 if overload & IN_SNAME else 0]
    fields = _distributed(others, rooms) or [b"".join(map(pieces, others)), b"", b""]
    file, sname = (field + end if room else b"" for field, room in zip(fields[1:], rooms[1:], strict=True))
    return fields[0] + last + end, file, sname


def _distributed(options: tuple[Option, ...], rooms: list[int]) -> list[bytes] | None:
    """The options in fields of so many octets; ``None`` where they do not fit."""
    fields, at = [b"", b"", b""], 0
    for option in options:
        octets = pieces(option)
        whole = next((place for place in range(at, 3) if len(fields[place]) + len(octets) <= rooms[place]), None)
        if whole is not None:
            at = whole
            fields[at] += octets
            continue
        data = option.data
        if not data:
            return None
        while data:
            room = min(rooms[at] - len(fields[at]) - 2, kinds.LONGEST)
            if room > 0:
                fields[at] += bytes([option.code, len(data[:room])]) + data[:room]
                data = data[room:]
            elif at == 2:
                return None
            else:
                at += 1
    return fields


def overload_for(options: tuple[Option, ...], most: int) -> int:
    """Which fields have to have options so that the ``options`` field is no longer than ``most`` octets; 0 for none."""
    if len(areas(options, 0)[0]) <= most:
        return 0
    return next((each for each in (IN_FILE, IN_FILE | IN_SNAME) if len(areas(options, each)[0]) <= AREA), 0)
