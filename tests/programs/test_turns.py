"""Several threads that wait for the same thing: first come, first served, as Linux wakes them.

Each list is what CPython 3.11 printed on Linux 6.18.
"""

import pytest

from tests.programs.lab import Lab

SPAWN = """
import queue, select, socket, threading, time
order = []
def spawn(worker):
    for number in range(3):
        threading.Thread(target=worker, args=(number,), daemon=True).start()
        time.sleep(0.02)
"""

ACCEPT = """
listener = socket.create_server(("127.0.0.1", 7000))
def worker(number):
    while True:
        connection, _ = listener.accept()
        order.append(number)
        connection.close()
def cause():
    with socket.create_connection(("127.0.0.1", 7000)) as sock:
        sock.recv(1)
"""
RECVFROM = """
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(("127.0.0.1", 7000))
def worker(number):
    while True:
        datagrams.recvfrom(100)
        order.append(number)
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
def cause():
    sender.sendto(b"x", ("127.0.0.1", 7000))
"""
QUEUE = """
jobs = queue.Queue()
def worker(number):
    while True:
        jobs.get()
        order.append(number)
def cause():
    jobs.put(1)
"""
CONDITION = """
condition = threading.Condition()
def worker(number):
    while True:
        with condition:
            condition.wait()
            order.append(number)
def cause():
    with condition:
        condition.notify()
"""
SEMAPHORE = """
semaphore = threading.Semaphore(0)
def worker(number):
    while True:
        semaphore.acquire()
        order.append(number)
def cause():
    semaphore.release()
"""
EPOLL = """
listener = socket.create_server(("127.0.0.1", 7000))
listener.setblocking(False)
epoll = select.epoll()
epoll.register(listener, select.EPOLLIN | select.EPOLLET)
def worker(number):
    while True:
        epoll.poll()
        order.append(number)
        listener.accept()
def cause():
    socket.create_connection(("127.0.0.1", 7000)).close()
"""

DRIVE = """
spawn(worker)
for _ in range(6):
    cause()
    time.sleep(0.05)
print(order)
"""


@pytest.mark.parametrize(
    ("waiting", "order"),
    [
        (ACCEPT, [0, 1, 2, 0, 1, 2]),
        (RECVFROM, [0, 1, 2, 0, 1, 2]),
        (QUEUE, [0, 1, 2, 0, 1, 2]),
        (CONDITION, [0, 1, 2, 0, 1, 2]),
        (SEMAPHORE, [0, 1, 2, 0, 1, 2]),
        (EPOLL, [2, 2, 2, 2, 2, 2]),  # epoll_wait(2) puts itself at the head of the queue
    ],
    ids=["accept", "recvfrom", "queue", "condition", "semaphore", "epoll"],
)
def test_threads_that_wait_for_the_same_take_turns(waiting: str, order: list[int]) -> None:
    lab = Lab("host")
    lab.program("host", SPAWN + waiting + DRIVE)
    lab.run()
    assert lab.lines("host") == [str(order)]


def test_who_receives_from_one_stream_takes_turns() -> None:
    """Linux leaves it to chance which thread of a stream is served; here it is the one that waits longest."""
    lab = Lab("host")
    lab.program(
        "host",
        SPAWN
        + """
listener = socket.create_server(("127.0.0.1", 7000))
client = socket.create_connection(("127.0.0.1", 7000))
client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
server, _ = listener.accept()
def worker(number):
    while server.recv(100):
        order.append(number)
def cause():
    client.sendall(b"x")
"""
        + DRIVE,
    )
    lab.run()
    assert lab.lines("host") == ["[0, 1, 2, 0, 1, 2]"]


def test_a_lock_that_is_released_and_asked_for_at_once_stays_with_its_thread_until_it_waits() -> None:
    lab = Lab("host")
    lab.program(
        "host",
        SPAWN
        + """
lock = threading.Lock()
lock.acquire()
def worker(number):
    for _ in range(2):
        with lock:
            order.append(number)
            time.sleep(0.02)
spawn(worker)
lock.release()
time.sleep(0.5)
print(order)
""",
    )
    lab.run()
    assert lab.lines("host") == ["[0, 0, 2, 2, 1, 1]"]
