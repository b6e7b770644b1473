"""The headers of one packet, drawn as standards draw them: rows of 32 bits."""

from collections.abc import Iterator

from sim.exam.figures import svg
from sim.exam.run import Run
from sim.languages import Wording, said
from sim.packets.dissect import dissect
from sim.pdu.base import Pdu
from sim.wire.layers import FieldView, Layer

_TITLE: Wording = {"en": "The headers: {}", "zh": "首部：{}"}
_BIT = 20
_ROW = 34
_TOP = 22
_EDGE = 10
_LONGEST = 16
"""Octets of a field that are drawn as bits; a longer one is data, and has one row."""


def header(run: Run, n: int, language: str = "en") -> str:
    """The headers of the packet of record ``n``, as SVG, each field with its value."""
    parts: list[str] = []
    y = float(_EDGE)
    for layer in _layers(run, n):
        parts.append(svg.label(_EDGE, y + 14, layer.title, anchor="start", bold=True))
        y += _TOP
        first = layer.start * 8
        rows = 0
        for field in layer.fields:
            if field.end - field.start > _LONGEST:
                place = (-(-(field.first_bit - first) // 32), 0, 32)
                pieces = [place]
            else:
                pieces = list(_pieces(field.first_bit - first, field.last_bit - first))
            for number, (row, bit, bits) in enumerate(pieces):
                parts += _cell(field, _EDGE + bit * _BIT, y + row * _ROW, bits * _BIT, number == 0)
                rows = max(rows, row + 1)
        y += rows * _ROW + _EDGE
    title = said(_TITLE, language).format("; ".join(header_lines(run, n)))
    return svg.drawing(2 * _EDGE + 32 * _BIT, y, title, parts)


def header_lines(run: Run, n: int) -> list[str]:
    """The same in words: a line for each layer."""
    return [
        f"{layer.title}: {', '.join(f'{field.name} {_value(field)}' for field in layer.fields)}"
        for layer in _layers(run, n)
    ]


def _layers(run: Run, n: int) -> tuple[Layer, ...]:
    packet = run.trace.what[n]
    assert isinstance(packet, Pdu)
    return dissect(packet)


def _pieces(first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """The rows that a field touches: each with the bit where the field begins there, and how many bits it has there."""
    while first <= last:
        row, bit = divmod(first, 32)
        bits = min(32 - bit, last - first + 1)
        yield row, bit, bits
        first += bits


def _value(field: FieldView) -> str:
    octets = field.end - field.start
    return f"({octets})" if octets > _LONGEST else field.text


def _cell(field: FieldView, x: float, y: float, width: float, is_first: bool) -> list[str]:
    parts = [svg.box(x, y, width, _ROW)]
    if is_first:
        for line, text in ((13, field.name), (27, _value(field))):
            room = int(width / 7)
            if room >= 2:
                parts.append(
                    svg.label(x + width / 2, y + line, text if len(text) <= room else text[: room - 1] + "…", size=10)
                )
    return parts
