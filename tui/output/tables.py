"""The tables of the devices at one moment, in the formats that people know, or as JSON."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sim.bridge.views import show_mac_address_table
from sim.device.views import ip_addr
from sim.ip.arp.views import ip_neigh
from sim.ip.routes.views import ip_route, show_ip_route
from sim.programs.rows import THREADS
from sim.trace import columns
from sim.trace.world import World
from sim.transport.sockets.rows import TABLE as SOCKETS
from sim.transport.tcp.machine.rows import CONNECTIONS, RECEIVING, SENDING
from tui.model.network.topology import Device
from tui.model.packets.origins import ABSOLUTE, Origin, origins
from tui.model.reader.rows import cells, seconds
from tui.output.jsonl import plain
from tui.output.paint import Paint
from tui.output.paint import plain as unpainted

Rows = Mapping[Any, Any]

_ORDER = ("interface", "route", "arp", "mac", SOCKETS, CONNECTIONS, SENDING, RECEIVING)
"""The tables that come first, in the order in which a packet meets them; then the others by name."""
_LAST = ("program", "thread", "timer", "console")


def table_lines(
    world: World, devices: Iterable[Device], links: Sequence[str], paint: Paint = unpainted
) -> Iterator[str]:
    """Every table that has rows, device by device, and the state of the links."""
    for device in devices:
        yield paint("title", f"{device.name} ({device.kind})")
        starts = origins(world.table(device.name, CONNECTIONS))
        for name in _names(world, device.name):
            command, lines = _lines(device, name, world.table(device.name, name), starts)
            yield f"  {name}{f', as {command} prints it' if command else ''}"
            yield from (f"    {line}".rstrip() for line in lines)
        yield ""
    if links:
        yield paint("title", "links")
        for name in links:
            is_up = world.table(name, "link")[name].up
            yield f"  {name}  {paint('good', 'up') if is_up else paint('bad', 'down')}"


def table_objects(world: World, nodes: Iterable[str]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Every table of each node, as JSON has it: a list of rows, each with the cells of its key."""
    return {
        node: {
            name: [_row(name, key, row) for key, row in world.table(node, name).items()] for name in _names(world, node)
        }
        for node in nodes
    }


def encode(objects: Mapping[str, Any]) -> str:
    return json.dumps(objects, indent=2)


def _row(table: str, key: Any, row: Any) -> dict[str, Any]:
    return {column: plain(cell) for column, cell in columns.cells(table, key, row).items()}


def _names(world: World, node: str) -> list[str]:
    names = world.names(node)
    first = [name for name in _ORDER if name in names]
    last = [name for name in _LAST if name in names]
    return [*first, *(name for name in names if name not in first and name not in last), *last]


def _lines(device: Device, table: str, rows: Rows, starts: Mapping[Any, Origin]) -> tuple[str, Iterable[str]]:
    """The command that prints a table, "" where there is none, and what it prints.

    ``starts`` says from where the numbers of each connection are counted.
    """
    if table == "console":
        return "", [f"{seconds(row.at)}  {row.text}" for row in rows.values()]
    view = _VIEWS.get((table, device.kind)) or _VIEWS.get((table, ""))
    if view is not None:
        return view[0], view[1](rows)
    shown = [cells(table, key, row, starts.get(key, ABSOLUTE)) for key, row in rows.items()]
    if table in (CONNECTIONS, SENDING, RECEIVING, SOCKETS, THREADS):
        shown = without_blanks(shown)
        return "", grid(shown) if table != SENDING else upright(shown)
    return "", grid(shown)


_VIEWS: Mapping[tuple[str, str], tuple[str, Callable[[Rows], list[str]]]] = {
    ("arp", ""): ("ip neigh", ip_neigh),  # net-tools' arp does not tell the state
    ("mac", ""): ("show mac address-table", show_mac_address_table),
    ("route", "host"): ("ip route", ip_route),
    ("route", "router"): ("show ip route", show_ip_route),
    ("interface", "host"): ("ip addr", ip_addr),
    ("interface", "router"): ("ip addr", ip_addr),
}


def without_blanks(rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The rows without the columns in which none has anything."""
    return [{name: text for name, text in row.items() if any(each[name] != "-" for each in rows)} for row in rows]


def upright(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Rows with many columns side by side: a line for each column."""
    names = list(rows[0]) if rows else []
    widths = [max(len(text) for text in row.values()) for row in rows]
    label = max(map(len, names), default=0)
    return [
        "  ".join(
            [f"{name:<{label}}", *(f"{row[name]:<{width}}" for row, width in zip(rows, widths, strict=True))]
        ).rstrip()
        for name in names
    ]


def grid(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Rows with the same columns beneath their names, aligned."""
    if not rows:
        return []
    widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
    lines = [dict(zip(widths, widths, strict=True)), *rows]
    return ["  ".join(f"{line[name]:<{width}}" for name, width in widths.items()).rstrip() for line in lines]
