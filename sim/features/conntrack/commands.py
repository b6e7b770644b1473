"""``conntrack -L``: the table of connections as Linux's tool lists it."""

from typing import Any, Protocol

from sim.command import IP_DEVICES, Command, CommandLine, Device
from sim.features.conntrack.machine import TABLE
from sim.features.conntrack.tables import conntrack_l
from sim.kernel import Kernel


class TimedDevice(Device, Protocol):
    kernel: Kernel


def _list(device: TimedDevice, _: None, __: str, cause: int) -> None:
    lines = conntrack_l(device.tables.get(TABLE, {}), device.kernel.now)
    lines.append(f"conntrack v1.4.7 (conntrack-tools): {len(lines)} flow entries have been shown.")
    device.output("\n".join(lines), cause)


def _parse(line: CommandLine) -> None:
    line.word("-L")


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        "conntrack",
        "conntrack -L",
        "the connections that NAT and filters with a memory know",
        IP_DEVICES,
        _parse,
        _list,
    ),
)
