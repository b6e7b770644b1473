"""Programs on several hosts: names, broadcasts, and what distance does."""

from pathlib import Path

import pytest

import scenarios
from sim.kernel import SECOND
from tests.programs.lab import Lab

BUNDLED = Path(scenarios.__path__[0]) / "programs"


def test_a_server_with_a_thread_for_each_client_serves_them_at_once() -> None:
    server = """
import socket, threading, time
def serve(connection, address):
    with connection:
        while data := connection.recv(100):
            time.sleep(1)
            connection.sendall(data.upper())
listener = socket.create_server(("", 7))
while True:
    threading.Thread(target=serve, args=listener.accept(), daemon=True).start()
"""
    client = """
import socket, sys, time
with socket.create_connection(("server", 7)) as connection:
    for word in sys.argv[1:]:
        connection.sendall(word.encode())
        print(connection.recv(100), round(time.monotonic(), 1))
"""
    lab = Lab("server", "client", "other", delay=10_000_000)
    lab.program("server", server)
    lab.program("client", client, at=SECOND, arguments=("one", "two"))
    lab.program("other", client, at=SECOND, arguments=("three", "four"))
    lab.run()
    assert lab.lines("client") == ["b'ONE' 2.1", "b'TWO' 3.2"]
    assert lab.lines("other") == ["b'THREE' 2.1", "b'FOUR' 3.2"]


def test_hosts_are_found_by_the_names_in_their_table_and_no_others() -> None:
    text = """
import socket
print(socket.gethostname(), socket.gethostbyname("two"), socket.gethostbyaddr("10.0.0.2")[0], socket.getfqdn())
print(socket.gethostbyname("localhost"), socket.gethostbyname_ex("TWO"), socket.getnameinfo(("10.0.0.2", 80), 0))
for ask in (lambda: socket.gethostbyname("three"), lambda: socket.gethostbyaddr("10.0.0.9")):
    try:
        ask()
    except OSError as error:
        print(type(error).__name__, error)
"""
    lab = Lab("one", "two")
    lab.program("one", text)
    lab.run()
    assert lab.lines("one") == [
        "one 10.0.0.2 two one",
        "127.0.0.1 ('TWO', ['two'], ['10.0.0.2']) ('two', 'http')",
        "gaierror [Errno -2] Name or service not known",
        "herror [Errno 1] Unknown host",
    ]


def test_a_broadcast_reaches_every_program_that_listens() -> None:
    listen = "import socket\ns = socket.socket(2, 2)\ns.bind(('', 9))\nprint(s.recvfrom(100))\n"
    shout = """
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    s.sendto(b"hello", ("<broadcast>", 9))
except PermissionError as error:
    print(error)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
s.sendto(b"hello", ("10.0.0.255", 9))
"""
    lab = Lab("one", "two", "three")
    lab.program("one", shout, at=SECOND)
    for name in ("two", "three"):
        lab.program(name, listen)
    lab.run()
    assert lab.lines("one") == ["[Errno 13] Permission denied"]
    assert lab.lines("two") == lab.lines("three") == ["(b'hello', ('10.0.0.1', 49152))"]


@pytest.mark.parametrize(
    ("port", "address", "error"),
    [
        (9, "server", "ConnectionRefusedError(111, 'Connection refused')"),
        (7, "10.0.0.99", "OSError(113, 'No route to host')"),
        (7, "192.0.2.1", "OSError(101, 'Network is unreachable')"),
    ],
)
def test_a_connection_that_cannot_be_says_why(port: int, address: str, error: str) -> None:
    text = f"""
import socket
try:
    socket.create_connection(({address!r}, {port}))
except OSError as error:
    print(repr(error))
"""
    lab = Lab("server", "client")
    lab.program("client", text)
    lab.run()
    assert lab.lines("client") == [error]


def test_a_time_limit_ends_a_connection_attempt_and_a_wait() -> None:
    text = """
import socket, time
s = socket.socket()
s.settimeout(0.5)
for call in (lambda: s.connect(("10.0.0.99", 7)), lambda: quiet.recv(1)):
    quiet = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    quiet.settimeout(0.25)
    try:
        call()
    except TimeoutError as error:
        print(repr(error), time.monotonic())
"""
    lab = Lab("server", "client")
    lab.program("client", text)
    lab.run()
    assert lab.lines("client") == ["TimeoutError('timed out') 0.5", "TimeoutError('timed out') 0.75"]


