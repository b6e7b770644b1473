"""A simulated host and a real Linux, each at one end of a cable."""

import re
import sys
from collections.abc import Iterator

import pytest

from sim import standalone
from sim.addresses import IPv4Address
from sim.ip.acd.machine import AcdState
from sim.ip.acd.settings import AcdSettings
from sim.ip.icmp.settings import IcmpSettings
from sim.settings import NodeSettings
from sim.standalone import StandaloneIpDevice
from tests.nodes.linux import Conversation, Namespace, namespace
from tests.outside import need

FAST = AcdSettings(*(10_000_000, 3, 10_000_000, 20_000_000, 20_000_000, 2, 20_000_000))
"""RFC 5227's times, a hundredth of them."""
OUR_MAC = "02:00:00:00:00:01"


@pytest.fixture(scope="module")
def linux() -> Iterator[Namespace]:
    """Linux with 10.0.0.2/24 on ``tap0``."""
    with namespace("tap0") as made:
        made.ip("address", "add", "10.0.0.2/24", "dev", "tap0")
        made.ip("link", "set", "dev", "lo", "up")
        yield made


def host(**more: object) -> StandaloneIpDevice:
    return standalone.host({"eth0": "10.0.0.1/24"}, macs={"eth0": OUR_MAC}, **more)  # type: ignore[arg-type]


@pytest.fixture
def talk(linux: Namespace) -> Conversation:
    linux.ip("neigh", "flush", "dev", "tap0")
    return Conversation(host(), {"eth0": (linux, "tap0")})


def test_linux_pings_the_simulated_host(linux: Namespace, talk: Conversation) -> None:
    need("ping")
    printed = talk.linux(linux, "ping", "-c", "3", "-i", "0.01", "10.0.0.1")
    assert "3 packets transmitted, 3 received, 0% packet loss" in printed
    assert re.search(r"64 bytes from 10.0.0.1: icmp_seq=1 ttl=64 time=", printed)
    assert OUR_MAC in linux.ip("neigh", "show", "10.0.0.1")


def test_the_simulated_host_pings_linux(linux: Namespace, talk: Conversation) -> None:
    printed = talk.run("ping -c 3 -i 0.01 10.0.0.2")
    assert "3 packets transmitted, 3 received, 0% packet loss" in printed
    row = talk.device.table("arp")["eth0", IPv4Address.parse("10.0.0.2")]
    assert str(row.mac) in linux.ip("link", "show", "tap0")


@pytest.mark.parametrize("size", [0, 1, 1472, 1473, 4000, 65507])
def test_both_put_the_fragments_of_the_other_together(linux: Namespace, talk: Conversation, size: int) -> None:
    need("ping")
    theirs = talk.linux(linux, "ping", "-c", "1", "-s", str(size), "10.0.0.1")
    assert f"{size + 8} bytes from 10.0.0.1: icmp_seq=1 ttl=64" in theirs
    ours = talk.run(f"ping -c 1 -s {size} 10.0.0.2")
    assert f"{size + 8} bytes from 10.0.0.2: icmp_seq=1 ttl=64" in ours
    assert talk.device.table("reassembly") == {}


def test_linux_finds_the_simulated_host_with_arping(linux: Namespace, talk: Conversation) -> None:
    need("arping")
    printed = talk.linux(linux, "arping", "-c", "1", "-I", "tap0", "10.0.0.1")
    assert f"Unicast reply from 10.0.0.1 [{OUR_MAC}]" in printed
    taken = talk.linux(linux, "arping", "-D", "-c", "1", "-w", "5", "-I", "tap0", "10.0.0.1")
    assert (taken.status, "Received 1 response(s)" in taken) == (1, True)


def test_the_simulated_host_finds_linux_with_arping(linux: Namespace, talk: Conversation) -> None:
    printed = talk.run("arping -c 1 10.0.0.2")
    mac = re.search(r"link/ether (\S+)", linux.ip("link", "show", "tap0"))
    assert mac is not None
    assert f"Unicast reply from 10.0.0.2 [{mac[1].upper()}]" in printed
    taken = talk.run("arping -D -c 2 10.0.0.2")
    assert "Sent 1 probes (1 broadcast(s))\nReceived 1 response(s)\n" in taken


