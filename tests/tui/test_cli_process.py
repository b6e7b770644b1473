"""The command as a process: pipes whose reader leaves, Ctrl-C, terminals, and what it loads."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from sim.wire.pcapng import read_capture
from tests.tui.command import LIMIT, PING, PROGRAM, STORM, on_a_terminal, process, started, written
from tui.cli.stream import Interrupt

ESCAPE = "\x1b["


@contextmanager
def storming(tmp_path: Path, *arguments: str | Path, unbuffered: str = "") -> "Iterator[subprocess.Popen[bytes]]":
    """A process that has printed the first lines of a storm, and has not come to its end."""
    command = [*PROGRAM, "run", str(written(tmp_path, STORM)), *map(str, arguments)]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with started(command, env=environment) as running:
        for _ in range(3):
            assert _of(running.stdout).readline()
        yield running


def _of(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


@pytest.mark.parametrize("format_", ["text", "jsonl"])
def test_reader_that_leaves_is_no_error(tmp_path: Path, format_: str) -> None:
    with storming(tmp_path, "--format", format_) as running:
        _of(running.stdout).close()
        assert _of(running.stderr).read() == b""
        assert running.wait(LIMIT) == 0


def test_reader_that_leaves_does_not_stop_the_capture(tmp_path: Path) -> None:
    capture = tmp_path / "out.pcapng"
    with storming(tmp_path, "--pcapng", capture, "--records", "5000") as running:
        _of(running.stdout).close()
        assert running.wait(LIMIT) == 0
    assert len(list(read_capture(capture))) > 1000


@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["schema"], ["show", "arp-on-one-switch"]])
def test_output_to_nobody_is_no_error(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run([*PROGRAM, *arguments], stdout=write, stderr=subprocess.PIPE, check=False, timeout=LIMIT)
    os.close(write)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_full_disk_is_an_error_without_a_traceback() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run([*PROGRAM, "list"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=LIMIT)
    assert (ended.returncode, ended.stderr) == (2, b"hopscope: No space left on device\n")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_interrupted_run_leaves_whole_lines_and_a_whole_capture(tmp_path: Path, unbuffered: str) -> None:
    capture = tmp_path / "out.pcapng"
    arguments = ("--format", "jsonl", "--pcapng", capture)
    with storming(tmp_path, *arguments, unbuffered=unbuffered) as running:
        running.send_signal(signal.SIGINT)
        out, err = _of(running.stdout).read(), _of(running.stderr).read()
    assert running.returncode == 130
    *records, end = [json.loads(line) for line in out.splitlines()]  # behind the header and two records
    count = len(records) + 2
    assert end == {"end": "interrupted", "at": records[-1]["at"], "records": count}
    assert [record["n"] for record in records] == list(range(2, count))
    packets = sum(record["kind"] == "frame-sent" for record in records)
    assert len(list(read_capture(capture))) == packets
    happened = sum(record["at"] > 0 for record in records)  # at 0 the configuration alone
    stopped = rf"hopscope: interrupted: {packets} packets, {happened} records, \d+\.\d{{9}} s; .* is whole\n"
    assert re.fullmatch(stopped, err.decode())


def test_interrupted_tables_end_without_a_traceback(tmp_path: Path) -> None:
    path = written(tmp_path, STORM)
    code = "import os, signal, threading; threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start(); "
    command = [sys.executable, "-c", code + PROGRAM[2], "tables", str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT)
    assert ended.returncode == 130
    assert ended.stdout == ""
    assert re.fullmatch(r"hopscope: interrupted.*\n", ended.stderr)


def test_first_interrupt_asks_and_the_second_stops_at_once() -> None:
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler, "also where a shell has it ignored"
    with Interrupt() as interrupt:
        os.kill(os.getpid(), signal.SIGINT)
        assert interrupt.asked
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-"])
def test_missing_stream_is_no_error(closed: str) -> None:
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", *PROGRAM, "list"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ("arp-on-one-switch" in ended.stdout) == (closed != ">&-")


def test_same_octets_whatever_the_hash_seed(tmp_path: Path) -> None:
    path = written(tmp_path, PING.replace("pc1 -- sw1:1", "{link: pc1 -- sw1:1, jitter: 1ms, duplicate: 50%}"))
    runs = {
        process("run", path, "--format", "jsonl", env={**os.environ, "PYTHONHASHSEED": seed}).stdout
        for seed in ("0", "1", "2")
    }
    assert len(runs) == 1
    assert len(runs.pop().splitlines()) > 40


def test_colour_is_for_terminals_alone(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    piped = process("run", path).stdout
    coloured = on_a_terminal("run", path, COLUMNS="300")
    assert ESCAPE not in piped
    assert ESCAPE in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == piped
    assert on_a_terminal("run", path, COLUMNS="300", NO_COLOR="1") == piped


def test_reasons_are_wrapped_on_a_terminal(tmp_path: Path) -> None:
    lines = on_a_terminal("run", written(tmp_path, PING), "--why", NO_COLOR="1", COLUMNS="80").splitlines()
    reasons = [line for line in lines if line.startswith(" " * 26)]
    assert max(map(len, reasons)) <= 80
    assert len(reasons) > len([line for line in process("run", tmp_path / "lan.yaml", "--why").stdout.splitlines()
                               if line.startswith(" " * 26)])  # fmt: skip


def test_text_that_the_terminal_cannot_show_is_no_error(tmp_path: Path) -> None:
    path = written(tmp_path, PING.replace("Two PCs and a switch", "谁有 192.168.10.3"))
    shown = process("show", path, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("\\u8c01\\u6709 192.168.10.3\n")


def test_process_ends_without_a_search_for_garbage() -> None:
    code = """
import gc
from tui.cli import main
class Found:
    def __del__(self):
        print("found")
gc.disable()
found = Found()
found.itself = found
del found
main(["list"])
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=LIMIT)
    assert "found" not in ended.stdout.split()


def test_run_loads_neither_the_screen_nor_what_is_slow(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    report = "; print(*sorted(sys.modules), file=sys.stderr)"
    code = PROGRAM[2].replace("sys.exit(main())", "main()") + report
    ended = subprocess.run(
        [sys.executable, "-c", code, "run", str(path)], capture_output=True, text=True, check=True, timeout=LIMIT
    )
    loaded = {name.partition(".")[0] for name in ended.stderr.split()}
    assert "yaml" in loaded
    assert not loaded & {"scapy", "networkx", "textual", "rich", "numpy"}
