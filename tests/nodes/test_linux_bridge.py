"""The same frames for a simulated switch and for a Linux bridge: each must come out at the same ports."""

import random
from collections.abc import Iterator

import pytest

from sim import standalone
from sim.addresses import MacAddress
from tests.nodes.linux import Namespace, namespace
from tests.nodes.reactions import EVERYONE

PORTS = ("1", "2", "3", "4")
STATIONS = [f"02:00:00:00:00:{number:02x}" for number in range(16, 22)]
GROUPS = [EVERYONE, "01:00:5e:00:00:01", "33:33:00:00:00:01", "01:80:c2:00:00:10", "01:80:c2:00:00:0e"]
LAST = "02:ff:ff:ff:ff:ff"
ETHERTYPE = bytes.fromhex("88b5")


@pytest.fixture
def bridge() -> Iterator[Namespace]:
    """A Linux bridge without spanning tree or multicast snooping, which learns nothing from messages of bridges."""
    with namespace(*PORTS) as made:
        bridge = ("link", "add", "name", "br0", "type", "bridge", "stp_state", "0", "mcast_snooping", "0")
        made.ip(*bridge, "no_linklocal_learn", "1")
        for port in PORTS:
            made.ip("link", "set", "dev", port, "master", "br0")
        made.ip("link", "set", "dev", "br0", "up")
        yield made


def through(bridge: Namespace, port: str, octets: bytes) -> dict[str, bytes]:
    """The ports at which a frame comes out of the bridge, and as what.

    A second frame, to everyone, follows it and tells when all is out.
    """
    last = MacAddress.parse(EVERYONE).to_bytes(6, "big") + MacAddress.parse(LAST).to_bytes(6, "big") + ETHERTYPE
    bridge.send(port, octets)
    bridge.send(port, last.ljust(60, b"\0"))
    out: dict[str, bytes] = {}
    waiting = set(PORTS) - {port}
    while waiting:
        bridge.wait()
        for other in PORTS:
            while (read := bridge.read(other)) is not None:
                if read[6:12] == last[6:12]:
                    waiting.discard(other)
                elif read[12:14] == ETHERTYPE:
                    out[other] = read
    return out


@pytest.mark.parametrize("seed", range(4))
def test_switch_forwards_and_learns_as_a_linux_bridge_does(bridge: Namespace, seed: int) -> None:
    dice = random.Random(seed)
    switch = standalone.switch(PORTS)
    places = {station: dice.choice(PORTS) for station in STATIONS}
    for number in range(150):
        src = dice.choice(STATIONS)
        if dice.random() < 0.1:
            places[src] = dice.choice(PORTS)
        dst = dice.choice([*STATIONS, *STATIONS, *GROUPS])
        header = b"".join(MacAddress.parse(each).to_bytes(6, "big") for each in (dst, src))
        octets = header + ETHERTYPE + dice.randbytes(dice.choice((46, 100, 1500)))
        ours = dict(switch.receive(places[src], octets))
        assert ours == through(bridge, places[src], octets), f"frame {number}: {src} > {dst}"
    learned = {str(mac): row.port for (_, mac), row in switch.table("mac").items()}
    shown = bridge.run("bridge", "fdb", "show", "br", "br0", "dynamic")
    rows = dict(line.split(" dev ") for line in shown.splitlines() if LAST not in line)
    assert {mac: port.split()[0] for mac, port in rows.items() if mac in STATIONS} == learned
