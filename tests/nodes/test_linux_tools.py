"""What ping, traceroute and arping print, line by line beside the real ones in the same situation.

The situation: a host 10.0.1.2/24 with interface tap0, behind a router 10.0.1.1 that leads to 10.0.2.0/24 over a link of
1,000 octets. The real tools run on Linux and reach a simulated router; ours run on a simulated host beside its twin.
"""

import re
import subprocess
from collections.abc import Iterator

import pytest

from sim import standalone
from sim.ip.arp.settings import ArpSettings
from sim.scenario.load import load_text
from sim.session import Session
from sim.settings import NodeSettings
from tests.nodes.lab import Lab
from tests.nodes.linux import Conversation, Namespace, namespace
from tests.outside import need

BRISK = ArpSettings(retry_interval=100_000_000)
ROUTER_ROUTES = ["prohibit 10.8.0.0/24", "unreachable 10.8.1.0/24", "blackhole 10.8.2.0/24", "10.7.0.0/16 via 10.0.1.9"]
HOST_ROUTES = ["blackhole 10.4.0.0/16", "unreachable 10.5.0.0/16", "prohibit 10.6.0.0/16", "10.7.0.0/16 via 10.0.1.1"]
FAR_ROUTES = ["10.2.0.0/16 via 10.0.1.1", "10.8.0.0/16 via 10.0.1.1", "10.0.2.0/24 via 10.0.1.1"]


@pytest.fixture(scope="module")
def linux() -> Iterator[Namespace]:
    """The real host."""
    with namespace("tap0") as made:
        made.ip("link", "set", "dev", "lo", "up")
        made.ip("address", "add", "10.0.1.2/24", "broadcast", "10.0.1.255", "dev", "tap0")
        for route in (*HOST_ROUTES, *FAR_ROUTES):
            made.ip("route", "add", *route.split())
        made.sysctl(conf__all__accept_redirects=0, conf__tap0__accept_redirects=0)
        made.run("sysctl", "-q", "net.ipv4.neigh.tap0.retrans_time_ms=100")
        yield made


def real(linux: Namespace, command: str) -> str:
    """What the real program prints; the router and the far host are simulated."""
    linux.ip("neigh", "flush", "dev", "tap0")
    linux.ip("route", "flush", "cache")
    settings = NodeSettings(BRISK)
    device = standalone.router(
        {"eth0": "10.0.1.1/24", "eth1": "10.0.2.1/24"}, routes=ROUTER_ROUTES, settings=settings, mtu={"eth1": 1000}
    )
    far = standalone.host({"eth0": "10.0.2.2/24"}, gateway="10.0.2.1", mtu=1000)
    talk = Conversation(device, {"eth0": (linux, "tap0")}, {"eth1": (far, "eth0")})
    program, *rest = command.split()
    if program == "arping":
        rest = ["-I", "tap0", *rest]
    elif program == "traceroute":
        # Three numbers: a probe is not given up before its time because others were answered sooner.
        wait = rest[rest.index("-w") + 1] if "-w" in rest else "5"
        rest = ["-n", *rest, "-w", f"{wait},0,0"]
    return talk.linux(linux, program, *rest)


def simulated(command: str) -> str:
    """What the simulated program prints."""
    lab = Lab()
    routes = [standalone.route(text) for text in (*HOST_ROUTES, *FAR_ROUTES)]
    lab.ip_node("pc1", {"tap0": "10.0.1.2/24"}, routes=routes, redirects=False, arp=BRISK)
    lab.router("r1", "10.0.1.1/24", "10.0.2.1/24", routes=[standalone.route(text) for text in ROUTER_ROUTES], arp=BRISK)
    lab.host("pc2", "10.0.2.2/24", "10.0.2.1")
    lab.link("pc1", "r1:eth0")
    lab.link("r1:eth1", "pc2", mtu=1000)
    return "".join(f"{line}\n" for line in lab.run("pc1", command, seconds=30))


def without_times(printed: str) -> str:
    """The text without what depends on the machine's speed or chance."""
    times = re.sub(r"\d+(\.\d+)?(?= ?ms)|(?<== )[\d./]+(?= ms)", "T", printed)
    return re.sub(r"\[[0-9A-F:]{17}\]", "[MAC]", times)


