"""Where the reader asks to go: a packet, a record or a time."""

from sim.quantities import duration
from sim.words import TextError
from tui.model.reader.cursor import Cursor


def go(cursor: Cursor, text: str) -> None:
    """Go to packet ``12``, to record ``#120``, or to the time ``2.5s``; raises ``TextError``."""
    word = text.strip()
    if word.isascii() and word.isdigit():
        _within(int(word), len(cursor.sends), "packet")
        cursor.to_packet(int(word))
    elif word.startswith("#") and word[1:].isascii() and word[1:].isdigit():
        _within(int(word[1:]) + 1, len(cursor.trace), "record", first=0)
        cursor.to(int(word[1:]) + 1)
    elif word in ("start", "end"):
        cursor.to(cursor.first if word == "start" else len(cursor.trace))
    else:
        cursor.to_time(_time(word))


def _within(number: int, count: int, what: str, first: int = 1) -> None:
    if number > count:
        last = count - 1 + first
        raise TextError(f"there is no such {what}", f"the last one is {'#' if first == 0 else ''}{last}")


def _time(word: str) -> int:
    if not word:
        raise TextError("nothing is written", "write 12 for a packet, #120 for a record or 2.5s for a time")
    try:
        return duration(word)
    except ValueError as error:
        raise TextError(str(error)) from None
