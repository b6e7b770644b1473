"""What a learner sees on a screen of practice."""

from textual.pilot import Pilot

from tui.model.text.ink import plain
from tui.widgets.bar import Bar
from tui.widgets.lines import Lines


async def settle(pilot: Pilot[None]) -> None:
    """Wait until all is drawn that is to be drawn."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def seen(pilot: Pilot[None]) -> list[str]:
    """The lines of the question, of the menu or of the mistakes."""
    (pane,) = pilot.app.screen.query(Lines).filter("QuestionPane, MenuPane, MistakesPane")
    return [plain(pane.line_at(y)).rstrip() for y in range(pane.virtual_size.height)]


def bar(pilot: Pilot[None], name: str) -> str:
    """The bar ``status`` or ``keys``."""
    return plain(pilot.app.screen.query_one(f"#{name}", Bar).line_at(0)).rstrip()
