"""Tables of a device that were laid out for more cells than there are."""

import re
from collections.abc import Sequence
from itertools import groupby

_RULE = re.compile(r"-+( +-+)*")
_LEAST = 2
"""Blanks that stay between two columns."""
_ROWS = 2
"""Lines that make a table: one alone has no columns."""


def narrowed(texts: Sequence[str], room: int) -> list[str]:
    """The lines with fewer blanks between their columns, where a table has no room otherwise.

    An empty line ends a table. One that has no room even so stays as it is.
    """
    return [
        each for is_text, part in groupby(texts, bool) for each in (_narrowed([*part], room) if is_text else [*part])
    ]


def _narrowed(table: list[str], room: int) -> list[str]:
    # The dashes beneath the heads fill their columns; only what stands in the columns counts.
    filled = [text for text in table if not _RULE.fullmatch(text.strip())]
    width = max(map(len, filled), default=0)
    if max(map(len, table)) <= room or len(filled) < _ROWS or not all(map(_is_plain, table)):
        return table
    gaps = [[*each] for each in _gaps(filled, width)]
    left_out: set[int] = set()
    while width - len(left_out) > room:
        widest = max(gaps, key=len, default=[])
        if len(widest) <= _LEAST:
            return table
        left_out.add(widest.pop(0))  # the last blank also parts the dashes
    kept = [at for at in range(width) if at not in left_out]
    return ["".join(text[at] for at in kept if at < len(text)) for text in table]


def _is_plain(text: str) -> bool:
    """Whether each character of a text has one cell."""
    return text.isascii() and text.isprintable()


def _gaps(table: Sequence[str], width: int) -> list[range]:
    """The places between columns at which all lines are blank, leading ones left out."""
    blank = [all(text[at : at + 1] in ("", " ") for text in table) for at in range(width)]
    found, start = [], width
    for at in range(width):
        if not blank[at]:
            if at > start:
                found.append(range(start, at))
            start = at + 1
    return found
