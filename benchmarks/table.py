"""What a measurement says, and the one table that all of them end in."""

from typing import NamedTuple


class Line(NamedTuple):
    """``met`` is ``None`` where nothing is asked of the figure."""

    part: str
    what: str
    measured: str
    target: str = ""
    met: bool | None = None


def ratio(part: str, what: str, measured: float, at_least: float) -> Line:
    """A ratio of two figures of the same run, with the least that is asked of it."""
    return Line(part, what, f"{measured:.2f} x", f"at least {at_least:g} x", measured >= at_least)


def render(lines: list[Line]) -> str:
    verdicts = {None: "", True: "met", False: "MISSED"}
    header = ("part", "what", "measured", "target", "verdict")
    rows = [header, *((*line[:4], verdicts[line.met]) for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    texts = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([texts[0], "  ".join("-" * width for width in widths), *texts[1:]])
