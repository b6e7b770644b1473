"""The panes of the player, each described once. The widget of a pane, and what it shows, are loaded when it is seen."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from sim import registry
from sim.feature import View
from tui.model.panes.arrangement import Page, Pane, Panes, PaneSpec
from tui.model.panes.sheets import Sheet
from tui.model.reader.player import Scene

_NETWORK = frozenset({Page.NETWORK})
_CONVERSATION = frozenset({Page.CONVERSATION})


def _widget(place: str) -> Callable[[PaneSpec], Any]:
    """What makes the widget of a pane: the class with this name in this module."""

    def widget(spec: PaneSpec) -> Any:
        return _named(place)(spec)

    return widget


def _sheet(place: str) -> Callable[[PaneSpec], Any]:
    """The same for a pane that is read and not worked in, by the function that makes its lines."""

    def widget(spec: PaneSpec) -> Any:
        return _named("tui.widgets.sheet:SheetPane")(draw, spec)

    def draw(scene: Scene, width: int, height: int) -> Sheet:
        sheet: Sheet = _named(place)(scene, width, height)
        return sheet

    return widget


def _named(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


PANES = (
    PaneSpec(
        Pane.NETWORK, {"en": "Network"}, _widget("tui.widgets.network:NetworkPane"), pages=_NETWORK, is_planned=True
    ),
    PaneSpec(Pane.WHY, {"en": "Why"}, _sheet("tui.model.panes.why:why_sheet"), "1", is_planned=True),
    PaneSpec(Pane.PACKETS, {"en": "Packets"}, _widget("tui.widgets.packets:PacketsPane"), "2"),
    PaneSpec(Pane.PACKET, {"en": "Packet"}, _widget("tui.widgets.packet:PacketPane"), "3"),
    PaneSpec(Pane.TABLES, {"en": "Tables"}, _sheet("tui.model.panes.tables:tables_sheet"), "4"),
    PaneSpec(Pane.CONSOLE, {"en": "Console"}, _sheet("tui.model.panes.console:console_sheet"), "5"),
    PaneSpec(Pane.LADDER, {"en": "Ladder"}, _widget("tui.widgets.ladder:LadderPane"), "6", pages=_CONVERSATION),
    PaneSpec(
        Pane.CONNECTION, {"en": "Connection"}, _sheet("tui.model.panes.connection:connection_sheet"),
        "7", (50, 17), _CONVERSATION,
    ),
    PaneSpec(
        Pane.STATES, {"en": "States"}, _sheet("tui.model.panes.states:states_sheet"), "8", (78, 21), _CONVERSATION
    ),
    PaneSpec(Pane.PLOT, {"en": "Plot"}, _widget("tui.widgets.plot:PlotPane"), "9", (40, 12), _CONVERSATION),
    PaneSpec(
        Pane.PROGRAM, {"en": "Program"}, _sheet("tui.model.panes.program:program_sheet"), "0", (50, 16), _CONVERSATION
    ),
)  # fmt: skip
"""Those that every player has."""


def panes() -> Panes:
    """Those of every player, then the views that features bring, which have no keys: the digits are used up."""
    views = (view for feature in registry.features() for view in feature.views)
    return Panes((*PANES, *map(_of_view, views)))


def _of_view(view: View) -> PaneSpec:
    def widget(spec: PaneSpec) -> Any:
        draw = _named("tui.model.panes.sheets:view_sheet")(view)
        return _named("tui.widgets.sheet:SheetPane")(draw, spec)

    return PaneSpec(f"view-{view.name}", view.title, widget)
