"""The panes of the player on their places, which depend on the size of the terminal and on the notes of the step."""

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.reactive import reactive

from tui.model.panes.arrangement import OF_NETWORK, ORDER, Page, Pane, Plan, arrange, converse, whole
from tui.model.reader.player import Scene
from tui.widgets.connection import ConnectionPane
from tui.widgets.console import ConsolePane
from tui.widgets.ladder import LadderPane
from tui.widgets.network import NetworkPane
from tui.widgets.note import NoteBar
from tui.widgets.packet import PacketPane
from tui.widgets.packets import PacketsPane
from tui.widgets.pane import PaneView
from tui.widgets.plot import PlotPane
from tui.widgets.program import ProgramPane
from tui.widgets.states import StatesPane
from tui.widgets.tables import TablesPane
from tui.widgets.why import WhyPane

_PANES = (
    NetworkPane, WhyPane, PacketsPane, PacketPane, TablesPane, ConsolePane,
    LadderPane, ConnectionPane, StatesPane, PlotPane, ProgramPane,
)  # fmt: skip


class Board(Container):
    """All panes. Those of a deck lie over each other; :meth:`open` says which is seen, and ``page`` which there are."""

    DEFAULT_CSS = """
    Board { height: 1fr; background: $surface; }
    """

    scene: reactive[Scene | None] = reactive(None, always_update=True)

    def __init__(self) -> None:
        super().__init__()
        self.page = Page.NETWORK
        self._is_whole = False
        self._opened: list[Pane] = []
        self._notes = NoteBar()

    def compose(self) -> ComposeResult:
        for make in _PANES:
            yield make().data_bind(Board.scene)
        yield self._notes

    @property
    def panes(self) -> dict[Pane, PaneView]:
        return {pane.pane: pane for pane in self.query(PaneView)}

    def on_resize(self, event: Resize) -> None:
        self.settle()

    def watch_scene(self) -> None:
        self.settle()

    def plan(self) -> tuple[Plan, int]:
        """Where everything goes, and how many lines the notes get."""
        width, height = self.size
        scene = self.scene
        if scene is None:
            return arrange(width, height, 0), 0
        note = min(self._notes.lines_for(scene, width), height // 4)
        if self.page is Page.NETWORK:
            plan = arrange(width, height, scene.player.network_height, note)
        else:
            plan = converse(width, height, note, scene.player.has_programs)
        wanted = self._opened[-1] if self._opened else Pane.WHY
        is_cramped = any(wanted in deck.panes and not deck.has_room(wanted) for deck in plan.decks)
        if not self._is_whole and not is_cramped:
            return plan, note
        enlarged = whole(width, height, note, self.page, wanted)
        if note > 1 and not enlarged.decks[0].has_room(wanted):
            # One line tells that there is a note.
            note = 1
            enlarged = whole(width, height, note, self.page, wanted)
        return enlarged, note

    def settle(self) -> None:
        """Put each pane on its place; of a deck, the pane that was opened last is seen."""
        if not self.size or self.scene is None:
            return
        plan, note = self.plan()
        panes = self.panes
        placed = {pane for deck in plan.decks for pane in deck.panes}
        for pane in panes.keys() - placed:
            panes[pane].display = False
        for deck in plan.decks:
            opened = [pane for pane in self._opened if pane in deck.panes]
            seen = opened[-1] if opened else deck.first or deck.panes[0]
            for pane in deck.panes:
                panes[pane].put(deck, pane is seen)
        self._notes.put(self.scene, 0, plan.note_y, self.size.width, note)

    def open(self, pane: Pane) -> None:
        """Show a pane and give it the keys; on the other page, where this one does not have it."""
        if self.page is Page.NETWORK and pane in ORDER and pane not in OF_NETWORK:
            self.page = Page.CONVERSATION
        if pane in self._opened:
            self._opened.remove(pane)
        self._opened.append(pane)
        self.settle()
        self.panes[pane].focus(scroll_visible=False)

    def turn(self, by: int) -> None:
        """Open the pane ``by`` places behind the one that has the keys."""
        focused = self.screen.focused
        place = ORDER.index(focused.pane) if isinstance(focused, PaneView) and focused.pane in ORDER else 0
        order = OF_NETWORK if self.page is Page.NETWORK else ORDER
        self.open(order[(place + by) % len(order)])

    def turn_page(self) -> None:
        """To the conversation, or back to the network."""
        self._is_whole = False
        if self.page is Page.NETWORK:
            self.open(Pane.LADDER)
        else:
            self.page = Page.NETWORK
            self.open(Pane.WHY)

    def enlarge(self) -> None:
        """Give the pane that has the keys all the room, or make it as it was."""
        self._is_whole = not self._is_whole
        self.settle()
