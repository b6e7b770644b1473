"""What ``program_speed`` lets a program's calls and lines take; without it no time passes while a program runs."""

import pytest

from sim.scenario import load
from sim.session import Session
from sim.trace.records import Change, ConsoleLine

LINES = """\
import time
begin = time.monotonic_ns()
for n in range(10):
    n += 1
    n += 1
print(time.monotonic_ns() - begin)
"""
CALLS = """\
import socket, time
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
begin = time.monotonic_ns()
for n in range(10):
    sock.sendto(b"x", ("10.0.0.2", 9))
print(time.monotonic_ns() - begin)
"""
WAKES = """\
import socket, time
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 9))
sock.recv(10)
print(time.monotonic_ns())
"""
SENDS = "import socket\nsocket.socket(2, 2).sendto(b'x', ('10.0.0.1', 9))\n"
DRAWS = "import random\nprint(random.random())\n"


def printed(text: str, speed: object = None, seed: int = 1, other: str = "pass") -> list[str]:
    nodes = {"pc1": {"host": "10.0.0.1/24"}, "pc2": {"host": "10.0.0.2/24"}}
    if speed is not None:
        nodes["pc1"]["program_speed"] = speed  # type: ignore[assignment]
    programs = [{"on": "pc1", "code": text}, {"on": "pc2", "at": "1s", "code": other}]
    data = {"title": "t", "seed": seed, "nodes": nodes, "links": ["pc1 -- pc2"], "programs": programs}
    session = Session(load.load_objects(data))
    session.run()
    changes = [record.what.after for record in session.trace if isinstance(record.what, Change)]
    return [line.text for line in changes if isinstance(line, ConsoleLine)]


def test_by_default_no_time_passes_while_a_program_runs() -> None:
    assert printed(LINES) == printed(CALLS) == ["0"]


def test_each_line_takes_its_time() -> None:
    """Ten rounds of two lines, the line with the loop, and the line that prints."""
    assert printed(LINES, {"line": "1us"}) == ["22000"]


def test_each_call_takes_its_time() -> None:
    assert printed(CALLS, {"call": "20us"}) == ["200000"]


def test_a_thread_that_is_woken_needs_its_time_to_run() -> None:
    (quick,), (busy,) = printed(WAKES, other=SENDS), printed(WAKES, {"call": "50us"}, other=SENDS)
    assert int(busy) - int(quick) == 50_000


def test_chance_comes_from_the_seed_and_changes_no_other_number() -> None:
    jitter = {"call": "20us", "jitter": "1ms"}
    assert printed(CALLS, jitter) == printed(CALLS, jitter)
    assert len({printed(CALLS, jitter, seed)[0] for seed in range(5)}) == 5
    assert printed(DRAWS, jitter) == printed(DRAWS)


@pytest.mark.parametrize(
    ("speed", "received"), [(None, ["b'hello'", "b'world'"]), ({"call": "100us"}, ["b'helloworld'"])]
)
def test_two_sends_come_out_of_one_recv_only_where_a_program_takes_its_time(speed: object, received: list[str]) -> None:
    server = """\
import socket
listener = socket.create_server(("", 7000))
connection, _ = listener.accept()
while data := connection.recv(100):
    print(data)
"""
    client = """\
import socket, time
sock = socket.create_connection(("10.0.0.1", 7000))
sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
time.sleep(1)
sock.sendall(b"hello")
sock.sendall(b"world")
time.sleep(1)
"""
    assert printed(server, speed, other=client) == received
