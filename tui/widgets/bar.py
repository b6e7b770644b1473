"""A line of the screen's own: the status above, the keys below, the whole run in between."""

from textual.events import Click
from textual.message import Message

from tui.model.panes.bars import index_at
from tui.model.text.ink import Line
from tui.widgets.lines import Lines


class Bar(Lines, can_focus=False):
    """One line across the screen."""

    DEFAULT_CSS = """
    Bar { height: 1; background: $panel; overflow: hidden hidden; }
    """

    def set(self, content: Line) -> None:
        self.show([content])


class TimelineBar(Bar):
    """The run as a line; a click goes to the step that it stands for."""

    DEFAULT_CSS = """
    TimelineBar { background: $surface; }
    """

    class Chosen(Message):
        """A cell was clicked: the step with this index."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    total = 0

    def on_click(self, event: Click) -> None:
        if self.total:
            self.post_message(self.Chosen(index_at(event.x, self.total, self.size.width)))
