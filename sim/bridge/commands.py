"""``show mac address-table``: the switch's table as a Catalyst lists it."""

from typing import Any, NamedTuple

from sim.bridge.machine import TABLE
from sim.bridge.tables import SHOW_MACS, show_mac_address_table
from sim.command import Command, CommandLine, Device
from sim.device.interface import TABLE as INTERFACES
from sim.device.port_names import named
from sim.link.ethernet.pdu import LAST_VLAN
from sim.settings import SWITCH


class Criterion(NamedTuple):
    """Which rows are shown: of one VLAN, of one port, or the learned ones."""

    vlan: int | None = None
    port: str | None = None
    is_dynamic: bool = False


def _parse(line: CommandLine) -> Criterion:
    wanted = Criterion()
    while line:
        match line.word("vlan", "interface", "dynamic"):
            case "vlan":
                wanted = wanted._replace(vlan=line.integer(1, LAST_VLAN))
            case "interface":
                wanted = wanted._replace(port=line.next("a port"))
            case _:
                wanted = wanted._replace(is_dynamic=True)
    return wanted


def _show(device: Device, wanted: Criterion, _: str, cause: int) -> None:
    port = None if wanted.port is None else named(wanted.port, device.tables[INTERFACES])
    rows = {
        key: row
        for key, row in device.tables[TABLE].items()
        if wanted.vlan in (None, key[0]) and port in (None, row.port) and not (wanted.is_dynamic and row.static)
    }
    device.output("\n".join(show_mac_address_table(rows)), cause)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        SHOW_MACS.command,
        f"{SHOW_MACS.command} [vlan VLAN] [interface PORT] [dynamic]",
        "the MAC addresses that the switch has learned, with their ports",
        frozenset({SWITCH}),
        _parse,
        _show,
        elsewhere=("bridge fdb",),
        rank=90,
        also=("show mac-address-table",),
    ),
)
