"""``greet ADDRESS``: greet somebody now."""

from typing import Protocol

from sim.addresses import IPv4Address
from sim.command import IP_DEVICES, Command, CommandLine, Device
from tests.invented.service import Greeter


class GreetingDevice(Device, Protocol):
    services: dict[str, object]


def _run(device: GreetingDevice, peer: IPv4Address, text: str, cause: int) -> None:
    greeter = device.services.get("greeting")
    if isinstance(greeter, Greeter):
        greeter.greet(peer, cause)
        device.output(f"greeted {peer}", cause)
    else:
        device.output("greet: this host has no name", cause)


GREET = Command("greet", "greet ADDRESS", "greet somebody now", IP_DEVICES, CommandLine.address, _run)
