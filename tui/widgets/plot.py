"""The plot of a connection's congestion window. What draws it is imported when it is first seen."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.model.panes.arrangement import PaneSpec
from tui.model.panes.chart import Axes, Drawn, Kind, chart
from tui.model.panes.curves import IN_FLIGHT, Curves, curves
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, line
from tui.model.text.ink import width as cells_of
from tui.model.text.words import both, told
from tui.widgets.pane import PaneView

_LOOKS = {
    "cwnd": (Kind.LINE, Ink.STRONG, "#", "⠤"),
    "ssthresh": (Kind.DASHED, Ink.TITLE, "-", "⠒⠀⠒"),
    IN_FLIGHT: (Kind.AREA, Ink.LAYER_3, ".", "⠕⠕"),
}
"""Of each curve, from the top one down."""
_UNITS = {False: both("octets", "字节"), True: both("segments", "报文段")}


class PlotPane(PaneView):
    """The connection in scene, or the one that is kept; the end in hand, or else the one that sends more."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "unit", show=False)]

    def __init__(self, spec: PaneSpec) -> None:
        super().__init__(spec)
        self.is_in_segments = False

    def fill(self, scene: Scene) -> None:
        found = curves(scene)
        if found is None:
            self.show([line(Span(told(words.NO_CURVE, self.language), Ink.DIM))])
            return
        width, height = self.room
        glyphs = scene.player.glyphs
        unit = found.smss if self.is_in_segments and found.smss else 1
        legend = self._legend(found, unit, glyphs, width)
        known = {curve.name: curve for curve in found.curves if curve.times}
        drawn = [
            Drawn(known[name].times, [value / unit for value in known[name].values], kind, ink, letter)
            for name, (kind, ink, letter, _) in _LOOKS.items()
            if name in known
        ]
        axes = Axes(found.first, max(found.last, found.now), found.end, found.now, found.highest / unit)
        self.show([legend, *chart(drawn, axes, width, max(5, height - 1), glyphs)])

    def action_unit(self) -> None:
        """Count in segments, or in octets."""
        self.is_in_segments = not self.is_in_segments
        self.update()

    def about(self) -> str:
        return "" if self.scene is None else self.scene.about_connection

    def _legend(self, found: Curves, unit: int, glyphs: Glyphs, width: int) -> Line:
        """What is drawn with what: closer together, and without the name of the sender, where there is little room."""
        ways = [self._key(found, unit, glyphs, *way) for way in (("  ", True), ("  ", False), (" ", False))]
        return next((each for each in ways if cells_of(each) <= width), ways[-1])

    def _key(self, found: Curves, unit: int, glyphs: Glyphs, gap: str, is_named: bool) -> Line:
        spans: list[Span] = []
        for curve in found.curves:
            _, ink, letter, sign = _LOOKS[curve.name]
            mark = letter if glyphs.dot.isascii() else sign
            value = "" if curve.now is None else f" {curve.now / unit:.4g}" if unit > 1 else f" {curve.now}"
            name = told(words.IN_FLIGHT, self.language) if curve.name == IN_FLIGHT else curve.name
            spans += [Span(f"{mark} {name}", ink), Span(f"{value}{gap}")]
        unit_name = told(_UNITS[self.is_in_segments], self.language)
        spans.append(Span(unit_name, Ink.DIM))
        return line(*spans, *([Span(gap), Span(found.name, Ink.TITLE)] if is_named else []))