@pytest.mark.parametrize(
    "command",
    [
        "ping -c 2 -i 0.2 10.0.1.1",
        "ping -c 1 10.0.2.2",
        "ping -c 1 -s 8 10.0.1.1",
        "ping -c 1 -s 15 10.0.1.1",
        "ping -c 1 -s 16 10.0.1.1",
        "ping -c 1 -s 0 10.0.1.1",
        "ping -c 1 -s 4000 10.0.2.2",
        "ping -c 1 -t 1 10.0.2.2",
        "ping -c 1 10.0.2.77",
        "ping -c 3 -i 0.2 10.8.0.1",
        "ping -c 1 10.8.1.1",
        "ping -c 1 10.2.1.1",
        "ping -c 2 -i 0.05 -W 0.2 10.8.2.1",
        "ping -c 1 -W 1 10.7.1.1",
        "ping -c 1 -M do -s 1400 10.0.2.2",
        "ping -c 2 -i 0.05 -M do -s 1473 10.0.1.1",
        "ping -c 3 -i 0.01 10.0.1.77",
        "ping -c 1 10.9.9.9",
        "ping -c 1 10.4.0.1",
        "ping -c 1 10.5.0.1",
        "ping -c 1 10.0.1.255",
        "ping -c 1 -I 10.0.1.2 10.0.1.1",
        "ping -c 1 -I 10.0.1.3 10.0.1.1",
        "ping -c 1 127.0.0.1",
        "ping -c 1 10.0.1.2",
        "traceroute 10.0.2.2",
        "traceroute -I 10.0.2.2",
        "traceroute -q 1 10.0.2.2",
        "traceroute -f 2 10.0.2.2",
        "traceroute -m 1 10.0.2.2",
        "traceroute 10.8.0.1",
        "traceroute 10.8.1.1",
        "traceroute 10.2.1.1",
        "traceroute -w 0.2 -m 2 10.8.2.1",
        "traceroute 10.9.9.9",
        "traceroute 10.4.0.1",
        "traceroute 10.5.0.1",
        "traceroute 10.6.0.1",
        "traceroute 10.0.1.2",
        "arping -c 2 10.0.1.1",
        "arping -c 1 10.0.1.77",
        "arping -D -c 2 10.0.1.1",
        "arping -D -c 1 10.0.1.77",
        "arping -U -c 1 10.0.1.2",
    ],
)
def test_the_tool_prints_what_the_real_one_prints(linux: Namespace, command: str) -> None:
    need(command.split(maxsplit=1)[0])
    ours = without_times(simulated(command))
    for _ in range(4):  # a busy machine may keep a tool from running until several answers are late
        theirs = without_times(real(linux, command))
        if ours == theirs:
            break
    assert ours == theirs


SHOWN_ROUTES = [
    "default via 10.0.0.254",
    "10.3.0.0/16 via 10.0.0.9 metric 7",
    "blackhole 10.4.0.0/16",
    "unreachable 10.5.0.0/16",
    "prohibit 10.6.0.0/16",
    "10.7.7.7 via 10.0.0.9",
    "10.8.0.0/16 dev eth1",
]


def test_ip_route_shows_what_the_real_one_shows() -> None:
    addresses = {"eth0": "10.0.0.1/24", "eth1": "10.1.0.1/16"}
    with namespace("eth0", "eth1") as linux:
        for port, address in addresses.items():
            linux.ip("address", "add", address, "dev", port)
        for text in SHOWN_ROUTES:
            linux.ip("route", "add", *text.split(), "proto", "static")
        equal = ("nexthop", "via", "10.0.0.9", "nexthop", "via", "10.1.0.9")
        linux.ip("route", "add", "10.9.0.0/16", "proto", "static", *equal)
        theirs = [line.rstrip().expandtabs() for line in linux.ip("route").splitlines()]
    host = standalone.host(addresses, routes=[*SHOWN_ROUTES, "10.9.0.0/16 via 10.0.0.9", "10.9.0.0/16 via 10.1.0.9"])
    host.run("ip route")
    assert host.console == theirs
    assert len(theirs) == 12


