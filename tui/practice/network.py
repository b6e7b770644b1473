"""The network of a question as a map on which devices and cables are chosen."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from sim.exam.figures.topology import device_line, link_lines, network_lines
from sim.exam.question import Kind, Question, letter
from sim.exam.run import Run
from tui.model.network.drawing import Marks, Name, draw
from tui.model.network.owners import at_present
from tui.model.network.placement import Drawing, Point, comfortable_height, middle, place
from tui.model.network.topology import Topology, topology
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, line, wrap

_UPWARDS = 2
"""A cell is about twice as high as it is wide."""
_WORDS = 2
"""So many rows of a drawing are better than one in words."""
_MORE = 6
"""So many rows more than it needs a map may get, where it then has room for addresses."""


class Heading(NamedTuple):
    """A direction on the map: -1, 0 or 1 to the right and downwards."""

    across: int
    down: int


class QuestionMap:
    """A map with the letters of what can be chosen. ``fits`` is false where the network is too large to be drawn."""

    def __init__(self, question: Question, run: Run, room: tuple[int, int], language: str = "en") -> None:
        """``room`` are the width, and the height that there is for it."""
        self._run = run
        self._language = language
        self._moment = max(question.moment + 1, run.trace.configured)
        self._network = at_present(topology(run.session.front), run.session.history.go(self._moment))
        is_asked = question.kind is Kind.DEVICE
        self._places = {str(each.value): at for at, each in enumerate(question.options)} if is_asked else {}
        self._cables = {cable.name for cable in self._network.cables} & self._places.keys()
        self._names = {name: self._lettered(name) for name in self._network.names}
        wide, high = room
        wanted = _renamed(self._network, self._names)
        least = min(comfortable_height(wanted), high)
        drawings = [place(wanted, wide, height) for height in range(least, min(high, least + _MORE) + 1)]
        self._drawing = min(drawings, key=lambda each: each.height + _WORDS * len(self._below(each)))
        self.fits = self._drawing.width <= wide and self._drawing.height <= max(high, comfortable_height(wanted))
        self.spots = dict(self._spots())

    def _lettered(self, name: str) -> str:
        return f"{letter(self._places[name])}. {name}" if name in self._places else name

    def _signed(self, name: str, inks: Mapping[int, Ink], glyphs: Glyphs) -> str:
        """The name with its letter, and behind the letter whether it is right or wrong: as wide as without."""
        at = self._places.get(name)
        return name if at is None else f"{letter(at)}{_sign(at, inks, glyphs)} {name}"

    def _spots(self) -> Iterator[tuple[int, Point]]:
        """Where each option is on the map."""
        for plot in self._drawing.plots:
            name = next(each for each, shown in self._names.items() if shown == plot.device.name)
            if name in self._places:
                yield self._places[name], (plot.x + plot.width // 2, plot.y + plot.height // 2)
        for way in self._drawing.ways:
            if way.cable.name in self._cables:
                yield self._places[way.cable.name], middle(way)

    def lines(self, inks: Mapping[int, Ink], glyphs: Glyphs) -> list[Line]:
        """The map, with the options in these inks by their places; in words where it does not fit."""
        if not self.fits:
            return [line(each) for each in network_lines(self._run, self._moment, self._language)]
        shown = {name: self._signed(name, inks, glyphs) for name in self._names}
        own = {here: name for name, here in self._names.items()}
        plots = (
            each._replace(device=each.device._replace(name=shown[own[each.device.name]]))
            for each in self._drawing.plots
        )
        devices = {here: inks[self._places[name]] for name, here in shown.items() if self._places.get(name) in inks}
        places = {cable: self._places[cable] for cable in self._cables}
        names = {
            cable: Name(f"{letter(at)}{_sign(at, inks, glyphs)}".rstrip("."), inks.get(at, Ink.STRONG))
            for cable, at in places.items()
        }
        marks = Marks(devices, names=names)
        lines = draw(self._drawing._replace(plots=tuple(plots)), marks, glyphs, self._language)
        while lines and not any(span.text.strip() for span in lines[-1]):
            lines.pop()
        return lines

    def words(self) -> list[Line]:
        """What the map has no room for."""
        if not self.fits:
            return []
        room = self._drawing.width
        return [part for each in self._below(self._drawing) for part in wrap(line(each), room, 2)]

    def _below(self, drawing: Drawing) -> list[str]:
        """In words: the devices with addresses that a drawing has no room for, and the links with more to tell."""
        drawn = {plot.device.name: {text for _, _, text in plot.labels} for plot in drawing.plots}
        left_out = [
            device_line(self._run, device.name, self._moment, self._language)
            for device in self._network.devices
            if not drawn[self._names[device.name]].issuperset(chain(*device.addresses.values()))
        ]
        links = link_lines(self._run)
        if any(way.a_label or way.b_label for way in drawing.ways):
            return [*left_out, *(words for name, words in links.items() if words != name)]
        return [*left_out, *(["; ".join(links.values())] if len(links) > 1 else [])]

    @property
    def holds_all(self) -> bool:
        """Whether everything that can be chosen is on it."""
        return self.fits and len(self.spots) == len(self._places)

    def beside(self, place: int, heading: Heading) -> int:
        """The option that comes next in a direction; the same where there is none. ``place`` is -1 for none yet."""
        if place not in self.spots:
            return min(self.spots, default=place)
        x, y = self.spots[place]
        best, nearest = place, 0
        for other, (across, down) in self.spots.items():
            along = (across - x) * heading.across + _UPWARDS * (down - y) * heading.down
            aside = abs((across - x) * heading.down) + abs(_UPWARDS * (down - y) * heading.across)
            if along > 0 and (best == place or along + 2 * aside < nearest):
                best, nearest = other, along + 2 * aside
        return best


def _sign(place: int, inks: Mapping[int, Ink], glyphs: Glyphs) -> str:
    """What stands behind a letter: one cell."""
    return {Ink.GOOD: glyphs.right_answer, Ink.BAD: glyphs.lost}.get(inks.get(place, Ink.PLAIN), ".")


def _renamed(network: Topology, names: Mapping[str, str]) -> Topology:
    """The network with its devices called otherwise."""
    return Topology(
        tuple(device._replace(name=names[device.name]) for device in network.devices),
        tuple(
            cable._replace(a=(names[cable.a[0]], cable.a[1]), b=(names[cable.b[0]], cable.b[1]))
            for cable in network.cables
        ),
        {names[name]: spot for name, spot in network.layout.items()},
    )
