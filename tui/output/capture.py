"""A run as a capture file: one interface a link, and one a loopback interface; the reasons as packet comments."""

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, cast

from sim import explain
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Damaged, Frame
from sim.patterns.pattern import End, Links
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace
from sim.wire.pcapng import Writer
from tui.model.reader.reasons import decisions
from tui.model.text.harmless import harmless
from tui.output.once import Once

_FLIGHTS = (Kind.FRAME_SENT, Kind.FRAME_DUPLICATED)
_PROGRESS = 2000
_DROPPED = (Kind.FRAME_DROPPED, Kind.PACKET_DROPPED)


def write_capture(
    stream: BinaryIO,
    trace: Trace,
    links: Links,
    language: str = "en",
    progress: Callable[[float], None] = lambda share: None,
) -> int:
    """Write every frame that crossed a link, or began to, or a loopback interface, as it was; returns how many.

    A frame has the time at which its first bit was sent. Its comment says why it was sent and what became of it.
    ``progress`` is told from time to time what share of the trace is written.
    """
    inner = _inner(trace, links)
    writer = Writer(stream, [(name, "") for name in (*links, *(":".join(end) for end in inner))])
    interfaces = {end: number for number, ends in enumerate(links.values()) for end in ends}
    interfaces |= {end: number for number, end in enumerate(inner, len(links))}
    named = {f"{node}:{port}": number for (node, port), number in interfaces.items()}
    next_of = _followers(trace)
    encode = Once(wire.encode)
    count = 0
    for n, kind in enumerate(trace.kind):
        if kind not in _FLIGHTS:
            continue
        spot = trace.spots[trace.spot[n]]
        interface = interfaces[spot] if kind == Kind.FRAME_SENT else named[spot.port]
        story = list(_story(trace, n, next_of))
        carried = next((m for m in story if trace.kind[m] == Kind.FRAME_DAMAGED), n)
        comment = "\n".join([_chapter(trace, m, links, language) for m in (*decisions(trace, n), *story)])
        writer.packet(interface, trace.at[n], encode(cast(Frame, trace.what[carried])), comment)
        count += 1
        if not count % _PROGRESS:
            progress(n / len(trace))
    return count


def _inner(trace: Trace, links: Links) -> list[End]:
    """The interfaces without a link that have sent something: devices talk to themselves there."""
    cabled = {end for ends in links.values() for end in ends}
    sent = {trace.spot[n] for n, kind in enumerate(trace.kind) if kind == Kind.FRAME_SENT}
    return [spot for number, spot in enumerate(trace.spots) if number in sent and spot not in cabled]


def _followers(trace: Trace) -> dict[int, int]:
    """For the frames on a link, and those received, the record that tells what became of them."""
    followers: dict[int, int] = {}
    of_interest = {Kind.FRAME_DAMAGED, Kind.FRAME_RECEIVED, *_DROPPED}
    for n, kind in enumerate(trace.kind):
        cause = trace.cause[n]
        if cause != NO_CAUSE and kind in of_interest and trace.kind[cause] <= Kind.FRAME_RECEIVED:
            followers.setdefault(cause, n)
    return followers


def _story(trace: Trace, n: int, followers: Mapping[int, int]) -> Iterator[int]:
    """The record of a frame on its link, and the records of what became of it."""
    follower: int | None = n
    while follower is not None:
        yield follower
        follower = followers.get(follower)


def _chapter(trace: Trace, n: int, links: Links, language: str) -> str:
    return harmless(f"{_role(trace, n, links)}: {explain.sentence(trace.why[n], language, trace.what[n])}")


def _role(trace: Trace, n: int, links: Links) -> str:
    """What the sentence of a record explains about its frame."""
    node, port = trace.spots[trace.spot[n]]
    place = f"{node}:{port}" if port else node
    match trace.kind[n]:
        case Kind.DECISION:
            return f"decided by {place}"
        case Kind.FRAME_SENT:
            return f"sent by {place}"
        case Kind.FRAME_DUPLICATED:
            return "second copy"
        case Kind.FRAME_DAMAGED:
            return "damaged on the way" if type(trace.what[n]) is Damaged else "changed on the way"
        case Kind.FRAME_RECEIVED:
            return f"received by {place}"
    return "lost on the way" if node in links else f"dropped by {place}"
