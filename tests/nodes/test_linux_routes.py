"""Routes, addresses and neighbours of a host beside those of Linux: the same commands, and the same words.

Linux has two interfaces that are TAP devices: closing one's carrier is ``ip link set … carrier off``.
"""

import re
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
    "many at a time": """
        ip route add default via 10.9.0.2
        ip route add 10.66.0.0/16 via 10.9.0.7 proto static
        ip route add 10.66.1.1 via 10.9.0.7 metric 9
        ip route add 10.68.0.0/16 dev eth1
        ip route flush 10.66.9.0/24
        ip route flush 10.66.0.0/16
        ip route
        ip route flush root 10.66.0.0/16
        ip route flush via 10.9.0.2
        ip route
        ip route flush proto kernel
        ip route
        ip route flush dev eth1
        ip route""",
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
    "addresses": """
        ip addr
        ip a s eth0
        ip -br a
        ip -4 -br addr show dev eth1
        ip link
        ip l sh eth0
        ip -o -4 addr
        ip -o link
        ip addr add 10.9.0.1/24 dev eth0
        ip addr add 10.7.0.1/24 brd + dev eth0
        ip addr add 10.6.0.1 dev eth0
        ip a show eth0
        ip route
        ip addr del 10.7.0.9/24 dev eth0
        ip addr del 10.7.0.1/24 dev eth0
        ip addr flush dev eth1
        ip addr
        ip route""",
    "the last address": """
        ip route add default via 10.9.0.2
        ip route add 10.66.0.0/16 via 10.1.0.9
        ip addr del 10.9.0.1/24 dev eth0
        ip route
        ip link set dev eth0 down
        ip addr show eth0
        ip link set up dev eth0
        ip route""",
    "neighbours": """
        arp -n
        arp -an
        ip neigh
        arp -d 10.9.0.200
        arp -d 10.99.0.9
        arp -s 10.99.0.3 02:00:00:00:00:09
        arp -s 10.1.0.3 02:00:00:00:00:09
        arp -n
        arp -an
        arp -a
        arp -e
        arp -n 10.1.0.3
        arp -n 10.1.0.4
        arp -a 10.1.0.4
        arp -i eth0 -n
        ip n
        ip neigh add 10.1.0.3 lladdr 02:00:00:00:00:09 dev eth1
        ip neigh replace 10.1.0.3 lladdr 02:00:00:00:00:08 dev eth1
        ip n show dev eth1
        ip n show 10.1.0.3
        ip neigh del 10.1.0.9 dev eth1
        ip neigh del 10.1.0.3 dev eth1
        ip neigh flush all
        ip neigh add 10.1.0.4 lladdr 02:00:00:00:00:04 dev eth1
        arp -d 10.1.0.4
        ip neigh
        arp -n""",
    "net-tools": """
        ifconfig eth0 10.9.0.5 netmask 255.255.0.0
        ifconfig eth0
        ifconfig eth1 down
        ifconfig -a
        ifconfig
        ifconfig eth1 up
        route
        route -n
        netstat -rn
        route add default gw 10.9.0.2
        route add default gw 10.9.0.2
        route add -net 10.66.0.0 netmask 255.255.0.0 gw 10.9.0.3
        route add -host 10.67.0.1 gw 10.9.0.3
        route add -net 10.68.0.0/16 dev eth0
        route add default gw 10.99.1.1
        route add -net 10.65.0.0/16 gw 10.9.0.3 metric 7
        route -n
        netstat -rn
        route del default
        route del default
        route del -net 10.66.0.0 netmask 255.255.0.0
        route -n
        ip route""",
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
    return (done.stdout + done.stderr).splitlines()


def compared(lines: list[str]) -> list[str]:
    """Without what a machine has of its own: MAC addresses, counters, queues, IPv6."""
    text = "\n".join(line.rstrip() for line in lines if line.strip() and "dev lo proto kernel" not in line)
    text = text.replace(" ::1/128", "")
    text = re.sub(r"(?<=eth)(\d)(.*?)UNKNOWN", r"\1\2UP     ", text)  # a TAP does not know
    text = re.sub(r"UP +(?=group|mode|\d|$)", "UP ", text, flags=re.MULTILINE)
    text = re.sub(r"\n +inet6 .*(\n +valid_lft .*)?", "", text)
    text = re.sub(r"(?<=link/ether |     ether )[0-9a-f:]{17}|qdisc \w+|(?<=qlen)en \d+|(?<=packets ).*", "_", text)
    return text.splitlines()


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
            assert compared(host.console[printed:]) == compared(real(linux, command)), f"after {number}, {command}"
