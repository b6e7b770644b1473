"""Between whom a packet goes: what tells the packets of one conversation from all others."""

from collections.abc import Hashable, Mapping

from sim.packets import carried
from sim.pdu.base import Pdu
from tui.model.text.ink import Ink

INKS = (Ink.CONVERSATION_1, Ink.CONVERSATION_2, Ink.CONVERSATION_3, Ink.CONVERSATION_4)
"""One for each conversation that is coloured; a fifth takes the place of the first."""

Talk = frozenset[Hashable]
"""Both ends: addresses, with ports where there are some."""


def talk(packet: Pdu) -> Talk | None:
    """The ends of the conversation that a packet belongs to, by its innermost addresses."""
    ports = carried.ports(packet) or (None, None)
    for form, value in reversed(carried.headers(packet)):
        if form.sides is not None:
            ends = (side.mac if side.ip is None else side.ip for side in form.sides(value))
            return frozenset(zip(ends, ports, strict=True))
    return None


class Coloured:
    """The conversations that a reader has coloured."""

    def __init__(self) -> None:
        self._inks: dict[Talk, Ink] = {}
        self.count = 0
        """How often the colours have changed."""

    def turn(self, packet: Pdu) -> Ink | None:
        """Colour the conversation of a packet, or no longer; its ink, ``None`` where it has none now."""
        key = talk(packet)
        self.count += 1
        if key is None or self._inks.pop(key, None) is not None:
            return None
        used = {*self._inks.values()}
        ink = next((each for each in INKS if each not in used), None)
        if ink is None:
            oldest = next(iter(self._inks))
            ink = self._inks.pop(oldest)
        self._inks[key] = ink
        return ink

    def of(self, packet: Pdu) -> Ink | None:
        """The ink of a packet's conversation, if it is coloured."""
        if not self._inks:
            return None
        key = talk(packet)
        return None if key is None else self._inks.get(key)


LETTERS: Mapping[Ink, str] = dict(zip(INKS, "ABCD", strict=True))
"""What stands beside the packets of a coloured conversation, for who sees no colour."""
