"""Finding packets in the player: a search that is written, or one for what is like the packet in hand."""

import asyncio
from collections.abc import Callable

from sim.pdu.base import Pdu
from sim.words import TextError
from tui.model.packets.talks import LETTERS
from tui.model.panes import remarks
from tui.model.panes.arrangement import Pane
from tui.model.panes.stream import FIND, FIND_HINT
from tui.model.reader import like_this
from tui.model.reader.searching import search
from tui.model.reader.steps import Steps
from tui.model.text.refusals import refusal
from tui.model.text.words import SENTENCE, told
from tui.screens.dialog import LineDialog
from tui.screens.searching import SearchDialog
from tui.screens.stage import Stage
from tui.widgets.stream import StreamPane

_SEARCHED = 5_000
"""Records that are searched between two looks at the keyboard."""
_BREATH = 0.002
"""Seconds for the keyboard."""


class Finding:
    """The searches of one player."""

    def __init__(self, screen: Stage) -> None:
        self._screen = screen
        self._history: list[str] = []

    def search(self) -> None:
        """Ask what to look for."""
        self._screen.app.push_screen(SearchDialog(self._screen.player, self._history), self.look_for)

    def look_for(self, text: str | None) -> None:
        """Step only by what a text finds, "" for every packet; ``None`` leaves all as it is."""
        if text is None:
            return
        found = search(self._screen.player, text)
        if found is None:
            self._screen.player.narrow("", None)
            self._screen.moved()
            return
        self._history = [*(each for each in self._history if each != text.strip()), text.strip()]
        self._begin(text, found.steps)

    def field(self) -> None:
        """Only packets whose field in hand says the same, from where one is."""
        pane = self._screen.board.panes.get(Pane.PACKET)
        chosen = None if pane is None else pane.in_hand()
        if chosen is None:
            self._screen.tell(remarks.NO_FIELD)
        else:
            self._like(lambda n: self.look_for(like_this.by_field(self._frame(n), *chosen)))

    def stream(self) -> None:
        """Only the stream of the packet in hand, from where one is, and what both ends say in it."""

        def begin(n: int) -> None:
            text = like_this.by_stream(self._screen.player, n)
            found = search(self._screen.player, text)
            assert found is not None
            self._begin(text, found.steps)
            if self._screen.board.scene.stream is not None:
                self._screen.board.open(Pane.STREAM)

        self._like(begin)

    def text(self, pane: StreamPane) -> None:
        """Ask for a text, and go to the next line of the stream that has it."""
        language = self._screen.player.language
        dialog = LineDialog(told(FIND, language), told(FIND_HINT, language), pane.check, pane.wanted, language=language)
        self._screen.app.push_screen(dialog, pane.find)

    def packet(self) -> None:
        """Only the packet in hand, at each of its hops."""
        player = self._screen.player

        def begin(n: int) -> None:
            name = told(remarks.HOPS, player.language, number=player.cursor.sends.before(n + 1) + 1)
            self._begin(name, like_this.by_packet(player, n))

        self._like(begin)

    def colour(self) -> None:
        """Colour the conversation of the packet in hand, or no longer."""
        screen = self._screen

        def turn(n: int) -> None:
            ink = screen.player.coloured.turn(self._frame(n))
            screen.moved()
            if ink is None:
                screen.tell(remarks.UNCOLOURED)
            else:
                screen.tell(remarks.COLOURED, letter=LETTERS[ink])

        self._like(turn)

    def _frame(self, n: int) -> Pdu:
        frame = self._screen.player.trace.what[n]
        assert isinstance(frame, Pdu)
        return frame

    def _like(self, deed: Callable[[int], None]) -> None:
        """Do something with the record of the frame in hand."""
        n = self._screen.board.scene.situation.frame_record
        if n < 0:
            self._screen.tell(remarks.NO_PACKET)
            return
        try:
            deed(n)
        except TextError as error:
            language = self._screen.player.language
            self._screen.say(told(SENTENCE, language, text=refusal(error, language)))

    def _begin(self, text: str, found: Steps) -> None:
        self._screen.run_worker(self._search(text, found), group="search", exclusive=True)

    async def _search(self, text: str, found: Steps) -> None:
        """The packets that are found first are shown while others are looked for.

        The reader goes to the nearest: stays where the packet in hand is found, else goes to the next one, else to
        the last.
        """
        screen, player = self._screen, self._screen.player
        begun, frame = player.cursor.position, screen.board.scene.situation.frame_record
        is_over = found.extend(_SEARCHED)
        while not len(found) and not is_over:
            screen.tell(remarks.SEARCHING, share=found.scanned * 100 // len(player.trace))
            await asyncio.sleep(_BREATH)
            is_over = found.extend(_SEARCHED)
        if not len(found):
            wording = remarks.NO_MATCH if player.is_complete else remarks.NO_MATCH_YET
            screen.tell(wording, what=text.strip())
            return
        player.narrow(text, found)
        screen.moved(is_elsewhere=False)
        is_there = False
        while True:
            place = None if is_there else found.nearest(begun, frame, is_over)
            if place is None:
                screen.refresh_list()
            elif place != begun == player.cursor.position:
                screen.jump(place)
            else:
                screen.moved()
            is_there |= place is not None
            if is_over:
                return
            await asyncio.sleep(_BREATH)
            is_over = found.extend(_SEARCHED)
