"""``ip maddr``: the multicast groups that the interfaces are in, as iproute2 prints them."""

from typing import Any

from sim.addresses import ALL_SYSTEMS, multicast_mac
from sim.command import IP_DEVICES, Command, CommandLine, Device
from sim.device import iproute, loopback
from sim.device.interface import TABLE as INTERFACES
from sim.device.tables import with_loopback
from sim.ip.groups.tables import NAME


def _parse(line: CommandLine) -> str:
    iproute.options(line)
    iproute.asks_to_show(line)
    if line.peek() == "dev":
        line.next()
    if line.peek() in ("add", "del"):
        word = line.next()
        raise line.wrong(f"'ip maddr {word}' is not simulated", "a program joins a group with setsockopt")
    return "" if not line else line.next() if line.peek() == loopback.NAME else line.interface()


def _show(device: Device, wanted: str, _: str, cause: int) -> None:
    lines = []
    for number, (name, row) in enumerate(with_loopback(device.tables[INTERFACES]).items(), 1):
        if wanted not in ("", name):
            continue
        joined = [group for port, group in device.tables.get(NAME, {}) if port == name]
        groups = [*reversed(joined), *((ALL_SYSTEMS,) if row.enabled else ())]
        lines.append(f"{number}:\t{name}")
        if name != loopback.NAME:
            lines += [f"\tlink  {multicast_mac(group)}" for group in reversed(groups)]
        lines += [f"\tinet  {group}" for group in groups]
    if lines:
        device.output("\n".join(lines), cause)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        "ip maddr",
        "ip maddr [show] [[dev] INTERFACE]",
        "the multicast groups that the interfaces are in",
        IP_DEVICES,
        _parse,
        _show,
        rank=50,
        spelled=("ip", "maddress"),
        no_interface='Device "{}" does not exist.',
    ),
)
