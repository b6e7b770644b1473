"""Beside the real thing: Linux's clients at our server, and our client at dnsmasq and Kea, over a TAP."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim import standalone
from sim.assembly.ip_node import IpNode
from sim.features.dhcp.client.rows import ClientRow, ClientState
from sim.features.dhcp.client.service import DhcpClient
from sim.features.dhcp.server.rows import LeaseState
from sim.features.dhcp.settings import DhcpClientSettings, DhcpServerSettings
from sim.ip.spans import Span
from sim.kernel import SECOND
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE
from tests.dhcp.messages import ip
from tests.nodes.linux import Conversation, Namespace, namespace
from tests.outside import need

OUR_MAC = "02:00:00:00:00:01"
LINUX_MAC = "02:00:00:00:00:77"

SERVER = DhcpServerSettings(
    pool=Span(ip("10.77.0.100"), ip("10.77.0.110")),
    dns=(ip("10.77.0.53"),),
    domain="example.com",
    search=("eng.example.com", "example.com"),
    lease=600 * SECOND,
    mtu=1400,
)

UDHCPC_SCRIPT = """#!/bin/sh
echo "$1 $ip/$mask router=$router dns=$dns domain=$domain search=$search lease=$lease server=$serverid mtu=$mtu"
[ "$1" = bound ] && ip addr add "$ip/$mask" dev "$interface"
[ "$1" = deconfig ] && ip addr flush dev "$interface"
exit 0
"""
DHCLIENT_SCRIPT = """#!/bin/sh
echo "$reason $new_ip_address $new_subnet_mask router=$new_routers dns=$new_domain_name_servers" \\
    "lease=$new_dhcp_lease_time mtu=$new_interface_mtu"
case "$reason" in
    BOUND|REBOOT|RENEW) ip addr replace "$new_ip_address/24" dev "$interface" ;;
    RELEASE|STOP|EXPIRE) ip addr flush dev "$interface" ;;
