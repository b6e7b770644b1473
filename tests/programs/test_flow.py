"""Who runs when: threads take turns where they wait, and what does not wait is bounded."""

import gc
import hashlib
import os
import re
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest

from sim.exam.question import Source
from sim.exam.run import Run
from sim.programs.launch import Programs
from sim.programs.rows import THREADS, Status
from sim.scenario.load import load_objects
from sim.session import Session
from sim.trace.records import Kind
from tests.programs.lab import BOTH, Lab, printed

ENDLESS = """
print("begins")
try:
    while True:
        try:
            pass
        except:
            print("never")
finally:
    print("never")
"""


@pytest.mark.parametrize(
    "text",
    [
        ENDLESS,
        "def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\nf(60)\n",
        "import itertools\n[x for x in itertools.count() if x < 0]\n",
        "f = lambda n: n if n < 2 else f(n - 1) + f(n - 2)\nf(60)\n",
        "import threading\nlock = threading.Lock()\nwhile True:\n    with lock:\n        pass\n",
        "import os\nos.close(1)\nwhile True:\n    try:\n        pass\n    except OSError:\n        pass\n",
    ],
    ids=["loop", "recursion", "comprehension", "lambda", "locks", "without-output"],
)
def test_a_program_that_never_waits_is_stopped_with_a_message(text: str) -> None:
    lab = Lab("host")
    program = lab.program("host", text, limit=10_000)
    lab.program("host", "import time\ntime.sleep(1)\nprint('the others go on')\n", file="other.py")
    lab.run()
    lines = [line for line in lab.lines("host") if line != "begins"]
    assert re.fullmatch(r"host\.py: stopped at line \d after 10000 steps without a call that waits", lines[0])
    assert lines[1:] == ["the others go on"]
    assert lab.status(program).status is Status.STOPPED


def test_one_that_computes_much_and_then_waits_is_not_stopped() -> None:
    text = "import time\nfor _ in range(5):\n    sum(n for n in range(9000))\n    time.sleep(1)\nprint('done')\n"
    lab = Lab("host")
    lab.program("host", text, limit=10_000)
    lab.run()
    assert lab.lines("host") == ["done"]


def test_asking_again_and_again_lets_time_go_on() -> None:
    text = """
import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("", 9))
s.setblocking(False)
polls = 0
while True:
    polls += 1
    try:
        print(s.recv(100), time.monotonic() < 1.01, polls < 2000)
        break
    except BlockingIOError:
        pass
while time.monotonic() < 2:
    pass
print(round(time.monotonic(), 1))
"""
    lab = Lab("server", "client")
    lab.program("server", text)
    lab.program("client", "import socket\nsocket.socket(2, 2).sendto(b'x', ('server', 9))\n", at=10**9)
    lab.run()
    assert lab.lines("server") == ["b'x' True True", "2.0"]


def test_one_that_sends_for_ever_lets_time_go_on() -> None:
    lab = Lab("server", "client")
    text = "import socket\ns = socket.socket(2, 2)\nwhile True:\n    s.sendto(b'x', ('server', 9))\n"
    lab.program("client", text)
    lab.run(0.01)
    assert 500 < sum(step.kind is Kind.CALL_ENTERED for step in lab.steps("client")) < 20_000


def test_programs_that_wait_for_one_another_for_ever_let_the_run_end_and_are_seen_to_wait() -> None:
    text = """
import threading, time
a, b = threading.Lock(), threading.Lock()
def take(first, second):
    with first:
        time.sleep(1)
        with second:
            pass
threads = [threading.Thread(target=take, args=pair, name=str(n)) for n, pair in enumerate([(a, b), (b, a)])]
for thread in threads:
    thread.start()
threads[0].join()
"""
    lab = Lab("host")
    program = lab.program("host", text)
    lab.run()
    assert lab.status(program).status is Status.RUNNING
    rows = lab.hosts["host"].tables[THREADS].values()
    assert [(row.name, row.line, row.call, row.phase) for row in rows] == [
        ("MainThread", 12, "Thread.join()", "blocked"),
        ("0", 7, "acquire()", "blocked"),
        ("1", 7, "acquire()", "blocked"),
    ]


def test_threads_that_are_daemons_end_with_the_program_and_run_nothing_more() -> None:
    text = """
import threading, time
class Noisy:
    def __del__(self):
        print("never")
def serve():
    noisy = Noisy()
    try:
        while True:
            try:
                time.sleep(1)
                print("tick")
            except:
                print("never")
    finally:
        print("never")
def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("never")
def count():
    for number in numbers():
        time.sleep(100)
threading.Thread(target=serve, daemon=True).start()
threading.Thread(target=count, daemon=True).start()
time.sleep(2.5)
print("end")
"""
    lab = Lab("host")
    lab.program("host", text)
    lab.run()
    assert lab.lines("host") == ["tick", "tick", "end"]


def test_finalizers_of_the_library_do_nothing_for_a_program_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
import asyncio
async def serve(reader, writer):
    await reader.read()
async def main():
    server = await asyncio.start_server(serve, "0.0.0.0", 7)
    await server.serve_forever()
