"""Packet reception beside Linux's own, case by case: the rows and the replies must be the same.

Left out are the packets that Linux takes another way, by its own choice: it keeps no answer that it did not ask
for (``arp_accept``), reads the operation first, remembers senders of other networks and believes group addresses.
"""

import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from sim.addresses import ZERO_MAC, InterfaceAddress, IPv4Address, MacAddress
from sim.effects import Put
from sim.ip.arp.machine import ArpInterface, ArpRow, ArpState, SendArp, receive
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.ip.arp.settings import ArpSettings
from tests.outside import need
from tests.protocols.stations import ip, mac

ME, MY_MAC = ip("192.168.10.1"), mac("02:00:00:00:00:01")
SOMEBODY = ip("192.168.10.7")
NOBODY = ip("0.0.0.0")
KNOWN_MAC, SENDER_MAC = mac("02:00:00:00:00:aa"), mac("02:00:00:00:00:bb")


class Case(NamedTuple):
    before: MacAddress | None
    static: bool
    neighbour: IPv4Address
    packet: Arp


def cases() -> list[Case]:
    """Each operation, sender, target and row before, with a neighbour of its own."""
    numbers = itertools.count(100)
    made = []
    for operation, sender, target, before in itertools.product(
        (REQUEST, REPLY),
        ("neighbour", "nobody", "me"),
        ("me", "somebody", "sender"),
        ("none", "learned", "static"),
    ):
        neighbour = IPv4Address((ME & 0xFFFFFF00) | next(numbers))
        sender_ip = {"neighbour": neighbour, "nobody": NOBODY, "me": ME}[sender]
        target_ip = {"me": ME, "somebody": SOMEBODY, "sender": sender_ip}[target]
        packet = Arp(operation, SENDER_MAC, sender_ip, ZERO_MAC if operation == REQUEST else MY_MAC, target_ip)
        is_unasked = operation == REPLY and before == "none" and (sender, target) == ("neighbour", "me")
        if not is_unasked:
            made.append(Case(None if before == "none" else KNOWN_MAC, before == "static", neighbour, packet))
    return made


def hex_of(packet: Arp) -> list[Any]:
    return [
        packet.operation,
        packet.sender_mac.to_bytes(6, "big").hex(),
        packet.sender_ip.to_bytes(4, "big").hex(),
        packet.target_mac.to_bytes(6, "big").hex(),
        packet.target_ip.to_bytes(4, "big").hex(),
    ]


def ours(case: Case) -> dict[str, Any]:
    """What the machine makes of a case, in the words of linux_arp.py."""
    eth0 = ArpInterface("a", MY_MAC, (InterfaceAddress(ME, 24),))
    key = ("a", case.neighbour)
    state = ArpState.STATIC if case.static else ArpState.REACHABLE
    table = {} if case.before is None else {key: ArpRow(case.before, state)}
    effects = receive(table, ArpSettings(), eth0, case.packet, 0)
    table |= {effect.key: effect.row for effect in effects if isinstance(effect, Put)}  # type: ignore[misc]
    row = table.get(key)
    replies = [
        [effect.dst.to_bytes(6, "big").hex(), *hex_of(effect.packet)]
        for effect in effects
        if isinstance(effect, SendArp)
    ]
    return {"mac": row.mac.to_bytes(6, "big").hex() if row and row.mac else None, "replies": replies}


@pytest.fixture(scope="module")
def unshare() -> list[str]:
    """The command that runs another one in a network namespace of its own."""
    command = ["unshare", "--map-root-user", "--net"]
    if sys.platform != "linux":
        pytest.skip("this test compares with Linux")
    for program in ("unshare", "ip"):
        need(program)
    trial = subprocess.run(
        [*command, "ip", "link", "add", "name", "near", "type", "veth", "peer", "name", "far"],
        capture_output=True,
        text=True,
        check=False,
    )
    if trial.returncode:
        pytest.skip(f"may not make a network namespace with a veth pair: {trial.stderr.strip()}")
    return command


def test_packets_are_received_as_linux_receives_them(unshare: list[str]) -> None:
    wanted = cases()
    asked = [
        {
            "before": case.before and case.before.to_bytes(6, "big").hex(),
            "static": case.static,
            "neighbour": case.neighbour.to_bytes(4, "big").hex(),
            "packet": hex_of(case.packet),
        }
        for case in wanted
    ]
    script = Path(__file__).with_name("linux_arp.py")
    run = subprocess.run(
        [*unshare, sys.executable, str(script)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    different = [
        (case, kernel, ours(case))
        for case, kernel in zip(wanted, json.loads(run.stdout), strict=True)
        if kernel != ours(case)
    ]
    assert different == []
    assert len(wanted) == 53
