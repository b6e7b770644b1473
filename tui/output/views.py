"""What features show of the devices beside their tables, as text."""

from collections.abc import Iterable, Iterator

from sim import registry
from sim.feature import State
from sim.languages import said
from tui.output.paint import Paint, plain


def view_lines(state: State, devices: Iterable[str], now: int, paint: Paint = plain) -> Iterator[str]:
    """The views that have something to show, device by device, at time ``now`` (ns)."""
    views = [view for feature in registry.features() for view in feature.views]
    for device in devices:
        for view in views:
            lines = view.lines(state, device, now, "en")
            if lines:
                yield ""
                yield paint("title", f"{device}, {said(view.title, 'en')}")
                yield from (f"  {line}".rstrip() for line in lines)
