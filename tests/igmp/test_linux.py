"""IGMP beside Linux: the same groups are joined and left, the same queries come, and the same reports go out.

Left out is a query about senders of a group from which everybody but some is heard: Linux answers it with the whole
filter, where RFC 3376 5.2 has a record of the senders that are asked for.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import pytest

from sim import standalone
from sim.addresses import multicast_mac
from sim.features.igmp import codec
from sim.features.igmp.pdu import Igmp
from sim.features.igmp.settings import IgmpSettings
from sim.kernel import SECOND
from sim.settings import NodeSettings
from sim.standalone import StandaloneIpDevice
from sim.trace.records import NO_CAUSE
from sim.transport.sockets import options as names
from tests.igmp.messages import ip, query, v3_query
from tests.nodes.linux import LIMIT, Namespace, namespace
from tests.nodes.reactions import IP, Ether, Raw, octets_of

ME, QUERIER = "02:00:00:00:00:01", "02:00:00:00:00:02"
GROUP, OTHER = "239.1.1.1", "239.1.1.2"
SHORT = SECOND // 5
"""The greatest time between two reports of a change, so that nobody has to wait long."""
_PROGRAM = """
import socket, sys
found = {}
for line in sys.stdin:
    who, name, octets = line.split()
    if who not in found:
        found[who] = socket.socket(type=socket.SOCK_DGRAM)
    found[who].setsockopt(0, int(name), bytes.fromhex(octets))
    print("done", flush=True)
