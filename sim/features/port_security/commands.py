"""``show port-security``: the guarded ports as a Catalyst lists them."""

from typing import Any

from sim.command import Command, Device
from sim.features.port_security.tables import SHOW, TABLE, show_port_security
from sim.settings import SWITCH


def _show(device: Device, _: None, __: str, cause: int) -> None:
    device.output("\n".join(show_port_security(device.tables.get(TABLE, {}))), cause)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        SHOW.command,
        SHOW.command,
        "the guarded ports, how many addresses they have, and how often others tried to come in",
        frozenset({SWITCH}),
        lambda _: None,
        _show,
        rank=92,
    ),
)
