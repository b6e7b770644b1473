"""The trace of a program's calls: what they are, what led to them, and what they lead to."""

import pytest

from sim.device.node import Node
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet.pdu import Ethernet
from sim.programs.rows import THREADS, Status, ThreadRow
from sim.trace.records import Change, Kind
from sim.trace.world import fold
from sim.transport.tcp.pdu import Tcp
from tests.programs.lab import Lab

SERVER = """\
import socket

listener = socket.create_server(("", 7))
connection, _ = listener.accept()
while data := connection.recv(100):
    connection.sendall(data)
connection.close()
"""

CLIENT = """\
import socket

s = socket.socket()
s.connect(("server", 7))
s.sendall(b"hello")
print(s.recv(100))
s.close()
"""


def conversation() -> Lab:
    lab = Lab("server", "client")
    lab.program("server", SERVER)
    lab.program("client", CLIENT, at=1000)
    lab.run()
    return lab


def test_each_call_is_entered_and_returned_and_in_between_blocked_where_it_waits() -> None:
    told = [
        f"{row.line}: {row.call} {row.phase} {row.result}".rstrip() for _, _, _, row in conversation().steps("client")
    ]
    assert told == [
        "3: socket(AF_INET, SOCK_STREAM) entered",
        "3: socket(AF_INET, SOCK_STREAM) returned fd 3",
        "4: connect(('server', 7)) entered",
        "4: connect(('server', 7)) blocked",
        "4: connect(('server', 7)) returned None",
        "5: sendall(b'hello') entered",
        "5: sendall(b'hello') returned None",
        "6: recv(100) entered",
        "6: recv(100) blocked",
        "6: recv(100) returned b'hello'",
        "7: close() entered",
        "7: close() returned None",
    ]


def test_a_call_names_its_thread_file_function_and_socket() -> None:
    text = "import socket\ndef make():\n    return socket.socket()\nmake().listen()\n"
    lab = Lab("host")
    lab.program("host", text, file="net.py")
    lab.run()
    calls = [row for _, kind, _, row in lab.steps("host") if kind is Kind.CALL_RETURNED]
    assert calls[:2] == [
        ThreadRow("MainThread", "net.py", 3, "make", "socket(AF_INET, SOCK_STREAM)", 1, "returned", "fd 3"),
        ThreadRow("MainThread", "net.py", 4, "<module>", "listen(128)", 1, "returned", "None"),
    ]


def _inside(frame: object) -> object:
    """What the datagram in a frame carries."""
    datagram = frame.payload if isinstance(frame, Ethernet) else None
    return datagram.payload if isinstance(datagram, IPv4) else None


def test_packets_follow_from_the_call_and_its_return_from_the_packet_that_woke_it() -> None:
    lab = conversation()
    trace = lab.network.trace
    entered = {step.row.call: step.n for step in lab.steps("client") if step.kind is Kind.CALL_ENTERED}
    syn = next(r.n for r in trace if r.kind is Kind.FRAME_SENT and isinstance(_inside(r.what), Tcp))
    assert entered["connect(('server', 7))"] in trace.causes(syn)
    returned = next(s for s in lab.steps("client") if s.row.call == "recv(100)" and s.kind is Kind.CALL_RETURNED)
    woken_by = trace.causes(returned.n)
    answer = next(s.n for s in lab.steps("server") if s.row.call == "sendall(b'hello')")
    assert answer in woken_by, "the server's answer woke the client"
    assert entered["sendall(b'hello')"] in woken_by, "which the client's question had led to"


def test_a_call_that_fails_is_raised_with_its_error() -> None:
    lab = Lab("server", "client")
    lab.program("client", "import socket\nsocket.create_connection(('server', 9))\n")
    lab.run()
    raised = [(s.row.call, s.row.result) for s in lab.steps("client") if s.kind is Kind.CALL_RAISED]
    assert raised == [("connect(('10.0.0.1', 9))", "ConnectionRefusedError: [Errno 111] Connection refused")]


def test_calls_of_the_library_are_told_by_the_line_of_the_program_that_led_to_them() -> None:
    text = "import queue, threading\nq = queue.Queue()\nthreading.Timer(1, q.put, [5]).start()\nprint(q.get())\n"
    lab = Lab("host")
    lab.program("host", text)
    lab.run()
    main = [s.row for s in lab.steps("host") if s.row.name == "MainThread" and s.kind is Kind.CALL_ENTERED]
    assert [(row.line, row.call) for row in main] == [(3, "Thread.start()"), (4, "Queue.get()")]


def test_locks_that_are_free_leave_no_record() -> None:
    text = "import threading\nlock = threading.Lock()\nfor _ in range(100):\n    with lock:\n        pass\n"
    lab = Lab("host")
    lab.program("host", text)
    lab.run()
    assert lab.steps("host") == []


def test_sleep_takes_its_time_and_nothing_else_does() -> None:
    text = "import time\nfor n in range(3):\n    print(n, time.monotonic(), time.time())\n    time.sleep(0.25)\n"
    lab = Lab("host")
    lab.program("host", text)
    lab.run()
    assert lab.lines("host") == ["0 0.0 1767225600.0", "1 0.25 1767225600.25", "2 0.5 1767225600.5"]
    assert lab.times("host") == [0, 0.25, 0.5]


@pytest.mark.parametrize("portion", [0.3, 0.7, 1.0])
def test_tables_of_programs_and_threads_are_what_the_trace_says(portion: float) -> None:
    lab = conversation()
    world = fold(lab.network.trace, round(len(lab.network.trace) * portion))
    for node in lab.hosts.values():
        if portion == 1.0:
            live: Node = node
            for table in (THREADS, "program", "socket"):
                assert world.tables.get((node.name, table), {}) == live.tables[table]
    threads = [
        change.after
        for change in (record.what for record in lab.network.trace[: round(len(lab.network.trace) * portion)])
        if isinstance(change, Change) and change.table == THREADS
    ]
    assert threads, "and there is something to compare"


def test_a_program_that_ends_gives_back_what_it_had_open() -> None:
    lab = Lab("server", "client")
    server = lab.program("server", "import socket\nk = socket.create_server(('', 7)).accept()\nopen('x', 'w')\n")
    lab.program("client", "import socket\ns = socket.create_connection(('server', 7))\nprint(s.recv(1))\n", at=1000)
    lab.run()
    assert lab.lines("client") == ["b''"]
    assert lab.status(server).status is Status.ENDED
    assert lab.hosts["server"].tables["socket"] == {}
