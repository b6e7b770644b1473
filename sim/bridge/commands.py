"""``show mac address-table``: the switch's table as a Catalyst lists it."""

from typing import Any

from sim.bridge.machine import TABLE
from sim.bridge.tables import SHOW_MACS
from sim.command import Command, showing

COMMANDS: tuple[Command[Any, Any], ...] = (
    showing(
        *SHOW_MACS,
        TABLE,
        "the MAC addresses that the switch has learned, with their ports",
        kinds=frozenset({"switch"}),
        elsewhere=("show mac-address-table", "bridge fdb"),
        rank=90,
    ),
)
