"""``python -m benchmarks.cpython_tests``: CPython's own tests of its network modules, as programs on a simulated host.

Each test runs on this machine, too. What counts is how many of those that pass here pass there.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from benchmarks.table import Line, render

PROGRAM = Path(__file__).with_name("cpython_program.py")
MODULES = (
    "test_socket", "test_selectors", "test_select", "test_poll", "test_epoll", "test_socketserver", "test_httpservers",
    "test_httplib", "test_urllib2_localnet", "test_asyncio.test_streams", "test_asyncio.test_sock_lowlevel",
    "test_asyncio.test_server", "test_asyncio.test_buffered_proto", "test_asyncio.test_selector_events",
    "test_asyncio.test_events",
)  # fmt: skip
BEYOND = ("IPv6", "IPV6", "dualstack_ipv6", "UDPLITE")
"""Words in the reason for which a test is skipped on a simulated host, which has IPv4 and no UDP-Lite."""
SILENCE = 90
"""Seconds after which a test that tells nothing is given up: it waits for ever, or computes without end."""


class Told(NamedTuple):
    """What became of a test: ``passed``, ``skipped``, ``failed`` or ``hung``; why."""

    what: str
    text: str


Outcomes = dict[str, Told]
Command = Callable[[str, Path], list[str]]


def on_this_machine(module: str, folder: Path) -> list[str]:
    return [sys.executable, str(PROGRAM), f"test.{module}"]


def on_a_simulated_host(module: str, folder: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.hopscope_cpython", f"test.{module}", str(folder)]


def outcomes(module: str, command: Command) -> Outcomes:
    """Run the tests of a module to the last, beginning anew after each that does not end."""
    found: Outcomes = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        while True:
            (folder / "done.txt").write_text("".join(f"{each}\n" for each in found), encoding="utf-8")
            if not _run(command(module, folder), folder, found):
                return found


def _run(command: list[str], folder: Path, found: Outcomes) -> bool:
    """Whether there may be tests left after one that did not end."""
    environment = {**os.environ, "PYTHONPATH": str(PROGRAM.parents[1])}
    open_tests: list[str] = []
    output: list[str] = []
    with subprocess.Popen(
        command, cwd=folder, env=environment, text=True, errors="replace",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        for line in _lines(process):
            output.append(line)
            if not line.startswith("@"):
                continue
            what, test, text = json.loads(line[1:])
            if what == "all":
                return False
            if what == "begun":
                open_tests.append(test)
            else:
                found[test] = Told(what, text)
                open_tests = [each for each in open_tests if each != test]
    if not open_tests:
        found[command[-1]] = Told("failed", "".join(output[-20:]))
        return False
    found[open_tests[-1]] = Told("hung", "".join(output[-5:]))
    return True


def _lines(process: "subprocess.Popen[str]") -> Iterator[str]:
    """Its lines; it is ended where it is silent for too long."""
    assert process.stdout is not None
    while True:
        watchdog = threading.Timer(SILENCE, process.kill)
        watchdog.start()
        line = process.stdout.readline()
        watchdog.cancel()
        if not line:
            return
        yield line


def counted(found: Outcomes) -> str:
    counts = Counter(each.what for each in found.values())
    return ", ".join(f"{counts[what]} {what}" for what in ("passed", "skipped", "failed", "hung") if counts[what])


def line(module: str, real: Outcomes, simulated: Outcomes) -> Line:
    passed = [test for test, told in real.items() if told.what == "passed"]
    reached = [test for test in passed if not is_beyond(simulated.get(test))]
    both = sum(simulated[test].what == "passed" for test in reached if test in simulated)
    share = f"{both} of {len(reached)} ({both / len(reached):.0%})" if reached else "none"
    if len(reached) < len(passed):
        share += f", {len(passed) - len(reached)} not counted"
    return Line(module, share, f"{counted(simulated)}  |  Linux: {counted(real)}")


def is_beyond(told: Told | None) -> bool:
    """Whether a test is about another protocol than those that a simulated host has."""
    return told is not None and told.what == "skipped" and any(word in told.text for word in BEYOND)


def differences(real: Outcomes, simulated: Outcomes) -> Iterator[str]:
    for test, told in real.items():
        other = simulated.get(test, Told("missing", ""))
        if told.what == "passed" and other.what != "passed":
            yield f"{other.what:8} {test}\n{other.text.strip()}\n"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cpython_tests", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", default=MODULES)
    parser.add_argument("--differences", action="store_true", help="print each test that passes on Linux alone")
    chosen = parser.parse_args(argv)
    if find_spec("test.support") is None:
        print(
            f"Python's own tests are not in {Path(os.__file__).parent}: install them there (Debian: "
            f"libpython3.{sys.version_info.minor}-testsuite), or run this with a Python that has them.",
            file=sys.stderr,
        )
        return 2
    lines = []
    for module in chosen.modules:
        real, simulated = outcomes(module, on_this_machine), outcomes(module, on_a_simulated_host)
        lines.append(line(module, real, simulated))
        if chosen.differences:
            print(*differences(real, simulated), sep="\n")
    print(render(lines))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
