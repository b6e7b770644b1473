"""The real ``dig`` and ``host`` ask our server, on the loopback interface of this machine."""

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from sim.features.dns import codec
from sim.features.dns.authority.machine import Authority
from tests.dns.zones import ORIGIN, QUESTIONS, ZONE
from tests.outside import need

SERVER = Authority.from_text(ORIGIN, ZONE)


def over_udp(listening: socket.socket) -> None:
    with suppress(OSError):
        while True:
            octets, who = listening.recvfrom(65535)
            answer = SERVER.answer(octets)
            if answer:
                listening.sendto(answer, who)


def over_tcp(listening: socket.socket) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listening.accept()
            with connection, connection.makefile("rb") as stream:
                while length := int.from_bytes(stream.read(2), "big"):
                    connection.sendall(codec.framed(SERVER.answer(stream.read(length), over_tcp=True)))


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port at which the server answers over UDP and TCP."""
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind(("127.0.0.1", 0))
    found: int = datagrams.getsockname()[1]
    streams = socket.create_server(("127.0.0.1", found))
    for listening, serve in ((datagrams, over_udp), (streams, over_tcp)):
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
    yield found
    for listening in (datagrams, streams):
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def dig(port: int, *words: str) -> str:
    command = [need("dig"), "-p", str(port), "@127.0.0.1", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_dig_reads_every_answer_without_a_warning(port: int) -> None:
    for start in range(0, len(QUESTIONS), 200):
        words = [word for name, qtype in QUESTIONS[start : start + 200 : 5] for word in (name, qtype)]
        text = dig(port, "+norecurse", *words)
        assert text.count("Got answer") == len(words) // 2
        assert not [line for line in text.splitlines() if "WARNING" in line or "Warning" in line or "malformed" in line]


def test_dig_asks_again_over_tcp(port: int) -> None:
    text = dig(port, "+noedns", "+norecurse", "big.example.com", "TXT")
    assert text.startswith(";; Truncated, retrying in TCP mode.")
    assert "flags: qr aa; QUERY: 1, ANSWER: 4" in text


def test_host_tells_what_a_name_means(port: int) -> None:
    command = [need("host"), "-p", str(port), "alias2.example.com", "127.0.0.1"]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.splitlines()[5:] == [
        "alias2.example.com is an alias for alias.example.com.",
        "alias.example.com is an alias for www.example.com.",
        "www.example.com has address 192.0.2.80",
        "www.example.com has address 192.0.2.81",
        "www.example.com has IPv6 address 2001:db8::80",
    ]
