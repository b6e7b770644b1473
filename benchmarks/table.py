"""What a measurement says, and the one table that all of them end in."""

from typing import NamedTuple


class Line(NamedTuple):
    """``met`` is ``None`` where nothing is asked of the figure."""

    part: str
    what: str
    measured: str
    target: str = ""
    met: bool | None = None


def render(lines: list[Line]) -> str:
    verdicts = {None: "", True: "met", False: "MISSED"}
    header = ("part", "what", "measured", "target", "verdict")
    rows = [header, *((*line[:4], verdicts[line.met]) for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([texts[0], "  ".join("-" * width for width in widths), *texts[1:]])
