"""The panes of the player on their places, which depend on the size of the terminal and on the notes of the step."""

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.geometry import Size

from tui.model.panes.arrangement import Page, Pane, Panes, PaneSpec, Plan, arrange, converse, whole
from tui.model.reader.player import Scene
from tui.widgets.note import NoteBar
from tui.widgets.pane import PaneView


class Board(Container):
    """The panes that have been seen. Those of a deck lie over each other; :meth:`open` says which is on top.

    ``page`` says which panes there are, ``first_page`` which page it began with. ``extent`` is the size that the board
    is going to have: so it is drawn before the screen is laid out for the first time.
    """

    DEFAULT_CSS = """
    Board { height: 1fr; background: $surface; }
    """

    def __init__(self, specs: Panes, scene: Scene, extent: Size, page: Page = Page.NETWORK) -> None:
        super().__init__()
        self.specs = specs
        self.scene = scene
        self.extent = extent
        self.first_page = self.page = page
        self.panes: dict[str, PaneView] = {}
        self._is_whole = False
        self._opened: list[str] = [Pane.WHY]
        self._notes = NoteBar()

    def compose(self) -> ComposeResult:
        self._place()
        yield from self.panes.values()
        yield self._notes

    def on_resize(self, event: Resize) -> None:
        if event.size != self.extent:
            self.extent = event.size
            self.settle()

    def show(self, scene: Scene) -> None:
        """Show another scene."""
        self.scene = scene
        self.settle()

    def update(self, pane: str) -> None:
        """Have a pane show what has come to its scene since."""
        if pane in self.panes:
            self.panes[pane].update()

    def plan(self) -> tuple[Plan, int]:
        """Where everything goes, and how many lines the notes get."""
        width, height = self.extent
        scene = self.scene
        note = min(self._notes.lines_for(scene, width), height // 4)
        if self.page is Page.NETWORK:
            plan = arrange(self.specs, width, height, scene.player.network_height, note)
        else:
            plan = converse(self.specs, width, height, note, scene.player.has_programs, scene.player.has_tcp)
        wanted = self._wanted
        if not self._is_whole and not _is_cramped(plan, wanted):
            return plan, note
        enlarged = whole(self.specs, width, height, note, self.page, wanted.pane)
        if note > 1 and not enlarged.decks[0].has_room(wanted):
            # One line tells that there is a note.
            note = 1
            enlarged = whole(self.specs, width, height, note, self.page, wanted.pane)
        return enlarged, note

    @property
    def is_whole(self) -> bool:
        """Whether the reader has given a pane all the room."""
        return self._is_whole

    @property
    def _wanted(self) -> PaneSpec:
        """The pane that was opened last."""
        return self.specs[self._opened[-1]]

    def give_room_back(self) -> bool:
        """Leave a pane that has all the room, because the reader or the terminal wanted so; whether one had it."""
        if self._is_whole:
            self.enlarge()
            return True
        if not self._wanted.pages:
            self._opened.pop()
            self.open(self._opened[-1])
            return True
        if len(self.plan()[0].decks) > 1 or self._wanted.pane == Pane.WHY:
            return False
        self.open(Pane.WHY)
        return True

    def settle(self) -> None:
        """Put each pane on its place; of a deck, the pane that was opened last is seen."""
        known = {*self.panes}
        self._place()
        if new := [widget for pane, widget in self.panes.items() if pane not in known]:
            self.mount(*new)

    def _place(self) -> None:
        if not self.extent:
            return
        plan, note = self.plan()
        placed = {spec.pane for deck in plan.decks for spec in deck.panes}
        for pane in self.panes.keys() - placed:
            self.panes[pane].display = False
        for deck in plan.decks:
            names = [spec.pane for spec in deck.panes]
            opened = [pane for pane in self._opened if pane in names]
            seen = opened[-1] if opened else deck.first or names[0]
            if seen not in self.panes:
                self.panes[seen] = self.specs[seen].widget(self.specs[seen])
            for pane in self.panes.keys() & {*names}:
                self.panes[pane].put(self.scene, deck, pane == seen)
        self._notes.put(self.scene, 0, plan.note_y, self.extent.width, note)

    def open(self, pane: str, takes_keys: bool = True) -> None:
        """Show a pane and give it the keys; on the other page, where this one does not have it."""
        pages = self.specs[pane].pages
        if pages and self.page not in pages:
            self.page = Page.CONVERSATION
        if pane in self._opened:
            self._opened.remove(pane)
        self._opened.append(pane)
        self.settle()
        if takes_keys:
            self.panes[pane].focus(scroll_visible=False)

    @property
    def opened(self) -> tuple[str, ...]:
        """The panes that were opened, the last one at the end."""
        return tuple(self._opened)

    def reopen(self, opened: tuple[str, ...]) -> None:
        """Show what was seen when these panes were ``opened``, and give the last one the keys."""
        self._opened = [*opened]
        self.open(self._opened[-1])

    @property
    def focused_pane(self) -> str:
        """The pane that has the keys; "" for none."""
        focused = self.screen.focused if self.is_attached else None
        return focused.spec.pane if isinstance(focused, PaneView) else ""

    def turn(self, by: int) -> None:
        """Open the pane ``by`` places behind the one that has the keys."""
        order = [spec.pane for spec in self.specs.beside(self.page)]
        here = self.focused_pane
        self.open(order[((order.index(here) if here in order else 0) + by) % len(order)])

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


def _is_cramped(plan: Plan, wanted: PaneSpec) -> bool:
    """Whether a pane has too little room on its place, or none."""
    return not wanted.pages or any(wanted in deck.panes and not deck.has_room(wanted) for deck in plan.decks)
