"""Random frames over random VLAN set-ups leave where, and with the tags with which, they leave Open vSwitch.

The nightly profile compares 5,000 frames: ``pytest
tests/nodes/test_vlans_against_ovs.py --hypothesis-profile nightly``.
"""

import random
from collections.abc import Iterator

import pytest
from hypothesis import settings

from sim import standalone
from sim.bridge.vlans.settings import Accepts, AccessVlan, Trunk, VlanSettings
from tests.nodes.ovs_vlans import Port, receive, set_up
from tests.nodes.test_switch import frame
from tests.nodes.test_vlans import tag
from tests.ovs import Ovs, open_vswitch

FRAMES = 20
PORTS = [str(number) for number in range(1, 7)]
VLANS = (1, 10, 20, 30)
STATIONS = [f"02:00:00:00:00:{number:02x}" for number in range(1, 7)]
GROUPS = ("ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:fb", "01:80:c2:00:00:0e")


@pytest.fixture(scope="module")
def ovs() -> Iterator[Ovs]:
    with open_vswitch() as switch:
        yield switch


def _chosen(chance: random.Random) -> tuple[VlanSettings, dict[str, Port]]:
    """A set-up of the ports, for the simulator and for Open vSwitch."""
    accepts = chance.choice(list(Accepts))
    access: dict[str, list[str]] = {}
    trunks: dict[str, Trunk] = {}
    theirs: dict[str, Port] = {}
    for port in PORTS:
        if chance.random() < 0.6:
            vlan = str(chance.choice(VLANS))
            access.setdefault(vlan, []).append(port)
            own = {"tag": vlan, "vlan_mode": "native-untagged", "trunks": vlan}
            theirs[port] = own if accepts is Accepts.ALL else {"tag": vlan, "vlan_mode": "access"}
            continue
        allowed = tuple(sorted(chance.sample(VLANS, chance.randint(1, len(VLANS)))))
        native = chance.choice((0, *allowed))  # Open vSwitch carries every native VLAN
        trunks[port] = Trunk(allowed, native, tag_native=chance.random() < 0.3)
        mode = "trunk" if not native else "native-tagged" if trunks[port].tag_native else "native-untagged"
        theirs[port] = {"vlan_mode": mode, "trunks": ",".join(map(str, allowed))}
        if native:
            theirs[port] = {**theirs[port], "tag": str(native)}
    settings_of_vlans = tuple((vlan, AccessVlan(tuple(ports))) for vlan, ports in access.items())
    return VlanSettings(settings_of_vlans, tuple(trunks.items()), accepts), theirs


def _frame(chance: random.Random) -> bytes:
    """A frame between stations that are heard again and again, with no tag, one or two."""
    octets = frame(chance.choice((*STATIONS, *STATIONS, *GROUPS)), chance.choice(STATIONS), chance.randrange(256))
    for _ in range(chance.choice((0, 0, 1, 1, 1, 2))):
        octets = tag(octets, chance.choice((*VLANS, *VLANS, 0, 40)), chance.randrange(8))
    return octets


@pytest.mark.parametrize("part", range(5))
def test_frames_leave_as_they_leave_open_vswitch(ovs: Ovs, part: int) -> None:
    is_nightly = settings().max_examples > 1000
    chance = random.Random() if is_nightly else random.Random(part)
    for _ in range(50 if is_nightly else 3):
        chosen, theirs = _chosen(chance)
        set_up(ovs, theirs)
        ours = standalone.switch(PORTS, vlans=chosen)
        for _ in range(FRAMES):
            port, octets = chance.choice(PORTS), _frame(chance)
            assert dict(ours.receive(port, octets)) == receive(ovs, port, octets), f"{octets.hex()} at {port}: {chosen}"
