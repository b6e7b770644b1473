"""The packets of a question between the devices, as a ladder: time goes down."""

from sim.exam.figures import svg
from sim.exam.run import Flight, Run
from sim.languages import Wording, said
from sim.packets.telling import captions
from sim.quantities import seconds

_TITLE: Wording = {"en": "Packets: {}", "zh": "数据包：{}"}
_COLUMN = 190
_STEP = 30
_MOST = 40
"""The most packets that are drawn; those at the end."""


def ladder(run: Run, first: int, last: int, language: str = "en") -> str:
    """The packets that begin to cross a link from record ``first`` to record ``last``, as SVG."""
    flights = [flight for flight in run.flights if first <= flight.n <= last][-_MOST:]
    nodes = [node for node in run.nodes if any(node in (each.node, each.to_node) for each in flights)]
    at = {node: 90 + place * _COLUMN for place, node in enumerate(nodes)}
    height = 50 + _STEP * (len(flights) + 1)
    parts = []
    for node, x in at.items():
        parts += [svg.label(x, 20, node, bold=True), svg.line(x, 28, x, height - 10, dashed=True)]
    for number, flight in enumerate(flights):
        parts += _arrow(run, flight, at, 50 + _STEP * number)
    title = said(_TITLE, language).format("; ".join(packet_lines(run, first, last)))
    return svg.drawing(180 + _COLUMN * max(len(nodes) - 1, 0), height, title, parts)


def packet_lines(run: Run, first: int, last: int) -> list[str]:
    """The same in words, a line for each packet."""
    return [
        f"{seconds(flight.at)} {flight.node} > {flight.to_node}: {captions(flight.frame)[0]}"
        for flight in run.flights
        if first <= flight.n <= last
    ][-_MOST:]


def _arrow(run: Run, flight: Flight, at: dict[str, int], y: float) -> list[str]:
    start, end = at[flight.node], at[flight.to_node]
    lost = run.arrival(flight.n) is None
    stop = start + (end - start) * 0.6 if lost else end
    text = captions(flight.frame)[0]
    parts = [
        svg.line(start, y, stop, y + 12, arrow=True),
        svg.label((start + end) / 2, y - 2, text, size=11),
    ]
    if lost:
        parts.append(svg.label(stop + (8 if end > start else -8), y + 16, "×", bold=True))
    return parts
