"""The octets of DHCP messages (RFC 2131 2, RFC 2132 2)."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp import rules
from sim.features.dhcp.option_kinds import END, PAD, Option
from sim.features.dhcp.pdu import (
    BOOTREPLY,
    BOOTREQUEST,
    BROADCAST,
    COOKIE,
    FILE,
    HEADER,
    IN_FILE,
    IN_SNAME,
    LEAST,
    SNAME,
    Dhcp,
    areas,
)
from sim.why import Why
from sim.wire.layout import Field, Layout, Show, address, enumeration, flags, hexadecimal

NAME = "dhcp"
MAGIC = bytes([99, 130, 83, 99])
"""RFC 2131 3: "The first four octets of the 'options' field … contain the (decimal) values 99, 130, 83 and 99"."""


def _shown_text(size: int) -> Show:
    return lambda value: kinds.readable(value.to_bytes(size, "big").rstrip(b"\0")) if value else "0"


def _shown_chaddr(value: int) -> str:
    octets = value.to_bytes(16, "big")
    return (octets[:6] if not any(octets[6:]) else octets).hex(":")


LAYOUT = Layout(
    NAME,
    (
        Field("op", 8, enumeration({BOOTREQUEST: "request", BOOTREPLY: "reply"})),
        Field("htype", 8, enumeration({1: "Ethernet"})),
        Field("hlen", 8),
        Field("hops", 8),
        Field("xid", 32, hexadecimal(8)),
        Field("secs", 16),
        Field("flags", 16, flags({BROADCAST: "broadcast"})),
        Field("ciaddr", 32, address),
        Field("yiaddr", 32, address),
        Field("siaddr", 32, address),
        Field("giaddr", 32, address),
        Field("chaddr", 128, _shown_chaddr),
        Field("sname", SNAME * 8, _shown_text(SNAME)),
        Field("file", FILE * 8, _shown_text(FILE)),
        Field("magic_cookie", COOKIE * 8, hexadecimal(8)),
    ),
)


class Piece(NamedTuple):
    """An option where it is: its offset in the octets that were split, and all of its octets."""

    offset: int
    octets: bytes
    is_well_formed: bool

    @property
    def code(self) -> int:
        return self.octets[0]

    @property
    def data(self) -> bytes:
        return self.octets[2:]


def split(octets: bytes) -> Iterator[Piece]:
    """The options of one field in their order; together they cover it. The padding behind the end belongs to the end.

    An option that is cut off takes all that is left.
    """
    at, size = 0, len(octets)
    while at < size:
        code = octets[at]
        if code == END:
            yield Piece(at, octets[at:], True)
            return
        if code == PAD:
            length = 1
        else:
            length = 2 + octets[at + 1] if at + 1 < size else size
            if at + length > size:
                yield Piece(at, octets[at:], False)
                return
        yield Piece(at, octets[at : at + length], True)
        at += length


def encode(message: Dhcp) -> bytes:
    """The message, padded to the length that every relay agent and client takes (RFC 1542 2.1)."""
    options, file, sname = areas(message.options, message.overload)
    header = LAYOUT.pack(
        message.op,
        message.htype,
        message.hlen,
        message.hops,
        message.xid,
        message.secs,
        message.flags,
        message.ciaddr,
        message.yiaddr,
        message.siaddr,
        message.giaddr,
        message.chaddr.ljust(16, b"\0"),
        sname if message.overload & IN_SNAME else message.sname,
        file if message.overload & IN_FILE else message.file,
        int.from_bytes(MAGIC, "big"),
    )
    return (header + options).ljust(LEAST, b"\0")


def decode(octets: bytes) -> Dhcp | None:
    """The message, or ``None`` where ``fault`` has something to say."""
    found = _read(octets)
    return found if isinstance(found, Dhcp) else None


def fault(octets: bytes) -> Why | None:
    """Why these octets are no DHCP message."""
    found = _read(octets)
    return found if isinstance(found, Why) else None


def overload_of(octets: bytes) -> int:
    """Which of ``file`` and ``sname`` have options, by the options behind the cookie; 0 for none."""
    said = (piece for piece in split(octets) if piece.code == kinds.OVERLOAD.code and piece.is_well_formed)
    return next((kinds.OVERLOAD.read(piece.data) or 0 for piece in said), 0)


def _read(octets: bytes) -> Dhcp | Why:
    needed = HEADER + COOKIE
    if len(octets) < needed:
        return Why(rules.CUT_OFF, present=len(octets), needed=needed)
    op, htype, hlen, hops, xid, secs, flag_bits, *rest = LAYOUT.unpack_from(octets)
    ciaddr, yiaddr, siaddr, giaddr, chaddr, sname, file, cookie = rest
    if cookie != int.from_bytes(MAGIC, "big"):
        return Why(rules.NO_COOKIE, found=octets[HEADER:needed].hex(" "))
    if op not in (BOOTREQUEST, BOOTREPLY):
        return Why(rules.BAD_OPERATION, operation=op)
    if hlen > len(chaddr):
        return Why(rules.BAD_ADDRESS_LENGTH, length=hlen)
    overload = overload_of(octets[needed:])
    fields = [("options", octets[needed:])]
    fields += [("file", file)] if overload & IN_FILE else []
    fields += [("sname", sname)] if overload & IN_SNAME else []
    found = _gather(fields)
    if isinstance(found, Why):
        return found
    return Dhcp(
        op,
        xid,
        chaddr[:hlen],
        found,
        htype=htype,
        hlen=hlen,
        hops=hops,
        secs=secs,
        flags=flag_bits,
        ciaddr=IPv4Address(ciaddr),
        yiaddr=IPv4Address(yiaddr),
        siaddr=IPv4Address(siaddr),
        giaddr=IPv4Address(giaddr),
        sname=b"" if overload & IN_SNAME else sname.rstrip(b"\0"),
        file=b"" if overload & IN_FILE else file.rstrip(b"\0"),
        overload=overload,
    )


def _gather(fields: list[tuple[str, bytes]]) -> tuple[Option, ...] | Why:
    """The options of all fields, those of one code put together (RFC 3396 7); or what is wrong with one."""
    data: dict[int, bytes] = {}
    for field, octets in fields:
        for piece in split(octets):
            code = piece.code
            if code in (PAD, END):
                continue
            if not piece.is_well_formed:
                return Why(rules.OPTION_CUT, dhcp_option=code, field=field)
            # RFC 2132 9.3 lets option 52 tell of ``file`` and ``sname``, which it could not be in itself.
            if code == kinds.OVERLOAD.code and field != "options":
                return Why(rules.OVERLOAD_LOOP, field=field)
            data[code] = data.get(code, b"") + piece.data
    for code, octets in data.items():
        kind = kinds.KINDS.get(code)
        if kind is not None and kind.read(octets) is None:
            rule = rules.BAD_NAMES if kind is kinds.SEARCH_LIST else rules.OPTION_LENGTH
            return Why(rule, dhcp_option=code, length=len(octets))
    if kinds.MESSAGE_TYPE.code not in data:
        return Why(rules.NO_TYPE)
    return tuple(Option(code, octets) for code, octets in data.items() if code != kinds.OVERLOAD.code)
