"""The colours of the screens, each said once: what the inks of ``tui.model.text.ink`` look like."""

from textual.theme import Theme

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
