"""``show mac address-table``: the switch's table as a Catalyst lists it."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from sim.addresses import MacAddress
from sim.bridge.machine import TABLE
from sim.bridge.settings import SwitchSettings
from sim.bridge.tables import SHOW_MACS, show_mac_address_table
from sim.command import Command, CommandLine, Device
from sim.device.interface import TABLE as INTERFACES
from sim.device.port_names import named, read_name
from sim.feature import Rows
from sim.kernel import SECOND
from sim.link.ethernet.pdu import LAST_VLAN
from sim.settings import SWITCH, NodeSettings


class Criterion(NamedTuple):
    """Which rows are shown: of one VLAN, of one port, of one address, the learned ones, the others; or what else."""

    vlan: int | None = None
    port: str | None = None
    mac: MacAddress | None = None
    kind: str = ""
    what: str = ""


class Switch(Device, Protocol):
    """What the command sees of a switch."""

    @property
    def settings(self) -> NodeSettings: ...


_DYNAMIC, _STATIC, _COUNT, _AGING = "dynamic", "static", "count", "aging-time"


def _parse(line: CommandLine) -> Criterion:
    wanted = Criterion()
    while line:
        match line.word("vlan", "interface", "address", _DYNAMIC, _STATIC, _COUNT, _AGING):
            case "vlan":
                wanted = wanted._replace(vlan=line.integer(1, LAST_VLAN))
            case "interface":
                wanted = wanted._replace(port=read_name(line))
            case "address":
                wanted = wanted._replace(mac=line.mac())
            case "count" | "aging-time" as what:
                wanted = wanted._replace(what=what)
            case kind:
                wanted = wanted._replace(kind=kind)
    return wanted


def _show(device: Switch, wanted: Criterion, _: str, cause: int) -> None:
    port = None if wanted.port is None else named(wanted.port, device.tables[INTERFACES])
    rows = {
        key: row
        for key, row in device.tables[TABLE].items()
        if wanted.vlan in (None, key[0])
        and port in (None, row.port)
        and wanted.mac in (None, key[1])
        and wanted.kind in ("", _STATIC if row.static else _DYNAMIC)
    }
    settings = device.settings.of(SwitchSettings)
    match wanted.what:
        case "count":
            lines = list(_counted(rows, wanted.vlan, settings.table_size - len(device.tables[TABLE])))
        case "aging-time":
            lines = [f"Global Aging Time: {settings.ageing_time // SECOND:>4}"]
        case _:
            lines = show_mac_address_table(rows)
    device.output("\n".join(lines), cause)


def _counted(rows: Rows, vlan: int | None, room: int) -> Iterator[str]:
    for each in sorted({key[0] for key in rows} | ({vlan} if vlan is not None else set())):
        static = [row.static for key, row in rows.items() if key[0] == each]
        yield ""
        yield f"Mac Entries for Vlan {each}:"
        yield "---------------------------"
        yield f"Dynamic Address Count  : {len(static) - sum(static)}"
        yield f"Static  Address Count  : {sum(static)}"
        yield f"Total Mac Addresses    : {len(static)}"
    yield ""
    yield f"Total Mac Address Space Available: {room}"


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        SHOW_MACS.command,
        f"{SHOW_MACS.command} [vlan VLAN] [interface PORT] [address MAC] [dynamic|static|count|aging-time]",
        "the MAC addresses that the switch has learned, with their ports; `count` says how many there are",
        frozenset({SWITCH}),
        _parse,
        _show,
        elsewhere=("bridge fdb",),
        rank=90,
        also=("show mac-address-table",),
    ),
)