def test_a_raw_socket_pings_as_its_textbook_program_does() -> None:
    text = """
import os, socket, struct
def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total >> 16) + (total & 0xFFFF)
    return ~(total + (total >> 16)) & 0xFFFF
s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.getprotobyname("icmp"))
s.settimeout(2)
header = struct.pack("!BBHHH", 8, 0, 0, 77, 1)
header = struct.pack("!BBHHH", 8, 0, checksum(header + b"data"), 77, 1)
print(s.sendto(header + b"data", ("two", 0)))
packet, address = s.recvfrom(1024)
kind, code, _, number, sequence = struct.unpack("!BBHHH", packet[20:28])
print(kind, code, number, sequence, packet[28:], address, packet[9])
"""
    lab = Lab("one", "two")
    lab.program("one", text)
    lab.run()
    assert lab.lines("one") == ["12", "0 0 77 1 b'data' ('10.0.0.2', 0) 1"]


def test_a_peer_that_is_gone_breaks_the_pipe() -> None:
    lab = Lab("server", "client")
    lab.program("server", "import socket\nsocket.create_server(('', 7)).accept()[0].close()\n")
    lab.program("client", """
import socket, time
s = socket.create_connection(("server", 7))
time.sleep(1)
print(s.recv(10), s.send(b"a"))
time.sleep(1)
try:
    s.send(b"b")
except BrokenPipeError as error:
    print(error)
""", at=1000)  # fmt: skip
    lab.run()
    assert lab.lines("client") == ["b'' 1", "[Errno 32] Broken pipe"]


def bundled(lab: Lab, name: str, file: str, *arguments: str, at: int = 0, stdin: tuple[str, ...] = ()) -> None:
    text = (BUNDLED / file).read_text(encoding="utf-8")
    lab.program(name, text, at=at, arguments=arguments, stdin=stdin, file=file)


def test_the_bundled_echo_programs_talk() -> None:
    lab = Lab("server", "client")
    bundled(lab, "server", "echo_server.py")
    bundled(lab, "client", "echo_client.py", "server", "7", "hello", "world", at=SECOND)
    bundled(lab, "client", "echo_client.py", "server", "7", at=2 * SECOND, stdin=("typed",))
    lab.run(10)
    assert lab.lines("client") == ["hello", "world", "typed"]
    assert lab.lines("server") == ["waiting for clients on port 7", "a client sent 12 octets", "a client sent 6 octets"]


@pytest.mark.parametrize("udp", [(), ("-u",)], ids=["tcp", "udp"])
def test_netcat_carries_lines_both_ways(udp: tuple[str, ...]) -> None:
    lab = Lab("server", "client")
    bundled(lab, "server", "nc.py", *udp, "-l", "7", stdin=("from the server",))
    bundled(lab, "client", "nc.py", *udp, "server", "7", at=SECOND, stdin=("one", "two"))
    lab.run(10)
    assert lab.lines("server") == ["one", "two"]
    assert lab.lines("client") == ["from the server"]


def test_netcat_says_why_it_cannot() -> None:
    lab = Lab("server", "client")
    bundled(lab, "client", "nc.py", "-v", "server", "7")
    bundled(lab, "client", "nc.py", "-zv", "server", "8", at=SECOND)
    bundled(lab, "server", "nc.py", "-lvp", "9")
    bundled(lab, "client", "nc.py", "-zv", "server", "9", at=2 * SECOND)
    lab.run(10)
    assert lab.lines("client")[:2] == [
        "nc: connect to server port 7 (tcp) failed: Connection refused",
        "nc: connect to server port 8 (tcp) failed: Connection refused",
    ]
    assert lab.lines("client")[2].startswith("Connection to server (")
    assert lab.lines("client")[2].endswith(") 9 port [tcp/discard] succeeded!")
    assert lab.lines("server")[0] == "Listening on 0.0.0.0 9"


def test_iperf_measures_what_the_cable_carries() -> None:
    lab = Lab("server", "client")
    bundled(lab, "server", "iperf.py", "-s")
    bundled(lab, "client", "iperf.py", "-c", "server", "-n", "200K", at=SECOND)
    lab.run(100)
    [sent], [_, received] = lab.lines("client"), lab.lines("server")
    assert sent.startswith("sent 204800 octets in ")
    assert received.startswith("received 204800 octets in ")
    rates = [float(line.split()[-2]) for line in (sent, received)]
    assert all(1 < rate < 1000 for rate in rates)
