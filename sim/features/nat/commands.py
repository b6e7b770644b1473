"""``show ip nat translations``: the mappings as Cisco's IOS lists them."""

from typing import Any

from sim.command import Command, Device
from sim.features.conntrack.machine import TABLE as CONNECTIONS
from sim.features.nat.machine import TABLE
from sim.features.nat.tables import show_ip_nat_translations


def _show(device: Device, _: None, __: str, cause: int) -> None:
    lines = show_ip_nat_translations(device.tables.get(TABLE, {}), device.tables.get(CONNECTIONS, {}))
    device.output("\n".join(lines), cause)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        "show ip nat translations",
        "show ip nat translations",
        "which outside address and port stands for which inside one, and for which connections",
        frozenset({"router"}),
        lambda _: None,
        _show,
    ),
)
