"""``show ip dhcp snooping``: where a switch looks at DHCP messages, and whom it has noted."""

from collections.abc import Iterator
from typing import Any

from sim.bridge.vlans.machine import ranges
from sim.command import Command, CommandLine
from sim.features.dhcp_snooping.settings import SnoopingSettings
from sim.features.dhcp_snooping.tables import TABLE, BindingRow
from sim.kernel import SECOND
from sim.settings import SWITCH


def _parse(line: CommandLine) -> bool:
    if line:
        line.word("binding")
        return True
    return False


def _summary(device: Any) -> Iterator[str]:
    settings = device.settings.of(SnoopingSettings)
    everywhere = settings.enabled and settings.everywhere and not settings.vlans
    yield f"Switch DHCP snooping is {'enabled' if settings.enabled else 'disabled'}"
    yield "DHCP snooping is configured on following VLANs:"
    yield "1-4094" if everywhere else ranges(settings.vlans) or "none"
    yield ""
    yield "Interface                  Trusted"
    yield "-----------------------    -------"
    yield from (f"{port:<27}yes" for port in settings.trusted)


def _bindings(rows: Any, now: int) -> Iterator[str]:
    yield "MacAddress          IpAddress        Lease(sec)  Type           VLAN  Interface"
    yield "------------------  ---------------  ----------  -------------  ----  --------------------"
    for (vlan, mac), row in rows.items():
        yield _line(vlan, str(mac).upper(), row, now)
    yield f"Total number of bindings: {len(rows)}"


def _line(vlan: int, mac: str, row: BindingRow, now: int) -> str:
    left = "infinite" if row.expires is None else str(max(row.expires - now, 0) // SECOND)
    return f"{mac:<18}  {row.ip!s:<15}  {left:<10}  {'dhcp-snooping':<13}  {vlan:<4}  {row.port}"


def _show(device: Any, wants_bindings: bool, _: str, cause: int) -> None:
    lines = _bindings(device.tables.get(TABLE, {}), device.now) if wants_bindings else _summary(device)
    device.output("\n".join(lines), cause)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        "show ip dhcp snooping",
        "show ip dhcp snooping [binding]",
        "where the switch looks at DHCP messages; with `binding` the leases that it has noted",
        frozenset({SWITCH}),
        _parse,
        _show,
        elsewhere=("display dhcp snooping",),
        rank=94,
    ),
)
