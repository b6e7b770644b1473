"""The recursive resolver goes through servers of NSD, from the root down, on the loopback interface of this machine."""

import random
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from sim.addresses import IPv4Address
from sim.features.dns import codec, numbers
from sim.features.dns.asking.queries import Query
from sim.features.dns.codec import framed
from sim.features.dns.pdu import RD, Message
from sim.features.dns.recursion.config import RecursorConfig
from sim.features.dns.recursion.machine import Answer, Recursor
from tests.dns.internet import HINTS, TRUTH, ZONES
from tests.dns.messages import question
from tests.dns.nsd import HEAD, PATIENCE
from tests.dns.test_recursion_by_chance import end_of
from tests.outside import need


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[IPv4Address, int]]:
    """An NSD for each address of the small internet, and the port at which it listens."""
    program = need("nsd")
    found: dict[IPv4Address, int] = {}
    with ExitStack() as stack:
        for server in sorted({each for servers in ZONES for each in servers}):
            folder = tmp_path_factory.mktemp(f"nsd-{int(server):08x}")
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
                free.bind(("127.0.0.1", 0))
                port = found[server] = free.getsockname()[1]
            text = HEAD.format(address=f"127.0.0.1@{port}", folder=folder, more="server-count: 1")
            for servers, (origin, zone) in ZONES.items():
                if server in servers:
                    name = origin.strip(".") or "root"
                    (folder / name).write_text(zone.replace("@ ", f"{origin} "))
                    text += f'zone:\n  name: "{origin}"\n  zonefile: "{name}"\n'
            (folder / "conf").write_text(text)
            process = stack.enter_context(
                subprocess.Popen([program, "-d", "-c", folder / "conf"], stderr=subprocess.DEVNULL)
            )
            stack.callback(process.terminate)
        for port in found.values():
            _wait(port)
        yield found


def _wait(port: int) -> None:
    query = Message(1, 0, (question(". SOA"),)).octets
    for _ in range(5 * PATIENCE):
        try:
            exchange(port, query, False, 0.2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("nsd does not answer")


def exchange(port: int, octets: bytes, over_tcp: bool, patience: float = PATIENCE) -> bytes:
    kind = socket.SOCK_STREAM if over_tcp else socket.SOCK_DGRAM
    with socket.socket(socket.AF_INET, kind) as asking:
        asking.settimeout(patience)
        asking.connect(("127.0.0.1", port))
        asking.sendall(framed(octets) if over_tcp else octets)
        if not over_tcp:
            return asking.recv(65535)
        stream = asking.makefile("rb")
        return stream.read(int.from_bytes(stream.read(2), "big"))


@pytest.mark.parametrize("size", [1232, 0])
def test_answers_come_from_the_root_down_through_nsd(ports: dict[IPv4Address, int], size: int) -> None:
    resolver = Recursor(RecursorConfig(HINTS, size=size), random.Random(1))
    for text, truth in TRUTH.items():
        effects = list(resolver.ask(Message(1, RD, (question(text),)).octets, 0, "client"))
        answers = []
        while effects:
            effect = effects.pop(0)
            if isinstance(effect, Answer):
                answers.append(codec.decode(effect.octets))
            elif isinstance(effect, Query):
                response = exchange(ports[effect.server], effect.octets, effect.over_tcp)
                effects += resolver.receive(response, (effect.server, 53), 0, effect.number)
        (answer,) = answers
        assert answer is not None
        assert answer.rcode in (numbers.NOERROR, numbers.NXDOMAIN)
        assert end_of(answer) == truth
