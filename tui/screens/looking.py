"""Choosing what the player shows: a pane, the part and the form of the map, a device, a connection, what is to come."""

from collections.abc import Callable

from sim.languages import said
from sim.settings import KINDS
from tui.choices import Keeping
from tui.model.panes import remarks
from tui.model.panes.arrangement import Pane
from tui.model.text import words
from tui.screens.dialog import FindDialog
from tui.screens.stage import Stage
from tui.widgets.network import NetworkPane

_COUNTED = {True: words.COUNTED_AS_SENT, False: words.COUNTED_FROM_FIRST}


class Looking:
    """What the reader of a player looks at."""

    def __init__(self, screen: Stage) -> None:
        self._screen = screen

    # Panes

    def pane(self) -> None:
        """Choose one of the views of features."""
        screen = self._screen
        options = [(spec.pane, spec.label(screen.player.language)) for spec in screen.panes.views]
        if not options:
            screen.tell(words.ALL_KEYED)
        elif len(options) == 1:
            self._open(options[0][0])
        else:
            screen.choose(screen.told(words.PANE), options, "", self._open)

    def _open(self, pane: str | None) -> None:
        if pane is not None:
            self._screen.board.open(pane)
            self._screen.refresh_bars()

    def next_pane(self) -> None:
        self._screen.board.turn(1)

    def previous_pane(self) -> None:
        self._screen.board.turn(-1)

    def page(self) -> None:
        """The conversation instead of the network, and back."""
        self._screen.board.turn_page()
        self._screen.refresh_bars()

    def enlarge(self) -> None:
        """Give the pane in hand all the room, and back."""
        self._screen.board.enlarge()

    # The map

    def map_form(self) -> None:
        """The map as a drawing, as points, as a list."""
        network = self._map()
        if network is None:
            self._screen.tell(remarks.NO_MAP)
        else:
            network.turn_form()

    def map_left(self) -> None:
        self._pan(-1, 0)

    def map_right(self) -> None:
        self._pan(1, 0)

    def map_up(self) -> None:
        self._pan(0, -1)

    def map_down(self) -> None:
        self._pan(0, 1)

    def _pan(self, across: int, down: int) -> None:
        """Move a map that is larger than its pane."""
        network = self._map()
        if network is None:
            self._screen.tell(remarks.NO_MAP)
        elif not network.pan(across, down):
            self._screen.tell(remarks.WHOLE_MAP)

    def _map(self) -> NetworkPane | None:
        """The network, if it is in sight."""
        pane = self._screen.board.panes.get(Pane.NETWORK)
        return pane if isinstance(pane, NetworkPane) and pane.display else None

    # What is told

    def absolute(self) -> None:
        """Sequence numbers as on the wire, or from the first."""
        player = self._screen.player
        player.is_absolute = not player.is_absolute
        self._screen.moved()
        self._screen.tell(_COUNTED[player.is_absolute])

    def ahead(self) -> None:
        """Show what is to come in the ladder and the plot, or not."""
        player = self._screen.player
        player.is_ahead_shown = not player.is_ahead_shown
        self._screen.moved()
        self._screen.tell(remarks.AHEAD[player.is_ahead_shown])

    def hide(self) -> None:
        """Hide the packets to come, or list them dimmed."""
        player, app = self._screen.player, self._screen.app
        player.is_future_hidden = not player.is_future_hidden
        if isinstance(app, Keeping):
            app.choose(app.choices._replace(is_future_hidden=player.is_future_hidden))
        self._screen.moved()
        self._screen.tell(remarks.HIDDEN[player.is_future_hidden])

    # Devices and connections

    def connection(self) -> None:
        """Keep the connection at the cursor in scene, or follow the packets again."""
        screen, player, scene = self._screen, self._screen.player, self._screen.board.scene
        if player.kept is None and (scene.connection is None or scene.connection.is_listener):
            screen.tell(words.NO_CONNECTION)
            return
        player.keep(None if player.kept is not None else scene.connection)
        screen.moved()
        if player.kept is not None:
            screen.tell(words.ONLY_CONNECTION, name=player.kept.name)
        else:
            screen.tell(words.ALL_PACKETS)

    def next_device(self) -> None:
        self._turn_device(1)

    def previous_device(self) -> None:
        self._turn_device(-1)

    def _turn_device(self, by: int) -> None:
        self._screen.player.turn(by, self._screen.board.scene.device)
        self._screen.moved()

    def device(self, then: Callable[[], object] = lambda: None) -> None:
        """Find a device by typing; ``then`` is called when one was chosen."""
        screen, player = self._screen, self._screen.player
        longest = max(map(len, player.devices))
        kinds = {name: said(wording, player.language) for name, wording in KINDS.items()}
        options = [(name, f"{name:<{longest}}  {kinds[kind]}") for name, kind, _ in player.network.devices]
        title = screen.told(words.DEVICE_TITLE)

        def chosen(device: str | None) -> None:
            screen.pin(device)
            if device is not None:
                then()

        screen.app.push_screen(FindDialog(title, options, screen.board.scene.device, player.language), chosen)

    def release(self) -> bool:
        """One step out of what the reader has chosen, at last to the first page; whether anything was chosen."""
        player, board, map_ = self._screen.player, self._screen.board, self._map()
        if map_ is not None and map_.release():
            pass
        elif player.kept is not None:
            player.keep(None)
        elif player.pinned:
            player.pin("")
        elif player.search:
            player.narrow("", None)
        elif board.page is not board.first_page:
            board.turn_page()
        else:
            return False
        return True
