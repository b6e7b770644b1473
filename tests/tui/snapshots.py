"""Screens compared with pictures that are kept beside the tests: one SVG file each, which a browser shows."""

import re

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.app import App


class Picture(SingleFileSnapshotExtension):
    """Snapshots as text files that end in ``.svg``."""

    _write_mode = WriteMode.TEXT
    file_extension = "svg"


def picture(app: App[None]) -> str:
    """The screen as SVG, without the number that tells pictures on one page apart."""
    return re.sub(r"terminal-\d+", "terminal", app.export_screenshot(title="hopscope", simplify=True))