"""


def asked(group: str, *sources: str) -> bytes:
    return b"".join(ip(each).to_bytes(4, "big") for each in (group, "10.0.0.1", *sources))


class Side(Protocol):
    """A host with sockets, each with a name, and one interface."""

    def set(self, who: str, name: int, octets: bytes) -> None: ...
    def hear(self, message: Igmp, dst: str) -> None: ...
    def sent(self, count: int) -> list[str]:
        """What it has sent since it was asked last: at least ``count`` messages, where it can be waited for more."""


def frame_of(message: Igmp, dst: str) -> bytes:
    alert = b"\x94\4\0\0"
    datagram = IP(src="10.0.0.2", dst=dst, proto=2, ttl=1, tos=0xC0, options=alert)
    return octets_of(Ether(src=QUERIER, dst=str(multicast_mac(ip(dst)))) / datagram / Raw(codec.encode(message)))


def told(octets: bytes) -> str | None:
    """A frame in words, where it carries IGMP."""
    frame = Ether(octets)
    if IP not in frame or frame[IP].proto != 2:
        return None
    datagram = frame[IP]
    header = datagram.ihl * 4
    whole = bytes(datagram)
    message = codec.decode(whole[header : datagram.len])
    assert message is not None, "the checksum is right"
    # Linux tells the group that was joined last first.
    body = f"type {message.type:#x} {message.code} {message.group} {sorted(message.records)} {message.rest!r}"
    options = whole[20:header].hex()
    return (
        f"{frame.src} > {frame.dst} {datagram.src} > {datagram.dst} ttl {datagram.ttl} tos {datagram.tos} "
        f"flags {datagram.flags} options {options} {body}"
    )


class Ours:
    def __init__(self, version: int) -> None:
        chosen = IgmpSettings(version, unsolicited_report_interval=SHORT, older_unsolicited_report_interval=SHORT)
        self._host: StandaloneIpDevice = standalone.host(
            {"eth0": "10.0.0.1/24"}, macs={"eth0": ME}, settings=NodeSettings(chosen)
        )
        self._sockets: dict[str, object] = {}
        self._sent: list[bytes] = []

    def set(self, who: str, name: int, octets: bytes) -> None:
        sockets = self._host.node.sockets
        if who not in self._sockets:
            self._sockets[who] = sockets.open(names.AF_INET, names.SOCK_DGRAM, cause=NO_CAUSE)
        socket = self._sockets[who]
        socket.set_option(names.IPPROTO_IP, name, octets, cause=NO_CAUSE)  # type: ignore[attr-defined]
        self._take(self._host.advance(0))

    def hear(self, message: Igmp, dst: str) -> None:
        self._take(self._host.receive("eth0", frame_of(message, dst)))

    def sent(self, count: int) -> list[str]:
        self._take(self._host.advance(2 * SECOND))
        found, self._sent = [told(octets) for octets in self._sent], []
        return [each for each in found if each is not None]

    def _take(self, emitted: list[standalone.Emitted]) -> None:
        self._sent += [octets for _, octets in emitted]


class Linux:
    def __init__(self, space: Namespace, process: "subprocess.Popen[str]") -> None:
        self._space = space
        self._process = process

    def set(self, who: str, name: int, octets: bytes) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(who, name, octets.hex(), file=self._process.stdin, flush=True)
        assert self._process.stdout.readline() == "done\n"

    def hear(self, message: Igmp, dst: str) -> None:
        self._space.send("eth0", frame_of(message, dst))

    def sent(self, count: int) -> list[str]:
        found: list[str] = []
        end, quiet = time.monotonic() + LIMIT, time.monotonic() + 0.5
        while time.monotonic() < (quiet if len(found) >= count else end):
            octets = self._space.read("eth0")
            if octets is None:
                time.sleep(0.01)
            elif (line := told(octets)) is not None:
                found.append(line)
                quiet = time.monotonic() + 0.5
        return found


@contextmanager
def linux(version: int) -> Iterator[Linux]:
    with namespace("eth0") as space:
        space.ip("link", "set", "dev", "lo", "up")
        space.ip("link", "set", "dev", "eth0", "address", ME)
        space.ip("address", "add", "10.0.0.1/24", "dev", "eth0")
        space.sysctl(
            conf__eth0__force_igmp_version=version,
            conf__eth0__igmpv2_unsolicited_report_interval=SHORT // 1_000_000,
            conf__eth0__igmpv3_unsolicited_report_interval=SHORT // 1_000_000,
        )
        words = space.command(sys.executable, "-u", "-c", _PROGRAM)
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            side = Linux(space, process)
            side.sent(0)
            yield side
            assert process.stdin is not None
            process.stdin.close()


Step = tuple[str, object, object]
JOIN, LEAVE = names.IP_ADD_MEMBERSHIP, names.IP_DROP_MEMBERSHIP
ONLY, NOT_ONLY = names.IP_ADD_SOURCE_MEMBERSHIP, names.IP_DROP_SOURCE_MEMBERSHIP
BLOCK, UNBLOCK = names.IP_BLOCK_SOURCE, names.IP_UNBLOCK_SOURCE
ALL = "224.0.0.1"

STORIES: dict[str, tuple[int, list[Step]]] = {
    "version 3, joined, asked and left": (
        3,
        [
            ("a", JOIN, asked(GROUP)),
            ("b", JOIN, asked(GROUP)),
            ("query", v3_query(tenths=1), ALL),
            ("a", JOIN, asked(OTHER)),
            ("query", v3_query(tenths=1), ALL),
            ("query", v3_query(GROUP, 1), GROUP),
            ("query", v3_query("239.1.1.9", 1), ALL),
            ("a", LEAVE, asked(GROUP)),
            ("b", LEAVE, asked(GROUP)),
            ("query", v3_query(tenths=1), ALL),
        ],
    ),
    "version 3, senders": (
        3,
        [
            ("a", ONLY, asked(GROUP, "10.0.0.7")),
            ("a", ONLY, asked(GROUP, "10.0.0.8")),
            ("query", v3_query(tenths=1), ALL),
            ("query", v3_query(GROUP, 1, "10.0.0.8", "10.0.0.9"), GROUP),
            ("query", v3_query(GROUP, 1, "10.0.0.9"), GROUP),
            ("a", NOT_ONLY, asked(GROUP, "10.0.0.7")),
            ("b", JOIN, asked(GROUP)),
            ("b", BLOCK, asked(GROUP, "10.0.0.9")),
            ("query", v3_query(tenths=1), ALL),
            ("b", UNBLOCK, asked(GROUP, "10.0.0.9")),
            ("b", LEAVE, asked(GROUP)),
            ("a", NOT_ONLY, asked(GROUP, "10.0.0.8")),
        ],
    ),
    "version 2": (
        2,
        [
            ("a", JOIN, asked(GROUP)),
            ("query", query(tenths=1), ALL),
            ("query", query(GROUP, 1), GROUP),
            ("query", query(OTHER, 1), ALL),
            ("query", v3_query(tenths=1), ALL),
            ("a", LEAVE, asked(GROUP)),
        ],
    ),
    "version 1": (1, [("a", JOIN, asked(GROUP)), ("a", LEAVE, asked(GROUP))]),
    "a querier of version 2": (
        3,
        [
            ("a", JOIN, asked(GROUP)),
            ("query", query(tenths=1), ALL),
            ("a", JOIN, asked(OTHER)),
            ("a", LEAVE, asked(GROUP)),
            ("query", v3_query(tenths=1), ALL),
        ],
    ),
    "a query of no version": (
        3,
        [("a", JOIN, asked(GROUP)), ("query", Igmp(0x11, 1, rest=b"\0\0"), ALL), ("a", LEAVE, asked(GROUP))],
    ),
    "reports of others": (
        2,
        [
            ("a", JOIN, asked(GROUP)),
            ("query", Igmp(0x16, group=ip(GROUP)), GROUP),
            ("a", LEAVE, asked(GROUP)),
            ("a", JOIN, asked(GROUP)),
            ("query", query(tenths=1), ALL),
            ("a", LEAVE, asked(GROUP)),
        ],
    ),
}


def play(side: Side, steps: list[Step], counts: list[int] | None = None) -> list[str]:
    log = []
    for number, (who, what, more) in enumerate(steps):
        if isinstance(what, Igmp):
            side.hear(what, str(more))
        else:
            assert isinstance(what, int)
            assert isinstance(more, bytes)
            side.set(who, what, more)
        lines = side.sent(0 if counts is None else counts[number])
        log.append(f"step {number + 1}: {len(lines)}")
        log += lines
    return log


@pytest.mark.parametrize("name", STORIES)
def test_the_same_reports_as_linux(name: str) -> None:
    version, steps = STORIES[name]
    ours = play(Ours(version), steps)
    counts = [int(line.partition(": ")[2]) for line in ours if line.startswith("step ")]
    with linux(version) as other:
        assert play(other, steps, counts) == ours
