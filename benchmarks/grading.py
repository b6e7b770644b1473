"""Grading a class: the answers of 200 learners to the lab that asks for an echo server, two at a time."""

import os
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.table import Line
from benchmarks.work import HOPSCOPE

PART = "grading"
LAB = "labs/an-echo-server"
LEARNERS = 200
FEW = 4
TARGET = 60.0
"""Seconds for the whole class on two cores."""
_RIGHT = """\
import socket

listener = socket.create_server(("", 9000))
while True:
    connection, _ = listener.accept()
    with connection:
        try:
            while data := connection.recv(4096):
                connection.sendall(data)
        except ConnectionError:
            pass
"""
_READS_ONCE = """\
import socket

listener = socket.create_server(("", 9000))
while True:
    connection, _ = listener.accept()
    with connection:
        connection.sendall(connection.recv(4096))
"""
_PROGRAMS = (_RIGHT, _READS_ONCE, _RIGHT.replace("with connection:", "if True:"), "while True: pass\n", "def serve(:\n")
"""A right one; one that reads once, one that never closes, one that does nothing but turn, and no program."""


def measure(learners: int) -> list[Line]:
    """The whole command, by the wall clock, and the processor time of all its processes."""
    with TemporaryDirectory() as folder:
        for number in range(learners):
            text = _PROGRAMS[0 if number % 2 else number // 2 % len(_PROGRAMS)]
            Path(folder, f"learner-{number:03}.py").write_text(text)
        before, since = os.times(), time.perf_counter()
        done = subprocess.run([*HOPSCOPE, "grade", LAB, folder, "-j", "2"], capture_output=True, text=True, check=False)
        took, after = time.perf_counter() - since, os.times()
    closing = done.stdout.splitlines()[-1]
    assert f"of {learners} solved" in closing, done.stderr
    computed = after.children_user + after.children_system - before.children_user - before.children_system
    return [
        Line(
            PART,
            f"{learners} answers to {LAB}, two at a time",
            f"{took:.1f} s, {computed:.1f} s of processor time, {closing.partition(';')[0]}",
            f"under {TARGET:.0f} s",
            took < TARGET,
        )
    ]
