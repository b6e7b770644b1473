"""The panes of the player, each described once. The widget of a pane, and what it shows, are loaded when it is seen."""

from collections.abc import Callable, Collection
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
    """What makes the widget of a pane: the class with this name in this module of ``tui.widgets``."""

    def widget(spec: PaneSpec) -> Any:
        return _named(f"tui.widgets.{place}")(spec)

    return widget


def _sheet(place: str) -> Callable[[PaneSpec], Any]:
    """The same for a pane that is only read, by the function in ``tui.model.panes`` that makes its lines."""

    def widget(spec: PaneSpec) -> Any:
        return _named("tui.widgets.sheet:SheetPane")(draw, spec)

    def draw(scene: Scene, width: int, height: int) -> Sheet:
        sheet: Sheet = _named(f"tui.model.panes.{place}")(scene, width, height)
        return sheet

    return widget


def _named(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


PANES = (
    PaneSpec(
        Pane.NETWORK, {"en": "Network", "zh": "网络"}, _widget("network:NetworkPane"), pages=_NETWORK, is_planned=True
    ),
    PaneSpec(Pane.WHY, {"en": "Why", "zh": "原因"}, _sheet("why:why_sheet"), "1", is_planned=True),
    PaneSpec(Pane.PACKETS, {"en": "Packets", "zh": "报文列表"}, _widget("packets:PacketsPane"), "2"),
    PaneSpec(Pane.PACKET, {"en": "Packet", "zh": "报文"}, _widget("packet:PacketPane"), "3"),
    PaneSpec(Pane.TABLES, {"en": "Tables", "zh": "表"}, _sheet("tables:tables_sheet"), "4"),
    PaneSpec(Pane.CONSOLE, {"en": "Console", "zh": "控制台"}, _sheet("console:console_sheet"), "5"),
    PaneSpec(Pane.LADDER, {"en": "Ladder", "zh": "时序图"}, _widget("ladder:LadderPane"), "6", pages=_CONVERSATION),
    PaneSpec(
        Pane.CONNECTION,
        {"en": "Connection", "zh": "连接"},
        _sheet("connection:connection_sheet"),
        "7",
        (50, 17),
        _CONVERSATION,
    ),
    PaneSpec(Pane.STATES, {"en": "States", "zh": "状态"}, _sheet("states:states_sheet"), "8", (78, 21), _CONVERSATION),
    PaneSpec(Pane.PLOT, {"en": "Plot", "zh": "曲线"}, _widget("plot:PlotPane"), "9", (40, 12), _CONVERSATION),
    PaneSpec(
        Pane.PROGRAM, {"en": "Program", "zh": "程序"}, _sheet("program:program_sheet"), "0", (50, 16), _CONVERSATION
    ),
)
"""Those that every player has."""


def panes(names: Collection[str]) -> Panes:
    """Those of every player, then the views of features by these names, without keys: the digits are used up."""
    if not names:
        return Panes(PANES)
    views = (view for feature in registry.features() for view in feature.views if view.name in names)
    return Panes((*PANES, *map(_of_view, views)))


def _of_view(view: View) -> PaneSpec:
    def widget(spec: PaneSpec) -> Any:
        draw = _named("tui.model.panes.sheets:view_sheet")(view)
        return _named("tui.widgets.sheet:SheetPane")(draw, spec)

    return PaneSpec(f"view-{view.name}", view.title, widget)
