"""The network of a question: the devices with their addresses, and the links."""

from collections.abc import Iterator, Mapping

from sim.exam.figures import svg
from sim.exam.run import Run
from sim.languages import Wording, said
from sim.settings import KINDS

_TITLE: Wording = {"en": "The network: {}", "zh": "网络：{}"}
_DEVICE: Wording = {"en": "{node} ({kind}) {addresses}", "zh": "{node}（{kind}）{addresses}"}
_COLUMN = 150
"""From device to device, at least: the names of two ports stand between them."""
_ROW = 110
_TOP = 30
_BELOW = 30
"""From the middle of a device down to its first address."""
_LINE = 14
_ADDRESS = 11
_PORT = 10
_GAP = 8

Places = Mapping[str, tuple[float, float]]


def topology(run: Run, moment: int, language: str = "en") -> str:
    """The network as SVG, with the addresses that the interfaces have before record ``moment``."""
    places = _placed(run)
    texts = {node: _texts(run, node, moment) or _what(run, node, language) for node in run.nodes}
    left = min(x for x, _ in places.values())
    top = min(y for _, y in places.values())
    across = max(x for x, _ in places.values()) - left
    deepest = max(len(lines) for lines in texts.values())
    widest = max(_width(node, lines) for node, lines in texts.items())
    ports = max((svg.width_of(port, _PORT) for pair in run.names.links.values() for _, port in pair), default=0)
    between = max(map(_box_width, texts)) + 2 * ports + 2 * _GAP
    column, edge = max(_COLUMN, widest + 2 * _GAP, between), widest / 2 + _GAP
    at = {node: (edge + (x - left) * column, _TOP + (y - top) * _row(deepest)) for node, (x, y) in places.items()}
    parts = []
    for name, (a, b) in run.names.links.items():
        parts.append(svg.line(*at[a[0]], *at[b[0]]))
        parts += [_port(at, texts, a, b), _port(at, texts, b, a), _mtu(run, name, at[a[0]], at[b[0]])]
    for node, lines in texts.items():
        parts += _device(run.kind(node), node, lines, *at[node])
    title = said(_TITLE, language).format("; ".join(network_lines(run, moment, language)))
    height = max(at[node][1] + _BELOW + len(lines) * _LINE for node, lines in texts.items())
    return svg.drawing(across * column + 2 * edge, height, title, [part for part in parts if part])


def network_lines(run: Run, moment: int, language: str = "en") -> list[str]:
    """The network in words: a line for each device with its addresses, then one for each link."""
    devices = [device_line(run, node, moment, language) for node in run.nodes]
    return [*devices, *link_lines(run).values()]


def device_line(run: Run, node: str, moment: int, language: str = "en") -> str:
    """A device with its addresses, in words."""
    kind, addresses = said(KINDS[run.kind(node)], language), ", ".join(_texts(run, node, moment))
    return said(_DEVICE, language).format(node=node, kind=kind, addresses=addresses).strip()


def link_lines(run: Run) -> dict[str, str]:
    """The links by their names, in words: each with its ends, and an MTU that is not the usual one."""
    return {name: f"{name}{_small(run, name)}" for name in run.names.links}


def _row(lines: int) -> float:
    return max(_ROW, 70 + lines * _LINE)


def _placed(run: Run) -> Places:
    """Where the scenario puts its nodes, else columns by how far each is from the first."""
    layout = run.scenario.layout
    if all(node in layout for node in run.nodes):
        return {node: layout[node] for node in run.nodes}
    near: dict[str, list[str]] = {node: [] for node in run.nodes}
    for (a, _), (b, _) in run.names.links.values():
        near[a].append(b)
        near[b].append(a)
    columns: dict[str, int] = {}
    for first in run.nodes:
        waiting = [] if first in columns else [(first, 0)]
        while waiting:
            node, column = waiting.pop(0)
            if node not in columns:
                columns[node] = column
                waiting += [(other, column + 1) for other in near[node]]
    rows: dict[int, int] = {}
    places = {}
    for node in run.nodes:
        column = columns[node]
        places[node] = (column, rows.get(column, 0))
        rows[column] = rows.get(column, 0) + 1
    return places


def _texts(run: Run, node: str, moment: int) -> list[str]:
    rows = run.interfaces(node, max(moment, run.trace.configured))
    several = len(rows) > 1
    return [
        f"{name + ' ' if several else ''}{address}"
        for name, row in rows.items()
        for address in getattr(row, "addresses", ())
    ]


def _what(run: Run, node: str, language: str) -> list[str]:
    """That a device is a hub, which looks like a switch and is none."""
    return [said(KINDS["hub"], language)] if run.kind(node) == "hub" else []


def _device(kind: str, node: str, lines: list[str], x: float, y: float) -> list[str]:
    width = _box_width(node)
    rounded = 14 if kind == "router" else 0
    fill = {"router": "#eeeeee", "switch": "#dddddd", "hub": "#dddddd"}.get(kind, "white")
    return [
        svg.box(x - width / 2, y - 14, width, 28, rounded=rounded, fill=fill),
        svg.label(x, y + 4, node, bold=True),
        *(svg.label(x, y + _BELOW + number * _LINE, text, size=_ADDRESS) for number, text in enumerate(lines)),
    ]


def _box_width(node: str) -> float:
    return max(svg.width_of(node) + 20, 54)


def _width(node: str, lines: list[str]) -> float:
    """Of a device with its addresses."""
    return max(_box_width(node), *(svg.width_of(text, _ADDRESS) for text in lines), 0)


def _port(at: Places, texts: Mapping[str, list[str]], own: tuple[str, str], peer: tuple[str, str]) -> str:
    """The name of a port, beside its line, as near to its device as devices and addresses leave room."""
    (x1, y1), (x2, y2) = at[own[0]], at[peer[0]]
    length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1)
    taken = [area for node in (own[0], peer[0]) for area in _areas(node, texts[node], *at[node])]
    half = svg.width_of(own[1], _PORT) / 2
    for away in range(20, int(length), 3):
        x, y = x1 + (x2 - x1) * away / length, y1 + (y2 - y1) * away / length - 4
        if not any(
            left < x + half and x - half < right and top < y + 2 and y - _PORT < bottom
            for left, top, right, bottom in taken
        ):
            return svg.label(x, y, own[1], size=_PORT)
    return svg.label(x1 + (x2 - x1) * 0.45, y1 + (y2 - y1) * 0.45 - 4, own[1], size=_PORT)


def _areas(node: str, lines: list[str], x: float, y: float) -> Iterator[tuple[float, float, float, float]]:
    """What a device and its addresses take: left, top, right, bottom, with a little room around."""
    half = _box_width(node) / 2 + 3
    yield x - half, y - 17, x + half, y + 17
    if lines:
        half = max(svg.width_of(text, _ADDRESS) for text in lines) / 2 + 7  # fonts differ
        yield x - half, y + 17, x + half, y + _BELOW + (len(lines) - 1) * _LINE + 5


def _small(run: Run, link: str) -> str:
    """The MTU of a link that has not the usual one."""
    mtu = run.links[link].mtu
    return "" if mtu == 1500 else f", MTU {mtu}"


def _mtu(run: Run, link: str, a: tuple[float, float], b: tuple[float, float]) -> str:
    text = _small(run, link).removeprefix(", ")
    return svg.label((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + 14, text, size=_PORT) if text else ""
