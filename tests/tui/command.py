"""Running ``hopscope`` in tests: within this process, or as a process of its own."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from sim.scenario.library import bundled
from tui.cli import main
from tui.isolation import walls

BUNDLED = sorted(bundled())
PROGRAM = [sys.executable, "-c", "import sys; from tui.cli import main; sys.exit(main())"]

TRUST = ["--trust"] if walls.missing() else []
"""Programs that are not hopscope's own run isolated, or where nothing can be isolated, as we."""

LIMIT = 120.0
"""Seconds after which a command that does not come to its end is given up, on a machine however busy."""

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
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT, **options)


@contextmanager
def started(command: Sequence[str], **options: Any) -> "Iterator[subprocess.Popen[bytes]]":
    """A process whose output goes into pipes, and which is killed where it takes too long."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options) as running:
        end = threading.Timer(LIMIT, running.kill)
        end.start()
        try:
            yield running
        except BaseException:
            running.kill()
            raise
        finally:
            end.cancel()


def said_on(terminal: int, pid: int, hear: Callable[[bytes], object] = lambda said: None) -> bytes:
    """All that a process says on its terminal until it closes the terminal, which is closed here, too.

    ``hear`` is told what was said so far. A process that goes on for longer than the limit is killed.
    """
    said, end = b"", time.monotonic() + LIMIT
    try:
        while True:
            readable, _, _ = select.select([terminal], [], [], max(end - time.monotonic(), 0))
            if not readable:
                os.kill(pid, signal.SIGKILL)
                raise AssertionError(f"no end after {LIMIT} s; it said {said.decode(errors='replace')}")
            try:
                more = os.read(terminal, 65536)
            except OSError:  # Linux: the other end is closed
                return said
            if not more:
                return said
            said += more
            hear(said)
    finally:
        os.close(terminal)


def status_of(pid: int) -> int:
    """The exit status of a child that has closed its terminal."""
    end = time.monotonic() + LIMIT
    while not (ended := os.waitpid(pid, os.WNOHANG))[0]:
        if time.monotonic() > end:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)
    return os.waitstatus_to_exitcode(ended[1])


def on_a_terminal(*arguments: str | Path, status: int = 0, **environment: str) -> str:
    """What a command prints on a terminal of its own; it ends with ``status``."""
    terminal, end = pty.openpty()
    variables = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CI")}
    command = [*PROGRAM, *map(str, arguments)]
    running = subprocess.Popen(
        command, stdout=end, stderr=subprocess.DEVNULL, env={**variables, "TERM": "xterm-256color", **environment}
    )
    os.close(end)
    printed = said_on(terminal, running.pid)
    assert running.wait(LIMIT) == status
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
