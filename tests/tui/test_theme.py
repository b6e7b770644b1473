"""The colours of both themes, measured: contrast (WCAG 2.1, 1.4.3), and apart for people who see colours differently.

The matrices are those of Machado, Oliveira and Fernandes (2009), "A Physiologically-based Model for Simulation of
Color Vision Deficiency", table 1, at full severity; they are applied to linear RGB. Distances are those of CIE 1976.
"""

from itertools import combinations
from math import dist

import pytest
from textual.color import Color
from textual.theme import Theme

from tui.model.text.ink import Ink
from tui.theme import LOOKS, THEMES

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]
SIGHTS: dict[str, Matrix] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
    ),
}  # fmt: skip
PROTOCOLS = ("ink-arp", "ink-icmp", "ink-tcp", "ink-udp", "ink-other")
GROUNDS = ("surface", "panel", "boost")
ON_GROUNDS = {look.color for look in LOOKS.values() if look.color and not look.background}


def value(theme: Theme, name: str) -> Color:
    return Color.parse(theme.variables.get(name) or getattr(theme, name))


def linear(color: Color) -> Triple:
    """IEC 61966-2-1."""
    found = [part / 255 for part in color.rgb]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in found)
    return r, g, b


def contrast(one: Color, other: Color) -> float:
    darker, lighter = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def times(matrix: Matrix, vector: Triple) -> Triple:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def lab(rgb: Triple) -> Triple:
    """CIE 1976 of linear RGB, white D65."""
    to_xyz: Matrix = (
        (0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041),
    )  # fmt: skip
    shares = [part / white for part, white in zip(times(to_xyz, rgb), (0.95047, 1.0, 1.08883), strict=True)]
    x, y, z = (share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116 for share in shares)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: Color, other: Color, sight: Matrix) -> float:
    seen = [times(sight, linear(color)) for color in (one, other)]
    a, b = (lab((max(0, min(1, r)), max(0, min(1, g)), max(0, min(1, b)))) for r, g, b in seen)
    return dist(a, b)


def test_black_and_white_are_as_far_apart_as_the_standards_say() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert apart(Color.parse("#000"), Color.parse("#fff"), SIGHTS["usual"]) == pytest.approx(100, abs=0.1)
    assert apart(Color.parse("#808080"), Color.parse("#808080"), SIGHTS["tritanopia"]) == 0


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_can_be_read(theme: Theme) -> None:
    poor = {
        (name, ground): round(contrast(value(theme, name), value(theme, ground)), 2)
        for name in sorted(ON_GROUNDS | {"foreground"})
        for ground in GROUNDS
    }
    poor |= {
        (look.color or "foreground", look.background): contrast(
            value(theme, look.color or "foreground"), value(theme, look.background)
        )
        for look in LOOKS.values()
        if look.background
    }
    assert {pair: found for pair, found in poor.items() if found < 4.5} == {}


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_protocols_and_the_cursor_are_told_apart(theme: Theme, sight: str) -> None:
    """Ten is several times the smallest difference that people see side by side (2.3)."""
    names = (*PROTOCOLS, "accent")
    found = {
        pair: round(apart(value(theme, pair[0]), value(theme, pair[1]), SIGHTS[sight]), 1)
        for pair in combinations(names, 2)
    }
    assert {pair: distance for pair, distance in found.items() if distance < 10} == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_accent_is_the_colour_of_the_cursor_alone(theme: Theme) -> None:
    inks = {ink for ink, look in LOOKS.items() if "accent" in (look.color, look.background)}
    assert inks == {Ink.POINTER, Ink.PACKET, Ink.HERE, Ink.LIT}


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_nothing_else_looks_like_the_cursor(theme: Theme, sight: str) -> None:
    """Who sees all colours sees no ink that is nearly the accent."""
    least = 25 if sight == "usual" else 10
    accent = value(theme, "accent")
    found = {name: round(apart(value(theme, name), accent, SIGHTS[sight]), 1) for name in theme.variables}
    assert {name: distance for name, distance in found.items() if distance < least} == {}


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_both_ends_of_a_stream_are_told_apart(theme: Theme, sight: str) -> None:
    for one, other in (("ink-forth", "ink-back"), ("ink-forth", "ink-dim"), ("ink-back", "ink-dim")):
        assert apart(value(theme, one), value(theme, other), SIGHTS[sight]) > 20, (one, other)
