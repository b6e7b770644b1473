"""Any packet in words: the types of PDU in it are asked, the innermost first."""

from collections.abc import Callable, Mapping
from typing import Any

from sim import registry
from sim.packets.carried import chain, headers, read
from sim.pdu.base import Pdu
from sim.pdu_type import PduType, Summary

_Names = Callable[[Any], tuple[str, ...]]


def summary(packet: Pdu, origin: Any = None) -> Summary:
    """A packet in tcpdump's words; of a damaged frame, those of what its octets say now.

    ``origin`` is what the numbers of the type that has some are to be counted from; ``None`` leaves them as they are.
    """
    told: Summary | None = None
    for kind, value in reversed(chain(packet)):
        tell = kind.format.summary
        told = told if tell is None else tell(value, told, origin)
    return told or Summary(f"length {len(packet)}")


def labels(packet: Pdu) -> tuple[str, ...]:
    """The packet's names, the longest first; the last is at most five characters long."""
    for kind, value in reversed(chain(packet)):
        tell: _Names | None = kind.format.labels
        if tell is not None:
            return tell(value)
    return (registry.pdu_of(type(packet)).name,)


def content(packet: Pdu) -> tuple[str, ...]:
    """The names of what one program says to another in the packet, the longest first; none where that is not known."""
    for kind, value in reversed(chain(packet)[len(headers(packet)) :]):
        tell: _Names | None = kind.format.labels
        if tell is not None:
            return tell(value)
    return ()


def name(packet: Pdu) -> str:
    """The packet's name in a sentence: ``ARP request``."""
    names = labels(packet)
    return names[1] if len(names) > 2 else names[0]


def brief(packet: Pdu, origin: Any = None) -> list[str]:
    """The packet's names with the numbers that tell it from its like, from much to little; see :func:`summary`."""
    called = labels(packet)
    for form, value in reversed(headers(packet)):
        if form.brief is not None:
            return list(form.brief(value, called, origin))
    return list(called)


def differs(packet: Pdu) -> str:
    """What tells a packet from its like, such as itself at another hop: "" for nothing."""
    for form, value in reversed(headers(packet)):
        if form.differs is not None:
            return str(form.differs(value))
    return ""


def captions(packet: Pdu) -> tuple[str, ...]:
    """What is written on an arrow that stands for the packet, the longest first."""
    for kind, value in reversed(chain(packet)):
        tell: _Names | None = kind.format.captions or kind.format.labels
        if tell is not None:
            return tell(value)
    return (registry.pdu_of(type(packet)).name,)


def facts(packet: Pdu) -> dict[str, Any]:
    """What a packet adds to the facts of a sentence; of two headers that tell the same, the inner one's."""
    found: dict[str, Any] = {}
    value: Any = packet
    while value is not None:
        tell, reading = _telling(type(value))
        found.update(tell(value))
        content = value.payload
        if isinstance(content, bytes):
            content = read(reading, value, content) if reading is not None and content else None
        value = content
    return found


@registry.remembered
def _telling(kind: type[Pdu]) -> tuple[Callable[[Any], Mapping[str, Any]], PduType[Any] | None]:
    """What tells facts of the values of a class, and its type if what these carry is read when somebody asks."""
    found = registry.pdu_of(kind)
    return found.format.facts, found if registry.has_readers(found.name) else None
