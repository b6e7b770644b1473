"""A Linux router with nftables, beside ours: the same datagrams at the same ports."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4.pdu import IPv4
from tests.nat.world import PEERS
from tests.nodes.linux import Namespace, namespace
from tests.nodes.reactions import after
from tests.outside import need

TAPS = {"eth0": "tap0", "eth1": "tap1"}
PORTS = {tap: port for port, tap in TAPS.items()}


class LinuxRouter:
    """Its ``tap0`` is 192.168.1.1/24, its ``tap1`` 203.0.113.5/24."""

    def __init__(self, space: Namespace) -> None:
        self.space = space
        space.ip("address", "add", "192.168.1.1/24", "dev", "tap0")
        space.ip("address", "add", "203.0.113.5/24", "dev", "tap1")
        space.ip("route", "add", "default", "via", "203.0.113.1")
        for port, known in PEERS.items():
            for address, mac in known.items():
                space.ip("neigh", "replace", address, "lladdr", mac, "dev", TAPS[port], "nud", "permanent")
        space.sysctl(ip_forward=1, conf__all__rp_filter=0, conf__tap0__rp_filter=0, conf__tap1__rp_filter=0)
        space.run("sysctl", "-q", "net.netfilter.nf_conntrack_tcp_be_liberal=1")
        links = space.ip("-o", "link")
        self._macs = {
            TAP: line.partition("link/ether ")[2].split()[0]
            for TAP in PORTS
            for line in links.splitlines()
            if f" {TAP}: " in line
        }

    def rules(self, text: str) -> None:
        """Load a ruleset in place of all that was there."""
        self.space.run("nft", f"flush ruleset\n{text}")
        self.space.run("conntrack", "-F")

    def sends(self, port: str, datagram: IPv4) -> list[tuple[str, IPv4]]:
        """Let a datagram come in; what the router sends because of it."""
        tap = TAPS[port]
        src = next(iter(PEERS[port].values()))
        octets = bytes.fromhex((self._macs[tap] + src).replace(":", "")) + b"\x08\x00" + ipv4.encode(datagram)
        emitted = after(self.space, tap, [octets.ljust(60, b"\0")], "192.168.1.1" if tap == "tap0" else "203.0.113.5")
        found = [(PORTS[where], ipv4.decode(each[14:])) for where, each in emitted if each[12:14] == b"\x08\x00"]
        return [(where, each) for where, each in found if each is not None]


@contextmanager
def linux_router() -> Iterator[LinuxRouter]:
    """A router for a test, which is skipped where none can be had."""
    need("nft")
    need("conntrack")
    with namespace("tap0", "tap1") as space:
        try:
            space.run("nft", "table ip probe { chain post { type nat hook postrouting priority 100\n}\n}")
        except AssertionError as error:
            pytest.skip(f"this kernel has no NAT of nftables here: {error}")
        yield LinuxRouter(space)