esac
exit 0
"""


@contextmanager
def at_our_server(settings: DhcpServerSettings = SERVER) -> Iterator[tuple[Conversation, Namespace]]:
    with namespace("tap0") as space:
        space.ip("link", "set", "dev", "tap0", "address", LINUX_MAC)
        space.ip("link", "set", "dev", "lo", "up")
        # Who releases a lease has no address a moment later, so that Linux could not ask by ARP whom to tell.
        space.ip("neigh", "add", "10.77.0.1", "lladdr", OUR_MAC, "dev", "tap0", "nud", "permanent")
        device = standalone.router(
            {"eth0": "10.77.0.1/24"}, settings=NodeSettings(settings), name="r1", macs={"eth0": OUR_MAC}
        )
        talk = Conversation(device, {"eth0": (space, "tap0")})
        talk.longest_wait = 0.05  # some tests wait for what no frame tells
        yield talk, space


def script(folder: Path, text: str) -> str:
    path = folder / "script"
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


def state_of(talk: Conversation, address: str) -> LeaseState | None:
    row = talk.device.table("dhcp-lease").get(ip(address))
    return None if row is None else row.state


def test_udhcpc_gets_an_address_and_all_else(tmp_path: Path) -> None:
    program = need("busybox")
    with at_our_server() as (talk, space):
        words = [program, "udhcpc", "-f", "-q", "-n", "-i", "tap0", "-s", script(tmp_path, UDHCPC_SCRIPT)]
        words += ["-O", "search", "-O", "mtu", "-x", "hostname:box"]
        printed = talk.linux(space, *words)
        assert printed.status == 0, printed
        assert (
            "bound 10.77.0.100/24 router=10.77.0.1 dns=10.77.0.53 domain=example.com"
            " search=eng.example.com example.com lease=600 server=10.77.0.1 mtu=1400"
        ) in printed
        assert state_of(talk, "10.77.0.100") is LeaseState.BOUND
        assert talk.device.table("dhcp-lease")[ip("10.77.0.100")].name == "box"


@contextmanager
def running(space: Namespace, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A program of Linux that goes on until the test is over."""
    with subprocess.Popen(
        space.command(*words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def bound_until(talk: Conversation, address: str) -> int:
    row = talk.device.table("dhcp-lease").get(ip(address))
    return row.expiry if row is not None and row.state is LeaseState.BOUND and row.expiry is not None else 0


def test_udhcpc_renews_when_it_is_told_to(tmp_path: Path) -> None:
    program = need("busybox")
    with at_our_server() as (talk, space):
        words = (program, "udhcpc", "-f", "-i", "tap0", "-s", script(tmp_path, UDHCPC_SCRIPT))
        with running(space, *words) as client:
            talk.until(lambda: bound_until(talk, "10.77.0.100") > 0 and "10.77.0.100" in space.ip("addr"))
            first = bound_until(talk, "10.77.0.100")
            client.send_signal(signal.SIGUSR1)
            talk.until(lambda: bound_until(talk, "10.77.0.100") > first)
            client.send_signal(signal.SIGUSR2)
            talk.until(lambda: state_of(talk, "10.77.0.100") is LeaseState.RELEASED)


def test_dhclient_gets_renews_and_releases_a_lease(tmp_path: Path) -> None:
    program = need("dhclient")
    with at_our_server() as (talk, space):
        config = tmp_path / "config"
        config.write_text("request subnet-mask, routers, domain-name-servers, interface-mtu;\n")
        words = [program, "-v", "-1", "-cf", str(config), "-sf", script(tmp_path, DHCLIENT_SCRIPT)]
        words += ["-lf", str(tmp_path / "leases"), "-pf", str(tmp_path / "pid"), "tap0"]
        printed = talk.linux(space, *words)
        assert "DHCPOFFER of 10.77.0.100 from 10.77.0.1" in printed
        assert "DHCPACK of 10.77.0.100 from 10.77.0.1" in printed
        assert "BOUND 10.77.0.100 255.255.255.0 router=10.77.0.1 dns=10.77.0.53 lease=600 mtu=1400" in printed
        assert re.search(r"bound to 10.77.0.100 -- renewal in \d+ seconds.", printed)
        # Its second start asks for the lease that it remembers (INIT-REBOOT).
        pid = tmp_path / "pid"
        talk.until(lambda: pid.exists() and bool(pid.read_text().strip()))
        subprocess.run(space.command("kill", pid.read_text().strip()), check=True)
        first = bound_until(talk, "10.77.0.100")
        printed = talk.linux(space, *words)
        assert "DHCPREQUEST for 10.77.0.100 on tap0 to 255.255.255.255 port 67" in printed
        assert "DHCPDISCOVER" not in printed
        assert bound_until(talk, "10.77.0.100") > first
        printed = talk.linux(space, *words[:1], "-r", *words[1:])
        assert "DHCPRELEASE of 10.77.0.100 on tap0 to 10.77.0.1 port 67" in printed
        talk.until(lambda: state_of(talk, "10.77.0.100") is LeaseState.RELEASED)


# Our client


CLIENT = DhcpClientSettings(interfaces=("eth0",), check=False)


def our_client(space: Namespace, settings: DhcpClientSettings = CLIENT) -> Conversation:
    device = standalone.host({"eth0": ()}, settings=NodeSettings(settings), name="pc1", macs={"eth0": OUR_MAC})
    talk = Conversation(device, {"eth0": (space, "tap0")})
    talk.longest_wait = 0.05
    return talk


def node_of(talk: Conversation) -> IpNode:
    node = talk.device.node
    assert isinstance(node, IpNode)
    return node


def row_of(talk: Conversation) -> ClientRow | None:
    return talk.device.table("dhcp-client").get("eth0")


def is_bound(talk: Conversation) -> bool:
    row = row_of(talk)
    return row is not None and row.state is ClientState.BOUND


@contextmanager
def dnsmasq(folder: Path, *more: str) -> Iterator[tuple[Namespace, Path]]:
    """dnsmasq at 10.77.0.1 with a pool; it writes its leases into a file."""
    program = need("dnsmasq")
    with namespace("tap0") as space:
        space.ip("link", "set", "dev", "lo", "up")
        space.ip("address", "add", "10.77.0.1/24", "dev", "tap0")
        leases = folder / "leases"
        words = [program, "--no-daemon", "--conf-file=/dev/null", "--port=0", "--user=root", "--log-dhcp", "--no-ping"]
        words += ["--interface=tap0", "--dhcp-range=10.77.0.100,10.77.0.110,255.255.255.0,10m"]
        words += [f"--dhcp-leasefile={leases}", f"--pid-file={folder / 'pid'}", *more]
        with running(space, *words):
            yield space, leases


def test_our_client_gets_renews_and_releases_a_lease_of_dnsmasq(tmp_path: Path) -> None:
    options: tuple[str, ...] = ("--dhcp-option=6,10.77.0.53", "--dhcp-option=26,1400", "--dhcp-option=15,example.com")
    options += (
        "--dhcp-option=119,eng.example.com,example.com",
        "--dhcp-option=121,10.9.0.0/16,10.77.0.9,0.0.0.0/0,10.77.0.1",
    )
    with dnsmasq(tmp_path, *options) as (space, leases):
        talk = our_client(space)
        talk.until(lambda: is_bound(talk))
        row = row_of(talk)
        assert row is not None
        assert row.server == ip("10.77.0.1")
        assert row.lease == 600 * SECOND
        assert row.ip is not None
        assert ip("10.77.0.100") <= row.ip <= ip("10.77.0.110")
        assert (row.mtu, row.dns, row.domain) == (1400, (ip("10.77.0.53"),), "example.com")
        assert row.search == ("eng.example.com", "example.com")
        assert [str(each) for each in row.routes] == ["10.9.0.0/16 via 10.77.0.9", "0.0.0.0/0 via 10.77.0.1"]
        assert f"02:00:00:00:00:01 {row.ip} pc1 01:02:00:00:00:00:01" in leases.read_text()
        printed = talk.run("ping -c 1 10.77.0.1")
        assert "1 received" in printed
        client = node_of(talk).services["dhcp-client"]
        assert isinstance(client, DhcpClient)
        before = row.expiry or 0
        client.renew("eth0", NO_CAUSE)
        talk.until(lambda: is_bound(talk) and ((row_of(talk) or row).expiry or 0) > before)
        client.release("eth0", NO_CAUSE)
        talk.until(lambda: "pc1" not in leases.read_text())
        assert node_of(talk).interfaces["eth0"].addresses == ()


def test_our_client_declines_what_somebody_has(tmp_path: Path) -> None:
    """Linux answers ARP for an address of another interface; dnsmasq does not look there."""
    with dnsmasq(tmp_path, "--dhcp-host=02:00:00:00:00:01,10.77.0.105") as (space, _):
        space.ip("address", "add", "10.77.0.105/32", "dev", "lo")
        talk = our_client(space, CLIENT._replace(check=True))
        key = ("eth0", ip("10.77.0.105"))
        talk.until(lambda: key in talk.device.table("acd") and talk.device.table("acd")[key].state == "refused")
        row = row_of(talk)
        assert row is not None
        assert row.state is ClientState.INIT
        assert row.refused == 1


def test_our_client_is_refused_in_another_network(tmp_path: Path) -> None:
    with dnsmasq(tmp_path, "--dhcp-authoritative") as (space, _):
        talk = our_client(space, CLIENT._replace(remembered=ip("192.168.1.50")))
        talk.until(lambda: is_bound(talk))
        seen = [
            each.why.rule.id for each in talk.device.trace if each.why.rule.id in ("dhcp.remembers", "dhcp.refused")
        ]
        assert seen[0] == "dhcp.remembers"
        assert "dhcp.refused" in seen


def test_our_client_gets_a_lease_of_kea(tmp_path: Path) -> None:
    program = need("kea-dhcp4")
    config = {
        "Dhcp4": {
            "interfaces-config": {"interfaces": ["tap0"]},
            "control-socket": {"socket-type": "unix", "socket-name": str(tmp_path / "socket")},
            "lease-database": {"type": "memfile", "persist": False},
            "valid-lifetime": 900,
            "calculate-tee-times": True,
            "subnet4": [
                {
                    "id": 1,
                    "subnet": "10.77.0.0/24",
                    "pools": [{"pool": "10.77.0.120 - 10.77.0.130"}],
                    "option-data": [
                        {"name": "routers", "data": "10.77.0.1"},
                        {"name": "domain-name-servers", "data": "10.77.0.53"},
                    ],
                }
            ],
        }
    }
    path = tmp_path / "kea.json"
    path.write_text(json.dumps(config))
    with namespace("tap0") as space:
        space.ip("link", "set", "dev", "lo", "up")
        space.ip("address", "add", "10.77.0.1/24", "dev", "tap0")
        folders = {"KEA_PIDFILE_DIR": str(tmp_path), "KEA_LOCKFILE_DIR": str(tmp_path)}
        with running(space, "env", *(f"{name}={value}" for name, value in folders.items()), program, "-c", str(path)):
            talk = our_client(space, CLIENT._replace(timeout=SECOND))
            talk.until(lambda: is_bound(talk))
            row = row_of(talk)
            assert row is not None
            assert (row.server, row.lease) == (ip("10.77.0.1"), 900 * SECOND)
            # 0.875 of 900 s is 787.5 s, and Kea rounds up.
            assert (row.t1, row.t2) == (row.asked + 450 * SECOND, row.asked + 788 * SECOND)
            assert (row.routers, row.dns) == ((ip("10.77.0.1"),), (ip("10.77.0.53"),))
