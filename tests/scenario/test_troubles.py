"""What check tells of programs that still wait at the end, in both languages, and what it passes over."""

import pytest

from sim.scenario import load
from sim.scenario.troubles import busiest, loops, waiting
from sim.session import Session

SERVER = """\
import socket
listener = socket.create_server(("", 7000))
while True:
    connection, _ = listener.accept()
    data = b""
    while chunk := connection.recv(100):
        data += chunk
    connection.sendall(data)
"""
CLIENT = """\
import socket
sock = socket.create_connection(("10.0.0.2", 7000))
sock.sendall(b"hello")
print(sock.recv(100))
"""
ASKS_UDP = """\
import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(b"anybody?", ("10.0.0.2", 9))
sock.recvfrom(100)
"""
HEARS_UDP = """\
import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 9))
while True:
    sock.recvfrom(100)
"""
DEADLOCK = """\
import threading, time
a, b = threading.Lock(), threading.Lock()
def take(first, second):
    with first:
        time.sleep(1)
        with second:
            pass
for pair in ((a, b), (b, a)):
    threading.Thread(target=take, args=pair).start()
"""
POOL = """\
import queue, socket, threading
jobs = queue.Queue()
def work():
    while True:
        jobs.get()
for _ in range(3):
    threading.Thread(target=work).start()
listener = socket.create_server(("", 7000))
listener.accept()
"""


def session(client: str, server: str = "pass", expect: tuple[str, ...] = ()) -> Session:
    programs = [{"on": "server", "code": server}, {"on": "client", "at": "1s", "code": client}]
    nodes = {"client": {"host": "10.0.0.1/24"}, "server": {"host": "10.0.0.2/24"}}
    data = {"title": "t", "nodes": nodes, "links": ["client -- server"], "programs": programs, "expect": [*expect]}
    made = Session(load.load_objects(data))
    made.run()
    return made


@pytest.mark.parametrize(
    ("client", "server", "told"),
    [
        (
            CLIENT,
            SERVER,
            [
                "client: client.py line 4 still waits in recv(100) at the end: 10.0.0.2:7000 sends nothing more; "
                "there, server.py waits in recv(100) at line 6."
            ],
        ),
        (ASKS_UDP, HEARS_UDP, ["client: client.py line 4 still waits in recvfrom(100) at the end."]),
        (
            DEADLOCK,
            "pass",
            [
                f"client: client.py line {line} still waits in {call} at the end: the thread {thread} waits for "
                "another thread. All threads of this program wait like this, so none of them can ever go on."
                for line, call, thread in (
                    (6, "acquire()", "Thread-1 (take)"),
                    (6, "acquire()", "Thread-2 (take)"),
                )
            ],
        ),
        ("pass", SERVER, []),
        ("pass", HEARS_UDP, []),
        ("pass", POOL, []),
        ("import time\ntime.sleep(1000)\n", "pass", []),
    ],
    ids=["recv", "udp", "deadlock", "server", "udp-server", "pool", "sleeper"],
)
def test_who_still_waits_at_the_end_for_what_does_not_come(client: str, server: str, told: list[str]) -> None:
    assert [trouble.told() for trouble in waiting(session(client, server).trace)] == told


def test_a_client_is_known_by_a_port_that_its_host_chose_whatever_its_number() -> None:
    text = """
title: Low ports
nodes:
  server: {host: 10.0.0.2/24}
  client: {host: 10.0.0.1/24, first_ephemeral_port: 2000}
links: [server -- client]
programs:
  - on: server
    code: |
      import socket
      s = socket.socket(type=socket.SOCK_DGRAM)
      s.bind(("", 50000))
      while True:
          s.recv(100)
  - on: client
    at: 1s
    code: |
      import socket
      s = socket.socket(type=socket.SOCK_DGRAM)
      s.sendto(b"hello", ("10.0.0.2", 50000))
      s.recv(100)
"""
    made = Session(load.load_text(text))
    made.run()
    (trouble,) = waiting(made.trace)
    assert trouble.told().startswith("client: client.py line 4 still waits in recv(100) at the end")


def test_it_is_told_in_chinese() -> None:
    (trouble,) = waiting(session(CLIENT, SERVER).trace)
    assert trouble.told("zh") == (
        "client: 直到结束，client.py 第 4 行仍在 recv(100) 中等待：10.0.0.2:7000 不再发送；"
        "在那边，server.py 正在第 6 行的 recv(100) 中等待。"
    )


def test_where_the_lesson_expects_that_a_call_blocks_nothing_is_told() -> None:
    made = session(CLIENT, SERVER, ("client's recv blocks once",))
    assert not waiting(made.trace, made.scenario.expect)


def test_a_loop_is_told_once_and_who_made_the_records_of_a_full_trace() -> None:
    made = session("while True:\n    print('x')\n")
    assert [trouble.told() for trouble in loops(made.trace)] == [
        "client: client.py line 2 keeps printing: 10000 lines, and no call between them that waits."
    ]
    assert busiest(made.trace) == "client made 100 % of them: lines that it prints"
