"""The panes of the player, each described once."""

from functools import partial

from sim import registry
from sim.feature import View
from tui.model.panes.arrangement import Page, Pane, Panes, PaneSpec
from tui.model.panes.sheets import (
    connection_sheet,
    console_sheet,
    program_sheet,
    states_sheet,
    tables_sheet,
    view_sheet,
    why_sheet,
)
from tui.widgets.ladder import LadderPane
from tui.widgets.network import NetworkPane
from tui.widgets.packet import PacketPane
from tui.widgets.packets import PacketsPane
from tui.widgets.plot import PlotPane
from tui.widgets.sheet import SheetPane

_NETWORK = frozenset({Page.NETWORK})
_CONVERSATION = frozenset({Page.CONVERSATION})

PANES = (
    PaneSpec(Pane.NETWORK, {"en": "Network"}, NetworkPane, pages=_NETWORK),
    PaneSpec(Pane.WHY, {"en": "Why"}, partial(SheetPane, why_sheet), "1"),
    PaneSpec(Pane.PACKETS, {"en": "Packets"}, PacketsPane, "2"),
    PaneSpec(Pane.PACKET, {"en": "Packet"}, PacketPane, "3"),
    PaneSpec(Pane.TABLES, {"en": "Tables"}, partial(SheetPane, tables_sheet), "4"),
    PaneSpec(Pane.CONSOLE, {"en": "Console"}, partial(SheetPane, console_sheet), "5"),
    PaneSpec(Pane.LADDER, {"en": "Ladder"}, LadderPane, "6", pages=_CONVERSATION),
    PaneSpec(Pane.CONNECTION, {"en": "Connection"}, partial(SheetPane, connection_sheet), "7", (50, 17), _CONVERSATION),
    PaneSpec(Pane.STATES, {"en": "States"}, partial(SheetPane, states_sheet), "8", (78, 21), _CONVERSATION),
    PaneSpec(Pane.PLOT, {"en": "Plot"}, PlotPane, "9", (40, 12), _CONVERSATION),
    PaneSpec(Pane.PROGRAM, {"en": "Program"}, partial(SheetPane, program_sheet), "0", (50, 16), _CONVERSATION),
)
"""Those that every player has."""


def panes() -> Panes:
    """Those of every player, then the views that features bring, which have no keys: the digits are used up."""
    views = (view for feature in registry.features() for view in feature.views)
    return Panes((*PANES, *map(_of_view, views)))


def _of_view(view: View) -> PaneSpec:
    return PaneSpec(f"view-{view.name}", view.title, partial(SheetPane, view_sheet(view)))