def test_ip_route_get_finds_what_the_real_one_finds() -> None:
    asked = ["10.0.0.7", "10.0.0.1", "10.1.2.3", "10.2.2.2", "10.3.3.3", "10.4.4.4", "192.0.2.1"]
    discarding = ("blackhole", "unreachable", "prohibit")
    with namespace("eth0") as linux:
        linux.ip("address", "add", "10.0.0.1/24", "dev", "eth0")
        linux.ip("route", "add", "10.1.0.0/16", "via", "10.0.0.9")
        for number, kind in enumerate(discarding, 2):
            linux.ip("route", "add", kind, f"10.{number}.0.0/16")
        theirs = []
        for dst in asked:
            done = subprocess.run(linux.command("ip", "route", "get", dst), capture_output=True, text=True, check=False)
            theirs += [line.rstrip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    host = standalone.host({"eth0": "10.0.0.1/24"}, routes=["10.1.0.0/16 via 10.0.0.9"])
    for number, kind in enumerate(discarding, 2):
        host.run(f"ip route add {kind} 10.{number}.0.0/16")
    for dst in asked:
        host.run(f"ip route get {dst}")
    assert host.console == theirs


def test_ip_neigh_shows_what_the_real_one_shows() -> None:
    with namespace("eth0") as linux:
        linux.ip("address", "add", "10.0.0.1/24", "dev", "eth0")
        for number, state in (("7", "permanent"), ("8", "reachable"), ("9", "stale")):
            mac = f"02:00:00:00:00:0{number}"
            linux.ip("neigh", "add", f"10.0.0.{number}", "lladdr", mac, "dev", "eth0", "nud", state)
        theirs = sorted(line.rstrip() for line in linux.ip("neigh").splitlines())
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24")
    lab.switch("sw1")
    for last in (8, 9):
        lab.host(f"pc{last}", f"10.0.0.{last}/24", macs={"eth0": f"02:00:00:00:00:0{last}"})
    lab.star("sw1", "pc1", "pc8", "pc9")
    lab.run("pc9", "ping -c 1 10.0.0.1", seconds=31)
    lab.run("pc8", "ping -c 1 10.0.0.1", seconds=1)
    lab.run("pc1", "arp -s 10.0.0.7 02:00:00:00:00:07", seconds=0)
    assert lab.run("pc1", "ip neigh", seconds=0) == theirs


@pytest.mark.parametrize("command", ["ip rule", "netstat -i", "netstat -ia", "ifconfig -s", "ifconfig -s eth0"])
def test_tables_of_a_host_without_traffic_are_those_of_the_real_one(command: str) -> None:
    program, *rest = command.split()
    need(program)
    with namespace("eth0", "eth1") as linux:
        linux.run("sysctl", "-q", "net.ipv6.conf.all.disable_ipv6=1")
        linux.ip("link", "set", "dev", "lo", "up")
        linux.ip("address", "add", "10.0.0.1/24", "dev", "eth0")
        linux.ip("link", "set", "dev", "eth1", "down")
        theirs = linux.run(program, *rest)
    lab = Lab()
    lab.ip_node("pc1", {"eth0": "10.0.0.1/24", "eth1": ()})
    lab.host("pc2", "10.0.0.2/24")
    lab.link("pc1:eth0", "pc2")
    lab.run("pc1", "ip link set eth1 down", seconds=0)
    ours = lab.run("pc1", command, seconds=0)
    assert [without_counts(line) for line in ours] == [without_counts(line) for line in theirs.splitlines()]


def without_counts(line: str) -> str:
    """The text without what was received and sent, and what a TAP device is otherwise."""
    return re.sub(r"(?<= )\d+(?= )|BMR?U?$|BMU$", lambda found: "#".rjust(len(found[0])), line)


def test_groups_are_those_of_the_real_one() -> None:
    with namespace("eth0") as linux:
        linux.run("sysctl", "-q", "net.ipv6.conf.all.disable_ipv6=1")
        linux.ip("link", "set", "dev", "lo", "up")
        linux.ip("address", "add", "10.0.0.1/24", "dev", "eth0")
        join = "s.setsockopt(0, 35, socket.inet_aton('239.1.2.3') + socket.inet_aton('10.0.0.1'))"
        show = "print(subprocess.run(['ip', 'maddr'], capture_output=True, text=True).stdout)"
        theirs = linux.run("python3", "-c", f"import socket, subprocess; s = socket.socket(2, 2); {join}; {show}")
    script = f"import socket, time; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); {join}; time.sleep(9)"
    network = (
        "title: Groups\nnodes: {pc1: {host: 10.0.0.1/24}, pc2: {host: 10.0.0.2/24}}\nlinks: [pc1 -- pc2]\nuntil: 5s\n"
        f'programs:\n  - on: pc1\n    code: "{script}"\nactions:\n  - {{at: 2s, on: pc1, run: ip maddr}}\n'
    )
    session = Session(load_text(network))
    session.run()
    ours = [line.text for line in session.network.nodes["pc1"].tables["console"].values()]
    assert ours == [line for line in theirs.splitlines() if line and "inet6" not in line and "33:33" not in line]


def test_ethtool_tells_the_link() -> None:
    lab = Lab()
    lab.ip_node("pc1", {"eth0": "10.0.0.1/24", "eth1": "10.0.1.1/24"})
    lab.host("pc2", "10.0.0.2/24")
    lab.link("pc1:eth0", "pc2", bandwidth=100_000_000)
    assert lab.run("pc1", "ethtool eth0", seconds=0) == [
        "Settings for eth0:", "\tSpeed: 100Mb/s", "\tDuplex: Full", "\tLink detected: yes",
    ]  # fmt: skip
    assert "\tLink detected: no" in lab.run("pc1", "ethtool eth1", seconds=0)