asyncio.run(main())
"""
    lab = Lab("host")
    program = lab.program("host", text)
    lab.run()
    ignored: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: ignored.append(told.object))
    program.drop()
    del program, lab
    gc.collect()
    assert ignored == []


def test_a_program_of_a_run_in_another_thread_is_dropped_without_a_word() -> None:
    lab = Lab("host")
    programs = []

    def run() -> None:
        programs.append(lab.program("host", "import time\ntime.sleep(1000)\n"))
        lab.run(1)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    (program,) = programs
    program.drop()
    assert program.gone


def test_a_thread_that_waits_in_a_socket_which_another_closes_gets_what_comes() -> None:
    """As on Linux, where the call in progress keeps the socket open."""
    server = """
import socket, threading, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("", 9))
thread = threading.Thread(target=lambda: print(s.recv(100)))
thread.start()
s.close()
print(s.fileno())
thread.join()
"""
    lab = Lab("server", "client")
    lab.program("server", server)
    lab.program("client", "import socket\nsocket.socket(2, 2).sendto(b'late', ('server', 9))\n", at=10**9)
    lab.run()
    assert lab.lines("server") == ["-1", "b'late'"]
    assert lab.hosts["server"].tables["socket"] == {}


def test_what_is_given_up_with_its_network_is_freed_and_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    text = """
import socket, threading
class Precious:
    pass
def wait(held):
    try:
        with socket.create_server(("", port)) as listener:
            listener.accept()
    except BaseException:
        print("never")
        raise
for port in (7, 8):
    threading.Thread(target=wait, args=(Precious(),)).start()
"""
    lab = Lab("host")
    Programs(lab.network, lab.hosts.values(), {"serve.py": text}).start(lab.hosts["host"], "serve.py")
    lab.run()
    assert len(lab.hosts["host"].tables[THREADS]) == 3
    held = [weakref.ref(each) for each in gc.get_objects() if type(each).__name__ == "Precious"]
    assert len(held) == 2
    del lab
    gc.collect()
    gc.collect()
    assert [each() for each in held] == [None, None]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("code", ["print(1)", "import socket; socket.create_server(('', 7)).accept()"])
def test_a_run_is_freed_whatever_its_programs_do_and_is_still_to_come(code: str) -> None:
    """What is worked out of a trace is kept with it; programs see their trace, and a cable waits to be cut."""
    session = Session(
        load_objects(
            {
                "title": "Waiting",
                "nodes": {"pc1": {"host": "10.0.0.1/24"}, "pc2": {"host": "10.0.0.2/24"}},
                "links": ["pc1 -- pc2"],
                "actions": [{"at": "9s", "cut": "pc1 -- pc2"}],
                "programs": [{"on": "pc1", "code": code}],
                "until": "10s",
            }
        )
    )
    session.run(until=10**9)
    run = Run(session, Source("a test"))
    assert run.kept("itself", lambda each: each) is run
    held = weakref.ref(session.network)
    del session, run
    gc.collect()
    gc.collect()
    assert held() is None


DIGEST = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from tests.programs.test_flow import digest
print(digest())
"""


def digest() -> str:
    """All that happens when some of the programs run, as one number."""
    lab = Lab("one", "two", seed=7)
    for name, file in (("one", "threads.py"), ("two", "library.py"), ("one", "ready.py")):
        lab.program(name, (BOTH / file).read_text(encoding="utf-8"), file=file)
    lab.program(
        "two", "import os, random, uuid\nprint(random.random(), os.urandom(8), uuid.uuid4())\n", file="chance.py"
    )
    lab.run()
    return hashlib.sha256("\n".join(map(repr, lab.network.trace)).encode()).hexdigest()


def test_a_set_of_a_program_s_own_objects_has_an_order_of_its_own() -> None:
    text = """
import threading
class Client:
    def __init__(self, number):
        self.number = number
class Handler(threading.Thread):
    pass
clients = {Client(number) for number in range(5)}
handlers = {Handler(name=str(number)) for number in range(5)}
print([client.number for client in clients], [handler.name for handler in handlers])
print(len({Client(1), Client(1)}), hash(Client(1)) == object.__hash__(Client(1)), Client.__mro__)
"""
    assert printed(text) == [
        "[0, 1, 2, 3, 4] ['0', '1', '2', '3', '4']",
        "2 False (<class '__main__.Client'>, <class 'object'>, <class 'object'>)",
    ]


def test_the_trace_is_the_same_whatever_the_seed_of_hashes() -> None:
    root = str(Path(__file__).parents[2])
    digests = set()
    for seed in ("0", "1", "31337"):
        run = subprocess.run(
            [sys.executable, "-c", DIGEST, root],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root},
            check=False,
        )
        assert run.returncode == 0, run.stderr
        digests.add(run.stdout)
    assert len(digests) == 1


def test_chance_depends_on_the_seed_and_the_host() -> None:
    text = "import random\nprint(random.random())\n"
    found = set()
    for seed in (1, 2):
        lab = Lab("a", "b", seed=seed)
        for name in ("a", "b"):
            lab.program(name, text)
        lab.run()
        found |= {*lab.lines("a"), *lab.lines("b")}
    assert len(found) == 4
    assert printed(text) == printed(text)
