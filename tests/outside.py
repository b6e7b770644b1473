"""Programs of the system that tests compare with."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


class Importers:
    """The folder that ``.ci/importers`` made, with the programs that read papers."""

    def __init__(self, folder: Path) -> None:
        self.python = folder / "bin/python"
        self.node = folder / "bin/node"
        self.node_modules = folder / "node_modules"


def need(program: str) -> str:
    """The path of a program. The test is skipped where the program is not installed.

    ``.ci/run`` installs all programs and sets ``HOPSCOPE_TEST_PROGRAMS=all``. The test then fails instead, since nobody
    would notice that it is skipped there.
    """
    path = shutil.which(program)
    if path is None:
        _missing(f"{program} is not installed, and this test compares with it")
    return path


def need_importers() -> Importers:
    """Programs that read papers. The test is skipped, or fails, as by ``need``."""
    folder = os.environ.get("HOPSCOPE_IMPORTERS")
    if folder is None:
        _missing(
            "HOPSCOPE_IMPORTERS does not name a folder that .ci/importers made, and this test reads papers with it"
        )
    return Importers(Path(folder))


def _missing(reason: str) -> NoReturn:
    if os.environ.get("HOPSCOPE_TEST_PROGRAMS") == "all":
        pytest.fail(reason)
    pytest.skip(reason)
