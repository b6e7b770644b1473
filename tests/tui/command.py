"""Running ``hopscope`` in tests: within this process, or as a process of its own."""

import json
import os
import pty
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from sim.scenario.library import bundled
from tui.cli import main

BUNDLED = sorted(bundled())
PROGRAM = [sys.executable, "-c", "import sys; from tui.cli import main; sys.exit(main())"]

PING = """\
title: Two PCs and a switch
nodes:
  pc1: {host: 192.168.10.1/24}
  pc2: {host: 192.168.10.2/24}
  sw1: {switch: 4 ports}
links: [pc1 -- sw1:1, pc2 -- sw1:2]
actions:
  - {at: 1s, on: pc1, run: ping -c 1 192.168.10.2}
expect:
  - pc1 receives icmp echo-reply from pc2
"""
STORM = """\
title: A storm
until: 60s
nodes:
  pc1: {host: 192.168.10.1/24}
  sw1: {switch: 4 ports}
  sw2: {switch: 4 ports}
links: [pc1 -- sw1:1, sw1:2 -- sw2:2, sw1:3 -- sw2:3]
actions:
  - {at: 1s, on: pc1, run: ping -c 1 192.168.10.2}
"""
BAD_LINK = """\
title: A link of every vice
nodes:
  pc1: {host: 192.168.10.1/24}
  pc2: {host: 192.168.10.2/24}
links:
  - {link: pc1 -- pc2, bandwidth: 10 Mbit/s, loss: 10%, duplicate: 20%, corrupt: 20%, jitter: 1ms}
actions:
  - {at: 1s, on: pc1, run: ping -c 20 -s 3000 -i 0.2 192.168.10.2}
"""


class Result(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def hopscope(*arguments: str | Path) -> Result:
    """Run a command and return what it printed."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
    return Result(status, out.getvalue(), err.getvalue())


def process(*arguments: str | Path, **options: Any) -> "subprocess.CompletedProcess[str]":
    """Run a command in a process of its own."""
    command = [*PROGRAM, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def on_a_terminal(*arguments: str | Path, status: int = 0, **environment: str) -> str:
    """What a command prints on a terminal of its own; it ends with ``status``."""
    terminal, end = pty.openpty()
    variables = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CI")}
    command = [*PROGRAM, *map(str, arguments)]
    running = subprocess.Popen(
        command, stdout=end, stderr=subprocess.DEVNULL, env={**variables, "TERM": "xterm-256color", **environment}
    )
    os.close(end)
    printed = b""
    while True:
        try:
            more = os.read(terminal, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not more:
            break
        printed += more
    os.close(terminal)
    assert running.wait() == status
    return printed.decode().replace("\r\n", "\n")


def records(*arguments: str | Path) -> list[dict[str, Any]]:
    """The lines of a run in JSON: the header, the records, the end."""
    result = hopscope("run", *arguments, "--format", "jsonl")
    assert result.status == 0, result.err
    return [json.loads(line) for line in result.lines]


def written(folder: Path, text: str, name: str = "lan.yaml") -> Path:
    """A scenario in a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
