"""The palette: everything there is to do, found by typing."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.screen import Screen

from sim.languages import LANGUAGES, Wording, said
from tui.model.panes.deeds import deeds, shown

if TYPE_CHECKING:
    from tui.screens.library import LibraryScreen
    from tui.screens.player import PlayerScreen

Offer = tuple[str, str, Callable[[], Any]]
"""What something is called, what is said of it, and what does it."""

_HINT: Wording = {"en": "type what you want to do", "zh": "输入想做的事"}
_PANE: Wording = {"en": "pane {name}", "zh": "窗格：{name}"}
_DEVICE: Wording = {"en": "device {name}", "zh": "设备：{name}"}
_NOTE: Wording = {"en": "note {name}", "zh": "注释：{name}"}
_PACKET: Wording = {"en": "packet {name}", "zh": "数据包 {name}"}
_PLAY: Wording = {"en": "play {name}", "zh": "播放：{name}"}
_LANGUAGE: Wording = {"en": "language {name}", "zh": "语言：{name}"}


def palette(app: App[Any], screen: Screen[Any]) -> CommandPalette:
    """The palette for the screen that is seen."""
    from tui.screens.player import PlayerScreen  # noqa: PLC0415 - only one of both screens is loaded at first

    offers = _OfPlayer if isinstance(screen, PlayerScreen) else _OfLibrary
    language = screen.player.language if isinstance(screen, PlayerScreen) else screen.language  # type: ignore[attr-defined]
    return CommandPalette([offers], placeholder=said(_HINT, language))


def _whole(name: str, about: str) -> str:
    """An offer in one line, so that many are in sight."""
    return f"{name}  ({about})" if about else name


class _Offers(Provider):
    """Says of all offers which of them have what is typed."""

    def offers(self, text: str = "") -> Iterator[Offer]:
        raise NotImplementedError

    async def discover(self) -> Hits:
        for name, about, deed in self.offers():
            yield DiscoveryHit(_whole(name, about), deed)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for name, about, deed in self.offers(query):
            whole = _whole(name, about)
            score = matcher.match(whole)
            if score > 0:
                yield Hit(score, matcher.highlight(whole), deed, text=whole)


class _OfPlayer(_Offers):
    def offers(self, text: str = "") -> Iterator[Offer]:
        screen: PlayerScreen = self.screen  # type: ignore[assignment]  # see palette
        player, language = screen.player, screen.player.language
        for deed in deeds():
            act = partial(self.app.run_action, deed.action, default_namespace=screen)
            yield said(deed.text, language), shown(deed.keys, player.glyphs), act
        for spec in screen.panes.specs:
            if spec.key or spec.is_view:
                name = said(_PANE, language).format(name=said(spec.title, language))
                yield name, spec.key, partial(screen.action_pane, spec.pane)
        for device in player.devices:
            yield said(_DEVICE, language).format(name=device), "", partial(screen.pin, device)
        for position, (_, note) in zip(player.note_positions(), player.notes, strict=True):
            name = note.title or note.text.split("\n", 1)[0]
            yield said(_NOTE, language).format(name=name), "", partial(screen.to_position, position)
        if text.strip().isdigit():
            number = int(text)
            yield said(_PACKET, language).format(name=number), "", partial(screen.to_packet, number)
        for code, name in LANGUAGES.items():
            yield said(_LANGUAGE, language).format(name=name), "", partial(screen.set_language, code)


class _OfLibrary(_Offers):
    def offers(self, text: str = "") -> Iterator[Offer]:
        screen: LibraryScreen = self.screen  # type: ignore[assignment]  # see palette
        for entry in screen.entries:
            name = said(_PLAY, screen.language).format(name=entry.title)
            yield name, entry.name, partial(screen.open, entry)