def test_an_address_that_linux_has_is_refused(linux: Namespace) -> None:
    settings = NodeSettings(FAST._replace(conflict_detection=True))
    device = standalone.host({"eth0": ("10.0.0.2/24", "10.0.0.7/24")}, macs={"eth0": OUR_MAC}, settings=settings)
    talk = Conversation(device, {"eth0": (linux, "tap0")})
    talk.until(lambda: all(row.state in (AcdState.REFUSED, AcdState.IN_USE) for row in device.table("acd").values()))
    assert {str(ip): str(row.state) for (_, ip), row in device.table("acd").items()} == {
        "10.0.0.2": "refused",
        "10.0.0.7": "in-use",
    }
    assert "3 received" in talk.run("ping -c 3 -i 0.01 10.0.0.2")


def test_linux_believes_an_announcement(linux: Namespace) -> None:
    linux.ip("neigh", "replace", "10.0.0.1", "lladdr", "02:00:00:00:00:99", "dev", "tap0", "nud", "stale")
    linux.sysctl(neigh__tap0__locktime=0)
    talk = Conversation(host(), {"eth0": (linux, "tap0")})
    talk.run("arping -U -c 1 10.0.0.1")
    assert OUR_MAC in linux.ip("neigh", "show", "10.0.0.1")


@pytest.mark.parametrize("options", [[], ["-I"]])
def test_traceroute_of_either_ends_at_the_other(linux: Namespace, talk: Conversation, options: list[str]) -> None:
    need("traceroute")
    times = r"(  \d+\.\d{3} ms){3}"
    theirs = talk.linux(linux, "traceroute", "-n", "-w", "5,0,0", *options, "10.0.0.1")
    ours = talk.run(f"traceroute {' '.join(options)} 10.0.0.2")
    for printed, target in ((theirs, "10.0.0.1"), (ours, "10.0.0.2")):
        header = f"traceroute to {target} \\({target}\\), 30 hops max, 60 byte packets"
        assert re.fullmatch(rf"{header}\n 1  {target}{times}\n", printed), printed


def test_broadcast_pings_are_answered_where_that_is_switched_on(linux: Namespace) -> None:
    need("ping")
    linux.sysctl(icmp_echo_ignore_broadcasts=0)
    settings = NodeSettings(IcmpSettings(answer_broadcasts=True))
    talk = Conversation(host(settings=settings), {"eth0": (linux, "tap0")})
    # Linux is the first to answer itself.
    theirs = talk.linux(linux, "ping", "-b", "-c", "2", "-i", "0.2", "10.0.0.255")
    assert "64 bytes from 10.0.0.1: icmp_seq=1" in theirs
    assert "64 bytes from 10.0.0.2: icmp_seq=1" in talk.run("ping -b -c 1 -W 1 10.0.0.255")


ASK = """
import socket, sys
kind, protocol, port = map(int, sys.argv[1:])
talk = socket.socket(socket.AF_INET, kind, protocol)
talk.settimeout(10)
talk.setsockopt(socket.IPPROTO_IP, 11, 1)  # IP_RECVERR
talk.connect(("10.0.0.1", port))
talk.send(b"is anybody there?")
try:
    talk.recv(100)
except OSError as error:
    print(error.strerror)
"""


@pytest.mark.parametrize(
    ("kind", "protocol", "port", "error"),
    [
        # SOCK_DGRAM to a port that nobody listens on, SOCK_RAW with a protocol that nobody knows
        (2, 17, 999, "Connection refused"),
        (3, 253, 0, "Protocol not available"),
    ],
)
def test_linux_hands_our_unreachables_to_the_program_that_asked(
    linux: Namespace, talk: Conversation, kind: int, protocol: int, port: int, error: str
) -> None:
    words = (sys.executable, "-c", ASK, str(kind), str(protocol), str(port))
    assert talk.linux(linux, *words) == f"{error}\n"
