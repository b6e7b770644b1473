"""The list of packets, one line each; made line by line as they come into view."""

from collections.abc import Callable, Mapping

from sim.languages import ENGLISH, Wording
from sim.link.ethernet.pdu import Damaged
from sim.packets import telling
from sim.patterns.pattern import packet_of
from sim.pdu.base import Pdu
from sim.quantities import seconds
from sim.trace.records import Kind, Spot
from sim.trace.trace import Trace
from tui.model.conversation.future import NewFuture
from tui.model.network.wiring import Wiring
from tui.model.packets.origins import ABSOLUTE, Origin
from tui.model.packets.protocols import ink_of
from tui.model.packets.talks import LETTERS, Coloured
from tui.model.reader.steps import Steps
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, cells, clip, fit, line
from tui.model.text.words import told

_ROOMY = 46
"""Cells for what a packet says from which on it is said as tcpdump does."""


class PacketList:
    """The lines of the packets that a reader steps by.

    ``origin`` says from where the numbers of the TCP segment are counted that a record is about.
    """

    def __init__(
        self,
        trace: Trace,
        steps: Steps,
        sends: Steps,
        wiring: Wiring,
        glyphs: Glyphs,
        origin: Callable[[int], Origin] = lambda n: ABSOLUTE,
        language: str = ENGLISH,
        coloured: Coloured | None = None,
        new_future: NewFuture | None = None,
    ) -> None:
        self.trace = trace
        self.steps = steps
        self.sends = sends
        self.wiring = wiring
        self.glyphs = glyphs
        self._origin = origin
        self._language = language
        self._coloured = coloured or Coloured()
        self._new_future = new_future if new_future is not None and new_future.found.marks else None
        names = [len(device.name) for device in wiring.network.devices]
        self._names = 2 * max(names, default=0) + len(glyphs.goes)

    def line(self, index: int, width: int, is_current: bool, has_note: bool, is_ahead: bool = False) -> Line:
        """The line of step ``index``, at most ``width`` cells; dimmed where the packet is still to come."""
        n = self.steps[index]
        glyphs = self.glyphs
        mark = Span(glyphs.note, Ink.NOTE) if has_note else Span(" ")
        mark = Span(glyphs.cursor, Ink.POINTER) if is_current else mark
        number = f"{self.sends.before(n + 1) + 1:>{max(4, len(str(len(self.sends))))}}"
        time = seconds(self.trace.at[n])
        if width < 60:
            time = time[:-3]
        signs = () if self._new_future is None else (_sign(self._new_future, n),)
        lead = f"{number} {time} {fit(self._way(n), self._names, glyphs.ellipsis)} "
        width -= len(signs)
        what = self.trace.what[n]
        talk = self._coloured.of(what) if isinstance(what, Pdu) else None
        letter = "" if talk is None else f"{LETTERS[talk]} "
        text, ink = self._words(n, max(0, width - 1 - cells(lead) - cells(letter)))
        ink = Ink.CURSOR if is_current else Ink.DIM if is_ahead else ink if talk is None else talk
        rest = fit(letter + text, width - 1 - cells(lead), glyphs.ellipsis)
        return line(mark, *signs, Span(lead, ink if is_current else Ink.DIM), Span(rest, ink))

    def _way(self, n: int) -> str:
        """Where a packet goes from and to; where it is, for a record that sends nothing."""
        spot = self.trace.spots[self.trace.spot[n]]
        beyond = self.wiring.beyond((spot.node, spot.port))
        if self.trace.kind[n] != Kind.FRAME_SENT or beyond is None:
            return self._place(spot)
        return f"{spot.node}{self.glyphs.goes}{beyond[0]}"

    def _place(self, spot: Spot) -> str:
        """The device, and its interface where the packet does not leave the device."""
        node = self.wiring.node(*spot)
        if self.wiring.is_inner(spot):
            whole = f"{node} {spot.port}"
            return whole if cells(whole) <= self._names else spot.port
        return node

    def _words(self, n: int, room: int) -> tuple[str, Ink]:
        what = self.trace.what[n]
        packet = what if isinstance(what, Pdu) else packet_of(self.trace, n)
        found = _FATES.get(self.trace.kind[n])
        if self.trace.kind[n] == Kind.FRAME_DAMAGED and type(what) is not Damaged:
            found = words.CHANGED
        fate = "" if found is None else f"{told(found, self._language)} "
        if packet is None:
            return fate, Ink.PLAIN
        ink = Ink.BAD if found in (words.DROPPED, words.DAMAGED) else ink_of(packet)
        names = _names(packet, room - cells(fate), self._origin(n))
        text = next((each for each in names if cells(fate + each) <= room), names[-1])
        return clip(fate + text, room, self.glyphs.ellipsis), ink


def _sign(new_future: NewFuture, n: int) -> Span:
    """Whether the branch before does not have a packet, or not so."""
    mark = new_future.of(n)
    return Span(" ") if mark is None else Span(mark, Ink.FUTURE)


def _names(packet: Pdu, room: int, origin: Origin) -> list[str]:
    """What can be said of a packet, from all to little: what tells it from its like stays longest."""
    differs = telling.differs(packet)
    brief = telling.brief(packet, origin)
    if room < _ROOMY:
        return brief
    summary = telling.summary(packet, origin)
    if summary.style == "tcp":
        return [str(summary), summary.tagged_line, *brief]
    # The length is the first thing that a reader can do without, then the addresses.
    line = summary.tagged_line
    short = line.rpartition(", length ")[0] or line
    return [str(summary), *((f"{short} ({differs})", *brief) if differs else (line, short))]


_FATES: Mapping[int, Wording] = {
    Kind.FRAME_QUEUED: words.QUEUED,
    Kind.FRAME_DUPLICATED: words.DOUBLED,
    Kind.FRAME_DAMAGED: words.DAMAGED,
    Kind.FRAME_RECEIVED: words.REACHED,
    Kind.FRAME_DROPPED: words.DROPPED,
    Kind.PACKET_DROPPED: words.DROPPED,
}
