"""What a packet carries, as values: from header to header, and what the ports of a transport protocol tell."""

from collections.abc import Callable
from typing import Any, TypeVar

from sim import registry
from sim.pdu.base import Pdu
from sim.pdu_type import Format, PduType

P = TypeVar("P", bound=Pdu)


def chain(packet: Pdu) -> list[tuple[PduType[Any], Any]]:
    """The packet and all that it carries, from the outermost header inwards, each with its type.

    Octets between programs are read as what the ports say, as far as they can be.
    """
    found = []
    value: Pdu | None = packet
    while value is not None:
        kind = registry.pdu_of(type(value))
        found.append((kind, value))
        content = value.payload
        if isinstance(content, bytes):
            content = read(kind, value, content) if content and registry.has_readers(kind.name) else None
        value = content
    return found


def headers(packet: Pdu) -> list[tuple[Format[Any], Any]]:
    """Like :func:`chain`, without what programs say to each other: the headers that bring it to them."""
    found = []
    value: Pdu | bytes | None = packet
    while isinstance(value, Pdu):
        found.append((registry.format_of(type(value)), value))
        value = value.payload
    return found


def find(packet: Pdu, kind: PduType[P]) -> P | None:
    """The PDU of this type that the packet is or carries."""
    wanted = kind.format.type
    return next((value for _, value in chain(packet) if type(value) is wanted), None)


@registry.remembered
def finder(kind: PduType[P]) -> Callable[[Pdu], list[P]]:
    """What finds all PDUs of a type in a packet, from the outermost inwards.

    Those that an error quotes, and the beginning of what is in fragments, are among them.
    """
    wanted = kind.format.type
    shows = {each.format.type: each.format.shows for each in registry.pdus().values() if each.format.shows}
    if registry.is_read(kind.name):
        return _reader(kind)

    def find_all(packet: Pdu) -> list[P]:
        found: list[Any] = []
        value: Pdu | bytes | None = packet
        while value is not None and type(value) is not bytes:
            if type(value) is wanted:
                found.append(value)
            content: Pdu | bytes | None = value.payload  # type: ignore[union-attr]  # which octets do not come to
            if content is None or type(content) is bytes:
                show = shows.get(type(value))
                content = None if show is None else show(value)
            value = content
        return found

    return find_all


def _reader(kind: PduType[P]) -> Callable[[Pdu], list[P]]:
    """The same for what ports tell: the octets of other ports are not looked at."""
    wanted, carrier = kind.format.type, registry.pdu(kind.parent)
    carriers, ports, numbers = finder(carrier), carrier.format.ports, frozenset(kind.numbers)

    def find_all(packet: Pdu) -> list[P]:
        found: list[Any] = []
        for value in carriers(packet):
            content = value.payload
            if isinstance(content, bytes):
                is_there = content and ports is not None and not numbers.isdisjoint(ports(value))
                content = read(carrier, value, content) if is_there else None
            while content is not None and type(content) is not bytes:
                if type(content) is wanted:
                    found.append(content)
                content = content.payload
        return found

    return find_all


def read(kind: PduType[Any], value: Pdu, octets: bytes) -> Pdu | None:
    """What the octets are that a PDU of type ``kind`` carries between its ports; ``None`` for nothing that is known."""
    ports = kind.format.ports
    for port in () if ports is None else reversed(ports(value)):
        reader = registry.child(kind.name, port)
        found: Pdu | None = None if reader is None else reader.format.codec.decode(octets)
        if found is not None:
            return found
    return None


def octets(packet: Pdu) -> bytes:
    """What the packet carries behind all of its headers, for a program."""
    value: Pdu | bytes | None = packet
    while isinstance(value, Pdu):
        of = registry.format_of(type(value)).octets
        value = value.payload if of is None else of(value)
    return value or b""


def ports(packet: Pdu) -> tuple[int, ...]:
    """The ports of the sender and the receiver; none of what has none."""
    value: Pdu | bytes | None = packet
    while isinstance(value, Pdu):
        of = registry.format_of(type(value)).ports
        if of is not None:
            return of(value)
        value = value.payload
    return ()
