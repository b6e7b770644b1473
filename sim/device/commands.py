"""``ip addr`` and ``ip link``: how the interfaces are looked at, and switched on and off."""

from typing import Any, NamedTuple, Protocol

from sim.command import IP_DEVICES, Command, CommandLine, Device, showing
from sim.device import loopback
from sim.device.interface import TABLE, Interface
from sim.device.tables import IP_ADDR


class SwitchedDevice(Device, Protocol):
    """What these commands see of a host or router."""

    def interface(self, name: str) -> Interface: ...
    def enable(self, interface: Interface, enabled: bool, cause: int) -> None: ...


class SetInterface(NamedTuple):
    """``ip link set INTERFACE up|down``."""

    interface: str
    up: bool


def _parse_set(line: CommandLine) -> SetInterface:
    if line.peek() == "dev":
        line.next()
    interface = line.next() if line.peek() == loopback.NAME else line.interface()
    state = line.next("up or down")
    if state not in ("up", "down"):
        raise line.wrong(f"{state!r} is not a state of an interface", "up and down are")
    return SetInterface(interface, state == "up")


def _set(device: SwitchedDevice, options: SetInterface, _: str, cause: int) -> None:
    device.enable(device.interface(options.interface), options.up, cause)


ADDR = showing(
    *IP_ADDR,
    TABLE,
    "the interfaces and their addresses",
    elsewhere=(
        "ipconfig",
        "ifconfig",
        "ip address",
        "ip a",
        "ip link show",
        "show ip interface",
        "show interfaces",
    ),
    rank=20,
)
LINK_SET = Command(
    "ip link set",
    "ip link set INTERFACE up|down",
    "switches an interface on or off",
    IP_DEVICES,
    _parse_set,
    _set,
    elsewhere=("shutdown", "no shutdown"),
    rank=50,
)

COMMANDS: tuple[Command[Any, Any], ...] = (ADDR, LINK_SET)
