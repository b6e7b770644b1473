"""The colours of the screens, each said once: what the inks of ``tui.model.text.ink`` look like."""

from collections.abc import Mapping
from typing import NamedTuple

from textual.theme import Theme

from tui.model.text.ink import Ink

THEME = Theme(
    name="hopscope",
    primary="#6cb6ff",
    secondary="#c9a6ff",
    accent="#ffb454",
    warning="#ffb454",
    error="#ff7b86",
    success="#7fd88f",
    foreground="#e6e8eb",
    background="#14171b",
    surface="#191d22",
    panel="#232a32",
    boost="#252d36",
    dark=True,
    variables={
        "ink-dim": "#8d98a5",
        "ink-title": "#6cb6ff",
        "ink-added": "#7fd88f",
        "ink-changed": "#ffd479",
        "ink-removed": "#ff7b86",
        "ink-packet": "#ffb454",
        "ink-flight": "#d9a86c",
        "ink-network-layer": "#9ecbff",
        "ink-rule": "#35506b",
    },
)


class Look(NamedTuple):
    """How an ink looks: names of the theme's colours, those of the widget where there is none, and a style."""

    color: str = ""
    background: str = ""
    style: str = ""


LOOKS: Mapping[Ink, Look] = {
    Ink.PLAIN: Look(),
    Ink.DIM: Look("ink-dim"),
    Ink.STRONG: Look(style="bold"),
    Ink.TITLE: Look("ink-title", style="bold"),
    Ink.KEY: Look("accent", style="bold"),
    Ink.ADDED: Look("ink-added", style="bold"),
    Ink.CHANGED: Look("ink-changed", style="bold"),
    Ink.REMOVED: Look("ink-removed", style="strike"),
    Ink.PACKET: Look("ink-packet", style="bold"),
    Ink.FLIGHT: Look("ink-flight"),
    Ink.HERE: Look("background", "ink-packet", "bold"),
    Ink.TOUCHED: Look("ink-packet", style="bold underline"),
    Ink.CURSOR: Look(style="reverse"),
    Ink.LIT: Look("background", "ink-packet", "bold"),
    Ink.NOTE: Look("accent", style="bold"),
    Ink.GOOD: Look("ink-added"),
    Ink.BAD: Look("ink-removed", style="bold"),
    Ink.LAYER_2: Look("ink-dim"),
    Ink.LAYER_3: Look("ink-network-layer"),
    Ink.LAYER_4: Look("ink-added"),
    Ink.LAYER_7: Look("ink-changed"),
}
"""Of each ink. Textual's component classes would do, but take half of the time to the first paint."""
