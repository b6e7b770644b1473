"""``show etherchannel summary``: the aggregates as a Catalyst lists them."""

from typing import Any

from sim.bridge.aggregation.tables import SHOW, TABLE, show_etherchannel_summary
from sim.command import Command, Device
from sim.settings import SWITCH


def _show(device: Device, _: None, __: str, cause: int) -> None:
    device.output("\n".join(show_etherchannel_summary(device.tables.get(TABLE, {}))), cause)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        SHOW.command,
        SHOW.command,
        "the ports that work as one, and which of them are up",
        frozenset({SWITCH}),
        lambda _: None,
        _show,
        elsewhere=("display eth-trunk", "display link-aggregation summary"),
        rank=92,
    ),
)
