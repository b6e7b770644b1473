"""The bundled programs run for real, over this machine's own loopback, and say what they say when simulated."""

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

import scenarios
from sim.kernel import SECOND
from tests.programs.lab import Lab

BUNDLED = Path(scenarios.__path__[0]) / "programs"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is simulated is Linux")


def free_port(kind: int) -> str:
    """One that no client is given: who asks such a port before its server is there could be connected to itself."""
    for port in range(20_000 + os.getpid() % 10_000, 32_768):
        with socket.socket(socket.AF_INET, kind) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return str(port)
    raise OSError("no port is free")


def command(file: str, *arguments: str) -> list[str]:
    return [sys.executable, "-u", str(BUNDLED / file), *arguments]


@contextmanager
def running(file: str, *arguments: str, typed: str = "") -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    process = subprocess.Popen(command(file, *arguments), stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    assert process.stdin is not None
    process.stdin.write(typed)
    process.stdin.close()
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()


def lines_of(process: subprocess.Popen[str], count: int) -> list[str]:
    """So many lines that it prints; fewer where it ends before, or takes too long."""
    assert process.stdout is not None
    end = threading.Timer(30, process.kill)
    end.start()
    try:
        return [process.stdout.readline().rstrip("\n") for _ in range(count)]
    finally:
        end.cancel()


def once(file: str, *arguments: str, typed: str = "") -> list[str]:
    """What a program prints when it runs to its end; again and again as long as it fails: no server is there yet."""
    for _ in range(200):
        run = subprocess.run(
            command(file, *arguments), input=typed, capture_output=True, text=True, timeout=30, check=False
        )
        if run.returncode == 0:
            break
    return (run.stdout + run.stderr).splitlines()


def simulated(
    server: tuple[str, ...], client: tuple[str, ...], typed: tuple[str, ...], heard: tuple[str, ...] = ()
) -> Lab:
    lab = Lab("server", "client")
    for name, (file, *arguments), at, stdin in (
        ("server", server, 0, heard),
        ("client", client, SECOND, typed),
    ):
        text = (BUNDLED / file).read_text(encoding="utf-8")
        lab.program(name, text, at=at, arguments=tuple(arguments), stdin=stdin, file=file)
    lab.run(60)
    return lab


def check(real: tuple[list[str], list[str]], lab: Lab) -> None:
    """The ports and the times are those of the machine."""
    found = (lab.lines("server"), lab.lines("client"))
    strip = re.compile(r"(?<=port )\d+| in [\d.]+ s: [\d.]+ Mbit/s")
    assert [[strip.sub("", line) for line in lines] for lines in found] == [
        [strip.sub("", line) for line in lines] for lines in real
    ]


def test_echo_over_tcp() -> None:
    port = free_port(socket.SOCK_STREAM)
    with running("echo_server.py", port) as server:
        waiting = lines_of(server, 1)
        answers = once("echo_client.py", "127.0.0.1", port, typed="hello\ngrüße\n")
        real = (waiting + lines_of(server, 1), answers)
    check(real, simulated(("echo_server.py", "7"), ("echo_client.py", "server", "7"), ("hello", "grüße")))


def test_netcat_to_netcat() -> None:
    port = free_port(socket.SOCK_STREAM)
    with running("nc.py", "-N", "-l", port, typed="from the server\n") as server:
        heard = once("nc.py", "-N", "127.0.0.1", port, typed="one\ntwo\n")
        real = (lines_of(server, 2), heard)
    lab = simulated(("nc.py", "-N", "-l", "7"), ("nc.py", "-N", "server", "7"), ("one", "two"), ("from the server",))
    check(real, lab)


def test_netcat_to_echo_over_udp() -> None:
    port = free_port(socket.SOCK_DGRAM)
    with running("udp_echo_server.py", port) as server:
        waiting = lines_of(server, 1)
        heard = once("nc.py", "-u", "-w", "0.5", "127.0.0.1", port, typed="one\n")
        real = (waiting + lines_of(server, 1), heard)
    # One line: two in a pipe are read at once, and two that are typed one after the other.
    check(real, simulated(("udp_echo_server.py", "7"), ("nc.py", "-u", "-w", "0.5", "server", "7"), ("one",)))


def test_iperf() -> None:
    port = free_port(socket.SOCK_STREAM)
    with running("iperf.py", "-s", "-p", port) as server:
        waiting = lines_of(server, 1)
        sent = once("iperf.py", "-c", "127.0.0.1", "-p", port, "-n", "300K")
        real = (waiting + lines_of(server, 1), sent)
    check(real, simulated(("iperf.py", "-s"), ("iperf.py", "-c", "server", "-n", "300K"), ()))
