"""The plot of a connection's congestion window. What draws it is imported when it is first seen."""

from rich.text import Text

from tui.model.panes.curves import IN_FLIGHT, Curve, Curves, curves
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.ink import Ink, Line, Span, line
from tui.model.text.ink import width as cells_of
from tui.model.text.words import told
from tui.widgets.pane import PaneView

_COLORS = {"cwnd": 1, IN_FLIGHT: 2, "ssthresh": 3, "now": 4}
_INKS = {1: Ink.PACKET, 2: Ink.GOOD, 3: Ink.LAYER_3, 4: Ink.KEY}
"""Plotext paints in numbered colours; each stands for an ink, so that the theme decides."""
_MARKERS = {"cwnd": "braille", IN_FLIGHT: "•", "ssthresh": "-"}
_PLAIN_MARKERS = {"cwnd": "#", IN_FLIGHT: ".", "ssthresh": "-"}
_TICKS = 4
_FRAME = str.maketrans("┌┐└┘─│┤├┬┴┼", "++++-|+++++")


class PlotPane(PaneView):
    """The connection in scene, or the one that is kept; the end in hand, or else the one that sends more."""

    def fill(self, scene: Scene) -> None:
        found = curves(scene)
        if found is None:
            self.show([line(Span(told(words.NO_CURVE, self.language), Ink.DIM))])
            return
        width, height = self.room
        is_ascii = self.app.has_class("-ascii")
        legend = _legend(found, is_ascii, self.language)
        legend = legend if cells_of(legend) <= width else legend[:-1]
        self.show([legend, *_draw(found, width, max(3, height - 1), is_ascii)])

    def about(self) -> str:
        return "" if self.scene is None else self.scene.about_connection


def _legend(found: Curves, is_ascii: bool, language: str) -> Line:
    spans: list[Span] = []
    for curve in found.curves:
        mark = _PLAIN_MARKERS[curve.name] if is_ascii or curve.name != "cwnd" else "⠤"
        mark = _MARKERS[curve.name] if not is_ascii and curve.name != "cwnd" else mark
        value = "" if curve.now is None else f" {curve.now}"
        name = told(words.IN_FLIGHT, language) if curve.name == IN_FLIGHT else curve.name
        spans += [Span(f"{mark} {name}", _INKS[_COLORS[curve.name]]), Span(f"{value}  ")]
    return line(*spans, Span(found.name, Ink.TITLE))


def _draw(found: Curves, width: int, height: int, is_ascii: bool) -> list[Line]:
    from textual_plotext.plot import Plot  # noqa: PLC0415 - the import is not free, and few look at the plot

    plot = Plot()
    plot.theme("clear")
    plot.plotsize(width, height)
    plot._set_size(width, height)  # else no larger than the terminal, which the plot asks behind the screen's back
    markers = _PLAIN_MARKERS if is_ascii else _MARKERS
    for curve in (each for each in reversed(found.curves) if each.times):
        plot.plot(*_until(curve, found), marker=markers[curve.name], color=_COLORS[curve.name])
    plot.vline(found.now, _COLORS["now"])
    plot.ylim(0, found.highest)
    plot.xlim(found.first, max(found.last, found.now))
    ticks = [float(found.highest * step // _TICKS) for step in range(_TICKS + 1)]
    plot.yticks(ticks, [f"{tick:.0f}" for tick in ticks])
    text = plot.build()
    return [_inked(each, is_ascii) for each in Text.from_ansi(text).split("\n") if each.plain.strip()][:height]


def _until(curve: Curve, found: Curves) -> tuple[list[float], list[int]]:
    """A curve up to where they all end."""
    return [*curve.times, max(found.end, curve.times[-1])], [*curve.values, curve.values[-1]]


def _inked(text: Text, is_ascii: bool) -> Line:
    plain = text.plain.translate(_FRAME) if is_ascii else text.plain
    spans: list[Span] = []
    for index, character in enumerate(plain):
        color = next((_number(span.style) for span in text.spans if span.start <= index < span.end), None)
        spans.append(Span(character, _INKS.get(color, Ink.DIM) if color is not None else Ink.DIM))
    return tuple(spans)


def _number(style: object) -> int | None:
    color = getattr(style, "color", None)
    return None if color is None else color.number
