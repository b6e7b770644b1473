"""Loops that bring nothing are slowed down and named, and no loop makes more records than the limit."""

import pytest

from sim.kernel import SECOND
from sim.programs.rows import LOOPS, LoopRow, Vain
from sim.trace.records import Change, Kind
from sim.trace.trace import Trace
from tests.programs.lab import Lab

ECHO = """\
import socket
listener = socket.create_server(("", 7000))
while True:
    connection, _ = listener.accept()
    while True:
        data = connection.recv(1024)
        connection.sendall(data)
"""
CLIENT = """\
import socket
with socket.create_connection(("server", 7000)) as sock:
    sock.sendall(b"hello")
    print(sock.recv(10))
"""
SELECTS = """\
import select, socket
listener = socket.create_server(("", 7000))
connection, _ = listener.accept()
connection.sendall(b"hello")
while True:
    readable, _, _ = select.select([connection], [], [])
    for each in readable:
        each.recv(1024)
"""
WRITABLE = """\
import select, socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    readable, writable, _ = select.select([sock], [sock], [])
    for each in readable:
        each.recv(1024)
"""
POLLS = """\
import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setblocking(False)
while True:
    try:
        sock.recv(1024)
    except BlockingIOError:
        pass
"""
REFUSED = """\
import socket
while True:
    sock = socket.socket()
    try:
        sock.connect(("server", 9))
    except OSError:
        sock.close()
"""
PIPE = """\
import os
reader, writer = os.pipe()
os.close(writer)
while True:
    os.read(reader, 10)
"""
PRINTS = """\
while True:
    print("x")
"""
WRITES = """\
import sys
while True:
    sys.stdout.buffer.write(b"x\\n")
"""


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (ECHO, LoopRow(Vain.END, "server.py", 6, "recv(1024)")),
        (SELECTS, LoopRow(Vain.END, "server.py", 8, "recv(1024)")),
        (WRITABLE, LoopRow(Vain.ASKS, "server.py", 4, "select([3], [3], [])")),
        (POLLS, LoopRow(Vain.ASKS, "server.py", 6, "recv(1024)")),
        (REFUSED, LoopRow(Vain.FAILS, "server.py", 5, "connect(('server', 9))")),
        (PIPE, LoopRow(Vain.END, "server.py", 5, "read(3, 10)")),
        (PRINTS, LoopRow(Vain.PRINTS, "server.py", 2, "")),
        (WRITES, LoopRow(Vain.PRINTS, "server.py", 3, "")),
    ],
    ids=["recv", "select", "writable", "polls", "refused", "pipe", "prints", "writes"],
)
def test_a_loop_that_brings_nothing_is_named_and_slowed_down(text: str, row: LoopRow) -> None:
    lab = Lab("server", "client")
    lab.program("server", text)
    lab.program("client", CLIENT, at=SECOND)
    lab.run(60)
    assert list(lab.hosts["server"].tables[LOOPS].values()) == [row]
    assert lab.network.trace.happened < 100_000


def named(lab: Lab) -> list[tuple[Kind, str]]:
    changes = [(record, record.what) for record in lab.network.trace if isinstance(record.what, Change)]
    return [(record.kind, record.why.rule.id) for record, change in changes if change.table == LOOPS]


def test_a_loop_is_no_longer_named_once_something_comes_of_it() -> None:
    text = POLLS.replace("sock.setblocking", "sock.bind(('', 9))\nsock.setblocking")
    lab = Lab("server", "client")
    lab.program("server", text)
    lab.program("client", "import socket\nsocket.socket(2, 2).sendto(b'x', ('server', 9))\n", at=3 * SECOND)
    lab.run(3.5)
    assert named(lab) == [(Kind.ROW_ADDED, "program.loop-asks"), (Kind.ROW_REMOVED, "program.loop-over")]


@pytest.mark.parametrize(
    "text",
    [
        # A scan of ports fails again and again, but each time at another one.
        "import socket\nfor port in range(1, 3000):\n    try:\n        socket.socket().connect(('127.0.0.1', port))\n"
        "    except OSError:\n        pass\n",
        # Patient asking takes time of its own.
        "import socket, time\ns = socket.socket(2, 2)\ns.settimeout(0.01)\nfor _ in range(3000):\n    try:\n"
        "        s.recv(1)\n    except TimeoutError:\n        pass\n",
        "for n in range(3000):\n    print(n)\n",
        "import socket\ns = socket.socket(2, 2)\nfor n in range(3000):\n    s.sendto(b'x', ('client', 9))\n",
    ],
    ids=["scan", "time-outs", "table", "flood"],
)
def test_what_gets_on_is_not_named(text: str) -> None:
    lab = Lab("server", "client")
    lab.program("server", text)
    lab.run(60)
    assert not named(lab)


@pytest.mark.parametrize("text", [PRINTS, POLLS, "import socket\nwhile True:\n    socket.socket().close()\n"])
def test_the_limit_of_records_holds_within_one_event(text: str) -> None:
    lab = Lab("server")
    lab.program("server", text)
    lab.network.trace.limit = 700
    assert not lab.network.run(60 * SECOND)
    assert 700 <= lab.network.trace.happened < 710


@pytest.mark.parametrize("text", [PRINTS, POLLS, ECHO], ids=["prints", "polls", "echo"])
def test_a_program_that_is_held_at_a_limit_goes_on_as_if_it_had_not_been(text: str) -> None:
    def run(limits: range) -> Trace:
        lab = Lab("server", "client")
        lab.program("server", text)
        lab.program("client", CLIENT, at=1000)
        for limit in limits:
            lab.network.trace.limit = limit
            lab.network.run(SECOND)
        return lab.network.trace

    whole, sliced = run(range(2000, 2001)), run(range(7, 2001, 13))
    length = min(len(whole), len(sliced))
    assert length > 1900
    assert [repr(record) for record in whole[:length]] == [repr(record) for record in sliced[:length]]
