"""Colour, where somebody looks: on a terminal, unless ``NO_COLOR`` is set."""

import os
from collections.abc import Callable
from typing import TextIO

from tui.model.text.harmless import harmless

Paint = Callable[[str, str], str]
"""Text in the colour of what it is: ``paint("arp", text)``."""

STYLES = {
    "time": "dim",
    "where": "bold",
    "arp": "yellow",
    "icmp": "green",
    "icmp-error": "red",
    "stp": "magenta",
    "tcp": "bright_blue",
    "udp": "cyan",
    "ip": "blue",
    "mark": "bold magenta",
    "drop": "red",
    "added": "green",
    "changed": "cyan",
    "removed": "magenta",
    "command": "bold",
    "why": "italic dim",
    "good": "green",
    "bad": "bold red",
    "title": "bold",
}


_OURS = f"\ue000{os.urandom(8).hex()}"
"""Stands for the escape of a colour until the text is written. No other text has it, so no other text has colours."""


def plain(style: str, text: str) -> str:
    return text


def painter(stream: TextIO) -> Paint:
    """How to paint what is written to a stream."""
    if not stream.isatty():
        return plain
    # Only a terminal gets colour, and rich takes longer to import than a small scenario to run.
    from rich.console import Console  # noqa: PLC0415
    from rich.style import Style  # noqa: PLC0415

    console = Console(file=stream)
    system = console._color_system
    if system is None or console.no_color:
        return plain
    styles = {name: Style.parse(definition) for name, definition in STYLES.items()}
    return lambda style, text: ours(styles[style].render(harmless(text), color_system=system))


def ours(text: str) -> str:
    """A text whose escapes are ours: those of a colour, around a text that is harmless."""
    return text.replace("\x1b", _OURS)


def shown(text: str) -> str:
    """A text as it is written: with our colours, and with nothing else that commands a terminal."""
    return harmless(text).replace(_OURS, "\x1b")
