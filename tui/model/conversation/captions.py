"""What is written on an arrow of a sequence chart, from long to short."""

from collections.abc import Iterable, Sequence

from sim.packets import telling
from sim.transport.tcp.options import read
from sim.transport.tcp.pdu import ACK, CWR, ECE, FIN, PSH, RST, SEQUENCE_MASK, SYN, URG, Tcp
from tui.model.conversation.journeys import Journey, sockets
from tui.model.conversation.tcp import Numbers

_FLAGS = (
    ("SYN", SYN), ("FIN", FIN), ("RST", RST), ("PSH", PSH), ("ACK", ACK), ("URG", URG), ("ECE", ECE), ("CWR", CWR),
)  # fmt: skip
_WEIGHTY = SYN | FIN | RST
SACK = "sack "
"""Stands before the blocks of data that a segment reports (RFC 2018 3)."""


def flags(segment: Tcp, without: int = 0) -> str:
    """The names of the flags that are set: ``SYN,ACK``."""
    return ",".join(name for name, bit in _FLAGS if segment.flags & bit & ~without)


def captions(journey: Journey, is_absolute: bool = False) -> tuple[str, ...]:
    """What a packet is, the longest first. A TCP segment's numbers are relative to the initial ones, or absolute."""
    segment = journey.segment
    if segment is not None:
        said = telling.content(segment) if segment.payload else ()
        shown = numbers(journey, segment, is_absolute)
        return _tcp(segment, shown, said, _blocks(segment, shown))
    datagram = journey.datagram
    return telling.captions(journey.packet if datagram is None else datagram)


def brief(journey: Journey, is_absolute: bool = False) -> tuple[str, ...]:
    """What tells a packet from its like, and nothing more: for where an arrow comes that was named where it left."""
    shortest = captions(journey, is_absolute)[-2:]
    return (*shortest, shortest[-1].partition(":")[0]) if journey.segment is not None else shortest


def numbers(journey: Journey, segment: Tcp, is_absolute: bool) -> Numbers:
    """Sequence and acknowledgment number as they are to be shown."""
    if is_absolute or journey.connection is None:
        return Numbers(segment.seq, segment.ack if segment.flags & ACK else None)
    return journey.connection.relative(journey.side, segment)


def notes(journey: Journey) -> tuple[str, ...]:
    """What sets a packet apart from its like, in words and in short: a copy, sent before, or acknowledging nothing new.

    Empty for all others.
    """
    if journey.is_copy:
        return "copy: ", "*"
    if journey.is_again:
        return "again: " if journey.timer < 0 or journey.is_probe else "time-out: ", "*"
    return (f"dup {journey.repeats}: ",) if journey.repeats else ()


def translated(journey: Journey) -> tuple[str, ...]:
    """What a router on the way has put in place of an address and a port, in long and in short; empty for most."""
    if journey.became is None or journey.datagram is None:
        return ()
    changed = [
        (new, old) for new, old in zip(sockets(journey.became), sockets(journey.datagram), strict=True) if new != old
    ]
    long = [f"{new[0]}:{new[1]}" if new[1] else f"{new[0]}" for new, _ in changed]
    short = [f":{new[1]}" if new[1] != old[1] else f"{new[0]}" for new, old in changed]
    return tuple(f"  NAT {' '.join(texts)}" for texts in (long, short))


def _blocks(segment: Tcp, shown: Numbers) -> list[str]:
    """The blocks that a segment reports, counted as its acknowledgment number is."""
    if not segment.options or shown.ack is None:
        return []
    off = segment.ack - shown.ack
    found = read(segment.options).sack
    return [f"{(begin - off) & SEQUENCE_MASK}:{(end - off) & SEQUENCE_MASK}" for begin, end in found]


def _reports(told: Iterable[str], blocks: Sequence[str]) -> list[str]:
    """What is told with its blocks, then the blocks alone, then the first ones and how many more there are.

    The first block has what came last (RFC 2018 4).
    """
    if not blocks:
        return []
    reported = SACK + " ".join(blocks)
    fewer = (f"{SACK}{' '.join(blocks[:shown])} +{len(blocks) - shown}" for shown in range(len(blocks) - 1, 0, -1))
    return [*(f"{each} {reported}" for each in told), reported, *fewer]


def _tcp(segment: Tcp, shown: Numbers, said: tuple[str, ...] = (), blocks: Sequence[str] = ()) -> tuple[str, ...]:
    """Of a segment; ``said`` are the names of what a program says in it: these stay longer than the numbers."""
    seq, ack = shown
    length = len(segment.payload)
    of_ack = "" if ack is None else f" ack {ack}"
    numbered = f"seq {seq}{of_ack}" + (f" len {length}" if length else "")
    full = f"{flags(segment)} {numbered}".lstrip()
    window = f" win {segment.window}"
    if not length and not segment.flags & _WEIGHTY:
        # That nothing more may be sent is what such a segment is about.
        closed = "" if segment.window else window
        told = (f"{full}{window}", f"{full}{closed}", f"ACK {ack}{closed}", f"ACK {ack}")
        return (*dict.fromkeys((*_reports(told, blocks), *told, "ACK")),)
    hidden = PSH | (0 if segment.flags & _WEIGHTY == SYN else ACK)
    heavy = flags(segment, hidden)
    extent = f"{seq}:{seq + length}" if length else f"{seq}"
    if said:
        first = f"{said[0]} {heavy}".rstrip()
        short = tuple(f"{each} {heavy}".rstrip() for each in said)
        return tuple(dict.fromkeys([f"{first} {extent}{of_ack}", f"{first} {extent}", *short]))
    shorter = (f"{heavy} {numbered}", f"{heavy} {extent}{of_ack}", f"{heavy} {extent}", heavy or extent)
    return tuple(dict.fromkeys([f"{full}{window}", full, *(text.strip() for text in shorter)]))
