"""The elements of SVG that the figures are made of. Black on white, since papers are printed.

``html.escape`` does for XML: to load ``xml.sax.saxutils`` loads a client of HTTP.
"""

import re
from collections.abc import Iterable
from html import escape

FONT = "DejaVu Sans, Noto Sans CJK SC, Microsoft YaHei, sans-serif"
SIZE = 12
"""The height of letters, in units of the drawing."""
_HALO = 'fill="none" stroke="white" stroke-width="3"'
"""Of a text below the text itself, so that no line crosses it; not every printer knows ``paint-order``."""
_TAG = re.compile(
    r'</?(?:svg|defs|marker|path|rect|line|text)(?: (?!on|style|href)[A-Za-z][A-Za-z0-9-]*="[^"<>]*")*/?>'
)


def width_of(text: str, size: int = SIZE) -> float:
    """About how wide a text is: Chinese characters are as wide as high."""
    return sum(size * (1.0 if ord(sign) > 0x2E80 else 0.62) for sign in text)


def line(x1: float, y1: float, x2: float, y2: float, *, arrow: bool = False, dashed: bool = False) -> str:
    end = ' marker-end="url(#arrow)"' if arrow else ""
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="black"{dash}{end}/>'


def box(x: float, y: float, width: float, height: float, *, rounded: float = 0, fill: str = "white") -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{rounded:g}" '
        f'fill="{fill}" stroke="black"/>'
    )


def label(x: float, y: float, text: str, *, anchor: str = "middle", size: int = SIZE, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    shown = escape(text, quote=False)
    begun = f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}"{weight}'
    return f"{begun} {_HALO}>{shown}</text>{begun}>{shown}</text>"


def drawing(width: float, height: float, title: str, parts: Iterable[str]) -> str:
    """A whole drawing; ``title`` is read by screen readers."""
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
            f'height="{height:g}" role="img" aria-label="{escape(title)}" font-family="{FONT}">',
            '<defs><marker id="arrow" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="8" markerHeight="8" '
            'orient="auto"><path d="M0 0 10 5 0 10z"/></marker></defs>',
            '<rect width="100%" height="100%" fill="white"/>',
            *parts,
            "</svg>",
        )
    )


def is_drawing(text: str) -> bool:
    """Whether a text has these elements alone, and so no script and nothing from elsewhere."""
    return "<" not in (rest := _TAG.sub("", text)) and ">" not in rest
