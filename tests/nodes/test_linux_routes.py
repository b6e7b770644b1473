"""Routes of a host beside those of Linux: the same commands on both, and the same words on the console.

Linux has two interfaces that are TAP devices: closing one's carrier is ``ip link set … carrier off``.
"""

import subprocess

import pytest

from sim import standalone
from tests.nodes.linux import Namespace, namespace

ADDRESSES = {"eth0": "10.9.0.1/24", "eth1": "10.1.0.1/16"}
PULL, PLUG = "pull eth1", "plug eth1"

SEQUENCES = {
    "a second default": """
        ip route add default via 10.9.0.2
        ip route add default via 10.9.0.3
        ip route add default via 10.9.0.3 metric 5
        ip route add default dev eth1
        ip route
        ip route get 8.8.8.8
        ip route del default
        ip route
        ip route del default via 10.9.0.9
        ip route del default metric 5
        ip route del default
        ip route""",
    "gateways": """
        ip route add 10.66.0.0/16 via 10.5.1.1
        ip route add 10.66.0.0/16 via 10.9.0.255
        ip route add 10.66.0.0/16 via 224.0.0.1
        ip route add 10.66.0.0/16 via 10.9.0.7 dev eth1
        ip route add 10.67.0.0/16 via 10.9.0.1
        ip route add 10.68.0.0/16 via 10.9.0.7
        ip route add 10.69.0.0/16 via 10.68.0.1
        ip route add 10.5.2.0/24 dev eth1
        ip route add 10.69.0.0/16 via 10.5.2.9
        ip route""",
    "one prefix": """
        ip route add 10.66.1.1 via 10.9.0.7
        ip route add blackhole 10.66.1.1
        ip route add 10.9.0.0/24 via 10.9.0.7
        ip route add 10.9.0.0/24 dev eth1 metric 3
        ip route add blackhole 10.67.0.0/16
        ip route add 10.67.0.0/16 via 10.9.0.2
        ip route replace 10.67.0.0/16 via 10.9.0.2
        ip route change 10.67.0.0/16 via 10.9.0.3
        ip route change 10.99.0.0/16 via 10.9.0.3
        ip route replace default via 10.1.0.9
        ip route
        ip route del 10.9.0.0/24
        ip route
        ip route get 10.9.0.5""",
    "what is shown": """
        ip route add default via 10.9.0.2
        ip route add 10.66.0.0/16 via 10.9.0.7 proto static
        ip route add 10.66.1.1 via 10.9.0.7 metric 9
        ip route add 10.68.0.0/16 dev eth1
        ip route show default
        ip route show 10.66.1.1
        ip route show match 10.66.1.1
        ip route show root 10.0.0.0/8
        ip route show dev eth1
        ip route show via 10.9.0.7
        ip route show proto kernel
        ip route show table local
        ip r
        ip r s
        ip ro l""",
    "switched off and on": """
        ip route add default via 10.9.0.2
        ip route add 10.66.0.0/16 via 10.1.0.7
        ip link set eth0 down
        ip route
        ip route get 10.9.0.1
        ip route get 10.9.0.7
        ip route add 10.77.1.0/24 dev eth0
        ip route add 10.77.1.0/24 via 10.9.0.2
        ip link set eth0 up
        ip route""",
    "no cable": f"""
        ip route add default via 10.1.0.2
        {PULL}
        ip route
        ip route get 10.1.0.9
        ip route get 8.8.8.8
        ip route add 10.77.0.0/16 via 10.1.0.5
        ip route
        ip link set eth1 down
        ip route
        ip link set eth1 up
        ip route
        {PLUG}
        ip route""",
    "where a datagram would go": """
        ip route get 10.9.0.255
        ip route get 255.255.255.255
        ip route add default via 10.9.0.2
        ip route get 255.255.255.255
        ip route get 10.9.0.1
        ip route get 127.0.0.1
        ip route get 0.0.0.0
        ip route get 10.9.0.77
        ip route get 10.9.0.77 from 10.9.0.1
        ip route get 10.9.0.77 oif eth1
        ip route get 8.8.8.8
        ip route get 8.8.8.8 from 10.1.0.1""",
}


def real(linux: Namespace, command: str) -> list[str]:
    words = command.split()
    if words[0] in ("pull", "plug"):
        words = ["ip", "link", "set", words[1], "carrier", "off" if words[0] == "pull" else "on"]
        linux.ip(*words[1:])
        mark = "state DOWN" if words[-1] == "off" else "state UP"
        while mark not in linux.ip("link", "show", "eth1"):
            """The kernel tells of a carrier a moment later."""
        return []
    done = subprocess.run(linux.command(*words), capture_output=True, text=True, check=False, timeout=20)
    lines = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
    return [line for line in lines if line and "dev lo proto kernel" not in line]


@pytest.mark.parametrize("name", SEQUENCES)
def test_a_host_says_and_does_with_routes_what_linux_does(name: str) -> None:
    host = standalone.host(ADDRESSES)
    with namespace(*ADDRESSES) as linux:
        linux.ip("link", "set", "dev", "lo", "up")
        for port, address in ADDRESSES.items():
            linux.ip("address", "add", address, "brd", "+", "dev", port)
        for number, command in enumerate(line.strip() for line in SEQUENCES[name].strip().splitlines()):
            printed = len(host.console)
            if command in (PULL, PLUG):
                host.plug("eth1", command == PLUG)
            else:
                host.run(command)
            assert host.console[printed:] == real(linux, command), f"after command {number}, {command}"
