"""The record of what is now in a file of a host."""

from sim.programs import rules
from sim.programs.contracts import ProgramHost
from sim.programs.rows import FILES, FileRow
from sim.why import Why

_MOST_RECORDED = 65536
"""Octets of a file that a record shows, so that a program that writes on and on makes no trace beyond all bounds."""


def note_written(node: ProgramHost, writer: str, path: str, octets: bytes | bytearray, cause: int) -> None:
    """Record that a program or a command has written a file."""
    size = len(octets)
    shown = octets[:_MOST_RECORDED].decode("utf-8", "backslashreplace")
    row = FileRow(size, shown if size <= _MOST_RECORDED else f"{shown}…")
    node.tables.setdefault(FILES, {})
    node.put(FILES, path, row, Why(rules.FILE_WRITTEN, file=writer, path=path, octets=size), cause)
