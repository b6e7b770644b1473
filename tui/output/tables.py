"""The tables of the devices at one moment, in the formats that people know, or as JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sim import registry
from sim.feature import Form, Rows, Table
from sim.link.tables import LINK
from sim.scenario.front import Device
from sim.trace.world import World
from tui.model.reader.rows import cells
from tui.output.jsonl import plain
from tui.output.paint import Paint
from tui.output.paint import plain as unpainted


def table_lines(
    world: World, devices: Iterable[Device], links: Sequence[str], now: int, paint: Paint = unpainted
) -> Iterator[str]:
    """Every table that has rows, device by device, and the state of the links, at time ``now`` (ns)."""
    for device in devices:
        yield paint("title", f"{device.name} ({device.kind})")
        for table in _tables(world, device.name):
            command, lines = _lines(world, device, table, now)
            yield f"  {table.name}{f', as {command} prints it' if command else ''}"
            yield from (f"    {line}".rstrip() for line in lines)
        yield ""
    if links:
        yield paint("title", "links")
        for name in links:
            is_up = world.table(name, LINK.name)[name].up
            yield f"  {name}  {paint('good', 'up') if is_up else paint('bad', 'down')}"


def table_objects(world: World, nodes: Iterable[str]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Every table of each node, as JSON has it: a list of rows, each with the cells of its key."""
    return {
        node: {
            table.name: [
                {column: plain(cell) for column, cell in table.cells(key, row).items()}
                for key, row in world.table(node, table.name).items()
            ]
            for table in _tables(world, node)
        }
        for node in nodes
    }


def encode(objects: Mapping[str, Any]) -> str:
    return json.dumps(objects, indent=2).replace("\x7f", "\\u007f")


def _tables(world: World, node: str) -> list[Table]:
    """The tables of a node that have rows, in the order in which they are shown."""
    present = {*world.names(node)}
    return [table for table in registry.placed_tables() if table.name in present]


def _lines(world: World, device: Device, table: Table, now: int) -> tuple[str, Iterable[str]]:
    """The command that prints a table, "" where there is none, and what it prints."""
    rows: Rows = world.table(device.name, table.name)
    printout = next((table.printouts[kind] for kind in device.kinds if kind in table.printouts), None)
    if printout is not None:
        return printout.command, printout.lines(rows, now)
    bases: Rows = {} if table.counting is None else world.table(device.name, table.counting.table)
    shown = [cells(table, key, row, bases.get(key)) for key, row in rows.items()]
    if table.form is not Form.GRID:
        shown = without_blanks(shown)
    return "", upright(shown) if table.form is Form.UPRIGHT else grid(shown)


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
