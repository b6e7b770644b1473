"""The colours of the screens, each said once: what the inks of ``tui.model.text.ink`` look like.

A colour means one thing. The accent is the cursor's alone: the packet, the device, the row and the pane in hand. The
protocols have the set of Okabe and Ito (Color Universal Design), which people tell apart who see colours differently.
What frames the screen is grey.
"""

from collections.abc import Mapping
from typing import NamedTuple

from textual.theme import Theme

from tui.model.text.ink import Ink

DARK = Theme(
    name="hopscope",
    primary="#b9c6d3",
    secondary="#8d98a5",
    accent="#ffb454",
    warning="#c6b41e",
    error="#ff7b86",
    success="#a8ec84",
    foreground="#e6e8eb",
    background="#14171b",
    surface="#191d22",
    panel="#232a32",
    boost="#252d36",
    dark=True,
    variables={
        "ink-dim": "#8d98a5",
        "ink-title": "#b9c6d3",
        "ink-added": "#a8ec84",
        "ink-changed": "#c3a5ff",
        "ink-doubt": "#c6b41e",
        "ink-future": "#7fdbe6",
        "ink-removed": "#ff7b86",
        "ink-flight": "#b9c6d3",
        "ink-rule": "#3d4854",
        "ink-frame": "#5d6b7a",
        "ink-arp": "#f0e442",
        "ink-icmp": "#e08cc0",
        "ink-tcp": "#56b4e9",
        "ink-udp": "#2fc49b",
        "ink-other": "#c8d0d8",
        "ink-layer-2": "#8994a0",
        "ink-layer-3": "#a5b0bc",
        "ink-layer-4": "#cdd5dd",
        "ink-layer-7": "#ffffff",
        "ink-forth": "#e28cff",
        "ink-back": "#86dc9a",
        "ink-conversation-1": "#123f5c",
        "ink-conversation-2": "#0f4a3b",
        "ink-conversation-3": "#55324a",
        "ink-conversation-4": "#4c4710",
    },
)
LIGHT = Theme(
    name="hopscope-light",
    primary="#33475b",
    secondary="#5d6873",
    accent="#ad4500",
    warning="#6a6030",
    error="#b00020",
    success="#386a2c",
    foreground="#1b1f24",
    background="#e9ecef",
    surface="#fbfbfa",
    panel="#e6eaee",
    boost="#eef1f4",
    dark=False,
    variables={
        "ink-dim": "#5d6873",
        "ink-title": "#33475b",
        "ink-added": "#386a2c",
        "ink-changed": "#6b3fb5",
        "ink-doubt": "#6a6030",
        "ink-future": "#005f6b",
        "ink-removed": "#b00020",
        "ink-flight": "#33475b",
        "ink-rule": "#b7c0c9",
        "ink-frame": "#7b8894",
        "ink-arp": "#5b4300",
        "ink-icmp": "#a0357c",
        "ink-tcp": "#00629b",
        "ink-udp": "#00704f",
        "ink-other": "#3f4a55",
        "ink-layer-2": "#5f6a75",
        "ink-layer-3": "#4b5560",
        "ink-layer-4": "#333d47",
        "ink-layer-7": "#000000",
        "ink-forth": "#9018b0",
        "ink-back": "#0f5030",
        "ink-conversation-1": "#cfe6f7",
        "ink-conversation-2": "#cdeee2",
        "ink-conversation-3": "#f3d9ea",
        "ink-conversation-4": "#f3ecb8",
    },
)
THEMES = (DARK, LIGHT)


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
    Ink.KEY: Look("ink-title", style="bold"),
    Ink.POINTER: Look("accent", style="bold"),
    Ink.ADDED: Look("ink-added", style="bold"),
    Ink.CHANGED: Look("ink-changed", style="bold"),
    Ink.REMOVED: Look("ink-removed", style="strike"),
    Ink.PACKET: Look("accent", style="bold"),
    Ink.FLIGHT: Look("ink-flight"),
    Ink.HERE: Look("background", "accent", "bold"),
    Ink.TOUCHED: Look(style="bold underline"),
    Ink.CURSOR: Look(style="reverse"),
    Ink.LIT: Look("background", "accent", "bold"),
    Ink.NOTE: Look("ink-title", style="bold"),
    Ink.FUTURE: Look("background", "ink-future", "bold"),
    Ink.GOOD: Look("ink-added"),
    Ink.DOUBT: Look("ink-doubt"),
    Ink.BAD: Look("ink-removed", style="bold"),
    Ink.ARP: Look("ink-arp"),
    Ink.ICMP: Look("ink-icmp"),
    Ink.TCP: Look("ink-tcp"),
    Ink.UDP: Look("ink-udp"),
    Ink.OTHER: Look("ink-other"),
    Ink.CONVERSATION_1: Look("", "ink-conversation-1"),
    Ink.CONVERSATION_2: Look("", "ink-conversation-2"),
    Ink.CONVERSATION_3: Look("", "ink-conversation-3"),
    Ink.CONVERSATION_4: Look("", "ink-conversation-4"),
    Ink.FORTH: Look("ink-forth"),
    Ink.BACK: Look("ink-back"),
    Ink.LAYER_2: Look("ink-layer-2"),
    Ink.LAYER_3: Look("ink-layer-3"),
    Ink.LAYER_4: Look("ink-layer-4"),
    Ink.LAYER_7: Look("ink-layer-7"),
}
"""Of each ink. Textual's component classes would do, but take half of the time to the first paint."""
