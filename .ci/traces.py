"""``python traces.py FOLDER FILE...`` writes the trace of each scenario into a folder, as ``hopscope run`` prints it.

Many in one process: most of the time of a lesson's run is that of starting Python.
"""

import contextlib
import sys
from pathlib import Path

from tui.cli import main

folder, *files = sys.argv[1:]
for file in files:
    with (Path(folder) / f"{Path(file).stem}.jsonl").open("w") as out, contextlib.redirect_stdout(out):
        if status := main(["run", file, "--format", "jsonl"]):
            sys.exit(status)
