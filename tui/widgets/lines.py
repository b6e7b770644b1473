"""A scrolling widget that paints lines of inked text, and only those that are in sight."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.model.text.glyphs import plainly
from tui.model.text.harmless import harmless_line
from tui.model.text.ink import EMPTY, Ink, Line, Span
from tui.theme import LOOKS, Look


class Lines(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines from :meth:`show`, or from a subclass's :meth:`line_at`, which makes them when they come into sight."""

    DEFAULT_CSS = """
    Lines {
        background: $surface;
        color: $foreground;
        scrollbar-size: 0 0;
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._lines: Sequence[Line] = []
        self._styles_of_ink: dict[Ink, Style] = {}

    @property
    def room(self) -> tuple[int, int]:
        """Width and height of what can be shown at a time."""
        width, height = self.scrollable_content_region.size
        return width, height

    def show(self, lines: Sequence[Line], is_elsewhere: bool = False) -> None:
        """Replace all lines and paint those that differ; the view stays where it is, if there is enough to show.

        ``is_elsewhere``: the view has moved, and all is painted.
        """
        before, self._lines = self._lines, lines
        if is_elsewhere or len(before) != len(self._lines):
            self.set_height(len(self._lines))
            return
        top = self.scroll_offset.y
        for y in range(top, min(top + self.size.height, len(before))):
            if before[y] != self._lines[y]:
                self.refresh_line(y)

    def set_height(self, lines: int) -> None:
        """Say how many lines there are, for those who make them in :meth:`line_at`; all of them are painted anew."""
        self.virtual_size = Size(self.room[0], lines)
        self.refresh()

    def line_at(self, y: int) -> Line:
        """The line with number ``y``, from 0; empty beyond the last."""
        return self._lines[y] if 0 <= y < len(self._lines) else EMPTY

    def line_seen(self, y: int) -> Line:
        """The line at row ``y`` of what is in sight."""
        return self.line_at(y + self.scroll_offset.y)

    def reveal(self, y: int, below: int = 0) -> None:
        """Scroll as little as needed to have line ``y``, and ``below`` lines after it, in sight."""
        height = self.room[1]
        top = min(max(self.scroll_offset.y, y + below - height + 1), y)
        self.scroll_to(y=max(0, top), animate=False, immediate=True, force=True)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        seen = self.line_seen(y)
        if not seen:
            return Strip.blank(width, self.ink_style(Ink.PLAIN))
        scroll_x = self.scroll_offset.x
        line = tuple(Span(harmless_line(text), ink) for text, ink in seen)
        if self.app.has_class("-ascii"):
            line = tuple(Span(plainly(text), ink) for text, ink in line)
        segments = [Segment(text, self.ink_style(ink)) for text, ink in line]
        used = sum(segment.cell_length for segment in segments)
        if used < width + scroll_x:
            segments.append(Segment(" " * (width + scroll_x - used), self.ink_style(Ink.PLAIN)))
        strip = Strip(segments, max(used, width + scroll_x))
        return strip.crop(scroll_x, scroll_x + width) if scroll_x or used > width else strip

    def ink_style(self, ink: Ink) -> Style:
        """How an ink looks in the theme that is in force; never ``None``, which a terminal without colour needs."""
        style = self._styles_of_ink.get(ink)
        if style is None:
            style = self._styles_of_ink[ink] = self._style(LOOKS[ink])
        return style

    def _style(self, look: Look) -> Style:
        """An ink's style, its colours laid over the widget's own."""
        theme = self.app.theme_variables
        background = self.background_colors[1]
        if look.background and getattr(self.app, "no_color", False):
            # Without colour, what is on a ground of its own is turned around.
            return Style.parse(look.style) + Style(
                color=self.colors[3].rich_color, bgcolor=background.rich_color, reverse=True
            )
        if look.background:
            background += Color.parse(theme[look.background])
        color = background + Color.parse(theme[look.color]) if look.color else self.colors[3]
        return Style.parse(look.style) + Style(color=color.rich_color, bgcolor=background.rich_color)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles_of_ink.clear()
